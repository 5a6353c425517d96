using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Spmis.Migrations.Sqlite.Eligibility
{
    /// <inheritdoc />
    public partial class Indexations : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.CreateTable(
                name: "indexations",
                columns: table => new
                {
                    Id = table.Column<long>(type: "INTEGER", nullable: false)
                        .Annotation("Sqlite:Autoincrement", true),
                    Scheme = table.Column<string>(type: "TEXT", maxLength: 60, nullable: false),
                    FromMonth = table.Column<int>(type: "INTEGER", nullable: false),
                    DryRun = table.Column<bool>(type: "INTEGER", nullable: false),
                    OnceKey = table.Column<string>(type: "TEXT", maxLength: 80, nullable: true),
                    Basis = table.Column<string>(type: "TEXT", maxLength: 40, nullable: false),
                    RateMillionths = table.Column<long>(type: "INTEGER", nullable: true),
                    FlatMinor = table.Column<long>(type: "INTEGER", nullable: true),
                    LegalSource = table.Column<string>(type: "TEXT", maxLength: 400, nullable: true),
                    PackageHash = table.Column<string>(type: "TEXT", maxLength: 200, nullable: false),
                    PackageVersion = table.Column<string>(type: "TEXT", maxLength: 200, nullable: false),
                    AsKnownOn = table.Column<DateOnly>(type: "TEXT", nullable: false),
                    Currency = table.Column<string>(type: "TEXT", maxLength: 200, nullable: false),
                    RunId = table.Column<long>(type: "INTEGER", nullable: true),
                    StartedAt = table.Column<DateTime>(type: "TEXT", nullable: false),
                    StartedBy = table.Column<string>(type: "TEXT", maxLength: 200, nullable: false),
                    Awards = table.Column<int>(type: "INTEGER", nullable: false),
                    Raised = table.Column<int>(type: "INTEGER", nullable: false),
                    ToLookAt = table.Column<int>(type: "INTEGER", nullable: false),
                    OldMinor = table.Column<long>(type: "INTEGER", nullable: false),
                    NewMinor = table.Column<long>(type: "INTEGER", nullable: false),
                    FinishedAt = table.Column<DateTime>(type: "TEXT", nullable: true),
                    ApprovedAt = table.Column<DateTime>(type: "TEXT", nullable: true),
                    ApprovedBy = table.Column<string>(type: "TEXT", maxLength: 200, nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_indexations", x => x.Id);
                });

            migrationBuilder.CreateTable(
                name: "indexation_lines",
                columns: table => new
                {
                    IndexationId = table.Column<long>(type: "INTEGER", nullable: false),
                    AwardId = table.Column<byte[]>(type: "BLOB", fixedLength: true, maxLength: 16, nullable: false),
                    AwardNumber = table.Column<string>(type: "TEXT", maxLength: 40, nullable: false),
                    Kind = table.Column<string>(type: "TEXT", maxLength: 40, nullable: false),
                    OldMinor = table.Column<long>(type: "INTEGER", nullable: false),
                    NewMinor = table.Column<long>(type: "INTEGER", nullable: true),
                    ChangeMinor = table.Column<long>(type: "INTEGER", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_indexation_lines", x => new { x.IndexationId, x.AwardId });
                    table.ForeignKey(
                        name: "FK_indexation_lines_indexations_IndexationId",
                        column: x => x.IndexationId,
                        principalTable: "indexations",
                        principalColumn: "Id",
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateIndex(
                name: "IX_indexation_lines_AwardId",
                table: "indexation_lines",
                column: "AwardId");

            migrationBuilder.CreateIndex(
                name: "IX_indexation_lines_IndexationId_AwardNumber",
                table: "indexation_lines",
                columns: new[] { "IndexationId", "AwardNumber" },
                unique: true);

            migrationBuilder.CreateIndex(
                name: "IX_indexations_OnceKey",
                table: "indexations",
                column: "OnceKey",
                unique: true);

            migrationBuilder.CreateIndex(
                name: "IX_indexations_Scheme",
                table: "indexations",
                column: "Scheme");
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "indexation_lines");

            migrationBuilder.DropTable(
                name: "indexations");
        }
    }
}
