using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Spmis.Migrations.Sqlite.Payments
{
    /// <inheritdoc />
    public partial class OpenPgpSignedMessages : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropIndex(
                name: "IX_cycles_Scheme_Month_Kind",
                table: "cycles");

            // Of each telling there was so far one turn. How often it was tried, and since when it waited, nobody asked.
            migrationBuilder.AddColumn<int>(
                name: "Turn",
                table: "mapper_tellings",
                type: "INTEGER",
                nullable: false,
                defaultValue: 1);

            migrationBuilder.Sql("""ALTER TABLE "mapper_tellings" DROP COLUMN "QueuedAt";""");

            migrationBuilder.Sql("""ALTER TABLE "mapper_tellings" DROP COLUMN "Tries";""");

            migrationBuilder.AddColumn<string>(
                name: "Part",
                table: "cycles",
                type: "TEXT",
                maxLength: 20,
                nullable: false,
                defaultValue: "");

            migrationBuilder.AddColumn<string>(
                name: "Protection",
                table: "batches",
                type: "TEXT",
                maxLength: 40,
                nullable: true);

            migrationBuilder.CreateIndex(
                name: "IX_cycles_Scheme_Month_Kind_Part",
                table: "cycles",
                columns: new[] { "Scheme", "Month", "Kind", "Part" },
                unique: true);
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropIndex(
                name: "IX_cycles_Scheme_Month_Kind_Part",
                table: "cycles");

            migrationBuilder.AddColumn<DateTime>(
                name: "QueuedAt",
                table: "mapper_tellings",
                type: "TEXT",
                nullable: false,
                defaultValue: new DateTime(1, 1, 1, 0, 0, 0, 0, DateTimeKind.Unspecified));

            migrationBuilder.AddColumn<int>(
                name: "Tries",
                table: "mapper_tellings",
                type: "INTEGER",
                nullable: false,
                defaultValue: 0);

            migrationBuilder.Sql("""ALTER TABLE "mapper_tellings" DROP COLUMN "Turn";""");

            migrationBuilder.Sql("""ALTER TABLE "cycles" DROP COLUMN "Part";""");

            migrationBuilder.Sql("""ALTER TABLE "batches" DROP COLUMN "Protection";""");

            migrationBuilder.CreateIndex(
                name: "IX_cycles_Scheme_Month_Kind",
                table: "cycles",
                columns: new[] { "Scheme", "Month", "Kind" },
                unique: true);
        }
    }
}
