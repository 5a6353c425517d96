using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Spmis.Migrations.Sqlite.Payments
{
    /// <inheritdoc />
    public partial class MapperAndNameChecks : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddColumn<string>(
                name: "ObjectedById",
                table: "financial_addresses",
                type: "TEXT",
                maxLength: 200,
                nullable: true);

            migrationBuilder.CreateTable(
                name: "mapper_tellings",
                columns: table => new
                {
                    Id = table.Column<long>(type: "INTEGER", nullable: false)
                        .Annotation("Sqlite:Autoincrement", true),
                    PersonId = table.Column<byte[]>(type: "BLOB", fixedLength: true, maxLength: 16, nullable: false),
                    AddressId = table.Column<long>(type: "INTEGER", nullable: false),
                    Ends = table.Column<bool>(type: "INTEGER", nullable: false),
                    QueuedAt = table.Column<DateTime>(type: "TEXT", nullable: false),
                    Tries = table.Column<int>(type: "INTEGER", nullable: false),
                    TriedAt = table.Column<DateTime>(type: "TEXT", nullable: true),
                    Verb = table.Column<string>(type: "TEXT", maxLength: 10, nullable: true),
                    ToldAt = table.Column<DateTime>(type: "TEXT", nullable: true),
                    RefusedAt = table.Column<DateTime>(type: "TEXT", nullable: true),
                    Code = table.Column<string>(type: "TEXT", maxLength: 40, nullable: true),
                    Detail = table.Column<string>(type: "TEXT", maxLength: 200, nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_mapper_tellings", x => x.Id);
                    table.ForeignKey(
                        name: "FK_mapper_tellings_financial_addresses_AddressId",
                        column: x => x.AddressId,
                        principalTable: "financial_addresses",
                        principalColumn: "Id",
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateTable(
                name: "name_answer_files",
                columns: table => new
                {
                    Id = table.Column<long>(type: "INTEGER", nullable: false)
                        .Annotation("Sqlite:Autoincrement", true),
                    Agency = table.Column<string>(type: "TEXT", maxLength: 12, nullable: false),
                    Sha256 = table.Column<string>(type: "TEXT", maxLength: 64, nullable: false),
                    Name = table.Column<string>(type: "TEXT", maxLength: 200, nullable: false),
                    ReceivedAt = table.Column<DateTime>(type: "TEXT", nullable: false),
                    ReceivedById = table.Column<string>(type: "TEXT", maxLength: 200, nullable: false),
                    ReceivedBy = table.Column<string>(type: "TEXT", maxLength: 200, nullable: false),
                    RunId = table.Column<long>(type: "INTEGER", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_name_answer_files", x => x.Id);
                });

            migrationBuilder.CreateTable(
                name: "name_check_lists",
                columns: table => new
                {
                    Id = table.Column<long>(type: "INTEGER", nullable: false)
                        .Annotation("Sqlite:Autoincrement", true),
                    Agency = table.Column<string>(type: "TEXT", maxLength: 12, nullable: false),
                    MadeAt = table.Column<DateTime>(type: "TEXT", nullable: false),
                    MadeBy = table.Column<string>(type: "TEXT", maxLength: 200, nullable: false),
                    Count = table.Column<int>(type: "INTEGER", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_name_check_lists", x => x.Id);
                });

            migrationBuilder.CreateTable(
                name: "name_checks",
                columns: table => new
                {
                    Id = table.Column<long>(type: "INTEGER", nullable: false),
                    ListId = table.Column<long>(type: "INTEGER", nullable: false),
                    Reference = table.Column<string>(type: "TEXT", maxLength: 30, nullable: false),
                    AddressId = table.Column<long>(type: "INTEGER", nullable: false),
                    PersonId = table.Column<byte[]>(type: "BLOB", fixedLength: true, maxLength: 16, nullable: false),
                    Name = table.Column<string>(type: "TEXT", maxLength: 400, nullable: false),
                    OpenFor = table.Column<long>(type: "INTEGER", nullable: true),
                    Result = table.Column<string>(type: "TEXT", maxLength: 10, nullable: true),
                    Holder = table.Column<string>(type: "TEXT", maxLength: 400, nullable: true),
                    AnsweredAt = table.Column<DateTime>(type: "TEXT", nullable: true),
                    FileId = table.Column<long>(type: "INTEGER", nullable: true),
                    Differs = table.Column<bool>(type: "INTEGER", nullable: false),
                    Open = table.Column<bool>(type: "INTEGER", nullable: false),
                    DecidedAt = table.Column<DateTime>(type: "TEXT", nullable: true),
                    DecidedBy = table.Column<string>(type: "TEXT", maxLength: 200, nullable: true),
                    Reason = table.Column<string>(type: "TEXT", maxLength: 1000, nullable: true),
                    Version = table.Column<int>(type: "INTEGER", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_name_checks", x => x.Id);
                    table.ForeignKey(
                        name: "FK_name_checks_financial_addresses_AddressId",
                        column: x => x.AddressId,
                        principalTable: "financial_addresses",
                        principalColumn: "Id",
                        onDelete: ReferentialAction.Restrict);
                    table.ForeignKey(
                        name: "FK_name_checks_name_answer_files_FileId",
                        column: x => x.FileId,
                        principalTable: "name_answer_files",
                        principalColumn: "Id",
                        onDelete: ReferentialAction.Restrict);
                    table.ForeignKey(
                        name: "FK_name_checks_name_check_lists_ListId",
                        column: x => x.ListId,
                        principalTable: "name_check_lists",
                        principalColumn: "Id",
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateIndex(
                name: "IX_mapper_tellings_AddressId_Ends",
                table: "mapper_tellings",
                columns: new[] { "AddressId", "Ends" },
                unique: true);

            migrationBuilder.CreateIndex(
                name: "IX_mapper_tellings_PersonId",
                table: "mapper_tellings",
                column: "PersonId");

            migrationBuilder.CreateIndex(
                name: "IX_mapper_tellings_RefusedAt",
                table: "mapper_tellings",
                column: "RefusedAt");

            migrationBuilder.CreateIndex(
                name: "IX_name_answer_files_Agency_Sha256",
                table: "name_answer_files",
                columns: new[] { "Agency", "Sha256" },
                unique: true);

            migrationBuilder.CreateIndex(
                name: "IX_name_checks_AddressId_Differs",
                table: "name_checks",
                columns: new[] { "AddressId", "Differs" });

            migrationBuilder.CreateIndex(
                name: "IX_name_checks_FileId",
                table: "name_checks",
                column: "FileId");

            migrationBuilder.CreateIndex(
                name: "IX_name_checks_ListId_Id",
                table: "name_checks",
                columns: new[] { "ListId", "Id" });

            migrationBuilder.CreateIndex(
                name: "IX_name_checks_Open_Id",
                table: "name_checks",
                columns: new[] { "Open", "Id" });

            migrationBuilder.CreateIndex(
                name: "IX_name_checks_OpenFor",
                table: "name_checks",
                column: "OpenFor",
                unique: true);

            migrationBuilder.CreateIndex(
                name: "IX_name_checks_PersonId",
                table: "name_checks",
                column: "PersonId");

            migrationBuilder.CreateIndex(
                name: "IX_name_checks_Reference",
                table: "name_checks",
                column: "Reference",
                unique: true);
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "mapper_tellings");

            migrationBuilder.DropTable(
                name: "name_checks");

            migrationBuilder.DropTable(
                name: "name_answer_files");

            migrationBuilder.DropTable(
                name: "name_check_lists");

            migrationBuilder.Sql("ALTER TABLE \"financial_addresses\" DROP COLUMN \"ObjectedById\"");
        }
    }
}
