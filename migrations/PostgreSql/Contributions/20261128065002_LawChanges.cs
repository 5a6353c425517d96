using System;
using Microsoft.EntityFrameworkCore.Migrations;
using Npgsql.EntityFrameworkCore.PostgreSQL.Metadata;

#nullable disable

namespace Spmis.Migrations.PostgreSql.Contributions
{
    /// <inheritdoc />
    public partial class LawChanges : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropIndex(
                name: "IX_contributions_ReceiptId_Reversal",
                schema: "contributions",
                table: "contributions");

            migrationBuilder.AddColumn<string>(
                name: "District",
                schema: "contributions",
                table: "workers",
                type: "character varying(200)",
                maxLength: 200,
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "Sex",
                schema: "contributions",
                table: "workers",
                type: "character varying(1)",
                maxLength: 1,
                nullable: true);

            migrationBuilder.AddColumn<long>(
                name: "RecalculationId",
                schema: "contributions",
                table: "contributions",
                type: "bigint",
                nullable: false,
                defaultValue: 0L);

            migrationBuilder.CreateTable(
                name: "recalculations",
                schema: "contributions",
                columns: table => new
                {
                    Id = table.Column<long>(type: "bigint", nullable: false)
                        .Annotation("Npgsql:ValueGenerationStrategy", NpgsqlValueGenerationStrategy.IdentityByDefaultColumn),
                    Scheme = table.Column<string>(type: "character varying(60)", maxLength: 60, nullable: false),
                    InForceId = table.Column<long>(type: "bigint", nullable: false),
                    PackageVersion = table.Column<string>(type: "character varying(40)", maxLength: 40, nullable: false),
                    FromMonth = table.Column<int>(type: "integer", nullable: false),
                    ThroughMonth = table.Column<int>(type: "integer", nullable: false),
                    Currency = table.Column<string>(type: "character varying(3)", maxLength: 3, nullable: false),
                    OpenScheme = table.Column<string>(type: "character varying(60)", maxLength: 60, nullable: true),
                    RunId = table.Column<long>(type: "bigint", nullable: true),
                    StartedAt = table.Column<DateTime>(type: "timestamp with time zone", nullable: false),
                    StartedBy = table.Column<string>(type: "character varying(200)", maxLength: 200, nullable: false),
                    LastContributionId = table.Column<long>(type: "bigint", nullable: false),
                    Waiting = table.Column<int>(type: "integer", nullable: false),
                    Rows = table.Column<long>(type: "bigint", nullable: false),
                    Missed = table.Column<long>(type: "bigint", nullable: false),
                    Differences = table.Column<int>(type: "integer", nullable: false),
                    ByHand = table.Column<int>(type: "integer", nullable: false),
                    MoreMinor = table.Column<long>(type: "bigint", nullable: false),
                    LessMinor = table.Column<long>(type: "bigint", nullable: false),
                    FinishedAt = table.Column<DateTime>(type: "timestamp with time zone", nullable: true),
                    ApprovedAt = table.Column<DateTime>(type: "timestamp with time zone", nullable: true),
                    ApprovedBy = table.Column<string>(type: "character varying(200)", maxLength: 200, nullable: true),
                    GivenUpAt = table.Column<DateTime>(type: "timestamp with time zone", nullable: true),
                    DueOn = table.Column<DateOnly>(type: "date", nullable: true),
                    PostedAt = table.Column<DateTime>(type: "timestamp with time zone", nullable: true),
                    LeftOut = table.Column<int>(type: "integer", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_recalculations", x => x.Id);
                });

            migrationBuilder.CreateTable(
                name: "tried_packages",
                schema: "contributions",
                columns: table => new
                {
                    WhatIfId = table.Column<long>(type: "bigint", nullable: false),
                    Scheme = table.Column<string>(type: "character varying(60)", maxLength: 60, nullable: false),
                    Hash = table.Column<string>(type: "character varying(64)", maxLength: 64, nullable: false),
                    Files = table.Column<string>(type: "text", maxLength: -1, nullable: false),
                    FromMonth = table.Column<int>(type: "integer", nullable: false),
                    Months = table.Column<int>(type: "integer", nullable: false),
                    LastContributionId = table.Column<long>(type: "bigint", nullable: false),
                    RunId = table.Column<long>(type: "bigint", nullable: true),
                    AskedAt = table.Column<DateTime>(type: "timestamp with time zone", nullable: false),
                    Cases = table.Column<int>(type: "integer", nullable: false),
                    Figures = table.Column<string>(type: "text", maxLength: -1, nullable: false),
                    FinishedAt = table.Column<DateTime>(type: "timestamp with time zone", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_tried_packages", x => x.WhatIfId);
                });

            migrationBuilder.CreateTable(
                name: "assessment_differences",
                schema: "contributions",
                columns: table => new
                {
                    Id = table.Column<long>(type: "bigint", nullable: false)
                        .Annotation("Npgsql:ValueGenerationStrategy", NpgsqlValueGenerationStrategy.IdentityByDefaultColumn),
                    RecalculationId = table.Column<long>(type: "bigint", nullable: false),
                    PersonId = table.Column<Guid>(type: "uuid", nullable: false),
                    DeclaredPersonId = table.Column<Guid>(type: "uuid", nullable: false),
                    PersonNumber = table.Column<string>(type: "character varying(40)", maxLength: 40, nullable: false),
                    EmployerId = table.Column<Guid>(type: "uuid", nullable: true),
                    EmployerNumber = table.Column<string>(type: "character varying(40)", maxLength: 40, nullable: false),
                    Month = table.Column<int>(type: "integer", nullable: false),
                    ReturnId = table.Column<Guid>(type: "uuid", nullable: true),
                    Line = table.Column<long>(type: "bigint", nullable: true),
                    ReceiptId = table.Column<Guid>(type: "uuid", nullable: true),
                    Kind = table.Column<string>(type: "character varying(40)", maxLength: 40, nullable: false),
                    WageMinor = table.Column<long>(type: "bigint", nullable: false),
                    WasBaseMinor = table.Column<long>(type: "bigint", nullable: false),
                    WasEmployeeMinor = table.Column<long>(type: "bigint", nullable: false),
                    WasEmployerMinor = table.Column<long>(type: "bigint", nullable: false),
                    NowBaseMinor = table.Column<long>(type: "bigint", nullable: true),
                    NowEmployeeMinor = table.Column<long>(type: "bigint", nullable: true),
                    NowEmployerMinor = table.Column<long>(type: "bigint", nullable: true),
                    DifferenceMinor = table.Column<long>(type: "bigint", nullable: false),
                    PackageHash = table.Column<string>(type: "character varying(64)", maxLength: 64, nullable: false),
                    MonthWasMinor = table.Column<long>(type: "bigint", nullable: false),
                    MonthWasBaseMinor = table.Column<long>(type: "bigint", nullable: false),
                    LeftOut = table.Column<bool>(type: "boolean", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_assessment_differences", x => x.Id);
                    table.ForeignKey(
                        name: "FK_assessment_differences_recalculations_RecalculationId",
                        column: x => x.RecalculationId,
                        principalSchema: "contributions",
                        principalTable: "recalculations",
                        principalColumn: "Id",
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateIndex(
                name: "IX_contributions_ReceiptId_Reversal_RecalculationId",
                schema: "contributions",
                table: "contributions",
                columns: new[] { "ReceiptId", "Reversal", "RecalculationId" },
                unique: true);

            migrationBuilder.CreateIndex(
                name: "IX_assessment_differences_RecalculationId_EmployerNumber_Month",
                schema: "contributions",
                table: "assessment_differences",
                columns: new[] { "RecalculationId", "EmployerNumber", "Month" });

            migrationBuilder.CreateIndex(
                name: "IX_assessment_differences_RecalculationId_Kind",
                schema: "contributions",
                table: "assessment_differences",
                columns: new[] { "RecalculationId", "Kind" });

            migrationBuilder.CreateIndex(
                name: "IX_assessment_differences_RecalculationId_ReceiptId",
                schema: "contributions",
                table: "assessment_differences",
                columns: new[] { "RecalculationId", "ReceiptId" },
                unique: true);

            migrationBuilder.CreateIndex(
                name: "IX_assessment_differences_RecalculationId_ReturnId_Line",
                schema: "contributions",
                table: "assessment_differences",
                columns: new[] { "RecalculationId", "ReturnId", "Line" },
                unique: true);

            migrationBuilder.CreateIndex(
                name: "IX_recalculations_InForceId",
                schema: "contributions",
                table: "recalculations",
                column: "InForceId");

            migrationBuilder.CreateIndex(
                name: "IX_recalculations_OpenScheme",
                schema: "contributions",
                table: "recalculations",
                column: "OpenScheme",
                unique: true);
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "assessment_differences",
                schema: "contributions");

            migrationBuilder.DropTable(
                name: "tried_packages",
                schema: "contributions");

            migrationBuilder.DropTable(
                name: "recalculations",
                schema: "contributions");

            migrationBuilder.DropIndex(
                name: "IX_contributions_ReceiptId_Reversal_RecalculationId",
                schema: "contributions",
                table: "contributions");

            migrationBuilder.DropColumn(
                name: "District",
                schema: "contributions",
                table: "workers");

            migrationBuilder.DropColumn(
                name: "Sex",
                schema: "contributions",
                table: "workers");

            migrationBuilder.DropColumn(
                name: "RecalculationId",
                schema: "contributions",
                table: "contributions");

            migrationBuilder.CreateIndex(
                name: "IX_contributions_ReceiptId_Reversal",
                schema: "contributions",
                table: "contributions",
                columns: new[] { "ReceiptId", "Reversal" },
                unique: true);
        }
    }
}
