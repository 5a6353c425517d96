using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Spmis.Migrations.Sqlite.Identity
{
    /// <inheritdoc />
    public partial class RestrictedRecords : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddColumn<bool>(
                name: "Restricted",
                table: "person_reads",
                type: "INTEGER",
                nullable: false,
                defaultValue: false);

            migrationBuilder.CreateTable(
                name: "restricted_persons",
                columns: table => new
                {
                    PersonId = table.Column<byte[]>(type: "BLOB", fixedLength: true, maxLength: 16, nullable: false),
                    Number = table.Column<string>(type: "TEXT", maxLength: 20, nullable: false),
                    From = table.Column<DateOnly>(type: "TEXT", nullable: true),
                    Until = table.Column<DateOnly>(type: "TEXT", nullable: true),
                    Office = table.Column<string>(type: "TEXT", maxLength: 200, nullable: true),
                    Version = table.Column<long>(type: "INTEGER", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_restricted_persons", x => x.PersonId);
                });

            migrationBuilder.CreateIndex(
                name: "IX_person_reads_Restricted_Id",
                table: "person_reads",
                columns: new[] { "Restricted", "Id" });

            migrationBuilder.CreateIndex(
                name: "IX_restricted_persons_Number",
                table: "restricted_persons",
                column: "Number",
                unique: true);
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "restricted_persons");

            migrationBuilder.DropIndex(
                name: "IX_person_reads_Restricted_Id",
                table: "person_reads");

            migrationBuilder.Sql("ALTER TABLE \"person_reads\" DROP COLUMN \"Restricted\";");
        }
    }
}
