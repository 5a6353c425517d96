using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Spmis.Migrations.SqlServer.Eligibility
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
                type: "int",
                nullable: true);

            migrationBuilder.AddColumn<DateTime>(
                name: "LoweredAt",
                schema: "eligibility",
                table: "recalculations",
                type: "datetime2",
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "LoweredBy",
                schema: "eligibility",
                table: "recalculations",
                type: "nvarchar(200)",
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
