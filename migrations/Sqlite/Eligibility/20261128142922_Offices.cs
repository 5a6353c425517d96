using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Spmis.Migrations.Sqlite.Eligibility
{
    /// <inheritdoc />
    public partial class Offices : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
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
                table: "person_copies",
                type: "TEXT",
                maxLength: 20,
                nullable: true);

            migrationBuilder.CreateIndex(
                name: "IX_person_copies_Office",
                table: "person_copies",
                column: "Office");
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropIndex(
                name: "IX_person_copies_Office",
                table: "person_copies");

            migrationBuilder.Sql("ALTER TABLE \"runs\" DROP COLUMN \"Office\"");

            migrationBuilder.Sql("ALTER TABLE \"proposals\" DROP COLUMN \"Office\"");

            migrationBuilder.Sql("ALTER TABLE \"person_copies\" DROP COLUMN \"Office\"");
        }
    }
}
