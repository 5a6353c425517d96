using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Spmis.Migrations.Sqlite.Eligibility
{
    /// <inheritdoc />
    public partial class RoundAreas : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropIndex(
                name: "IX_awards_PersonId",
                table: "awards");

            migrationBuilder.CreateTable(
                name: "area_copies",
                columns: table => new
                {
                    AreaId = table.Column<byte[]>(type: "BLOB", fixedLength: true, maxLength: 16, nullable: false),
                    Code = table.Column<string>(type: "TEXT", maxLength: 40, nullable: false),
                    Name = table.Column<string>(type: "TEXT", maxLength: 200, nullable: false),
                    Path = table.Column<string>(type: "TEXT", maxLength: 400, nullable: false),
                    Depth = table.Column<int>(type: "INTEGER", nullable: false),
                    District = table.Column<bool>(type: "INTEGER", nullable: false),
                    LatitudeMicro = table.Column<int>(type: "INTEGER", nullable: true),
                    LongitudeMicro = table.Column<int>(type: "INTEGER", nullable: true),
                    Until = table.Column<DateOnly>(type: "TEXT", nullable: true),
                    Version = table.Column<long>(type: "INTEGER", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_area_copies", x => x.AreaId);
                });

            migrationBuilder.CreateTable(
                name: "round_areas",
                columns: table => new
                {
                    RoundId = table.Column<long>(type: "INTEGER", nullable: false),
                    Area = table.Column<string>(type: "TEXT", maxLength: 200, nullable: false),
                    Places = table.Column<int>(type: "INTEGER", nullable: true),
                    Selected = table.Column<int>(type: "INTEGER", nullable: false),
                    Waiting = table.Column<int>(type: "INTEGER", nullable: false),
                    HaveAward = table.Column<int>(type: "INTEGER", nullable: false),
                    NotSelected = table.Column<int>(type: "INTEGER", nullable: false),
                    CannotTell = table.Column<int>(type: "INTEGER", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_round_areas", x => new { x.RoundId, x.Area });
                    table.ForeignKey(
                        name: "FK_round_areas_rounds_RoundId",
                        column: x => x.RoundId,
                        principalTable: "rounds",
                        principalColumn: "Id",
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateIndex(
                name: "IX_awards_PersonId_Scheme",
                table: "awards",
                columns: new[] { "PersonId", "Scheme" });

            migrationBuilder.CreateIndex(
                name: "IX_area_copies_Code",
                table: "area_copies",
                column: "Code",
                unique: true);

            migrationBuilder.CreateIndex(
                name: "IX_awards_Scheme_Number",
                table: "awards",
                columns: new[] { "Scheme", "Number" });
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropIndex(
                name: "IX_awards_PersonId_Scheme",
                table: "awards");

            migrationBuilder.DropIndex(
                name: "IX_awards_Scheme_Number",
                table: "awards");

            migrationBuilder.DropTable(
                name: "area_copies");

            migrationBuilder.DropTable(
                name: "round_areas");

            migrationBuilder.CreateIndex(
                name: "IX_awards_PersonId",
                table: "awards",
                column: "PersonId");
        }
    }
}
