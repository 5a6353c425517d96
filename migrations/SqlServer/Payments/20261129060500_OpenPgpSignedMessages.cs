using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Spmis.Migrations.SqlServer.Payments
{
    /// <inheritdoc />
    public partial class OpenPgpSignedMessages : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropIndex(
                name: "IX_cycles_Scheme_Month_Kind",
                schema: "payments",
                table: "cycles");

            // Of each telling there was so far one turn. How often it was tried, and since when it waited, nobody asked.
            migrationBuilder.AddColumn<int>(
                name: "Turn",
                schema: "payments",
                table: "mapper_tellings",
                type: "int",
                nullable: false,
                defaultValue: 1);

            migrationBuilder.DropColumn(
                name: "QueuedAt",
                schema: "payments",
                table: "mapper_tellings");

            migrationBuilder.DropColumn(
                name: "Tries",
                schema: "payments",
                table: "mapper_tellings");

            migrationBuilder.AddColumn<string>(
                name: "Part",
                schema: "payments",
                table: "cycles",
                type: "nvarchar(20)",
                maxLength: 20,
                nullable: false,
                defaultValue: "");

            migrationBuilder.AddColumn<string>(
                name: "Protection",
                schema: "payments",
                table: "batches",
                type: "nvarchar(40)",
                maxLength: 40,
                nullable: true);

            migrationBuilder.CreateIndex(
                name: "IX_cycles_Scheme_Month_Kind_Part",
                schema: "payments",
                table: "cycles",
                columns: new[] { "Scheme", "Month", "Kind", "Part" },
                unique: true);
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropIndex(
                name: "IX_cycles_Scheme_Month_Kind_Part",
                schema: "payments",
                table: "cycles");

            migrationBuilder.AddColumn<DateTime>(
                name: "QueuedAt",
                schema: "payments",
                table: "mapper_tellings",
                type: "datetime2",
                nullable: false,
                defaultValue: new DateTime(1, 1, 1, 0, 0, 0, 0, DateTimeKind.Unspecified));

            migrationBuilder.AddColumn<int>(
                name: "Tries",
                schema: "payments",
                table: "mapper_tellings",
                type: "int",
                nullable: false,
                defaultValue: 0);

            migrationBuilder.DropColumn(
                name: "Turn",
                schema: "payments",
                table: "mapper_tellings");

            migrationBuilder.DropColumn(
                name: "Part",
                schema: "payments",
                table: "cycles");

            migrationBuilder.DropColumn(
                name: "Protection",
                schema: "payments",
                table: "batches");

            migrationBuilder.CreateIndex(
                name: "IX_cycles_Scheme_Month_Kind",
                schema: "payments",
                table: "cycles",
                columns: new[] { "Scheme", "Month", "Kind" },
                unique: true);
        }
    }
}
