using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Spmis.Migrations.SqlServer.Identity
{
    /// <inheritdoc />
    public partial class RetentionAndStatistics : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddColumn<bool>(
                name: "Emptied",
                schema: "identity",
                table: "runs",
                type: "bit",
                nullable: false,
                defaultValue: false);

            migrationBuilder.AddColumn<bool>(
                name: "Emptied",
                schema: "identity",
                table: "history",
                type: "bit",
                nullable: true);

            migrationBuilder.CreateTable(
                name: "read_seals",
                schema: "identity",
                columns: table => new
                {
                    Id = table.Column<long>(type: "bigint", nullable: false)
                        .Annotation("SqlServer:Identity", "1, 1"),
                    FromId = table.Column<long>(type: "bigint", nullable: false),
                    ToId = table.Column<long>(type: "bigint", nullable: false),
                    Rows = table.Column<int>(type: "int", nullable: false),
                    LastAt = table.Column<DateTime>(type: "datetime2", nullable: false),
                    Root = table.Column<byte[]>(type: "varbinary(32)", maxLength: 32, nullable: false),
                    Chain = table.Column<byte[]>(type: "varbinary(32)", maxLength: 32, nullable: false),
                    SealedAt = table.Column<DateTime>(type: "datetime2", nullable: false),
                    Ended = table.Column<bool>(type: "bit", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_read_seals", x => x.Id);
                });

            migrationBuilder.CreateTable(
                name: "retention_rules",
                schema: "identity",
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
                schema: "identity",
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
                schema: "identity",
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
                schema: "identity",
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
                schema: "identity",
                table: "runs",
                columns: new[] { "Emptied", "Id" });

            migrationBuilder.CreateIndex(
                name: "IX_read_seals_Ended_Id",
                schema: "identity",
                table: "read_seals",
                columns: new[] { "Ended", "Id" });

            migrationBuilder.CreateIndex(
                name: "IX_read_seals_FromId",
                schema: "identity",
                table: "read_seals",
                column: "FromId",
                unique: true);

            migrationBuilder.CreateIndex(
                name: "IX_retention_rules_Kind_FromDay_Id",
                schema: "identity",
                table: "retention_rules",
                columns: new[] { "Kind", "FromDay", "Id" });

            migrationBuilder.CreateIndex(
                name: "IX_statistics_extracts_Project_Id",
                schema: "identity",
                table: "statistics_extracts",
                columns: new[] { "Project", "Id" });

            migrationBuilder.CreateIndex(
                name: "IX_statistics_extracts_RemovedAt_KeepUntil",
                schema: "identity",
                table: "statistics_extracts",
                columns: new[] { "RemovedAt", "KeepUntil" });

            migrationBuilder.CreateIndex(
                name: "IX_statistics_extracts_Set_Id",
                schema: "identity",
                table: "statistics_extracts",
                columns: new[] { "Set", "Id" });
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "read_seals",
                schema: "identity");

            migrationBuilder.DropTable(
                name: "retention_rules",
                schema: "identity");

            migrationBuilder.DropTable(
                name: "statistics_cells",
                schema: "identity");

            migrationBuilder.DropTable(
                name: "statistics_extracts",
                schema: "identity");

            migrationBuilder.DropTable(
                name: "statistics_records",
                schema: "identity");

            migrationBuilder.DropIndex(
                name: "IX_runs_Emptied_Id",
                schema: "identity",
                table: "runs");

            migrationBuilder.DropColumn(
                name: "Emptied",
                schema: "identity",
                table: "runs");

            migrationBuilder.DropColumn(
                name: "Emptied",
                schema: "identity",
                table: "history");
        }
    }
}
