using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Spmis.Migrations.SqlServer.Payments
{
    /// <inheritdoc />
    public partial class Shares : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropIndex(
                name: "IX_instructions_AwardNumber_Component_Month_Attempt",
                schema: "payments",
                table: "instructions");

            migrationBuilder.DropIndex(
                name: "IX_instructions_AwardNumber_Component_Month_Live",
                schema: "payments",
                table: "instructions");

            migrationBuilder.AddColumn<int>(
                name: "Part",
                schema: "payments",
                table: "named_payees",
                type: "int",
                nullable: false,
                defaultValue: 0);

            migrationBuilder.AddColumn<int>(
                name: "ShareBasisPoints",
                schema: "payments",
                table: "named_payees",
                type: "int",
                nullable: true);

            migrationBuilder.AddColumn<int>(
                name: "Part",
                schema: "payments",
                table: "instructions",
                type: "int",
                nullable: false,
                defaultValue: 0);

            migrationBuilder.CreateIndex(
                name: "IX_instructions_AwardNumber_Component_Month_Part_Attempt",
                schema: "payments",
                table: "instructions",
                columns: new[] { "AwardNumber", "Component", "Month", "Part", "Attempt" },
                unique: true);

            migrationBuilder.CreateIndex(
                name: "IX_instructions_AwardNumber_Component_Month_Part_Live",
                schema: "payments",
                table: "instructions",
                columns: new[] { "AwardNumber", "Component", "Month", "Part", "Live" },
                unique: true,
                filter: "[Live] IS NOT NULL");
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropIndex(
                name: "IX_instructions_AwardNumber_Component_Month_Part_Attempt",
                schema: "payments",
                table: "instructions");

            migrationBuilder.DropIndex(
                name: "IX_instructions_AwardNumber_Component_Month_Part_Live",
                schema: "payments",
                table: "instructions");

            migrationBuilder.DropColumn(
                name: "Part",
                schema: "payments",
                table: "named_payees");

            migrationBuilder.DropColumn(
                name: "ShareBasisPoints",
                schema: "payments",
                table: "named_payees");

            migrationBuilder.DropColumn(
                name: "Part",
                schema: "payments",
                table: "instructions");

            migrationBuilder.CreateIndex(
                name: "IX_instructions_AwardNumber_Component_Month_Attempt",
                schema: "payments",
                table: "instructions",
                columns: new[] { "AwardNumber", "Component", "Month", "Attempt" },
                unique: true);

            migrationBuilder.CreateIndex(
                name: "IX_instructions_AwardNumber_Component_Month_Live",
                schema: "payments",
                table: "instructions",
                columns: new[] { "AwardNumber", "Component", "Month", "Live" },
                unique: true,
                filter: "[Live] IS NOT NULL");
        }
    }
}
