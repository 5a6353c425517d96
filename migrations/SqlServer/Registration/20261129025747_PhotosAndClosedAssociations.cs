using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Spmis.Migrations.SqlServer.Registration
{
    /// <inheritdoc />
    public partial class PhotosAndClosedAssociations : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddColumn<string>(
                name: "ClosedFor",
                schema: "registration",
                table: "associations",
                type: "nvarchar(300)",
                maxLength: 300,
                nullable: true);

            migrationBuilder.AddColumn<DateOnly>(
                name: "ClosedOn",
                schema: "registration",
                table: "associations",
                type: "date",
                nullable: true);

            migrationBuilder.CreateTable(
                name: "person_photos",
                schema: "registration",
                columns: table => new
                {
                    PersonId = table.Column<byte[]>(type: "binary(16)", fixedLength: true, maxLength: 16, nullable: false),
                    Id = table.Column<byte[]>(type: "binary(16)", fixedLength: true, maxLength: 16, nullable: false),
                    Sha256 = table.Column<string>(type: "nvarchar(64)", maxLength: 64, nullable: false),
                    Width = table.Column<int>(type: "int", nullable: false),
                    Height = table.Column<int>(type: "int", nullable: false),
                    TakenAt = table.Column<DateTime>(type: "datetime2", nullable: false),
                    TakenBy = table.Column<string>(type: "nvarchar(200)", maxLength: 200, nullable: false),
                    Content = table.Column<string>(type: "nvarchar(max)", maxLength: -1, nullable: false),
                    Version = table.Column<long>(type: "bigint", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_person_photos", x => x.PersonId);
                });

            migrationBuilder.CreateIndex(
                name: "IX_person_photos_Id",
                schema: "registration",
                table: "person_photos",
                column: "Id",
                unique: true);
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "person_photos",
                schema: "registration");

            migrationBuilder.DropColumn(
                name: "ClosedFor",
                schema: "registration",
                table: "associations");

            migrationBuilder.DropColumn(
                name: "ClosedOn",
                schema: "registration",
                table: "associations");
        }
    }
}
