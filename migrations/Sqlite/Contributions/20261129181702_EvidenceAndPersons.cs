using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Spmis.Migrations.Sqlite.Contributions
{
    /// <inheritdoc />
    public partial class EvidenceAndPersons : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddColumn<string>(
                name: "Evidence",
                table: "proposals",
                type: "TEXT",
                maxLength: -1,
                nullable: true);

            migrationBuilder.AddColumn<bool>(
                name: "PersonsKept",
                table: "proposals",
                type: "INTEGER",
                nullable: false,
                defaultValue: false);

            migrationBuilder.AddColumn<string>(
                name: "PreparedByStaff",
                table: "proposals",
                type: "TEXT",
                maxLength: 200,
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "Staff",
                table: "proposal_steps",
                type: "TEXT",
                maxLength: 200,
                nullable: true);

            migrationBuilder.CreateTable(
                name: "proposal_persons",
                columns: table => new
                {
                    ProposalId = table.Column<long>(type: "INTEGER", nullable: false),
                    Number = table.Column<string>(type: "TEXT", maxLength: 20, nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_proposal_persons", x => new { x.ProposalId, x.Number });
                });

            migrationBuilder.CreateIndex(
                name: "IX_proposals_PersonsKept_Id",
                table: "proposals",
                columns: new[] { "PersonsKept", "Id" });

            migrationBuilder.CreateIndex(
                name: "IX_proposal_steps_ProposalId_Staff",
                table: "proposal_steps",
                columns: new[] { "ProposalId", "Staff" },
                unique: true);

            migrationBuilder.CreateIndex(
                name: "IX_proposal_persons_Number",
                table: "proposal_persons",
                column: "Number");
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "proposal_persons");

            migrationBuilder.DropIndex(
                name: "IX_proposals_PersonsKept_Id",
                table: "proposals");

            migrationBuilder.DropIndex(
                name: "IX_proposal_steps_ProposalId_Staff",
                table: "proposal_steps");

            migrationBuilder.Sql("ALTER TABLE \"proposals\" DROP COLUMN \"Evidence\"");

            migrationBuilder.Sql("ALTER TABLE \"proposals\" DROP COLUMN \"PersonsKept\"");

            migrationBuilder.Sql("ALTER TABLE \"proposals\" DROP COLUMN \"PreparedByStaff\"");

            migrationBuilder.Sql("ALTER TABLE \"proposal_steps\" DROP COLUMN \"Staff\"");
        }
    }
}
