using System;
using Microsoft.EntityFrameworkCore.Migrations;
using Npgsql.EntityFrameworkCore.PostgreSQL.Metadata;

#nullable disable

namespace Spmis.Migrations.PostgreSql.Contributions
{
    /// <inheritdoc />
    public partial class RetentionAndStatistics : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddColumn<bool>(
                name: "Emptied",
                schema: "contributions",
                table: "runs",
                type: "boolean",
                nullable: false,
                defaultValue: false);

            migrationBuilder.AddColumn<bool>(
                name: "Emptied",
                schema: "contributions",
                table: "history",
                type: "boolean",
                nullable: true);

            migrationBuilder.CreateTable(
                name: "retention_rules",
                schema: "contributions",
                columns: table => new
                {
                    Id = table.Column<long>(type: "bigint", nullable: false)
                        .Annotation("Npgsql:ValueGenerationStrategy", NpgsqlValueGenerationStrategy.IdentityByDefaultColumn),
                    Kind = table.Column<string>(type: "character varying(200)", maxLength: 200, nullable: false),
                    FromDay = table.Column<DateOnly>(type: "date", nullable: false),
                    Months = table.Column<int>(type: "integer", nullable: true),
                    LegalBasis = table.Column<string>(type: "character varying(400)", maxLength: 400, nullable: false),
                    ApprovedBy = table.Column<string>(type: "character varying(200)", maxLength: 200, nullable: false),
                    ApprovedAt = table.Column<DateTime>(type: "timestamp with time zone", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_retention_rules", x => x.Id);
                });

            migrationBuilder.CreateTable(
                name: "statistics_cells",
                schema: "contributions",
                columns: table => new
                {
                    ExtractId = table.Column<long>(type: "bigint", nullable: false),
                    Values = table.Column<string>(type: "character varying(410)", maxLength: 410, nullable: false),
                    Rows = table.Column<long>(type: "bigint", nullable: false),
                    Persons = table.Column<long>(type: "bigint", nullable: false),
                    Hidden = table.Column<bool>(type: "boolean", nullable: false),
                    GivenAs = table.Column<string>(type: "character varying(410)", maxLength: 410, nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_statistics_cells", x => new { x.ExtractId, x.Values });
                });

            migrationBuilder.CreateTable(
                name: "statistics_extracts",
                schema: "contributions",
                columns: table => new
                {
                    Id = table.Column<long>(type: "bigint", nullable: false)
                        .Annotation("Npgsql:ValueGenerationStrategy", NpgsqlValueGenerationStrategy.IdentityByDefaultColumn),
                    Set = table.Column<string>(type: "character varying(200)", maxLength: 200, nullable: false),
                    Form = table.Column<string>(type: "character varying(40)", maxLength: 40, nullable: false),
                    Columns = table.Column<string>(type: "character varying(1000)", maxLength: 1000, nullable: false),
                    Project = table.Column<string>(type: "character varying(200)", maxLength: 200, nullable: false),
                    Purpose = table.Column<string>(type: "character varying(400)", maxLength: 400, nullable: false),
                    Recipient = table.Column<string>(type: "character varying(400)", maxLength: 400, nullable: false),
                    LegalBasis = table.Column<string>(type: "character varying(400)", maxLength: 400, nullable: false),
                    SmallestCell = table.Column<int>(type: "integer", nullable: false),
                    AsOf = table.Column<DateOnly>(type: "date", nullable: false),
                    KeepUntil = table.Column<DateOnly>(type: "date", nullable: false),
                    PreparedBy = table.Column<string>(type: "character varying(200)", maxLength: 200, nullable: false),
                    ApprovedBy = table.Column<string>(type: "character varying(200)", maxLength: 200, nullable: false),
                    ApprovedAt = table.Column<DateTime>(type: "timestamp with time zone", nullable: false),
                    MadeAt = table.Column<DateTime>(type: "timestamp with time zone", nullable: true),
                    Rows = table.Column<long>(type: "bigint", nullable: false),
                    Shown = table.Column<long>(type: "bigint", nullable: false),
                    Hidden = table.Column<long>(type: "bigint", nullable: false),
                    RemovedAt = table.Column<DateTime>(type: "timestamp with time zone", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_statistics_extracts", x => x.Id);
                });

            migrationBuilder.CreateTable(
                name: "statistics_records",
                schema: "contributions",
                columns: table => new
                {
                    ExtractId = table.Column<long>(type: "bigint", nullable: false),
                    Pseudonym = table.Column<string>(type: "character varying(20)", maxLength: 20, nullable: false),
                    Values = table.Column<string>(type: "character varying(410)", maxLength: 410, nullable: false),
                    Rows = table.Column<int>(type: "integer", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_statistics_records", x => new { x.ExtractId, x.Pseudonym, x.Values });
                });

            migrationBuilder.CreateIndex(
                name: "IX_runs_Emptied_Id",
                schema: "contributions",
                table: "runs",
                columns: new[] { "Emptied", "Id" });

            migrationBuilder.CreateIndex(
                name: "IX_retention_rules_Kind_FromDay_Id",
                schema: "contributions",
                table: "retention_rules",
                columns: new[] { "Kind", "FromDay", "Id" });

            migrationBuilder.CreateIndex(
                name: "IX_statistics_extracts_Project_Id",
                schema: "contributions",
                table: "statistics_extracts",
                columns: new[] { "Project", "Id" });

            migrationBuilder.CreateIndex(
                name: "IX_statistics_extracts_RemovedAt_KeepUntil",
                schema: "contributions",
                table: "statistics_extracts",
                columns: new[] { "RemovedAt", "KeepUntil" });

            migrationBuilder.CreateIndex(
                name: "IX_statistics_extracts_Set_Id",
                schema: "contributions",
                table: "statistics_extracts",
                columns: new[] { "Set", "Id" });
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "retention_rules",
                schema: "contributions");

            migrationBuilder.DropTable(
                name: "statistics_cells",
                schema: "contributions");

            migrationBuilder.DropTable(
                name: "statistics_extracts",
                schema: "contributions");

            migrationBuilder.DropTable(
                name: "statistics_records",
                schema: "contributions");

            migrationBuilder.DropIndex(
                name: "IX_runs_Emptied_Id",
                schema: "contributions",
                table: "runs");

            migrationBuilder.DropColumn(
                name: "Emptied",
                schema: "contributions",
                table: "runs");

            migrationBuilder.DropColumn(
                name: "Emptied",
                schema: "contributions",
                table: "history");
        }
    }
}
