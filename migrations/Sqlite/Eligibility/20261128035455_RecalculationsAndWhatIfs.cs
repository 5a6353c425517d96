using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Spmis.Migrations.Sqlite.Eligibility
{
    /// <inheritdoc />
    public partial class RecalculationsAndWhatIfs : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.CreateTable(
                name: "recalculations",
                columns: table => new
                {
                    Id = table.Column<long>(type: "INTEGER", nullable: false)
                        .Annotation("Sqlite:Autoincrement", true),
                    Scheme = table.Column<string>(type: "TEXT", maxLength: 60, nullable: false),
                    InForceId = table.Column<long>(type: "INTEGER", nullable: false),
                    PackageVersion = table.Column<string>(type: "TEXT", maxLength: 200, nullable: false),
                    FromMonth = table.Column<int>(type: "INTEGER", nullable: false),
                    ThroughMonth = table.Column<int>(type: "INTEGER", nullable: false),
                    AsKnownOn = table.Column<DateOnly>(type: "TEXT", nullable: false),
                    BatchId = table.Column<long>(type: "INTEGER", nullable: false),
                    Currency = table.Column<string>(type: "TEXT", maxLength: 200, nullable: false),
                    RunId = table.Column<long>(type: "INTEGER", nullable: true),
                    StartedAt = table.Column<DateTime>(type: "TEXT", nullable: false),
                    StartedBy = table.Column<string>(type: "TEXT", maxLength: 200, nullable: false),
                    Awards = table.Column<int>(type: "INTEGER", nullable: false),
                    Refusals = table.Column<int>(type: "INTEGER", nullable: false),
                    Gained = table.Column<int>(type: "INTEGER", nullable: false),
                    LeftOut = table.Column<int>(type: "INTEGER", nullable: false),
                    ArrearsMinor = table.Column<long>(type: "INTEGER", nullable: false),
                    OverpaidMinor = table.Column<long>(type: "INTEGER", nullable: false),
                    FinishedAt = table.Column<DateTime>(type: "TEXT", nullable: true),
                    ApprovedAt = table.Column<DateTime>(type: "TEXT", nullable: true),
                    ApprovedBy = table.Column<string>(type: "TEXT", maxLength: 200, nullable: true),
                    PayMonth = table.Column<int>(type: "INTEGER", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_recalculations", x => x.Id);
                    table.ForeignKey(
                        name: "FK_recalculations_award_batches_BatchId",
                        column: x => x.BatchId,
                        principalTable: "award_batches",
                        principalColumn: "Id",
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateTable(
                name: "what_ifs",
                columns: table => new
                {
                    Id = table.Column<long>(type: "INTEGER", nullable: false)
                        .Annotation("Sqlite:Autoincrement", true),
                    PackageId = table.Column<long>(type: "INTEGER", nullable: false),
                    Scheme = table.Column<string>(type: "TEXT", maxLength: 60, nullable: false),
                    PackageVersion = table.Column<string>(type: "TEXT", maxLength: 200, nullable: false),
                    FromMonth = table.Column<int>(type: "INTEGER", nullable: false),
                    Months = table.Column<int>(type: "INTEGER", nullable: false),
                    AsKnownOn = table.Column<DateOnly>(type: "TEXT", nullable: false),
                    Currency = table.Column<string>(type: "TEXT", maxLength: 200, nullable: false),
                    RunId = table.Column<long>(type: "INTEGER", nullable: true),
                    StartedAt = table.Column<DateTime>(type: "TEXT", nullable: false),
                    StartedBy = table.Column<string>(type: "TEXT", maxLength: 200, nullable: false),
                    Cases = table.Column<int>(type: "INTEGER", nullable: false),
                    Figures = table.Column<string>(type: "TEXT", maxLength: -1, nullable: false),
                    FinishedAt = table.Column<DateTime>(type: "TEXT", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_what_ifs", x => x.Id);
                    table.ForeignKey(
                        name: "FK_what_ifs_scheme_packages_PackageId",
                        column: x => x.PackageId,
                        principalTable: "scheme_packages",
                        principalColumn: "Id",
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateTable(
                name: "award_differences",
                columns: table => new
                {
                    RecalculationId = table.Column<long>(type: "INTEGER", nullable: false),
                    AwardId = table.Column<byte[]>(type: "BLOB", fixedLength: true, maxLength: 16, nullable: false),
                    Month = table.Column<int>(type: "INTEGER", nullable: false),
                    AwardNumber = table.Column<string>(type: "TEXT", maxLength: 40, nullable: false),
                    PersonNumber = table.Column<string>(type: "TEXT", maxLength: 40, nullable: false),
                    Kind = table.Column<string>(type: "TEXT", maxLength: 40, nullable: false),
                    WasMinor = table.Column<long>(type: "INTEGER", nullable: false),
                    NowMinor = table.Column<long>(type: "INTEGER", nullable: true),
                    DifferenceMinor = table.Column<long>(type: "INTEGER", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_award_differences", x => new { x.RecalculationId, x.AwardId, x.Month });
                    table.ForeignKey(
                        name: "FK_award_differences_recalculations_RecalculationId",
                        column: x => x.RecalculationId,
                        principalTable: "recalculations",
                        principalColumn: "Id",
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateIndex(
                name: "IX_award_differences_AwardId_Month",
                table: "award_differences",
                columns: new[] { "AwardId", "Month" });

            migrationBuilder.CreateIndex(
                name: "IX_award_differences_RecalculationId_AwardNumber_Month",
                table: "award_differences",
                columns: new[] { "RecalculationId", "AwardNumber", "Month" });

            migrationBuilder.CreateIndex(
                name: "IX_recalculations_BatchId",
                table: "recalculations",
                column: "BatchId");

            migrationBuilder.CreateIndex(
                name: "IX_recalculations_InForceId_ThroughMonth",
                table: "recalculations",
                columns: new[] { "InForceId", "ThroughMonth" },
                unique: true);

            migrationBuilder.CreateIndex(
                name: "IX_recalculations_Scheme",
                table: "recalculations",
                column: "Scheme");

            migrationBuilder.CreateIndex(
                name: "IX_what_ifs_PackageId",
                table: "what_ifs",
                column: "PackageId");
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "award_differences");

            migrationBuilder.DropTable(
                name: "what_ifs");

            migrationBuilder.DropTable(
                name: "recalculations");
        }
    }
}
