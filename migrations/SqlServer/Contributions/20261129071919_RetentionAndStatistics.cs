using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Spmis.Migrations.SqlServer.Contributions
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
                type: "bit",
                nullable: false,
                defaultValue: false);

            migrationBuilder.AddColumn<bool>(
                name: "Emptied",
                schema: "contributions",
                table: "history",
                type: "bit",
                nullable: true);

            migrationBuilder.CreateTable(
                name: "retention_rules",
                schema: "contributions",
                columns: table => new
                {
                    Id = table.Column<long>(type: "bigint", nullable: false)
                        .Annotation("SqlServer:Identity", "1, 1"),
                    Kind = table.Column<string>(type: "nvarchar(200)", maxLength: 200, nullable: false),
                    FromDay = table.Column<DateOnly>(type: "date", nullable: false),
                    Months = table.Column<int>(type: "int", nullable: true),
                    LegalBasis = table.Column<string>(type: "nvarchar(400)", maxLength: 400, nullable: false),
                    ApprovedBy = table.Column<string>(type: "nvarchar(200)", maxLength: 200, nullable: false),
                    ApprovedAt = table.Column<DateTime>(type: "datetime2", nullable: false)
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
                    Values = table.Column<string>(type: "nvarchar(410)", maxLength: 410, nullable: false, collation: "Latin1_General_BIN2"),
                    Rows = table.Column<long>(type: "bigint", nullable: false),
                    Persons = table.Column<long>(type: "bigint", nullable: false),
                    Hidden = table.Column<bool>(type: "bit", nullable: false),
                    GivenAs = table.Column<string>(type: "nvarchar(410)", maxLength: 410, nullable: true)
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
                        .Annotation("SqlServer:Identity", "1, 1"),
                    Set = table.Column<string>(type: "nvarchar(200)", maxLength: 200, nullable: false),
                    Form = table.Column<string>(type: "nvarchar(40)", maxLength: 40, nullable: false),
                    Columns = table.Column<string>(type: "nvarchar(1000)", maxLength: 1000, nullable: false),
                    Project = table.Column<string>(type: "nvarchar(200)", maxLength: 200, nullable: false),
                    Purpose = table.Column<string>(type: "nvarchar(400)", maxLength: 400, nullable: false),
                    Recipient = table.Column<string>(type: "nvarchar(400)", maxLength: 400, nullable: false),
                    LegalBasis = table.Column<string>(type: "nvarchar(400)", maxLength: 400, nullable: false),
                    SmallestCell = table.Column<int>(type: "int", nullable: false),
                    AsOf = table.Column<DateOnly>(type: "date", nullable: false),
                    KeepUntil = table.Column<DateOnly>(type: "date", nullable: false),
                    PreparedBy = table.Column<string>(type: "nvarchar(200)", maxLength: 200, nullable: false),
                    ApprovedBy = table.Column<string>(type: "nvarchar(200)", maxLength: 200, nullable: false),
                    ApprovedAt = table.Column<DateTime>(type: "datetime2", nullable: false),
                    MadeAt = table.Column<DateTime>(type: "datetime2", nullable: true),
                    Rows = table.Column<long>(type: "bigint", nullable: false),
                    Shown = table.Column<long>(type: "bigint", nullable: false),
                    Hidden = table.Column<long>(type: "bigint", nullable: false),
                    RemovedAt = table.Column<DateTime>(type: "datetime2", nullable: true)
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
                    Pseudonym = table.Column<string>(type: "nvarchar(20)", maxLength: 20, nullable: false),
                    Values = table.Column<string>(type: "nvarchar(410)", maxLength: 410, nullable: false, collation: "Latin1_General_BIN2"),
                    Rows = table.Column<int>(type: "int", nullable: false)
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
