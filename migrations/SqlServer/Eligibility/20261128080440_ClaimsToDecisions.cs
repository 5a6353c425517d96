using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Spmis.Migrations.SqlServer.Eligibility
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
                type: "nvarchar(4000)",
                maxLength: 4000,
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "BroughtBy",
                schema: "eligibility",
                table: "claims",
                type: "nvarchar(200)",
                maxLength: 200,
                nullable: true);

            migrationBuilder.AddColumn<byte[]>(
                name: "CaseId",
                schema: "eligibility",
                table: "claims",
                type: "binary(16)",
                fixedLength: true,
                maxLength: 16,
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "Channel",
                schema: "eligibility",
                table: "claims",
                type: "nvarchar(40)",
                maxLength: 40,
                nullable: false,
                defaultValue: "Desk");

            migrationBuilder.AddColumn<DateTime>(
                name: "ClosedAt",
                schema: "eligibility",
                table: "claims",
                type: "datetime2",
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "ClosedBecause",
                schema: "eligibility",
                table: "claims",
                type: "nvarchar(1000)",
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
                type: "bit",
                nullable: false,
                defaultValue: false);

            migrationBuilder.AddColumn<byte[]>(
                name: "InsuredId",
                schema: "eligibility",
                table: "claims",
                type: "binary(16)",
                fixedLength: true,
                maxLength: 16,
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "InsuredNumber",
                schema: "eligibility",
                table: "claims",
                type: "nvarchar(200)",
                maxLength: 200,
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "Language",
                schema: "eligibility",
                table: "claims",
                type: "nvarchar(10)",
                maxLength: 10,
                nullable: false,
                defaultValue: "en");

            // A sender of a file vouches for what the package does not ask of files; claims taken before came either so or at the desk.
            migrationBuilder.Sql("EXEC(N'UPDATE [eligibility].[claims] SET [Channel] = N''File'' WHERE [Source] LIKE N''%, line %''')");

            migrationBuilder.AddColumn<string>(
                name: "LateBecause",
                schema: "eligibility",
                table: "claims",
                type: "nvarchar(1000)",
                maxLength: 1000,
                nullable: true);

            migrationBuilder.AddColumn<int>(
                name: "RiskCount",
                schema: "eligibility",
                table: "claims",
                type: "int",
                nullable: false,
                defaultValue: 0);

            migrationBuilder.AddColumn<string>(
                name: "Risks",
                schema: "eligibility",
                table: "claims",
                type: "nvarchar(200)",
                maxLength: 200,
                nullable: true);

            migrationBuilder.CreateTable(
                name: "appeals",
                schema: "eligibility",
                columns: table => new
                {
                    Id = table.Column<byte[]>(type: "binary(16)", fixedLength: true, maxLength: 16, nullable: false),
                    Number = table.Column<string>(type: "nvarchar(40)", maxLength: 40, nullable: false),
                    DeterminationId = table.Column<byte[]>(type: "binary(16)", fixedLength: true, maxLength: 16, nullable: false),
                    ClaimId = table.Column<byte[]>(type: "binary(16)", fixedLength: true, maxLength: 16, nullable: false),
                    ClaimNumber = table.Column<string>(type: "nvarchar(200)", maxLength: 200, nullable: false),
                    PersonNumber = table.Column<string>(type: "nvarchar(200)", maxLength: 200, nullable: false),
                    Scheme = table.Column<string>(type: "nvarchar(200)", maxLength: 200, nullable: false),
                    LodgedOn = table.Column<DateOnly>(type: "date", nullable: false),
                    Grounds = table.Column<string>(type: "nvarchar(4000)", maxLength: 4000, nullable: false),
                    LodgeBy = table.Column<DateOnly>(type: "date", nullable: true),
                    LateBecause = table.Column<string>(type: "nvarchar(1000)", maxLength: 1000, nullable: true),
                    DecideBy = table.Column<DateOnly>(type: "date", nullable: true),
                    SuspendedFrom = table.Column<int>(type: "int", nullable: true),
                    RecordedAt = table.Column<DateTime>(type: "datetime2", nullable: false),
                    RecordedBy = table.Column<string>(type: "nvarchar(200)", maxLength: 200, nullable: false),
                    Outcome = table.Column<string>(type: "nvarchar(40)", maxLength: 40, nullable: true),
                    DecidedAt = table.Column<DateTime>(type: "datetime2", nullable: true),
                    DecidedBy = table.Column<string>(type: "nvarchar(200)", maxLength: 200, nullable: true),
                    DecidedBecause = table.Column<string>(type: "nvarchar(1000)", maxLength: 1000, nullable: true),
                    OpenKey = table.Column<string>(type: "nvarchar(200)", maxLength: 200, nullable: true),
                    Version = table.Column<int>(type: "int", nullable: false)
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
                    Id = table.Column<byte[]>(type: "binary(16)", fixedLength: true, maxLength: 16, nullable: false),
                    ClaimId = table.Column<byte[]>(type: "binary(16)", fixedLength: true, maxLength: 16, nullable: false),
                    Kind = table.Column<string>(type: "nvarchar(100)", maxLength: 100, nullable: false),
                    Sha256 = table.Column<string>(type: "nvarchar(64)", maxLength: 64, nullable: true),
                    FileName = table.Column<string>(type: "nvarchar(200)", maxLength: 200, nullable: true),
                    ContentType = table.Column<string>(type: "nvarchar(200)", maxLength: 200, nullable: true),
                    Length = table.Column<long>(type: "bigint", nullable: true),
                    Reference = table.Column<string>(type: "nvarchar(200)", maxLength: 200, nullable: true),
                    Issuer = table.Column<string>(type: "nvarchar(200)", maxLength: 200, nullable: true),
                    IssuedOn = table.Column<DateOnly>(type: "date", nullable: true),
                    FromDay = table.Column<DateOnly>(type: "date", nullable: true),
                    ToDay = table.Column<DateOnly>(type: "date", nullable: true),
                    DegreePercent = table.Column<int>(type: "int", nullable: true),
                    ReceivedAt = table.Column<DateTime>(type: "datetime2", nullable: false),
                    ReceivedBy = table.Column<string>(type: "nvarchar(200)", maxLength: 200, nullable: false),
                    Accepted = table.Column<bool>(type: "bit", nullable: true),
                    JudgedAt = table.Column<DateTime>(type: "datetime2", nullable: true),
                    JudgedBy = table.Column<string>(type: "nvarchar(200)", maxLength: 200, nullable: true),
                    RefusedBecause = table.Column<string>(type: "nvarchar(1000)", maxLength: 1000, nullable: true),
                    SetAsideAt = table.Column<DateTime>(type: "datetime2", nullable: true),
                    SetAsideBy = table.Column<string>(type: "nvarchar(200)", maxLength: 200, nullable: true),
                    SetAsideBecause = table.Column<string>(type: "nvarchar(1000)", maxLength: 1000, nullable: true),
                    Version = table.Column<int>(type: "int", nullable: false)
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
                    DeterminationId = table.Column<byte[]>(type: "binary(16)", fixedLength: true, maxLength: 16, nullable: false),
                    WithdrawnAt = table.Column<DateTime>(type: "datetime2", nullable: false),
                    ApprovedBy = table.Column<string>(type: "nvarchar(200)", maxLength: 200, nullable: false),
                    Because = table.Column<string>(type: "nvarchar(1000)", maxLength: 1000, nullable: false),
                    AwardId = table.Column<byte[]>(type: "binary(16)", fixedLength: true, maxLength: 16, nullable: true)
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
                    Id = table.Column<byte[]>(type: "binary(16)", fixedLength: true, maxLength: 16, nullable: false),
                    ClaimId = table.Column<byte[]>(type: "binary(16)", fixedLength: true, maxLength: 16, nullable: false),
                    Sequence = table.Column<int>(type: "int", nullable: false),
                    Kinds = table.Column<string>(type: "nvarchar(4000)", maxLength: 4000, nullable: false),
                    AskedOn = table.Column<DateOnly>(type: "date", nullable: false),
                    AnswerBy = table.Column<DateOnly>(type: "date", nullable: true),
                    AskedBy = table.Column<string>(type: "nvarchar(200)", maxLength: 200, nullable: false)
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
                    Id = table.Column<byte[]>(type: "binary(16)", fixedLength: true, maxLength: 16, nullable: false),
                    Number = table.Column<string>(type: "nvarchar(40)", maxLength: 40, nullable: false),
                    Scheme = table.Column<string>(type: "nvarchar(200)", maxLength: 200, nullable: false),
                    InsuredId = table.Column<byte[]>(type: "binary(16)", fixedLength: true, maxLength: 16, nullable: false),
                    InsuredNumber = table.Column<string>(type: "nvarchar(40)", maxLength: 40, nullable: false),
                    DiedOn = table.Column<DateOnly>(type: "date", nullable: false),
                    OpenedAt = table.Column<DateTime>(type: "datetime2", nullable: false),
                    OpenedBy = table.Column<string>(type: "nvarchar(200)", maxLength: 200, nullable: false),
                    FellAwayAt = table.Column<DateTime>(type: "datetime2", nullable: true),
                    Version = table.Column<int>(type: "int", nullable: false)
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
                unique: true,
                filter: "[OpenKey] IS NOT NULL");

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
                unique: true,
                filter: "[Sha256] IS NOT NULL");

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
