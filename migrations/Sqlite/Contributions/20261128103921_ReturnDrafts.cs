using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Spmis.Migrations.Sqlite.Contributions
{
    /// <inheritdoc />
    public partial class ReturnDrafts : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.CreateTable(
                name: "return_draft_lines",
                columns: table => new
                {
                    DraftId = table.Column<byte[]>(type: "BLOB", fixedLength: true, maxLength: 16, nullable: false),
                    Line = table.Column<int>(type: "INTEGER", nullable: false),
                    PersonId = table.Column<byte[]>(type: "BLOB", fixedLength: true, maxLength: 16, nullable: true),
                    WorkerNumber = table.Column<string>(type: "TEXT", maxLength: 60, nullable: false),
                    NationalId = table.Column<string>(type: "TEXT", maxLength: 60, nullable: false),
                    GivenName = table.Column<string>(type: "TEXT", maxLength: 100, nullable: false),
                    FamilyName = table.Column<string>(type: "TEXT", maxLength: 100, nullable: false),
                    BornOn = table.Column<string>(type: "TEXT", maxLength: 30, nullable: false),
                    Wage = table.Column<string>(type: "TEXT", maxLength: 40, nullable: false),
                    StartedOn = table.Column<string>(type: "TEXT", maxLength: 30, nullable: false),
                    LeftOn = table.Column<string>(type: "TEXT", maxLength: 30, nullable: false),
                    LeftOut = table.Column<bool>(type: "INTEGER", nullable: false),
                    WasWageMinor = table.Column<long>(type: "INTEGER", nullable: true),
                    WasLeftOn = table.Column<DateOnly>(type: "TEXT", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_return_draft_lines", x => new { x.DraftId, x.Line });
                });

            migrationBuilder.CreateTable(
                name: "return_drafts",
                columns: table => new
                {
                    Id = table.Column<byte[]>(type: "BLOB", fixedLength: true, maxLength: 16, nullable: false),
                    EmployerId = table.Column<byte[]>(type: "BLOB", fixedLength: true, maxLength: 16, nullable: false),
                    EmployerNumber = table.Column<string>(type: "TEXT", maxLength: 40, nullable: false),
                    Scheme = table.Column<string>(type: "TEXT", maxLength: 60, nullable: false),
                    Month = table.Column<int>(type: "INTEGER", nullable: false),
                    Kind = table.Column<string>(type: "TEXT", maxLength: 40, nullable: false),
                    CopiedFrom = table.Column<int>(type: "INTEGER", nullable: true),
                    StartedAt = table.Column<DateTime>(type: "TEXT", nullable: false),
                    ChangedAt = table.Column<DateTime>(type: "TEXT", nullable: false),
                    ChangedBy = table.Column<string>(type: "TEXT", maxLength: 200, nullable: false),
                    Open = table.Column<string>(type: "TEXT", maxLength: 10, nullable: true),
                    SubmittedAt = table.Column<DateTime>(type: "TEXT", nullable: true),
                    ReturnId = table.Column<byte[]>(type: "BLOB", fixedLength: true, maxLength: 16, nullable: true),
                    Version = table.Column<int>(type: "INTEGER", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_return_drafts", x => x.Id);
                });

            migrationBuilder.CreateIndex(
                name: "IX_return_drafts_EmployerId_Month_Scheme_Open",
                table: "return_drafts",
                columns: new[] { "EmployerId", "Month", "Scheme", "Open" },
                unique: true);

            migrationBuilder.CreateIndex(
                name: "IX_return_drafts_EmployerNumber_Open",
                table: "return_drafts",
                columns: new[] { "EmployerNumber", "Open" });
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "return_draft_lines");

            migrationBuilder.DropTable(
                name: "return_drafts");
        }
    }
}
