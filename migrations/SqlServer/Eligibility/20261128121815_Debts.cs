using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Spmis.Migrations.SqlServer.Eligibility
{
    /// <inheritdoc />
    public partial class Debts : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.CreateTable(
                name: "debts",
                schema: "eligibility",
                columns: table => new
                {
                    Id = table.Column<byte[]>(type: "binary(16)", fixedLength: true, maxLength: 16, nullable: false),
                    Number = table.Column<string>(type: "nvarchar(20)", maxLength: 20, nullable: false),
                    AwardId = table.Column<byte[]>(type: "binary(16)", fixedLength: true, maxLength: 16, nullable: false),
                    AwardNumber = table.Column<string>(type: "nvarchar(40)", maxLength: 40, nullable: false),
                    Scheme = table.Column<string>(type: "nvarchar(60)", maxLength: 60, nullable: false),
                    Currency = table.Column<string>(type: "nvarchar(3)", maxLength: 3, nullable: false),
                    PersonNumber = table.Column<string>(type: "nvarchar(40)", maxLength: 40, nullable: false),
                    RecalculationId = table.Column<long>(type: "bigint", nullable: true),
                    FromMonth = table.Column<int>(type: "int", nullable: false),
                    ThroughMonth = table.Column<int>(type: "int", nullable: false),
                    AmountMinor = table.Column<long>(type: "bigint", nullable: false),
                    Reason = table.Column<string>(type: "nvarchar(1000)", maxLength: 1000, nullable: false),
                    OpenedAt = table.Column<DateTime>(type: "datetime2", nullable: false),
                    OpenedBy = table.Column<string>(type: "nvarchar(200)", maxLength: 200, nullable: false),
                    WaivedMinor = table.Column<long>(type: "bigint", nullable: false),
                    RepaidMinor = table.Column<long>(type: "bigint", nullable: false),
                    RecoveredMinor = table.Column<long>(type: "bigint", nullable: false),
                    PlanAward = table.Column<string>(type: "nvarchar(40)", maxLength: 40, nullable: true),
                    PlanMonthlyMinor = table.Column<long>(type: "bigint", nullable: true),
                    PlanBasisPoints = table.Column<int>(type: "int", nullable: true),
                    PlanFloorMinor = table.Column<long>(type: "bigint", nullable: false),
                    PlanFrom = table.Column<int>(type: "int", nullable: true),
                    PlannedAt = table.Column<DateTime>(type: "datetime2", nullable: true),
                    PlannedBy = table.Column<string>(type: "nvarchar(200)", maxLength: 200, nullable: true),
                    Version = table.Column<int>(type: "int", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_debts", x => x.Id);
                    table.ForeignKey(
                        name: "FK_debts_recalculations_RecalculationId",
                        column: x => x.RecalculationId,
                        principalSchema: "eligibility",
                        principalTable: "recalculations",
                        principalColumn: "Id",
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateTable(
                name: "debt_recoveries",
                schema: "eligibility",
                columns: table => new
                {
                    DebtId = table.Column<byte[]>(type: "binary(16)", fixedLength: true, maxLength: 16, nullable: false),
                    AwardId = table.Column<byte[]>(type: "binary(16)", fixedLength: true, maxLength: 16, nullable: false),
                    Component = table.Column<string>(type: "nvarchar(60)", maxLength: 60, nullable: false),
                    Month = table.Column<int>(type: "int", nullable: false),
                    Attempt = table.Column<int>(type: "int", nullable: false),
                    Outcome = table.Column<string>(type: "nvarchar(20)", maxLength: 20, nullable: false),
                    AmountMinor = table.Column<long>(type: "bigint", nullable: false),
                    On = table.Column<DateOnly>(type: "date", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_debt_recoveries", x => new { x.DebtId, x.AwardId, x.Component, x.Month });
                    table.ForeignKey(
                        name: "FK_debt_recoveries_debts_DebtId",
                        column: x => x.DebtId,
                        principalSchema: "eligibility",
                        principalTable: "debts",
                        principalColumn: "Id",
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateTable(
                name: "debt_reductions",
                schema: "eligibility",
                columns: table => new
                {
                    DebtId = table.Column<byte[]>(type: "binary(16)", fixedLength: true, maxLength: 16, nullable: false),
                    Reference = table.Column<string>(type: "nvarchar(100)", maxLength: 100, nullable: false),
                    Kind = table.Column<string>(type: "nvarchar(40)", maxLength: 40, nullable: false),
                    AmountMinor = table.Column<long>(type: "bigint", nullable: false),
                    Reason = table.Column<string>(type: "nvarchar(1000)", maxLength: 1000, nullable: false),
                    At = table.Column<DateTime>(type: "datetime2", nullable: false),
                    By = table.Column<string>(type: "nvarchar(200)", maxLength: 200, nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_debt_reductions", x => new { x.DebtId, x.Reference });
                    table.ForeignKey(
                        name: "FK_debt_reductions_debts_DebtId",
                        column: x => x.DebtId,
                        principalSchema: "eligibility",
                        principalTable: "debts",
                        principalColumn: "Id",
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateIndex(
                name: "IX_debts_AwardId",
                schema: "eligibility",
                table: "debts",
                column: "AwardId");

            migrationBuilder.CreateIndex(
                name: "IX_debts_Number",
                schema: "eligibility",
                table: "debts",
                column: "Number",
                unique: true);

            migrationBuilder.CreateIndex(
                name: "IX_debts_PersonNumber",
                schema: "eligibility",
                table: "debts",
                column: "PersonNumber");

            migrationBuilder.CreateIndex(
                name: "IX_debts_RecalculationId_AwardId",
                schema: "eligibility",
                table: "debts",
                columns: new[] { "RecalculationId", "AwardId" },
                unique: true,
                filter: "[RecalculationId] IS NOT NULL");
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "debt_recoveries",
                schema: "eligibility");

            migrationBuilder.DropTable(
                name: "debt_reductions",
                schema: "eligibility");

            migrationBuilder.DropTable(
                name: "debts",
                schema: "eligibility");
        }
    }
}
