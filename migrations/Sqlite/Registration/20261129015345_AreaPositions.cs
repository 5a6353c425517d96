using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Spmis.Migrations.Sqlite.Registration
{
    /// <inheritdoc />
    public partial class AreaPositions : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddColumn<int>(
                name: "LatitudeMicro",
                table: "areas",
                type: "INTEGER",
                nullable: true);

            migrationBuilder.AddColumn<int>(
                name: "LongitudeMicro",
                table: "areas",
                type: "INTEGER",
                nullable: true);
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.Sql("ALTER TABLE \"areas\" DROP COLUMN \"LatitudeMicro\"");

            migrationBuilder.Sql("ALTER TABLE \"areas\" DROP COLUMN \"LongitudeMicro\"");
        }
    }
}
