using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Spmis.Migrations.SqlServer.Contributions
{
    /// <inheritdoc />
    public partial class LimitationHeldAndKept : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddColumn<DateOnly>(
                name: "LimitationFrom",
                schema: "contributions",
                table: "takeover_lines",
                type: "date",
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "EndEnteredBy",
                schema: "contributions",
                table: "reminders",
                type: "nvarchar(200)",
                maxLength: 200,
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "EndProof",
                schema: "contributions",
                table: "reminders",
                type: "nvarchar(400)",
                maxLength: 400,
                nullable: true);

            migrationBuilder.AddColumn<DateOnly>(
                name: "EndedOn",
                schema: "contributions",
                table: "reminders",
                type: "date",
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "Outcome",
                schema: "contributions",
                table: "reminders",
                type: "nvarchar(40)",
                maxLength: 40,
                nullable: true);

            migrationBuilder.AddColumn<DateOnly>(
                name: "LapsesOn",
                schema: "contributions",
                table: "bills",
                type: "date",
                nullable: true);

            migrationBuilder.AddColumn<DateOnly>(
                name: "LimitationFrom",
                schema: "contributions",
                table: "bills",
                type: "date",
                nullable: true);

            migrationBuilder.CreateIndex(
                name: "IX_bills_PaidOn_LapsesOn",
                schema: "contributions",
                table: "bills",
                columns: new[] { "PaidOn", "LapsesOn" });

            // Actions recorded before they could have an end interrupted the period on the day they were brought, and go on doing so; two people can say by EndSuit that one is pending.
            migrationBuilder.Sql("UPDATE [contributions].[reminders] SET [EndedOn] = [ServedOn], [Outcome] = 'Decided', [EndProof] = 'Recorded before actions had an end', [EndEnteredBy] = 'SPMIS' WHERE [Kind] = 'CourtAction' AND [ServedOn] IS NOT NULL");

            // Debts taken over before ran from the day they were due, and go on doing so.
            migrationBuilder.Sql("UPDATE [contributions].[bills] SET [LimitationFrom] = [DueOn] WHERE [TakeoverId] IS NOT NULL");
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropIndex(
                name: "IX_bills_PaidOn_LapsesOn",
                schema: "contributions",
                table: "bills");

            migrationBuilder.DropColumn(
                name: "LimitationFrom",
                schema: "contributions",
                table: "takeover_lines");

            migrationBuilder.DropColumn(
                name: "EndEnteredBy",
                schema: "contributions",
                table: "reminders");

            migrationBuilder.DropColumn(
                name: "EndProof",
                schema: "contributions",
                table: "reminders");

            migrationBuilder.DropColumn(
                name: "EndedOn",
                schema: "contributions",
                table: "reminders");

            migrationBuilder.DropColumn(
                name: "Outcome",
                schema: "contributions",
                table: "reminders");

            migrationBuilder.DropColumn(
                name: "LapsesOn",
                schema: "contributions",
                table: "bills");

            migrationBuilder.DropColumn(
                name: "LimitationFrom",
                schema: "contributions",
                table: "bills");
        }
    }
}
