using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Spmis.Migrations.Sqlite.Contributions
{
    /// <inheritdoc />
    public partial class Offices : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddColumn<string>(
                name: "Office",
                table: "workers",
                type: "TEXT",
                maxLength: 20,
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "Office",
                table: "runs",
                type: "TEXT",
                maxLength: 20,
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "Office",
                table: "proposals",
                type: "TEXT",
                maxLength: 20,
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "Office",
                table: "employers",
                type: "TEXT",
                maxLength: 20,
                nullable: true);

            migrationBuilder.CreateIndex(
                name: "IX_workers_Office",
                table: "workers",
                column: "Office");

            migrationBuilder.CreateIndex(
                name: "IX_employers_Office",
                table: "employers",
                column: "Office");
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropIndex(
                name: "IX_workers_Office",
                table: "workers");

            migrationBuilder.DropIndex(
                name: "IX_employers_Office",
                table: "employers");

            migrationBuilder.Sql("ALTER TABLE \"workers\" DROP COLUMN \"Office\"");

            migrationBuilder.Sql("ALTER TABLE \"runs\" DROP COLUMN \"Office\"");

            migrationBuilder.Sql("ALTER TABLE \"proposals\" DROP COLUMN \"Office\"");

            migrationBuilder.Sql("ALTER TABLE \"employers\" DROP COLUMN \"Office\"");
        }
    }
}
