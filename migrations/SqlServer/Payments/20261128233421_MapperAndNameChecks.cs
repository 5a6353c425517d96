using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Spmis.Migrations.SqlServer.Payments
{
    /// <inheritdoc />
    public partial class MapperAndNameChecks : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddColumn<string>(
                name: "ObjectedById",
                schema: "payments",
                table: "financial_addresses",
                type: "nvarchar(200)",
                maxLength: 200,
                nullable: true);

            migrationBuilder.CreateTable(
                name: "mapper_tellings",
                schema: "payments",
                columns: table => new
                {
                    Id = table.Column<long>(type: "bigint", nullable: false)
                        .Annotation("SqlServer:Identity", "1, 1"),
                    PersonId = table.Column<byte[]>(type: "binary(16)", fixedLength: true, maxLength: 16, nullable: false),
                    AddressId = table.Column<long>(type: "bigint", nullable: false),
                    Ends = table.Column<bool>(type: "bit", nullable: false),
                    QueuedAt = table.Column<DateTime>(type: "datetime2", nullable: false),
                    Tries = table.Column<int>(type: "int", nullable: false),
                    TriedAt = table.Column<DateTime>(type: "datetime2", nullable: true),
                    Verb = table.Column<string>(type: "nvarchar(10)", maxLength: 10, nullable: true),
                    ToldAt = table.Column<DateTime>(type: "datetime2", nullable: true),
                    RefusedAt = table.Column<DateTime>(type: "datetime2", nullable: true),
                    Code = table.Column<string>(type: "nvarchar(40)", maxLength: 40, nullable: true),
                    Detail = table.Column<string>(type: "nvarchar(200)", maxLength: 200, nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_mapper_tellings", x => x.Id);
                    table.ForeignKey(
                        name: "FK_mapper_tellings_financial_addresses_AddressId",
                        column: x => x.AddressId,
                        principalSchema: "payments",
                        principalTable: "financial_addresses",
                        principalColumn: "Id",
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateTable(
                name: "name_answer_files",
                schema: "payments",
                columns: table => new
                {
                    Id = table.Column<long>(type: "bigint", nullable: false)
                        .Annotation("SqlServer:Identity", "1, 1"),
                    Agency = table.Column<string>(type: "nvarchar(12)", maxLength: 12, nullable: false),
                    Sha256 = table.Column<string>(type: "nvarchar(64)", maxLength: 64, nullable: false),
                    Name = table.Column<string>(type: "nvarchar(200)", maxLength: 200, nullable: false),
                    ReceivedAt = table.Column<DateTime>(type: "datetime2", nullable: false),
                    ReceivedById = table.Column<string>(type: "nvarchar(200)", maxLength: 200, nullable: false),
                    ReceivedBy = table.Column<string>(type: "nvarchar(200)", maxLength: 200, nullable: false),
                    RunId = table.Column<long>(type: "bigint", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_name_answer_files", x => x.Id);
                });

            migrationBuilder.CreateTable(
                name: "name_check_lists",
                schema: "payments",
                columns: table => new
                {
                    Id = table.Column<long>(type: "bigint", nullable: false)
                        .Annotation("SqlServer:Identity", "1, 1"),
                    Agency = table.Column<string>(type: "nvarchar(12)", maxLength: 12, nullable: false),
                    MadeAt = table.Column<DateTime>(type: "datetime2", nullable: false),
                    MadeBy = table.Column<string>(type: "nvarchar(200)", maxLength: 200, nullable: false),
                    Count = table.Column<int>(type: "int", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_name_check_lists", x => x.Id);
                });

            migrationBuilder.CreateTable(
                name: "name_checks",
                schema: "payments",
                columns: table => new
                {
                    Id = table.Column<long>(type: "bigint", nullable: false),
                    ListId = table.Column<long>(type: "bigint", nullable: false),
                    Reference = table.Column<string>(type: "nvarchar(30)", maxLength: 30, nullable: false),
                    AddressId = table.Column<long>(type: "bigint", nullable: false),
                    PersonId = table.Column<byte[]>(type: "binary(16)", fixedLength: true, maxLength: 16, nullable: false),
                    Name = table.Column<string>(type: "nvarchar(400)", maxLength: 400, nullable: false),
                    OpenFor = table.Column<long>(type: "bigint", nullable: true),
                    Result = table.Column<string>(type: "nvarchar(10)", maxLength: 10, nullable: true),
                    Holder = table.Column<string>(type: "nvarchar(400)", maxLength: 400, nullable: true),
                    AnsweredAt = table.Column<DateTime>(type: "datetime2", nullable: true),
                    FileId = table.Column<long>(type: "bigint", nullable: true),
                    Differs = table.Column<bool>(type: "bit", nullable: false),
                    Open = table.Column<bool>(type: "bit", nullable: false),
                    DecidedAt = table.Column<DateTime>(type: "datetime2", nullable: true),
                    DecidedBy = table.Column<string>(type: "nvarchar(200)", maxLength: 200, nullable: true),
                    Reason = table.Column<string>(type: "nvarchar(1000)", maxLength: 1000, nullable: true),
                    Version = table.Column<int>(type: "int", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_name_checks", x => x.Id);
                    table.ForeignKey(
                        name: "FK_name_checks_financial_addresses_AddressId",
                        column: x => x.AddressId,
                        principalSchema: "payments",
                        principalTable: "financial_addresses",
                        principalColumn: "Id",
                        onDelete: ReferentialAction.Restrict);
                    table.ForeignKey(
                        name: "FK_name_checks_name_answer_files_FileId",
                        column: x => x.FileId,
                        principalSchema: "payments",
                        principalTable: "name_answer_files",
                        principalColumn: "Id",
                        onDelete: ReferentialAction.Restrict);
                    table.ForeignKey(
                        name: "FK_name_checks_name_check_lists_ListId",
                        column: x => x.ListId,
                        principalSchema: "payments",
                        principalTable: "name_check_lists",
                        principalColumn: "Id",
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateIndex(
                name: "IX_mapper_tellings_AddressId_Ends",
                schema: "payments",
                table: "mapper_tellings",
                columns: new[] { "AddressId", "Ends" },
                unique: true);

            migrationBuilder.CreateIndex(
                name: "IX_mapper_tellings_PersonId",
                schema: "payments",
                table: "mapper_tellings",
                column: "PersonId");

            migrationBuilder.CreateIndex(
                name: "IX_mapper_tellings_RefusedAt",
                schema: "payments",
                table: "mapper_tellings",
                column: "RefusedAt");

            migrationBuilder.CreateIndex(
                name: "IX_name_answer_files_Agency_Sha256",
                schema: "payments",
                table: "name_answer_files",
                columns: new[] { "Agency", "Sha256" },
                unique: true);

            migrationBuilder.CreateIndex(
                name: "IX_name_checks_AddressId_Differs",
                schema: "payments",
                table: "name_checks",
                columns: new[] { "AddressId", "Differs" });

            migrationBuilder.CreateIndex(
                name: "IX_name_checks_FileId",
                schema: "payments",
                table: "name_checks",
                column: "FileId");

            migrationBuilder.CreateIndex(
                name: "IX_name_checks_ListId_Id",
                schema: "payments",
                table: "name_checks",
                columns: new[] { "ListId", "Id" });

            migrationBuilder.CreateIndex(
                name: "IX_name_checks_Open_Id",
                schema: "payments",
                table: "name_checks",
                columns: new[] { "Open", "Id" });

            migrationBuilder.CreateIndex(
                name: "IX_name_checks_OpenFor",
                schema: "payments",
                table: "name_checks",
                column: "OpenFor",
                unique: true,
                filter: "[OpenFor] IS NOT NULL");

            migrationBuilder.CreateIndex(
                name: "IX_name_checks_PersonId",
                schema: "payments",
                table: "name_checks",
                column: "PersonId");

            migrationBuilder.CreateIndex(
                name: "IX_name_checks_Reference",
                schema: "payments",
                table: "name_checks",
                column: "Reference",
                unique: true);
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "mapper_tellings",
                schema: "payments");

            migrationBuilder.DropTable(
                name: "name_checks",
                schema: "payments");

            migrationBuilder.DropTable(
                name: "name_answer_files",
                schema: "payments");

            migrationBuilder.DropTable(
                name: "name_check_lists",
                schema: "payments");

            migrationBuilder.DropColumn(
                name: "ObjectedById",
                schema: "payments",
                table: "financial_addresses");
        }
    }
}
