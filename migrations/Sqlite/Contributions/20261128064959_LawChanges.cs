using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Spmis.Migrations.Sqlite.Contributions
{
    /// <inheritdoc />
    public partial class LawChanges : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropIndex(
                name: "IX_contributions_ReceiptId_Reversal",
                table: "contributions");

            migrationBuilder.AddColumn<string>(
                name: "District",
                table: "workers",
                type: "TEXT",
                maxLength: 200,
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "Sex",
                table: "workers",
                type: "TEXT",
                maxLength: 1,
                nullable: true);

            migrationBuilder.AddColumn<long>(
                name: "RecalculationId",
                table: "contributions",
                type: "INTEGER",
                nullable: false,
                defaultValue: 0L);

            migrationBuilder.CreateTable(
                name: "recalculations",
                columns: table => new
                {
                    Id = table.Column<long>(type: "INTEGER", nullable: false)
                        .Annotation("Sqlite:Autoincrement", true),
                    Scheme = table.Column<string>(type: "TEXT", maxLength: 60, nullable: false),
                    InForceId = table.Column<long>(type: "INTEGER", nullable: false),
                    PackageVersion = table.Column<string>(type: "TEXT", maxLength: 40, nullable: false),
                    FromMonth = table.Column<int>(type: "INTEGER", nullable: false),
                    ThroughMonth = table.Column<int>(type: "INTEGER", nullable: false),
                    Currency = table.Column<string>(type: "TEXT", maxLength: 3, nullable: false),
                    OpenScheme = table.Column<string>(type: "TEXT", maxLength: 60, nullable: true),
                    RunId = table.Column<long>(type: "INTEGER", nullable: true),
                    StartedAt = table.Column<DateTime>(type: "TEXT", nullable: false),
                    StartedBy = table.Column<string>(type: "TEXT", maxLength: 200, nullable: false),
                    LastContributionId = table.Column<long>(type: "INTEGER", nullable: false),
                    Waiting = table.Column<int>(type: "INTEGER", nullable: false),
                    Rows = table.Column<long>(type: "INTEGER", nullable: false),
                    Missed = table.Column<long>(type: "INTEGER", nullable: false),
                    Differences = table.Column<int>(type: "INTEGER", nullable: false),
                    ByHand = table.Column<int>(type: "INTEGER", nullable: false),
                    MoreMinor = table.Column<long>(type: "INTEGER", nullable: false),
                    LessMinor = table.Column<long>(type: "INTEGER", nullable: false),
                    FinishedAt = table.Column<DateTime>(type: "TEXT", nullable: true),
                    ApprovedAt = table.Column<DateTime>(type: "TEXT", nullable: true),
                    ApprovedBy = table.Column<string>(type: "TEXT", maxLength: 200, nullable: true),
                    GivenUpAt = table.Column<DateTime>(type: "TEXT", nullable: true),
                    DueOn = table.Column<DateOnly>(type: "TEXT", nullable: true),
                    PostedAt = table.Column<DateTime>(type: "TEXT", nullable: true),
                    LeftOut = table.Column<int>(type: "INTEGER", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_recalculations", x => x.Id);
                });

            migrationBuilder.CreateTable(
                name: "tried_packages",
                columns: table => new
                {
                    WhatIfId = table.Column<long>(type: "INTEGER", nullable: false),
                    Scheme = table.Column<string>(type: "TEXT", maxLength: 60, nullable: false),
                    Hash = table.Column<string>(type: "TEXT", maxLength: 64, nullable: false),
                    Files = table.Column<string>(type: "TEXT", maxLength: -1, nullable: false),
                    FromMonth = table.Column<int>(type: "INTEGER", nullable: false),
                    Months = table.Column<int>(type: "INTEGER", nullable: false),
                    LastContributionId = table.Column<long>(type: "INTEGER", nullable: false),
                    RunId = table.Column<long>(type: "INTEGER", nullable: true),
                    AskedAt = table.Column<DateTime>(type: "TEXT", nullable: false),
                    Cases = table.Column<int>(type: "INTEGER", nullable: false),
                    Figures = table.Column<string>(type: "TEXT", maxLength: -1, nullable: false),
                    FinishedAt = table.Column<DateTime>(type: "TEXT", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_tried_packages", x => x.WhatIfId);
                });

            migrationBuilder.CreateTable(
                name: "assessment_differences",
                columns: table => new
                {
                    Id = table.Column<long>(type: "INTEGER", nullable: false)
                        .Annotation("Sqlite:Autoincrement", true),
                    RecalculationId = table.Column<long>(type: "INTEGER", nullable: false),
                    PersonId = table.Column<byte[]>(type: "BLOB", fixedLength: true, maxLength: 16, nullable: false),
                    DeclaredPersonId = table.Column<byte[]>(type: "BLOB", fixedLength: true, maxLength: 16, nullable: false),
                    PersonNumber = table.Column<string>(type: "TEXT", maxLength: 40, nullable: false),
                    EmployerId = table.Column<byte[]>(type: "BLOB", fixedLength: true, maxLength: 16, nullable: true),
                    EmployerNumber = table.Column<string>(type: "TEXT", maxLength: 40, nullable: false),
                    Month = table.Column<int>(type: "INTEGER", nullable: false),
                    ReturnId = table.Column<byte[]>(type: "BLOB", fixedLength: true, maxLength: 16, nullable: true),
                    Line = table.Column<long>(type: "INTEGER", nullable: true),
                    ReceiptId = table.Column<byte[]>(type: "BLOB", fixedLength: true, maxLength: 16, nullable: true),
                    Kind = table.Column<string>(type: "TEXT", maxLength: 40, nullable: false),
                    WageMinor = table.Column<long>(type: "INTEGER", nullable: false),
                    WasBaseMinor = table.Column<long>(type: "INTEGER", nullable: false),
                    WasEmployeeMinor = table.Column<long>(type: "INTEGER", nullable: false),
                    WasEmployerMinor = table.Column<long>(type: "INTEGER", nullable: false),
                    NowBaseMinor = table.Column<long>(type: "INTEGER", nullable: true),
                    NowEmployeeMinor = table.Column<long>(type: "INTEGER", nullable: true),
                    NowEmployerMinor = table.Column<long>(type: "INTEGER", nullable: true),
                    DifferenceMinor = table.Column<long>(type: "INTEGER", nullable: false),
                    PackageHash = table.Column<string>(type: "TEXT", maxLength: 64, nullable: false),
                    MonthWasMinor = table.Column<long>(type: "INTEGER", nullable: false),
                    MonthWasBaseMinor = table.Column<long>(type: "INTEGER", nullable: false),
                    LeftOut = table.Column<bool>(type: "INTEGER", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_assessment_differences", x => x.Id);
                    table.ForeignKey(
                        name: "FK_assessment_differences_recalculations_RecalculationId",
                        column: x => x.RecalculationId,
                        principalTable: "recalculations",
                        principalColumn: "Id",
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateIndex(
                name: "IX_contributions_ReceiptId_Reversal_RecalculationId",
                table: "contributions",
                columns: new[] { "ReceiptId", "Reversal", "RecalculationId" },
                unique: true);

            migrationBuilder.CreateIndex(
                name: "IX_assessment_differences_RecalculationId_EmployerNumber_Month",
                table: "assessment_differences",
                columns: new[] { "RecalculationId", "EmployerNumber", "Month" });

            migrationBuilder.CreateIndex(
                name: "IX_assessment_differences_RecalculationId_Kind",
                table: "assessment_differences",
                columns: new[] { "RecalculationId", "Kind" });

            migrationBuilder.CreateIndex(
                name: "IX_assessment_differences_RecalculationId_ReceiptId",
                table: "assessment_differences",
                columns: new[] { "RecalculationId", "ReceiptId" },
                unique: true);

            migrationBuilder.CreateIndex(
                name: "IX_assessment_differences_RecalculationId_ReturnId_Line",
                table: "assessment_differences",
                columns: new[] { "RecalculationId", "ReturnId", "Line" },
                unique: true);

            migrationBuilder.CreateIndex(
                name: "IX_recalculations_InForceId",
                table: "recalculations",
                column: "InForceId");

            migrationBuilder.CreateIndex(
                name: "IX_recalculations_OpenScheme",
                table: "recalculations",
                column: "OpenScheme",
                unique: true);
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "assessment_differences");

            migrationBuilder.DropTable(
                name: "tried_packages");

            migrationBuilder.DropTable(
                name: "recalculations");

            migrationBuilder.DropIndex(
                name: "IX_contributions_ReceiptId_Reversal_RecalculationId",
                table: "contributions");

            migrationBuilder.Sql("ALTER TABLE \"workers\" DROP COLUMN \"District\"");

            migrationBuilder.Sql("ALTER TABLE \"workers\" DROP COLUMN \"Sex\"");

            migrationBuilder.Sql("ALTER TABLE \"contributions\" DROP COLUMN \"RecalculationId\"");

            migrationBuilder.CreateIndex(
                name: "IX_contributions_ReceiptId_Reversal",
                table: "contributions",
                columns: new[] { "ReceiptId", "Reversal" },
                unique: true);
        }
    }
}
