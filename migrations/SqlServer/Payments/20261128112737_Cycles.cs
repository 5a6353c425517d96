using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Spmis.Migrations.SqlServer.Payments
{
    /// <inheritdoc />
    public partial class Cycles : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropIndex(
                name: "IX_cycles_Scheme_Month",
                schema: "payments",
                table: "cycles");

            migrationBuilder.AddColumn<DateTime>(
                name: "FirstApprovedAt",
                schema: "payments",
                table: "payment_runs",
                type: "datetime2",
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "FirstApprovedBy",
                schema: "payments",
                table: "payment_runs",
                type: "nvarchar(200)",
                maxLength: 200,
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "FirstApprovedById",
                schema: "payments",
                table: "payment_runs",
                type: "nvarchar(200)",
                maxLength: 200,
                nullable: true);

            migrationBuilder.AddColumn<int>(
                name: "FromMonth",
                schema: "payments",
                table: "cycles",
                type: "int",
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "Kind",
                schema: "payments",
                table: "cycles",
                type: "nvarchar(40)",
                maxLength: 40,
                nullable: false,
                defaultValue: "Monthly");

            migrationBuilder.CreateIndex(
                name: "IX_cycles_Scheme_Month_Kind",
                schema: "payments",
                table: "cycles",
                columns: new[] { "Scheme", "Month", "Kind" },
                unique: true);
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropIndex(
                name: "IX_cycles_Scheme_Month_Kind",
                schema: "payments",
                table: "cycles");

            migrationBuilder.DropColumn(
                name: "FirstApprovedAt",
                schema: "payments",
                table: "payment_runs");

            migrationBuilder.DropColumn(
                name: "FirstApprovedBy",
                schema: "payments",
                table: "payment_runs");

            migrationBuilder.DropColumn(
                name: "FirstApprovedById",
                schema: "payments",
                table: "payment_runs");

            migrationBuilder.DropColumn(
                name: "FromMonth",
                schema: "payments",
                table: "cycles");

            migrationBuilder.DropColumn(
                name: "Kind",
                schema: "payments",
                table: "cycles");

            migrationBuilder.CreateIndex(
                name: "IX_cycles_Scheme_Month",
                schema: "payments",
                table: "cycles",
                columns: new[] { "Scheme", "Month" },
                unique: true);
        }
    }
}
