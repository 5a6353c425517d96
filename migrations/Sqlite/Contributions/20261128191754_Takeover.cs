using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Spmis.Migrations.Sqlite.Contributions
{
    /// <inheritdoc />
    public partial class Takeover : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddColumn<string>(
                name: "CountedBy",
                table: "contributions",
                type: "TEXT",
                maxLength: 64,
                nullable: true);

            migrationBuilder.AddColumn<bool>(
                name: "OldCount",
                table: "contributions",
                type: "INTEGER",
                nullable: false,
                defaultValue: false);

            migrationBuilder.AddColumn<long>(
                name: "TakeoverId",
                table: "contributions",
                type: "INTEGER",
                nullable: true);

            migrationBuilder.AddColumn<long>(
                name: "TakeoverLine",
                table: "contributions",
                type: "INTEGER",
                nullable: true);

            migrationBuilder.AddColumn<DateOnly>(
                name: "InterestFrom",
                table: "bills",
                type: "TEXT",
                nullable: true);

            migrationBuilder.AddColumn<long>(
                name: "TakeoverId",
                table: "bills",
                type: "INTEGER",
                nullable: true);

            migrationBuilder.CreateTable(
                name: "credited_awards",
                columns: table => new
                {
                    AwardId = table.Column<byte[]>(type: "BLOB", fixedLength: true, maxLength: 16, nullable: false),
                    AwardNumber = table.Column<string>(type: "TEXT", maxLength: 40, nullable: false),
                    PersonId = table.Column<byte[]>(type: "BLOB", fixedLength: true, maxLength: 16, nullable: false),
                    Kind = table.Column<string>(type: "TEXT", maxLength: 40, nullable: false),
                    From = table.Column<int>(type: "INTEGER", nullable: false),
                    To = table.Column<int>(type: "INTEGER", nullable: true),
                    Version = table.Column<long>(type: "INTEGER", nullable: false),
                    Through = table.Column<int>(type: "INTEGER", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_credited_awards", x => x.AwardId);
                });

            migrationBuilder.CreateTable(
                name: "credits",
                columns: table => new
                {
                    Id = table.Column<long>(type: "INTEGER", nullable: false)
                        .Annotation("Sqlite:Autoincrement", true),
                    PersonId = table.Column<byte[]>(type: "BLOB", fixedLength: true, maxLength: 16, nullable: false),
                    DeclaredPersonId = table.Column<byte[]>(type: "BLOB", fixedLength: true, maxLength: 16, nullable: false),
                    Scheme = table.Column<string>(type: "TEXT", maxLength: 60, nullable: false),
                    Month = table.Column<int>(type: "INTEGER", nullable: false),
                    Kind = table.Column<string>(type: "TEXT", maxLength: 40, nullable: false),
                    Origin = table.Column<string>(type: "TEXT", maxLength: 40, nullable: false),
                    AwardNumber = table.Column<string>(type: "TEXT", maxLength: 40, nullable: true),
                    Reason = table.Column<string>(type: "TEXT", maxLength: 1000, nullable: false),
                    Evidence = table.Column<string>(type: "TEXT", maxLength: 400, nullable: false),
                    GivenAt = table.Column<DateTime>(type: "TEXT", nullable: false),
                    GivenBy = table.Column<string>(type: "TEXT", maxLength: 200, nullable: false),
                    Live = table.Column<string>(type: "TEXT", maxLength: 10, nullable: true),
                    TakenBackAt = table.Column<DateTime>(type: "TEXT", nullable: true),
                    TakenBackBy = table.Column<string>(type: "TEXT", maxLength: 200, nullable: true),
                    TakenBackBecause = table.Column<string>(type: "TEXT", maxLength: 1000, nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_credits", x => x.Id);
                });

            migrationBuilder.CreateTable(
                name: "takeover_batches",
                columns: table => new
                {
                    Id = table.Column<long>(type: "INTEGER", nullable: false)
                        .Annotation("Sqlite:Autoincrement", true),
                    Kind = table.Column<string>(type: "TEXT", maxLength: 40, nullable: false),
                    Source = table.Column<string>(type: "TEXT", maxLength: 60, nullable: false),
                    Scheme = table.Column<string>(type: "TEXT", maxLength: 60, nullable: false),
                    Currency = table.Column<string>(type: "TEXT", maxLength: 3, nullable: false),
                    CutOver = table.Column<int>(type: "INTEGER", nullable: false),
                    DaysPerMonth = table.Column<int>(type: "INTEGER", nullable: false),
                    Sha = table.Column<string>(type: "TEXT", maxLength: 64, nullable: false),
                    Once = table.Column<string>(type: "TEXT", maxLength: 80, nullable: true),
                    FileName = table.Column<string>(type: "TEXT", maxLength: 200, nullable: false),
                    PreparedAt = table.Column<DateTime>(type: "TEXT", nullable: false),
                    PreparedBy = table.Column<string>(type: "TEXT", maxLength: 200, nullable: false),
                    Lines = table.Column<long>(type: "INTEGER", nullable: false),
                    RunId = table.Column<long>(type: "INTEGER", nullable: true),
                    CheckedAt = table.Column<DateTime>(type: "TEXT", nullable: true),
                    Accepted = table.Column<long>(type: "INTEGER", nullable: false),
                    Refused = table.Column<long>(type: "INTEGER", nullable: false),
                    ApprovedAt = table.Column<DateTime>(type: "TEXT", nullable: true),
                    ApprovedBy = table.Column<string>(type: "TEXT", maxLength: 200, nullable: true),
                    PostRunId = table.Column<long>(type: "INTEGER", nullable: true),
                    PostedAt = table.Column<DateTime>(type: "TEXT", nullable: true),
                    UndoneAt = table.Column<DateTime>(type: "TEXT", nullable: true),
                    UndoneBy = table.Column<string>(type: "TEXT", maxLength: 200, nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_takeover_batches", x => x.Id);
                });

            migrationBuilder.CreateTable(
                name: "takeover_lines",
                columns: table => new
                {
                    BatchId = table.Column<long>(type: "INTEGER", nullable: false),
                    Line = table.Column<long>(type: "INTEGER", nullable: false),
                    Reference = table.Column<string>(type: "TEXT", maxLength: 60, nullable: false),
                    Once = table.Column<string>(type: "TEXT", maxLength: 140, nullable: true),
                    Refused = table.Column<bool>(type: "INTEGER", nullable: false),
                    Year = table.Column<int>(type: "INTEGER", nullable: false),
                    PersonId = table.Column<byte[]>(type: "BLOB", fixedLength: true, maxLength: 16, nullable: true),
                    EmployerId = table.Column<byte[]>(type: "BLOB", fixedLength: true, maxLength: 16, nullable: true),
                    EmployerNumber = table.Column<string>(type: "TEXT", maxLength: 40, nullable: true),
                    From = table.Column<int>(type: "INTEGER", nullable: false),
                    To = table.Column<int>(type: "INTEGER", nullable: false),
                    WageMinor = table.Column<long>(type: "INTEGER", nullable: false),
                    EmployeeMinor = table.Column<long>(type: "INTEGER", nullable: false),
                    EmployerMinor = table.Column<long>(type: "INTEGER", nullable: false),
                    OldMonths = table.Column<int>(type: "INTEGER", nullable: true),
                    Balance = table.Column<string>(type: "TEXT", maxLength: 40, nullable: true),
                    AmountMinor = table.Column<long>(type: "INTEGER", nullable: false),
                    DueOn = table.Column<DateOnly>(type: "TEXT", nullable: true),
                    InterestFrom = table.Column<DateOnly>(type: "TEXT", nullable: true),
                    ResultId = table.Column<byte[]>(type: "BLOB", fixedLength: true, maxLength: 16, nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_takeover_lines", x => new { x.BatchId, x.Line });
                    table.ForeignKey(
                        name: "FK_takeover_lines_takeover_batches_BatchId",
                        column: x => x.BatchId,
                        principalTable: "takeover_batches",
                        principalColumn: "Id",
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateTable(
                name: "takeover_totals",
                columns: table => new
                {
                    BatchId = table.Column<long>(type: "INTEGER", nullable: false),
                    Year = table.Column<int>(type: "INTEGER", nullable: false),
                    Kind = table.Column<string>(type: "TEXT", maxLength: 40, nullable: false),
                    Stated = table.Column<long>(type: "INTEGER", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_takeover_totals", x => new { x.BatchId, x.Year, x.Kind });
                    table.ForeignKey(
                        name: "FK_takeover_totals_takeover_batches_BatchId",
                        column: x => x.BatchId,
                        principalTable: "takeover_batches",
                        principalColumn: "Id",
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateIndex(
                name: "IX_contributions_TakeoverId_TakeoverLine_Month",
                table: "contributions",
                columns: new[] { "TakeoverId", "TakeoverLine", "Month" },
                unique: true);

            migrationBuilder.CreateIndex(
                name: "IX_bills_TakeoverId",
                table: "bills",
                column: "TakeoverId");

            migrationBuilder.CreateIndex(
                name: "IX_credited_awards_Through",
                table: "credited_awards",
                column: "Through");

            migrationBuilder.CreateIndex(
                name: "IX_credits_DeclaredPersonId_Scheme_Month_Origin_Live",
                table: "credits",
                columns: new[] { "DeclaredPersonId", "Scheme", "Month", "Origin", "Live" },
                unique: true);

            migrationBuilder.CreateIndex(
                name: "IX_credits_Origin",
                table: "credits",
                column: "Origin");

            migrationBuilder.CreateIndex(
                name: "IX_credits_PersonId_Scheme_Month",
                table: "credits",
                columns: new[] { "PersonId", "Scheme", "Month" });

            migrationBuilder.CreateIndex(
                name: "IX_takeover_batches_Once",
                table: "takeover_batches",
                column: "Once",
                unique: true);

            migrationBuilder.CreateIndex(
                name: "IX_takeover_batches_Source",
                table: "takeover_batches",
                column: "Source");

            migrationBuilder.CreateIndex(
                name: "IX_takeover_lines_BatchId_EmployerNumber",
                table: "takeover_lines",
                columns: new[] { "BatchId", "EmployerNumber" });

            migrationBuilder.CreateIndex(
                name: "IX_takeover_lines_BatchId_Year_PersonId",
                table: "takeover_lines",
                columns: new[] { "BatchId", "Year", "PersonId" });

            migrationBuilder.CreateIndex(
                name: "IX_takeover_lines_Once",
                table: "takeover_lines",
                column: "Once",
                unique: true);

            migrationBuilder.CreateIndex(
                name: "IX_takeover_lines_Reference",
                table: "takeover_lines",
                column: "Reference");
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "credited_awards");

            migrationBuilder.DropTable(
                name: "credits");

            migrationBuilder.DropTable(
                name: "takeover_lines");

            migrationBuilder.DropTable(
                name: "takeover_totals");

            migrationBuilder.DropTable(
                name: "takeover_batches");

            migrationBuilder.DropIndex(
                name: "IX_contributions_TakeoverId_TakeoverLine_Month",
                table: "contributions");

            migrationBuilder.DropIndex(
                name: "IX_bills_TakeoverId",
                table: "bills");

            migrationBuilder.Sql("ALTER TABLE \"contributions\" DROP COLUMN \"CountedBy\"");

            migrationBuilder.Sql("ALTER TABLE \"contributions\" DROP COLUMN \"OldCount\"");

            migrationBuilder.Sql("ALTER TABLE \"contributions\" DROP COLUMN \"TakeoverId\"");

            migrationBuilder.Sql("ALTER TABLE \"contributions\" DROP COLUMN \"TakeoverLine\"");

            migrationBuilder.Sql("ALTER TABLE \"bills\" DROP COLUMN \"InterestFrom\"");

            migrationBuilder.Sql("ALTER TABLE \"bills\" DROP COLUMN \"TakeoverId\"");
        }
    }
}
