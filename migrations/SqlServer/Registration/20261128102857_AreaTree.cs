using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Spmis.Migrations.SqlServer.Registration
{
    /// <inheritdoc />
    public partial class AreaTree : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddColumn<byte[]>(
                name: "AreaId",
                schema: "registration",
                table: "persons",
                type: "binary(16)",
                fixedLength: true,
                maxLength: 16,
                nullable: true);

            migrationBuilder.AddColumn<byte[]>(
                name: "AreaId",
                schema: "registration",
                table: "employers",
                type: "binary(16)",
                fixedLength: true,
                maxLength: 16,
                nullable: true);

            migrationBuilder.CreateTable(
                name: "area_names",
                schema: "registration",
                columns: table => new
                {
                    Id = table.Column<byte[]>(type: "binary(16)", fixedLength: true, maxLength: 16, nullable: false),
                    AreaId = table.Column<byte[]>(type: "binary(16)", fixedLength: true, maxLength: 16, nullable: false),
                    Name = table.Column<string>(type: "nvarchar(200)", maxLength: 200, nullable: false),
                    SearchName = table.Column<string>(type: "nvarchar(200)", maxLength: 200, nullable: false),
                    Until = table.Column<DateOnly>(type: "date", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_area_names", x => x.Id);
                });

            migrationBuilder.CreateTable(
                name: "areas",
                schema: "registration",
                columns: table => new
                {
                    Id = table.Column<byte[]>(type: "binary(16)", fixedLength: true, maxLength: 16, nullable: false),
                    Code = table.Column<string>(type: "nvarchar(40)", maxLength: 40, nullable: false),
                    Name = table.Column<string>(type: "nvarchar(200)", maxLength: 200, nullable: false),
                    Level = table.Column<string>(type: "nvarchar(60)", maxLength: 60, nullable: false),
                    ParentId = table.Column<byte[]>(type: "binary(16)", fixedLength: true, maxLength: 16, nullable: true),
                    Depth = table.Column<int>(type: "int", nullable: false),
                    Path = table.Column<string>(type: "nvarchar(400)", maxLength: 400, nullable: false),
                    SearchName = table.Column<string>(type: "nvarchar(200)", maxLength: 200, nullable: false),
                    From = table.Column<DateOnly>(type: "date", nullable: true),
                    Until = table.Column<DateOnly>(type: "date", nullable: true),
                    MergedIntoId = table.Column<byte[]>(type: "binary(16)", fixedLength: true, maxLength: 16, nullable: true),
                    SplitFromId = table.Column<byte[]>(type: "binary(16)", fixedLength: true, maxLength: 16, nullable: true),
                    ImportRunId = table.Column<long>(type: "bigint", nullable: true),
                    Version = table.Column<int>(type: "int", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_areas", x => x.Id);
                });

            migrationBuilder.CreateIndex(
                name: "IX_persons_AreaId",
                schema: "registration",
                table: "persons",
                column: "AreaId");

            migrationBuilder.CreateIndex(
                name: "IX_employers_AreaId",
                schema: "registration",
                table: "employers",
                column: "AreaId");

            migrationBuilder.CreateIndex(
                name: "IX_area_names_AreaId",
                schema: "registration",
                table: "area_names",
                column: "AreaId");

            migrationBuilder.CreateIndex(
                name: "IX_area_names_SearchName",
                schema: "registration",
                table: "area_names",
                column: "SearchName");

            migrationBuilder.CreateIndex(
                name: "IX_areas_Code",
                schema: "registration",
                table: "areas",
                column: "Code",
                unique: true);

            migrationBuilder.CreateIndex(
                name: "IX_areas_ParentId_SearchName",
                schema: "registration",
                table: "areas",
                columns: new[] { "ParentId", "SearchName" });

            migrationBuilder.CreateIndex(
                name: "IX_areas_Path",
                schema: "registration",
                table: "areas",
                column: "Path");

            migrationBuilder.CreateIndex(
                name: "IX_areas_SearchName",
                schema: "registration",
                table: "areas",
                column: "SearchName");
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "area_names",
                schema: "registration");

            migrationBuilder.DropTable(
                name: "areas",
                schema: "registration");

            migrationBuilder.DropIndex(
                name: "IX_persons_AreaId",
                schema: "registration",
                table: "persons");

            migrationBuilder.DropIndex(
                name: "IX_employers_AreaId",
                schema: "registration",
                table: "employers");

            migrationBuilder.DropColumn(
                name: "AreaId",
                schema: "registration",
                table: "persons");

            migrationBuilder.DropColumn(
                name: "AreaId",
                schema: "registration",
                table: "employers");
        }
    }
}
