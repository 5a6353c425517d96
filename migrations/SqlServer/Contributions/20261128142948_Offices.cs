using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Spmis.Migrations.SqlServer.Contributions
{
    /// <inheritdoc />
    public partial class Offices : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddColumn<string>(
                name: "Office",
                schema: "contributions",
                table: "workers",
                type: "nvarchar(20)",
                maxLength: 20,
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "Office",
                schema: "contributions",
                table: "runs",
                type: "nvarchar(20)",
                maxLength: 20,
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "Office",
                schema: "contributions",
                table: "proposals",
                type: "nvarchar(20)",
                maxLength: 20,
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "Office",
                schema: "contributions",
                table: "employers",
                type: "nvarchar(20)",
                maxLength: 20,
                nullable: true);

            migrationBuilder.CreateIndex(
                name: "IX_workers_Office",
                schema: "contributions",
                table: "workers",
                column: "Office");

            migrationBuilder.CreateIndex(
                name: "IX_employers_Office",
                schema: "contributions",
                table: "employers",
                column: "Office");
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropIndex(
                name: "IX_workers_Office",
                schema: "contributions",
                table: "workers");

            migrationBuilder.DropIndex(
                name: "IX_employers_Office",
                schema: "contributions",
                table: "employers");

            migrationBuilder.DropColumn(
                name: "Office",
                schema: "contributions",
                table: "workers");

            migrationBuilder.DropColumn(
                name: "Office",
                schema: "contributions",
                table: "runs");

            migrationBuilder.DropColumn(
                name: "Office",
                schema: "contributions",
                table: "proposals");

            migrationBuilder.DropColumn(
                name: "Office",
                schema: "contributions",
                table: "employers");
        }
    }
}
