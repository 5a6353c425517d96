using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Spmis.Migrations.PostgreSql.Identity
{
    /// <inheritdoc />
    public partial class EvidenceAndPersons : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddColumn<string>(
                name: "Holder",
                schema: "identity",
                table: "users",
                type: "character varying(20)",
                maxLength: 20,
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "Evidence",
                schema: "identity",
                table: "proposals",
                type: "text",
                maxLength: -1,
                nullable: true);

            migrationBuilder.AddColumn<bool>(
                name: "PersonsKept",
                schema: "identity",
                table: "proposals",
                type: "boolean",
                nullable: false,
                defaultValue: false);

            migrationBuilder.AddColumn<string>(
                name: "PreparedByStaff",
                schema: "identity",
                table: "proposals",
                type: "character varying(200)",
                maxLength: 200,
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "Staff",
                schema: "identity",
                table: "proposal_steps",
                type: "character varying(200)",
                maxLength: 200,
                nullable: true);

            migrationBuilder.AddColumn<byte[]>(
                name: "Digest",
                schema: "identity",
                table: "person_reads",
                type: "bytea",
                maxLength: 32,
                nullable: true);

            migrationBuilder.AddColumn<Guid>(
                name: "RenewedById",
                schema: "identity",
                table: "clients",
                type: "uuid",
                nullable: true);

            migrationBuilder.AddColumn<DateTime>(
                name: "SecretSince",
                schema: "identity",
                table: "clients",
                type: "timestamp with time zone",
                nullable: true);

            migrationBuilder.CreateTable(
                name: "former_secrets",
                schema: "identity",
                columns: table => new
                {
                    ClientId = table.Column<string>(type: "character varying(100)", maxLength: 100, nullable: false),
                    Hash = table.Column<string>(type: "character varying(400)", maxLength: 400, nullable: false),
                    ValidUntil = table.Column<DateTime>(type: "timestamp with time zone", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_former_secrets", x => x.ClientId);
                });

            migrationBuilder.CreateTable(
                name: "proposal_persons",
                schema: "identity",
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
                schema: "identity",
                table: "proposals",
                columns: new[] { "PersonsKept", "Id" });

            migrationBuilder.CreateIndex(
                name: "IX_proposal_steps_ProposalId_Staff",
                schema: "identity",
                table: "proposal_steps",
                columns: new[] { "ProposalId", "Staff" },
                unique: true);

            migrationBuilder.CreateIndex(
                name: "IX_clients_RenewedById",
                schema: "identity",
                table: "clients",
                column: "RenewedById");

            migrationBuilder.CreateIndex(
                name: "IX_proposal_persons_Number",
                schema: "identity",
                table: "proposal_persons",
                column: "Number");
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "former_secrets",
                schema: "identity");

            migrationBuilder.DropTable(
                name: "proposal_persons",
                schema: "identity");

            migrationBuilder.DropIndex(
                name: "IX_proposals_PersonsKept_Id",
                schema: "identity",
                table: "proposals");

            migrationBuilder.DropIndex(
                name: "IX_proposal_steps_ProposalId_Staff",
                schema: "identity",
                table: "proposal_steps");

            migrationBuilder.DropIndex(
                name: "IX_clients_RenewedById",
                schema: "identity",
                table: "clients");

            migrationBuilder.DropColumn(
                name: "Holder",
                schema: "identity",
                table: "users");

            migrationBuilder.DropColumn(
                name: "Evidence",
                schema: "identity",
                table: "proposals");

            migrationBuilder.DropColumn(
                name: "PersonsKept",
                schema: "identity",
                table: "proposals");

            migrationBuilder.DropColumn(
                name: "PreparedByStaff",
                schema: "identity",
                table: "proposals");

            migrationBuilder.DropColumn(
                name: "Staff",
                schema: "identity",
                table: "proposal_steps");

            migrationBuilder.DropColumn(
                name: "Digest",
                schema: "identity",
                table: "person_reads");

            migrationBuilder.DropColumn(
                name: "RenewedById",
                schema: "identity",
                table: "clients");

            migrationBuilder.DropColumn(
                name: "SecretSince",
                schema: "identity",
                table: "clients");
        }
    }
}
