using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Spmis.Migrations.Sqlite.Contributions
{
    /// <inheritdoc />
    public partial class ApprovalStepsAndDayWork : Migration
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

            migrationBuilder.AddColumn<byte[]>(
                name: "VoucherId",
                table: "contributions",
                type: "BLOB",
                fixedLength: true,
                maxLength: 16,
                nullable: true);

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
                name: "day_voucher_purchases",
                columns: table => new
                {
                    Id = table.Column<byte[]>(type: "BLOB", fixedLength: true, maxLength: 16, nullable: false),
                    EmployerId = table.Column<byte[]>(type: "BLOB", fixedLength: true, maxLength: 16, nullable: false),
                    EmployerNumber = table.Column<string>(type: "TEXT", maxLength: 40, nullable: false),
                    Scheme = table.Column<string>(type: "TEXT", maxLength: 60, nullable: false),
                    PackageHash = table.Column<string>(type: "TEXT", maxLength: 64, nullable: false),
                    BillId = table.Column<byte[]>(type: "BLOB", fixedLength: true, maxLength: 16, nullable: false),
                    PaymentReference = table.Column<string>(type: "TEXT", maxLength: 20, nullable: false),
                    Count = table.Column<int>(type: "INTEGER", nullable: false),
                    Currency = table.Column<string>(type: "TEXT", maxLength: 3, nullable: false),
                    PriceMinor = table.Column<long>(type: "INTEGER", nullable: false),
                    BaseMinor = table.Column<long>(type: "INTEGER", nullable: false),
                    EmployeeMinor = table.Column<long>(type: "INTEGER", nullable: false),
                    EmployerMinor = table.Column<long>(type: "INTEGER", nullable: false),
                    TaxMinor = table.Column<long>(type: "INTEGER", nullable: false),
                    ExpiresOn = table.Column<DateOnly>(type: "TEXT", nullable: false),
                    PayUntil = table.Column<DateOnly>(type: "TEXT", nullable: false),
                    Refunded = table.Column<bool>(type: "INTEGER", nullable: false),
                    BoughtAt = table.Column<DateTime>(type: "TEXT", nullable: false),
                    BoughtBy = table.Column<string>(type: "TEXT", maxLength: 200, nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_day_voucher_purchases", x => x.Id);
                });

            migrationBuilder.CreateTable(
                name: "day_vouchers",
                columns: table => new
                {
                    Id = table.Column<byte[]>(type: "BLOB", fixedLength: true, maxLength: 16, nullable: false),
                    Serial = table.Column<string>(type: "TEXT", maxLength: 20, nullable: false),
                    PurchaseId = table.Column<byte[]>(type: "BLOB", fixedLength: true, maxLength: 16, nullable: false),
                    EmployerId = table.Column<byte[]>(type: "BLOB", fixedLength: true, maxLength: 16, nullable: false),
                    Scheme = table.Column<string>(type: "TEXT", maxLength: 60, nullable: false),
                    ExpiresOn = table.Column<DateOnly>(type: "TEXT", nullable: false),
                    State = table.Column<string>(type: "TEXT", maxLength: 40, nullable: false),
                    PersonId = table.Column<byte[]>(type: "BLOB", fixedLength: true, maxLength: 16, nullable: true),
                    Day = table.Column<DateOnly>(type: "TEXT", nullable: true),
                    AssignedAt = table.Column<DateTime>(type: "TEXT", nullable: true),
                    UsedAt = table.Column<DateTime>(type: "TEXT", nullable: true),
                    UsedBy = table.Column<string>(type: "TEXT", maxLength: 20, nullable: true),
                    EndedAt = table.Column<DateTime>(type: "TEXT", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_day_vouchers", x => x.Id);
                });

            migrationBuilder.CreateTable(
                name: "day_work_files",
                columns: table => new
                {
                    Id = table.Column<byte[]>(type: "BLOB", fixedLength: true, maxLength: 16, nullable: false),
                    EmployerId = table.Column<byte[]>(type: "BLOB", fixedLength: true, maxLength: 16, nullable: false),
                    EmployerNumber = table.Column<string>(type: "TEXT", maxLength: 40, nullable: false),
                    Scheme = table.Column<string>(type: "TEXT", maxLength: 60, nullable: false),
                    Sha = table.Column<string>(type: "TEXT", maxLength: 64, nullable: false),
                    Once = table.Column<string>(type: "TEXT", maxLength: 120, nullable: false),
                    FileName = table.Column<string>(type: "TEXT", maxLength: 200, nullable: false),
                    FiledAt = table.Column<DateTime>(type: "TEXT", nullable: false),
                    RunId = table.Column<long>(type: "INTEGER", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_day_work_files", x => x.Id);
                });

            migrationBuilder.CreateTable(
                name: "day_work_questions",
                columns: table => new
                {
                    RequestId = table.Column<byte[]>(type: "BLOB", fixedLength: true, maxLength: 16, nullable: false),
                    Line = table.Column<long>(type: "INTEGER", nullable: false),
                    FileId = table.Column<byte[]>(type: "BLOB", fixedLength: true, maxLength: 16, nullable: false),
                    Day = table.Column<DateOnly>(type: "TEXT", nullable: false),
                    Worked = table.Column<bool>(type: "INTEGER", nullable: false),
                    Reference = table.Column<string>(type: "TEXT", maxLength: 120, nullable: true),
                    AnsweredAt = table.Column<DateTime>(type: "TEXT", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_day_work_questions", x => new { x.RequestId, x.Line });
                });

            migrationBuilder.CreateTable(
                name: "day_work_years",
                columns: table => new
                {
                    PersonId = table.Column<byte[]>(type: "BLOB", fixedLength: true, maxLength: 16, nullable: false),
                    Scheme = table.Column<string>(type: "TEXT", maxLength: 60, nullable: false),
                    Year = table.Column<int>(type: "INTEGER", nullable: false),
                    Days = table.Column<int>(type: "INTEGER", nullable: false),
                    Mark = table.Column<byte[]>(type: "BLOB", fixedLength: true, maxLength: 16, nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_day_work_years", x => new { x.PersonId, x.Scheme, x.Year });
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
                name: "IX_contributions_VoucherId_Reversal",
                table: "contributions",
                columns: new[] { "VoucherId", "Reversal" },
                unique: true);

            migrationBuilder.CreateIndex(
                name: "IX_approval_policies_Act_FromDay_Id",
                table: "approval_policies",
                columns: new[] { "Act", "FromDay", "Id" });

            migrationBuilder.CreateIndex(
                name: "IX_day_voucher_purchases_BillId",
                table: "day_voucher_purchases",
                column: "BillId",
                unique: true);

            migrationBuilder.CreateIndex(
                name: "IX_day_voucher_purchases_EmployerId_BoughtAt",
                table: "day_voucher_purchases",
                columns: new[] { "EmployerId", "BoughtAt" });

            migrationBuilder.CreateIndex(
                name: "IX_day_voucher_purchases_PaymentReference",
                table: "day_voucher_purchases",
                column: "PaymentReference",
                unique: true);

            migrationBuilder.CreateIndex(
                name: "IX_day_voucher_purchases_PayUntil",
                table: "day_voucher_purchases",
                column: "PayUntil");

            migrationBuilder.CreateIndex(
                name: "IX_day_vouchers_EmployerId_Day",
                table: "day_vouchers",
                columns: new[] { "EmployerId", "Day" });

            migrationBuilder.CreateIndex(
                name: "IX_day_vouchers_EmployerId_PersonId_Day",
                table: "day_vouchers",
                columns: new[] { "EmployerId", "PersonId", "Day" },
                unique: true);

            migrationBuilder.CreateIndex(
                name: "IX_day_vouchers_PersonId_Day",
                table: "day_vouchers",
                columns: new[] { "PersonId", "Day" });

            migrationBuilder.CreateIndex(
                name: "IX_day_vouchers_PurchaseId_State",
                table: "day_vouchers",
                columns: new[] { "PurchaseId", "State" });

            migrationBuilder.CreateIndex(
                name: "IX_day_vouchers_Serial",
                table: "day_vouchers",
                column: "Serial",
                unique: true);

            migrationBuilder.CreateIndex(
                name: "IX_day_vouchers_State_ExpiresOn",
                table: "day_vouchers",
                columns: new[] { "State", "ExpiresOn" });

            migrationBuilder.CreateIndex(
                name: "IX_day_work_files_Once",
                table: "day_work_files",
                column: "Once",
                unique: true);

            migrationBuilder.CreateIndex(
                name: "IX_day_work_questions_FileId",
                table: "day_work_questions",
                column: "FileId");

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
                name: "day_voucher_purchases");

            migrationBuilder.DropTable(
                name: "day_vouchers");

            migrationBuilder.DropTable(
                name: "day_work_files");

            migrationBuilder.DropTable(
                name: "day_work_questions");

            migrationBuilder.DropTable(
                name: "day_work_years");

            migrationBuilder.DropTable(
                name: "proposal_steps");

            migrationBuilder.DropIndex(
                name: "IX_contributions_VoucherId_Reversal",
                table: "contributions");

            migrationBuilder.Sql("ALTER TABLE \"proposals\" DROP COLUMN \"DuePermission\"");

            migrationBuilder.Sql("ALTER TABLE \"proposals\" DROP COLUMN \"DueSince\"");

            migrationBuilder.Sql("ALTER TABLE \"proposals\" DROP COLUMN \"Rule\"");

            migrationBuilder.Sql("ALTER TABLE \"proposals\" DROP COLUMN \"StepsTaken\"");

            migrationBuilder.Sql("ALTER TABLE \"contributions\" DROP COLUMN \"VoucherId\"");
        }
    }
}
