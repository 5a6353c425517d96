using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Spmis.Migrations.Sqlite.Eligibility
{
    /// <inheritdoc />
    public partial class AwardsLowered : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddColumn<int>(
                name: "LowerFrom",
                table: "recalculations",
                type: "INTEGER",
                nullable: true);

            migrationBuilder.AddColumn<DateTime>(
                name: "LoweredAt",
                table: "recalculations",
                type: "TEXT",
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "LoweredBy",
                table: "recalculations",
                type: "TEXT",
                maxLength: 200,
                nullable: true);
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.Sql("ALTER TABLE \"recalculations\" DROP COLUMN \"LowerFrom\"");

            migrationBuilder.Sql("ALTER TABLE \"recalculations\" DROP COLUMN \"LoweredAt\"");

            migrationBuilder.Sql("ALTER TABLE \"recalculations\" DROP COLUMN \"LoweredBy\"");
        }
    }
}
