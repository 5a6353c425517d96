using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Spmis.Migrations.SqlServer.Eligibility
{
    /// <inheritdoc />
    public partial class TakeOver : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AlterColumn<string>(
                name: "Scheme",
                schema: "eligibility",
                table: "awards",
                type: "nvarchar(60)",
                maxLength: 60,
                nullable: false,
                oldClrType: typeof(string),
                oldType: "nvarchar(200)",
                oldMaxLength: 200);

            migrationBuilder.AddColumn<int>(
                name: "LegacyFrom",
                schema: "eligibility",
                table: "awards",
                type: "int",
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "LegacyNumber",
                schema: "eligibility",
                table: "awards",
                type: "nvarchar(60)",
                maxLength: 60,
                nullable: true);

            migrationBuilder.AddColumn<long>(
                name: "RecomputedMinor",
                schema: "eligibility",
                table: "awards",
                type: "bigint",
                nullable: true);

            migrationBuilder.CreateIndex(
                name: "IX_awards_Scheme_LegacyNumber",
                schema: "eligibility",
                table: "awards",
                columns: new[] { "Scheme", "LegacyNumber" },
                unique: true,
                filter: "[LegacyNumber] IS NOT NULL");
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropIndex(
                name: "IX_awards_Scheme_LegacyNumber",
                schema: "eligibility",
                table: "awards");

            migrationBuilder.DropColumn(
                name: "LegacyFrom",
                schema: "eligibility",
                table: "awards");

            migrationBuilder.DropColumn(
                name: "LegacyNumber",
                schema: "eligibility",
                table: "awards");

            migrationBuilder.DropColumn(
                name: "RecomputedMinor",
                schema: "eligibility",
                table: "awards");

            migrationBuilder.AlterColumn<string>(
                name: "Scheme",
                schema: "eligibility",
                table: "awards",
                type: "nvarchar(200)",
                maxLength: 200,
                nullable: false,
                oldClrType: typeof(string),
                oldType: "nvarchar(60)",
                oldMaxLength: 60);
        }
    }
}
