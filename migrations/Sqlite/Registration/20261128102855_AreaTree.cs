using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Spmis.Migrations.Sqlite.Registration
{
    /// <inheritdoc />
    public partial class AreaTree : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddColumn<byte[]>(
                name: "AreaId",
                table: "persons",
                type: "BLOB",
                fixedLength: true,
                maxLength: 16,
                nullable: true);

            migrationBuilder.AddColumn<byte[]>(
                name: "AreaId",
                table: "employers",
                type: "BLOB",
                fixedLength: true,
                maxLength: 16,
                nullable: true);

            migrationBuilder.CreateTable(
                name: "area_names",
                columns: table => new
                {
                    Id = table.Column<byte[]>(type: "BLOB", fixedLength: true, maxLength: 16, nullable: false),
                    AreaId = table.Column<byte[]>(type: "BLOB", fixedLength: true, maxLength: 16, nullable: false),
                    Name = table.Column<string>(type: "TEXT", maxLength: 200, nullable: false),
                    SearchName = table.Column<string>(type: "TEXT", maxLength: 200, nullable: false),
                    Until = table.Column<DateOnly>(type: "TEXT", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_area_names", x => x.Id);
                });

            migrationBuilder.CreateTable(
                name: "areas",
                columns: table => new
                {
                    Id = table.Column<byte[]>(type: "BLOB", fixedLength: true, maxLength: 16, nullable: false),
                    Code = table.Column<string>(type: "TEXT", maxLength: 40, nullable: false),
                    Name = table.Column<string>(type: "TEXT", maxLength: 200, nullable: false),
                    Level = table.Column<string>(type: "TEXT", maxLength: 60, nullable: false),
                    ParentId = table.Column<byte[]>(type: "BLOB", fixedLength: true, maxLength: 16, nullable: true),
                    Depth = table.Column<int>(type: "INTEGER", nullable: false),
                    Path = table.Column<string>(type: "TEXT", maxLength: 400, nullable: false),
                    SearchName = table.Column<string>(type: "TEXT", maxLength: 200, nullable: false),
                    From = table.Column<DateOnly>(type: "TEXT", nullable: true),
                    Until = table.Column<DateOnly>(type: "TEXT", nullable: true),
                    MergedIntoId = table.Column<byte[]>(type: "BLOB", fixedLength: true, maxLength: 16, nullable: true),
                    SplitFromId = table.Column<byte[]>(type: "BLOB", fixedLength: true, maxLength: 16, nullable: true),
                    ImportRunId = table.Column<long>(type: "INTEGER", nullable: true),
                    Version = table.Column<int>(type: "INTEGER", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_areas", x => x.Id);
                });

            migrationBuilder.CreateIndex(
                name: "IX_persons_AreaId",
                table: "persons",
                column: "AreaId");

            migrationBuilder.CreateIndex(
                name: "IX_employers_AreaId",
                table: "employers",
                column: "AreaId");

            migrationBuilder.CreateIndex(
                name: "IX_area_names_AreaId",
                table: "area_names",
                column: "AreaId");

            migrationBuilder.CreateIndex(
                name: "IX_area_names_SearchName",
                table: "area_names",
                column: "SearchName");

            migrationBuilder.CreateIndex(
                name: "IX_areas_Code",
                table: "areas",
                column: "Code",
                unique: true);

            migrationBuilder.CreateIndex(
                name: "IX_areas_ParentId_SearchName",
                table: "areas",
                columns: new[] { "ParentId", "SearchName" });

            migrationBuilder.CreateIndex(
                name: "IX_areas_Path",
                table: "areas",
                column: "Path");

            migrationBuilder.CreateIndex(
                name: "IX_areas_SearchName",
                table: "areas",
                column: "SearchName");
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "area_names");

            migrationBuilder.DropTable(
                name: "areas");

            migrationBuilder.DropIndex(
                name: "IX_persons_AreaId",
                table: "persons");

            migrationBuilder.DropIndex(
                name: "IX_employers_AreaId",
                table: "employers");

            migrationBuilder.Sql("ALTER TABLE \"persons\" DROP COLUMN \"AreaId\"");

            migrationBuilder.Sql("ALTER TABLE \"employers\" DROP COLUMN \"AreaId\"");
        }
    }
}
