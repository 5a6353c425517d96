using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Spmis.Migrations.PostgreSql.Eligibility
{
    /// <inheritdoc />
    public partial class AreaSpellings : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddColumn<string>(
                name: "AreaKey",
                schema: "eligibility",
                table: "round_areas",
                type: "character varying(200)",
                maxLength: 200,
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "SpellingsJson",
                schema: "eligibility",
                table: "round_areas",
                type: "text",
                maxLength: -1,
                nullable: true);

            migrationBuilder.CreateIndex(
                name: "IX_round_areas_RoundId_AreaKey",
                schema: "eligibility",
                table: "round_areas",
                columns: new[] { "RoundId", "AreaKey" });
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropIndex(
                name: "IX_round_areas_RoundId_AreaKey",
                schema: "eligibility",
                table: "round_areas");

            migrationBuilder.DropColumn(
                name: "AreaKey",
                schema: "eligibility",
                table: "round_areas");

            migrationBuilder.DropColumn(
                name: "SpellingsJson",
                schema: "eligibility",
                table: "round_areas");
        }
    }
}
