using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Spmis.Migrations.Sqlite.Eligibility
{
    /// <inheritdoc />
    public partial class Recertifications : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.CreateTable(
                name: "recertifications",
                columns: table => new
                {
                    Id = table.Column<long>(type: "INTEGER", nullable: false)
                        .Annotation("Sqlite:Autoincrement", true),
                    Scheme = table.Column<string>(type: "TEXT", maxLength: 60, nullable: false),
                    Programme = table.Column<string>(type: "TEXT", maxLength: 40, nullable: false),
                    FromMonth = table.Column<int>(type: "INTEGER", nullable: false),
                    DryRun = table.Column<bool>(type: "INTEGER", nullable: false),
                    OnceKey = table.Column<string>(type: "TEXT", maxLength: 120, nullable: true),
                    TargetingJson = table.Column<string>(type: "TEXT", maxLength: -1, nullable: true),
                    PackageHash = table.Column<string>(type: "TEXT", maxLength: 200, nullable: false),
                    PackageVersion = table.Column<string>(type: "TEXT", maxLength: 200, nullable: false),
                    AsKnownOn = table.Column<DateOnly>(type: "TEXT", nullable: false),
                    RunId = table.Column<long>(type: "INTEGER", nullable: true),
                    StartedAt = table.Column<DateTime>(type: "TEXT", nullable: false),
                    StartedBy = table.Column<string>(type: "TEXT", maxLength: 200, nullable: false),
                    Awards = table.Column<int>(type: "INTEGER", nullable: false),
                    Confirmed = table.Column<int>(type: "INTEGER", nullable: false),
                    CannotTell = table.Column<int>(type: "INTEGER", nullable: false),
                    Leaving = table.Column<int>(type: "INTEGER", nullable: false),
                    FinishedAt = table.Column<DateTime>(type: "TEXT", nullable: true),
                    ApprovedAt = table.Column<DateTime>(type: "TEXT", nullable: true),
                    ApprovedBy = table.Column<string>(type: "TEXT", maxLength: 200, nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_recertifications", x => x.Id);
                });

            migrationBuilder.CreateTable(
                name: "recertification_lines",
                columns: table => new
                {
                    RecertificationId = table.Column<long>(type: "INTEGER", nullable: false),
                    AwardId = table.Column<byte[]>(type: "BLOB", fixedLength: true, maxLength: 16, nullable: false),
                    AwardNumber = table.Column<string>(type: "TEXT", maxLength: 40, nullable: false),
                    PersonId = table.Column<byte[]>(type: "BLOB", fixedLength: true, maxLength: 16, nullable: false),
                    PersonNumber = table.Column<string>(type: "TEXT", maxLength: 40, nullable: false),
                    Kind = table.Column<string>(type: "TEXT", maxLength: 40, nullable: false),
                    DeterminationId = table.Column<byte[]>(type: "BLOB", fixedLength: true, maxLength: 16, nullable: true),
                    Missing = table.Column<string>(type: "TEXT", maxLength: 2000, nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_recertification_lines", x => new { x.RecertificationId, x.AwardId });
                    table.ForeignKey(
                        name: "FK_recertification_lines_recertifications_RecertificationId",
                        column: x => x.RecertificationId,
                        principalTable: "recertifications",
                        principalColumn: "Id",
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateIndex(
                name: "IX_recertification_lines_AwardId",
                table: "recertification_lines",
                column: "AwardId");

            migrationBuilder.CreateIndex(
                name: "IX_recertification_lines_RecertificationId_Kind_AwardNumber",
                table: "recertification_lines",
                columns: new[] { "RecertificationId", "Kind", "AwardNumber" },
                unique: true);

            migrationBuilder.CreateIndex(
                name: "IX_recertifications_OnceKey",
                table: "recertifications",
                column: "OnceKey",
                unique: true);

            migrationBuilder.CreateIndex(
                name: "IX_recertifications_Scheme",
                table: "recertifications",
                column: "Scheme");
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "recertification_lines");

            migrationBuilder.DropTable(
                name: "recertifications");
        }
    }
}
