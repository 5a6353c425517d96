using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Spmis.Migrations.Sqlite.Payments
{
    /// <inheritdoc />
    public partial class Deductions : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddColumn<long>(
                name: "WithheldMinor",
                table: "instructions",
                type: "INTEGER",
                nullable: false,
                defaultValue: 0L);

            migrationBuilder.CreateTable(
                name: "deduction_orders",
                columns: table => new
                {
                    Id = table.Column<long>(type: "INTEGER", nullable: false)
                        .Annotation("Sqlite:Autoincrement", true),
                    Kind = table.Column<string>(type: "TEXT", maxLength: 40, nullable: false),
                    RecoveryId = table.Column<byte[]>(type: "BLOB", fixedLength: true, maxLength: 16, nullable: true),
                    AwardNumber = table.Column<string>(type: "TEXT", maxLength: 40, nullable: false),
                    Reference = table.Column<string>(type: "TEXT", maxLength: 200, nullable: false),
                    Creditor = table.Column<string>(type: "TEXT", maxLength: 200, nullable: false),
                    CreditorAccount = table.Column<string>(type: "TEXT", maxLength: 200, nullable: true),
                    Currency = table.Column<string>(type: "TEXT", maxLength: 3, nullable: false),
                    MonthlyMinor = table.Column<long>(type: "INTEGER", nullable: true),
                    RateBasisPoints = table.Column<int>(type: "INTEGER", nullable: true),
                    CeilingMinor = table.Column<long>(type: "INTEGER", nullable: true),
                    FloorMinor = table.Column<long>(type: "INTEGER", nullable: false),
                    Priority = table.Column<int>(type: "INTEGER", nullable: false),
                    FromMonth = table.Column<int>(type: "INTEGER", nullable: false),
                    ToMonth = table.Column<int>(type: "INTEGER", nullable: true),
                    OrderedAt = table.Column<DateTime>(type: "TEXT", nullable: false),
                    OrderedBy = table.Column<string>(type: "TEXT", maxLength: 200, nullable: false),
                    EndedAt = table.Column<DateTime>(type: "TEXT", nullable: true),
                    ChangedAt = table.Column<DateTime>(type: "TEXT", nullable: false),
                    SourceVersion = table.Column<long>(type: "INTEGER", nullable: false),
                    Version = table.Column<int>(type: "INTEGER", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_deduction_orders", x => x.Id);
                });

            migrationBuilder.CreateTable(
                name: "withholdings",
                columns: table => new
                {
                    Reference = table.Column<string>(type: "TEXT", maxLength: 35, nullable: false),
                    OrderId = table.Column<long>(type: "INTEGER", nullable: false),
                    AmountMinor = table.Column<long>(type: "INTEGER", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_withholdings", x => new { x.Reference, x.OrderId });
                });

            migrationBuilder.CreateIndex(
                name: "IX_deduction_orders_AwardNumber_Reference",
                table: "deduction_orders",
                columns: new[] { "AwardNumber", "Reference" },
                unique: true);

            migrationBuilder.CreateIndex(
                name: "IX_deduction_orders_RecoveryId",
                table: "deduction_orders",
                column: "RecoveryId",
                unique: true);

            migrationBuilder.CreateIndex(
                name: "IX_withholdings_OrderId",
                table: "withholdings",
                column: "OrderId");
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "deduction_orders");

            migrationBuilder.DropTable(
                name: "withholdings");

            migrationBuilder.Sql("ALTER TABLE \"instructions\" DROP COLUMN \"WithheldMinor\"");
        }
    }
}
