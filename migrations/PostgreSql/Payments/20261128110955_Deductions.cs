using System;
using Microsoft.EntityFrameworkCore.Migrations;
using Npgsql.EntityFrameworkCore.PostgreSQL.Metadata;

#nullable disable

namespace Spmis.Migrations.PostgreSql.Payments
{
    /// <inheritdoc />
    public partial class Deductions : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddColumn<long>(
                name: "WithheldMinor",
                schema: "payments",
                table: "instructions",
                type: "bigint",
                nullable: false,
                defaultValue: 0L);

            migrationBuilder.CreateTable(
                name: "deduction_orders",
                schema: "payments",
                columns: table => new
                {
                    Id = table.Column<long>(type: "bigint", nullable: false)
                        .Annotation("Npgsql:ValueGenerationStrategy", NpgsqlValueGenerationStrategy.IdentityByDefaultColumn),
                    Kind = table.Column<string>(type: "character varying(40)", maxLength: 40, nullable: false),
                    RecoveryId = table.Column<Guid>(type: "uuid", nullable: true),
                    AwardNumber = table.Column<string>(type: "character varying(40)", maxLength: 40, nullable: false),
                    Reference = table.Column<string>(type: "character varying(200)", maxLength: 200, nullable: false),
                    Creditor = table.Column<string>(type: "character varying(200)", maxLength: 200, nullable: false),
                    CreditorAccount = table.Column<string>(type: "character varying(200)", maxLength: 200, nullable: true),
                    Currency = table.Column<string>(type: "character varying(3)", maxLength: 3, nullable: false),
                    MonthlyMinor = table.Column<long>(type: "bigint", nullable: true),
                    RateBasisPoints = table.Column<int>(type: "integer", nullable: true),
                    CeilingMinor = table.Column<long>(type: "bigint", nullable: true),
                    FloorMinor = table.Column<long>(type: "bigint", nullable: false),
                    Priority = table.Column<int>(type: "integer", nullable: false),
                    FromMonth = table.Column<int>(type: "integer", nullable: false),
                    ToMonth = table.Column<int>(type: "integer", nullable: true),
                    OrderedAt = table.Column<DateTime>(type: "timestamp with time zone", nullable: false),
                    OrderedBy = table.Column<string>(type: "character varying(200)", maxLength: 200, nullable: false),
                    EndedAt = table.Column<DateTime>(type: "timestamp with time zone", nullable: true),
                    ChangedAt = table.Column<DateTime>(type: "timestamp with time zone", nullable: false),
                    SourceVersion = table.Column<long>(type: "bigint", nullable: false),
                    Version = table.Column<int>(type: "integer", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_deduction_orders", x => x.Id);
                });

            migrationBuilder.CreateTable(
                name: "withholdings",
                schema: "payments",
                columns: table => new
                {
                    Reference = table.Column<string>(type: "character varying(35)", maxLength: 35, nullable: false),
                    OrderId = table.Column<long>(type: "bigint", nullable: false),
                    AmountMinor = table.Column<long>(type: "bigint", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_withholdings", x => new { x.Reference, x.OrderId });
                });

            migrationBuilder.CreateIndex(
                name: "IX_deduction_orders_AwardNumber_Reference",
                schema: "payments",
                table: "deduction_orders",
                columns: new[] { "AwardNumber", "Reference" },
                unique: true);

            migrationBuilder.CreateIndex(
                name: "IX_deduction_orders_RecoveryId",
                schema: "payments",
                table: "deduction_orders",
                column: "RecoveryId",
                unique: true);

            migrationBuilder.CreateIndex(
                name: "IX_withholdings_OrderId",
                schema: "payments",
                table: "withholdings",
                column: "OrderId");
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "deduction_orders",
                schema: "payments");

            migrationBuilder.DropTable(
                name: "withholdings",
                schema: "payments");

            migrationBuilder.DropColumn(
                name: "WithheldMinor",
                schema: "payments",
                table: "instructions");
        }
    }
}
