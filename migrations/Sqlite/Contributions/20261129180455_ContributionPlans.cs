using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Spmis.Migrations.Sqlite.Contributions
{
    /// <inheritdoc />
    public partial class ContributionPlans : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.CreateTable(
                name: "contribution_plans",
                columns: table => new
                {
                    Id = table.Column<byte[]>(type: "BLOB", fixedLength: true, maxLength: 16, nullable: false),
                    PersonId = table.Column<byte[]>(type: "BLOB", fixedLength: true, maxLength: 16, nullable: false),
                    DeclaredPersonId = table.Column<byte[]>(type: "BLOB", fixedLength: true, maxLength: 16, nullable: false),
                    Scheme = table.Column<string>(type: "TEXT", maxLength: 60, nullable: false),
                    Currency = table.Column<string>(type: "TEXT", maxLength: 3, nullable: false),
                    From = table.Column<int>(type: "INTEGER", nullable: false),
                    Until = table.Column<int>(type: "INTEGER", nullable: true),
                    Open = table.Column<bool>(type: "INTEGER", nullable: true),
                    IncomeMinor = table.Column<long>(type: "INTEGER", nullable: true),
                    Class = table.Column<string>(type: "TEXT", maxLength: 40, nullable: true),
                    Periodicity = table.Column<string>(type: "TEXT", maxLength: 40, nullable: true),
                    ChosenAt = table.Column<DateTime>(type: "TEXT", nullable: false),
                    ChosenBy = table.Column<string>(type: "TEXT", maxLength: 100, nullable: false),
                    Version = table.Column<long>(type: "INTEGER", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_contribution_plans", x => x.Id);
                });

            migrationBuilder.CreateTable(
                name: "plan_months",
                columns: table => new
                {
                    Id = table.Column<long>(type: "INTEGER", nullable: false)
                        .Annotation("Sqlite:Autoincrement", true),
                    PlanId = table.Column<byte[]>(type: "BLOB", fixedLength: true, maxLength: 16, nullable: false),
                    PersonId = table.Column<byte[]>(type: "BLOB", fixedLength: true, maxLength: 16, nullable: false),
                    DeclaredPersonId = table.Column<byte[]>(type: "BLOB", fixedLength: true, maxLength: 16, nullable: false),
                    Scheme = table.Column<string>(type: "TEXT", maxLength: 60, nullable: false),
                    Month = table.Column<int>(type: "INTEGER", nullable: false),
                    PeriodFirst = table.Column<int>(type: "INTEGER", nullable: false),
                    PackageHash = table.Column<string>(type: "TEXT", maxLength: 64, nullable: false),
                    IncomeMinor = table.Column<long>(type: "INTEGER", nullable: true),
                    Class = table.Column<string>(type: "TEXT", maxLength: 40, nullable: true),
                    Periodicity = table.Column<string>(type: "TEXT", maxLength: 40, nullable: true),
                    PriceMinor = table.Column<long>(type: "INTEGER", nullable: false),
                    BaseMinor = table.Column<long>(type: "INTEGER", nullable: false),
                    BoughtOn = table.Column<DateOnly>(type: "TEXT", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_plan_months", x => x.Id);
                });

            migrationBuilder.CreateIndex(
                name: "IX_contribution_plans_DeclaredPersonId_Scheme_Open",
                table: "contribution_plans",
                columns: new[] { "DeclaredPersonId", "Scheme", "Open" },
                unique: true);

            migrationBuilder.CreateIndex(
                name: "IX_contribution_plans_PersonId",
                table: "contribution_plans",
                column: "PersonId");

            migrationBuilder.CreateIndex(
                name: "IX_plan_months_DeclaredPersonId_Scheme_Month",
                table: "plan_months",
                columns: new[] { "DeclaredPersonId", "Scheme", "Month" },
                unique: true);

            migrationBuilder.CreateIndex(
                name: "IX_plan_months_PersonId_Scheme_Month",
                table: "plan_months",
                columns: new[] { "PersonId", "Scheme", "Month" });

            migrationBuilder.CreateIndex(
                name: "IX_plan_months_PlanId",
                table: "plan_months",
                column: "PlanId");
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "contribution_plans");

            migrationBuilder.DropTable(
                name: "plan_months");
        }
    }
}
