using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Spmis.Migrations.Sqlite.Payments
{
    /// <inheritdoc />
    public partial class ApprovalSteps : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddColumn<string>(
                name: "DuePermission",
                table: "proposals",
                type: "TEXT",
                maxLength: 200,
                nullable: true);

            migrationBuilder.AddColumn<DateTime>(
                name: "DueSince",
                table: "proposals",
                type: "TEXT",
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "Rule",
                table: "proposals",
                type: "TEXT",
                maxLength: -1,
                nullable: true);

            migrationBuilder.AddColumn<int>(
                name: "StepsTaken",
                table: "proposals",
                type: "INTEGER",
                nullable: false,
                defaultValue: 0);

            migrationBuilder.CreateTable(
                name: "approval_policies",
                columns: table => new
                {
                    Id = table.Column<long>(type: "INTEGER", nullable: false)
                        .Annotation("Sqlite:Autoincrement", true),
                    Act = table.Column<string>(type: "TEXT", maxLength: 200, nullable: false),
                    FromDay = table.Column<DateOnly>(type: "TEXT", nullable: false),
                    Bands = table.Column<string>(type: "TEXT", maxLength: -1, nullable: false),
                    LegalBasis = table.Column<string>(type: "TEXT", maxLength: 400, nullable: false),
                    ApprovedBy = table.Column<string>(type: "TEXT", maxLength: 200, nullable: false),
                    ApprovedAt = table.Column<DateTime>(type: "TEXT", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_approval_policies", x => x.Id);
                });

            migrationBuilder.CreateTable(
                name: "proposal_steps",
                columns: table => new
                {
                    ProposalId = table.Column<long>(type: "INTEGER", nullable: false),
                    Step = table.Column<int>(type: "INTEGER", nullable: false),
                    Permission = table.Column<string>(type: "TEXT", maxLength: 200, nullable: false),
                    Approved = table.Column<bool>(type: "INTEGER", nullable: false),
                    DecidedById = table.Column<string>(type: "TEXT", maxLength: 200, nullable: false),
                    DecidedBy = table.Column<string>(type: "TEXT", maxLength: 200, nullable: false),
                    InPlaceOf = table.Column<string>(type: "TEXT", maxLength: 1000, nullable: true),
                    DecidedAt = table.Column<DateTime>(type: "TEXT", nullable: false),
                    Reason = table.Column<string>(type: "TEXT", maxLength: 2000, nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_proposal_steps", x => new { x.ProposalId, x.Step });
                });

            migrationBuilder.CreateIndex(
                name: "IX_approval_policies_Act_FromDay_Id",
                table: "approval_policies",
                columns: new[] { "Act", "FromDay", "Id" });

            migrationBuilder.CreateIndex(
                name: "IX_proposal_steps_ProposalId_DecidedById",
                table: "proposal_steps",
                columns: new[] { "ProposalId", "DecidedById" },
                unique: true);
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "approval_policies");

            migrationBuilder.DropTable(
                name: "proposal_steps");

            migrationBuilder.Sql("ALTER TABLE \"proposals\" DROP COLUMN \"DuePermission\"");

            migrationBuilder.Sql("ALTER TABLE \"proposals\" DROP COLUMN \"DueSince\"");

            migrationBuilder.Sql("ALTER TABLE \"proposals\" DROP COLUMN \"Rule\"");

            migrationBuilder.Sql("ALTER TABLE \"proposals\" DROP COLUMN \"StepsTaken\"");
        }
    }
}
