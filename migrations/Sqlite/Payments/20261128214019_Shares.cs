using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Spmis.Migrations.Sqlite.Payments
{
    /// <inheritdoc />
    public partial class Shares : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropIndex(
                name: "IX_instructions_AwardNumber_Component_Month_Attempt",
                table: "instructions");

            migrationBuilder.DropIndex(
                name: "IX_instructions_AwardNumber_Component_Month_Live",
                table: "instructions");

            migrationBuilder.AddColumn<int>(
                name: "Part",
                table: "named_payees",
                type: "INTEGER",
                nullable: false,
                defaultValue: 0);

            migrationBuilder.AddColumn<int>(
                name: "ShareBasisPoints",
                table: "named_payees",
                type: "INTEGER",
                nullable: true);

            migrationBuilder.AddColumn<int>(
                name: "Part",
                table: "instructions",
                type: "INTEGER",
                nullable: false,
                defaultValue: 0);

            migrationBuilder.CreateIndex(
                name: "IX_instructions_AwardNumber_Component_Month_Part_Attempt",
                table: "instructions",
                columns: new[] { "AwardNumber", "Component", "Month", "Part", "Attempt" },
                unique: true);

            migrationBuilder.CreateIndex(
                name: "IX_instructions_AwardNumber_Component_Month_Part_Live",
                table: "instructions",
                columns: new[] { "AwardNumber", "Component", "Month", "Part", "Live" },
                unique: true);
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropIndex(
                name: "IX_instructions_AwardNumber_Component_Month_Part_Attempt",
                table: "instructions");

            migrationBuilder.DropIndex(
                name: "IX_instructions_AwardNumber_Component_Month_Part_Live",
                table: "instructions");

            migrationBuilder.Sql("ALTER TABLE \"named_payees\" DROP COLUMN \"Part\"");

            migrationBuilder.Sql("ALTER TABLE \"named_payees\" DROP COLUMN \"ShareBasisPoints\"");

            migrationBuilder.Sql("ALTER TABLE \"instructions\" DROP COLUMN \"Part\"");

            migrationBuilder.CreateIndex(
                name: "IX_instructions_AwardNumber_Component_Month_Attempt",
                table: "instructions",
                columns: new[] { "AwardNumber", "Component", "Month", "Attempt" },
                unique: true);

            migrationBuilder.CreateIndex(
                name: "IX_instructions_AwardNumber_Component_Month_Live",
                table: "instructions",
                columns: new[] { "AwardNumber", "Component", "Month", "Live" },
                unique: true);
        }
    }
}
