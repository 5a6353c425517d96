using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Spmis.Migrations.PostgreSql.Eligibility
{
    /// <inheritdoc />
    public partial class LifeCertificates : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddColumn<int>(
                name: "CertificateFrom",
                schema: "eligibility",
                table: "awards",
                type: "integer",
                nullable: true);

            migrationBuilder.AddColumn<DateOnly>(
                name: "CertificateSince",
                schema: "eligibility",
                table: "awards",
                type: "date",
                nullable: true);

            migrationBuilder.CreateTable(
                name: "certificate_dues",
                schema: "eligibility",
                columns: table => new
                {
                    AwardId = table.Column<Guid>(type: "uuid", nullable: false),
                    AwardNumber = table.Column<string>(type: "character varying(40)", maxLength: 40, nullable: false),
                    PersonNumber = table.Column<string>(type: "character varying(40)", maxLength: 40, nullable: false),
                    Scheme = table.Column<string>(type: "character varying(60)", maxLength: 60, nullable: false),
                    ProvedOn = table.Column<DateOnly>(type: "date", nullable: true),
                    DueOn = table.Column<DateOnly>(type: "date", nullable: true),
                    GraceUntil = table.Column<DateOnly>(type: "date", nullable: true),
                    Missing = table.Column<string>(type: "character varying(400)", maxLength: 400, nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_certificate_dues", x => x.AwardId);
                    table.ForeignKey(
                        name: "FK_certificate_dues_awards_AwardId",
                        column: x => x.AwardId,
                        principalSchema: "eligibility",
                        principalTable: "awards",
                        principalColumn: "Id",
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateTable(
                name: "life_certificates",
                schema: "eligibility",
                columns: table => new
                {
                    Id = table.Column<Guid>(type: "uuid", nullable: false),
                    PersonId = table.Column<Guid>(type: "uuid", nullable: false),
                    PersonNumber = table.Column<string>(type: "character varying(40)", maxLength: 40, nullable: false),
                    ProvedOn = table.Column<DateOnly>(type: "date", nullable: false),
                    How = table.Column<string>(type: "character varying(40)", maxLength: 40, nullable: false),
                    Evidence = table.Column<string>(type: "character varying(200)", maxLength: 200, nullable: false),
                    Source = table.Column<string>(type: "character varying(200)", maxLength: 200, nullable: false),
                    RecordedAt = table.Column<DateTime>(type: "timestamp with time zone", nullable: false),
                    RecordedBy = table.Column<string>(type: "character varying(200)", maxLength: 200, nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_life_certificates", x => x.Id);
                });

            migrationBuilder.CreateIndex(
                name: "IX_certificate_dues_DueOn_AwardNumber",
                schema: "eligibility",
                table: "certificate_dues",
                columns: new[] { "DueOn", "AwardNumber" });

            migrationBuilder.CreateIndex(
                name: "IX_certificate_dues_PersonNumber",
                schema: "eligibility",
                table: "certificate_dues",
                column: "PersonNumber");

            migrationBuilder.CreateIndex(
                name: "IX_life_certificates_PersonId_ProvedOn",
                schema: "eligibility",
                table: "life_certificates",
                columns: new[] { "PersonId", "ProvedOn" },
                unique: true);
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "certificate_dues",
                schema: "eligibility");

            migrationBuilder.DropTable(
                name: "life_certificates",
                schema: "eligibility");

            migrationBuilder.DropColumn(
                name: "CertificateFrom",
                schema: "eligibility",
                table: "awards");

            migrationBuilder.DropColumn(
                name: "CertificateSince",
                schema: "eligibility",
                table: "awards");
        }
    }
}
