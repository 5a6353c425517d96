using System;
using Microsoft.EntityFrameworkCore.Migrations;
using Npgsql.EntityFrameworkCore.PostgreSQL.Metadata;

#nullable disable

namespace Spmis.Migrations.PostgreSql.Payments
{
    /// <inheritdoc />
    public partial class EmergenciesAndVouchers : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.CreateTable(
                name: "emergency_events",
                schema: "payments",
                columns: table => new
                {
                    Id = table.Column<long>(type: "bigint", nullable: false)
                        .Annotation("Npgsql:ValueGenerationStrategy", NpgsqlValueGenerationStrategy.IdentityByDefaultColumn),
                    Code = table.Column<string>(type: "character varying(12)", maxLength: 12, nullable: false),
                    Name = table.Column<string>(type: "character varying(200)", maxLength: 200, nullable: false),
                    Currency = table.Column<string>(type: "character varying(3)", maxLength: 3, nullable: false),
                    CeilingMinor = table.Column<long>(type: "bigint", nullable: false),
                    CommittedMinor = table.Column<long>(type: "bigint", nullable: false),
                    WithinDays = table.Column<int>(type: "integer", nullable: false),
                    ExcludedSchemes = table.Column<string>(type: "character varying(1000)", maxLength: 1000, nullable: false),
                    OpenedAt = table.Column<DateTime>(type: "timestamp with time zone", nullable: false),
                    OpenedBy = table.Column<string>(type: "character varying(200)", maxLength: 200, nullable: false),
                    Version = table.Column<int>(type: "integer", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_emergency_events", x => x.Id);
                });

            migrationBuilder.CreateTable(
                name: "emergency_lines",
                schema: "payments",
                columns: table => new
                {
                    ListId = table.Column<long>(type: "bigint", nullable: false),
                    Line = table.Column<long>(type: "bigint", nullable: false),
                    PersonId = table.Column<Guid>(type: "uuid", nullable: false),
                    PersonNumber = table.Column<string>(type: "character varying(40)", maxLength: 40, nullable: false),
                    AmountMinor = table.Column<long>(type: "bigint", nullable: false),
                    HoldCode = table.Column<string>(type: "character varying(40)", maxLength: 40, nullable: true),
                    HoldNote = table.Column<string>(type: "character varying(400)", maxLength: 400, nullable: true),
                    PayFor = table.Column<Guid>(type: "uuid", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_emergency_lines", x => new { x.ListId, x.Line });
                });

            migrationBuilder.CreateTable(
                name: "emergency_lists",
                schema: "payments",
                columns: table => new
                {
                    Id = table.Column<long>(type: "bigint", nullable: false)
                        .Annotation("Npgsql:ValueGenerationStrategy", NpgsqlValueGenerationStrategy.IdentityByDefaultColumn),
                    EventId = table.Column<long>(type: "bigint", nullable: false),
                    Name = table.Column<string>(type: "character varying(200)", maxLength: 200, nullable: false),
                    Month = table.Column<int>(type: "integer", nullable: false),
                    ValueDate = table.Column<DateOnly>(type: "date", nullable: false),
                    FlatMinor = table.Column<long>(type: "bigint", nullable: true),
                    Sha256 = table.Column<string>(type: "character varying(64)", maxLength: 64, nullable: true),
                    FromScheme = table.Column<string>(type: "character varying(200)", maxLength: 200, nullable: true),
                    StartedAt = table.Column<DateTime>(type: "timestamp with time zone", nullable: false),
                    StartedById = table.Column<string>(type: "character varying(200)", maxLength: 200, nullable: false),
                    StartedBy = table.Column<string>(type: "character varying(200)", maxLength: 200, nullable: false),
                    RunId = table.Column<long>(type: "bigint", nullable: false),
                    CheckedAt = table.Column<DateTime>(type: "timestamp with time zone", nullable: true),
                    ToPay = table.Column<long>(type: "bigint", nullable: false),
                    TotalMinor = table.Column<long>(type: "bigint", nullable: false),
                    Held = table.Column<long>(type: "bigint", nullable: false),
                    Refused = table.Column<long>(type: "bigint", nullable: false),
                    ApprovedAt = table.Column<DateTime>(type: "timestamp with time zone", nullable: true),
                    ApprovedBy = table.Column<string>(type: "character varying(200)", maxLength: 200, nullable: true),
                    ReadyAt = table.Column<DateTime>(type: "timestamp with time zone", nullable: true),
                    CycleId = table.Column<Guid>(type: "uuid", nullable: true),
                    CancelledAt = table.Column<DateTime>(type: "timestamp with time zone", nullable: true),
                    CancelledBy = table.Column<string>(type: "character varying(200)", maxLength: 200, nullable: true),
                    Version = table.Column<int>(type: "integer", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_emergency_lists", x => x.Id);
                });

            migrationBuilder.CreateTable(
                name: "voucher_batches",
                schema: "payments",
                columns: table => new
                {
                    Id = table.Column<long>(type: "bigint", nullable: false)
                        .Annotation("Npgsql:ValueGenerationStrategy", NpgsqlValueGenerationStrategy.IdentityByDefaultColumn),
                    Number = table.Column<string>(type: "character varying(30)", maxLength: 30, nullable: false),
                    Name = table.Column<string>(type: "character varying(200)", maxLength: 200, nullable: false),
                    Group = table.Column<string>(type: "character varying(20)", maxLength: 20, nullable: false),
                    Currency = table.Column<string>(type: "character varying(3)", maxLength: 3, nullable: false),
                    ValueMinor = table.Column<long>(type: "bigint", nullable: false),
                    Count = table.Column<int>(type: "integer", nullable: false),
                    ExpiresOn = table.Column<DateOnly>(type: "date", nullable: false),
                    Agencies = table.Column<string>(type: "character varying(400)", maxLength: 400, nullable: false),
                    SecretSealed = table.Column<byte[]>(type: "bytea", maxLength: 100, nullable: true),
                    ApprovedAt = table.Column<DateTime>(type: "timestamp with time zone", nullable: false),
                    ApprovedBy = table.Column<string>(type: "character varying(200)", maxLength: 200, nullable: false),
                    CreatedAt = table.Column<DateTime>(type: "timestamp with time zone", nullable: true),
                    ExportedAt = table.Column<DateTime>(type: "timestamp with time zone", nullable: true),
                    ExportedById = table.Column<string>(type: "character varying(200)", maxLength: 200, nullable: true),
                    ExportedBy = table.Column<string>(type: "character varying(200)", maxLength: 200, nullable: true),
                    ActivatedAt = table.Column<DateTime>(type: "timestamp with time zone", nullable: true),
                    ActivatedBy = table.Column<string>(type: "character varying(200)", maxLength: 200, nullable: true),
                    CancelledAt = table.Column<DateTime>(type: "timestamp with time zone", nullable: true),
                    CancelledBy = table.Column<string>(type: "character varying(200)", maxLength: 200, nullable: true),
                    ExpiredAt = table.Column<DateTime>(type: "timestamp with time zone", nullable: true),
                    Version = table.Column<int>(type: "integer", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_voucher_batches", x => x.Id);
                });

            migrationBuilder.CreateTable(
                name: "voucher_redemptions",
                schema: "payments",
                columns: table => new
                {
                    BatchId = table.Column<long>(type: "bigint", nullable: false),
                    Position = table.Column<int>(type: "integer", nullable: false),
                    Agency = table.Column<string>(type: "character varying(12)", maxLength: 12, nullable: false),
                    Reference = table.Column<string>(type: "character varying(70)", maxLength: 70, nullable: false),
                    At = table.Column<DateTime>(type: "timestamp with time zone", nullable: false),
                    By = table.Column<string>(type: "character varying(200)", maxLength: 200, nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_voucher_redemptions", x => new { x.BatchId, x.Position });
                });

            migrationBuilder.CreateTable(
                name: "vouchers",
                schema: "payments",
                columns: table => new
                {
                    BatchId = table.Column<long>(type: "bigint", nullable: false),
                    Position = table.Column<int>(type: "integer", nullable: false),
                    Hash = table.Column<byte[]>(type: "bytea", maxLength: 32, nullable: false),
                    Salt = table.Column<int>(type: "integer", nullable: false),
                    AmountMinor = table.Column<long>(type: "bigint", nullable: false),
                    PersonId = table.Column<Guid>(type: "uuid", nullable: true),
                    HandedAt = table.Column<DateTime>(type: "timestamp with time zone", nullable: true),
                    ActivatedAt = table.Column<DateTime>(type: "timestamp with time zone", nullable: true),
                    RedeemedAt = table.Column<DateTime>(type: "timestamp with time zone", nullable: true),
                    CancelledAt = table.Column<DateTime>(type: "timestamp with time zone", nullable: true),
                    ExpiredAt = table.Column<DateTime>(type: "timestamp with time zone", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_vouchers", x => new { x.BatchId, x.Position });
                });

            migrationBuilder.CreateIndex(
                name: "IX_emergency_events_Code",
                schema: "payments",
                table: "emergency_events",
                column: "Code",
                unique: true);

            migrationBuilder.CreateIndex(
                name: "IX_emergency_lines_ListId_PayFor",
                schema: "payments",
                table: "emergency_lines",
                columns: new[] { "ListId", "PayFor" },
                unique: true);

            migrationBuilder.CreateIndex(
                name: "IX_emergency_lines_PayFor_ListId",
                schema: "payments",
                table: "emergency_lines",
                columns: new[] { "PayFor", "ListId" });

            migrationBuilder.CreateIndex(
                name: "IX_emergency_lists_EventId_Name",
                schema: "payments",
                table: "emergency_lists",
                columns: new[] { "EventId", "Name" },
                unique: true);

            migrationBuilder.CreateIndex(
                name: "IX_voucher_batches_Group",
                schema: "payments",
                table: "voucher_batches",
                column: "Group");

            migrationBuilder.CreateIndex(
                name: "IX_voucher_batches_Number",
                schema: "payments",
                table: "voucher_batches",
                column: "Number",
                unique: true);

            migrationBuilder.CreateIndex(
                name: "IX_voucher_redemptions_Agency_Reference",
                schema: "payments",
                table: "voucher_redemptions",
                columns: new[] { "Agency", "Reference" },
                unique: true);

            migrationBuilder.CreateIndex(
                name: "IX_vouchers_Hash",
                schema: "payments",
                table: "vouchers",
                column: "Hash",
                unique: true);
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "emergency_events",
                schema: "payments");

            migrationBuilder.DropTable(
                name: "emergency_lines",
                schema: "payments");

            migrationBuilder.DropTable(
                name: "emergency_lists",
                schema: "payments");

            migrationBuilder.DropTable(
                name: "voucher_batches",
                schema: "payments");

            migrationBuilder.DropTable(
                name: "voucher_redemptions",
                schema: "payments");

            migrationBuilder.DropTable(
                name: "vouchers",
                schema: "payments");
        }
    }
}
