using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Spmis.Migrations.Sqlite.Contributions
{
    /// <inheritdoc />
    public partial class LimitationHeldAndKept : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddColumn<DateOnly>(
                name: "LimitationFrom",
                table: "takeover_lines",
                type: "TEXT",
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "EndEnteredBy",
                table: "reminders",
                type: "TEXT",
                maxLength: 200,
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "EndProof",
                table: "reminders",
                type: "TEXT",
                maxLength: 400,
                nullable: true);

            migrationBuilder.AddColumn<DateOnly>(
                name: "EndedOn",
                table: "reminders",
                type: "TEXT",
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "Outcome",
                table: "reminders",
                type: "TEXT",
                maxLength: 40,
                nullable: true);

            migrationBuilder.AddColumn<DateOnly>(
                name: "LapsesOn",
                table: "bills",
                type: "TEXT",
                nullable: true);

            migrationBuilder.AddColumn<DateOnly>(
                name: "LimitationFrom",
                table: "bills",
                type: "TEXT",
                nullable: true);

            migrationBuilder.CreateIndex(
                name: "IX_bills_PaidOn_LapsesOn",
                table: "bills",
                columns: new[] { "PaidOn", "LapsesOn" });
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropIndex(
                name: "IX_bills_PaidOn_LapsesOn",
                table: "bills");

            migrationBuilder.DropColumn(
                name: "LimitationFrom",
                table: "takeover_lines");

            migrationBuilder.DropColumn(
                name: "EndEnteredBy",
                table: "reminders");

            migrationBuilder.DropColumn(
                name: "EndProof",
                table: "reminders");

            migrationBuilder.DropColumn(
                name: "EndedOn",
                table: "reminders");

            migrationBuilder.DropColumn(
                name: "Outcome",
                table: "reminders");

            migrationBuilder.DropColumn(
                name: "LapsesOn",
                table: "bills");

            migrationBuilder.DropColumn(
                name: "LimitationFrom",
                table: "bills");
        }
    }
}
