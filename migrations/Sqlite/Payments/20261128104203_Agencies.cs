using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Spmis.Migrations.Sqlite.Payments
{
    /// <inheritdoc />
    public partial class Agencies : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.CreateTable(
                name: "agency_versions",
                columns: table => new
                {
                    Agency = table.Column<string>(type: "TEXT", maxLength: 12, nullable: false),
                    Number = table.Column<int>(type: "INTEGER", nullable: false),
                    Settings = table.Column<string>(type: "TEXT", maxLength: -1, nullable: false),
                    FromAt = table.Column<DateTime>(type: "TEXT", nullable: false),
                    ApprovedBy = table.Column<string>(type: "TEXT", maxLength: 200, nullable: false),
                    Reason = table.Column<string>(type: "TEXT", maxLength: 2000, nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_agency_versions", x => new { x.Agency, x.Number });
                });

            // What each agency was becomes its first version, to which its batches are bound.
            migrationBuilder.Sql(
                """
                INSERT INTO "agency_versions" ("Agency", "Number", "Settings", "FromAt", "ApprovedBy")
                SELECT "Code", 1, json_object('name', "Name", 'format', lower(substr("Format", 1, 1)) || substr("Format", 2), 'maxPaymentsPerBatch', "MaxPaymentsPerBatch", 'debtorName', "DebtorName",
                    'debtorAccount', "DebtorAccount", 'debtorBic', "DebtorBic", 'payeeBic', "PayeeBic", 'text', lower("Text")), "RegisteredAt", 'SPMIS' FROM "agencies";
                """);

            migrationBuilder.RenameColumn(
                name: "MaxPaymentsPerBatch",
                table: "agencies",
                newName: "CurrentNumber");

            migrationBuilder.Sql("""UPDATE "agencies" SET "CurrentNumber" = 1;""");

            migrationBuilder.AddColumn<int>(
                name: "AgencyVersion",
                table: "status_files",
                type: "INTEGER",
                nullable: false,
                defaultValue: 1);

            migrationBuilder.AddColumn<int>(
                name: "AgencyVersion",
                table: "batches",
                type: "INTEGER",
                nullable: false,
                defaultValue: 1);

            migrationBuilder.AddColumn<DateTime>(
                name: "DroppedAt",
                table: "batches",
                type: "TEXT",
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "EncryptedSha256",
                table: "batches",
                type: "TEXT",
                maxLength: 64,
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "SignatureSha256",
                table: "batches",
                type: "TEXT",
                maxLength: 64,
                nullable: true);

            migrationBuilder.AddColumn<DateTime>(
                name: "ChangedAt",
                table: "agencies",
                type: "TEXT",
                nullable: false,
                defaultValue: new DateTime(1, 1, 1, 0, 0, 0, 0, DateTimeKind.Unspecified));

            migrationBuilder.CreateTable(
                name: "folder_files",
                columns: table => new
                {
                    Id = table.Column<long>(type: "INTEGER", nullable: false)
                        .Annotation("Sqlite:Autoincrement", true),
                    Agency = table.Column<string>(type: "TEXT", maxLength: 12, nullable: false),
                    Direction = table.Column<string>(type: "TEXT", maxLength: 40, nullable: false),
                    Name = table.Column<string>(type: "TEXT", maxLength: 255, nullable: false),
                    Sha256 = table.Column<string>(type: "TEXT", maxLength: 64, nullable: false),
                    Length = table.Column<long>(type: "INTEGER", nullable: false),
                    At = table.Column<DateTime>(type: "TEXT", nullable: false),
                    BatchId = table.Column<long>(type: "INTEGER", nullable: true),
                    StatusFileId = table.Column<long>(type: "INTEGER", nullable: true),
                    FinishedAt = table.Column<DateTime>(type: "TEXT", nullable: true),
                    Fine = table.Column<bool>(type: "INTEGER", nullable: true),
                    Problem = table.Column<string>(type: "TEXT", maxLength: 1000, nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_folder_files", x => x.Id);
                });

            migrationBuilder.CreateIndex(
                name: "IX_batches_Agency_DroppedAt",
                table: "batches",
                columns: new[] { "Agency", "DroppedAt" });

            migrationBuilder.CreateIndex(
                name: "IX_folder_files_Agency_Direction_Name_Sha256",
                table: "folder_files",
                columns: new[] { "Agency", "Direction", "Name", "Sha256" },
                unique: true);

            migrationBuilder.CreateIndex(
                name: "IX_folder_files_Direction_FinishedAt",
                table: "folder_files",
                columns: new[] { "Direction", "FinishedAt" });

            // As statements of their own: the way EF drops a column here rebuilds the table outside of any transaction, and a start broken off would leave it half done.
            migrationBuilder.Sql("""ALTER TABLE "agencies" DROP COLUMN "DebtorAccount";""");
            migrationBuilder.Sql("""ALTER TABLE "agencies" DROP COLUMN "DebtorBic";""");
            migrationBuilder.Sql("""ALTER TABLE "agencies" DROP COLUMN "DebtorName";""");
            migrationBuilder.Sql("""ALTER TABLE "agencies" DROP COLUMN "Format";""");
            migrationBuilder.Sql("""ALTER TABLE "agencies" DROP COLUMN "PayeeBic";""");
            migrationBuilder.Sql("""ALTER TABLE "agencies" DROP COLUMN "Text";""");
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "agency_versions");

            migrationBuilder.DropTable(
                name: "folder_files");

            migrationBuilder.DropIndex(
                name: "IX_batches_Agency_DroppedAt",
                table: "batches");

            migrationBuilder.Sql("ALTER TABLE \"status_files\" DROP COLUMN \"AgencyVersion\"");

            migrationBuilder.Sql("ALTER TABLE \"batches\" DROP COLUMN \"AgencyVersion\"");

            migrationBuilder.Sql("ALTER TABLE \"batches\" DROP COLUMN \"DroppedAt\"");

            migrationBuilder.Sql("ALTER TABLE \"batches\" DROP COLUMN \"EncryptedSha256\"");

            migrationBuilder.Sql("ALTER TABLE \"batches\" DROP COLUMN \"SignatureSha256\"");

            migrationBuilder.Sql("ALTER TABLE \"agencies\" DROP COLUMN \"ChangedAt\"");

            migrationBuilder.RenameColumn(
                name: "CurrentNumber",
                table: "agencies",
                newName: "MaxPaymentsPerBatch");

            migrationBuilder.AddColumn<string>(
                name: "DebtorAccount",
                table: "agencies",
                type: "TEXT",
                maxLength: 200,
                nullable: false,
                defaultValue: "");

            migrationBuilder.AddColumn<string>(
                name: "DebtorBic",
                table: "agencies",
                type: "TEXT",
                maxLength: 200,
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "DebtorName",
                table: "agencies",
                type: "TEXT",
                maxLength: 200,
                nullable: false,
                defaultValue: "");

            migrationBuilder.AddColumn<string>(
                name: "Format",
                table: "agencies",
                type: "TEXT",
                maxLength: 40,
                nullable: false,
                defaultValue: "");

            migrationBuilder.AddColumn<string>(
                name: "PayeeBic",
                table: "agencies",
                type: "TEXT",
                maxLength: 200,
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "Text",
                table: "agencies",
                type: "TEXT",
                maxLength: 40,
                nullable: false,
                defaultValue: "");
        }
    }
}
