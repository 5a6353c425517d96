using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Spmis.Migrations.PostgreSql.Payments
{
    /// <inheritdoc />
    public partial class StatusFilesByVersion : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropIndex(
                name: "IX_status_files_Agency_Sha256",
                schema: "payments",
                table: "status_files");

            migrationBuilder.CreateIndex(
                name: "IX_status_files_Agency_Sha256_AgencyVersion",
                schema: "payments",
                table: "status_files",
                columns: new[] { "Agency", "Sha256", "AgencyVersion" },
                unique: true);
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropIndex(
                name: "IX_status_files_Agency_Sha256_AgencyVersion",
                schema: "payments",
                table: "status_files");

            migrationBuilder.CreateIndex(
                name: "IX_status_files_Agency_Sha256",
                schema: "payments",
                table: "status_files",
                columns: new[] { "Agency", "Sha256" },
                unique: true);
        }
    }
}
