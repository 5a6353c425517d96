using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Spmis.Migrations.Sqlite.Identity
{
    /// <inheritdoc />
    public partial class EvidenceAndPersons : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddColumn<string>(
                name: "Holder",
                table: "users",
                type: "TEXT",
                maxLength: 20,
                nullable: true);

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

            migrationBuilder.AddColumn<byte[]>(
                name: "Digest",
                table: "person_reads",
                type: "BLOB",
                maxLength: 32,
                nullable: true);

            migrationBuilder.AddColumn<byte[]>(
                name: "RenewedById",
                table: "clients",
                type: "BLOB",
                fixedLength: true,
                maxLength: 16,
                nullable: true);

            migrationBuilder.AddColumn<DateTime>(
                name: "SecretSince",
                table: "clients",
                type: "TEXT",
                nullable: true);

            migrationBuilder.CreateTable(
                name: "former_secrets",
                columns: table => new
                {
                    ClientId = table.Column<string>(type: "TEXT", maxLength: 100, nullable: false),
                    Hash = table.Column<string>(type: "TEXT", maxLength: 400, nullable: false),
                    ValidUntil = table.Column<DateTime>(type: "TEXT", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_former_secrets", x => x.ClientId);
                });

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
                name: "IX_clients_RenewedById",
                table: "clients",
                column: "RenewedById");

            migrationBuilder.CreateIndex(
                name: "IX_proposal_persons_Number",
                table: "proposal_persons",
                column: "Number");
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "former_secrets");

            migrationBuilder.DropTable(
                name: "proposal_persons");

            migrationBuilder.DropIndex(
                name: "IX_proposals_PersonsKept_Id",
                table: "proposals");

            migrationBuilder.DropIndex(
                name: "IX_proposal_steps_ProposalId_Staff",
                table: "proposal_steps");

            migrationBuilder.DropIndex(
                name: "IX_clients_RenewedById",
                table: "clients");

            migrationBuilder.Sql("ALTER TABLE \"users\" DROP COLUMN \"Holder\"");

            migrationBuilder.Sql("ALTER TABLE \"proposals\" DROP COLUMN \"Evidence\"");

            migrationBuilder.Sql("ALTER TABLE \"proposals\" DROP COLUMN \"PersonsKept\"");

            migrationBuilder.Sql("ALTER TABLE \"proposals\" DROP COLUMN \"PreparedByStaff\"");

            migrationBuilder.Sql("ALTER TABLE \"proposal_steps\" DROP COLUMN \"Staff\"");

            migrationBuilder.Sql("ALTER TABLE \"person_reads\" DROP COLUMN \"Digest\"");

            migrationBuilder.Sql("ALTER TABLE \"clients\" DROP COLUMN \"RenewedById\"");

            migrationBuilder.Sql("ALTER TABLE \"clients\" DROP COLUMN \"SecretSince\"");
        }
    }
}
