using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Spmis.Migrations.Sqlite.Identity
{
    /// <inheritdoc />
    public partial class StrongerSignIn : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddColumn<long>(
                name: "LastCodeStep",
                table: "users",
                type: "INTEGER",
                nullable: false,
                defaultValue: 0L);

            migrationBuilder.AddColumn<string>(
                name: "Person",
                table: "users",
                type: "TEXT",
                maxLength: 200,
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "SecondFactorKey",
                table: "users",
                type: "TEXT",
                maxLength: 400,
                nullable: true);

            migrationBuilder.AddColumn<DateTime>(
                name: "SecondFactorSince",
                table: "users",
                type: "TEXT",
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "RedirectUris",
                table: "clients",
                type: "TEXT",
                maxLength: 1000,
                nullable: true);

            migrationBuilder.AddColumn<byte[]>(
                name: "RegisteredById",
                table: "clients",
                type: "BLOB",
                fixedLength: true,
                maxLength: 16,
                nullable: true);

            migrationBuilder.CreateTable(
                name: "recovery_codes",
                columns: table => new
                {
                    Id = table.Column<byte[]>(type: "BLOB", fixedLength: true, maxLength: 16, nullable: false),
                    UserId = table.Column<byte[]>(type: "BLOB", fixedLength: true, maxLength: 16, nullable: false),
                    Hash = table.Column<byte[]>(type: "BLOB", maxLength: 32, nullable: false),
                    UsedAt = table.Column<DateTime>(type: "TEXT", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_recovery_codes", x => x.Id);
                });

            migrationBuilder.CreateTable(
                name: "sessions",
                columns: table => new
                {
                    Id = table.Column<byte[]>(type: "BLOB", fixedLength: true, maxLength: 16, nullable: false),
                    UserId = table.Column<byte[]>(type: "BLOB", fixedLength: true, maxLength: 16, nullable: false),
                    Device = table.Column<string>(type: "TEXT", maxLength: 60, nullable: false),
                    Address = table.Column<string>(type: "TEXT", maxLength: 60, nullable: true),
                    Stamp = table.Column<string>(type: "TEXT", maxLength: 60, nullable: false),
                    CreatedAt = table.Column<DateTime>(type: "TEXT", nullable: false),
                    SeenAt = table.Column<DateTime>(type: "TEXT", nullable: false),
                    EndedAt = table.Column<DateTime>(type: "TEXT", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_sessions", x => x.Id);
                });

            migrationBuilder.CreateIndex(
                name: "IX_users_Person",
                table: "users",
                column: "Person");

            migrationBuilder.CreateIndex(
                name: "IX_clients_RegisteredById",
                table: "clients",
                column: "RegisteredById");

            migrationBuilder.CreateIndex(
                name: "IX_recovery_codes_UserId_Hash",
                table: "recovery_codes",
                columns: new[] { "UserId", "Hash" },
                unique: true);

            migrationBuilder.CreateIndex(
                name: "IX_sessions_UserId_SeenAt",
                table: "sessions",
                columns: new[] { "UserId", "SeenAt" });
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "recovery_codes");

            migrationBuilder.DropTable(
                name: "sessions");

            migrationBuilder.DropIndex(
                name: "IX_users_Person",
                table: "users");

            migrationBuilder.DropIndex(
                name: "IX_clients_RegisteredById",
                table: "clients");

            migrationBuilder.Sql("ALTER TABLE \"users\" DROP COLUMN \"LastCodeStep\"");

            migrationBuilder.Sql("ALTER TABLE \"users\" DROP COLUMN \"Person\"");

            migrationBuilder.Sql("ALTER TABLE \"users\" DROP COLUMN \"SecondFactorKey\"");

            migrationBuilder.Sql("ALTER TABLE \"users\" DROP COLUMN \"SecondFactorSince\"");

            migrationBuilder.Sql("ALTER TABLE \"clients\" DROP COLUMN \"RedirectUris\"");

            migrationBuilder.Sql("ALTER TABLE \"clients\" DROP COLUMN \"RegisteredById\"");
        }
    }
}
