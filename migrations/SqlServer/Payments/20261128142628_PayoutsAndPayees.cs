using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Spmis.Migrations.SqlServer.Payments
{
    /// <inheritdoc />
    public partial class PayoutsAndPayees : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.CreateTable(
                name: "named_payees",
                schema: "payments",
                columns: table => new
                {
                    Id = table.Column<byte[]>(type: "binary(16)", fixedLength: true, maxLength: 16, nullable: false),
                    AwardNumber = table.Column<string>(type: "nvarchar(40)", maxLength: 40, nullable: false),
                    Sequence = table.Column<int>(type: "int", nullable: false),
                    Kind = table.Column<string>(type: "nvarchar(40)", maxLength: 40, nullable: false),
                    PersonId = table.Column<byte[]>(type: "binary(16)", fixedLength: true, maxLength: 16, nullable: true),
                    Name = table.Column<string>(type: "nvarchar(200)", maxLength: 200, nullable: true),
                    Agency = table.Column<string>(type: "nvarchar(200)", maxLength: 200, nullable: true),
                    Account = table.Column<string>(type: "nvarchar(200)", maxLength: 200, nullable: true),
                    FromMonth = table.Column<int>(type: "int", nullable: false),
                    ToMonth = table.Column<int>(type: "int", nullable: true),
                    Reason = table.Column<string>(type: "nvarchar(400)", maxLength: 400, nullable: false),
                    Evidence = table.Column<string>(type: "nvarchar(200)", maxLength: 200, nullable: false),
                    ApprovedAt = table.Column<DateTime>(type: "datetime2", nullable: false),
                    ApprovedBy = table.Column<string>(type: "nvarchar(200)", maxLength: 200, nullable: false),
                    ChangedAt = table.Column<DateTime>(type: "datetime2", nullable: false),
                    Version = table.Column<int>(type: "int", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_named_payees", x => x.Id);
                });

            migrationBuilder.CreateTable(
                name: "payout_lines",
                schema: "payments",
                columns: table => new
                {
                    PayoutId = table.Column<long>(type: "bigint", nullable: false),
                    Reference = table.Column<string>(type: "nvarchar(35)", maxLength: 35, nullable: false),
                    OrderId = table.Column<long>(type: "bigint", nullable: false),
                    CameBack = table.Column<bool>(type: "bit", nullable: false),
                    Live = table.Column<bool>(type: "bit", nullable: true),
                    Scheme = table.Column<string>(type: "nvarchar(200)", maxLength: 200, nullable: false),
                    AmountMinor = table.Column<long>(type: "bigint", nullable: false),
                    KnownAt = table.Column<DateTime>(type: "datetime2", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_payout_lines", x => new { x.PayoutId, x.Reference, x.OrderId, x.CameBack });
                });

            migrationBuilder.CreateTable(
                name: "payouts",
                schema: "payments",
                columns: table => new
                {
                    Id = table.Column<long>(type: "bigint", nullable: false)
                        .Annotation("SqlServer:Identity", "1, 1"),
                    Number = table.Column<string>(type: "nvarchar(30)", maxLength: 30, nullable: false),
                    Kind = table.Column<string>(type: "nvarchar(40)", maxLength: 40, nullable: false),
                    Creditor = table.Column<string>(type: "nvarchar(200)", maxLength: 200, nullable: false),
                    CreditorAccount = table.Column<string>(type: "nvarchar(200)", maxLength: 200, nullable: true),
                    Currency = table.Column<string>(type: "nvarchar(3)", maxLength: 3, nullable: false),
                    ToDay = table.Column<DateOnly>(type: "date", nullable: false),
                    Lines = table.Column<int>(type: "int", nullable: false),
                    TotalMinor = table.Column<long>(type: "bigint", nullable: false),
                    PreparedAt = table.Column<DateTime>(type: "datetime2", nullable: false),
                    PreparedById = table.Column<string>(type: "nvarchar(200)", maxLength: 200, nullable: false),
                    PreparedBy = table.Column<string>(type: "nvarchar(200)", maxLength: 200, nullable: false),
                    ConfirmedAt = table.Column<DateTime>(type: "datetime2", nullable: true),
                    ConfirmedById = table.Column<string>(type: "nvarchar(200)", maxLength: 200, nullable: true),
                    ConfirmedBy = table.Column<string>(type: "nvarchar(200)", maxLength: 200, nullable: true),
                    PaidFrom = table.Column<string>(type: "nvarchar(12)", maxLength: 12, nullable: true),
                    BankReference = table.Column<string>(type: "nvarchar(70)", maxLength: 70, nullable: true),
                    PaidOn = table.Column<DateOnly>(type: "date", nullable: true),
                    CancelledAt = table.Column<DateTime>(type: "datetime2", nullable: true),
                    CancelledBy = table.Column<string>(type: "nvarchar(200)", maxLength: 200, nullable: true),
                    Version = table.Column<int>(type: "int", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_payouts", x => x.Id);
                });

            migrationBuilder.CreateIndex(
                name: "IX_named_payees_ApprovedAt_Id",
                schema: "payments",
                table: "named_payees",
                columns: new[] { "ApprovedAt", "Id" });

            migrationBuilder.CreateIndex(
                name: "IX_named_payees_AwardNumber_Sequence",
                schema: "payments",
                table: "named_payees",
                columns: new[] { "AwardNumber", "Sequence" },
                unique: true);

            migrationBuilder.CreateIndex(
                name: "IX_named_payees_PersonId",
                schema: "payments",
                table: "named_payees",
                column: "PersonId");

            migrationBuilder.CreateIndex(
                name: "IX_payout_lines_Reference_OrderId_CameBack_Live",
                schema: "payments",
                table: "payout_lines",
                columns: new[] { "Reference", "OrderId", "CameBack", "Live" },
                unique: true,
                filter: "[Live] IS NOT NULL");

            migrationBuilder.CreateIndex(
                name: "IX_payouts_Creditor_Id",
                schema: "payments",
                table: "payouts",
                columns: new[] { "Creditor", "Id" });

            migrationBuilder.CreateIndex(
                name: "IX_payouts_Number",
                schema: "payments",
                table: "payouts",
                column: "Number",
                unique: true);

            migrationBuilder.CreateIndex(
                name: "IX_payouts_PaidFrom_BankReference",
                schema: "payments",
                table: "payouts",
                columns: new[] { "PaidFrom", "BankReference" },
                unique: true,
                filter: "[PaidFrom] IS NOT NULL AND [BankReference] IS NOT NULL");
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "named_payees",
                schema: "payments");

            migrationBuilder.DropTable(
                name: "payout_lines",
                schema: "payments");

            migrationBuilder.DropTable(
                name: "payouts",
                schema: "payments");
        }
    }
}
