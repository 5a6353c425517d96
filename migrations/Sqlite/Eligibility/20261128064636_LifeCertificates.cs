using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Spmis.Migrations.Sqlite.Eligibility
{
    /// <inheritdoc />
    public partial class LifeCertificates : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddColumn<int>(
                name: "CertificateFrom",
                table: "awards",
                type: "INTEGER",
                nullable: true);

            migrationBuilder.AddColumn<DateOnly>(
                name: "CertificateSince",
                table: "awards",
                type: "TEXT",
                nullable: true);

            migrationBuilder.CreateTable(
                name: "certificate_dues",
                columns: table => new
                {
                    AwardId = table.Column<byte[]>(type: "BLOB", fixedLength: true, maxLength: 16, nullable: false),
                    AwardNumber = table.Column<string>(type: "TEXT", maxLength: 40, nullable: false),
                    PersonNumber = table.Column<string>(type: "TEXT", maxLength: 40, nullable: false),
                    Scheme = table.Column<string>(type: "TEXT", maxLength: 60, nullable: false),
                    ProvedOn = table.Column<DateOnly>(type: "TEXT", nullable: true),
                    DueOn = table.Column<DateOnly>(type: "TEXT", nullable: true),
                    GraceUntil = table.Column<DateOnly>(type: "TEXT", nullable: true),
                    Missing = table.Column<string>(type: "TEXT", maxLength: 400, nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_certificate_dues", x => x.AwardId);
                    table.ForeignKey(
                        name: "FK_certificate_dues_awards_AwardId",
                        column: x => x.AwardId,
                        principalTable: "awards",
                        principalColumn: "Id",
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateTable(
                name: "life_certificates",
                columns: table => new
                {
                    Id = table.Column<byte[]>(type: "BLOB", fixedLength: true, maxLength: 16, nullable: false),
                    PersonId = table.Column<byte[]>(type: "BLOB", fixedLength: true, maxLength: 16, nullable: false),
                    PersonNumber = table.Column<string>(type: "TEXT", maxLength: 40, nullable: false),
                    ProvedOn = table.Column<DateOnly>(type: "TEXT", nullable: false),
                    How = table.Column<string>(type: "TEXT", maxLength: 40, nullable: false),
                    Evidence = table.Column<string>(type: "TEXT", maxLength: 200, nullable: false),
                    Source = table.Column<string>(type: "TEXT", maxLength: 200, nullable: false),
                    RecordedAt = table.Column<DateTime>(type: "TEXT", nullable: false),
                    RecordedBy = table.Column<string>(type: "TEXT", maxLength: 200, nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_life_certificates", x => x.Id);
                });

            migrationBuilder.CreateIndex(
                name: "IX_certificate_dues_DueOn_AwardNumber",
                table: "certificate_dues",
                columns: new[] { "DueOn", "AwardNumber" });

            migrationBuilder.CreateIndex(
                name: "IX_certificate_dues_PersonNumber",
                table: "certificate_dues",
                column: "PersonNumber");

            migrationBuilder.CreateIndex(
                name: "IX_life_certificates_PersonId_ProvedOn",
                table: "life_certificates",
                columns: new[] { "PersonId", "ProvedOn" },
                unique: true);
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "certificate_dues");

            migrationBuilder.DropTable(
                name: "life_certificates");

            migrationBuilder.Sql("ALTER TABLE \"awards\" DROP COLUMN \"CertificateFrom\"");

            migrationBuilder.Sql("ALTER TABLE \"awards\" DROP COLUMN \"CertificateSince\"");
        }
    }
}
