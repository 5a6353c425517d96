using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Spmis.Migrations.PostgreSql.Contributions
{
    /// <inheritdoc />
    public partial class FilingLayouts : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddColumn<string>(
                name: "EmployerReference",
                schema: "contributions",
                table: "returns",
                type: "character varying(40)",
                maxLength: 40,
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "Profile",
                schema: "contributions",
                table: "returns",
                type: "character varying(60)",
                maxLength: 60,
                nullable: true);

            migrationBuilder.AddColumn<Guid>(
                name: "SourceReceiptId",
                schema: "contributions",
                table: "receipts",
                type: "uuid",
                nullable: true);

            migrationBuilder.CreateTable(
                name: "employer_references",
                schema: "contributions",
                columns: table => new
                {
                    Issuer = table.Column<string>(type: "character varying(60)", maxLength: 60, nullable: false),
                    Reference = table.Column<string>(type: "character varying(40)", maxLength: 40, nullable: false),
                    EmployerId = table.Column<Guid>(type: "uuid", nullable: false),
                    SetAt = table.Column<DateTime>(type: "timestamp with time zone", nullable: false),
                    SetBy = table.Column<string>(type: "character varying(200)", maxLength: 200, nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_employer_references", x => new { x.Issuer, x.Reference });
                });

            migrationBuilder.CreateTable(
                name: "member_numbers",
                schema: "contributions",
                columns: table => new
                {
                    Issuer = table.Column<string>(type: "character varying(60)", maxLength: 60, nullable: false),
                    Number = table.Column<string>(type: "character varying(40)", maxLength: 40, nullable: false),
                    PersonId = table.Column<Guid>(type: "uuid", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_member_numbers", x => new { x.Issuer, x.Number });
                });

            migrationBuilder.CreateTable(
                name: "refunds",
                schema: "contributions",
                columns: table => new
                {
                    Id = table.Column<Guid>(type: "uuid", nullable: false),
                    ReceiptId = table.Column<Guid>(type: "uuid", nullable: false),
                    AmountMinor = table.Column<long>(type: "bigint", nullable: false),
                    Currency = table.Column<string>(type: "character varying(3)", maxLength: 3, nullable: false),
                    Beneficiary = table.Column<string>(type: "character varying(200)", maxLength: 200, nullable: false),
                    PayTo = table.Column<string>(type: "character varying(60)", maxLength: 60, nullable: false),
                    Reason = table.Column<string>(type: "character varying(400)", maxLength: 400, nullable: false),
                    ApprovedAt = table.Column<DateTime>(type: "timestamp with time zone", nullable: false),
                    ApprovedBy = table.Column<string>(type: "character varying(200)", maxLength: 200, nullable: false),
                    CancelledOn = table.Column<DateOnly>(type: "date", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_refunds", x => x.Id);
                    table.CheckConstraint("CK_refunds_positive", "\"AmountMinor\" > 0");
                });

            migrationBuilder.CreateIndex(
                name: "IX_receipts_SourceReceiptId",
                schema: "contributions",
                table: "receipts",
                column: "SourceReceiptId");

            migrationBuilder.CreateIndex(
                name: "IX_employer_references_EmployerId_Issuer",
                schema: "contributions",
                table: "employer_references",
                columns: new[] { "EmployerId", "Issuer" });

            migrationBuilder.CreateIndex(
                name: "IX_refunds_ApprovedAt",
                schema: "contributions",
                table: "refunds",
                column: "ApprovedAt");

            migrationBuilder.CreateIndex(
                name: "IX_refunds_ReceiptId",
                schema: "contributions",
                table: "refunds",
                column: "ReceiptId");
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "employer_references",
                schema: "contributions");

            migrationBuilder.DropTable(
                name: "member_numbers",
                schema: "contributions");

            migrationBuilder.DropTable(
                name: "refunds",
                schema: "contributions");

            migrationBuilder.DropIndex(
                name: "IX_receipts_SourceReceiptId",
                schema: "contributions",
                table: "receipts");

            migrationBuilder.DropColumn(
                name: "EmployerReference",
                schema: "contributions",
                table: "returns");

            migrationBuilder.DropColumn(
                name: "Profile",
                schema: "contributions",
                table: "returns");

            migrationBuilder.DropColumn(
                name: "SourceReceiptId",
                schema: "contributions",
                table: "receipts");
        }
    }
}
