using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Spmis.Migrations.SqlServer.Registration
{
    /// <inheritdoc />
    public partial class AreaPositions : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddColumn<int>(
                name: "LatitudeMicro",
                schema: "registration",
                table: "areas",
                type: "int",
                nullable: true);

            migrationBuilder.AddColumn<int>(
                name: "LongitudeMicro",
                schema: "registration",
                table: "areas",
                type: "int",
                nullable: true);
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropColumn(
                name: "LatitudeMicro",
                schema: "registration",
                table: "areas");

            migrationBuilder.DropColumn(
                name: "LongitudeMicro",
                schema: "registration",
                table: "areas");
        }
    }
}
