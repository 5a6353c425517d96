using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Spmis.Migrations.PostgreSql.Eligibility
{
    /// <inheritdoc />
    public partial class AwardsLowered : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddColumn<int>(
                name: "LowerFrom",
                schema: "eligibility",
                table: "recalculations",
                type: "integer",
                nullable: true);

            migrationBuilder.AddColumn<DateTime>(
                name: "LoweredAt",
                schema: "eligibility",
                table: "recalculations",
                type: "timestamp with time zone",
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "LoweredBy",
                schema: "eligibility",
                table: "recalculations",
                type: "character varying(200)",
                maxLength: 200,
                nullable: true);
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropColumn(
                name: "LowerFrom",
                schema: "eligibility",
                table: "recalculations");

            migrationBuilder.DropColumn(
                name: "LoweredAt",
                schema: "eligibility",
                table: "recalculations");

            migrationBuilder.DropColumn(
                name: "LoweredBy",
                schema: "eligibility",
                table: "recalculations");
        }
    }
}
