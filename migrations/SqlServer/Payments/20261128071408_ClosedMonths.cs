using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Spmis.Migrations.SqlServer.Payments
{
    /// <inheritdoc />
    public partial class ClosedMonths : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.CreateTable(
                name: "closed_months",
                schema: "payments",
                columns: table => new
                {
                    Month = table.Column<int>(type: "int", nullable: false),
                    ClosedAt = table.Column<DateTime>(type: "datetime2", nullable: false),
                    ClosedBy = table.Column<string>(type: "nvarchar(200)", maxLength: 200, nullable: false),
                    Entries = table.Column<long>(type: "bigint", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_closed_months", x => x.Month);
                });

            migrationBuilder.CreateTable(
                name: "closed_balances",
                schema: "payments",
                columns: table => new
                {
                    Month = table.Column<int>(type: "int", nullable: false),
                    Account = table.Column<string>(type: "nvarchar(250)", maxLength: 250, nullable: false),
                    Currency = table.Column<string>(type: "nvarchar(3)", maxLength: 3, nullable: false),
                    OpeningMinor = table.Column<long>(type: "bigint", nullable: false),
                    DebitMinor = table.Column<long>(type: "bigint", nullable: false),
                    CreditMinor = table.Column<long>(type: "bigint", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_closed_balances", x => new { x.Month, x.Account, x.Currency });
                    table.ForeignKey(
                        name: "FK_closed_balances_closed_months_Month",
                        column: x => x.Month,
                        principalSchema: "payments",
                        principalTable: "closed_months",
                        principalColumn: "Month",
                        onDelete: ReferentialAction.Restrict);
                });
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "closed_balances",
                schema: "payments");

            migrationBuilder.DropTable(
                name: "closed_months",
                schema: "payments");
        }
    }
}
