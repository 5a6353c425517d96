using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Spmis.Migrations.PostgreSql.Contributions
{
    /// <inheritdoc />
    public partial class VoidMemberships : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddColumn<bool>(
                name: "Void",
                schema: "contributions",
                table: "association_members",
                type: "boolean",
                nullable: false,
                defaultValue: false);
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropColumn(
                name: "Void",
                schema: "contributions",
                table: "association_members");
        }
    }
}
