using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Spmis.Migrations.PostgreSql.Eligibility
{
    /// <inheritdoc />
    public partial class Programmes : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropIndex(
                name: "IX_rounds_Scheme_Month",
                schema: "eligibility",
                table: "rounds");

            migrationBuilder.AddColumn<long>(
                name: "DryRunNumber",
                schema: "eligibility",
                table: "rounds",
                type: "bigint",
                nullable: false,
                defaultValue: 0L);

            migrationBuilder.AddColumn<int>(
                name: "HaveAward",
                schema: "eligibility",
                table: "rounds",
                type: "integer",
                nullable: false,
                defaultValue: 0);

            migrationBuilder.AddColumn<int>(
                name: "Outside",
                schema: "eligibility",
                table: "rounds",
                type: "integer",
                nullable: false,
                defaultValue: 0);

            migrationBuilder.AddColumn<string>(
                name: "Programme",
                schema: "eligibility",
                table: "rounds",
                type: "character varying(40)",
                maxLength: 40,
                nullable: false,
                defaultValue: "");

            migrationBuilder.AddColumn<long>(
                name: "SettleRunId",
                schema: "eligibility",
                table: "rounds",
                type: "bigint",
                nullable: true);

            migrationBuilder.AddColumn<DateTime>(
                name: "SettledAt",
                schema: "eligibility",
                table: "rounds",
                type: "timestamp with time zone",
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "TargetingJson",
                schema: "eligibility",
                table: "rounds",
                type: "text",
                maxLength: -1,
                nullable: true);

            migrationBuilder.AddColumn<int>(
                name: "Waiting",
                schema: "eligibility",
                table: "rounds",
                type: "integer",
                nullable: false,
                defaultValue: 0);

            migrationBuilder.AddColumn<string>(
                name: "Activity",
                schema: "eligibility",
                table: "person_copies",
                type: "character varying(40)",
                maxLength: 40,
                nullable: true);

            migrationBuilder.CreateTable(
                name: "programmes",
                schema: "eligibility",
                columns: table => new
                {
                    Code = table.Column<string>(type: "character varying(40)", maxLength: 40, nullable: false),
                    Title = table.Column<string>(type: "character varying(200)", maxLength: 200, nullable: false),
                    Scheme = table.Column<string>(type: "character varying(60)", maxLength: 60, nullable: false),
                    TargetingJson = table.Column<string>(type: "text", maxLength: -1, nullable: false),
                    Version = table.Column<int>(type: "integer", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_programmes", x => x.Code);
                });

            migrationBuilder.CreateTable(
                name: "round_candidates",
                schema: "eligibility",
                columns: table => new
                {
                    RoundId = table.Column<long>(type: "bigint", nullable: false),
                    PersonId = table.Column<Guid>(type: "uuid", nullable: false),
                    PersonNumber = table.Column<string>(type: "character varying(40)", maxLength: 40, nullable: false),
                    Area = table.Column<string>(type: "character varying(200)", maxLength: 200, nullable: false),
                    Outcome = table.Column<string>(type: "character varying(40)", maxLength: 40, nullable: false),
                    Missing = table.Column<string>(type: "character varying(4000)", maxLength: 4000, nullable: true),
                    ScoreThousandths = table.Column<long>(type: "bigint", nullable: false),
                    TieBornOn = table.Column<DateOnly>(type: "date", nullable: false),
                    MonthlyMinor = table.Column<long>(type: "bigint", nullable: true),
                    HasAward = table.Column<bool>(type: "boolean", nullable: false),
                    Community = table.Column<string>(type: "character varying(40)", maxLength: 40, nullable: false),
                    CommunityReason = table.Column<string>(type: "character varying(400)", maxLength: 400, nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_round_candidates", x => new { x.RoundId, x.PersonId });
                    table.ForeignKey(
                        name: "FK_round_candidates_rounds_RoundId",
                        column: x => x.RoundId,
                        principalSchema: "eligibility",
                        principalTable: "rounds",
                        principalColumn: "Id",
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateTable(
                name: "round_places",
                schema: "eligibility",
                columns: table => new
                {
                    RoundId = table.Column<long>(type: "bigint", nullable: false),
                    Area = table.Column<string>(type: "character varying(200)", maxLength: 200, nullable: false),
                    Rank = table.Column<int>(type: "integer", nullable: false),
                    PersonId = table.Column<Guid>(type: "uuid", nullable: false),
                    PersonNumber = table.Column<string>(type: "character varying(40)", maxLength: 40, nullable: false),
                    ScoreThousandths = table.Column<long>(type: "bigint", nullable: false),
                    Selected = table.Column<bool>(type: "boolean", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_round_places", x => new { x.RoundId, x.Area, x.Rank });
                    table.ForeignKey(
                        name: "FK_round_places_rounds_RoundId",
                        column: x => x.RoundId,
                        principalSchema: "eligibility",
                        principalTable: "rounds",
                        principalColumn: "Id",
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateIndex(
                name: "IX_rounds_Scheme_Month_Programme_DryRunNumber",
                schema: "eligibility",
                table: "rounds",
                columns: new[] { "Scheme", "Month", "Programme", "DryRunNumber" },
                unique: true);

            migrationBuilder.CreateIndex(
                name: "IX_person_copies_HouseholdId",
                schema: "eligibility",
                table: "person_copies",
                column: "HouseholdId");

            migrationBuilder.CreateIndex(
                name: "IX_round_candidates_RoundId_Area_ScoreThousandths_TieBornOn_Pe~",
                schema: "eligibility",
                table: "round_candidates",
                columns: new[] { "RoundId", "Area", "ScoreThousandths", "TieBornOn", "PersonNumber" });

            migrationBuilder.CreateIndex(
                name: "IX_round_candidates_RoundId_PersonNumber",
                schema: "eligibility",
                table: "round_candidates",
                columns: new[] { "RoundId", "PersonNumber" },
                unique: true);

            migrationBuilder.CreateIndex(
                name: "IX_round_places_RoundId_PersonId",
                schema: "eligibility",
                table: "round_places",
                columns: new[] { "RoundId", "PersonId" },
                unique: true);
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "programmes",
                schema: "eligibility");

            migrationBuilder.DropTable(
                name: "round_candidates",
                schema: "eligibility");

            migrationBuilder.DropTable(
                name: "round_places",
                schema: "eligibility");

            migrationBuilder.DropIndex(
                name: "IX_rounds_Scheme_Month_Programme_DryRunNumber",
                schema: "eligibility",
                table: "rounds");

            migrationBuilder.DropIndex(
                name: "IX_person_copies_HouseholdId",
                schema: "eligibility",
                table: "person_copies");

            migrationBuilder.DropColumn(
                name: "DryRunNumber",
                schema: "eligibility",
                table: "rounds");

            migrationBuilder.DropColumn(
                name: "HaveAward",
                schema: "eligibility",
                table: "rounds");

            migrationBuilder.DropColumn(
                name: "Outside",
                schema: "eligibility",
                table: "rounds");

            migrationBuilder.DropColumn(
                name: "Programme",
                schema: "eligibility",
                table: "rounds");

            migrationBuilder.DropColumn(
                name: "SettleRunId",
                schema: "eligibility",
                table: "rounds");

            migrationBuilder.DropColumn(
                name: "SettledAt",
                schema: "eligibility",
                table: "rounds");

            migrationBuilder.DropColumn(
                name: "TargetingJson",
                schema: "eligibility",
                table: "rounds");

            migrationBuilder.DropColumn(
                name: "Waiting",
                schema: "eligibility",
                table: "rounds");

            migrationBuilder.DropColumn(
                name: "Activity",
                schema: "eligibility",
                table: "person_copies");

            migrationBuilder.CreateIndex(
                name: "IX_rounds_Scheme_Month",
                schema: "eligibility",
                table: "rounds",
                columns: new[] { "Scheme", "Month" },
                unique: true);
        }
    }
}
