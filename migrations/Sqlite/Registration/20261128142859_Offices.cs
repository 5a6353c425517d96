using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Spmis.Migrations.Sqlite.Registration
{
    /// <inheritdoc />
    public partial class Offices : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddColumn<string>(
                name: "Office",
                table: "runs",
                type: "TEXT",
                maxLength: 20,
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "Office",
                table: "proposals",
                type: "TEXT",
                maxLength: 20,
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "Office",
                table: "persons",
                type: "TEXT",
                maxLength: 20,
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "Office",
                table: "employers",
                type: "TEXT",
                maxLength: 20,
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "Office",
                table: "areas",
                type: "TEXT",
                maxLength: 20,
                nullable: true);

            migrationBuilder.CreateTable(
                name: "offices",
                columns: table => new
                {
                    Code = table.Column<string>(type: "TEXT", maxLength: 20, nullable: false),
                    Name = table.Column<string>(type: "TEXT", maxLength: 200, nullable: false),
                    ClosedOn = table.Column<DateOnly>(type: "TEXT", nullable: true),
                    Version = table.Column<long>(type: "INTEGER", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_offices", x => x.Code);
                });

            migrationBuilder.CreateIndex(
                name: "IX_persons_Office_SearchName",
                table: "persons",
                columns: new[] { "Office", "SearchName" });

            migrationBuilder.CreateIndex(
                name: "IX_employers_Office_SearchName",
                table: "employers",
                columns: new[] { "Office", "SearchName" });

            migrationBuilder.CreateIndex(
                name: "IX_areas_Office",
                table: "areas",
                column: "Office");
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "offices");

            migrationBuilder.DropIndex(
                name: "IX_persons_Office_SearchName",
                table: "persons");

            migrationBuilder.DropIndex(
                name: "IX_employers_Office_SearchName",
                table: "employers");

            migrationBuilder.DropIndex(
                name: "IX_areas_Office",
                table: "areas");

            migrationBuilder.Sql("ALTER TABLE \"runs\" DROP COLUMN \"Office\"");

            migrationBuilder.Sql("ALTER TABLE \"proposals\" DROP COLUMN \"Office\"");

            migrationBuilder.Sql("ALTER TABLE \"persons\" DROP COLUMN \"Office\"");

            migrationBuilder.Sql("ALTER TABLE \"employers\" DROP COLUMN \"Office\"");

            migrationBuilder.Sql("ALTER TABLE \"areas\" DROP COLUMN \"Office\"");
        }
    }
}
