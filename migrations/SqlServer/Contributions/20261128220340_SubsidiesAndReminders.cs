using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Spmis.Migrations.SqlServer.Contributions
{
    /// <inheritdoc />
    public partial class SubsidiesAndReminders : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddColumn<long>(
                name: "SubsidisedMinor",
                schema: "contributions",
                table: "returns",
                type: "bigint",
                nullable: false,
                defaultValue: 0L);

            migrationBuilder.AddColumn<byte[]>(
                name: "DonorId",
                schema: "contributions",
                table: "receipts",
                type: "binary(16)",
                fixedLength: true,
                maxLength: 16,
                nullable: true);

            migrationBuilder.AddColumn<byte[]>(
                name: "DonorId",
                schema: "contributions",
                table: "ledger_postings",
                type: "binary(16)",
                fixedLength: true,
                maxLength: 16,
                nullable: true);

            migrationBuilder.CreateTable(
                name: "covered_awards",
                schema: "contributions",
                columns: table => new
                {
                    AwardId = table.Column<byte[]>(type: "binary(16)", fixedLength: true, maxLength: 16, nullable: false),
                    AwardNumber = table.Column<string>(type: "nvarchar(40)", maxLength: 40, nullable: false),
                    PersonId = table.Column<byte[]>(type: "binary(16)", fixedLength: true, maxLength: 16, nullable: false),
                    BenefitScheme = table.Column<string>(type: "nvarchar(60)", maxLength: 60, nullable: false),
                    From = table.Column<int>(type: "int", nullable: false),
                    To = table.Column<int>(type: "int", nullable: true),
                    Version = table.Column<long>(type: "bigint", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_covered_awards", x => x.AwardId);
                });

            migrationBuilder.CreateTable(
                name: "donor_bills",
                schema: "contributions",
                columns: table => new
                {
                    Id = table.Column<byte[]>(type: "binary(16)", fixedLength: true, maxLength: 16, nullable: false),
                    DonorId = table.Column<byte[]>(type: "binary(16)", fixedLength: true, maxLength: 16, nullable: false),
                    Month = table.Column<int>(type: "int", nullable: false),
                    AmountMinor = table.Column<long>(type: "bigint", nullable: false),
                    ThroughMinor = table.Column<long>(type: "bigint", nullable: false),
                    DueOn = table.Column<DateOnly>(type: "date", nullable: false),
                    IssuedAt = table.Column<DateTime>(type: "datetime2", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_donor_bills", x => x.Id);
                });

            migrationBuilder.CreateTable(
                name: "donors",
                schema: "contributions",
                columns: table => new
                {
                    Id = table.Column<byte[]>(type: "binary(16)", fixedLength: true, maxLength: 16, nullable: false),
                    Name = table.Column<string>(type: "nvarchar(200)", maxLength: 200, nullable: false),
                    Currency = table.Column<string>(type: "nvarchar(3)", maxLength: 3, nullable: false),
                    PaymentReference = table.Column<string>(type: "nvarchar(20)", maxLength: 20, nullable: false),
                    Prepaid = table.Column<bool>(type: "bit", nullable: false),
                    GivenMinor = table.Column<long>(type: "bigint", nullable: false),
                    ReceivedMinor = table.Column<long>(type: "bigint", nullable: false),
                    BilledMinor = table.Column<long>(type: "bigint", nullable: false),
                    Version = table.Column<int>(type: "int", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_donors", x => x.Id);
                });

            migrationBuilder.CreateTable(
                name: "reminders",
                schema: "contributions",
                columns: table => new
                {
                    Id = table.Column<long>(type: "bigint", nullable: false)
                        .Annotation("SqlServer:Identity", "1, 1"),
                    Kind = table.Column<string>(type: "nvarchar(40)", maxLength: 40, nullable: false),
                    Subject = table.Column<string>(type: "nvarchar(100)", maxLength: 100, nullable: false),
                    Step = table.Column<int>(type: "int", nullable: false),
                    EmployerId = table.Column<byte[]>(type: "binary(16)", fixedLength: true, maxLength: 16, nullable: true),
                    PersonId = table.Column<byte[]>(type: "binary(16)", fixedLength: true, maxLength: 16, nullable: true),
                    Number = table.Column<string>(type: "nvarchar(40)", maxLength: 40, nullable: false),
                    Scheme = table.Column<string>(type: "nvarchar(60)", maxLength: 60, nullable: false),
                    Month = table.Column<int>(type: "int", nullable: false),
                    PaymentReference = table.Column<string>(type: "nvarchar(20)", maxLength: 20, nullable: true),
                    AmountMinor = table.Column<long>(type: "bigint", nullable: false),
                    Currency = table.Column<string>(type: "nvarchar(3)", maxLength: 3, nullable: false),
                    DueOn = table.Column<DateOnly>(type: "date", nullable: false),
                    MadeOn = table.Column<DateOnly>(type: "date", nullable: false),
                    StoppedOn = table.Column<DateOnly>(type: "date", nullable: true),
                    ServedOn = table.Column<DateOnly>(type: "date", nullable: true),
                    ServedHow = table.Column<string>(type: "nvarchar(200)", maxLength: 200, nullable: true),
                    ServedBy = table.Column<string>(type: "nvarchar(200)", maxLength: 200, nullable: true),
                    Proof = table.Column<string>(type: "nvarchar(400)", maxLength: 400, nullable: true),
                    EnteredBy = table.Column<string>(type: "nvarchar(200)", maxLength: 200, nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_reminders", x => x.Id);
                });

            migrationBuilder.CreateTable(
                name: "subsidy_programmes",
                schema: "contributions",
                columns: table => new
                {
                    Id = table.Column<long>(type: "bigint", nullable: false)
                        .Annotation("SqlServer:Identity", "1, 1"),
                    Name = table.Column<string>(type: "nvarchar(200)", maxLength: 200, nullable: false),
                    DonorId = table.Column<byte[]>(type: "binary(16)", fixedLength: true, maxLength: 16, nullable: false),
                    Scheme = table.Column<string>(type: "nvarchar(60)", maxLength: 60, nullable: false),
                    Currency = table.Column<string>(type: "nvarchar(3)", maxLength: 3, nullable: false),
                    Kind = table.Column<string>(type: "nvarchar(40)", maxLength: 40, nullable: false),
                    Reach = table.Column<string>(type: "nvarchar(40)", maxLength: 40, nullable: false),
                    Activity = table.Column<string>(type: "nvarchar(40)", maxLength: 40, nullable: true),
                    District = table.Column<string>(type: "nvarchar(200)", maxLength: 200, nullable: true),
                    AgeFrom = table.Column<int>(type: "int", nullable: true),
                    AgeTo = table.Column<int>(type: "int", nullable: true),
                    BenefitScheme = table.Column<string>(type: "nvarchar(60)", maxLength: 60, nullable: true),
                    From = table.Column<int>(type: "int", nullable: false),
                    To = table.Column<int>(type: "int", nullable: true),
                    Rate = table.Column<int>(type: "int", nullable: false),
                    AmountMinor = table.Column<long>(type: "bigint", nullable: false),
                    InARow = table.Column<int>(type: "int", nullable: true),
                    CapMinor = table.Column<long>(type: "bigint", nullable: true),
                    MostMonths = table.Column<int>(type: "int", nullable: true),
                    BudgetMinor = table.Column<long>(type: "bigint", nullable: true),
                    Cumulates = table.Column<bool>(type: "bit", nullable: false),
                    GivenMinor = table.Column<long>(type: "bigint", nullable: false),
                    Evidence = table.Column<string>(type: "nvarchar(400)", maxLength: 400, nullable: false),
                    StartedAt = table.Column<DateTime>(type: "datetime2", nullable: false),
                    StartedBy = table.Column<string>(type: "nvarchar(200)", maxLength: 200, nullable: false),
                    Version = table.Column<int>(type: "int", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_subsidy_programmes", x => x.Id);
                    table.CheckConstraint("CK_subsidy_programmes_budget", "\"GivenMinor\" >= 0 AND (\"BudgetMinor\" IS NULL OR \"GivenMinor\" <= \"BudgetMinor\")");
                });

            migrationBuilder.CreateTable(
                name: "subsidy_shares",
                schema: "contributions",
                columns: table => new
                {
                    Id = table.Column<long>(type: "bigint", nullable: false)
                        .Annotation("SqlServer:Identity", "1, 1"),
                    ProgrammeId = table.Column<long>(type: "bigint", nullable: false),
                    PersonId = table.Column<byte[]>(type: "binary(16)", fixedLength: true, maxLength: 16, nullable: false),
                    DeclaredPersonId = table.Column<byte[]>(type: "binary(16)", fixedLength: true, maxLength: 16, nullable: false),
                    Scheme = table.Column<string>(type: "nvarchar(60)", maxLength: 60, nullable: false),
                    Month = table.Column<int>(type: "int", nullable: false),
                    EmployerId = table.Column<byte[]>(type: "binary(16)", fixedLength: true, maxLength: 16, nullable: true),
                    ReturnId = table.Column<byte[]>(type: "binary(16)", fixedLength: true, maxLength: 16, nullable: true),
                    Line = table.Column<long>(type: "bigint", nullable: true),
                    ReceiptId = table.Column<byte[]>(type: "binary(16)", fixedLength: true, maxLength: 16, nullable: true),
                    Reversal = table.Column<bool>(type: "bit", nullable: false),
                    AmountMinor = table.Column<long>(type: "bigint", nullable: false),
                    ShortMinor = table.Column<long>(type: "bigint", nullable: false),
                    On = table.Column<DateOnly>(type: "date", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_subsidy_shares", x => x.Id);
                });

            migrationBuilder.CreateIndex(
                name: "IX_receipts_DonorId",
                schema: "contributions",
                table: "receipts",
                column: "DonorId");

            migrationBuilder.CreateIndex(
                name: "IX_covered_awards_BenefitScheme_AwardId",
                schema: "contributions",
                table: "covered_awards",
                columns: new[] { "BenefitScheme", "AwardId" });

            migrationBuilder.CreateIndex(
                name: "IX_donor_bills_DonorId_Month",
                schema: "contributions",
                table: "donor_bills",
                columns: new[] { "DonorId", "Month" },
                unique: true);

            migrationBuilder.CreateIndex(
                name: "IX_donors_Name_Currency",
                schema: "contributions",
                table: "donors",
                columns: new[] { "Name", "Currency" },
                unique: true);

            migrationBuilder.CreateIndex(
                name: "IX_donors_PaymentReference",
                schema: "contributions",
                table: "donors",
                column: "PaymentReference",
                unique: true);

            migrationBuilder.CreateIndex(
                name: "IX_reminders_EmployerId_StoppedOn",
                schema: "contributions",
                table: "reminders",
                columns: new[] { "EmployerId", "StoppedOn" });

            migrationBuilder.CreateIndex(
                name: "IX_reminders_Kind_StoppedOn_Id",
                schema: "contributions",
                table: "reminders",
                columns: new[] { "Kind", "StoppedOn", "Id" });

            migrationBuilder.CreateIndex(
                name: "IX_reminders_Kind_Subject_Step",
                schema: "contributions",
                table: "reminders",
                columns: new[] { "Kind", "Subject", "Step" },
                unique: true);

            migrationBuilder.CreateIndex(
                name: "IX_reminders_PersonId_StoppedOn",
                schema: "contributions",
                table: "reminders",
                columns: new[] { "PersonId", "StoppedOn" });

            migrationBuilder.CreateIndex(
                name: "IX_subsidy_programmes_Name",
                schema: "contributions",
                table: "subsidy_programmes",
                column: "Name",
                unique: true);

            migrationBuilder.CreateIndex(
                name: "IX_subsidy_programmes_Scheme_From",
                schema: "contributions",
                table: "subsidy_programmes",
                columns: new[] { "Scheme", "From" });

            migrationBuilder.CreateIndex(
                name: "IX_subsidy_shares_PersonId_Scheme_Month",
                schema: "contributions",
                table: "subsidy_shares",
                columns: new[] { "PersonId", "Scheme", "Month" });

            migrationBuilder.CreateIndex(
                name: "IX_subsidy_shares_ProgrammeId_Month",
                schema: "contributions",
                table: "subsidy_shares",
                columns: new[] { "ProgrammeId", "Month" });

            migrationBuilder.CreateIndex(
                name: "IX_subsidy_shares_ProgrammeId_ReturnId_Line",
                schema: "contributions",
                table: "subsidy_shares",
                columns: new[] { "ProgrammeId", "ReturnId", "Line" },
                unique: true,
                filter: "[ReturnId] IS NOT NULL AND [Line] IS NOT NULL");

            migrationBuilder.CreateIndex(
                name: "IX_subsidy_shares_ReceiptId_Reversal",
                schema: "contributions",
                table: "subsidy_shares",
                columns: new[] { "ReceiptId", "Reversal" },
                unique: true,
                filter: "[ReceiptId] IS NOT NULL");

            migrationBuilder.CreateIndex(
                name: "IX_subsidy_shares_ReturnId",
                schema: "contributions",
                table: "subsidy_shares",
                column: "ReturnId");
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "covered_awards",
                schema: "contributions");

            migrationBuilder.DropTable(
                name: "donor_bills",
                schema: "contributions");

            migrationBuilder.DropTable(
                name: "donors",
                schema: "contributions");

            migrationBuilder.DropTable(
                name: "reminders",
                schema: "contributions");

            migrationBuilder.DropTable(
                name: "subsidy_programmes",
                schema: "contributions");

            migrationBuilder.DropTable(
                name: "subsidy_shares",
                schema: "contributions");

            migrationBuilder.DropIndex(
                name: "IX_receipts_DonorId",
                schema: "contributions",
                table: "receipts");

            migrationBuilder.DropColumn(
                name: "SubsidisedMinor",
                schema: "contributions",
                table: "returns");

            migrationBuilder.DropColumn(
                name: "DonorId",
                schema: "contributions",
                table: "receipts");

            migrationBuilder.DropColumn(
                name: "DonorId",
                schema: "contributions",
                table: "ledger_postings");
        }
    }
}
