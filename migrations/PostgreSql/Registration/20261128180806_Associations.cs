using System;
using Microsoft.EntityFrameworkCore.Migrations;
using Npgsql.EntityFrameworkCore.PostgreSQL.Metadata;

#nullable disable

namespace Spmis.Migrations.PostgreSql.Registration
{
    /// <inheritdoc />
    public partial class Associations : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.CreateTable(
                name: "association_members",
                schema: "registration",
                columns: table => new
                {
                    Id = table.Column<Guid>(type: "uuid", nullable: false),
                    AssociationId = table.Column<Guid>(type: "uuid", nullable: false),
                    PersonId = table.Column<Guid>(type: "uuid", nullable: false),
                    OpenPersonId = table.Column<Guid>(type: "uuid", nullable: true),
                    MemberNumber = table.Column<string>(type: "character varying(40)", maxLength: 40, nullable: true),
                    Role = table.Column<string>(type: "character varying(40)", maxLength: 40, nullable: false),
                    From = table.Column<DateOnly>(type: "date", nullable: false),
                    Until = table.Column<DateOnly>(type: "date", nullable: true),
                    EndReason = table.Column<string>(type: "character varying(40)", maxLength: 40, nullable: true),
                    Version = table.Column<long>(type: "bigint", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_association_members", x => x.Id);
                });

            migrationBuilder.CreateTable(
                name: "associations",
                schema: "registration",
                columns: table => new
                {
                    Id = table.Column<Guid>(type: "uuid", nullable: false),
                    Number = table.Column<string>(type: "character varying(20)", maxLength: 20, nullable: false),
                    Name = table.Column<string>(type: "character varying(200)", maxLength: 200, nullable: false),
                    Kind = table.Column<string>(type: "character varying(40)", maxLength: 40, nullable: false),
                    Reference = table.Column<string>(type: "character varying(80)", maxLength: 80, nullable: true),
                    AreaId = table.Column<Guid>(type: "uuid", nullable: true),
                    Office = table.Column<string>(type: "character varying(20)", maxLength: 20, nullable: true),
                    District = table.Column<string>(type: "character varying(200)", maxLength: 200, nullable: true),
                    Contact = table.Column<string>(type: "character varying(200)", maxLength: 200, nullable: true),
                    Phone = table.Column<string>(type: "character varying(20)", maxLength: 20, nullable: true),
                    Email = table.Column<string>(type: "character varying(200)", maxLength: 200, nullable: true),
                    RegisteredAt = table.Column<DateTime>(type: "timestamp with time zone", nullable: false),
                    NextCensusOn = table.Column<DateOnly>(type: "date", nullable: false),
                    SearchName = table.Column<string>(type: "character varying(200)", maxLength: 200, nullable: false),
                    Version = table.Column<long>(type: "bigint", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_associations", x => x.Id);
                });

            migrationBuilder.CreateTable(
                name: "census_lines",
                schema: "registration",
                columns: table => new
                {
                    Id = table.Column<long>(type: "bigint", nullable: false)
                        .Annotation("Npgsql:ValueGenerationStrategy", NpgsqlValueGenerationStrategy.IdentityByDefaultColumn),
                    CensusId = table.Column<Guid>(type: "uuid", nullable: false),
                    Line = table.Column<long>(type: "bigint", nullable: true),
                    PersonId = table.Column<Guid>(type: "uuid", nullable: true),
                    MembershipId = table.Column<Guid>(type: "uuid", nullable: true),
                    Verdict = table.Column<string>(type: "character varying(40)", maxLength: 40, nullable: false),
                    Reference = table.Column<string>(type: "character varying(200)", maxLength: 200, nullable: true),
                    MemberNumber = table.Column<string>(type: "character varying(40)", maxLength: 40, nullable: true),
                    Role = table.Column<string>(type: "character varying(40)", maxLength: 40, nullable: true),
                    Text = table.Column<string>(type: "character varying(1000)", maxLength: 1000, nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_census_lines", x => x.Id);
                });

            migrationBuilder.CreateTable(
                name: "censuses",
                schema: "registration",
                columns: table => new
                {
                    Id = table.Column<Guid>(type: "uuid", nullable: false),
                    AssociationId = table.Column<Guid>(type: "uuid", nullable: false),
                    OpenAssociationId = table.Column<Guid>(type: "uuid", nullable: true),
                    ReferenceDay = table.Column<DateOnly>(type: "date", nullable: false),
                    DueOn = table.Column<DateOnly>(type: "date", nullable: false),
                    OpenedAt = table.Column<DateTime>(type: "timestamp with time zone", nullable: false),
                    OpenedBy = table.Column<string>(type: "character varying(200)", maxLength: 200, nullable: false),
                    ListRunId = table.Column<long>(type: "bigint", nullable: true),
                    ComparedAt = table.Column<DateTime>(type: "timestamp with time zone", nullable: true),
                    ApprovedAt = table.Column<DateTime>(type: "timestamp with time zone", nullable: true),
                    ApprovedBy = table.Column<string>(type: "character varying(200)", maxLength: 200, nullable: true),
                    AppliedAt = table.Column<DateTime>(type: "timestamp with time zone", nullable: true),
                    WithdrawnAt = table.Column<DateTime>(type: "timestamp with time zone", nullable: true),
                    Version = table.Column<long>(type: "bigint", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_censuses", x => x.Id);
                });

            migrationBuilder.CreateIndex(
                name: "IX_association_members_AssociationId_OpenPersonId",
                schema: "registration",
                table: "association_members",
                columns: new[] { "AssociationId", "OpenPersonId" },
                unique: true);

            migrationBuilder.CreateIndex(
                name: "IX_association_members_AssociationId_Until",
                schema: "registration",
                table: "association_members",
                columns: new[] { "AssociationId", "Until" });

            migrationBuilder.CreateIndex(
                name: "IX_association_members_PersonId",
                schema: "registration",
                table: "association_members",
                column: "PersonId");

            migrationBuilder.CreateIndex(
                name: "IX_associations_AreaId",
                schema: "registration",
                table: "associations",
                column: "AreaId");

            migrationBuilder.CreateIndex(
                name: "IX_associations_NextCensusOn",
                schema: "registration",
                table: "associations",
                column: "NextCensusOn");

            migrationBuilder.CreateIndex(
                name: "IX_associations_Number",
                schema: "registration",
                table: "associations",
                column: "Number",
                unique: true);

            migrationBuilder.CreateIndex(
                name: "IX_associations_Office_SearchName",
                schema: "registration",
                table: "associations",
                columns: new[] { "Office", "SearchName" });

            migrationBuilder.CreateIndex(
                name: "IX_associations_SearchName",
                schema: "registration",
                table: "associations",
                column: "SearchName");

            migrationBuilder.CreateIndex(
                name: "IX_census_lines_CensusId_PersonId",
                schema: "registration",
                table: "census_lines",
                columns: new[] { "CensusId", "PersonId" },
                unique: true);

            migrationBuilder.CreateIndex(
                name: "IX_census_lines_CensusId_Verdict_Id",
                schema: "registration",
                table: "census_lines",
                columns: new[] { "CensusId", "Verdict", "Id" });

            migrationBuilder.CreateIndex(
                name: "IX_censuses_AssociationId_ReferenceDay",
                schema: "registration",
                table: "censuses",
                columns: new[] { "AssociationId", "ReferenceDay" });

            migrationBuilder.CreateIndex(
                name: "IX_censuses_OpenAssociationId",
                schema: "registration",
                table: "censuses",
                column: "OpenAssociationId",
                unique: true);
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "association_members",
                schema: "registration");

            migrationBuilder.DropTable(
                name: "associations",
                schema: "registration");

            migrationBuilder.DropTable(
                name: "census_lines",
                schema: "registration");

            migrationBuilder.DropTable(
                name: "censuses",
                schema: "registration");
        }
    }
}
