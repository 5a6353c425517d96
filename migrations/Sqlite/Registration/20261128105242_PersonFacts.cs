using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Spmis.Migrations.Sqlite.Registration
{
    /// <inheritdoc />
    public partial class PersonFacts : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddColumn<string>(
                name: "BirthCalendar",
                table: "persons",
                type: "TEXT",
                maxLength: 40,
                nullable: false,
                defaultValue: "Gregorian");

            migrationBuilder.AddColumn<bool>(
                name: "BirthEstimated",
                table: "persons",
                type: "INTEGER",
                nullable: false,
                defaultValue: false);

            migrationBuilder.AddColumn<string>(
                name: "GrandfatherName",
                table: "persons",
                type: "TEXT",
                maxLength: 200,
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "OtherName",
                table: "persons",
                type: "TEXT",
                maxLength: 200,
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "VerifiedBy",
                table: "identifiers",
                type: "TEXT",
                maxLength: 40,
                nullable: true);

            migrationBuilder.CreateTable(
                name: "consents",
                columns: table => new
                {
                    Id = table.Column<byte[]>(type: "BLOB", fixedLength: true, maxLength: 16, nullable: false),
                    PersonId = table.Column<byte[]>(type: "BLOB", fixedLength: true, maxLength: 16, nullable: false),
                    Purpose = table.Column<string>(type: "TEXT", maxLength: 40, nullable: false),
                    GivenOn = table.Column<DateOnly>(type: "TEXT", nullable: false),
                    Evidence = table.Column<string>(type: "TEXT", maxLength: 300, nullable: false),
                    RecordedBy = table.Column<string>(type: "TEXT", maxLength: 200, nullable: false),
                    WithdrawnOn = table.Column<DateOnly>(type: "TEXT", nullable: true),
                    WithdrawnEvidence = table.Column<string>(type: "TEXT", maxLength: 300, nullable: true),
                    OpenKey = table.Column<string>(type: "TEXT", maxLength: 100, nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_consents", x => x.Id);
                });

            migrationBuilder.CreateTable(
                name: "form_answers",
                columns: table => new
                {
                    Id = table.Column<byte[]>(type: "BLOB", fixedLength: true, maxLength: 16, nullable: false),
                    PersonId = table.Column<byte[]>(type: "BLOB", fixedLength: true, maxLength: 16, nullable: false),
                    Form = table.Column<string>(type: "TEXT", maxLength: 60, nullable: false),
                    Version = table.Column<int>(type: "INTEGER", nullable: false),
                    AnsweredOn = table.Column<DateOnly>(type: "TEXT", nullable: false),
                    RecordedAt = table.Column<DateTime>(type: "TEXT", nullable: false),
                    RecordedBy = table.Column<string>(type: "TEXT", maxLength: 200, nullable: false),
                    Evidence = table.Column<string>(type: "TEXT", maxLength: 300, nullable: true),
                    Answers = table.Column<string>(type: "TEXT", maxLength: -1, nullable: false),
                    Derived = table.Column<string>(type: "TEXT", maxLength: 2000, nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_form_answers", x => x.Id);
                });

            migrationBuilder.CreateIndex(
                name: "IX_consents_OpenKey",
                table: "consents",
                column: "OpenKey",
                unique: true);

            migrationBuilder.CreateIndex(
                name: "IX_consents_PersonId",
                table: "consents",
                column: "PersonId");

            migrationBuilder.CreateIndex(
                name: "IX_form_answers_PersonId_Form_AnsweredOn",
                table: "form_answers",
                columns: new[] { "PersonId", "Form", "AnsweredOn" });
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "consents");

            migrationBuilder.DropTable(
                name: "form_answers");

            migrationBuilder.Sql("ALTER TABLE \"persons\" DROP COLUMN \"BirthCalendar\"");

            migrationBuilder.Sql("ALTER TABLE \"persons\" DROP COLUMN \"BirthEstimated\"");

            migrationBuilder.Sql("ALTER TABLE \"persons\" DROP COLUMN \"GrandfatherName\"");

            migrationBuilder.Sql("ALTER TABLE \"persons\" DROP COLUMN \"OtherName\"");

            migrationBuilder.Sql("ALTER TABLE \"identifiers\" DROP COLUMN \"VerifiedBy\"");
        }
    }
}
