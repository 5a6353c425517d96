using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Spmis.Migrations.Sqlite.Registration
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
                    Id = table.Column<byte[]>(type: "BLOB", fixedLength: true, maxLength: 16, nullable: false),
                    AssociationId = table.Column<byte[]>(type: "BLOB", fixedLength: true, maxLength: 16, nullable: false),
                    PersonId = table.Column<byte[]>(type: "BLOB", fixedLength: true, maxLength: 16, nullable: false),
                    OpenPersonId = table.Column<byte[]>(type: "BLOB", fixedLength: true, maxLength: 16, nullable: true),
                    MemberNumber = table.Column<string>(type: "TEXT", maxLength: 40, nullable: true),
                    Role = table.Column<string>(type: "TEXT", maxLength: 40, nullable: false),
                    From = table.Column<DateOnly>(type: "TEXT", nullable: false),
                    Until = table.Column<DateOnly>(type: "TEXT", nullable: true),
                    EndReason = table.Column<string>(type: "TEXT", maxLength: 40, nullable: true),
                    Version = table.Column<long>(type: "INTEGER", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_association_members", x => x.Id);
                });

            migrationBuilder.CreateTable(
                name: "associations",
                columns: table => new
                {
                    Id = table.Column<byte[]>(type: "BLOB", fixedLength: true, maxLength: 16, nullable: false),
                    Number = table.Column<string>(type: "TEXT", maxLength: 20, nullable: false),
                    Name = table.Column<string>(type: "TEXT", maxLength: 200, nullable: false),
                    Kind = table.Column<string>(type: "TEXT", maxLength: 40, nullable: false),
                    Reference = table.Column<string>(type: "TEXT", maxLength: 80, nullable: true),
                    AreaId = table.Column<byte[]>(type: "BLOB", fixedLength: true, maxLength: 16, nullable: true),
                    Office = table.Column<string>(type: "TEXT", maxLength: 20, nullable: true),
                    District = table.Column<string>(type: "TEXT", maxLength: 200, nullable: true),
                    Contact = table.Column<string>(type: "TEXT", maxLength: 200, nullable: true),
                    Phone = table.Column<string>(type: "TEXT", maxLength: 20, nullable: true),
                    Email = table.Column<string>(type: "TEXT", maxLength: 200, nullable: true),
                    RegisteredAt = table.Column<DateTime>(type: "TEXT", nullable: false),
                    NextCensusOn = table.Column<DateOnly>(type: "TEXT", nullable: false),
                    SearchName = table.Column<string>(type: "TEXT", maxLength: 200, nullable: false),
                    Version = table.Column<long>(type: "INTEGER", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_associations", x => x.Id);
                });

            migrationBuilder.CreateTable(
                name: "census_lines",
                columns: table => new
                {
                    Id = table.Column<long>(type: "INTEGER", nullable: false)
                        .Annotation("Sqlite:Autoincrement", true),
                    CensusId = table.Column<byte[]>(type: "BLOB", fixedLength: true, maxLength: 16, nullable: false),
                    Line = table.Column<long>(type: "INTEGER", nullable: true),
                    PersonId = table.Column<byte[]>(type: "BLOB", fixedLength: true, maxLength: 16, nullable: true),
                    MembershipId = table.Column<byte[]>(type: "BLOB", fixedLength: true, maxLength: 16, nullable: true),
                    Verdict = table.Column<string>(type: "TEXT", maxLength: 40, nullable: false),
                    Reference = table.Column<string>(type: "TEXT", maxLength: 200, nullable: true),
                    MemberNumber = table.Column<string>(type: "TEXT", maxLength: 40, nullable: true),
                    Role = table.Column<string>(type: "TEXT", maxLength: 40, nullable: true),
                    Text = table.Column<string>(type: "TEXT", maxLength: 1000, nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_census_lines", x => x.Id);
                });

            migrationBuilder.CreateTable(
                name: "censuses",
                columns: table => new
                {
                    Id = table.Column<byte[]>(type: "BLOB", fixedLength: true, maxLength: 16, nullable: false),
                    AssociationId = table.Column<byte[]>(type: "BLOB", fixedLength: true, maxLength: 16, nullable: false),
                    OpenAssociationId = table.Column<byte[]>(type: "BLOB", fixedLength: true, maxLength: 16, nullable: true),
                    ReferenceDay = table.Column<DateOnly>(type: "TEXT", nullable: false),
                    DueOn = table.Column<DateOnly>(type: "TEXT", nullable: false),
                    OpenedAt = table.Column<DateTime>(type: "TEXT", nullable: false),
                    OpenedBy = table.Column<string>(type: "TEXT", maxLength: 200, nullable: false),
                    ListRunId = table.Column<long>(type: "INTEGER", nullable: true),
                    ComparedAt = table.Column<DateTime>(type: "TEXT", nullable: true),
                    ApprovedAt = table.Column<DateTime>(type: "TEXT", nullable: true),
                    ApprovedBy = table.Column<string>(type: "TEXT", maxLength: 200, nullable: true),
                    AppliedAt = table.Column<DateTime>(type: "TEXT", nullable: true),
                    WithdrawnAt = table.Column<DateTime>(type: "TEXT", nullable: true),
                    Version = table.Column<long>(type: "INTEGER", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_censuses", x => x.Id);
                });

            migrationBuilder.CreateIndex(
                name: "IX_association_members_AssociationId_OpenPersonId",
                table: "association_members",
                columns: new[] { "AssociationId", "OpenPersonId" },
                unique: true);

            migrationBuilder.CreateIndex(
                name: "IX_association_members_AssociationId_Until",
                table: "association_members",
                columns: new[] { "AssociationId", "Until" });

            migrationBuilder.CreateIndex(
                name: "IX_association_members_PersonId",
                table: "association_members",
                column: "PersonId");

            migrationBuilder.CreateIndex(
                name: "IX_associations_AreaId",
                table: "associations",
                column: "AreaId");

            migrationBuilder.CreateIndex(
                name: "IX_associations_NextCensusOn",
                table: "associations",
                column: "NextCensusOn");

            migrationBuilder.CreateIndex(
                name: "IX_associations_Number",
                table: "associations",
                column: "Number",
                unique: true);

            migrationBuilder.CreateIndex(
                name: "IX_associations_Office_SearchName",
                table: "associations",
                columns: new[] { "Office", "SearchName" });

            migrationBuilder.CreateIndex(
                name: "IX_associations_SearchName",
                table: "associations",
                column: "SearchName");

            migrationBuilder.CreateIndex(
                name: "IX_census_lines_CensusId_PersonId",
                table: "census_lines",
                columns: new[] { "CensusId", "PersonId" },
                unique: true);

            migrationBuilder.CreateIndex(
                name: "IX_census_lines_CensusId_Verdict_Id",
                table: "census_lines",
                columns: new[] { "CensusId", "Verdict", "Id" });

            migrationBuilder.CreateIndex(
                name: "IX_censuses_AssociationId_ReferenceDay",
                table: "censuses",
                columns: new[] { "AssociationId", "ReferenceDay" });

            migrationBuilder.CreateIndex(
                name: "IX_censuses_OpenAssociationId",
                table: "censuses",
                column: "OpenAssociationId",
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
                name: "census_lines");

            migrationBuilder.DropTable(
                name: "censuses");
        }
    }
}
