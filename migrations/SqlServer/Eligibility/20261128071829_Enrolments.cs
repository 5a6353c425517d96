using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Spmis.Migrations.SqlServer.Eligibility
{
    /// <inheritdoc />
    public partial class Enrolments : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.CreateTable(
                name: "enrolment_dependants",
                schema: "eligibility",
                columns: table => new
                {
                    Id = table.Column<byte[]>(type: "binary(16)", fixedLength: true, maxLength: 16, nullable: false),
                    EnrolmentId = table.Column<byte[]>(type: "binary(16)", fixedLength: true, maxLength: 16, nullable: false),
                    PersonId = table.Column<byte[]>(type: "binary(16)", fixedLength: true, maxLength: 16, nullable: false),
                    PersonNumber = table.Column<string>(type: "nvarchar(40)", maxLength: 40, nullable: false),
                    Relation = table.Column<string>(type: "nvarchar(20)", maxLength: 20, nullable: false),
                    FromOn = table.Column<DateOnly>(type: "date", nullable: false),
                    ToOn = table.Column<DateOnly>(type: "date", nullable: true),
                    OpenKey = table.Column<string>(type: "nvarchar(100)", maxLength: 100, nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_enrolment_dependants", x => x.Id);
                });

            migrationBuilder.CreateTable(
                name: "enrolments",
                schema: "eligibility",
                columns: table => new
                {
                    Id = table.Column<byte[]>(type: "binary(16)", fixedLength: true, maxLength: 16, nullable: false),
                    PersonId = table.Column<byte[]>(type: "binary(16)", fixedLength: true, maxLength: 16, nullable: false),
                    PersonNumber = table.Column<string>(type: "nvarchar(40)", maxLength: 40, nullable: false),
                    Scheme = table.Column<string>(type: "nvarchar(60)", maxLength: 60, nullable: false),
                    StartOn = table.Column<DateOnly>(type: "date", nullable: false),
                    EndOn = table.Column<DateOnly>(type: "date", nullable: true),
                    EndedBecause = table.Column<string>(type: "nvarchar(1000)", maxLength: 1000, nullable: true),
                    How = table.Column<string>(type: "nvarchar(40)", maxLength: 40, nullable: false),
                    Category = table.Column<string>(type: "nvarchar(100)", maxLength: 100, nullable: true),
                    CountsFrom = table.Column<DateOnly>(type: "date", nullable: false),
                    WaitingUntil = table.Column<DateOnly>(type: "date", nullable: true),
                    TransferredFromId = table.Column<byte[]>(type: "binary(16)", fixedLength: true, maxLength: 16, nullable: true),
                    Derived = table.Column<bool>(type: "bit", nullable: false),
                    RecordedAt = table.Column<DateTime>(type: "datetime2", nullable: false),
                    RecordedBy = table.Column<string>(type: "nvarchar(200)", maxLength: 200, nullable: false),
                    OpenKey = table.Column<string>(type: "nvarchar(100)", maxLength: 100, nullable: true),
                    Version = table.Column<int>(type: "int", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_enrolments", x => x.Id);
                });

            migrationBuilder.CreateIndex(
                name: "IX_enrolment_dependants_EnrolmentId",
                schema: "eligibility",
                table: "enrolment_dependants",
                column: "EnrolmentId");

            migrationBuilder.CreateIndex(
                name: "IX_enrolment_dependants_OpenKey",
                schema: "eligibility",
                table: "enrolment_dependants",
                column: "OpenKey",
                unique: true,
                filter: "[OpenKey] IS NOT NULL");

            migrationBuilder.CreateIndex(
                name: "IX_enrolment_dependants_PersonId",
                schema: "eligibility",
                table: "enrolment_dependants",
                column: "PersonId");

            migrationBuilder.CreateIndex(
                name: "IX_enrolments_OpenKey",
                schema: "eligibility",
                table: "enrolments",
                column: "OpenKey",
                unique: true,
                filter: "[OpenKey] IS NOT NULL");

            migrationBuilder.CreateIndex(
                name: "IX_enrolments_PersonId_Scheme_StartOn",
                schema: "eligibility",
                table: "enrolments",
                columns: new[] { "PersonId", "Scheme", "StartOn" },
                unique: true);
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "enrolment_dependants",
                schema: "eligibility");

            migrationBuilder.DropTable(
                name: "enrolments",
                schema: "eligibility");
        }
    }
}
