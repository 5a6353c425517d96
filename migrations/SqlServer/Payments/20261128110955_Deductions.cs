using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Spmis.Migrations.SqlServer.Payments
{
    /// <inheritdoc />
    public partial class Deductions : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddColumn<long>(
                name: "WithheldMinor",
                schema: "payments",
                table: "instructions",
                type: "bigint",
                nullable: false,
                defaultValue: 0L);

            migrationBuilder.CreateTable(
                name: "deduction_orders",
                schema: "payments",
                columns: table => new
                {
                    Id = table.Column<long>(type: "bigint", nullable: false)
                        .Annotation("SqlServer:Identity", "1, 1"),
                    Kind = table.Column<string>(type: "nvarchar(40)", maxLength: 40, nullable: false),
                    RecoveryId = table.Column<byte[]>(type: "binary(16)", fixedLength: true, maxLength: 16, nullable: true),
                    AwardNumber = table.Column<string>(type: "nvarchar(40)", maxLength: 40, nullable: false),
                    Reference = table.Column<string>(type: "nvarchar(200)", maxLength: 200, nullable: false),
                    Creditor = table.Column<string>(type: "nvarchar(200)", maxLength: 200, nullable: false),
                    CreditorAccount = table.Column<string>(type: "nvarchar(200)", maxLength: 200, nullable: true),
                    Currency = table.Column<string>(type: "nvarchar(3)", maxLength: 3, nullable: false),
                    MonthlyMinor = table.Column<long>(type: "bigint", nullable: true),
                    RateBasisPoints = table.Column<int>(type: "int", nullable: true),
                    CeilingMinor = table.Column<long>(type: "bigint", nullable: true),
                    FloorMinor = table.Column<long>(type: "bigint", nullable: false),
                    Priority = table.Column<int>(type: "int", nullable: false),
                    FromMonth = table.Column<int>(type: "int", nullable: false),
                    ToMonth = table.Column<int>(type: "int", nullable: true),
                    OrderedAt = table.Column<DateTime>(type: "datetime2", nullable: false),
                    OrderedBy = table.Column<string>(type: "nvarchar(200)", maxLength: 200, nullable: false),
                    EndedAt = table.Column<DateTime>(type: "datetime2", nullable: true),
                    ChangedAt = table.Column<DateTime>(type: "datetime2", nullable: false),
                    SourceVersion = table.Column<long>(type: "bigint", nullable: false),
                    Version = table.Column<int>(type: "int", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_deduction_orders", x => x.Id);
                });

            migrationBuilder.CreateTable(
                name: "withholdings",
                schema: "payments",
                columns: table => new
                {
                    Reference = table.Column<string>(type: "nvarchar(35)", maxLength: 35, nullable: false),
                    OrderId = table.Column<long>(type: "bigint", nullable: false),
                    AmountMinor = table.Column<long>(type: "bigint", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_withholdings", x => new { x.Reference, x.OrderId });
                });

            migrationBuilder.CreateIndex(
                name: "IX_deduction_orders_AwardNumber_Reference",
                schema: "payments",
                table: "deduction_orders",
                columns: new[] { "AwardNumber", "Reference" },
                unique: true);

            migrationBuilder.CreateIndex(
                name: "IX_deduction_orders_RecoveryId",
                schema: "payments",
                table: "deduction_orders",
                column: "RecoveryId",
                unique: true,
                filter: "[RecoveryId] IS NOT NULL");

            migrationBuilder.CreateIndex(
                name: "IX_withholdings_OrderId",
                schema: "payments",
                table: "withholdings",
                column: "OrderId");
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "deduction_orders",
                schema: "payments");

            migrationBuilder.DropTable(
                name: "withholdings",
                schema: "payments");

            migrationBuilder.DropColumn(
                name: "WithheldMinor",
                schema: "payments",
                table: "instructions");
        }
    }
}
