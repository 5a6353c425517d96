using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Spmis.Migrations.Sqlite.Registration
{
    /// <inheritdoc />
    public partial class RetentionAndStatistics : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddColumn<bool>(
                name: "Emptied",
                table: "runs",
                type: "INTEGER",
                nullable: false,
                defaultValue: false);

            migrationBuilder.AddColumn<bool>(
                name: "Emptied",
                table: "history",
                type: "INTEGER",
                nullable: true);

            migrationBuilder.CreateTable(
                name: "retention_rules",
                columns: table => new
                {
                    Id = table.Column<long>(type: "INTEGER", nullable: false)
                        .Annotation("Sqlite:Autoincrement", true),
                    Kind = table.Column<string>(type: "TEXT", maxLength: 200, nullable: false),
                    FromDay = table.Column<DateOnly>(type: "TEXT", nullable: false),
                    Months = table.Column<int>(type: "INTEGER", nullable: true),
                    LegalBasis = table.Column<string>(type: "TEXT", maxLength: 400, nullable: false),
                    ApprovedBy = table.Column<string>(type: "TEXT", maxLength: 200, nullable: false),
                    ApprovedAt = table.Column<DateTime>(type: "TEXT", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_retention_rules", x => x.Id);
                });

            migrationBuilder.CreateTable(
                name: "statistics_cells",
                columns: table => new
                {
                    ExtractId = table.Column<long>(type: "INTEGER", nullable: false),
                    Values = table.Column<string>(type: "TEXT", maxLength: 410, nullable: false),
                    Rows = table.Column<long>(type: "INTEGER", nullable: false),
                    Persons = table.Column<long>(type: "INTEGER", nullable: false),
                    Hidden = table.Column<bool>(type: "INTEGER", nullable: false),
                    GivenAs = table.Column<string>(type: "TEXT", maxLength: 410, nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_statistics_cells", x => new { x.ExtractId, x.Values });
                });

            migrationBuilder.CreateTable(
                name: "statistics_extracts",
                columns: table => new
                {
                    Id = table.Column<long>(type: "INTEGER", nullable: false)
                        .Annotation("Sqlite:Autoincrement", true),
                    Set = table.Column<string>(type: "TEXT", maxLength: 200, nullable: false),
                    Form = table.Column<string>(type: "TEXT", maxLength: 40, nullable: false),
                    Columns = table.Column<string>(type: "TEXT", maxLength: 1000, nullable: false),
                    Project = table.Column<string>(type: "TEXT", maxLength: 200, nullable: false),
                    Purpose = table.Column<string>(type: "TEXT", maxLength: 400, nullable: false),
                    Recipient = table.Column<string>(type: "TEXT", maxLength: 400, nullable: false),
                    LegalBasis = table.Column<string>(type: "TEXT", maxLength: 400, nullable: false),
                    SmallestCell = table.Column<int>(type: "INTEGER", nullable: false),
                    AsOf = table.Column<DateOnly>(type: "TEXT", nullable: false),
                    KeepUntil = table.Column<DateOnly>(type: "TEXT", nullable: false),
                    PreparedBy = table.Column<string>(type: "TEXT", maxLength: 200, nullable: false),
                    ApprovedBy = table.Column<string>(type: "TEXT", maxLength: 200, nullable: false),
                    ApprovedAt = table.Column<DateTime>(type: "TEXT", nullable: false),
                    MadeAt = table.Column<DateTime>(type: "TEXT", nullable: true),
                    Rows = table.Column<long>(type: "INTEGER", nullable: false),
                    Shown = table.Column<long>(type: "INTEGER", nullable: false),
                    Hidden = table.Column<long>(type: "INTEGER", nullable: false),
                    RemovedAt = table.Column<DateTime>(type: "TEXT", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_statistics_extracts", x => x.Id);
                });

            migrationBuilder.CreateTable(
                name: "statistics_records",
                columns: table => new
                {
                    ExtractId = table.Column<long>(type: "INTEGER", nullable: false),
                    Pseudonym = table.Column<string>(type: "TEXT", maxLength: 20, nullable: false),
                    Values = table.Column<string>(type: "TEXT", maxLength: 410, nullable: false),
                    Rows = table.Column<int>(type: "INTEGER", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_statistics_records", x => new { x.ExtractId, x.Pseudonym, x.Values });
                });

            migrationBuilder.CreateIndex(
                name: "IX_runs_Emptied_Id",
                table: "runs",
                columns: new[] { "Emptied", "Id" });

            migrationBuilder.CreateIndex(
                name: "IX_retention_rules_Kind_FromDay_Id",
                table: "retention_rules",
                columns: new[] { "Kind", "FromDay", "Id" });

            migrationBuilder.CreateIndex(
                name: "IX_statistics_extracts_Project_Id",
                table: "statistics_extracts",
                columns: new[] { "Project", "Id" });

            migrationBuilder.CreateIndex(
                name: "IX_statistics_extracts_RemovedAt_KeepUntil",
                table: "statistics_extracts",
                columns: new[] { "RemovedAt", "KeepUntil" });

            migrationBuilder.CreateIndex(
                name: "IX_statistics_extracts_Set_Id",
                table: "statistics_extracts",
                columns: new[] { "Set", "Id" });
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "retention_rules");

            migrationBuilder.DropTable(
                name: "statistics_cells");

            migrationBuilder.DropTable(
                name: "statistics_extracts");

            migrationBuilder.DropTable(
                name: "statistics_records");

            migrationBuilder.DropIndex(
                name: "IX_runs_Emptied_Id",
                table: "runs");

            migrationBuilder.Sql("ALTER TABLE runs DROP COLUMN Emptied"); // EF would build the table anew, outside the transaction.

            migrationBuilder.Sql("ALTER TABLE history DROP COLUMN Emptied"); // EF would build the table anew, outside the transaction.
        }
    }
}
