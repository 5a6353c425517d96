using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Spmis.Migrations.SqlServer.Payments
{
    /// <inheritdoc />
    public partial class Funding : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.CreateTable(
                name: "funding_accounts",
                schema: "payments",
                columns: table => new
                {
                    Id = table.Column<long>(type: "bigint", nullable: false)
                        .Annotation("SqlServer:Identity", "1, 1"),
                    Code = table.Column<string>(type: "nvarchar(20)", maxLength: 20, nullable: false),
                    Name = table.Column<string>(type: "nvarchar(200)", maxLength: 200, nullable: false),
                    Financier = table.Column<string>(type: "nvarchar(200)", maxLength: 200, nullable: false),
                    Currency = table.Column<string>(type: "nvarchar(3)", maxLength: 3, nullable: false),
                    OpenedAt = table.Column<DateTime>(type: "datetime2", nullable: false),
                    OpenedBy = table.Column<string>(type: "nvarchar(200)", maxLength: 200, nullable: false),
                    Version = table.Column<long>(type: "bigint", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_funding_accounts", x => x.Id);
                });

            migrationBuilder.CreateTable(
                name: "funding_balances",
                schema: "payments",
                columns: table => new
                {
                    Id = table.Column<long>(type: "bigint", nullable: false)
                        .Annotation("SqlServer:Identity", "1, 1"),
                    AccountId = table.Column<long>(type: "bigint", nullable: false),
                    On = table.Column<DateOnly>(type: "date", nullable: false),
                    BankMinor = table.Column<long>(type: "bigint", nullable: false),
                    BookMinor = table.Column<long>(type: "bigint", nullable: false),
                    Explanation = table.Column<string>(type: "nvarchar(1000)", maxLength: 1000, nullable: true),
                    EnteredAt = table.Column<DateTime>(type: "datetime2", nullable: false),
                    EnteredBy = table.Column<string>(type: "nvarchar(200)", maxLength: 200, nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_funding_balances", x => x.Id);
                });

            migrationBuilder.CreateTable(
                name: "funding_movements",
                schema: "payments",
                columns: table => new
                {
                    Id = table.Column<long>(type: "bigint", nullable: false)
                        .Annotation("SqlServer:Identity", "1, 1"),
                    AccountId = table.Column<long>(type: "bigint", nullable: false),
                    Kind = table.Column<string>(type: "nvarchar(40)", maxLength: 40, nullable: false),
                    AmountMinor = table.Column<long>(type: "bigint", nullable: false),
                    On = table.Column<DateOnly>(type: "date", nullable: false),
                    BankReference = table.Column<string>(type: "nvarchar(70)", maxLength: 70, nullable: false),
                    Agency = table.Column<string>(type: "nvarchar(20)", maxLength: 20, nullable: true),
                    Reason = table.Column<string>(type: "nvarchar(1000)", maxLength: 1000, nullable: false),
                    EnteredAt = table.Column<DateTime>(type: "datetime2", nullable: false),
                    ApprovedBy = table.Column<string>(type: "nvarchar(200)", maxLength: 200, nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_funding_movements", x => x.Id);
                });

            migrationBuilder.CreateTable(
                name: "funding_schemes",
                schema: "payments",
                columns: table => new
                {
                    Scheme = table.Column<string>(type: "nvarchar(60)", maxLength: 60, nullable: false),
                    Currency = table.Column<string>(type: "nvarchar(3)", maxLength: 3, nullable: false),
                    AccountId = table.Column<long>(type: "bigint", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_funding_schemes", x => new { x.Scheme, x.Currency });
                    table.ForeignKey(
                        name: "FK_funding_schemes_funding_accounts_AccountId",
                        column: x => x.AccountId,
                        principalSchema: "payments",
                        principalTable: "funding_accounts",
                        principalColumn: "Id",
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateIndex(
                name: "IX_funding_accounts_Code",
                schema: "payments",
                table: "funding_accounts",
                column: "Code",
                unique: true);

            migrationBuilder.CreateIndex(
                name: "IX_funding_balances_AccountId_On",
                schema: "payments",
                table: "funding_balances",
                columns: new[] { "AccountId", "On" },
                unique: true);

            migrationBuilder.CreateIndex(
                name: "IX_funding_movements_AccountId_BankReference",
                schema: "payments",
                table: "funding_movements",
                columns: new[] { "AccountId", "BankReference" },
                unique: true);

            migrationBuilder.CreateIndex(
                name: "IX_funding_movements_AccountId_On",
                schema: "payments",
                table: "funding_movements",
                columns: new[] { "AccountId", "On" });

            migrationBuilder.CreateIndex(
                name: "IX_funding_schemes_AccountId",
                schema: "payments",
                table: "funding_schemes",
                column: "AccountId");
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "funding_balances",
                schema: "payments");

            migrationBuilder.DropTable(
                name: "funding_movements",
                schema: "payments");

            migrationBuilder.DropTable(
                name: "funding_schemes",
                schema: "payments");

            migrationBuilder.DropTable(
                name: "funding_accounts",
                schema: "payments");
        }
    }
}
