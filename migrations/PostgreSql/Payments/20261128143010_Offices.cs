using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Spmis.Migrations.PostgreSql.Payments
{
    /// <inheritdoc />
    public partial class Offices : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddColumn<string>(
                name: "Office",
                schema: "payments",
                table: "runs",
                type: "character varying(20)",
                maxLength: 20,
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "Office",
                schema: "payments",
                table: "proposals",
                type: "character varying(20)",
                maxLength: 20,
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "Office",
                schema: "payments",
                table: "payee_copies",
                type: "character varying(20)",
                maxLength: 20,
                nullable: true);

            migrationBuilder.CreateIndex(
                name: "IX_payee_copies_Office",
                schema: "payments",
                table: "payee_copies",
                column: "Office");
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropIndex(
                name: "IX_payee_copies_Office",
                schema: "payments",
                table: "payee_copies");

            migrationBuilder.DropColumn(
                name: "Office",
                schema: "payments",
                table: "runs");

            migrationBuilder.DropColumn(
                name: "Office",
                schema: "payments",
                table: "proposals");

            migrationBuilder.DropColumn(
                name: "Office",
                schema: "payments",
                table: "payee_copies");
        }
    }
}
