using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Spmis.Migrations.PostgreSql.Payments
{
    /// <inheritdoc />
    public partial class Addresses : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropIndex(
                name: "IX_financial_addresses_CurrentOf",
                schema: "payments",
                table: "financial_addresses");

            migrationBuilder.AddColumn<string>(
                name: "Kind",
                schema: "payments",
                table: "financial_addresses",
                type: "character varying(40)",
                maxLength: 40,
                nullable: false,
                defaultValue: "BankAccount");

            migrationBuilder.AddColumn<DateTime>(
                name: "ObjectedAt",
                schema: "payments",
                table: "financial_addresses",
                type: "timestamp with time zone",
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "ObjectedBy",
                schema: "payments",
                table: "financial_addresses",
                type: "character varying(200)",
                maxLength: 200,
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "Objection",
                schema: "payments",
                table: "financial_addresses",
                type: "character varying(400)",
                maxLength: 400,
                nullable: true);

            migrationBuilder.AddColumn<DateTime>(
                name: "PayableFrom",
                schema: "payments",
                table: "financial_addresses",
                type: "timestamp with time zone",
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "Scheme",
                schema: "payments",
                table: "financial_addresses",
                type: "character varying(64)",
                maxLength: 64,
                nullable: false,
                defaultValue: "");

            migrationBuilder.AddColumn<bool>(
                name: "Withdrawn",
                schema: "payments",
                table: "financial_addresses",
                type: "boolean",
                nullable: false,
                defaultValue: false);

            migrationBuilder.CreateIndex(
                name: "IX_financial_addresses_CurrentOf_Scheme",
                schema: "payments",
                table: "financial_addresses",
                columns: new[] { "CurrentOf", "Scheme" },
                unique: true);

            migrationBuilder.CreateIndex(
                name: "IX_financial_addresses_ObjectedAt_Id",
                schema: "payments",
                table: "financial_addresses",
                columns: new[] { "ObjectedAt", "Id" });

            migrationBuilder.CreateIndex(
                name: "IX_financial_addresses_PayableFrom_Id",
                schema: "payments",
                table: "financial_addresses",
                columns: new[] { "PayableFrom", "Id" });
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropIndex(
                name: "IX_financial_addresses_CurrentOf_Scheme",
                schema: "payments",
                table: "financial_addresses");

            migrationBuilder.DropIndex(
                name: "IX_financial_addresses_ObjectedAt_Id",
                schema: "payments",
                table: "financial_addresses");

            migrationBuilder.DropIndex(
                name: "IX_financial_addresses_PayableFrom_Id",
                schema: "payments",
                table: "financial_addresses");

            migrationBuilder.DropColumn(
                name: "Kind",
                schema: "payments",
                table: "financial_addresses");

            migrationBuilder.DropColumn(
                name: "ObjectedAt",
                schema: "payments",
                table: "financial_addresses");

            migrationBuilder.DropColumn(
                name: "ObjectedBy",
                schema: "payments",
                table: "financial_addresses");

            migrationBuilder.DropColumn(
                name: "Objection",
                schema: "payments",
                table: "financial_addresses");

            migrationBuilder.DropColumn(
                name: "PayableFrom",
                schema: "payments",
                table: "financial_addresses");

            migrationBuilder.DropColumn(
                name: "Scheme",
                schema: "payments",
                table: "financial_addresses");

            migrationBuilder.DropColumn(
                name: "Withdrawn",
                schema: "payments",
                table: "financial_addresses");

            migrationBuilder.CreateIndex(
                name: "IX_financial_addresses_CurrentOf",
                schema: "payments",
                table: "financial_addresses",
                column: "CurrentOf",
                unique: true);
        }
    }
}
