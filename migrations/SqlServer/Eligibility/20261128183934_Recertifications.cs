using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Spmis.Migrations.SqlServer.Eligibility
{
    /// <inheritdoc />
    public partial class Recertifications : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.CreateTable(
                name: "recertifications",
                schema: "eligibility",
                columns: table => new
                {
                    Id = table.Column<long>(type: "bigint", nullable: false)
                        .Annotation("SqlServer:Identity", "1, 1"),
                    Scheme = table.Column<string>(type: "nvarchar(60)", maxLength: 60, nullable: false),
                    Programme = table.Column<string>(type: "nvarchar(40)", maxLength: 40, nullable: false),
                    FromMonth = table.Column<int>(type: "int", nullable: false),
                    DryRun = table.Column<bool>(type: "bit", nullable: false),
                    OnceKey = table.Column<string>(type: "nvarchar(120)", maxLength: 120, nullable: true),
                    TargetingJson = table.Column<string>(type: "nvarchar(max)", maxLength: -1, nullable: true),
                    PackageHash = table.Column<string>(type: "nvarchar(200)", maxLength: 200, nullable: false),
                    PackageVersion = table.Column<string>(type: "nvarchar(200)", maxLength: 200, nullable: false),
                    AsKnownOn = table.Column<DateOnly>(type: "date", nullable: false),
                    RunId = table.Column<long>(type: "bigint", nullable: true),
                    StartedAt = table.Column<DateTime>(type: "datetime2", nullable: false),
                    StartedBy = table.Column<string>(type: "nvarchar(200)", maxLength: 200, nullable: false),
                    Awards = table.Column<int>(type: "int", nullable: false),
                    Confirmed = table.Column<int>(type: "int", nullable: false),
                    CannotTell = table.Column<int>(type: "int", nullable: false),
                    Leaving = table.Column<int>(type: "int", nullable: false),
                    FinishedAt = table.Column<DateTime>(type: "datetime2", nullable: true),
                    ApprovedAt = table.Column<DateTime>(type: "datetime2", nullable: true),
                    ApprovedBy = table.Column<string>(type: "nvarchar(200)", maxLength: 200, nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_recertifications", x => x.Id);
                });

            migrationBuilder.CreateTable(
                name: "recertification_lines",
                schema: "eligibility",
                columns: table => new
                {
                    RecertificationId = table.Column<long>(type: "bigint", nullable: false),
                    AwardId = table.Column<byte[]>(type: "binary(16)", fixedLength: true, maxLength: 16, nullable: false),
                    AwardNumber = table.Column<string>(type: "nvarchar(40)", maxLength: 40, nullable: false),
                    PersonId = table.Column<byte[]>(type: "binary(16)", fixedLength: true, maxLength: 16, nullable: false),
                    PersonNumber = table.Column<string>(type: "nvarchar(40)", maxLength: 40, nullable: false),
                    Kind = table.Column<string>(type: "nvarchar(40)", maxLength: 40, nullable: false),
                    DeterminationId = table.Column<byte[]>(type: "binary(16)", fixedLength: true, maxLength: 16, nullable: true),
                    Missing = table.Column<string>(type: "nvarchar(2000)", maxLength: 2000, nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_recertification_lines", x => new { x.RecertificationId, x.AwardId });
                    table.ForeignKey(
                        name: "FK_recertification_lines_recertifications_RecertificationId",
                        column: x => x.RecertificationId,
                        principalSchema: "eligibility",
                        principalTable: "recertifications",
                        principalColumn: "Id",
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateIndex(
                name: "IX_recertification_lines_AwardId",
                schema: "eligibility",
                table: "recertification_lines",
                column: "AwardId");

            migrationBuilder.CreateIndex(
                name: "IX_recertification_lines_RecertificationId_Kind_AwardNumber",
                schema: "eligibility",
                table: "recertification_lines",
                columns: new[] { "RecertificationId", "Kind", "AwardNumber" },
                unique: true);

            migrationBuilder.CreateIndex(
                name: "IX_recertifications_OnceKey",
                schema: "eligibility",
                table: "recertifications",
                column: "OnceKey",
                unique: true,
                filter: "[OnceKey] IS NOT NULL");

            migrationBuilder.CreateIndex(
                name: "IX_recertifications_Scheme",
                schema: "eligibility",
                table: "recertifications",
                column: "Scheme");
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "recertification_lines",
                schema: "eligibility");

            migrationBuilder.DropTable(
                name: "recertifications",
                schema: "eligibility");
        }
    }
}
