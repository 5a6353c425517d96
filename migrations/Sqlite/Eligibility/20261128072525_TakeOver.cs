using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Spmis.Migrations.Sqlite.Eligibility
{
    /// <inheritdoc />
    public partial class TakeOver : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddColumn<int>(
                name: "LegacyFrom",
                table: "awards",
                type: "INTEGER",
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "LegacyNumber",
                table: "awards",
                type: "TEXT",
                maxLength: 60,
                nullable: true);

            migrationBuilder.AddColumn<long>(
                name: "RecomputedMinor",
                table: "awards",
                type: "INTEGER",
                nullable: true);

            migrationBuilder.CreateIndex(
                name: "IX_awards_Scheme_LegacyNumber",
                table: "awards",
                columns: new[] { "Scheme", "LegacyNumber" },
                unique: true);
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropIndex(
                name: "IX_awards_Scheme_LegacyNumber",
                table: "awards");

            migrationBuilder.Sql("ALTER TABLE \"awards\" DROP COLUMN \"LegacyFrom\"");

            migrationBuilder.Sql("ALTER TABLE \"awards\" DROP COLUMN \"LegacyNumber\"");

            migrationBuilder.Sql("ALTER TABLE \"awards\" DROP COLUMN \"RecomputedMinor\"");
        }
    }
}
