using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Spmis.Migrations.PostgreSql.Contributions
{
    /// <inheritdoc />
    public partial class HistoryIndexes : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropIndex(
                name: "IX_history_Entity_Subject_Seq",
                schema: "contributions",
                table: "history");

            migrationBuilder.CreateIndex(
                name: "IX_stored_answers_At",
                schema: "contributions",
                table: "stored_answers",
                column: "At");

            migrationBuilder.CreateIndex(
                name: "IX_history_Act_At_Seq",
                schema: "contributions",
                table: "history",
                columns: new[] { "Act", "At", "Seq" });

            migrationBuilder.CreateIndex(
                name: "IX_history_ActorId_At_Seq",
                schema: "contributions",
                table: "history",
                columns: new[] { "ActorId", "At", "Seq" });

            migrationBuilder.CreateIndex(
                name: "IX_history_ActorName_At_Seq",
                schema: "contributions",
                table: "history",
                columns: new[] { "ActorName", "At", "Seq" });

            migrationBuilder.CreateIndex(
                name: "IX_history_At_Seq",
                schema: "contributions",
                table: "history",
                columns: new[] { "At", "Seq" });

            migrationBuilder.CreateIndex(
                name: "IX_history_Subject_Entity_Seq",
                schema: "contributions",
                table: "history",
                columns: new[] { "Subject", "Entity", "Seq" });
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropIndex(
                name: "IX_stored_answers_At",
                schema: "contributions",
                table: "stored_answers");

            migrationBuilder.DropIndex(
                name: "IX_history_Act_At_Seq",
                schema: "contributions",
                table: "history");

            migrationBuilder.DropIndex(
                name: "IX_history_ActorId_At_Seq",
                schema: "contributions",
                table: "history");

            migrationBuilder.DropIndex(
                name: "IX_history_ActorName_At_Seq",
                schema: "contributions",
                table: "history");

            migrationBuilder.DropIndex(
                name: "IX_history_At_Seq",
                schema: "contributions",
                table: "history");

            migrationBuilder.DropIndex(
                name: "IX_history_Subject_Entity_Seq",
                schema: "contributions",
                table: "history");

            migrationBuilder.CreateIndex(
                name: "IX_history_Entity_Subject_Seq",
                schema: "contributions",
                table: "history",
                columns: new[] { "Entity", "Subject", "Seq" });
        }
    }
}
