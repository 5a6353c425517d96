using System;
using Microsoft.EntityFrameworkCore.Migrations;
using Npgsql.EntityFrameworkCore.PostgreSQL.Metadata;

#nullable disable

namespace Spmis.Migrations.PostgreSql.Contributions
{
    /// <inheritdoc />
    public partial class ArrearsAndClearance : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddColumn<long>(
                name: "WrittenOffMinor",
                schema: "contributions",
                table: "bills",
                type: "bigint",
                nullable: false,
                defaultValue: 0L);

            migrationBuilder.CreateTable(
                name: "agreement_bills",
                schema: "contributions",
                columns: table => new
                {
                    AgreementId = table.Column<Guid>(type: "uuid", nullable: false),
                    BillId = table.Column<Guid>(type: "uuid", nullable: false),
                    AmountMinor = table.Column<long>(type: "bigint", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_agreement_bills", x => new { x.AgreementId, x.BillId });
                });

            migrationBuilder.CreateTable(
                name: "agreements",
                schema: "contributions",
                columns: table => new
                {
                    Id = table.Column<Guid>(type: "uuid", nullable: false),
                    Number = table.Column<string>(type: "character varying(20)", maxLength: 20, nullable: false),
                    EmployerId = table.Column<Guid>(type: "uuid", nullable: false),
                    EmployerNumber = table.Column<string>(type: "character varying(40)", maxLength: 40, nullable: false),
                    Currency = table.Column<string>(type: "character varying(3)", maxLength: 3, nullable: false),
                    TotalMinor = table.Column<long>(type: "bigint", nullable: false),
                    InterestStops = table.Column<bool>(type: "boolean", nullable: false),
                    Reason = table.Column<string>(type: "character varying(1000)", maxLength: 1000, nullable: false),
                    ApprovedAt = table.Column<DateTime>(type: "timestamp with time zone", nullable: false),
                    ApprovedBy = table.Column<string>(type: "character varying(200)", maxLength: 200, nullable: false),
                    Open = table.Column<string>(type: "character varying(10)", maxLength: 10, nullable: true),
                    BrokenOn = table.Column<DateOnly>(type: "date", nullable: true),
                    MissedNo = table.Column<int>(type: "integer", nullable: true),
                    CompletedOn = table.Column<DateOnly>(type: "date", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_agreements", x => x.Id);
                });

            migrationBuilder.CreateTable(
                name: "clearance_certificates",
                schema: "contributions",
                columns: table => new
                {
                    Id = table.Column<Guid>(type: "uuid", nullable: false),
                    Number = table.Column<string>(type: "character varying(20)", maxLength: 20, nullable: false),
                    Code = table.Column<string>(type: "character varying(40)", maxLength: 40, nullable: false),
                    EmployerId = table.Column<Guid>(type: "uuid", nullable: false),
                    EmployerNumber = table.Column<string>(type: "character varying(40)", maxLength: 40, nullable: false),
                    EmployerName = table.Column<string>(type: "character varying(400)", maxLength: 400, nullable: false),
                    IssuedOn = table.Column<DateOnly>(type: "date", nullable: false),
                    IssuedAt = table.Column<DateTime>(type: "timestamp with time zone", nullable: false),
                    IssuedBy = table.Column<string>(type: "character varying(200)", maxLength: 200, nullable: false),
                    ValidThrough = table.Column<DateOnly>(type: "date", nullable: false),
                    AgreementNumber = table.Column<string>(type: "character varying(20)", maxLength: 20, nullable: true),
                    StandsOn = table.Column<DateOnly>(type: "date", nullable: true),
                    WithdrawnAt = table.Column<DateTime>(type: "timestamp with time zone", nullable: true),
                    WithdrawnBy = table.Column<string>(type: "character varying(200)", maxLength: 200, nullable: true),
                    WithdrawnBecause = table.Column<string>(type: "character varying(1000)", maxLength: 1000, nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_clearance_certificates", x => x.Id);
                });

            migrationBuilder.CreateTable(
                name: "estimates",
                schema: "contributions",
                columns: table => new
                {
                    Id = table.Column<Guid>(type: "uuid", nullable: false),
                    EmployerId = table.Column<Guid>(type: "uuid", nullable: false),
                    EmployerNumber = table.Column<string>(type: "character varying(40)", maxLength: 40, nullable: false),
                    Scheme = table.Column<string>(type: "character varying(60)", maxLength: 60, nullable: false),
                    Month = table.Column<int>(type: "integer", nullable: false),
                    Workers = table.Column<int>(type: "integer", nullable: false),
                    WageMinor = table.Column<long>(type: "bigint", nullable: false),
                    AmountMinor = table.Column<long>(type: "bigint", nullable: false),
                    Currency = table.Column<string>(type: "character varying(3)", maxLength: 3, nullable: false),
                    BasedOn = table.Column<int>(type: "integer", nullable: true),
                    Reason = table.Column<string>(type: "character varying(1000)", maxLength: 1000, nullable: false),
                    LegalBasis = table.Column<string>(type: "character varying(400)", maxLength: 400, nullable: false),
                    BillId = table.Column<Guid>(type: "uuid", nullable: false),
                    ApprovedAt = table.Column<DateTime>(type: "timestamp with time zone", nullable: false),
                    ApprovedBy = table.Column<string>(type: "character varying(200)", maxLength: 200, nullable: false),
                    ReplacedBy = table.Column<Guid>(type: "uuid", nullable: true),
                    ReplacedAt = table.Column<DateTime>(type: "timestamp with time zone", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_estimates", x => x.Id);
                });

            migrationBuilder.CreateTable(
                name: "instalments",
                schema: "contributions",
                columns: table => new
                {
                    AgreementId = table.Column<Guid>(type: "uuid", nullable: false),
                    No = table.Column<int>(type: "integer", nullable: false),
                    DueOn = table.Column<DateOnly>(type: "date", nullable: false),
                    AmountMinor = table.Column<long>(type: "bigint", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_instalments", x => new { x.AgreementId, x.No });
                });

            migrationBuilder.CreateTable(
                name: "reliefs",
                schema: "contributions",
                columns: table => new
                {
                    Id = table.Column<Guid>(type: "uuid", nullable: false),
                    Kind = table.Column<string>(type: "character varying(40)", maxLength: 40, nullable: false),
                    BillId = table.Column<Guid>(type: "uuid", nullable: false),
                    EmployerId = table.Column<Guid>(type: "uuid", nullable: false),
                    ReceiptId = table.Column<Guid>(type: "uuid", nullable: false),
                    AmountMinor = table.Column<long>(type: "bigint", nullable: false),
                    UndoneMinor = table.Column<long>(type: "bigint", nullable: false),
                    Currency = table.Column<string>(type: "character varying(3)", maxLength: 3, nullable: false),
                    Reason = table.Column<string>(type: "character varying(1000)", maxLength: 1000, nullable: false),
                    LegalBasis = table.Column<string>(type: "character varying(400)", maxLength: 400, nullable: false),
                    ApprovedAt = table.Column<DateTime>(type: "timestamp with time zone", nullable: false),
                    ApprovedBy = table.Column<string>(type: "character varying(200)", maxLength: 200, nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_reliefs", x => x.Id);
                });

            migrationBuilder.CreateTable(
                name: "risks",
                schema: "contributions",
                columns: table => new
                {
                    Id = table.Column<long>(type: "bigint", nullable: false)
                        .Annotation("Npgsql:ValueGenerationStrategy", NpgsqlValueGenerationStrategy.IdentityByDefaultColumn),
                    Kind = table.Column<string>(type: "character varying(40)", maxLength: 40, nullable: false),
                    EmployerId = table.Column<Guid>(type: "uuid", nullable: false),
                    EmployerNumber = table.Column<string>(type: "character varying(40)", maxLength: 40, nullable: false),
                    Scheme = table.Column<string>(type: "character varying(60)", maxLength: 60, nullable: false),
                    Month = table.Column<int>(type: "integer", nullable: false),
                    Before = table.Column<long>(type: "bigint", nullable: false),
                    Now = table.Column<long>(type: "bigint", nullable: false),
                    Currency = table.Column<string>(type: "character varying(3)", maxLength: 3, nullable: false),
                    Weight = table.Column<int>(type: "integer", nullable: false),
                    FoundAt = table.Column<DateTime>(type: "timestamp with time zone", nullable: false),
                    Status = table.Column<string>(type: "character varying(40)", maxLength: 40, nullable: false),
                    DecidedAt = table.Column<DateTime>(type: "timestamp with time zone", nullable: true),
                    DecidedBy = table.Column<string>(type: "character varying(200)", maxLength: 200, nullable: true),
                    Note = table.Column<string>(type: "character varying(1000)", maxLength: 1000, nullable: true),
                    Version = table.Column<int>(type: "integer", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_risks", x => x.Id);
                });

            migrationBuilder.CreateIndex(
                name: "IX_agreement_bills_BillId",
                schema: "contributions",
                table: "agreement_bills",
                column: "BillId");

            migrationBuilder.CreateIndex(
                name: "IX_agreements_EmployerId_Currency_Open",
                schema: "contributions",
                table: "agreements",
                columns: new[] { "EmployerId", "Currency", "Open" },
                unique: true);

            migrationBuilder.CreateIndex(
                name: "IX_agreements_EmployerNumber_Open",
                schema: "contributions",
                table: "agreements",
                columns: new[] { "EmployerNumber", "Open" });

            migrationBuilder.CreateIndex(
                name: "IX_agreements_Number",
                schema: "contributions",
                table: "agreements",
                column: "Number",
                unique: true);

            migrationBuilder.CreateIndex(
                name: "IX_agreements_Open",
                schema: "contributions",
                table: "agreements",
                column: "Open");

            migrationBuilder.CreateIndex(
                name: "IX_clearance_certificates_Code",
                schema: "contributions",
                table: "clearance_certificates",
                column: "Code",
                unique: true);

            migrationBuilder.CreateIndex(
                name: "IX_clearance_certificates_EmployerId_StandsOn",
                schema: "contributions",
                table: "clearance_certificates",
                columns: new[] { "EmployerId", "StandsOn" },
                unique: true);

            migrationBuilder.CreateIndex(
                name: "IX_clearance_certificates_EmployerNumber_IssuedAt",
                schema: "contributions",
                table: "clearance_certificates",
                columns: new[] { "EmployerNumber", "IssuedAt" });

            migrationBuilder.CreateIndex(
                name: "IX_clearance_certificates_Number",
                schema: "contributions",
                table: "clearance_certificates",
                column: "Number",
                unique: true);

            migrationBuilder.CreateIndex(
                name: "IX_estimates_BillId",
                schema: "contributions",
                table: "estimates",
                column: "BillId",
                unique: true);

            migrationBuilder.CreateIndex(
                name: "IX_estimates_EmployerId_Month_Scheme",
                schema: "contributions",
                table: "estimates",
                columns: new[] { "EmployerId", "Month", "Scheme" },
                unique: true);

            migrationBuilder.CreateIndex(
                name: "IX_estimates_EmployerNumber_Month",
                schema: "contributions",
                table: "estimates",
                columns: new[] { "EmployerNumber", "Month" });

            migrationBuilder.CreateIndex(
                name: "IX_reliefs_BillId",
                schema: "contributions",
                table: "reliefs",
                column: "BillId");

            migrationBuilder.CreateIndex(
                name: "IX_reliefs_EmployerId_ApprovedAt",
                schema: "contributions",
                table: "reliefs",
                columns: new[] { "EmployerId", "ApprovedAt" });

            migrationBuilder.CreateIndex(
                name: "IX_reliefs_ReceiptId",
                schema: "contributions",
                table: "reliefs",
                column: "ReceiptId",
                unique: true);

            migrationBuilder.CreateIndex(
                name: "IX_risks_EmployerId_Scheme_Month_Kind",
                schema: "contributions",
                table: "risks",
                columns: new[] { "EmployerId", "Scheme", "Month", "Kind" },
                unique: true);

            migrationBuilder.CreateIndex(
                name: "IX_risks_EmployerNumber_Status",
                schema: "contributions",
                table: "risks",
                columns: new[] { "EmployerNumber", "Status" });

            migrationBuilder.CreateIndex(
                name: "IX_risks_Status_Id",
                schema: "contributions",
                table: "risks",
                columns: new[] { "Status", "Id" });
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "agreement_bills",
                schema: "contributions");

            migrationBuilder.DropTable(
                name: "agreements",
                schema: "contributions");

            migrationBuilder.DropTable(
                name: "clearance_certificates",
                schema: "contributions");

            migrationBuilder.DropTable(
                name: "estimates",
                schema: "contributions");

            migrationBuilder.DropTable(
                name: "instalments",
                schema: "contributions");

            migrationBuilder.DropTable(
                name: "reliefs",
                schema: "contributions");

            migrationBuilder.DropTable(
                name: "risks",
                schema: "contributions");

            migrationBuilder.DropColumn(
                name: "WrittenOffMinor",
                schema: "contributions",
                table: "bills");
        }
    }
}
