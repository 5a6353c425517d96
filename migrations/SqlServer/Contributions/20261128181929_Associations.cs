using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Spmis.Migrations.SqlServer.Contributions
{
    /// <inheritdoc />
    public partial class Associations : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddColumn<byte[]>(
                name: "AssociationId",
                schema: "contributions",
                table: "receipts",
                type: "binary(16)",
                fixedLength: true,
                maxLength: 16,
                nullable: true);

            migrationBuilder.AddColumn<byte[]>(
                name: "NamedListId",
                schema: "contributions",
                table: "receipts",
                type: "binary(16)",
                fixedLength: true,
                maxLength: 16,
                nullable: true);

            migrationBuilder.CreateTable(
                name: "association_members",
                schema: "contributions",
                columns: table => new
                {
                    MembershipId = table.Column<byte[]>(type: "binary(16)", fixedLength: true, maxLength: 16, nullable: false),
                    AssociationId = table.Column<byte[]>(type: "binary(16)", fixedLength: true, maxLength: 16, nullable: false),
                    PersonId = table.Column<byte[]>(type: "binary(16)", fixedLength: true, maxLength: 16, nullable: false),
                    MemberNumber = table.Column<string>(type: "nvarchar(40)", maxLength: 40, nullable: true),
                    From = table.Column<DateOnly>(type: "date", nullable: false),
                    Until = table.Column<DateOnly>(type: "date", nullable: true),
                    Version = table.Column<long>(type: "bigint", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_association_members", x => x.MembershipId);
                });

            migrationBuilder.CreateTable(
                name: "associations",
                schema: "contributions",
                columns: table => new
                {
                    AssociationId = table.Column<byte[]>(type: "binary(16)", fixedLength: true, maxLength: 16, nullable: false),
                    AssociationNumber = table.Column<string>(type: "nvarchar(40)", maxLength: 40, nullable: false),
                    Name = table.Column<string>(type: "nvarchar(200)", maxLength: 200, nullable: false),
                    Kind = table.Column<string>(type: "nvarchar(40)", maxLength: 40, nullable: false),
                    Office = table.Column<string>(type: "nvarchar(20)", maxLength: 20, nullable: true),
                    Version = table.Column<long>(type: "bigint", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_associations", x => x.AssociationId);
                });

            migrationBuilder.CreateTable(
                name: "member_list_lines",
                schema: "contributions",
                columns: table => new
                {
                    Id = table.Column<long>(type: "bigint", nullable: false)
                        .Annotation("SqlServer:Identity", "1, 1"),
                    ListId = table.Column<byte[]>(type: "binary(16)", fixedLength: true, maxLength: 16, nullable: false),
                    Line = table.Column<long>(type: "bigint", nullable: false),
                    PersonId = table.Column<byte[]>(type: "binary(16)", fixedLength: true, maxLength: 16, nullable: false),
                    Once = table.Column<string>(type: "nvarchar(200)", maxLength: 200, nullable: true),
                    BaseMinor = table.Column<long>(type: "bigint", nullable: false),
                    AmountMinor = table.Column<long>(type: "bigint", nullable: false),
                    PaidMinor = table.Column<long>(type: "bigint", nullable: false),
                    Payments = table.Column<int>(type: "int", nullable: false),
                    Struck = table.Column<string>(type: "nvarchar(40)", maxLength: 40, nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_member_list_lines", x => x.Id);
                });

            migrationBuilder.CreateTable(
                name: "member_lists",
                schema: "contributions",
                columns: table => new
                {
                    Id = table.Column<byte[]>(type: "binary(16)", fixedLength: true, maxLength: 16, nullable: false),
                    Number = table.Column<long>(type: "bigint", nullable: false),
                    PaymentReference = table.Column<string>(type: "nvarchar(20)", maxLength: 20, nullable: false),
                    AssociationId = table.Column<byte[]>(type: "binary(16)", fixedLength: true, maxLength: 16, nullable: false),
                    Scheme = table.Column<string>(type: "nvarchar(60)", maxLength: 60, nullable: false),
                    Month = table.Column<int>(type: "int", nullable: false),
                    Currency = table.Column<string>(type: "nvarchar(3)", maxLength: 3, nullable: false),
                    PackageHash = table.Column<string>(type: "nvarchar(64)", maxLength: 64, nullable: false),
                    Sha = table.Column<string>(type: "nvarchar(64)", maxLength: 64, nullable: false),
                    Once = table.Column<string>(type: "nvarchar(200)", maxLength: 200, nullable: true),
                    FileName = table.Column<string>(type: "nvarchar(200)", maxLength: 200, nullable: false),
                    FiledAt = table.Column<DateTime>(type: "datetime2", nullable: false),
                    FiledBy = table.Column<string>(type: "nvarchar(200)", maxLength: 200, nullable: false),
                    RunId = table.Column<long>(type: "bigint", nullable: true),
                    IssuedAt = table.Column<DateTime>(type: "datetime2", nullable: true),
                    DueOn = table.Column<DateOnly>(type: "date", nullable: false),
                    Members = table.Column<int>(type: "int", nullable: false),
                    AmountMinor = table.Column<long>(type: "bigint", nullable: false),
                    PaidMinor = table.Column<long>(type: "bigint", nullable: false),
                    WithdrawnAt = table.Column<DateTime>(type: "datetime2", nullable: true),
                    Version = table.Column<long>(type: "bigint", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_member_lists", x => x.Id);
                });

            migrationBuilder.CreateTable(
                name: "member_payments",
                schema: "contributions",
                columns: table => new
                {
                    Id = table.Column<long>(type: "bigint", nullable: false)
                        .Annotation("SqlServer:Identity", "1, 1"),
                    LineId = table.Column<long>(type: "bigint", nullable: false),
                    ReceiptId = table.Column<byte[]>(type: "binary(16)", fixedLength: true, maxLength: 16, nullable: false),
                    AmountMinor = table.Column<long>(type: "bigint", nullable: false),
                    TakenBackOn = table.Column<DateOnly>(type: "date", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_member_payments", x => x.Id);
                });

            migrationBuilder.CreateIndex(
                name: "IX_receipts_AssociationId_PersonId",
                schema: "contributions",
                table: "receipts",
                columns: new[] { "AssociationId", "PersonId" });

            migrationBuilder.CreateIndex(
                name: "IX_association_members_AssociationId_MemberNumber",
                schema: "contributions",
                table: "association_members",
                columns: new[] { "AssociationId", "MemberNumber" });

            migrationBuilder.CreateIndex(
                name: "IX_association_members_AssociationId_PersonId",
                schema: "contributions",
                table: "association_members",
                columns: new[] { "AssociationId", "PersonId" });

            migrationBuilder.CreateIndex(
                name: "IX_associations_AssociationNumber",
                schema: "contributions",
                table: "associations",
                column: "AssociationNumber",
                unique: true);

            migrationBuilder.CreateIndex(
                name: "IX_associations_Office",
                schema: "contributions",
                table: "associations",
                column: "Office");

            migrationBuilder.CreateIndex(
                name: "IX_member_list_lines_ListId_Line",
                schema: "contributions",
                table: "member_list_lines",
                columns: new[] { "ListId", "Line" },
                unique: true);

            migrationBuilder.CreateIndex(
                name: "IX_member_list_lines_Once",
                schema: "contributions",
                table: "member_list_lines",
                column: "Once",
                unique: true,
                filter: "[Once] IS NOT NULL");

            migrationBuilder.CreateIndex(
                name: "IX_member_lists_AssociationId_Month_Number",
                schema: "contributions",
                table: "member_lists",
                columns: new[] { "AssociationId", "Month", "Number" });

            migrationBuilder.CreateIndex(
                name: "IX_member_lists_Number",
                schema: "contributions",
                table: "member_lists",
                column: "Number",
                unique: true);

            migrationBuilder.CreateIndex(
                name: "IX_member_lists_Once",
                schema: "contributions",
                table: "member_lists",
                column: "Once",
                unique: true,
                filter: "[Once] IS NOT NULL");

            migrationBuilder.CreateIndex(
                name: "IX_member_lists_PaymentReference",
                schema: "contributions",
                table: "member_lists",
                column: "PaymentReference",
                unique: true);

            migrationBuilder.CreateIndex(
                name: "IX_member_payments_LineId",
                schema: "contributions",
                table: "member_payments",
                column: "LineId");

            migrationBuilder.CreateIndex(
                name: "IX_member_payments_ReceiptId",
                schema: "contributions",
                table: "member_payments",
                column: "ReceiptId",
                unique: true);
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "association_members",
                schema: "contributions");

            migrationBuilder.DropTable(
                name: "associations",
                schema: "contributions");

            migrationBuilder.DropTable(
                name: "member_list_lines",
                schema: "contributions");

            migrationBuilder.DropTable(
                name: "member_lists",
                schema: "contributions");

            migrationBuilder.DropTable(
                name: "member_payments",
                schema: "contributions");

            migrationBuilder.DropIndex(
                name: "IX_receipts_AssociationId_PersonId",
                schema: "contributions",
                table: "receipts");

            migrationBuilder.DropColumn(
                name: "AssociationId",
                schema: "contributions",
                table: "receipts");

            migrationBuilder.DropColumn(
                name: "NamedListId",
                schema: "contributions",
                table: "receipts");
        }
    }
}
