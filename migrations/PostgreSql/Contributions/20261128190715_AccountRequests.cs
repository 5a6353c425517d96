using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Spmis.Migrations.PostgreSql.Contributions
{
    /// <inheritdoc />
    public partial class AccountRequests : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.CreateTable(
                name: "account_requests",
                schema: "contributions",
                columns: table => new
                {
                    Id = table.Column<Guid>(type: "uuid", nullable: false),
                    EmployerId = table.Column<Guid>(type: "uuid", nullable: false),
                    EmployerNumber = table.Column<string>(type: "character varying(40)", maxLength: 40, nullable: false),
                    PaymentReference = table.Column<string>(type: "character varying(20)", maxLength: 20, nullable: false),
                    Name = table.Column<string>(type: "character varying(200)", maxLength: 200, nullable: false),
                    Phone = table.Column<string>(type: "character varying(60)", maxLength: 60, nullable: false),
                    AskedAt = table.Column<DateTime>(type: "timestamp with time zone", nullable: false),
                    FromAddress = table.Column<string>(type: "character varying(60)", maxLength: 60, nullable: true),
                    OpenKey = table.Column<string>(type: "character varying(20)", maxLength: 20, nullable: true),
                    AnsweredAt = table.Column<DateTime>(type: "timestamp with time zone", nullable: true),
                    AnsweredBy = table.Column<string>(type: "character varying(200)", maxLength: 200, nullable: true),
                    Given = table.Column<bool>(type: "boolean", nullable: true),
                    Note = table.Column<string>(type: "character varying(1000)", maxLength: 1000, nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_account_requests", x => x.Id);
                });

            migrationBuilder.CreateIndex(
                name: "IX_account_requests_AnsweredAt_AskedAt",
                schema: "contributions",
                table: "account_requests",
                columns: new[] { "AnsweredAt", "AskedAt" });

            migrationBuilder.CreateIndex(
                name: "IX_account_requests_EmployerId_AnsweredAt",
                schema: "contributions",
                table: "account_requests",
                columns: new[] { "EmployerId", "AnsweredAt" });

            migrationBuilder.CreateIndex(
                name: "IX_account_requests_OpenKey",
                schema: "contributions",
                table: "account_requests",
                column: "OpenKey",
                unique: true);
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "account_requests",
                schema: "contributions");
        }
    }
}
