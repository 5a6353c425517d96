using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Spmis.Migrations.PostgreSql.Registration
{
    /// <inheritdoc />
    public partial class Offices : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddColumn<string>(
                name: "Office",
                schema: "registration",
                table: "runs",
                type: "character varying(20)",
                maxLength: 20,
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "Office",
                schema: "registration",
                table: "proposals",
                type: "character varying(20)",
                maxLength: 20,
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "Office",
                schema: "registration",
                table: "persons",
                type: "character varying(20)",
                maxLength: 20,
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "Office",
                schema: "registration",
                table: "employers",
                type: "character varying(20)",
                maxLength: 20,
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "Office",
                schema: "registration",
                table: "areas",
                type: "character varying(20)",
                maxLength: 20,
                nullable: true);

            migrationBuilder.CreateTable(
                name: "offices",
                schema: "registration",
                columns: table => new
                {
                    Code = table.Column<string>(type: "character varying(20)", maxLength: 20, nullable: false),
                    Name = table.Column<string>(type: "character varying(200)", maxLength: 200, nullable: false),
                    ClosedOn = table.Column<DateOnly>(type: "date", nullable: true),
                    Version = table.Column<long>(type: "bigint", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_offices", x => x.Code);
                });

            migrationBuilder.CreateIndex(
                name: "IX_persons_Office_SearchName",
                schema: "registration",
                table: "persons",
                columns: new[] { "Office", "SearchName" });

            migrationBuilder.CreateIndex(
                name: "IX_employers_Office_SearchName",
                schema: "registration",
                table: "employers",
                columns: new[] { "Office", "SearchName" });

            migrationBuilder.CreateIndex(
                name: "IX_areas_Office",
                schema: "registration",
                table: "areas",
                column: "Office");
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "offices",
                schema: "registration");

            migrationBuilder.DropIndex(
                name: "IX_persons_Office_SearchName",
                schema: "registration",
                table: "persons");

            migrationBuilder.DropIndex(
                name: "IX_employers_Office_SearchName",
                schema: "registration",
                table: "employers");

            migrationBuilder.DropIndex(
                name: "IX_areas_Office",
                schema: "registration",
                table: "areas");

            migrationBuilder.DropColumn(
                name: "Office",
                schema: "registration",
                table: "runs");

            migrationBuilder.DropColumn(
                name: "Office",
                schema: "registration",
                table: "proposals");

            migrationBuilder.DropColumn(
                name: "Office",
                schema: "registration",
                table: "persons");

            migrationBuilder.DropColumn(
                name: "Office",
                schema: "registration",
                table: "employers");

            migrationBuilder.DropColumn(
                name: "Office",
                schema: "registration",
                table: "areas");
        }
    }
}
