using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Spmis.Migrations.Sqlite.Eligibility
{
    /// <inheritdoc />
    public partial class ClaimsToDecisions : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddColumn<string>(
                name: "Override",
                table: "determinations",
                type: "TEXT",
                maxLength: 4000,
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "BroughtBy",
                table: "claims",
                type: "TEXT",
                maxLength: 200,
                nullable: true);

            migrationBuilder.AddColumn<byte[]>(
                name: "CaseId",
                table: "claims",
                type: "BLOB",
                fixedLength: true,
                maxLength: 16,
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "Channel",
                table: "claims",
                type: "TEXT",
                maxLength: 40,
                nullable: false,
                defaultValue: "Desk");

            migrationBuilder.AddColumn<DateTime>(
                name: "ClosedAt",
                table: "claims",
                type: "TEXT",
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "ClosedBecause",
                table: "claims",
                type: "TEXT",
                maxLength: 1000,
                nullable: true);

            migrationBuilder.AddColumn<DateOnly>(
                name: "DecideBy",
                table: "claims",
                type: "TEXT",
                nullable: true);

            migrationBuilder.AddColumn<bool>(
                name: "Draft",
                table: "claims",
                type: "INTEGER",
                nullable: false,
                defaultValue: false);

            migrationBuilder.AddColumn<byte[]>(
                name: "InsuredId",
                table: "claims",
                type: "BLOB",
                fixedLength: true,
                maxLength: 16,
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "InsuredNumber",
                table: "claims",
                type: "TEXT",
                maxLength: 200,
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "Language",
                table: "claims",
                type: "TEXT",
                maxLength: 10,
                nullable: false,
                defaultValue: "en");

            // A sender of a file vouches for what the package does not ask of files; claims taken before came either so or at the desk.
            migrationBuilder.Sql("UPDATE claims SET Channel = 'File' WHERE Source LIKE '%, line %'");

            migrationBuilder.AddColumn<string>(
                name: "LateBecause",
                table: "claims",
                type: "TEXT",
                maxLength: 1000,
                nullable: true);

            migrationBuilder.AddColumn<int>(
                name: "RiskCount",
                table: "claims",
                type: "INTEGER",
                nullable: false,
                defaultValue: 0);

            migrationBuilder.AddColumn<string>(
                name: "Risks",
                table: "claims",
                type: "TEXT",
                maxLength: 200,
                nullable: true);

            migrationBuilder.CreateTable(
                name: "appeals",
                columns: table => new
                {
                    Id = table.Column<byte[]>(type: "BLOB", fixedLength: true, maxLength: 16, nullable: false),
                    Number = table.Column<string>(type: "TEXT", maxLength: 40, nullable: false),
                    DeterminationId = table.Column<byte[]>(type: "BLOB", fixedLength: true, maxLength: 16, nullable: false),
                    ClaimId = table.Column<byte[]>(type: "BLOB", fixedLength: true, maxLength: 16, nullable: false),
                    ClaimNumber = table.Column<string>(type: "TEXT", maxLength: 200, nullable: false),
                    PersonNumber = table.Column<string>(type: "TEXT", maxLength: 200, nullable: false),
                    Scheme = table.Column<string>(type: "TEXT", maxLength: 200, nullable: false),
                    LodgedOn = table.Column<DateOnly>(type: "TEXT", nullable: false),
                    Grounds = table.Column<string>(type: "TEXT", maxLength: 4000, nullable: false),
                    LodgeBy = table.Column<DateOnly>(type: "TEXT", nullable: true),
                    LateBecause = table.Column<string>(type: "TEXT", maxLength: 1000, nullable: true),
                    DecideBy = table.Column<DateOnly>(type: "TEXT", nullable: true),
                    SuspendedFrom = table.Column<int>(type: "INTEGER", nullable: true),
                    RecordedAt = table.Column<DateTime>(type: "TEXT", nullable: false),
                    RecordedBy = table.Column<string>(type: "TEXT", maxLength: 200, nullable: false),
                    Outcome = table.Column<string>(type: "TEXT", maxLength: 40, nullable: true),
                    DecidedAt = table.Column<DateTime>(type: "TEXT", nullable: true),
                    DecidedBy = table.Column<string>(type: "TEXT", maxLength: 200, nullable: true),
                    DecidedBecause = table.Column<string>(type: "TEXT", maxLength: 1000, nullable: true),
                    OpenKey = table.Column<string>(type: "TEXT", maxLength: 200, nullable: true),
                    Version = table.Column<int>(type: "INTEGER", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_appeals", x => x.Id);
                    table.ForeignKey(
                        name: "FK_appeals_claims_ClaimId",
                        column: x => x.ClaimId,
                        principalTable: "claims",
                        principalColumn: "Id",
                        onDelete: ReferentialAction.Restrict);
                    table.ForeignKey(
                        name: "FK_appeals_determinations_DeterminationId",
                        column: x => x.DeterminationId,
                        principalTable: "determinations",
                        principalColumn: "Id",
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateTable(
                name: "claim_evidence",
                columns: table => new
                {
                    Id = table.Column<byte[]>(type: "BLOB", fixedLength: true, maxLength: 16, nullable: false),
                    ClaimId = table.Column<byte[]>(type: "BLOB", fixedLength: true, maxLength: 16, nullable: false),
                    Kind = table.Column<string>(type: "TEXT", maxLength: 100, nullable: false),
                    Sha256 = table.Column<string>(type: "TEXT", maxLength: 64, nullable: true),
                    FileName = table.Column<string>(type: "TEXT", maxLength: 200, nullable: true),
                    ContentType = table.Column<string>(type: "TEXT", maxLength: 200, nullable: true),
                    Length = table.Column<long>(type: "INTEGER", nullable: true),
                    Reference = table.Column<string>(type: "TEXT", maxLength: 200, nullable: true),
                    Issuer = table.Column<string>(type: "TEXT", maxLength: 200, nullable: true),
                    IssuedOn = table.Column<DateOnly>(type: "TEXT", nullable: true),
                    FromDay = table.Column<DateOnly>(type: "TEXT", nullable: true),
                    ToDay = table.Column<DateOnly>(type: "TEXT", nullable: true),
                    DegreePercent = table.Column<int>(type: "INTEGER", nullable: true),
                    ReceivedAt = table.Column<DateTime>(type: "TEXT", nullable: false),
                    ReceivedBy = table.Column<string>(type: "TEXT", maxLength: 200, nullable: false),
                    Accepted = table.Column<bool>(type: "INTEGER", nullable: true),
                    JudgedAt = table.Column<DateTime>(type: "TEXT", nullable: true),
                    JudgedBy = table.Column<string>(type: "TEXT", maxLength: 200, nullable: true),
                    RefusedBecause = table.Column<string>(type: "TEXT", maxLength: 1000, nullable: true),
                    SetAsideAt = table.Column<DateTime>(type: "TEXT", nullable: true),
                    SetAsideBy = table.Column<string>(type: "TEXT", maxLength: 200, nullable: true),
                    SetAsideBecause = table.Column<string>(type: "TEXT", maxLength: 1000, nullable: true),
                    Version = table.Column<int>(type: "INTEGER", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_claim_evidence", x => x.Id);
                    table.ForeignKey(
                        name: "FK_claim_evidence_claims_ClaimId",
                        column: x => x.ClaimId,
                        principalTable: "claims",
                        principalColumn: "Id",
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateTable(
                name: "determination_withdrawals",
                columns: table => new
                {
                    DeterminationId = table.Column<byte[]>(type: "BLOB", fixedLength: true, maxLength: 16, nullable: false),
                    WithdrawnAt = table.Column<DateTime>(type: "TEXT", nullable: false),
                    ApprovedBy = table.Column<string>(type: "TEXT", maxLength: 200, nullable: false),
                    Because = table.Column<string>(type: "TEXT", maxLength: 1000, nullable: false),
                    AwardId = table.Column<byte[]>(type: "BLOB", fixedLength: true, maxLength: 16, nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_determination_withdrawals", x => x.DeterminationId);
                    table.ForeignKey(
                        name: "FK_determination_withdrawals_determinations_DeterminationId",
                        column: x => x.DeterminationId,
                        principalTable: "determinations",
                        principalColumn: "Id",
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateTable(
                name: "evidence_requests",
                columns: table => new
                {
                    Id = table.Column<byte[]>(type: "BLOB", fixedLength: true, maxLength: 16, nullable: false),
                    ClaimId = table.Column<byte[]>(type: "BLOB", fixedLength: true, maxLength: 16, nullable: false),
                    Sequence = table.Column<int>(type: "INTEGER", nullable: false),
                    Kinds = table.Column<string>(type: "TEXT", maxLength: 4000, nullable: false),
                    AskedOn = table.Column<DateOnly>(type: "TEXT", nullable: false),
                    AnswerBy = table.Column<DateOnly>(type: "TEXT", nullable: true),
                    AskedBy = table.Column<string>(type: "TEXT", maxLength: 200, nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_evidence_requests", x => x.Id);
                    table.ForeignKey(
                        name: "FK_evidence_requests_claims_ClaimId",
                        column: x => x.ClaimId,
                        principalTable: "claims",
                        principalColumn: "Id",
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateTable(
                name: "survivor_cases",
                columns: table => new
                {
                    Id = table.Column<byte[]>(type: "BLOB", fixedLength: true, maxLength: 16, nullable: false),
                    Number = table.Column<string>(type: "TEXT", maxLength: 40, nullable: false),
                    Scheme = table.Column<string>(type: "TEXT", maxLength: 200, nullable: false),
                    InsuredId = table.Column<byte[]>(type: "BLOB", fixedLength: true, maxLength: 16, nullable: false),
                    InsuredNumber = table.Column<string>(type: "TEXT", maxLength: 40, nullable: false),
                    DiedOn = table.Column<DateOnly>(type: "TEXT", nullable: false),
                    OpenedAt = table.Column<DateTime>(type: "TEXT", nullable: false),
                    OpenedBy = table.Column<string>(type: "TEXT", maxLength: 200, nullable: false),
                    FellAwayAt = table.Column<DateTime>(type: "TEXT", nullable: true),
                    Version = table.Column<int>(type: "INTEGER", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_survivor_cases", x => x.Id);
                });

            migrationBuilder.CreateIndex(
                name: "IX_claims_CaseId",
                table: "claims",
                column: "CaseId");

            migrationBuilder.CreateIndex(
                name: "IX_claims_Outcome_DecideBy",
                table: "claims",
                columns: new[] { "Outcome", "DecideBy" });

            migrationBuilder.CreateIndex(
                name: "IX_appeals_ClaimId",
                table: "appeals",
                column: "ClaimId");

            migrationBuilder.CreateIndex(
                name: "IX_appeals_DeterminationId",
                table: "appeals",
                column: "DeterminationId");

            migrationBuilder.CreateIndex(
                name: "IX_appeals_Number",
                table: "appeals",
                column: "Number",
                unique: true);

            migrationBuilder.CreateIndex(
                name: "IX_appeals_OpenKey",
                table: "appeals",
                column: "OpenKey",
                unique: true);

            migrationBuilder.CreateIndex(
                name: "IX_appeals_Outcome_DecideBy",
                table: "appeals",
                columns: new[] { "Outcome", "DecideBy" });

            migrationBuilder.CreateIndex(
                name: "IX_claim_evidence_ClaimId_Kind_Sha256",
                table: "claim_evidence",
                columns: new[] { "ClaimId", "Kind", "Sha256" },
                unique: true);

            migrationBuilder.CreateIndex(
                name: "IX_evidence_requests_ClaimId_Sequence",
                table: "evidence_requests",
                columns: new[] { "ClaimId", "Sequence" },
                unique: true);

            migrationBuilder.CreateIndex(
                name: "IX_survivor_cases_InsuredId",
                table: "survivor_cases",
                column: "InsuredId");

            migrationBuilder.CreateIndex(
                name: "IX_survivor_cases_Number",
                table: "survivor_cases",
                column: "Number",
                unique: true);

            migrationBuilder.CreateIndex(
                name: "IX_survivor_cases_Scheme_InsuredId",
                table: "survivor_cases",
                columns: new[] { "Scheme", "InsuredId" },
                unique: true);
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "appeals");

            migrationBuilder.DropTable(
                name: "claim_evidence");

            migrationBuilder.DropTable(
                name: "determination_withdrawals");

            migrationBuilder.DropTable(
                name: "evidence_requests");

            migrationBuilder.DropTable(
                name: "survivor_cases");

            migrationBuilder.DropIndex(
                name: "IX_claims_CaseId",
                table: "claims");

            migrationBuilder.DropIndex(
                name: "IX_claims_Outcome_DecideBy",
                table: "claims");

            migrationBuilder.Sql("ALTER TABLE \"determinations\" DROP COLUMN \"Override\"");

            migrationBuilder.Sql("ALTER TABLE \"claims\" DROP COLUMN \"BroughtBy\"");

            migrationBuilder.Sql("ALTER TABLE \"claims\" DROP COLUMN \"CaseId\"");

            migrationBuilder.Sql("ALTER TABLE \"claims\" DROP COLUMN \"Channel\"");

            migrationBuilder.Sql("ALTER TABLE \"claims\" DROP COLUMN \"ClosedAt\"");

            migrationBuilder.Sql("ALTER TABLE \"claims\" DROP COLUMN \"ClosedBecause\"");

            migrationBuilder.Sql("ALTER TABLE \"claims\" DROP COLUMN \"DecideBy\"");

            migrationBuilder.Sql("ALTER TABLE \"claims\" DROP COLUMN \"Draft\"");

            migrationBuilder.Sql("ALTER TABLE \"claims\" DROP COLUMN \"InsuredId\"");

            migrationBuilder.Sql("ALTER TABLE \"claims\" DROP COLUMN \"InsuredNumber\"");

            migrationBuilder.Sql("ALTER TABLE \"claims\" DROP COLUMN \"Language\"");

            migrationBuilder.Sql("ALTER TABLE \"claims\" DROP COLUMN \"LateBecause\"");

            migrationBuilder.Sql("ALTER TABLE \"claims\" DROP COLUMN \"RiskCount\"");

            migrationBuilder.Sql("ALTER TABLE \"claims\" DROP COLUMN \"Risks\"");
        }
    }
}
