using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Spmis.Migrations.Sqlite.Eligibility
{
    /// <inheritdoc />
    public partial class AreaSpellings : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddColumn<string>(
                name: "AreaKey",
                table: "round_areas",
                type: "TEXT",
                maxLength: 200,
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "SpellingsJson",
                table: "round_areas",
                type: "TEXT",
                maxLength: -1,
                nullable: true);

            migrationBuilder.CreateIndex(
                name: "IX_round_areas_RoundId_AreaKey",
                table: "round_areas",
                columns: new[] { "RoundId", "AreaKey" });
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropIndex(
                name: "IX_round_areas_RoundId_AreaKey",
                table: "round_areas");

            migrationBuilder.Sql("ALTER TABLE \"round_areas\" DROP COLUMN \"AreaKey\"");

            migrationBuilder.Sql("ALTER TABLE \"round_areas\" DROP COLUMN \"SpellingsJson\"");
        }
    }
}
