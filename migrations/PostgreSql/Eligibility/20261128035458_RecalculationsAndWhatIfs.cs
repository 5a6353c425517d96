using System;
using Microsoft.EntityFrameworkCore.Migrations;
using Npgsql.EntityFrameworkCore.PostgreSQL.Metadata;

#nullable disable

namespace Spmis.Migrations.PostgreSql.Eligibility
{
    /// <inheritdoc />
    public partial class RecalculationsAndWhatIfs : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.CreateTable(
                name: "recalculations",
                schema: "eligibility",
                columns: table => new
                {
                    Id = table.Column<long>(type: "bigint", nullable: false)
                        .Annotation("Npgsql:ValueGenerationStrategy", NpgsqlValueGenerationStrategy.IdentityByDefaultColumn),
                    Scheme = table.Column<string>(type: "character varying(60)", maxLength: 60, nullable: false),
                    InForceId = table.Column<long>(type: "bigint", nullable: false),
                    PackageVersion = table.Column<string>(type: "character varying(200)", maxLength: 200, nullable: false),
                    FromMonth = table.Column<int>(type: "integer", nullable: false),
                    ThroughMonth = table.Column<int>(type: "integer", nullable: false),
                    AsKnownOn = table.Column<DateOnly>(type: "date", nullable: false),
                    BatchId = table.Column<long>(type: "bigint", nullable: false),
                    Currency = table.Column<string>(type: "character varying(200)", maxLength: 200, nullable: false),
                    RunId = table.Column<long>(type: "bigint", nullable: true),
                    StartedAt = table.Column<DateTime>(type: "timestamp with time zone", nullable: false),
                    StartedBy = table.Column<string>(type: "character varying(200)", maxLength: 200, nullable: false),
                    Awards = table.Column<int>(type: "integer", nullable: false),
                    Refusals = table.Column<int>(type: "integer", nullable: false),
                    Gained = table.Column<int>(type: "integer", nullable: false),
                    LeftOut = table.Column<int>(type: "integer", nullable: false),
                    ArrearsMinor = table.Column<long>(type: "bigint", nullable: false),
                    OverpaidMinor = table.Column<long>(type: "bigint", nullable: false),
                    FinishedAt = table.Column<DateTime>(type: "timestamp with time zone", nullable: true),
                    ApprovedAt = table.Column<DateTime>(type: "timestamp with time zone", nullable: true),
                    ApprovedBy = table.Column<string>(type: "character varying(200)", maxLength: 200, nullable: true),
                    PayMonth = table.Column<int>(type: "integer", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_recalculations", x => x.Id);
                    table.ForeignKey(
                        name: "FK_recalculations_award_batches_BatchId",
                        column: x => x.BatchId,
                        principalSchema: "eligibility",
                        principalTable: "award_batches",
                        principalColumn: "Id",
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateTable(
                name: "what_ifs",
                schema: "eligibility",
                columns: table => new
                {
                    Id = table.Column<long>(type: "bigint", nullable: false)
                        .Annotation("Npgsql:ValueGenerationStrategy", NpgsqlValueGenerationStrategy.IdentityByDefaultColumn),
                    PackageId = table.Column<long>(type: "bigint", nullable: false),
                    Scheme = table.Column<string>(type: "character varying(60)", maxLength: 60, nullable: false),
                    PackageVersion = table.Column<string>(type: "character varying(200)", maxLength: 200, nullable: false),
                    FromMonth = table.Column<int>(type: "integer", nullable: false),
                    Months = table.Column<int>(type: "integer", nullable: false),
                    AsKnownOn = table.Column<DateOnly>(type: "date", nullable: false),
                    Currency = table.Column<string>(type: "character varying(200)", maxLength: 200, nullable: false),
                    RunId = table.Column<long>(type: "bigint", nullable: true),
                    StartedAt = table.Column<DateTime>(type: "timestamp with time zone", nullable: false),
                    StartedBy = table.Column<string>(type: "character varying(200)", maxLength: 200, nullable: false),
                    Cases = table.Column<int>(type: "integer", nullable: false),
                    Figures = table.Column<string>(type: "text", maxLength: -1, nullable: false),
                    FinishedAt = table.Column<DateTime>(type: "timestamp with time zone", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_what_ifs", x => x.Id);
                    table.ForeignKey(
                        name: "FK_what_ifs_scheme_packages_PackageId",
                        column: x => x.PackageId,
                        principalSchema: "eligibility",
                        principalTable: "scheme_packages",
                        principalColumn: "Id",
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateTable(
                name: "award_differences",
                schema: "eligibility",
                columns: table => new
                {
                    RecalculationId = table.Column<long>(type: "bigint", nullable: false),
                    AwardId = table.Column<Guid>(type: "uuid", nullable: false),
                    Month = table.Column<int>(type: "integer", nullable: false),
                    AwardNumber = table.Column<string>(type: "character varying(40)", maxLength: 40, nullable: false),
                    PersonNumber = table.Column<string>(type: "character varying(40)", maxLength: 40, nullable: false),
                    Kind = table.Column<string>(type: "character varying(40)", maxLength: 40, nullable: false),
                    WasMinor = table.Column<long>(type: "bigint", nullable: false),
                    NowMinor = table.Column<long>(type: "bigint", nullable: true),
                    DifferenceMinor = table.Column<long>(type: "bigint", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_award_differences", x => new { x.RecalculationId, x.AwardId, x.Month });
                    table.ForeignKey(
                        name: "FK_award_differences_recalculations_RecalculationId",
                        column: x => x.RecalculationId,
                        principalSchema: "eligibility",
                        principalTable: "recalculations",
                        principalColumn: "Id",
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateIndex(
                name: "IX_award_differences_AwardId_Month",
                schema: "eligibility",
                table: "award_differences",
                columns: new[] { "AwardId", "Month" });

            migrationBuilder.CreateIndex(
                name: "IX_award_differences_RecalculationId_AwardNumber_Month",
                schema: "eligibility",
                table: "award_differences",
                columns: new[] { "RecalculationId", "AwardNumber", "Month" });

            migrationBuilder.CreateIndex(
                name: "IX_recalculations_BatchId",
                schema: "eligibility",
                table: "recalculations",
                column: "BatchId");

            migrationBuilder.CreateIndex(
                name: "IX_recalculations_InForceId_ThroughMonth",
                schema: "eligibility",
                table: "recalculations",
                columns: new[] { "InForceId", "ThroughMonth" },
                unique: true);

            migrationBuilder.CreateIndex(
                name: "IX_recalculations_Scheme",
                schema: "eligibility",
                table: "recalculations",
                column: "Scheme");

            migrationBuilder.CreateIndex(
                name: "IX_what_ifs_PackageId",
                schema: "eligibility",
                table: "what_ifs",
                column: "PackageId");
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "award_differences",
                schema: "eligibility");

            migrationBuilder.DropTable(
                name: "what_ifs",
                schema: "eligibility");

            migrationBuilder.DropTable(
                name: "recalculations",
                schema: "eligibility");
        }
    }
}
