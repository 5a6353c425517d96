using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Spmis.Migrations.SqlServer.Payments
{
    /// <inheritdoc />
    public partial class ApprovalSteps : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddColumn<string>(
                name: "DuePermission",
                schema: "payments",
                table: "proposals",
                type: "nvarchar(200)",
                maxLength: 200,
                nullable: true);

            migrationBuilder.AddColumn<DateTime>(
                name: "DueSince",
                schema: "payments",
                table: "proposals",
                type: "datetime2",
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "Rule",
                schema: "payments",
                table: "proposals",
                type: "nvarchar(max)",
                maxLength: -1,
                nullable: true);

            migrationBuilder.AddColumn<int>(
                name: "StepsTaken",
                schema: "payments",
                table: "proposals",
                type: "int",
                nullable: false,
                defaultValue: 0);

            migrationBuilder.CreateTable(
                name: "approval_policies",
                schema: "payments",
                columns: table => new
                {
                    Id = table.Column<long>(type: "bigint", nullable: false)
                        .Annotation("SqlServer:Identity", "1, 1"),
                    Act = table.Column<string>(type: "nvarchar(200)", maxLength: 200, nullable: false),
                    FromDay = table.Column<DateOnly>(type: "date", nullable: false),
                    Bands = table.Column<string>(type: "nvarchar(max)", maxLength: -1, nullable: false),
                    LegalBasis = table.Column<string>(type: "nvarchar(400)", maxLength: 400, nullable: false),
                    ApprovedBy = table.Column<string>(type: "nvarchar(200)", maxLength: 200, nullable: false),
                    ApprovedAt = table.Column<DateTime>(type: "datetime2", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_approval_policies", x => x.Id);
                });

            migrationBuilder.CreateTable(
                name: "proposal_steps",
                schema: "payments",
                columns: table => new
                {
                    ProposalId = table.Column<long>(type: "bigint", nullable: false),
                    Step = table.Column<int>(type: "int", nullable: false),
                    Permission = table.Column<string>(type: "nvarchar(200)", maxLength: 200, nullable: false),
                    Approved = table.Column<bool>(type: "bit", nullable: false),
                    DecidedById = table.Column<string>(type: "nvarchar(200)", maxLength: 200, nullable: false),
                    DecidedBy = table.Column<string>(type: "nvarchar(200)", maxLength: 200, nullable: false),
                    InPlaceOf = table.Column<string>(type: "nvarchar(1000)", maxLength: 1000, nullable: true),
                    DecidedAt = table.Column<DateTime>(type: "datetime2", nullable: false),
                    Reason = table.Column<string>(type: "nvarchar(2000)", maxLength: 2000, nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_proposal_steps", x => new { x.ProposalId, x.Step });
                });

            migrationBuilder.CreateIndex(
                name: "IX_approval_policies_Act_FromDay_Id",
                schema: "payments",
                table: "approval_policies",
                columns: new[] { "Act", "FromDay", "Id" });

            migrationBuilder.CreateIndex(
                name: "IX_proposal_steps_ProposalId_DecidedById",
                schema: "payments",
                table: "proposal_steps",
                columns: new[] { "ProposalId", "DecidedById" },
                unique: true);
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "approval_policies",
                schema: "payments");

            migrationBuilder.DropTable(
                name: "proposal_steps",
                schema: "payments");

            migrationBuilder.DropColumn(
                name: "DuePermission",
                schema: "payments",
                table: "proposals");

            migrationBuilder.DropColumn(
                name: "DueSince",
                schema: "payments",
                table: "proposals");

            migrationBuilder.DropColumn(
                name: "Rule",
                schema: "payments",
                table: "proposals");

            migrationBuilder.DropColumn(
                name: "StepsTaken",
                schema: "payments",
                table: "proposals");
        }
    }
}
