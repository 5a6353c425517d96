using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Spmis.Migrations.SqlServer.Payments
{
    /// <inheritdoc />
    public partial class AgencyLinks : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddColumn<string>(
                name: "HandedById",
                schema: "payments",
                table: "vouchers",
                type: "nvarchar(100)",
                maxLength: 100,
                nullable: true);

            migrationBuilder.CreateTable(
                name: "batch_sendings",
                schema: "payments",
                columns: table => new
                {
                    BatchId = table.Column<long>(type: "bigint", nullable: false),
                    Agency = table.Column<string>(type: "nvarchar(12)", maxLength: 12, nullable: false),
                    QueuedAt = table.Column<DateTime>(type: "datetime2", nullable: false),
                    DueAt = table.Column<DateTime>(type: "datetime2", nullable: true),
                    CallingUntil = table.Column<DateTime>(type: "datetime2", nullable: true),
                    Tries = table.Column<int>(type: "int", nullable: false),
                    TriedAt = table.Column<DateTime>(type: "datetime2", nullable: true),
                    TakenAt = table.Column<DateTime>(type: "datetime2", nullable: true),
                    Acknowledgement = table.Column<string>(type: "nvarchar(200)", maxLength: 200, nullable: true),
                    RefusedAt = table.Column<DateTime>(type: "datetime2", nullable: true),
                    ToldAt = table.Column<DateTime>(type: "datetime2", nullable: true),
                    Problem = table.Column<string>(type: "nvarchar(1000)", maxLength: 1000, nullable: true),
                    Failures = table.Column<int>(type: "int", nullable: false),
                    Version = table.Column<int>(type: "int", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_batch_sendings", x => x.BatchId);
                    table.ForeignKey(
                        name: "FK_batch_sendings_batches_BatchId",
                        column: x => x.BatchId,
                        principalSchema: "payments",
                        principalTable: "batches",
                        principalColumn: "Id",
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateIndex(
                name: "IX_batch_sendings_Agency_DueAt",
                schema: "payments",
                table: "batch_sendings",
                columns: new[] { "Agency", "DueAt" });

            migrationBuilder.CreateIndex(
                name: "IX_batch_sendings_DueAt",
                schema: "payments",
                table: "batch_sendings",
                column: "DueAt");
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "batch_sendings",
                schema: "payments");

            migrationBuilder.DropColumn(
                name: "HandedById",
                schema: "payments",
                table: "vouchers");
        }
    }
}
