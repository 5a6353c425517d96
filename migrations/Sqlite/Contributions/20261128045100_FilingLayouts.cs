using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Spmis.Migrations.Sqlite.Contributions
{
    /// <inheritdoc />
    public partial class FilingLayouts : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddColumn<string>(
                name: "EmployerReference",
                table: "returns",
                type: "TEXT",
                maxLength: 40,
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "Profile",
                table: "returns",
                type: "TEXT",
                maxLength: 60,
                nullable: true);

            migrationBuilder.AddColumn<byte[]>(
                name: "SourceReceiptId",
                table: "receipts",
                type: "BLOB",
                fixedLength: true,
                maxLength: 16,
                nullable: true);

            migrationBuilder.CreateTable(
                name: "employer_references",
                columns: table => new
                {
                    Issuer = table.Column<string>(type: "TEXT", maxLength: 60, nullable: false),
                    Reference = table.Column<string>(type: "TEXT", maxLength: 40, nullable: false),
                    EmployerId = table.Column<byte[]>(type: "BLOB", fixedLength: true, maxLength: 16, nullable: false),
                    SetAt = table.Column<DateTime>(type: "TEXT", nullable: false),
                    SetBy = table.Column<string>(type: "TEXT", maxLength: 200, nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_employer_references", x => new { x.Issuer, x.Reference });
                });

            migrationBuilder.CreateTable(
                name: "member_numbers",
                columns: table => new
                {
                    Issuer = table.Column<string>(type: "TEXT", maxLength: 60, nullable: false),
                    Number = table.Column<string>(type: "TEXT", maxLength: 40, nullable: false),
                    PersonId = table.Column<byte[]>(type: "BLOB", fixedLength: true, maxLength: 16, nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_member_numbers", x => new { x.Issuer, x.Number });
                });

            migrationBuilder.CreateTable(
                name: "refunds",
                columns: table => new
                {
                    Id = table.Column<byte[]>(type: "BLOB", fixedLength: true, maxLength: 16, nullable: false),
                    ReceiptId = table.Column<byte[]>(type: "BLOB", fixedLength: true, maxLength: 16, nullable: false),
                    AmountMinor = table.Column<long>(type: "INTEGER", nullable: false),
                    Currency = table.Column<string>(type: "TEXT", maxLength: 3, nullable: false),
                    Beneficiary = table.Column<string>(type: "TEXT", maxLength: 200, nullable: false),
                    PayTo = table.Column<string>(type: "TEXT", maxLength: 60, nullable: false),
                    Reason = table.Column<string>(type: "TEXT", maxLength: 400, nullable: false),
                    ApprovedAt = table.Column<DateTime>(type: "TEXT", nullable: false),
                    ApprovedBy = table.Column<string>(type: "TEXT", maxLength: 200, nullable: false),
                    CancelledOn = table.Column<DateOnly>(type: "TEXT", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_refunds", x => x.Id);
                    table.CheckConstraint("CK_refunds_positive", "\"AmountMinor\" > 0");
                });

            migrationBuilder.CreateIndex(
                name: "IX_receipts_SourceReceiptId",
                table: "receipts",
                column: "SourceReceiptId");

            migrationBuilder.CreateIndex(
                name: "IX_employer_references_EmployerId_Issuer",
                table: "employer_references",
                columns: new[] { "EmployerId", "Issuer" });

            migrationBuilder.CreateIndex(
                name: "IX_refunds_ApprovedAt",
                table: "refunds",
                column: "ApprovedAt");

            migrationBuilder.CreateIndex(
                name: "IX_refunds_ReceiptId",
                table: "refunds",
                column: "ReceiptId");
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "employer_references");

            migrationBuilder.DropTable(
                name: "member_numbers");

            migrationBuilder.DropTable(
                name: "refunds");

            migrationBuilder.DropIndex(
                name: "IX_receipts_SourceReceiptId",
                table: "receipts");

            migrationBuilder.Sql("ALTER TABLE \"returns\" DROP COLUMN \"EmployerReference\"");

            migrationBuilder.Sql("ALTER TABLE \"returns\" DROP COLUMN \"Profile\"");

            migrationBuilder.Sql("ALTER TABLE \"receipts\" DROP COLUMN \"SourceReceiptId\"");
        }
    }
}
