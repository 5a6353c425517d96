using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Spmis.Migrations.SqlServer.Eligibility
{
    /// <inheritdoc />
    public partial class Offices : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddColumn<string>(
                name: "Office",
                schema: "eligibility",
                table: "runs",
                type: "nvarchar(20)",
                maxLength: 20,
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "Office",
                schema: "eligibility",
                table: "proposals",
                type: "nvarchar(20)",
                maxLength: 20,
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "Office",
                schema: "eligibility",
                table: "person_copies",
                type: "nvarchar(20)",
                maxLength: 20,
                nullable: true);

            migrationBuilder.CreateIndex(
                name: "IX_person_copies_Office",
                schema: "eligibility",
                table: "person_copies",
                column: "Office");
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropIndex(
                name: "IX_person_copies_Office",
                schema: "eligibility",
                table: "person_copies");

            migrationBuilder.DropColumn(
                name: "Office",
                schema: "eligibility",
                table: "runs");

            migrationBuilder.DropColumn(
                name: "Office",
                schema: "eligibility",
                table: "proposals");

            migrationBuilder.DropColumn(
                name: "Office",
                schema: "eligibility",
                table: "person_copies");
        }
    }
}
