using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Spmis.Migrations.Sqlite.Payments
{
    /// <inheritdoc />
    public partial class Cycles : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropIndex(
                name: "IX_cycles_Scheme_Month",
                table: "cycles");

            migrationBuilder.AddColumn<DateTime>(
                name: "FirstApprovedAt",
                table: "payment_runs",
                type: "TEXT",
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "FirstApprovedBy",
                table: "payment_runs",
                type: "TEXT",
                maxLength: 200,
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "FirstApprovedById",
                table: "payment_runs",
                type: "TEXT",
                maxLength: 200,
                nullable: true);

            migrationBuilder.AddColumn<int>(
                name: "FromMonth",
                table: "cycles",
                type: "INTEGER",
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "Kind",
                table: "cycles",
                type: "TEXT",
                maxLength: 40,
                nullable: false,
                defaultValue: "Monthly");

            migrationBuilder.CreateIndex(
                name: "IX_cycles_Scheme_Month_Kind",
                table: "cycles",
                columns: new[] { "Scheme", "Month", "Kind" },
                unique: true);
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropIndex(
                name: "IX_cycles_Scheme_Month_Kind",
                table: "cycles");

            migrationBuilder.Sql("ALTER TABLE \"payment_runs\" DROP COLUMN \"FirstApprovedAt\"");

            migrationBuilder.Sql("ALTER TABLE \"payment_runs\" DROP COLUMN \"FirstApprovedBy\"");

            migrationBuilder.Sql("ALTER TABLE \"payment_runs\" DROP COLUMN \"FirstApprovedById\"");

            migrationBuilder.Sql("ALTER TABLE \"cycles\" DROP COLUMN \"FromMonth\"");

            migrationBuilder.Sql("ALTER TABLE \"cycles\" DROP COLUMN \"Kind\"");

            migrationBuilder.CreateIndex(
                name: "IX_cycles_Scheme_Month",
                table: "cycles",
                columns: new[] { "Scheme", "Month" },
                unique: true);
        }
    }
}
