using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Spmis.Migrations.PostgreSql.Registration
{
    /// <inheritdoc />
    public partial class PersonFacts : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddColumn<string>(
                name: "BirthCalendar",
                schema: "registration",
                table: "persons",
                type: "character varying(40)",
                maxLength: 40,
                nullable: false,
                defaultValue: "Gregorian");

            migrationBuilder.AddColumn<bool>(
                name: "BirthEstimated",
                schema: "registration",
                table: "persons",
                type: "boolean",
                nullable: false,
                defaultValue: false);

            migrationBuilder.AddColumn<string>(
                name: "GrandfatherName",
                schema: "registration",
                table: "persons",
                type: "character varying(200)",
                maxLength: 200,
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "OtherName",
                schema: "registration",
                table: "persons",
                type: "character varying(200)",
                maxLength: 200,
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "VerifiedBy",
                schema: "registration",
                table: "identifiers",
                type: "character varying(40)",
                maxLength: 40,
                nullable: true);

            migrationBuilder.CreateTable(
                name: "consents",
                schema: "registration",
                columns: table => new
                {
                    Id = table.Column<Guid>(type: "uuid", nullable: false),
                    PersonId = table.Column<Guid>(type: "uuid", nullable: false),
                    Purpose = table.Column<string>(type: "character varying(40)", maxLength: 40, nullable: false),
                    GivenOn = table.Column<DateOnly>(type: "date", nullable: false),
                    Evidence = table.Column<string>(type: "character varying(300)", maxLength: 300, nullable: false),
                    RecordedBy = table.Column<string>(type: "character varying(200)", maxLength: 200, nullable: false),
                    WithdrawnOn = table.Column<DateOnly>(type: "date", nullable: true),
                    WithdrawnEvidence = table.Column<string>(type: "character varying(300)", maxLength: 300, nullable: true),
                    OpenKey = table.Column<string>(type: "character varying(100)", maxLength: 100, nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_consents", x => x.Id);
                });

            migrationBuilder.CreateTable(
                name: "form_answers",
                schema: "registration",
                columns: table => new
                {
                    Id = table.Column<Guid>(type: "uuid", nullable: false),
                    PersonId = table.Column<Guid>(type: "uuid", nullable: false),
                    Form = table.Column<string>(type: "character varying(60)", maxLength: 60, nullable: false),
                    Version = table.Column<int>(type: "integer", nullable: false),
                    AnsweredOn = table.Column<DateOnly>(type: "date", nullable: false),
                    RecordedAt = table.Column<DateTime>(type: "timestamp with time zone", nullable: false),
                    RecordedBy = table.Column<string>(type: "character varying(200)", maxLength: 200, nullable: false),
                    Evidence = table.Column<string>(type: "character varying(300)", maxLength: 300, nullable: true),
                    Answers = table.Column<string>(type: "text", maxLength: -1, nullable: false),
                    Derived = table.Column<string>(type: "character varying(2000)", maxLength: 2000, nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_form_answers", x => x.Id);
                });

            migrationBuilder.CreateIndex(
                name: "IX_consents_OpenKey",
                schema: "registration",
                table: "consents",
                column: "OpenKey",
                unique: true);

            migrationBuilder.CreateIndex(
                name: "IX_consents_PersonId",
                schema: "registration",
                table: "consents",
                column: "PersonId");

            migrationBuilder.CreateIndex(
                name: "IX_form_answers_PersonId_Form_AnsweredOn",
                schema: "registration",
                table: "form_answers",
                columns: new[] { "PersonId", "Form", "AnsweredOn" });
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "consents",
                schema: "registration");

            migrationBuilder.DropTable(
                name: "form_answers",
                schema: "registration");

            migrationBuilder.DropColumn(
                name: "BirthCalendar",
                schema: "registration",
                table: "persons");

            migrationBuilder.DropColumn(
                name: "BirthEstimated",
                schema: "registration",
                table: "persons");

            migrationBuilder.DropColumn(
                name: "GrandfatherName",
                schema: "registration",
                table: "persons");

            migrationBuilder.DropColumn(
                name: "OtherName",
                schema: "registration",
                table: "persons");

            migrationBuilder.DropColumn(
                name: "VerifiedBy",
                schema: "registration",
                table: "identifiers");
        }
    }
}
