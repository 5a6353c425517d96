using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Spmis.Migrations.PostgreSql.Contributions
{
    /// <inheritdoc />
    public partial class EvidenceAndPersons : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddColumn<string>(
                name: "Evidence",
                schema: "contributions",
                table: "proposals",
                type: "text",
                maxLength: -1,
                nullable: true);

            migrationBuilder.AddColumn<bool>(
                name: "PersonsKept",
                schema: "contributions",
                table: "proposals",
                type: "boolean",
                nullable: false,
                defaultValue: false);

            migrationBuilder.AddColumn<string>(
                name: "PreparedByStaff",
                schema: "contributions",
                table: "proposals",
                type: "character varying(200)",
                maxLength: 200,
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "Staff",
                schema: "contributions",
                table: "proposal_steps",
                type: "character varying(200)",
                maxLength: 200,
                nullable: true);

            migrationBuilder.CreateTable(
                name: "proposal_persons",
                schema: "contributions",
                columns: table => new
                {
                    ProposalId = table.Column<long>(type: "bigint", nullable: false),
                    Number = table.Column<string>(type: "character varying(20)", maxLength: 20, nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_proposal_persons", x => new { x.ProposalId, x.Number });
                });

            migrationBuilder.CreateIndex(
                name: "IX_proposals_PersonsKept_Id",
                schema: "contributions",
                table: "proposals",
                columns: new[] { "PersonsKept", "Id" });

            migrationBuilder.CreateIndex(
                name: "IX_proposal_steps_ProposalId_Staff",
                schema: "contributions",
                table: "proposal_steps",
                columns: new[] { "ProposalId", "Staff" },
                unique: true);

            migrationBuilder.CreateIndex(
                name: "IX_proposal_persons_Number",
                schema: "contributions",
                table: "proposal_persons",
                column: "Number");
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "proposal_persons",
                schema: "contributions");

            migrationBuilder.DropIndex(
                name: "IX_proposals_PersonsKept_Id",
                schema: "contributions",
                table: "proposals");

            migrationBuilder.DropIndex(
                name: "IX_proposal_steps_ProposalId_Staff",
                schema: "contributions",
                table: "proposal_steps");

            migrationBuilder.DropColumn(
                name: "Evidence",
                schema: "contributions",
                table: "proposals");

            migrationBuilder.DropColumn(
                name: "PersonsKept",
                schema: "contributions",
                table: "proposals");

            migrationBuilder.DropColumn(
                name: "PreparedByStaff",
                schema: "contributions",
                table: "proposals");

            migrationBuilder.DropColumn(
                name: "Staff",
                schema: "contributions",
                table: "proposal_steps");
        }
    }
}
