using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Spmis.Migrations.SqlServer.Contributions
{
    /// <inheritdoc />
    public partial class ReturnDrafts : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.CreateTable(
                name: "return_draft_lines",
                schema: "contributions",
                columns: table => new
                {
                    DraftId = table.Column<byte[]>(type: "binary(16)", fixedLength: true, maxLength: 16, nullable: false),
                    Line = table.Column<int>(type: "int", nullable: false),
                    PersonId = table.Column<byte[]>(type: "binary(16)", fixedLength: true, maxLength: 16, nullable: true),
                    WorkerNumber = table.Column<string>(type: "nvarchar(60)", maxLength: 60, nullable: false),
                    NationalId = table.Column<string>(type: "nvarchar(60)", maxLength: 60, nullable: false),
                    GivenName = table.Column<string>(type: "nvarchar(100)", maxLength: 100, nullable: false),
                    FamilyName = table.Column<string>(type: "nvarchar(100)", maxLength: 100, nullable: false),
                    BornOn = table.Column<string>(type: "nvarchar(30)", maxLength: 30, nullable: false),
                    Wage = table.Column<string>(type: "nvarchar(40)", maxLength: 40, nullable: false),
                    StartedOn = table.Column<string>(type: "nvarchar(30)", maxLength: 30, nullable: false),
                    LeftOn = table.Column<string>(type: "nvarchar(30)", maxLength: 30, nullable: false),
                    LeftOut = table.Column<bool>(type: "bit", nullable: false),
                    WasWageMinor = table.Column<long>(type: "bigint", nullable: true),
                    WasLeftOn = table.Column<DateOnly>(type: "date", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_return_draft_lines", x => new { x.DraftId, x.Line });
                });

            migrationBuilder.CreateTable(
                name: "return_drafts",
                schema: "contributions",
                columns: table => new
                {
                    Id = table.Column<byte[]>(type: "binary(16)", fixedLength: true, maxLength: 16, nullable: false),
                    EmployerId = table.Column<byte[]>(type: "binary(16)", fixedLength: true, maxLength: 16, nullable: false),
                    EmployerNumber = table.Column<string>(type: "nvarchar(40)", maxLength: 40, nullable: false),
                    Scheme = table.Column<string>(type: "nvarchar(60)", maxLength: 60, nullable: false),
                    Month = table.Column<int>(type: "int", nullable: false),
                    Kind = table.Column<string>(type: "nvarchar(40)", maxLength: 40, nullable: false),
                    CopiedFrom = table.Column<int>(type: "int", nullable: true),
                    StartedAt = table.Column<DateTime>(type: "datetime2", nullable: false),
                    ChangedAt = table.Column<DateTime>(type: "datetime2", nullable: false),
                    ChangedBy = table.Column<string>(type: "nvarchar(200)", maxLength: 200, nullable: false),
                    Open = table.Column<string>(type: "nvarchar(10)", maxLength: 10, nullable: true),
                    SubmittedAt = table.Column<DateTime>(type: "datetime2", nullable: true),
                    ReturnId = table.Column<byte[]>(type: "binary(16)", fixedLength: true, maxLength: 16, nullable: true),
                    Version = table.Column<int>(type: "int", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_return_drafts", x => x.Id);
                });

            migrationBuilder.CreateIndex(
                name: "IX_return_drafts_EmployerId_Month_Scheme_Open",
                schema: "contributions",
                table: "return_drafts",
                columns: new[] { "EmployerId", "Month", "Scheme", "Open" },
                unique: true,
                filter: "[Open] IS NOT NULL");

            migrationBuilder.CreateIndex(
                name: "IX_return_drafts_EmployerNumber_Open",
                schema: "contributions",
                table: "return_drafts",
                columns: new[] { "EmployerNumber", "Open" });
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "return_draft_lines",
                schema: "contributions");

            migrationBuilder.DropTable(
                name: "return_drafts",
                schema: "contributions");
        }
    }
}
