using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Spmis.Migrations.Sqlite.Contributions
{
    /// <inheritdoc />
    public partial class Associations : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddColumn<byte[]>(
                name: "AssociationId",
                table: "receipts",
                type: "BLOB",
                fixedLength: true,
                maxLength: 16,
                nullable: true);

            migrationBuilder.AddColumn<byte[]>(
                name: "NamedListId",
                table: "receipts",
                type: "BLOB",
                fixedLength: true,
                maxLength: 16,
                nullable: true);

            migrationBuilder.CreateTable(
                name: "association_members",
                columns: table => new
                {
                    MembershipId = table.Column<byte[]>(type: "BLOB", fixedLength: true, maxLength: 16, nullable: false),
                    AssociationId = table.Column<byte[]>(type: "BLOB", fixedLength: true, maxLength: 16, nullable: false),
                    PersonId = table.Column<byte[]>(type: "BLOB", fixedLength: true, maxLength: 16, nullable: false),
                    MemberNumber = table.Column<string>(type: "TEXT", maxLength: 40, nullable: true),
                    From = table.Column<DateOnly>(type: "TEXT", nullable: false),
                    Until = table.Column<DateOnly>(type: "TEXT", nullable: true),
                    Version = table.Column<long>(type: "INTEGER", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_association_members", x => x.MembershipId);
                });

            migrationBuilder.CreateTable(
                name: "associations",
                columns: table => new
                {
                    AssociationId = table.Column<byte[]>(type: "BLOB", fixedLength: true, maxLength: 16, nullable: false),
                    AssociationNumber = table.Column<string>(type: "TEXT", maxLength: 40, nullable: false),
                    Name = table.Column<string>(type: "TEXT", maxLength: 200, nullable: false),
                    Kind = table.Column<string>(type: "TEXT", maxLength: 40, nullable: false),
                    Office = table.Column<string>(type: "TEXT", maxLength: 20, nullable: true),
                    Version = table.Column<long>(type: "INTEGER", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_associations", x => x.AssociationId);
                });

            migrationBuilder.CreateTable(
                name: "member_list_lines",
                columns: table => new
                {
                    Id = table.Column<long>(type: "INTEGER", nullable: false)
                        .Annotation("Sqlite:Autoincrement", true),
                    ListId = table.Column<byte[]>(type: "BLOB", fixedLength: true, maxLength: 16, nullable: false),
                    Line = table.Column<long>(type: "INTEGER", nullable: false),
                    PersonId = table.Column<byte[]>(type: "BLOB", fixedLength: true, maxLength: 16, nullable: false),
                    Once = table.Column<string>(type: "TEXT", maxLength: 200, nullable: true),
                    BaseMinor = table.Column<long>(type: "INTEGER", nullable: false),
                    AmountMinor = table.Column<long>(type: "INTEGER", nullable: false),
                    PaidMinor = table.Column<long>(type: "INTEGER", nullable: false),
                    Payments = table.Column<int>(type: "INTEGER", nullable: false),
                    Struck = table.Column<string>(type: "TEXT", maxLength: 40, nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_member_list_lines", x => x.Id);
                });

            migrationBuilder.CreateTable(
                name: "member_lists",
                columns: table => new
                {
                    Id = table.Column<byte[]>(type: "BLOB", fixedLength: true, maxLength: 16, nullable: false),
                    Number = table.Column<long>(type: "INTEGER", nullable: false),
                    PaymentReference = table.Column<string>(type: "TEXT", maxLength: 20, nullable: false),
                    AssociationId = table.Column<byte[]>(type: "BLOB", fixedLength: true, maxLength: 16, nullable: false),
                    Scheme = table.Column<string>(type: "TEXT", maxLength: 60, nullable: false),
                    Month = table.Column<int>(type: "INTEGER", nullable: false),
                    Currency = table.Column<string>(type: "TEXT", maxLength: 3, nullable: false),
                    PackageHash = table.Column<string>(type: "TEXT", maxLength: 64, nullable: false),
                    Sha = table.Column<string>(type: "TEXT", maxLength: 64, nullable: false),
                    Once = table.Column<string>(type: "TEXT", maxLength: 200, nullable: true),
                    FileName = table.Column<string>(type: "TEXT", maxLength: 200, nullable: false),
                    FiledAt = table.Column<DateTime>(type: "TEXT", nullable: false),
                    FiledBy = table.Column<string>(type: "TEXT", maxLength: 200, nullable: false),
                    RunId = table.Column<long>(type: "INTEGER", nullable: true),
                    IssuedAt = table.Column<DateTime>(type: "TEXT", nullable: true),
                    DueOn = table.Column<DateOnly>(type: "TEXT", nullable: false),
                    Members = table.Column<int>(type: "INTEGER", nullable: false),
                    AmountMinor = table.Column<long>(type: "INTEGER", nullable: false),
                    PaidMinor = table.Column<long>(type: "INTEGER", nullable: false),
                    WithdrawnAt = table.Column<DateTime>(type: "TEXT", nullable: true),
                    Version = table.Column<long>(type: "INTEGER", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_member_lists", x => x.Id);
                });

            migrationBuilder.CreateTable(
                name: "member_payments",
                columns: table => new
                {
                    Id = table.Column<long>(type: "INTEGER", nullable: false)
                        .Annotation("Sqlite:Autoincrement", true),
                    LineId = table.Column<long>(type: "INTEGER", nullable: false),
                    ReceiptId = table.Column<byte[]>(type: "BLOB", fixedLength: true, maxLength: 16, nullable: false),
                    AmountMinor = table.Column<long>(type: "INTEGER", nullable: false),
                    TakenBackOn = table.Column<DateOnly>(type: "TEXT", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_member_payments", x => x.Id);
                });

            migrationBuilder.CreateIndex(
                name: "IX_receipts_AssociationId_PersonId",
                table: "receipts",
                columns: new[] { "AssociationId", "PersonId" });

            migrationBuilder.CreateIndex(
                name: "IX_association_members_AssociationId_MemberNumber",
                table: "association_members",
                columns: new[] { "AssociationId", "MemberNumber" });

            migrationBuilder.CreateIndex(
                name: "IX_association_members_AssociationId_PersonId",
                table: "association_members",
                columns: new[] { "AssociationId", "PersonId" });

            migrationBuilder.CreateIndex(
                name: "IX_associations_AssociationNumber",
                table: "associations",
                column: "AssociationNumber",
                unique: true);

            migrationBuilder.CreateIndex(
                name: "IX_associations_Office",
                table: "associations",
                column: "Office");

            migrationBuilder.CreateIndex(
                name: "IX_member_list_lines_ListId_Line",
                table: "member_list_lines",
                columns: new[] { "ListId", "Line" },
                unique: true);

            migrationBuilder.CreateIndex(
                name: "IX_member_list_lines_Once",
                table: "member_list_lines",
                column: "Once",
                unique: true);

            migrationBuilder.CreateIndex(
                name: "IX_member_lists_AssociationId_Month_Number",
                table: "member_lists",
                columns: new[] { "AssociationId", "Month", "Number" });

            migrationBuilder.CreateIndex(
                name: "IX_member_lists_Number",
                table: "member_lists",
                column: "Number",
                unique: true);

            migrationBuilder.CreateIndex(
                name: "IX_member_lists_Once",
                table: "member_lists",
                column: "Once",
                unique: true);

            migrationBuilder.CreateIndex(
                name: "IX_member_lists_PaymentReference",
                table: "member_lists",
                column: "PaymentReference",
                unique: true);

            migrationBuilder.CreateIndex(
                name: "IX_member_payments_LineId",
                table: "member_payments",
                column: "LineId");

            migrationBuilder.CreateIndex(
                name: "IX_member_payments_ReceiptId",
                table: "member_payments",
                column: "ReceiptId",
                unique: true);
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "association_members");

            migrationBuilder.DropTable(
                name: "associations");

            migrationBuilder.DropTable(
                name: "member_list_lines");

            migrationBuilder.DropTable(
                name: "member_lists");

            migrationBuilder.DropTable(
                name: "member_payments");

            migrationBuilder.DropIndex(
                name: "IX_receipts_AssociationId_PersonId",
                table: "receipts");

            migrationBuilder.Sql("ALTER TABLE \"receipts\" DROP COLUMN \"AssociationId\"");

            migrationBuilder.Sql("ALTER TABLE \"receipts\" DROP COLUMN \"NamedListId\"");
        }
    }
}
