using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Spmis.Migrations.PostgreSql.Contributions
{
    /// <inheritdoc />
    public partial class LimitationAndNotices : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropColumn(
                name: "IssuedAt",
                schema: "contributions",
                table: "donor_bills");

            migrationBuilder.AddColumn<DateOnly>(
                name: "LapsedOn",
                schema: "contributions",
                table: "reliefs",
                type: "date",
                nullable: true);

            migrationBuilder.CreateIndex(
                name: "IX_receipts_open_notices",
                schema: "contributions",
                table: "receipts",
                column: "Id",
                filter: "\"Channel\" = 'Notice' AND \"ReversedOn\" IS NULL");
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropIndex(
                name: "IX_receipts_open_notices",
                schema: "contributions",
                table: "receipts");

            migrationBuilder.DropColumn(
                name: "LapsedOn",
                schema: "contributions",
                table: "reliefs");

            migrationBuilder.AddColumn<DateTime>(
                name: "IssuedAt",
                schema: "contributions",
                table: "donor_bills",
                type: "timestamp with time zone",
                nullable: false,
                defaultValue: new DateTime(1, 1, 1, 0, 0, 0, 0, DateTimeKind.Unspecified));
        }
    }
}
