using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Spmis.Migrations.SqlServer.Eligibility
{
    /// <inheritdoc />
    public partial class Associations : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.CreateTable(
                name: "association_members",
                schema: "eligibility",
                columns: table => new
                {
                    MembershipId = table.Column<byte[]>(type: "binary(16)", fixedLength: true, maxLength: 16, nullable: false),
                    AssociationId = table.Column<byte[]>(type: "binary(16)", fixedLength: true, maxLength: 16, nullable: false),
                    PersonId = table.Column<byte[]>(type: "binary(16)", fixedLength: true, maxLength: 16, nullable: false),
                    From = table.Column<DateOnly>(type: "date", nullable: false),
                    Until = table.Column<DateOnly>(type: "date", nullable: true),
                    Void = table.Column<bool>(type: "bit", nullable: false),
                    Version = table.Column<long>(type: "bigint", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_association_members", x => x.MembershipId);
                });

            migrationBuilder.CreateTable(
                name: "associations",
                schema: "eligibility",
                columns: table => new
                {
                    AssociationId = table.Column<byte[]>(type: "binary(16)", fixedLength: true, maxLength: 16, nullable: false),
                    AssociationNumber = table.Column<string>(type: "nvarchar(40)", maxLength: 40, nullable: false),
                    Name = table.Column<string>(type: "nvarchar(200)", maxLength: 200, nullable: false),
                    Office = table.Column<string>(type: "nvarchar(20)", maxLength: 20, nullable: true),
                    Version = table.Column<long>(type: "bigint", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_associations", x => x.AssociationId);
                });

            migrationBuilder.CreateTable(
                name: "scheme_agreements",
                schema: "eligibility",
                columns: table => new
                {
                    Id = table.Column<byte[]>(type: "binary(16)", fixedLength: true, maxLength: 16, nullable: false),
                    AssociationId = table.Column<byte[]>(type: "binary(16)", fixedLength: true, maxLength: 16, nullable: false),
                    Scheme = table.Column<string>(type: "nvarchar(60)", maxLength: 60, nullable: false),
                    Category = table.Column<string>(type: "nvarchar(100)", maxLength: 100, nullable: true),
                    FromOn = table.Column<DateOnly>(type: "date", nullable: false),
                    UntilOn = table.Column<DateOnly>(type: "date", nullable: true),
                    RecordedAt = table.Column<DateTime>(type: "datetime2", nullable: false),
                    RecordedBy = table.Column<string>(type: "nvarchar(200)", maxLength: 200, nullable: false),
                    OpenKey = table.Column<string>(type: "nvarchar(100)", maxLength: 100, nullable: true),
                    Version = table.Column<int>(type: "int", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_scheme_agreements", x => x.Id);
                });

            migrationBuilder.CreateIndex(
                name: "IX_association_members_AssociationId_MembershipId",
                schema: "eligibility",
                table: "association_members",
                columns: new[] { "AssociationId", "MembershipId" });

            migrationBuilder.CreateIndex(
                name: "IX_association_members_PersonId",
                schema: "eligibility",
                table: "association_members",
                column: "PersonId");

            migrationBuilder.CreateIndex(
                name: "IX_associations_AssociationNumber",
                schema: "eligibility",
                table: "associations",
                column: "AssociationNumber",
                unique: true);

            migrationBuilder.CreateIndex(
                name: "IX_associations_Office",
                schema: "eligibility",
                table: "associations",
                column: "Office");

            migrationBuilder.CreateIndex(
                name: "IX_scheme_agreements_AssociationId_Scheme",
                schema: "eligibility",
                table: "scheme_agreements",
                columns: new[] { "AssociationId", "Scheme" });

            migrationBuilder.CreateIndex(
                name: "IX_scheme_agreements_OpenKey",
                schema: "eligibility",
                table: "scheme_agreements",
                column: "OpenKey",
                unique: true,
                filter: "[OpenKey] IS NOT NULL");
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "association_members",
                schema: "eligibility");

            migrationBuilder.DropTable(
                name: "associations",
                schema: "eligibility");

            migrationBuilder.DropTable(
                name: "scheme_agreements",
                schema: "eligibility");
        }
    }
}
