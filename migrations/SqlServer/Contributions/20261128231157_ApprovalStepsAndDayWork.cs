using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Spmis.Migrations.SqlServer.Contributions
{
    /// <inheritdoc />
    public partial class ApprovalStepsAndDayWork : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddColumn<string>(
                name: "DuePermission",
                schema: "contributions",
                table: "proposals",
                type: "nvarchar(200)",
                maxLength: 200,
                nullable: true);

            migrationBuilder.AddColumn<DateTime>(
                name: "DueSince",
                schema: "contributions",
                table: "proposals",
                type: "datetime2",
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "Rule",
                schema: "contributions",
                table: "proposals",
                type: "nvarchar(max)",
                maxLength: -1,
                nullable: true);

            migrationBuilder.AddColumn<int>(
                name: "StepsTaken",
                schema: "contributions",
                table: "proposals",
                type: "int",
                nullable: false,
                defaultValue: 0);

            migrationBuilder.AddColumn<byte[]>(
                name: "VoucherId",
                schema: "contributions",
                table: "contributions",
                type: "binary(16)",
                fixedLength: true,
                maxLength: 16,
                nullable: true);

            migrationBuilder.CreateTable(
                name: "approval_policies",
                schema: "contributions",
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
                name: "day_voucher_purchases",
                schema: "contributions",
                columns: table => new
                {
                    Id = table.Column<byte[]>(type: "binary(16)", fixedLength: true, maxLength: 16, nullable: false),
                    EmployerId = table.Column<byte[]>(type: "binary(16)", fixedLength: true, maxLength: 16, nullable: false),
                    EmployerNumber = table.Column<string>(type: "nvarchar(40)", maxLength: 40, nullable: false),
                    Scheme = table.Column<string>(type: "nvarchar(60)", maxLength: 60, nullable: false),
                    PackageHash = table.Column<string>(type: "nvarchar(64)", maxLength: 64, nullable: false),
                    BillId = table.Column<byte[]>(type: "binary(16)", fixedLength: true, maxLength: 16, nullable: false),
                    PaymentReference = table.Column<string>(type: "nvarchar(20)", maxLength: 20, nullable: false),
                    Count = table.Column<int>(type: "int", nullable: false),
                    Currency = table.Column<string>(type: "nvarchar(3)", maxLength: 3, nullable: false),
                    PriceMinor = table.Column<long>(type: "bigint", nullable: false),
                    BaseMinor = table.Column<long>(type: "bigint", nullable: false),
                    EmployeeMinor = table.Column<long>(type: "bigint", nullable: false),
                    EmployerMinor = table.Column<long>(type: "bigint", nullable: false),
                    TaxMinor = table.Column<long>(type: "bigint", nullable: false),
                    ExpiresOn = table.Column<DateOnly>(type: "date", nullable: false),
                    PayUntil = table.Column<DateOnly>(type: "date", nullable: false),
                    Refunded = table.Column<bool>(type: "bit", nullable: false),
                    BoughtAt = table.Column<DateTime>(type: "datetime2", nullable: false),
                    BoughtBy = table.Column<string>(type: "nvarchar(200)", maxLength: 200, nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_day_voucher_purchases", x => x.Id);
                });

            migrationBuilder.CreateTable(
                name: "day_vouchers",
                schema: "contributions",
                columns: table => new
                {
                    Id = table.Column<byte[]>(type: "binary(16)", fixedLength: true, maxLength: 16, nullable: false),
                    Serial = table.Column<string>(type: "nvarchar(20)", maxLength: 20, nullable: false),
                    PurchaseId = table.Column<byte[]>(type: "binary(16)", fixedLength: true, maxLength: 16, nullable: false),
                    EmployerId = table.Column<byte[]>(type: "binary(16)", fixedLength: true, maxLength: 16, nullable: false),
                    Scheme = table.Column<string>(type: "nvarchar(60)", maxLength: 60, nullable: false),
                    ExpiresOn = table.Column<DateOnly>(type: "date", nullable: false),
                    State = table.Column<string>(type: "nvarchar(40)", maxLength: 40, nullable: false),
                    PersonId = table.Column<byte[]>(type: "binary(16)", fixedLength: true, maxLength: 16, nullable: true),
                    Day = table.Column<DateOnly>(type: "date", nullable: true),
                    AssignedAt = table.Column<DateTime>(type: "datetime2", nullable: true),
                    UsedAt = table.Column<DateTime>(type: "datetime2", nullable: true),
                    UsedBy = table.Column<string>(type: "nvarchar(20)", maxLength: 20, nullable: true),
                    EndedAt = table.Column<DateTime>(type: "datetime2", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_day_vouchers", x => x.Id);
                });

            migrationBuilder.CreateTable(
                name: "day_work_files",
                schema: "contributions",
                columns: table => new
                {
                    Id = table.Column<byte[]>(type: "binary(16)", fixedLength: true, maxLength: 16, nullable: false),
                    EmployerId = table.Column<byte[]>(type: "binary(16)", fixedLength: true, maxLength: 16, nullable: false),
                    EmployerNumber = table.Column<string>(type: "nvarchar(40)", maxLength: 40, nullable: false),
                    Scheme = table.Column<string>(type: "nvarchar(60)", maxLength: 60, nullable: false),
                    Sha = table.Column<string>(type: "nvarchar(64)", maxLength: 64, nullable: false),
                    Once = table.Column<string>(type: "nvarchar(120)", maxLength: 120, nullable: false),
                    FileName = table.Column<string>(type: "nvarchar(200)", maxLength: 200, nullable: false),
                    FiledAt = table.Column<DateTime>(type: "datetime2", nullable: false),
                    RunId = table.Column<long>(type: "bigint", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_day_work_files", x => x.Id);
                });

            migrationBuilder.CreateTable(
                name: "day_work_questions",
                schema: "contributions",
                columns: table => new
                {
                    RequestId = table.Column<byte[]>(type: "binary(16)", fixedLength: true, maxLength: 16, nullable: false),
                    Line = table.Column<long>(type: "bigint", nullable: false),
                    FileId = table.Column<byte[]>(type: "binary(16)", fixedLength: true, maxLength: 16, nullable: false),
                    Day = table.Column<DateOnly>(type: "date", nullable: false),
                    Worked = table.Column<bool>(type: "bit", nullable: false),
                    Reference = table.Column<string>(type: "nvarchar(120)", maxLength: 120, nullable: true),
                    AnsweredAt = table.Column<DateTime>(type: "datetime2", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_day_work_questions", x => new { x.RequestId, x.Line });
                });

            migrationBuilder.CreateTable(
                name: "day_work_years",
                schema: "contributions",
                columns: table => new
                {
                    PersonId = table.Column<byte[]>(type: "binary(16)", fixedLength: true, maxLength: 16, nullable: false),
                    Scheme = table.Column<string>(type: "nvarchar(60)", maxLength: 60, nullable: false),
                    Year = table.Column<int>(type: "int", nullable: false),
                    Days = table.Column<int>(type: "int", nullable: false),
                    Mark = table.Column<byte[]>(type: "binary(16)", fixedLength: true, maxLength: 16, nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_day_work_years", x => new { x.PersonId, x.Scheme, x.Year });
                });

            migrationBuilder.CreateTable(
                name: "proposal_steps",
                schema: "contributions",
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
                name: "IX_contributions_VoucherId_Reversal",
                schema: "contributions",
                table: "contributions",
                columns: new[] { "VoucherId", "Reversal" },
                unique: true,
                filter: "[VoucherId] IS NOT NULL");

            migrationBuilder.CreateIndex(
                name: "IX_approval_policies_Act_FromDay_Id",
                schema: "contributions",
                table: "approval_policies",
                columns: new[] { "Act", "FromDay", "Id" });

            migrationBuilder.CreateIndex(
                name: "IX_day_voucher_purchases_BillId",
                schema: "contributions",
                table: "day_voucher_purchases",
                column: "BillId",
                unique: true);

            migrationBuilder.CreateIndex(
                name: "IX_day_voucher_purchases_EmployerId_BoughtAt",
                schema: "contributions",
                table: "day_voucher_purchases",
                columns: new[] { "EmployerId", "BoughtAt" });

            migrationBuilder.CreateIndex(
                name: "IX_day_voucher_purchases_PaymentReference",
                schema: "contributions",
                table: "day_voucher_purchases",
                column: "PaymentReference",
                unique: true);

            migrationBuilder.CreateIndex(
                name: "IX_day_voucher_purchases_PayUntil",
                schema: "contributions",
                table: "day_voucher_purchases",
                column: "PayUntil");

            migrationBuilder.CreateIndex(
                name: "IX_day_vouchers_EmployerId_Day",
                schema: "contributions",
                table: "day_vouchers",
                columns: new[] { "EmployerId", "Day" });

            migrationBuilder.CreateIndex(
                name: "IX_day_vouchers_EmployerId_PersonId_Day",
                schema: "contributions",
                table: "day_vouchers",
                columns: new[] { "EmployerId", "PersonId", "Day" },
                unique: true,
                filter: "[PersonId] IS NOT NULL AND [Day] IS NOT NULL");

            migrationBuilder.CreateIndex(
                name: "IX_day_vouchers_PersonId_Day",
                schema: "contributions",
                table: "day_vouchers",
                columns: new[] { "PersonId", "Day" });

            migrationBuilder.CreateIndex(
                name: "IX_day_vouchers_PurchaseId_State",
                schema: "contributions",
                table: "day_vouchers",
                columns: new[] { "PurchaseId", "State" });

            migrationBuilder.CreateIndex(
                name: "IX_day_vouchers_Serial",
                schema: "contributions",
                table: "day_vouchers",
                column: "Serial",
                unique: true);

            migrationBuilder.CreateIndex(
                name: "IX_day_vouchers_State_ExpiresOn",
                schema: "contributions",
                table: "day_vouchers",
                columns: new[] { "State", "ExpiresOn" });

            migrationBuilder.CreateIndex(
                name: "IX_day_work_files_Once",
                schema: "contributions",
                table: "day_work_files",
                column: "Once",
                unique: true);

            migrationBuilder.CreateIndex(
                name: "IX_day_work_questions_FileId",
                schema: "contributions",
                table: "day_work_questions",
                column: "FileId");

            migrationBuilder.CreateIndex(
                name: "IX_proposal_steps_ProposalId_DecidedById",
                schema: "contributions",
                table: "proposal_steps",
                columns: new[] { "ProposalId", "DecidedById" },
                unique: true);
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "approval_policies",
                schema: "contributions");

            migrationBuilder.DropTable(
                name: "day_voucher_purchases",
                schema: "contributions");

            migrationBuilder.DropTable(
                name: "day_vouchers",
                schema: "contributions");

            migrationBuilder.DropTable(
                name: "day_work_files",
                schema: "contributions");

            migrationBuilder.DropTable(
                name: "day_work_questions",
                schema: "contributions");

            migrationBuilder.DropTable(
                name: "day_work_years",
                schema: "contributions");

            migrationBuilder.DropTable(
                name: "proposal_steps",
                schema: "contributions");

            migrationBuilder.DropIndex(
                name: "IX_contributions_VoucherId_Reversal",
                schema: "contributions",
                table: "contributions");

            migrationBuilder.DropColumn(
                name: "DuePermission",
                schema: "contributions",
                table: "proposals");

            migrationBuilder.DropColumn(
                name: "DueSince",
                schema: "contributions",
                table: "proposals");

            migrationBuilder.DropColumn(
                name: "Rule",
                schema: "contributions",
                table: "proposals");

            migrationBuilder.DropColumn(
                name: "StepsTaken",
                schema: "contributions",
                table: "proposals");

            migrationBuilder.DropColumn(
                name: "VoucherId",
                schema: "contributions",
                table: "contributions");
        }
    }
}
