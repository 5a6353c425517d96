using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Spmis.Migrations.SqlServer.Payments
{
    /// <inheritdoc />
    public partial class Agencies : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.CreateTable(
                name: "agency_versions",
                schema: "payments",
                columns: table => new
                {
                    Agency = table.Column<string>(type: "nvarchar(12)", maxLength: 12, nullable: false),
                    Number = table.Column<int>(type: "int", nullable: false),
                    Settings = table.Column<string>(type: "nvarchar(max)", maxLength: -1, nullable: false),
                    FromAt = table.Column<DateTime>(type: "datetime2", nullable: false),
                    ApprovedBy = table.Column<string>(type: "nvarchar(200)", maxLength: 200, nullable: false),
                    Reason = table.Column<string>(type: "nvarchar(2000)", maxLength: 2000, nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_agency_versions", x => new { x.Agency, x.Number });
                });

            // What each agency was becomes its first version, to which its batches are bound.
            migrationBuilder.Sql(
                """
                INSERT INTO [payments].[agency_versions] ([Agency], [Number], [Settings], [FromAt], [ApprovedBy])
                SELECT a.[Code], 1, (SELECT a.[Name] AS [name], LOWER(LEFT(a.[Format], 1)) + SUBSTRING(a.[Format], 2, 40) AS [format], a.[MaxPaymentsPerBatch] AS [maxPaymentsPerBatch], a.[DebtorName] AS [debtorName],
                    a.[DebtorAccount] AS [debtorAccount], a.[DebtorBic] AS [debtorBic], a.[PayeeBic] AS [payeeBic], LOWER(a.[Text]) AS [text] FOR JSON PATH, WITHOUT_ARRAY_WRAPPER), a.[RegisteredAt], N'SPMIS' FROM [payments].[agencies] AS a;
                """);

            migrationBuilder.RenameColumn(
                name: "MaxPaymentsPerBatch",
                schema: "payments",
                table: "agencies",
                newName: "CurrentNumber");

            migrationBuilder.Sql("""UPDATE [payments].[agencies] SET [CurrentNumber] = 1;""");

            migrationBuilder.AddColumn<int>(
                name: "AgencyVersion",
                schema: "payments",
                table: "status_files",
                type: "int",
                nullable: false,
                defaultValue: 1);

            migrationBuilder.AddColumn<int>(
                name: "AgencyVersion",
                schema: "payments",
                table: "batches",
                type: "int",
                nullable: false,
                defaultValue: 1);

            migrationBuilder.AddColumn<DateTime>(
                name: "DroppedAt",
                schema: "payments",
                table: "batches",
                type: "datetime2",
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "EncryptedSha256",
                schema: "payments",
                table: "batches",
                type: "nvarchar(64)",
                maxLength: 64,
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "SignatureSha256",
                schema: "payments",
                table: "batches",
                type: "nvarchar(64)",
                maxLength: 64,
                nullable: true);

            migrationBuilder.AddColumn<DateTime>(
                name: "ChangedAt",
                schema: "payments",
                table: "agencies",
                type: "datetime2",
                nullable: false,
                defaultValue: new DateTime(1, 1, 1, 0, 0, 0, 0, DateTimeKind.Unspecified));

            migrationBuilder.CreateTable(
                name: "folder_files",
                schema: "payments",
                columns: table => new
                {
                    Id = table.Column<long>(type: "bigint", nullable: false)
                        .Annotation("SqlServer:Identity", "1, 1"),
                    Agency = table.Column<string>(type: "nvarchar(12)", maxLength: 12, nullable: false),
                    Direction = table.Column<string>(type: "nvarchar(40)", maxLength: 40, nullable: false),
                    Name = table.Column<string>(type: "nvarchar(255)", maxLength: 255, nullable: false),
                    Sha256 = table.Column<string>(type: "nvarchar(64)", maxLength: 64, nullable: false),
                    Length = table.Column<long>(type: "bigint", nullable: false),
                    At = table.Column<DateTime>(type: "datetime2", nullable: false),
                    BatchId = table.Column<long>(type: "bigint", nullable: true),
                    StatusFileId = table.Column<long>(type: "bigint", nullable: true),
                    FinishedAt = table.Column<DateTime>(type: "datetime2", nullable: true),
                    Fine = table.Column<bool>(type: "bit", nullable: true),
                    Problem = table.Column<string>(type: "nvarchar(1000)", maxLength: 1000, nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_folder_files", x => x.Id);
                });

            migrationBuilder.CreateIndex(
                name: "IX_batches_Agency_DroppedAt",
                schema: "payments",
                table: "batches",
                columns: new[] { "Agency", "DroppedAt" });

            migrationBuilder.CreateIndex(
                name: "IX_folder_files_Agency_Direction_Name_Sha256",
                schema: "payments",
                table: "folder_files",
                columns: new[] { "Agency", "Direction", "Name", "Sha256" },
                unique: true);

            migrationBuilder.CreateIndex(
                name: "IX_folder_files_Direction_FinishedAt",
                schema: "payments",
                table: "folder_files",
                columns: new[] { "Direction", "FinishedAt" });

            migrationBuilder.DropColumn(
                name: "DebtorAccount",
                schema: "payments",
                table: "agencies");

            migrationBuilder.DropColumn(
                name: "DebtorBic",
                schema: "payments",
                table: "agencies");

            migrationBuilder.DropColumn(
                name: "DebtorName",
                schema: "payments",
                table: "agencies");

            migrationBuilder.DropColumn(
                name: "Format",
                schema: "payments",
                table: "agencies");

            migrationBuilder.DropColumn(
                name: "PayeeBic",
                schema: "payments",
                table: "agencies");

            migrationBuilder.DropColumn(
                name: "Text",
                schema: "payments",
                table: "agencies");
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "agency_versions",
                schema: "payments");

            migrationBuilder.DropTable(
                name: "folder_files",
                schema: "payments");

            migrationBuilder.DropIndex(
                name: "IX_batches_Agency_DroppedAt",
                schema: "payments",
                table: "batches");

            migrationBuilder.DropColumn(
                name: "AgencyVersion",
                schema: "payments",
                table: "status_files");

            migrationBuilder.DropColumn(
                name: "AgencyVersion",
                schema: "payments",
                table: "batches");

            migrationBuilder.DropColumn(
                name: "DroppedAt",
                schema: "payments",
                table: "batches");

            migrationBuilder.DropColumn(
                name: "EncryptedSha256",
                schema: "payments",
                table: "batches");

            migrationBuilder.DropColumn(
                name: "SignatureSha256",
                schema: "payments",
                table: "batches");

            migrationBuilder.DropColumn(
                name: "ChangedAt",
                schema: "payments",
                table: "agencies");

            migrationBuilder.RenameColumn(
                name: "CurrentNumber",
                schema: "payments",
                table: "agencies",
                newName: "MaxPaymentsPerBatch");

            migrationBuilder.AddColumn<string>(
                name: "DebtorAccount",
                schema: "payments",
                table: "agencies",
                type: "nvarchar(200)",
                maxLength: 200,
                nullable: false,
                defaultValue: "");

            migrationBuilder.AddColumn<string>(
                name: "DebtorBic",
                schema: "payments",
                table: "agencies",
                type: "nvarchar(200)",
                maxLength: 200,
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "DebtorName",
                schema: "payments",
                table: "agencies",
                type: "nvarchar(200)",
                maxLength: 200,
                nullable: false,
                defaultValue: "");

            migrationBuilder.AddColumn<string>(
                name: "Format",
                schema: "payments",
                table: "agencies",
                type: "nvarchar(40)",
                maxLength: 40,
                nullable: false,
                defaultValue: "");

            migrationBuilder.AddColumn<string>(
                name: "PayeeBic",
                schema: "payments",
                table: "agencies",
                type: "nvarchar(200)",
                maxLength: 200,
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "Text",
                schema: "payments",
                table: "agencies",
                type: "nvarchar(40)",
                maxLength: 40,
                nullable: false,
                defaultValue: "");
        }
    }
}
