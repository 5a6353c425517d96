using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Spmis.Migrations.SqlServer.Identity
{
    /// <inheritdoc />
    public partial class RestrictedRecords : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddColumn<bool>(
                name: "Restricted",
                schema: "identity",
                table: "person_reads",
                type: "bit",
                nullable: false,
                defaultValue: false);

            migrationBuilder.CreateTable(
                name: "restricted_persons",
                schema: "identity",
                columns: table => new
                {
                    PersonId = table.Column<byte[]>(type: "binary(16)", fixedLength: true, maxLength: 16, nullable: false),
                    Number = table.Column<string>(type: "nvarchar(20)", maxLength: 20, nullable: false),
                    From = table.Column<DateOnly>(type: "date", nullable: true),
                    Until = table.Column<DateOnly>(type: "date", nullable: true),
                    Office = table.Column<string>(type: "nvarchar(200)", maxLength: 200, nullable: true),
                    Version = table.Column<long>(type: "bigint", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_restricted_persons", x => x.PersonId);
                });

            migrationBuilder.CreateIndex(
                name: "IX_person_reads_Restricted_Id",
                schema: "identity",
                table: "person_reads",
                columns: new[] { "Restricted", "Id" });

            migrationBuilder.CreateIndex(
                name: "IX_restricted_persons_Number",
                schema: "identity",
                table: "restricted_persons",
                column: "Number",
                unique: true);
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "restricted_persons",
                schema: "identity");

            migrationBuilder.DropIndex(
                name: "IX_person_reads_Restricted_Id",
                schema: "identity",
                table: "person_reads");

            migrationBuilder.DropColumn(
                name: "Restricted",
                schema: "identity",
                table: "person_reads");
        }
    }
}
