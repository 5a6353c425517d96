using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Spmis.Migrations.Sqlite.Payments
{
    /// <inheritdoc />
    public partial class Addresses : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropIndex(
                name: "IX_financial_addresses_CurrentOf",
                table: "financial_addresses");

            migrationBuilder.AddColumn<string>(
                name: "Kind",
                table: "financial_addresses",
                type: "TEXT",
                maxLength: 40,
                nullable: false,
                defaultValue: "BankAccount");

            migrationBuilder.AddColumn<DateTime>(
                name: "ObjectedAt",
                table: "financial_addresses",
                type: "TEXT",
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "ObjectedBy",
                table: "financial_addresses",
                type: "TEXT",
                maxLength: 200,
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "Objection",
                table: "financial_addresses",
                type: "TEXT",
                maxLength: 400,
                nullable: true);

            migrationBuilder.AddColumn<DateTime>(
                name: "PayableFrom",
                table: "financial_addresses",
                type: "TEXT",
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "Scheme",
                table: "financial_addresses",
                type: "TEXT",
                maxLength: 64,
                nullable: false,
                defaultValue: "");

            migrationBuilder.AddColumn<bool>(
                name: "Withdrawn",
                table: "financial_addresses",
                type: "INTEGER",
                nullable: false,
                defaultValue: false);

            migrationBuilder.CreateIndex(
                name: "IX_financial_addresses_CurrentOf_Scheme",
                table: "financial_addresses",
                columns: new[] { "CurrentOf", "Scheme" },
                unique: true);

            migrationBuilder.CreateIndex(
                name: "IX_financial_addresses_ObjectedAt_Id",
                table: "financial_addresses",
                columns: new[] { "ObjectedAt", "Id" });

            migrationBuilder.CreateIndex(
                name: "IX_financial_addresses_PayableFrom_Id",
                table: "financial_addresses",
                columns: new[] { "PayableFrom", "Id" });
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropIndex(
                name: "IX_financial_addresses_CurrentOf_Scheme",
                table: "financial_addresses");

            migrationBuilder.DropIndex(
                name: "IX_financial_addresses_ObjectedAt_Id",
                table: "financial_addresses");

            migrationBuilder.DropIndex(
                name: "IX_financial_addresses_PayableFrom_Id",
                table: "financial_addresses");

            migrationBuilder.Sql("ALTER TABLE \"financial_addresses\" DROP COLUMN \"Kind\"");

            migrationBuilder.Sql("ALTER TABLE \"financial_addresses\" DROP COLUMN \"ObjectedAt\"");

            migrationBuilder.Sql("ALTER TABLE \"financial_addresses\" DROP COLUMN \"ObjectedBy\"");

            migrationBuilder.Sql("ALTER TABLE \"financial_addresses\" DROP COLUMN \"Objection\"");

            migrationBuilder.Sql("ALTER TABLE \"financial_addresses\" DROP COLUMN \"PayableFrom\"");

            migrationBuilder.Sql("ALTER TABLE \"financial_addresses\" DROP COLUMN \"Scheme\"");

            migrationBuilder.Sql("ALTER TABLE \"financial_addresses\" DROP COLUMN \"Withdrawn\"");

            migrationBuilder.CreateIndex(
                name: "IX_financial_addresses_CurrentOf",
                table: "financial_addresses",
                column: "CurrentOf",
                unique: true);
        }
    }
}
