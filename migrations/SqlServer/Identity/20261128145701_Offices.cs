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
                name: "delegations",
                schema: "identity",
                columns: table => new
                {
                    Id = table.Column<byte[]>(type: "binary(16)", fixedLength: true, maxLength: 16, nullable: false),
                    GiverId = table.Column<byte[]>(type: "binary(16)", fixedLength: true, maxLength: 16, nullable: false),
                    GiverName = table.Column<string>(type: "nvarchar(200)", maxLength: 200, nullable: false),
                    HolderId = table.Column<byte[]>(type: "binary(16)", fixedLength: true, maxLength: 16, nullable: false),
                    HolderName = table.Column<string>(type: "nvarchar(200)", maxLength: 200, nullable: false),
                    Roles = table.Column<string>(type: "nvarchar(200)", maxLength: 200, nullable: false),
                    FromDay = table.Column<DateOnly>(type: "date", nullable: false),
                    ToDay = table.Column<DateOnly>(type: "date", nullable: false),
                    Reason = table.Column<string>(type: "nvarchar(400)", maxLength: 400, nullable: false),
                    GivenAt = table.Column<DateTime>(type: "datetime2", nullable: false),
                    ApprovedBy = table.Column<string>(type: "nvarchar(200)", maxLength: 200, nullable: true),
                    EndedAt = table.Column<DateTime>(type: "datetime2", nullable: true),
                    EndedBy = table.Column<string>(type: "nvarchar(200)", maxLength: 200, nullable: true),
                    Version = table.Column<int>(type: "int", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_delegations", x => x.Id);
                });

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
                name: "IX_delegations_GiverId_ToDay",
                schema: "identity",
                table: "delegations",
                columns: new[] { "GiverId", "ToDay" });

            migrationBuilder.CreateIndex(
                name: "IX_delegations_HolderId_ToDay",
                schema: "identity",
                table: "delegations",
                columns: new[] { "HolderId", "ToDay" });

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
                name: "delegations",
                schema: "identity");

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
