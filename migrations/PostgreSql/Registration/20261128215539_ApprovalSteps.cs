using System;
using Microsoft.EntityFrameworkCore.Migrations;
using Npgsql.EntityFrameworkCore.PostgreSQL.Metadata;

#nullable disable

namespace Spmis.Migrations.PostgreSql.Registration
{
    /// <inheritdoc />
    public partial class ApprovalSteps : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddColumn<string>(
                name: "DuePermission",
                schema: "registration",
                table: "proposals",
                type: "character varying(200)",
                maxLength: 200,
                nullable: true);

            migrationBuilder.AddColumn<DateTime>(
                name: "DueSince",
                schema: "registration",
                table: "proposals",
                type: "timestamp with time zone",
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "Rule",
                schema: "registration",
                table: "proposals",
                type: "text",
                maxLength: -1,
                nullable: true);

            migrationBuilder.AddColumn<int>(
                name: "StepsTaken",
                schema: "registration",
                table: "proposals",
                type: "integer",
                nullable: false,
                defaultValue: 0);

            migrationBuilder.CreateTable(
                name: "approval_policies",
                schema: "registration",
                columns: table => new
                {
                    Id = table.Column<long>(type: "bigint", nullable: false)
                        .Annotation("Npgsql:ValueGenerationStrategy", NpgsqlValueGenerationStrategy.IdentityByDefaultColumn),
                    Act = table.Column<string>(type: "character varying(200)", maxLength: 200, nullable: false),
                    FromDay = table.Column<DateOnly>(type: "date", nullable: false),
                    Bands = table.Column<string>(type: "text", maxLength: -1, nullable: false),
                    LegalBasis = table.Column<string>(type: "character varying(400)", maxLength: 400, nullable: false),
                    ApprovedBy = table.Column<string>(type: "character varying(200)", maxLength: 200, nullable: false),
                    ApprovedAt = table.Column<DateTime>(type: "timestamp with time zone", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_approval_policies", x => x.Id);
                });

            migrationBuilder.CreateTable(
                name: "proposal_steps",
                schema: "registration",
                columns: table => new
                {
                    ProposalId = table.Column<long>(type: "bigint", nullable: false),
                    Step = table.Column<int>(type: "integer", nullable: false),
                    Permission = table.Column<string>(type: "character varying(200)", maxLength: 200, nullable: false),
                    Approved = table.Column<bool>(type: "boolean", nullable: false),
                    DecidedById = table.Column<string>(type: "character varying(200)", maxLength: 200, nullable: false),
                    DecidedBy = table.Column<string>(type: "character varying(200)", maxLength: 200, nullable: false),
                    InPlaceOf = table.Column<string>(type: "character varying(1000)", maxLength: 1000, nullable: true),
                    DecidedAt = table.Column<DateTime>(type: "timestamp with time zone", nullable: false),
                    Reason = table.Column<string>(type: "character varying(2000)", maxLength: 2000, nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_proposal_steps", x => new { x.ProposalId, x.Step });
                });

            migrationBuilder.CreateIndex(
                name: "IX_approval_policies_Act_FromDay_Id",
                schema: "registration",
                table: "approval_policies",
                columns: new[] { "Act", "FromDay", "Id" });

            migrationBuilder.CreateIndex(
                name: "IX_proposal_steps_ProposalId_DecidedById",
                schema: "registration",
                table: "proposal_steps",
                columns: new[] { "ProposalId", "DecidedById" },
                unique: true);
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "approval_policies",
                schema: "registration");

            migrationBuilder.DropTable(
                name: "proposal_steps",
                schema: "registration");

            migrationBuilder.DropColumn(
                name: "DuePermission",
                schema: "registration",
                table: "proposals");

            migrationBuilder.DropColumn(
                name: "DueSince",
                schema: "registration",
                table: "proposals");

            migrationBuilder.DropColumn(
                name: "Rule",
                schema: "registration",
                table: "proposals");

            migrationBuilder.DropColumn(
                name: "StepsTaken",
                schema: "registration",
                table: "proposals");
        }
    }
}
