using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Spmis.Migrations.SqlServer.Eligibility
{
    /// <inheritdoc />
    public partial class Indexations : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.CreateTable(
                name: "indexations",
                schema: "eligibility",
                columns: table => new
                {
                    Id = table.Column<long>(type: "bigint", nullable: false)
                        .Annotation("SqlServer:Identity", "1, 1"),
                    Scheme = table.Column<string>(type: "nvarchar(60)", maxLength: 60, nullable: false),
                    FromMonth = table.Column<int>(type: "int", nullable: false),
                    DryRun = table.Column<bool>(type: "bit", nullable: false),
                    OnceKey = table.Column<string>(type: "nvarchar(80)", maxLength: 80, nullable: true),
                    Basis = table.Column<string>(type: "nvarchar(40)", maxLength: 40, nullable: false),
                    RateMillionths = table.Column<long>(type: "bigint", nullable: true),
                    FlatMinor = table.Column<long>(type: "bigint", nullable: true),
                    LegalSource = table.Column<string>(type: "nvarchar(400)", maxLength: 400, nullable: true),
                    PackageHash = table.Column<string>(type: "nvarchar(200)", maxLength: 200, nullable: false),
                    PackageVersion = table.Column<string>(type: "nvarchar(200)", maxLength: 200, nullable: false),
                    AsKnownOn = table.Column<DateOnly>(type: "date", nullable: false),
                    Currency = table.Column<string>(type: "nvarchar(200)", maxLength: 200, nullable: false),
                    RunId = table.Column<long>(type: "bigint", nullable: true),
                    StartedAt = table.Column<DateTime>(type: "datetime2", nullable: false),
                    StartedBy = table.Column<string>(type: "nvarchar(200)", maxLength: 200, nullable: false),
                    Awards = table.Column<int>(type: "int", nullable: false),
                    Raised = table.Column<int>(type: "int", nullable: false),
                    ToLookAt = table.Column<int>(type: "int", nullable: false),
                    OldMinor = table.Column<long>(type: "bigint", nullable: false),
                    NewMinor = table.Column<long>(type: "bigint", nullable: false),
                    FinishedAt = table.Column<DateTime>(type: "datetime2", nullable: true),
                    ApprovedAt = table.Column<DateTime>(type: "datetime2", nullable: true),
                    ApprovedBy = table.Column<string>(type: "nvarchar(200)", maxLength: 200, nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_indexations", x => x.Id);
                });

            migrationBuilder.CreateTable(
                name: "indexation_lines",
                schema: "eligibility",
                columns: table => new
                {
                    IndexationId = table.Column<long>(type: "bigint", nullable: false),
                    AwardId = table.Column<byte[]>(type: "binary(16)", fixedLength: true, maxLength: 16, nullable: false),
                    AwardNumber = table.Column<string>(type: "nvarchar(40)", maxLength: 40, nullable: false),
                    Kind = table.Column<string>(type: "nvarchar(40)", maxLength: 40, nullable: false),
                    OldMinor = table.Column<long>(type: "bigint", nullable: false),
                    NewMinor = table.Column<long>(type: "bigint", nullable: true),
                    ChangeMinor = table.Column<long>(type: "bigint", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_indexation_lines", x => new { x.IndexationId, x.AwardId });
                    table.ForeignKey(
                        name: "FK_indexation_lines_indexations_IndexationId",
                        column: x => x.IndexationId,
                        principalSchema: "eligibility",
                        principalTable: "indexations",
                        principalColumn: "Id",
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateIndex(
                name: "IX_indexation_lines_AwardId",
                schema: "eligibility",
                table: "indexation_lines",
                column: "AwardId");

            migrationBuilder.CreateIndex(
                name: "IX_indexation_lines_IndexationId_AwardNumber",
                schema: "eligibility",
                table: "indexation_lines",
                columns: new[] { "IndexationId", "AwardNumber" },
                unique: true);

            migrationBuilder.CreateIndex(
                name: "IX_indexations_OnceKey",
                schema: "eligibility",
                table: "indexations",
                column: "OnceKey",
                unique: true,
                filter: "[OnceKey] IS NOT NULL");

            migrationBuilder.CreateIndex(
                name: "IX_indexations_Scheme",
                schema: "eligibility",
                table: "indexations",
                column: "Scheme");
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "indexation_lines",
                schema: "eligibility");

            migrationBuilder.DropTable(
                name: "indexations",
                schema: "eligibility");
        }
    }
}
