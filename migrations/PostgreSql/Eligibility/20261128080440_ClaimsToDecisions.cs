using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Spmis.Migrations.PostgreSql.Eligibility
{
    /// <inheritdoc />
    public partial class ClaimsToDecisions : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddColumn<string>(
                name: "Override",
                schema: "eligibility",
                table: "determinations",
                type: "character varying(4000)",
                maxLength: 4000,
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "BroughtBy",
                schema: "eligibility",
                table: "claims",
                type: "character varying(200)",
                maxLength: 200,
                nullable: true);

            migrationBuilder.AddColumn<Guid>(
                name: "CaseId",
                schema: "eligibility",
                table: "claims",
                type: "uuid",
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "Channel",
                schema: "eligibility",
                table: "claims",
                type: "character varying(40)",
                maxLength: 40,
                nullable: false,
                defaultValue: "Desk");

            migrationBuilder.AddColumn<DateTime>(
                name: "ClosedAt",
                schema: "eligibility",
                table: "claims",
                type: "timestamp with time zone",
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "ClosedBecause",
                schema: "eligibility",
                table: "claims",
                type: "character varying(1000)",
                maxLength: 1000,
                nullable: true);

            migrationBuilder.AddColumn<DateOnly>(
                name: "DecideBy",
                schema: "eligibility",
                table: "claims",
                type: "date",
                nullable: true);

            migrationBuilder.AddColumn<bool>(
                name: "Draft",
                schema: "eligibility",
                table: "claims",
                type: "boolean",
                nullable: false,
                defaultValue: false);

            migrationBuilder.AddColumn<Guid>(
                name: "InsuredId",
                schema: "eligibility",
                table: "claims",
                type: "uuid",
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "InsuredNumber",
                schema: "eligibility",
                table: "claims",
                type: "character varying(200)",
                maxLength: 200,
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "Language",
                schema: "eligibility",
                table: "claims",
                type: "character varying(10)",
                maxLength: 10,
                nullable: false,
                defaultValue: "en");

            // A sender of a file vouches for what the package does not ask of files; claims taken before came either so or at the desk.
            migrationBuilder.Sql("UPDATE eligibility.claims SET \"Channel\" = 'File' WHERE \"Source\" LIKE '%, line %'");

            migrationBuilder.AddColumn<string>(
                name: "LateBecause",
                schema: "eligibility",
                table: "claims",
                type: "character varying(1000)",
                maxLength: 1000,
                nullable: true);

            migrationBuilder.AddColumn<int>(
                name: "RiskCount",
                schema: "eligibility",
                table: "claims",
                type: "integer",
                nullable: false,
                defaultValue: 0);

            migrationBuilder.AddColumn<string>(
                name: "Risks",
                schema: "eligibility",
                table: "claims",
                type: "character varying(200)",
                maxLength: 200,
                nullable: true);

            migrationBuilder.CreateTable(
                name: "appeals",
                schema: "eligibility",
                columns: table => new
                {
                    Id = table.Column<Guid>(type: "uuid", nullable: false),
                    Number = table.Column<string>(type: "character varying(40)", maxLength: 40, nullable: false),
                    DeterminationId = table.Column<Guid>(type: "uuid", nullable: false),
                    ClaimId = table.Column<Guid>(type: "uuid", nullable: false),
                    ClaimNumber = table.Column<string>(type: "character varying(200)", maxLength: 200, nullable: false),
                    PersonNumber = table.Column<string>(type: "character varying(200)", maxLength: 200, nullable: false),
                    Scheme = table.Column<string>(type: "character varying(200)", maxLength: 200, nullable: false),
                    LodgedOn = table.Column<DateOnly>(type: "date", nullable: false),
                    Grounds = table.Column<string>(type: "character varying(4000)", maxLength: 4000, nullable: false),
                    LodgeBy = table.Column<DateOnly>(type: "date", nullable: true),
                    LateBecause = table.Column<string>(type: "character varying(1000)", maxLength: 1000, nullable: true),
                    DecideBy = table.Column<DateOnly>(type: "date", nullable: true),
                    SuspendedFrom = table.Column<int>(type: "integer", nullable: true),
                    RecordedAt = table.Column<DateTime>(type: "timestamp with time zone", nullable: false),
                    RecordedBy = table.Column<string>(type: "character varying(200)", maxLength: 200, nullable: false),
                    Outcome = table.Column<string>(type: "character varying(40)", maxLength: 40, nullable: true),
                    DecidedAt = table.Column<DateTime>(type: "timestamp with time zone", nullable: true),
                    DecidedBy = table.Column<string>(type: "character varying(200)", maxLength: 200, nullable: true),
                    DecidedBecause = table.Column<string>(type: "character varying(1000)", maxLength: 1000, nullable: true),
                    OpenKey = table.Column<string>(type: "character varying(200)", maxLength: 200, nullable: true),
                    Version = table.Column<int>(type: "integer", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_appeals", x => x.Id);
                    table.ForeignKey(
                        name: "FK_appeals_claims_ClaimId",
                        column: x => x.ClaimId,
                        principalSchema: "eligibility",
                        principalTable: "claims",
                        principalColumn: "Id",
                        onDelete: ReferentialAction.Restrict);
                    table.ForeignKey(
                        name: "FK_appeals_determinations_DeterminationId",
                        column: x => x.DeterminationId,
                        principalSchema: "eligibility",
                        principalTable: "determinations",
                        principalColumn: "Id",
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateTable(
                name: "claim_evidence",
                schema: "eligibility",
                columns: table => new
                {
                    Id = table.Column<Guid>(type: "uuid", nullable: false),
                    ClaimId = table.Column<Guid>(type: "uuid", nullable: false),
                    Kind = table.Column<string>(type: "character varying(100)", maxLength: 100, nullable: false),
                    Sha256 = table.Column<string>(type: "character varying(64)", maxLength: 64, nullable: true),
                    FileName = table.Column<string>(type: "character varying(200)", maxLength: 200, nullable: true),
                    ContentType = table.Column<string>(type: "character varying(200)", maxLength: 200, nullable: true),
                    Length = table.Column<long>(type: "bigint", nullable: true),
                    Reference = table.Column<string>(type: "character varying(200)", maxLength: 200, nullable: true),
                    Issuer = table.Column<string>(type: "character varying(200)", maxLength: 200, nullable: true),
                    IssuedOn = table.Column<DateOnly>(type: "date", nullable: true),
                    FromDay = table.Column<DateOnly>(type: "date", nullable: true),
                    ToDay = table.Column<DateOnly>(type: "date", nullable: true),
                    DegreePercent = table.Column<int>(type: "integer", nullable: true),
                    ReceivedAt = table.Column<DateTime>(type: "timestamp with time zone", nullable: false),
                    ReceivedBy = table.Column<string>(type: "character varying(200)", maxLength: 200, nullable: false),
                    Accepted = table.Column<bool>(type: "boolean", nullable: true),
                    JudgedAt = table.Column<DateTime>(type: "timestamp with time zone", nullable: true),
                    JudgedBy = table.Column<string>(type: "character varying(200)", maxLength: 200, nullable: true),
                    RefusedBecause = table.Column<string>(type: "character varying(1000)", maxLength: 1000, nullable: true),
                    SetAsideAt = table.Column<DateTime>(type: "timestamp with time zone", nullable: true),
                    SetAsideBy = table.Column<string>(type: "character varying(200)", maxLength: 200, nullable: true),
                    SetAsideBecause = table.Column<string>(type: "character varying(1000)", maxLength: 1000, nullable: true),
                    Version = table.Column<int>(type: "integer", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_claim_evidence", x => x.Id);
                    table.ForeignKey(
                        name: "FK_claim_evidence_claims_ClaimId",
                        column: x => x.ClaimId,
                        principalSchema: "eligibility",
                        principalTable: "claims",
                        principalColumn: "Id",
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateTable(
                name: "determination_withdrawals",
                schema: "eligibility",
                columns: table => new
                {
                    DeterminationId = table.Column<Guid>(type: "uuid", nullable: false),
                    WithdrawnAt = table.Column<DateTime>(type: "timestamp with time zone", nullable: false),
                    ApprovedBy = table.Column<string>(type: "character varying(200)", maxLength: 200, nullable: false),
                    Because = table.Column<string>(type: "character varying(1000)", maxLength: 1000, nullable: false),
                    AwardId = table.Column<Guid>(type: "uuid", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_determination_withdrawals", x => x.DeterminationId);
                    table.ForeignKey(
                        name: "FK_determination_withdrawals_determinations_DeterminationId",
                        column: x => x.DeterminationId,
                        principalSchema: "eligibility",
                        principalTable: "determinations",
                        principalColumn: "Id",
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateTable(
                name: "evidence_requests",
                schema: "eligibility",
                columns: table => new
                {
                    Id = table.Column<Guid>(type: "uuid", nullable: false),
                    ClaimId = table.Column<Guid>(type: "uuid", nullable: false),
                    Sequence = table.Column<int>(type: "integer", nullable: false),
                    Kinds = table.Column<string>(type: "character varying(4000)", maxLength: 4000, nullable: false),
                    AskedOn = table.Column<DateOnly>(type: "date", nullable: false),
                    AnswerBy = table.Column<DateOnly>(type: "date", nullable: true),
                    AskedBy = table.Column<string>(type: "character varying(200)", maxLength: 200, nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_evidence_requests", x => x.Id);
                    table.ForeignKey(
                        name: "FK_evidence_requests_claims_ClaimId",
                        column: x => x.ClaimId,
                        principalSchema: "eligibility",
                        principalTable: "claims",
                        principalColumn: "Id",
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateTable(
                name: "survivor_cases",
                schema: "eligibility",
                columns: table => new
                {
                    Id = table.Column<Guid>(type: "uuid", nullable: false),
                    Number = table.Column<string>(type: "character varying(40)", maxLength: 40, nullable: false),
                    Scheme = table.Column<string>(type: "character varying(200)", maxLength: 200, nullable: false),
                    InsuredId = table.Column<Guid>(type: "uuid", nullable: false),
                    InsuredNumber = table.Column<string>(type: "character varying(40)", maxLength: 40, nullable: false),
                    DiedOn = table.Column<DateOnly>(type: "date", nullable: false),
                    OpenedAt = table.Column<DateTime>(type: "timestamp with time zone", nullable: false),
                    OpenedBy = table.Column<string>(type: "character varying(200)", maxLength: 200, nullable: false),
                    FellAwayAt = table.Column<DateTime>(type: "timestamp with time zone", nullable: true),
                    Version = table.Column<int>(type: "integer", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_survivor_cases", x => x.Id);
                });

            migrationBuilder.CreateIndex(
                name: "IX_claims_CaseId",
                schema: "eligibility",
                table: "claims",
                column: "CaseId");

            migrationBuilder.CreateIndex(
                name: "IX_claims_Outcome_DecideBy",
                schema: "eligibility",
                table: "claims",
                columns: new[] { "Outcome", "DecideBy" });

            migrationBuilder.CreateIndex(
                name: "IX_appeals_ClaimId",
                schema: "eligibility",
                table: "appeals",
                column: "ClaimId");

            migrationBuilder.CreateIndex(
                name: "IX_appeals_DeterminationId",
                schema: "eligibility",
                table: "appeals",
                column: "DeterminationId");

            migrationBuilder.CreateIndex(
                name: "IX_appeals_Number",
                schema: "eligibility",
                table: "appeals",
                column: "Number",
                unique: true);

            migrationBuilder.CreateIndex(
                name: "IX_appeals_OpenKey",
                schema: "eligibility",
                table: "appeals",
                column: "OpenKey",
                unique: true);

            migrationBuilder.CreateIndex(
                name: "IX_appeals_Outcome_DecideBy",
                schema: "eligibility",
                table: "appeals",
                columns: new[] { "Outcome", "DecideBy" });

            migrationBuilder.CreateIndex(
                name: "IX_claim_evidence_ClaimId_Kind_Sha256",
                schema: "eligibility",
                table: "claim_evidence",
                columns: new[] { "ClaimId", "Kind", "Sha256" },
                unique: true);

            migrationBuilder.CreateIndex(
                name: "IX_evidence_requests_ClaimId_Sequence",
                schema: "eligibility",
                table: "evidence_requests",
                columns: new[] { "ClaimId", "Sequence" },
                unique: true);

            migrationBuilder.CreateIndex(
                name: "IX_survivor_cases_InsuredId",
                schema: "eligibility",
                table: "survivor_cases",
                column: "InsuredId");

            migrationBuilder.CreateIndex(
                name: "IX_survivor_cases_Number",
                schema: "eligibility",
                table: "survivor_cases",
                column: "Number",
                unique: true);

            migrationBuilder.CreateIndex(
                name: "IX_survivor_cases_Scheme_InsuredId",
                schema: "eligibility",
                table: "survivor_cases",
                columns: new[] { "Scheme", "InsuredId" },
                unique: true);
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "appeals",
                schema: "eligibility");

            migrationBuilder.DropTable(
                name: "claim_evidence",
                schema: "eligibility");

            migrationBuilder.DropTable(
                name: "determination_withdrawals",
                schema: "eligibility");

            migrationBuilder.DropTable(
                name: "evidence_requests",
                schema: "eligibility");

            migrationBuilder.DropTable(
                name: "survivor_cases",
                schema: "eligibility");

            migrationBuilder.DropIndex(
                name: "IX_claims_CaseId",
                schema: "eligibility",
                table: "claims");

            migrationBuilder.DropIndex(
                name: "IX_claims_Outcome_DecideBy",
                schema: "eligibility",
                table: "claims");

            migrationBuilder.DropColumn(
                name: "Override",
                schema: "eligibility",
                table: "determinations");

            migrationBuilder.DropColumn(
                name: "BroughtBy",
                schema: "eligibility",
                table: "claims");

            migrationBuilder.DropColumn(
                name: "CaseId",
                schema: "eligibility",
                table: "claims");

            migrationBuilder.DropColumn(
                name: "Channel",
                schema: "eligibility",
                table: "claims");

            migrationBuilder.DropColumn(
                name: "ClosedAt",
                schema: "eligibility",
                table: "claims");

            migrationBuilder.DropColumn(
                name: "ClosedBecause",
                schema: "eligibility",
                table: "claims");

            migrationBuilder.DropColumn(
                name: "DecideBy",
                schema: "eligibility",
                table: "claims");

            migrationBuilder.DropColumn(
                name: "Draft",
                schema: "eligibility",
                table: "claims");

            migrationBuilder.DropColumn(
                name: "InsuredId",
                schema: "eligibility",
                table: "claims");

            migrationBuilder.DropColumn(
                name: "InsuredNumber",
                schema: "eligibility",
                table: "claims");

            migrationBuilder.DropColumn(
                name: "Language",
                schema: "eligibility",
                table: "claims");

            migrationBuilder.DropColumn(
                name: "LateBecause",
                schema: "eligibility",
                table: "claims");

            migrationBuilder.DropColumn(
                name: "RiskCount",
                schema: "eligibility",
                table: "claims");

            migrationBuilder.DropColumn(
                name: "Risks",
                schema: "eligibility",
                table: "claims");
        }
    }
}
