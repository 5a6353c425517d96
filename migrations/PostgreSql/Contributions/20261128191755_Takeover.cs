using System;
using Microsoft.EntityFrameworkCore.Migrations;
using Npgsql.EntityFrameworkCore.PostgreSQL.Metadata;

#nullable disable

namespace Spmis.Migrations.PostgreSql.Contributions
{
    /// <inheritdoc />
    public partial class Takeover : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddColumn<string>(
                name: "CountedBy",
                schema: "contributions",
                table: "contributions",
                type: "character varying(64)",
                maxLength: 64,
                nullable: true);

            migrationBuilder.AddColumn<bool>(
                name: "OldCount",
                schema: "contributions",
                table: "contributions",
                type: "boolean",
                nullable: false,
                defaultValue: false);

            migrationBuilder.AddColumn<long>(
                name: "TakeoverId",
                schema: "contributions",
                table: "contributions",
                type: "bigint",
                nullable: true);

            migrationBuilder.AddColumn<long>(
                name: "TakeoverLine",
                schema: "contributions",
                table: "contributions",
                type: "bigint",
                nullable: true);

            migrationBuilder.AddColumn<DateOnly>(
                name: "InterestFrom",
                schema: "contributions",
                table: "bills",
                type: "date",
                nullable: true);

            migrationBuilder.AddColumn<long>(
                name: "TakeoverId",
                schema: "contributions",
                table: "bills",
                type: "bigint",
                nullable: true);

            migrationBuilder.CreateTable(
                name: "credited_awards",
                schema: "contributions",
                columns: table => new
                {
                    AwardId = table.Column<Guid>(type: "uuid", nullable: false),
                    AwardNumber = table.Column<string>(type: "character varying(40)", maxLength: 40, nullable: false),
                    PersonId = table.Column<Guid>(type: "uuid", nullable: false),
                    Kind = table.Column<string>(type: "character varying(40)", maxLength: 40, nullable: false),
                    From = table.Column<int>(type: "integer", nullable: false),
                    To = table.Column<int>(type: "integer", nullable: true),
                    Version = table.Column<long>(type: "bigint", nullable: false),
                    Through = table.Column<int>(type: "integer", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_credited_awards", x => x.AwardId);
                });

            migrationBuilder.CreateTable(
                name: "credits",
                schema: "contributions",
                columns: table => new
                {
                    Id = table.Column<long>(type: "bigint", nullable: false)
                        .Annotation("Npgsql:ValueGenerationStrategy", NpgsqlValueGenerationStrategy.IdentityByDefaultColumn),
                    PersonId = table.Column<Guid>(type: "uuid", nullable: false),
                    DeclaredPersonId = table.Column<Guid>(type: "uuid", nullable: false),
                    Scheme = table.Column<string>(type: "character varying(60)", maxLength: 60, nullable: false),
                    Month = table.Column<int>(type: "integer", nullable: false),
                    Kind = table.Column<string>(type: "character varying(40)", maxLength: 40, nullable: false),
                    Origin = table.Column<string>(type: "character varying(40)", maxLength: 40, nullable: false),
                    AwardNumber = table.Column<string>(type: "character varying(40)", maxLength: 40, nullable: true),
                    Reason = table.Column<string>(type: "character varying(1000)", maxLength: 1000, nullable: false),
                    Evidence = table.Column<string>(type: "character varying(400)", maxLength: 400, nullable: false),
                    GivenAt = table.Column<DateTime>(type: "timestamp with time zone", nullable: false),
                    GivenBy = table.Column<string>(type: "character varying(200)", maxLength: 200, nullable: false),
                    Live = table.Column<string>(type: "character varying(10)", maxLength: 10, nullable: true),
                    TakenBackAt = table.Column<DateTime>(type: "timestamp with time zone", nullable: true),
                    TakenBackBy = table.Column<string>(type: "character varying(200)", maxLength: 200, nullable: true),
                    TakenBackBecause = table.Column<string>(type: "character varying(1000)", maxLength: 1000, nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_credits", x => x.Id);
                });

            migrationBuilder.CreateTable(
                name: "takeover_batches",
                schema: "contributions",
                columns: table => new
                {
                    Id = table.Column<long>(type: "bigint", nullable: false)
                        .Annotation("Npgsql:ValueGenerationStrategy", NpgsqlValueGenerationStrategy.IdentityByDefaultColumn),
                    Kind = table.Column<string>(type: "character varying(40)", maxLength: 40, nullable: false),
                    Source = table.Column<string>(type: "character varying(60)", maxLength: 60, nullable: false),
                    Scheme = table.Column<string>(type: "character varying(60)", maxLength: 60, nullable: false),
                    Currency = table.Column<string>(type: "character varying(3)", maxLength: 3, nullable: false),
                    CutOver = table.Column<int>(type: "integer", nullable: false),
                    DaysPerMonth = table.Column<int>(type: "integer", nullable: false),
                    Sha = table.Column<string>(type: "character varying(64)", maxLength: 64, nullable: false),
                    Once = table.Column<string>(type: "character varying(80)", maxLength: 80, nullable: true),
                    FileName = table.Column<string>(type: "character varying(200)", maxLength: 200, nullable: false),
                    PreparedAt = table.Column<DateTime>(type: "timestamp with time zone", nullable: false),
                    PreparedBy = table.Column<string>(type: "character varying(200)", maxLength: 200, nullable: false),
                    Lines = table.Column<long>(type: "bigint", nullable: false),
                    RunId = table.Column<long>(type: "bigint", nullable: true),
                    CheckedAt = table.Column<DateTime>(type: "timestamp with time zone", nullable: true),
                    Accepted = table.Column<long>(type: "bigint", nullable: false),
                    Refused = table.Column<long>(type: "bigint", nullable: false),
                    ApprovedAt = table.Column<DateTime>(type: "timestamp with time zone", nullable: true),
                    ApprovedBy = table.Column<string>(type: "character varying(200)", maxLength: 200, nullable: true),
                    PostRunId = table.Column<long>(type: "bigint", nullable: true),
                    PostedAt = table.Column<DateTime>(type: "timestamp with time zone", nullable: true),
                    UndoneAt = table.Column<DateTime>(type: "timestamp with time zone", nullable: true),
                    UndoneBy = table.Column<string>(type: "character varying(200)", maxLength: 200, nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_takeover_batches", x => x.Id);
                });

            migrationBuilder.CreateTable(
                name: "takeover_lines",
                schema: "contributions",
                columns: table => new
                {
                    BatchId = table.Column<long>(type: "bigint", nullable: false),
                    Line = table.Column<long>(type: "bigint", nullable: false),
                    Reference = table.Column<string>(type: "character varying(60)", maxLength: 60, nullable: false),
                    Once = table.Column<string>(type: "character varying(140)", maxLength: 140, nullable: true),
                    Refused = table.Column<bool>(type: "boolean", nullable: false),
                    Year = table.Column<int>(type: "integer", nullable: false),
                    PersonId = table.Column<Guid>(type: "uuid", nullable: true),
                    EmployerId = table.Column<Guid>(type: "uuid", nullable: true),
                    EmployerNumber = table.Column<string>(type: "character varying(40)", maxLength: 40, nullable: true),
                    From = table.Column<int>(type: "integer", nullable: false),
                    To = table.Column<int>(type: "integer", nullable: false),
                    WageMinor = table.Column<long>(type: "bigint", nullable: false),
                    EmployeeMinor = table.Column<long>(type: "bigint", nullable: false),
                    EmployerMinor = table.Column<long>(type: "bigint", nullable: false),
                    OldMonths = table.Column<int>(type: "integer", nullable: true),
                    Balance = table.Column<string>(type: "character varying(40)", maxLength: 40, nullable: true),
                    AmountMinor = table.Column<long>(type: "bigint", nullable: false),
                    DueOn = table.Column<DateOnly>(type: "date", nullable: true),
                    InterestFrom = table.Column<DateOnly>(type: "date", nullable: true),
                    ResultId = table.Column<Guid>(type: "uuid", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_takeover_lines", x => new { x.BatchId, x.Line });
                    table.ForeignKey(
                        name: "FK_takeover_lines_takeover_batches_BatchId",
                        column: x => x.BatchId,
                        principalSchema: "contributions",
                        principalTable: "takeover_batches",
                        principalColumn: "Id",
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateTable(
                name: "takeover_totals",
                schema: "contributions",
                columns: table => new
                {
                    BatchId = table.Column<long>(type: "bigint", nullable: false),
                    Year = table.Column<int>(type: "integer", nullable: false),
                    Kind = table.Column<string>(type: "character varying(40)", maxLength: 40, nullable: false),
                    Stated = table.Column<long>(type: "bigint", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_takeover_totals", x => new { x.BatchId, x.Year, x.Kind });
                    table.ForeignKey(
                        name: "FK_takeover_totals_takeover_batches_BatchId",
                        column: x => x.BatchId,
                        principalSchema: "contributions",
                        principalTable: "takeover_batches",
                        principalColumn: "Id",
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateIndex(
                name: "IX_contributions_TakeoverId_TakeoverLine_Month",
                schema: "contributions",
                table: "contributions",
                columns: new[] { "TakeoverId", "TakeoverLine", "Month" },
                unique: true);

            migrationBuilder.CreateIndex(
                name: "IX_bills_TakeoverId",
                schema: "contributions",
                table: "bills",
                column: "TakeoverId");

            migrationBuilder.CreateIndex(
                name: "IX_credited_awards_Through",
                schema: "contributions",
                table: "credited_awards",
                column: "Through");

            migrationBuilder.CreateIndex(
                name: "IX_credits_DeclaredPersonId_Scheme_Month_Origin_Live",
                schema: "contributions",
                table: "credits",
                columns: new[] { "DeclaredPersonId", "Scheme", "Month", "Origin", "Live" },
                unique: true);

            migrationBuilder.CreateIndex(
                name: "IX_credits_Origin",
                schema: "contributions",
                table: "credits",
                column: "Origin");

            migrationBuilder.CreateIndex(
                name: "IX_credits_PersonId_Scheme_Month",
                schema: "contributions",
                table: "credits",
                columns: new[] { "PersonId", "Scheme", "Month" });

            migrationBuilder.CreateIndex(
                name: "IX_takeover_batches_Once",
                schema: "contributions",
                table: "takeover_batches",
                column: "Once",
                unique: true);

            migrationBuilder.CreateIndex(
                name: "IX_takeover_batches_Source",
                schema: "contributions",
                table: "takeover_batches",
                column: "Source");

            migrationBuilder.CreateIndex(
                name: "IX_takeover_lines_BatchId_EmployerNumber",
                schema: "contributions",
                table: "takeover_lines",
                columns: new[] { "BatchId", "EmployerNumber" });

            migrationBuilder.CreateIndex(
                name: "IX_takeover_lines_BatchId_Year_PersonId",
                schema: "contributions",
                table: "takeover_lines",
                columns: new[] { "BatchId", "Year", "PersonId" });

            migrationBuilder.CreateIndex(
                name: "IX_takeover_lines_Once",
                schema: "contributions",
                table: "takeover_lines",
                column: "Once",
                unique: true);

            migrationBuilder.CreateIndex(
                name: "IX_takeover_lines_Reference",
                schema: "contributions",
                table: "takeover_lines",
                column: "Reference");
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "credited_awards",
                schema: "contributions");

            migrationBuilder.DropTable(
                name: "credits",
                schema: "contributions");

            migrationBuilder.DropTable(
                name: "takeover_lines",
                schema: "contributions");

            migrationBuilder.DropTable(
                name: "takeover_totals",
                schema: "contributions");

            migrationBuilder.DropTable(
                name: "takeover_batches",
                schema: "contributions");

            migrationBuilder.DropIndex(
                name: "IX_contributions_TakeoverId_TakeoverLine_Month",
                schema: "contributions",
                table: "contributions");

            migrationBuilder.DropIndex(
                name: "IX_bills_TakeoverId",
                schema: "contributions",
                table: "bills");

            migrationBuilder.DropColumn(
                name: "CountedBy",
                schema: "contributions",
                table: "contributions");

            migrationBuilder.DropColumn(
                name: "OldCount",
                schema: "contributions",
                table: "contributions");

            migrationBuilder.DropColumn(
                name: "TakeoverId",
                schema: "contributions",
                table: "contributions");

            migrationBuilder.DropColumn(
                name: "TakeoverLine",
                schema: "contributions",
                table: "contributions");

            migrationBuilder.DropColumn(
                name: "InterestFrom",
                schema: "contributions",
                table: "bills");

            migrationBuilder.DropColumn(
                name: "TakeoverId",
                schema: "contributions",
                table: "bills");
        }
    }
}
