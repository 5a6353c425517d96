using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Spmis.Migrations.Sqlite.Contributions
{
    /// <inheritdoc />
    public partial class LimitationAndNotices : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            // By SQLite itself, in the transaction of the migration; EF would write the table anew outside of it.
            migrationBuilder.Sql("""ALTER TABLE "donor_bills" DROP COLUMN "IssuedAt";""");

            migrationBuilder.AddColumn<DateOnly>(
                name: "LapsedOn",
                table: "reliefs",
                type: "TEXT",
                nullable: true);

            migrationBuilder.CreateIndex(
                name: "IX_receipts_open_notices",
                table: "receipts",
                column: "Id",
                filter: "\"Channel\" = 'Notice' AND \"ReversedOn\" IS NULL");
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropIndex(
                name: "IX_receipts_open_notices",
                table: "receipts");

            migrationBuilder.Sql("ALTER TABLE \"reliefs\" DROP COLUMN \"LapsedOn\"");

            migrationBuilder.AddColumn<DateTime>(
                name: "IssuedAt",
                table: "donor_bills",
                type: "TEXT",
                nullable: false,
                defaultValue: new DateTime(1, 1, 1, 0, 0, 0, 0, DateTimeKind.Unspecified));
        }
    }
}
