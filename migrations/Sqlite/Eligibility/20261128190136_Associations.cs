using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Spmis.Migrations.Sqlite.Eligibility
{
    /// <inheritdoc />
    public partial class Associations : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.CreateTable(
                name: "association_members",
                columns: table => new
                {
                    MembershipId = table.Column<byte[]>(type: "BLOB", fixedLength: true, maxLength: 16, nullable: false),
                    AssociationId = table.Column<byte[]>(type: "BLOB", fixedLength: true, maxLength: 16, nullable: false),
                    PersonId = table.Column<byte[]>(type: "BLOB", fixedLength: true, maxLength: 16, nullable: false),
                    From = table.Column<DateOnly>(type: "TEXT", nullable: false),
                    Until = table.Column<DateOnly>(type: "TEXT", nullable: true),
                    Void = table.Column<bool>(type: "INTEGER", nullable: false),
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
                    Office = table.Column<string>(type: "TEXT", maxLength: 20, nullable: true),
                    Version = table.Column<long>(type: "INTEGER", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_associations", x => x.AssociationId);
                });

            migrationBuilder.CreateTable(
                name: "scheme_agreements",
                columns: table => new
                {
                    Id = table.Column<byte[]>(type: "BLOB", fixedLength: true, maxLength: 16, nullable: false),
                    AssociationId = table.Column<byte[]>(type: "BLOB", fixedLength: true, maxLength: 16, nullable: false),
                    Scheme = table.Column<string>(type: "TEXT", maxLength: 60, nullable: false),
                    Category = table.Column<string>(type: "TEXT", maxLength: 100, nullable: true),
                    FromOn = table.Column<DateOnly>(type: "TEXT", nullable: false),
                    UntilOn = table.Column<DateOnly>(type: "TEXT", nullable: true),
                    RecordedAt = table.Column<DateTime>(type: "TEXT", nullable: false),
                    RecordedBy = table.Column<string>(type: "TEXT", maxLength: 200, nullable: false),
                    OpenKey = table.Column<string>(type: "TEXT", maxLength: 100, nullable: true),
                    Version = table.Column<int>(type: "INTEGER", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_scheme_agreements", x => x.Id);
                });

            migrationBuilder.CreateIndex(
                name: "IX_association_members_AssociationId_MembershipId",
                table: "association_members",
                columns: new[] { "AssociationId", "MembershipId" });

            migrationBuilder.CreateIndex(
                name: "IX_association_members_PersonId",
                table: "association_members",
                column: "PersonId");

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
                name: "IX_scheme_agreements_AssociationId_Scheme",
                table: "scheme_agreements",
                columns: new[] { "AssociationId", "Scheme" });

            migrationBuilder.CreateIndex(
                name: "IX_scheme_agreements_OpenKey",
                table: "scheme_agreements",
                column: "OpenKey",
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
                name: "scheme_agreements");
        }
    }
}
