using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Spmis.Migrations.SqlServer.Identity
{
    /// <inheritdoc />
    public partial class Offices : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddColumn<string>(
                name: "Office",
                schema: "identity",
                table: "runs",
                type: "nvarchar(20)",
                maxLength: 20,
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "Office",
                schema: "identity",
                table: "proposals",
                type: "nvarchar(20)",
                maxLength: 20,
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "Office",
                schema: "identity",
                table: "clients",
                type: "nvarchar(20)",
                maxLength: 20,
                nullable: true);

            migrationBuilder.CreateTable(
                name: "offices",
                schema: "identity",
                columns: table => new
                {
                    Code = table.Column<string>(type: "nvarchar(20)", maxLength: 20, nullable: false),
                    Name = table.Column<string>(type: "nvarchar(200)", maxLength: 200, nullable: false),
                    ParentCode = table.Column<string>(type: "nvarchar(20)", maxLength: 20, nullable: true),
                    Nation = table.Column<bool>(type: "bit", nullable: false),
                    OpenedOn = table.Column<DateOnly>(type: "date", nullable: false),
                    ClosedOn = table.Column<DateOnly>(type: "date", nullable: true),
                    Version = table.Column<long>(type: "bigint", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_offices", x => x.Code);
                });

            migrationBuilder.CreateIndex(
                name: "IX_offices_ParentCode",
                schema: "identity",
                table: "offices",
                column: "ParentCode");

            // An office was a word on the account until now: each becomes an office that sees the nation, as its people did.
            migrationBuilder.Sql("UPDATE [identity].[users] SET [Office] = left(upper(trim([Office])), 20) WHERE [Office] IS NOT NULL;");
            migrationBuilder.Sql("INSERT INTO [identity].[offices] ([Code], [Name], [Nation], [OpenedOn], [Version]) SELECT DISTINCT [Office], [Office], CAST(1 AS bit), CAST('2026-01-01' AS date), 1 FROM [identity].[users] WHERE [Office] IS NOT NULL;");
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "offices",
                schema: "identity");

            migrationBuilder.DropColumn(
                name: "Office",
                schema: "identity",
                table: "runs");

            migrationBuilder.DropColumn(
                name: "Office",
                schema: "identity",
                table: "proposals");

            migrationBuilder.DropColumn(
                name: "Office",
                schema: "identity",
                table: "clients");
        }
    }
}
