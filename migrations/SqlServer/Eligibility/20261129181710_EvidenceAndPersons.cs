using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Spmis.Migrations.SqlServer.Eligibility
{
    /// <inheritdoc />
    public partial class EvidenceAndPersons : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddColumn<string>(
                name: "Evidence",
                schema: "eligibility",
                table: "proposals",
                type: "nvarchar(max)",
                maxLength: -1,
                nullable: true);

            migrationBuilder.AddColumn<bool>(
                name: "PersonsKept",
                schema: "eligibility",
                table: "proposals",
                type: "bit",
                nullable: false,
                defaultValue: false);

            migrationBuilder.AddColumn<string>(
                name: "PreparedByStaff",
                schema: "eligibility",
                table: "proposals",
                type: "nvarchar(200)",
                maxLength: 200,
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "Staff",
                schema: "eligibility",
                table: "proposal_steps",
                type: "nvarchar(200)",
                maxLength: 200,
                nullable: true);

            migrationBuilder.AlterColumn<string>(
                name: "Facts",
                schema: "eligibility",
                table: "claims",
                type: "nvarchar(max)",
                maxLength: -1,
                nullable: false,
                oldClrType: typeof(string),
                oldType: "nvarchar(4000)",
                oldMaxLength: 4000);

            migrationBuilder.CreateTable(
                name: "proposal_persons",
                schema: "eligibility",
                columns: table => new
                {
                    ProposalId = table.Column<long>(type: "bigint", nullable: false),
                    Number = table.Column<string>(type: "nvarchar(20)", maxLength: 20, nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_proposal_persons", x => new { x.ProposalId, x.Number });
                });

            migrationBuilder.CreateIndex(
                name: "IX_proposals_PersonsKept_Id",
                schema: "eligibility",
                table: "proposals",
                columns: new[] { "PersonsKept", "Id" });

            migrationBuilder.CreateIndex(
                name: "IX_proposal_steps_ProposalId_Staff",
                schema: "eligibility",
                table: "proposal_steps",
                columns: new[] { "ProposalId", "Staff" },
                unique: true,
                filter: "[Staff] IS NOT NULL");

            migrationBuilder.CreateIndex(
                name: "IX_proposal_persons_Number",
                schema: "eligibility",
                table: "proposal_persons",
                column: "Number");
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "proposal_persons",
                schema: "eligibility");

            migrationBuilder.DropIndex(
                name: "IX_proposals_PersonsKept_Id",
                schema: "eligibility",
                table: "proposals");

            migrationBuilder.DropIndex(
                name: "IX_proposal_steps_ProposalId_Staff",
                schema: "eligibility",
                table: "proposal_steps");

            migrationBuilder.DropColumn(
                name: "Evidence",
                schema: "eligibility",
                table: "proposals");

            migrationBuilder.DropColumn(
                name: "PersonsKept",
                schema: "eligibility",
                table: "proposals");

            migrationBuilder.DropColumn(
                name: "PreparedByStaff",
                schema: "eligibility",
                table: "proposals");

            migrationBuilder.DropColumn(
                name: "Staff",
                schema: "eligibility",
                table: "proposal_steps");

            migrationBuilder.AlterColumn<string>(
                name: "Facts",
                schema: "eligibility",
                table: "claims",
                type: "nvarchar(4000)",
                maxLength: 4000,
                nullable: false,
                oldClrType: typeof(string),
                oldType: "nvarchar(max)",
                oldMaxLength: -1);
        }
    }
}
