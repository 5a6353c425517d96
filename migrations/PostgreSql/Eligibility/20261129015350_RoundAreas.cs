using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Spmis.Migrations.PostgreSql.Eligibility
{
    /// <inheritdoc />
    public partial class RoundAreas : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropIndex(
                name: "IX_awards_PersonId",
                schema: "eligibility",
                table: "awards");

            migrationBuilder.CreateTable(
                name: "area_copies",
                schema: "eligibility",
                columns: table => new
                {
                    AreaId = table.Column<Guid>(type: "uuid", nullable: false),
                    Code = table.Column<string>(type: "character varying(40)", maxLength: 40, nullable: false),
                    Name = table.Column<string>(type: "character varying(200)", maxLength: 200, nullable: false),
                    Path = table.Column<string>(type: "character varying(400)", maxLength: 400, nullable: false),
                    Depth = table.Column<int>(type: "integer", nullable: false),
                    District = table.Column<bool>(type: "boolean", nullable: false),
                    LatitudeMicro = table.Column<int>(type: "integer", nullable: true),
                    LongitudeMicro = table.Column<int>(type: "integer", nullable: true),
                    Until = table.Column<DateOnly>(type: "date", nullable: true),
                    Version = table.Column<long>(type: "bigint", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_area_copies", x => x.AreaId);
                });

            migrationBuilder.CreateTable(
                name: "round_areas",
                schema: "eligibility",
                columns: table => new
                {
                    RoundId = table.Column<long>(type: "bigint", nullable: false),
                    Area = table.Column<string>(type: "character varying(200)", maxLength: 200, nullable: false),
                    Places = table.Column<int>(type: "integer", nullable: true),
                    Selected = table.Column<int>(type: "integer", nullable: false),
                    Waiting = table.Column<int>(type: "integer", nullable: false),
                    HaveAward = table.Column<int>(type: "integer", nullable: false),
                    NotSelected = table.Column<int>(type: "integer", nullable: false),
                    CannotTell = table.Column<int>(type: "integer", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_round_areas", x => new { x.RoundId, x.Area });
                    table.ForeignKey(
                        name: "FK_round_areas_rounds_RoundId",
                        column: x => x.RoundId,
                        principalSchema: "eligibility",
                        principalTable: "rounds",
                        principalColumn: "Id",
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateIndex(
                name: "IX_awards_PersonId_Scheme",
                schema: "eligibility",
                table: "awards",
                columns: new[] { "PersonId", "Scheme" });

            migrationBuilder.CreateIndex(
                name: "IX_area_copies_Code",
                schema: "eligibility",
                table: "area_copies",
                column: "Code",
                unique: true);

            migrationBuilder.CreateIndex(
                name: "IX_awards_Scheme_Number",
                schema: "eligibility",
                table: "awards",
                columns: new[] { "Scheme", "Number" });
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropIndex(
                name: "IX_awards_PersonId_Scheme",
                schema: "eligibility",
                table: "awards");

            migrationBuilder.DropIndex(
                name: "IX_awards_Scheme_Number",
                schema: "eligibility",
                table: "awards");

            migrationBuilder.DropTable(
                name: "area_copies",
                schema: "eligibility");

            migrationBuilder.DropTable(
                name: "round_areas",
                schema: "eligibility");

            migrationBuilder.CreateIndex(
                name: "IX_awards_PersonId",
                schema: "eligibility",
                table: "awards",
                column: "PersonId");
        }
    }
}
