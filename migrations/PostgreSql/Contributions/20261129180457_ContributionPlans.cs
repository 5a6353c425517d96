using System;
using Microsoft.EntityFrameworkCore.Migrations;
using Npgsql.EntityFrameworkCore.PostgreSQL.Metadata;

#nullable disable

namespace Spmis.Migrations.PostgreSql.Contributions
{
    /// <inheritdoc />
    public partial class ContributionPlans : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.CreateTable(
                name: "contribution_plans",
                schema: "contributions",
                columns: table => new
                {
                    Id = table.Column<Guid>(type: "uuid", nullable: false),
                    PersonId = table.Column<Guid>(type: "uuid", nullable: false),
                    DeclaredPersonId = table.Column<Guid>(type: "uuid", nullable: false),
                    Scheme = table.Column<string>(type: "character varying(60)", maxLength: 60, nullable: false),
                    Currency = table.Column<string>(type: "character varying(3)", maxLength: 3, nullable: false),
                    From = table.Column<int>(type: "integer", nullable: false),
                    Until = table.Column<int>(type: "integer", nullable: true),
                    Open = table.Column<bool>(type: "boolean", nullable: true),
                    IncomeMinor = table.Column<long>(type: "bigint", nullable: true),
                    Class = table.Column<string>(type: "character varying(40)", maxLength: 40, nullable: true),
                    Periodicity = table.Column<string>(type: "character varying(40)", maxLength: 40, nullable: true),
                    ChosenAt = table.Column<DateTime>(type: "timestamp with time zone", nullable: false),
                    ChosenBy = table.Column<string>(type: "character varying(100)", maxLength: 100, nullable: false),
                    Version = table.Column<long>(type: "bigint", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_contribution_plans", x => x.Id);
                });

            migrationBuilder.CreateTable(
                name: "plan_months",
                schema: "contributions",
                columns: table => new
                {
                    Id = table.Column<long>(type: "bigint", nullable: false)
                        .Annotation("Npgsql:ValueGenerationStrategy", NpgsqlValueGenerationStrategy.IdentityByDefaultColumn),
                    PlanId = table.Column<Guid>(type: "uuid", nullable: false),
                    PersonId = table.Column<Guid>(type: "uuid", nullable: false),
                    DeclaredPersonId = table.Column<Guid>(type: "uuid", nullable: false),
                    Scheme = table.Column<string>(type: "character varying(60)", maxLength: 60, nullable: false),
                    Month = table.Column<int>(type: "integer", nullable: false),
                    PeriodFirst = table.Column<int>(type: "integer", nullable: false),
                    PackageHash = table.Column<string>(type: "character varying(64)", maxLength: 64, nullable: false),
                    IncomeMinor = table.Column<long>(type: "bigint", nullable: true),
                    Class = table.Column<string>(type: "character varying(40)", maxLength: 40, nullable: true),
                    Periodicity = table.Column<string>(type: "character varying(40)", maxLength: 40, nullable: true),
                    PriceMinor = table.Column<long>(type: "bigint", nullable: false),
                    BaseMinor = table.Column<long>(type: "bigint", nullable: false),
                    BoughtOn = table.Column<DateOnly>(type: "date", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_plan_months", x => x.Id);
                });

            migrationBuilder.CreateIndex(
                name: "IX_contribution_plans_DeclaredPersonId_Scheme_Open",
                schema: "contributions",
                table: "contribution_plans",
                columns: new[] { "DeclaredPersonId", "Scheme", "Open" },
                unique: true);

            migrationBuilder.CreateIndex(
                name: "IX_contribution_plans_PersonId",
                schema: "contributions",
                table: "contribution_plans",
                column: "PersonId");

            migrationBuilder.CreateIndex(
                name: "IX_plan_months_DeclaredPersonId_Scheme_Month",
                schema: "contributions",
                table: "plan_months",
                columns: new[] { "DeclaredPersonId", "Scheme", "Month" },
                unique: true);

            migrationBuilder.CreateIndex(
                name: "IX_plan_months_PersonId_Scheme_Month",
                schema: "contributions",
                table: "plan_months",
                columns: new[] { "PersonId", "Scheme", "Month" });

            migrationBuilder.CreateIndex(
                name: "IX_plan_months_PlanId",
                schema: "contributions",
                table: "plan_months",
                column: "PlanId");
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "contribution_plans",
                schema: "contributions");

            migrationBuilder.DropTable(
                name: "plan_months",
                schema: "contributions");
        }
    }
}
