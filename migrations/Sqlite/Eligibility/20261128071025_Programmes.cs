using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Spmis.Migrations.Sqlite.Eligibility
{
    /// <inheritdoc />
    public partial class Programmes : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropIndex(
                name: "IX_rounds_Scheme_Month",
                table: "rounds");

            migrationBuilder.AddColumn<long>(
                name: "DryRunNumber",
                table: "rounds",
                type: "INTEGER",
                nullable: false,
                defaultValue: 0L);

            migrationBuilder.AddColumn<int>(
                name: "HaveAward",
                table: "rounds",
                type: "INTEGER",
                nullable: false,
                defaultValue: 0);

            migrationBuilder.AddColumn<int>(
                name: "Outside",
                table: "rounds",
                type: "INTEGER",
                nullable: false,
                defaultValue: 0);

            migrationBuilder.AddColumn<string>(
                name: "Programme",
                table: "rounds",
                type: "TEXT",
                maxLength: 40,
                nullable: false,
                defaultValue: "");

            migrationBuilder.AddColumn<long>(
                name: "SettleRunId",
                table: "rounds",
                type: "INTEGER",
                nullable: true);

            migrationBuilder.AddColumn<DateTime>(
                name: "SettledAt",
                table: "rounds",
                type: "TEXT",
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "TargetingJson",
                table: "rounds",
                type: "TEXT",
                maxLength: -1,
                nullable: true);

            migrationBuilder.AddColumn<int>(
                name: "Waiting",
                table: "rounds",
                type: "INTEGER",
                nullable: false,
                defaultValue: 0);

            migrationBuilder.AddColumn<string>(
                name: "Activity",
                table: "person_copies",
                type: "TEXT",
                maxLength: 40,
                nullable: true);

            migrationBuilder.CreateTable(
                name: "programmes",
                columns: table => new
                {
                    Code = table.Column<string>(type: "TEXT", maxLength: 40, nullable: false),
                    Title = table.Column<string>(type: "TEXT", maxLength: 200, nullable: false),
                    Scheme = table.Column<string>(type: "TEXT", maxLength: 60, nullable: false),
                    TargetingJson = table.Column<string>(type: "TEXT", maxLength: -1, nullable: false),
                    Version = table.Column<int>(type: "INTEGER", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_programmes", x => x.Code);
                });

            migrationBuilder.CreateTable(
                name: "round_candidates",
                columns: table => new
                {
                    RoundId = table.Column<long>(type: "INTEGER", nullable: false),
                    PersonId = table.Column<byte[]>(type: "BLOB", fixedLength: true, maxLength: 16, nullable: false),
                    PersonNumber = table.Column<string>(type: "TEXT", maxLength: 40, nullable: false),
                    Area = table.Column<string>(type: "TEXT", maxLength: 200, nullable: false),
                    Outcome = table.Column<string>(type: "TEXT", maxLength: 40, nullable: false),
                    Missing = table.Column<string>(type: "TEXT", maxLength: 4000, nullable: true),
                    ScoreThousandths = table.Column<long>(type: "INTEGER", nullable: false),
                    TieBornOn = table.Column<DateOnly>(type: "TEXT", nullable: false),
                    MonthlyMinor = table.Column<long>(type: "INTEGER", nullable: true),
                    HasAward = table.Column<bool>(type: "INTEGER", nullable: false),
                    Community = table.Column<string>(type: "TEXT", maxLength: 40, nullable: false),
                    CommunityReason = table.Column<string>(type: "TEXT", maxLength: 400, nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_round_candidates", x => new { x.RoundId, x.PersonId });
                    table.ForeignKey(
                        name: "FK_round_candidates_rounds_RoundId",
                        column: x => x.RoundId,
                        principalTable: "rounds",
                        principalColumn: "Id",
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateTable(
                name: "round_places",
                columns: table => new
                {
                    RoundId = table.Column<long>(type: "INTEGER", nullable: false),
                    Area = table.Column<string>(type: "TEXT", maxLength: 200, nullable: false),
                    Rank = table.Column<int>(type: "INTEGER", nullable: false),
                    PersonId = table.Column<byte[]>(type: "BLOB", fixedLength: true, maxLength: 16, nullable: false),
                    PersonNumber = table.Column<string>(type: "TEXT", maxLength: 40, nullable: false),
                    ScoreThousandths = table.Column<long>(type: "INTEGER", nullable: false),
                    Selected = table.Column<bool>(type: "INTEGER", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_round_places", x => new { x.RoundId, x.Area, x.Rank });
                    table.ForeignKey(
                        name: "FK_round_places_rounds_RoundId",
                        column: x => x.RoundId,
                        principalTable: "rounds",
                        principalColumn: "Id",
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateIndex(
                name: "IX_rounds_Scheme_Month_Programme_DryRunNumber",
                table: "rounds",
                columns: new[] { "Scheme", "Month", "Programme", "DryRunNumber" },
                unique: true);

            migrationBuilder.CreateIndex(
                name: "IX_person_copies_HouseholdId",
                table: "person_copies",
                column: "HouseholdId");

            migrationBuilder.CreateIndex(
                name: "IX_round_candidates_RoundId_Area_ScoreThousandths_TieBornOn_PersonNumber",
                table: "round_candidates",
                columns: new[] { "RoundId", "Area", "ScoreThousandths", "TieBornOn", "PersonNumber" });

            migrationBuilder.CreateIndex(
                name: "IX_round_candidates_RoundId_PersonNumber",
                table: "round_candidates",
                columns: new[] { "RoundId", "PersonNumber" },
                unique: true);

            migrationBuilder.CreateIndex(
                name: "IX_round_places_RoundId_PersonId",
                table: "round_places",
                columns: new[] { "RoundId", "PersonId" },
                unique: true);
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "programmes");

            migrationBuilder.DropTable(
                name: "round_candidates");

            migrationBuilder.DropTable(
                name: "round_places");

            migrationBuilder.DropIndex(
                name: "IX_rounds_Scheme_Month_Programme_DryRunNumber",
                table: "rounds");

            migrationBuilder.DropIndex(
                name: "IX_person_copies_HouseholdId",
                table: "person_copies");

            migrationBuilder.Sql("ALTER TABLE \"rounds\" DROP COLUMN \"DryRunNumber\"");

            migrationBuilder.Sql("ALTER TABLE \"rounds\" DROP COLUMN \"HaveAward\"");

            migrationBuilder.Sql("ALTER TABLE \"rounds\" DROP COLUMN \"Outside\"");

            migrationBuilder.Sql("ALTER TABLE \"rounds\" DROP COLUMN \"Programme\"");

            migrationBuilder.Sql("ALTER TABLE \"rounds\" DROP COLUMN \"SettleRunId\"");

            migrationBuilder.Sql("ALTER TABLE \"rounds\" DROP COLUMN \"SettledAt\"");

            migrationBuilder.Sql("ALTER TABLE \"rounds\" DROP COLUMN \"TargetingJson\"");

            migrationBuilder.Sql("ALTER TABLE \"rounds\" DROP COLUMN \"Waiting\"");

            migrationBuilder.Sql("ALTER TABLE \"person_copies\" DROP COLUMN \"Activity\"");

            migrationBuilder.CreateIndex(
                name: "IX_rounds_Scheme_Month",
                table: "rounds",
                columns: new[] { "Scheme", "Month" },
                unique: true);
        }
    }
}
