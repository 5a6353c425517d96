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

            // Actions recorded before they could have an end interrupted the period on the day they were brought, and go on doing so; two people can say by EndSuit that one is pending.
            migrationBuilder.Sql("UPDATE \"reminders\" SET \"EndedOn\" = \"ServedOn\", \"Outcome\" = 'Decided', \"EndProof\" = 'Recorded before actions had an end', \"EndEnteredBy\" = 'SPMIS' WHERE \"Kind\" = 'CourtAction' AND \"ServedOn\" IS NOT NULL");

            // Debts taken over before ran from the day they were due, and go on doing so.
            migrationBuilder.Sql("UPDATE \"bills\" SET \"LimitationFrom\" = \"DueOn\" WHERE \"TakeoverId\" IS NOT NULL");
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropIndex(
                name: "IX_bills_PaidOn_LapsesOn",
                table: "bills");

            migrationBuilder.Sql("ALTER TABLE \"takeover_lines\" DROP COLUMN \"LimitationFrom\"");

            migrationBuilder.Sql("ALTER TABLE \"reminders\" DROP COLUMN \"EndEnteredBy\"");

            migrationBuilder.Sql("ALTER TABLE \"reminders\" DROP COLUMN \"EndProof\"");

            migrationBuilder.Sql("ALTER TABLE \"reminders\" DROP COLUMN \"EndedOn\"");

            migrationBuilder.Sql("ALTER TABLE \"reminders\" DROP COLUMN \"Outcome\"");

            migrationBuilder.Sql("ALTER TABLE \"bills\" DROP COLUMN \"LapsesOn\"");

            migrationBuilder.Sql("ALTER TABLE \"bills\" DROP COLUMN \"LimitationFrom\"");
        }
    }
}
