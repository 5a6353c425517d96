using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Spmis.Migrations.Sqlite.Contributions
{
    /// <inheritdoc />
    public partial class SubsidiesAndReminders : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddColumn<long>(
                name: "SubsidisedMinor",
                table: "returns",
                type: "INTEGER",
                nullable: false,
                defaultValue: 0L);

            migrationBuilder.AddColumn<byte[]>(
                name: "DonorId",
                table: "receipts",
                type: "BLOB",
                fixedLength: true,
                maxLength: 16,
                nullable: true);

            migrationBuilder.AddColumn<byte[]>(
                name: "DonorId",
                table: "ledger_postings",
                type: "BLOB",
                fixedLength: true,
                maxLength: 16,
                nullable: true);

            migrationBuilder.CreateTable(
                name: "covered_awards",
                columns: table => new
                {
                    AwardId = table.Column<byte[]>(type: "BLOB", fixedLength: true, maxLength: 16, nullable: false),
                    AwardNumber = table.Column<string>(type: "TEXT", maxLength: 40, nullable: false),
                    PersonId = table.Column<byte[]>(type: "BLOB", fixedLength: true, maxLength: 16, nullable: false),
                    BenefitScheme = table.Column<string>(type: "TEXT", maxLength: 60, nullable: false),
                    From = table.Column<int>(type: "INTEGER", nullable: false),
                    To = table.Column<int>(type: "INTEGER", nullable: true),
                    Version = table.Column<long>(type: "INTEGER", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_covered_awards", x => x.AwardId);
                });

            migrationBuilder.CreateTable(
                name: "donor_bills",
                columns: table => new
                {
                    Id = table.Column<byte[]>(type: "BLOB", fixedLength: true, maxLength: 16, nullable: false),
                    DonorId = table.Column<byte[]>(type: "BLOB", fixedLength: true, maxLength: 16, nullable: false),
                    Month = table.Column<int>(type: "INTEGER", nullable: false),
                    AmountMinor = table.Column<long>(type: "INTEGER", nullable: false),
                    ThroughMinor = table.Column<long>(type: "INTEGER", nullable: false),
                    DueOn = table.Column<DateOnly>(type: "TEXT", nullable: false),
                    IssuedAt = table.Column<DateTime>(type: "TEXT", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_donor_bills", x => x.Id);
                });

            migrationBuilder.CreateTable(
                name: "donors",
                columns: table => new
                {
                    Id = table.Column<byte[]>(type: "BLOB", fixedLength: true, maxLength: 16, nullable: false),
                    Name = table.Column<string>(type: "TEXT", maxLength: 200, nullable: false),
                    Currency = table.Column<string>(type: "TEXT", maxLength: 3, nullable: false),
                    PaymentReference = table.Column<string>(type: "TEXT", maxLength: 20, nullable: false),
                    Prepaid = table.Column<bool>(type: "INTEGER", nullable: false),
                    GivenMinor = table.Column<long>(type: "INTEGER", nullable: false),
                    ReceivedMinor = table.Column<long>(type: "INTEGER", nullable: false),
                    BilledMinor = table.Column<long>(type: "INTEGER", nullable: false),
                    Version = table.Column<int>(type: "INTEGER", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_donors", x => x.Id);
                });

            migrationBuilder.CreateTable(
                name: "reminders",
                columns: table => new
                {
                    Id = table.Column<long>(type: "INTEGER", nullable: false)
                        .Annotation("Sqlite:Autoincrement", true),
                    Kind = table.Column<string>(type: "TEXT", maxLength: 40, nullable: false),
                    Subject = table.Column<string>(type: "TEXT", maxLength: 100, nullable: false),
                    Step = table.Column<int>(type: "INTEGER", nullable: false),
                    EmployerId = table.Column<byte[]>(type: "BLOB", fixedLength: true, maxLength: 16, nullable: true),
                    PersonId = table.Column<byte[]>(type: "BLOB", fixedLength: true, maxLength: 16, nullable: true),
                    Number = table.Column<string>(type: "TEXT", maxLength: 40, nullable: false),
                    Scheme = table.Column<string>(type: "TEXT", maxLength: 60, nullable: false),
                    Month = table.Column<int>(type: "INTEGER", nullable: false),
                    PaymentReference = table.Column<string>(type: "TEXT", maxLength: 20, nullable: true),
                    AmountMinor = table.Column<long>(type: "INTEGER", nullable: false),
                    Currency = table.Column<string>(type: "TEXT", maxLength: 3, nullable: false),
                    DueOn = table.Column<DateOnly>(type: "TEXT", nullable: false),
                    MadeOn = table.Column<DateOnly>(type: "TEXT", nullable: false),
                    StoppedOn = table.Column<DateOnly>(type: "TEXT", nullable: true),
                    ServedOn = table.Column<DateOnly>(type: "TEXT", nullable: true),
                    ServedHow = table.Column<string>(type: "TEXT", maxLength: 200, nullable: true),
                    ServedBy = table.Column<string>(type: "TEXT", maxLength: 200, nullable: true),
                    Proof = table.Column<string>(type: "TEXT", maxLength: 400, nullable: true),
                    EnteredBy = table.Column<string>(type: "TEXT", maxLength: 200, nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_reminders", x => x.Id);
                });

            migrationBuilder.CreateTable(
                name: "subsidy_programmes",
                columns: table => new
                {
                    Id = table.Column<long>(type: "INTEGER", nullable: false)
                        .Annotation("Sqlite:Autoincrement", true),
                    Name = table.Column<string>(type: "TEXT", maxLength: 200, nullable: false),
                    DonorId = table.Column<byte[]>(type: "BLOB", fixedLength: true, maxLength: 16, nullable: false),
                    Scheme = table.Column<string>(type: "TEXT", maxLength: 60, nullable: false),
                    Currency = table.Column<string>(type: "TEXT", maxLength: 3, nullable: false),
                    Kind = table.Column<string>(type: "TEXT", maxLength: 40, nullable: false),
                    Reach = table.Column<string>(type: "TEXT", maxLength: 40, nullable: false),
                    Activity = table.Column<string>(type: "TEXT", maxLength: 40, nullable: true),
                    District = table.Column<string>(type: "TEXT", maxLength: 200, nullable: true),
                    AgeFrom = table.Column<int>(type: "INTEGER", nullable: true),
                    AgeTo = table.Column<int>(type: "INTEGER", nullable: true),
                    BenefitScheme = table.Column<string>(type: "TEXT", maxLength: 60, nullable: true),
                    From = table.Column<int>(type: "INTEGER", nullable: false),
                    To = table.Column<int>(type: "INTEGER", nullable: true),
                    Rate = table.Column<int>(type: "INTEGER", nullable: false),
                    AmountMinor = table.Column<long>(type: "INTEGER", nullable: false),
                    InARow = table.Column<int>(type: "INTEGER", nullable: true),
                    CapMinor = table.Column<long>(type: "INTEGER", nullable: true),
                    MostMonths = table.Column<int>(type: "INTEGER", nullable: true),
                    BudgetMinor = table.Column<long>(type: "INTEGER", nullable: true),
                    Cumulates = table.Column<bool>(type: "INTEGER", nullable: false),
                    GivenMinor = table.Column<long>(type: "INTEGER", nullable: false),
                    Evidence = table.Column<string>(type: "TEXT", maxLength: 400, nullable: false),
                    StartedAt = table.Column<DateTime>(type: "TEXT", nullable: false),
                    StartedBy = table.Column<string>(type: "TEXT", maxLength: 200, nullable: false),
                    Version = table.Column<int>(type: "INTEGER", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_subsidy_programmes", x => x.Id);
                    table.CheckConstraint("CK_subsidy_programmes_budget", "\"GivenMinor\" >= 0 AND (\"BudgetMinor\" IS NULL OR \"GivenMinor\" <= \"BudgetMinor\")");
                });

            migrationBuilder.CreateTable(
                name: "subsidy_shares",
                columns: table => new
                {
                    Id = table.Column<long>(type: "INTEGER", nullable: false)
                        .Annotation("Sqlite:Autoincrement", true),
                    ProgrammeId = table.Column<long>(type: "INTEGER", nullable: false),
                    PersonId = table.Column<byte[]>(type: "BLOB", fixedLength: true, maxLength: 16, nullable: false),
                    DeclaredPersonId = table.Column<byte[]>(type: "BLOB", fixedLength: true, maxLength: 16, nullable: false),
                    Scheme = table.Column<string>(type: "TEXT", maxLength: 60, nullable: false),
                    Month = table.Column<int>(type: "INTEGER", nullable: false),
                    EmployerId = table.Column<byte[]>(type: "BLOB", fixedLength: true, maxLength: 16, nullable: true),
                    ReturnId = table.Column<byte[]>(type: "BLOB", fixedLength: true, maxLength: 16, nullable: true),
                    Line = table.Column<long>(type: "INTEGER", nullable: true),
                    ReceiptId = table.Column<byte[]>(type: "BLOB", fixedLength: true, maxLength: 16, nullable: true),
                    Reversal = table.Column<bool>(type: "INTEGER", nullable: false),
                    AmountMinor = table.Column<long>(type: "INTEGER", nullable: false),
                    ShortMinor = table.Column<long>(type: "INTEGER", nullable: false),
                    On = table.Column<DateOnly>(type: "TEXT", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_subsidy_shares", x => x.Id);
                });

            migrationBuilder.CreateIndex(
                name: "IX_receipts_DonorId",
                table: "receipts",
                column: "DonorId");

            migrationBuilder.CreateIndex(
                name: "IX_covered_awards_BenefitScheme_AwardId",
                table: "covered_awards",
                columns: new[] { "BenefitScheme", "AwardId" });

            migrationBuilder.CreateIndex(
                name: "IX_donor_bills_DonorId_Month",
                table: "donor_bills",
                columns: new[] { "DonorId", "Month" },
                unique: true);

            migrationBuilder.CreateIndex(
                name: "IX_donors_Name_Currency",
                table: "donors",
                columns: new[] { "Name", "Currency" },
                unique: true);

            migrationBuilder.CreateIndex(
                name: "IX_donors_PaymentReference",
                table: "donors",
                column: "PaymentReference",
                unique: true);

            migrationBuilder.CreateIndex(
                name: "IX_reminders_EmployerId_StoppedOn",
                table: "reminders",
                columns: new[] { "EmployerId", "StoppedOn" });

            migrationBuilder.CreateIndex(
                name: "IX_reminders_Kind_StoppedOn_Id",
                table: "reminders",
                columns: new[] { "Kind", "StoppedOn", "Id" });

            migrationBuilder.CreateIndex(
                name: "IX_reminders_Kind_Subject_Step",
                table: "reminders",
                columns: new[] { "Kind", "Subject", "Step" },
                unique: true);

            migrationBuilder.CreateIndex(
                name: "IX_reminders_PersonId_StoppedOn",
                table: "reminders",
                columns: new[] { "PersonId", "StoppedOn" });

            migrationBuilder.CreateIndex(
                name: "IX_subsidy_programmes_Name",
                table: "subsidy_programmes",
                column: "Name",
                unique: true);

            migrationBuilder.CreateIndex(
                name: "IX_subsidy_programmes_Scheme_From",
                table: "subsidy_programmes",
                columns: new[] { "Scheme", "From" });

            migrationBuilder.CreateIndex(
                name: "IX_subsidy_shares_PersonId_Scheme_Month",
                table: "subsidy_shares",
                columns: new[] { "PersonId", "Scheme", "Month" });

            migrationBuilder.CreateIndex(
                name: "IX_subsidy_shares_ProgrammeId_Month",
                table: "subsidy_shares",
                columns: new[] { "ProgrammeId", "Month" });

            migrationBuilder.CreateIndex(
                name: "IX_subsidy_shares_ProgrammeId_ReturnId_Line",
                table: "subsidy_shares",
                columns: new[] { "ProgrammeId", "ReturnId", "Line" },
                unique: true);

            migrationBuilder.CreateIndex(
                name: "IX_subsidy_shares_ReceiptId_Reversal",
                table: "subsidy_shares",
                columns: new[] { "ReceiptId", "Reversal" },
                unique: true);

            migrationBuilder.CreateIndex(
                name: "IX_subsidy_shares_ReturnId",
                table: "subsidy_shares",
                column: "ReturnId");
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "covered_awards");

            migrationBuilder.DropTable(
                name: "donor_bills");

            migrationBuilder.DropTable(
                name: "donors");

            migrationBuilder.DropTable(
                name: "reminders");

            migrationBuilder.DropTable(
                name: "subsidy_programmes");

            migrationBuilder.DropTable(
                name: "subsidy_shares");

            migrationBuilder.DropIndex(
                name: "IX_receipts_DonorId",
                table: "receipts");

            migrationBuilder.Sql("ALTER TABLE \"returns\" DROP COLUMN \"SubsidisedMinor\"");

            migrationBuilder.Sql("ALTER TABLE \"receipts\" DROP COLUMN \"DonorId\"");

            migrationBuilder.Sql("ALTER TABLE \"ledger_postings\" DROP COLUMN \"DonorId\"");
        }
    }
}
