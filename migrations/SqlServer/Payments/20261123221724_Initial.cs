using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Spmis.Migrations.SqlServer.Payments
{
    /// <inheritdoc />
    public partial class Initial : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.EnsureSchema(
                name: "payments");

            migrationBuilder.CreateTable(
                name: "agencies",
                schema: "payments",
                columns: table => new
                {
                    Code = table.Column<string>(type: "nvarchar(12)", maxLength: 12, nullable: false),
                    Name = table.Column<string>(type: "nvarchar(200)", maxLength: 200, nullable: false),
                    Format = table.Column<string>(type: "nvarchar(40)", maxLength: 40, nullable: false),
                    MaxPaymentsPerBatch = table.Column<int>(type: "int", nullable: false),
                    DebtorName = table.Column<string>(type: "nvarchar(200)", maxLength: 200, nullable: false),
                    DebtorAccount = table.Column<string>(type: "nvarchar(200)", maxLength: 200, nullable: false),
                    DebtorBic = table.Column<string>(type: "nvarchar(200)", maxLength: 200, nullable: true),
                    PayeeBic = table.Column<string>(type: "nvarchar(200)", maxLength: 200, nullable: true),
                    Text = table.Column<string>(type: "nvarchar(40)", maxLength: 40, nullable: false),
                    RegisteredAt = table.Column<DateTime>(type: "datetime2", nullable: false),
                    ClosedAt = table.Column<DateTime>(type: "datetime2", nullable: true),
                    Version = table.Column<int>(type: "int", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_agencies", x => x.Code);
                });

            migrationBuilder.CreateTable(
                name: "award_copies",
                schema: "payments",
                columns: table => new
                {
                    AwardId = table.Column<byte[]>(type: "binary(16)", fixedLength: true, maxLength: 16, nullable: false),
                    Component = table.Column<string>(type: "nvarchar(200)", maxLength: 200, nullable: false),
                    AwardNumber = table.Column<string>(type: "nvarchar(200)", maxLength: 200, nullable: false),
                    Scheme = table.Column<string>(type: "nvarchar(200)", maxLength: 200, nullable: false),
                    Branch = table.Column<string>(type: "nvarchar(200)", maxLength: 200, nullable: false),
                    BeneficiaryId = table.Column<byte[]>(type: "binary(16)", fixedLength: true, maxLength: 16, nullable: false),
                    PayeeId = table.Column<byte[]>(type: "binary(16)", fixedLength: true, maxLength: 16, nullable: false),
                    MonthlyMinor = table.Column<long>(type: "bigint", nullable: false),
                    Currency = table.Column<string>(type: "nvarchar(200)", maxLength: 200, nullable: false),
                    FromMonth = table.Column<int>(type: "int", nullable: false),
                    ToMonth = table.Column<int>(type: "int", nullable: true),
                    SuspendedFromMonth = table.Column<int>(type: "int", nullable: true),
                    Version = table.Column<long>(type: "bigint", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_award_copies", x => new { x.AwardId, x.Component });
                });

            migrationBuilder.CreateTable(
                name: "batches",
                schema: "payments",
                columns: table => new
                {
                    Id = table.Column<long>(type: "bigint", nullable: false)
                        .Annotation("SqlServer:Identity", "1, 1"),
                    PaymentRunId = table.Column<byte[]>(type: "binary(16)", fixedLength: true, maxLength: 16, nullable: false),
                    Agency = table.Column<string>(type: "nvarchar(12)", maxLength: 12, nullable: false),
                    Sequence = table.Column<long>(type: "bigint", nullable: false),
                    Number = table.Column<string>(type: "nvarchar(30)", maxLength: 30, nullable: false),
                    Currency = table.Column<string>(type: "nvarchar(3)", maxLength: 3, nullable: false),
                    Count = table.Column<long>(type: "bigint", nullable: false),
                    TotalMinor = table.Column<long>(type: "bigint", nullable: false),
                    CutAt = table.Column<DateTime>(type: "datetime2", nullable: false),
                    ValueDate = table.Column<DateOnly>(type: "date", nullable: false),
                    FileSha256 = table.Column<string>(type: "nvarchar(64)", maxLength: 64, nullable: true),
                    FileLength = table.Column<long>(type: "bigint", nullable: false),
                    FileName = table.Column<string>(type: "nvarchar(200)", maxLength: 200, nullable: true),
                    ReleasedAt = table.Column<DateTime>(type: "datetime2", nullable: true),
                    FetchedAt = table.Column<DateTime>(type: "datetime2", nullable: true),
                    FetchedBy = table.Column<string>(type: "nvarchar(200)", maxLength: 200, nullable: true),
                    ClosedAt = table.Column<DateTime>(type: "datetime2", nullable: true),
                    ClosedBy = table.Column<string>(type: "nvarchar(200)", maxLength: 200, nullable: true),
                    Version = table.Column<int>(type: "int", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_batches", x => x.Id);
                });

            migrationBuilder.CreateTable(
                name: "clearance_answers",
                schema: "payments",
                columns: table => new
                {
                    PaymentRunId = table.Column<byte[]>(type: "binary(16)", fixedLength: true, maxLength: 16, nullable: false),
                    Module = table.Column<string>(type: "nvarchar(200)", maxLength: 200, nullable: false),
                    GivenAt = table.Column<DateTime>(type: "datetime2", nullable: false),
                    Named = table.Column<int>(type: "int", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_clearance_answers", x => new { x.PaymentRunId, x.Module });
                });

            migrationBuilder.CreateTable(
                name: "clearance_messages",
                schema: "payments",
                columns: table => new
                {
                    PaymentRunId = table.Column<byte[]>(type: "binary(16)", fixedLength: true, maxLength: 16, nullable: false),
                    MessageId = table.Column<byte[]>(type: "binary(16)", fixedLength: true, maxLength: 16, nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_clearance_messages", x => new { x.PaymentRunId, x.MessageId });
                });

            migrationBuilder.CreateTable(
                name: "contradictions",
                schema: "payments",
                columns: table => new
                {
                    Id = table.Column<long>(type: "bigint", nullable: false)
                        .Annotation("SqlServer:Identity", "1, 1"),
                    InstructionId = table.Column<long>(type: "bigint", nullable: false),
                    BatchId = table.Column<long>(type: "bigint", nullable: false),
                    Had = table.Column<string>(type: "nvarchar(40)", maxLength: 40, nullable: false),
                    Said = table.Column<string>(type: "nvarchar(40)", maxLength: 40, nullable: false),
                    On = table.Column<DateOnly>(type: "date", nullable: false),
                    StatusFileId = table.Column<long>(type: "bigint", nullable: false),
                    Line = table.Column<long>(type: "bigint", nullable: false),
                    At = table.Column<DateTime>(type: "datetime2", nullable: false),
                    SettledAt = table.Column<DateTime>(type: "datetime2", nullable: true),
                    SettledBy = table.Column<string>(type: "nvarchar(200)", maxLength: 200, nullable: true),
                    Decision = table.Column<string>(type: "nvarchar(1000)", maxLength: 1000, nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_contradictions", x => x.Id);
                });

            migrationBuilder.CreateTable(
                name: "cycles",
                schema: "payments",
                columns: table => new
                {
                    Id = table.Column<byte[]>(type: "binary(16)", fixedLength: true, maxLength: 16, nullable: false),
                    Scheme = table.Column<string>(type: "nvarchar(200)", maxLength: 200, nullable: false),
                    Month = table.Column<int>(type: "int", nullable: false),
                    ValueDate = table.Column<DateOnly>(type: "date", nullable: false),
                    OpenedAt = table.Column<DateTime>(type: "datetime2", nullable: false),
                    OpenedBy = table.Column<string>(type: "nvarchar(200)", maxLength: 200, nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_cycles", x => x.Id);
                });

            migrationBuilder.CreateTable(
                name: "dead_letters",
                schema: "payments",
                columns: table => new
                {
                    Id = table.Column<long>(type: "bigint", nullable: false)
                        .Annotation("SqlServer:Identity", "1, 1"),
                    MessageId = table.Column<byte[]>(type: "binary(16)", fixedLength: true, maxLength: 16, nullable: false),
                    Consumer = table.Column<string>(type: "nvarchar(200)", maxLength: 200, nullable: false),
                    Contract = table.Column<string>(type: "nvarchar(200)", maxLength: 200, nullable: false),
                    Payload = table.Column<string>(type: "nvarchar(max)", maxLength: -1, nullable: false),
                    Now = table.Column<DateTime>(type: "datetime2", nullable: false),
                    Attempts = table.Column<int>(type: "int", nullable: false),
                    Reason = table.Column<string>(type: "nvarchar(2000)", maxLength: 2000, nullable: false),
                    ParkedAt = table.Column<DateTime>(type: "datetime2", nullable: true),
                    ResolvedAt = table.Column<DateTime>(type: "datetime2", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_dead_letters", x => x.Id);
                });

            migrationBuilder.CreateTable(
                name: "financial_addresses",
                schema: "payments",
                columns: table => new
                {
                    Id = table.Column<long>(type: "bigint", nullable: false)
                        .Annotation("SqlServer:Identity", "1, 1"),
                    PersonId = table.Column<byte[]>(type: "binary(16)", fixedLength: true, maxLength: 16, nullable: false),
                    Agency = table.Column<string>(type: "nvarchar(200)", maxLength: 200, nullable: false),
                    Account = table.Column<string>(type: "nvarchar(200)", maxLength: 200, nullable: false),
                    FromAt = table.Column<DateTime>(type: "datetime2", nullable: false),
                    EndedAt = table.Column<DateTime>(type: "datetime2", nullable: true),
                    CurrentOf = table.Column<byte[]>(type: "binary(16)", fixedLength: true, maxLength: 16, nullable: true),
                    VerifiedAt = table.Column<DateTime>(type: "datetime2", nullable: true),
                    VerifiedBy = table.Column<string>(type: "nvarchar(200)", maxLength: 200, nullable: true),
                    Source = table.Column<string>(type: "nvarchar(200)", maxLength: 200, nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_financial_addresses", x => x.Id);
                });

            migrationBuilder.CreateTable(
                name: "history",
                schema: "payments",
                columns: table => new
                {
                    Seq = table.Column<long>(type: "bigint", nullable: false)
                        .Annotation("SqlServer:Identity", "1, 1"),
                    At = table.Column<DateTime>(type: "datetime2", nullable: false),
                    ActorId = table.Column<string>(type: "nvarchar(200)", maxLength: 200, nullable: false),
                    ActorName = table.Column<string>(type: "nvarchar(200)", maxLength: 200, nullable: false),
                    Office = table.Column<string>(type: "nvarchar(200)", maxLength: 200, nullable: true),
                    Act = table.Column<string>(type: "nvarchar(200)", maxLength: 200, nullable: false),
                    Reason = table.Column<string>(type: "nvarchar(2000)", maxLength: 2000, nullable: true),
                    Evidence = table.Column<string>(type: "nvarchar(200)", maxLength: 200, nullable: true),
                    Entity = table.Column<string>(type: "nvarchar(200)", maxLength: 200, nullable: false),
                    Subject = table.Column<string>(type: "nvarchar(200)", maxLength: 200, nullable: false),
                    Kind = table.Column<string>(type: "nvarchar(200)", maxLength: 200, nullable: false),
                    Before = table.Column<string>(type: "nvarchar(max)", maxLength: -1, nullable: true),
                    After = table.Column<string>(type: "nvarchar(max)", maxLength: -1, nullable: true),
                    Digest = table.Column<byte[]>(type: "varbinary(32)", maxLength: 32, nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_history", x => x.Seq);
                });

            migrationBuilder.CreateTable(
                name: "history_seals",
                schema: "payments",
                columns: table => new
                {
                    Id = table.Column<long>(type: "bigint", nullable: false)
                        .Annotation("SqlServer:Identity", "1, 1"),
                    FromSeq = table.Column<long>(type: "bigint", nullable: false),
                    ToSeq = table.Column<long>(type: "bigint", nullable: false),
                    Rows = table.Column<int>(type: "int", nullable: false),
                    Root = table.Column<byte[]>(type: "varbinary(32)", maxLength: 32, nullable: false),
                    Chain = table.Column<byte[]>(type: "varbinary(32)", maxLength: 32, nullable: false),
                    SealedAt = table.Column<DateTime>(type: "datetime2", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_history_seals", x => x.Id);
                });

            migrationBuilder.CreateTable(
                name: "inbox",
                schema: "payments",
                columns: table => new
                {
                    MessageId = table.Column<byte[]>(type: "binary(16)", fixedLength: true, maxLength: 16, nullable: false),
                    Consumer = table.Column<string>(type: "nvarchar(200)", maxLength: 200, nullable: false),
                    AppliedAt = table.Column<DateTime>(type: "datetime2", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_inbox", x => new { x.MessageId, x.Consumer });
                });

            migrationBuilder.CreateTable(
                name: "instructions",
                schema: "payments",
                columns: table => new
                {
                    Id = table.Column<long>(type: "bigint", nullable: false)
                        .Annotation("SqlServer:Identity", "1, 1"),
                    PaymentRunId = table.Column<byte[]>(type: "binary(16)", fixedLength: true, maxLength: 16, nullable: false),
                    AwardId = table.Column<byte[]>(type: "binary(16)", fixedLength: true, maxLength: 16, nullable: false),
                    AwardNumber = table.Column<string>(type: "nvarchar(40)", maxLength: 40, nullable: false),
                    Component = table.Column<string>(type: "nvarchar(40)", maxLength: 40, nullable: false),
                    Month = table.Column<int>(type: "int", nullable: false),
                    Attempt = table.Column<int>(type: "int", nullable: false),
                    Live = table.Column<bool>(type: "bit", nullable: true),
                    Scheme = table.Column<string>(type: "nvarchar(200)", maxLength: 200, nullable: false),
                    Branch = table.Column<string>(type: "nvarchar(200)", maxLength: 200, nullable: false),
                    BeneficiaryId = table.Column<byte[]>(type: "binary(16)", fixedLength: true, maxLength: 16, nullable: false),
                    PayeeId = table.Column<byte[]>(type: "binary(16)", fixedLength: true, maxLength: 16, nullable: false),
                    PayeeNumber = table.Column<string>(type: "nvarchar(200)", maxLength: 200, nullable: false),
                    PayeeName = table.Column<string>(type: "nvarchar(400)", maxLength: 400, nullable: false),
                    Agency = table.Column<string>(type: "nvarchar(200)", maxLength: 200, nullable: true),
                    Account = table.Column<string>(type: "nvarchar(200)", maxLength: 200, nullable: true),
                    AmountMinor = table.Column<long>(type: "bigint", nullable: false),
                    Currency = table.Column<string>(type: "nvarchar(3)", maxLength: 3, nullable: false),
                    Reference = table.Column<string>(type: "nvarchar(35)", maxLength: 35, nullable: false),
                    Seal = table.Column<byte[]>(type: "varbinary(32)", maxLength: 32, nullable: false),
                    HoldCode = table.Column<string>(type: "nvarchar(200)", maxLength: 200, nullable: true),
                    HoldNote = table.Column<string>(type: "nvarchar(400)", maxLength: 400, nullable: true),
                    BatchId = table.Column<long>(type: "bigint", nullable: true),
                    PaidOn = table.Column<DateOnly>(type: "date", nullable: true),
                    RejectedOn = table.Column<DateOnly>(type: "date", nullable: true),
                    ReturnedOn = table.Column<DateOnly>(type: "date", nullable: true),
                    LapsedAt = table.Column<DateTime>(type: "datetime2", nullable: true),
                    ReissueAskedAt = table.Column<DateTime>(type: "datetime2", nullable: true),
                    TakenUpIn = table.Column<byte[]>(type: "binary(16)", fixedLength: true, maxLength: 16, nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_instructions", x => x.Id);
                });

            migrationBuilder.CreateTable(
                name: "ledger_entries",
                schema: "payments",
                columns: table => new
                {
                    Id = table.Column<long>(type: "bigint", nullable: false)
                        .Annotation("SqlServer:Identity", "1, 1"),
                    Kind = table.Column<string>(type: "nvarchar(200)", maxLength: 200, nullable: false),
                    Subject = table.Column<string>(type: "nvarchar(200)", maxLength: 200, nullable: false),
                    Currency = table.Column<string>(type: "nvarchar(3)", maxLength: 3, nullable: false),
                    On = table.Column<DateOnly>(type: "date", nullable: false),
                    At = table.Column<DateTime>(type: "datetime2", nullable: false),
                    By = table.Column<string>(type: "nvarchar(200)", maxLength: 200, nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_ledger_entries", x => x.Id);
                });

            migrationBuilder.CreateTable(
                name: "merge_copies",
                schema: "payments",
                columns: table => new
                {
                    MergeId = table.Column<byte[]>(type: "binary(16)", fixedLength: true, maxLength: 16, nullable: false),
                    MergedId = table.Column<byte[]>(type: "binary(16)", fixedLength: true, maxLength: 16, nullable: false),
                    SurvivorId = table.Column<byte[]>(type: "binary(16)", fixedLength: true, maxLength: 16, nullable: false),
                    Undone = table.Column<bool>(type: "bit", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_merge_copies", x => new { x.MergeId, x.MergedId });
                });

            migrationBuilder.CreateTable(
                name: "number_series",
                schema: "payments",
                columns: table => new
                {
                    Name = table.Column<string>(type: "nvarchar(200)", maxLength: 200, nullable: false),
                    Next = table.Column<long>(type: "bigint", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_number_series", x => x.Name);
                });

            migrationBuilder.CreateTable(
                name: "open_duplicates",
                schema: "payments",
                columns: table => new
                {
                    CaseId = table.Column<byte[]>(type: "binary(16)", fixedLength: true, maxLength: 16, nullable: false),
                    PersonId = table.Column<byte[]>(type: "binary(16)", fixedLength: true, maxLength: 16, nullable: false),
                    OtherPersonId = table.Column<byte[]>(type: "binary(16)", fixedLength: true, maxLength: 16, nullable: false),
                    Settled = table.Column<bool>(type: "bit", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_open_duplicates", x => x.CaseId);
                });

            migrationBuilder.CreateTable(
                name: "outbox",
                schema: "payments",
                columns: table => new
                {
                    Seq = table.Column<long>(type: "bigint", nullable: false)
                        .Annotation("SqlServer:Identity", "1, 1"),
                    MessageId = table.Column<byte[]>(type: "binary(16)", fixedLength: true, maxLength: 16, nullable: false),
                    Contract = table.Column<string>(type: "nvarchar(200)", maxLength: 200, nullable: false),
                    Payload = table.Column<string>(type: "nvarchar(max)", maxLength: -1, nullable: false),
                    Now = table.Column<DateTime>(type: "datetime2", nullable: false),
                    Act = table.Column<string>(type: "nvarchar(200)", maxLength: 200, nullable: false),
                    ActorId = table.Column<string>(type: "nvarchar(200)", maxLength: 200, nullable: false),
                    DeliveredAt = table.Column<DateTime>(type: "datetime2", nullable: true),
                    Attempts = table.Column<int>(type: "int", nullable: false),
                    NextAttemptAt = table.Column<DateTime>(type: "datetime2", nullable: false),
                    LastError = table.Column<string>(type: "nvarchar(2000)", maxLength: 2000, nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_outbox", x => x.Seq);
                });

            migrationBuilder.CreateTable(
                name: "outcomes",
                schema: "payments",
                columns: table => new
                {
                    Id = table.Column<long>(type: "bigint", nullable: false)
                        .Annotation("SqlServer:Identity", "1, 1"),
                    InstructionId = table.Column<long>(type: "bigint", nullable: false),
                    Kind = table.Column<string>(type: "nvarchar(40)", maxLength: 40, nullable: false),
                    On = table.Column<DateOnly>(type: "date", nullable: false),
                    ReasonCode = table.Column<string>(type: "nvarchar(200)", maxLength: 200, nullable: true),
                    ReasonText = table.Column<string>(type: "nvarchar(400)", maxLength: 400, nullable: true),
                    At = table.Column<DateTime>(type: "datetime2", nullable: false),
                    StatusFileId = table.Column<long>(type: "bigint", nullable: false),
                    Line = table.Column<long>(type: "bigint", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_outcomes", x => x.Id);
                });

            migrationBuilder.CreateTable(
                name: "payee_copies",
                schema: "payments",
                columns: table => new
                {
                    PersonId = table.Column<byte[]>(type: "binary(16)", fixedLength: true, maxLength: 16, nullable: false),
                    RegistrationNumber = table.Column<string>(type: "nvarchar(200)", maxLength: 200, nullable: false),
                    Name = table.Column<string>(type: "nvarchar(400)", maxLength: 400, nullable: false),
                    DiedOn = table.Column<DateOnly>(type: "date", nullable: true),
                    MergedIntoId = table.Column<byte[]>(type: "binary(16)", fixedLength: true, maxLength: 16, nullable: true),
                    PayAgency = table.Column<string>(type: "nvarchar(200)", maxLength: 200, nullable: true),
                    PayAccount = table.Column<string>(type: "nvarchar(200)", maxLength: 200, nullable: true),
                    Version = table.Column<long>(type: "bigint", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_payee_copies", x => x.PersonId);
                });

            migrationBuilder.CreateTable(
                name: "payment_runs",
                schema: "payments",
                columns: table => new
                {
                    Id = table.Column<byte[]>(type: "binary(16)", fixedLength: true, maxLength: 16, nullable: false),
                    Number = table.Column<string>(type: "nvarchar(200)", maxLength: 200, nullable: false),
                    CycleId = table.Column<byte[]>(type: "binary(16)", fixedLength: true, maxLength: 16, nullable: false),
                    OpenFor = table.Column<byte[]>(type: "binary(16)", fixedLength: true, maxLength: 16, nullable: true),
                    StartedAt = table.Column<DateTime>(type: "datetime2", nullable: false),
                    StartedById = table.Column<string>(type: "nvarchar(200)", maxLength: 200, nullable: false),
                    StartedBy = table.Column<string>(type: "nvarchar(200)", maxLength: 200, nullable: false),
                    PreparedAt = table.Column<DateTime>(type: "datetime2", nullable: true),
                    Seal = table.Column<byte[]>(type: "varbinary(32)", maxLength: 32, nullable: false),
                    Count = table.Column<long>(type: "bigint", nullable: false),
                    CheckedSeal = table.Column<byte[]>(type: "varbinary(32)", maxLength: 32, nullable: false),
                    CheckedCount = table.Column<long>(type: "bigint", nullable: false),
                    ApprovedAt = table.Column<DateTime>(type: "datetime2", nullable: true),
                    ApprovedById = table.Column<string>(type: "nvarchar(200)", maxLength: 200, nullable: true),
                    ApprovedBy = table.Column<string>(type: "nvarchar(200)", maxLength: 200, nullable: true),
                    ReleaseAskedAt = table.Column<DateTime>(type: "datetime2", nullable: true),
                    ReleaseAskedById = table.Column<string>(type: "nvarchar(200)", maxLength: 200, nullable: true),
                    ReleaseAskedBy = table.Column<string>(type: "nvarchar(200)", maxLength: 200, nullable: true),
                    ClearedAt = table.Column<DateTime>(type: "datetime2", nullable: true),
                    ClearanceChecks = table.Column<int>(type: "int", nullable: false),
                    ReleasedAt = table.Column<DateTime>(type: "datetime2", nullable: true),
                    CancelledAt = table.Column<DateTime>(type: "datetime2", nullable: true),
                    CancelledBy = table.Column<string>(type: "nvarchar(200)", maxLength: 200, nullable: true),
                    Version = table.Column<int>(type: "int", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_payment_runs", x => x.Id);
                });

            migrationBuilder.CreateTable(
                name: "proposals",
                schema: "payments",
                columns: table => new
                {
                    Id = table.Column<long>(type: "bigint", nullable: false)
                        .Annotation("SqlServer:Identity", "1, 1"),
                    Act = table.Column<string>(type: "nvarchar(200)", maxLength: 200, nullable: false),
                    Subject = table.Column<string>(type: "nvarchar(200)", maxLength: 200, nullable: false),
                    OpenSubject = table.Column<string>(type: "nvarchar(200)", maxLength: 200, nullable: true),
                    Title = table.Column<string>(type: "nvarchar(200)", maxLength: 200, nullable: false),
                    Payload = table.Column<string>(type: "nvarchar(max)", maxLength: -1, nullable: false),
                    Shown = table.Column<string>(type: "nvarchar(max)", maxLength: -1, nullable: false),
                    Hash = table.Column<string>(type: "nvarchar(200)", maxLength: 200, nullable: false),
                    PreparedById = table.Column<string>(type: "nvarchar(200)", maxLength: 200, nullable: false),
                    PreparedBy = table.Column<string>(type: "nvarchar(200)", maxLength: 200, nullable: false),
                    PreparedAt = table.Column<DateTime>(type: "datetime2", nullable: false),
                    Reason = table.Column<string>(type: "nvarchar(2000)", maxLength: 2000, nullable: true),
                    DecidedById = table.Column<string>(type: "nvarchar(200)", maxLength: 200, nullable: true),
                    DecidedBy = table.Column<string>(type: "nvarchar(200)", maxLength: 200, nullable: true),
                    DecidedAt = table.Column<DateTime>(type: "datetime2", nullable: true),
                    Approved = table.Column<bool>(type: "bit", nullable: true),
                    DecisionReason = table.Column<string>(type: "nvarchar(2000)", maxLength: 2000, nullable: true),
                    Version = table.Column<int>(type: "int", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_proposals", x => x.Id);
                });

            migrationBuilder.CreateTable(
                name: "run_lines",
                schema: "payments",
                columns: table => new
                {
                    RunId = table.Column<long>(type: "bigint", nullable: false),
                    Line = table.Column<long>(type: "bigint", nullable: false),
                    Part = table.Column<int>(type: "int", nullable: false),
                    Verdict = table.Column<string>(type: "nvarchar(200)", maxLength: 200, nullable: false),
                    Code = table.Column<string>(type: "nvarchar(200)", maxLength: 200, nullable: true),
                    Column = table.Column<string>(type: "nvarchar(200)", maxLength: 200, nullable: true),
                    Value = table.Column<string>(type: "nvarchar(400)", maxLength: 400, nullable: true),
                    Text = table.Column<string>(type: "nvarchar(1000)", maxLength: 1000, nullable: true),
                    Reference = table.Column<string>(type: "nvarchar(200)", maxLength: 200, nullable: true),
                    Number = table.Column<string>(type: "nvarchar(200)", maxLength: 200, nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_run_lines", x => new { x.RunId, x.Line, x.Part });
                });

            migrationBuilder.CreateTable(
                name: "runs",
                schema: "payments",
                columns: table => new
                {
                    Id = table.Column<long>(type: "bigint", nullable: false)
                        .Annotation("SqlServer:Identity", "1, 1"),
                    Key = table.Column<string>(type: "nvarchar(200)", maxLength: 200, nullable: false),
                    Kind = table.Column<string>(type: "nvarchar(200)", maxLength: 200, nullable: false),
                    Title = table.Column<string>(type: "nvarchar(200)", maxLength: 200, nullable: false),
                    Input = table.Column<string>(type: "nvarchar(max)", maxLength: -1, nullable: false),
                    StartedBy = table.Column<string>(type: "nvarchar(max)", maxLength: -1, nullable: false),
                    Scope = table.Column<string>(type: "nvarchar(200)", maxLength: 200, nullable: true),
                    CreatedAt = table.Column<DateTime>(type: "datetime2", nullable: false),
                    QueuedAt = table.Column<DateTime>(type: "datetime2", nullable: true),
                    FinishedAt = table.Column<DateTime>(type: "datetime2", nullable: true),
                    CancelledAt = table.Column<DateTime>(type: "datetime2", nullable: true),
                    CancelledBy = table.Column<string>(type: "nvarchar(200)", maxLength: 200, nullable: true),
                    FailedAt = table.Column<DateTime>(type: "datetime2", nullable: true),
                    Problem = table.Column<string>(type: "nvarchar(4000)", maxLength: 4000, nullable: true),
                    Total = table.Column<long>(type: "bigint", nullable: true),
                    Done = table.Column<long>(type: "bigint", nullable: false),
                    Accepted = table.Column<long>(type: "bigint", nullable: false),
                    Refused = table.Column<long>(type: "bigint", nullable: false),
                    Checkpoint = table.Column<string>(type: "nvarchar(200)", maxLength: 200, nullable: true),
                    Outcome = table.Column<string>(type: "nvarchar(4000)", maxLength: 4000, nullable: true),
                    LeaseUntil = table.Column<DateTime>(type: "datetime2", nullable: true),
                    Fence = table.Column<int>(type: "int", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_runs", x => x.Id);
                });

            migrationBuilder.CreateTable(
                name: "status_files",
                schema: "payments",
                columns: table => new
                {
                    Id = table.Column<long>(type: "bigint", nullable: false)
                        .Annotation("SqlServer:Identity", "1, 1"),
                    Agency = table.Column<string>(type: "nvarchar(12)", maxLength: 12, nullable: false),
                    Sha256 = table.Column<string>(type: "nvarchar(64)", maxLength: 64, nullable: false),
                    Name = table.Column<string>(type: "nvarchar(200)", maxLength: 200, nullable: false),
                    Length = table.Column<long>(type: "bigint", nullable: false),
                    Format = table.Column<string>(type: "nvarchar(40)", maxLength: 40, nullable: false),
                    ReceivedAt = table.Column<DateTime>(type: "datetime2", nullable: false),
                    ReceivedBy = table.Column<string>(type: "nvarchar(200)", maxLength: 200, nullable: false),
                    RunId = table.Column<long>(type: "bigint", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_status_files", x => x.Id);
                });

            migrationBuilder.CreateTable(
                name: "stored_answers",
                schema: "payments",
                columns: table => new
                {
                    Key = table.Column<string>(type: "nvarchar(200)", maxLength: 200, nullable: false),
                    Client = table.Column<string>(type: "nvarchar(200)", maxLength: 200, nullable: false),
                    RequestHash = table.Column<string>(type: "nvarchar(200)", maxLength: 200, nullable: false),
                    Status = table.Column<int>(type: "int", nullable: false),
                    Body = table.Column<string>(type: "nvarchar(max)", maxLength: -1, nullable: true),
                    Location = table.Column<string>(type: "nvarchar(200)", maxLength: 200, nullable: true),
                    At = table.Column<DateTime>(type: "datetime2", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_stored_answers", x => new { x.Key, x.Client });
                });

            migrationBuilder.CreateTable(
                name: "postings",
                schema: "payments",
                columns: table => new
                {
                    Id = table.Column<long>(type: "bigint", nullable: false)
                        .Annotation("SqlServer:Identity", "1, 1"),
                    EntryId = table.Column<long>(type: "bigint", nullable: false),
                    Account = table.Column<string>(type: "nvarchar(250)", maxLength: 250, nullable: false),
                    AmountMinor = table.Column<long>(type: "bigint", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_postings", x => x.Id);
                    table.ForeignKey(
                        name: "FK_postings_ledger_entries_EntryId",
                        column: x => x.EntryId,
                        principalSchema: "payments",
                        principalTable: "ledger_entries",
                        principalColumn: "Id",
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateIndex(
                name: "IX_award_copies_AwardNumber_Component",
                schema: "payments",
                table: "award_copies",
                columns: new[] { "AwardNumber", "Component" },
                unique: true);

            migrationBuilder.CreateIndex(
                name: "IX_batches_Agency_Sequence",
                schema: "payments",
                table: "batches",
                columns: new[] { "Agency", "Sequence" },
                unique: true);

            migrationBuilder.CreateIndex(
                name: "IX_batches_Number",
                schema: "payments",
                table: "batches",
                column: "Number",
                unique: true);

            migrationBuilder.CreateIndex(
                name: "IX_batches_PaymentRunId",
                schema: "payments",
                table: "batches",
                column: "PaymentRunId");

            migrationBuilder.CreateIndex(
                name: "IX_contradictions_BatchId_SettledAt",
                schema: "payments",
                table: "contradictions",
                columns: new[] { "BatchId", "SettledAt" });

            migrationBuilder.CreateIndex(
                name: "IX_contradictions_InstructionId_StatusFileId_Line",
                schema: "payments",
                table: "contradictions",
                columns: new[] { "InstructionId", "StatusFileId", "Line" },
                unique: true);

            migrationBuilder.CreateIndex(
                name: "IX_contradictions_SettledAt",
                schema: "payments",
                table: "contradictions",
                column: "SettledAt");

            migrationBuilder.CreateIndex(
                name: "IX_cycles_Month_Id",
                schema: "payments",
                table: "cycles",
                columns: new[] { "Month", "Id" });

            migrationBuilder.CreateIndex(
                name: "IX_cycles_Scheme_Month",
                schema: "payments",
                table: "cycles",
                columns: new[] { "Scheme", "Month" },
                unique: true);

            migrationBuilder.CreateIndex(
                name: "IX_dead_letters_MessageId_Consumer",
                schema: "payments",
                table: "dead_letters",
                columns: new[] { "MessageId", "Consumer" },
                unique: true);

            migrationBuilder.CreateIndex(
                name: "IX_financial_addresses_Agency_Account",
                schema: "payments",
                table: "financial_addresses",
                columns: new[] { "Agency", "Account" });

            migrationBuilder.CreateIndex(
                name: "IX_financial_addresses_CurrentOf",
                schema: "payments",
                table: "financial_addresses",
                column: "CurrentOf",
                unique: true,
                filter: "[CurrentOf] IS NOT NULL");

            migrationBuilder.CreateIndex(
                name: "IX_financial_addresses_PersonId_Id",
                schema: "payments",
                table: "financial_addresses",
                columns: new[] { "PersonId", "Id" });

            migrationBuilder.CreateIndex(
                name: "IX_history_Entity_Subject_Seq",
                schema: "payments",
                table: "history",
                columns: new[] { "Entity", "Subject", "Seq" });

            migrationBuilder.CreateIndex(
                name: "IX_history_seals_FromSeq",
                schema: "payments",
                table: "history_seals",
                column: "FromSeq",
                unique: true);

            migrationBuilder.CreateIndex(
                name: "IX_instructions_AwardNumber_Component_Month_Attempt",
                schema: "payments",
                table: "instructions",
                columns: new[] { "AwardNumber", "Component", "Month", "Attempt" },
                unique: true);

            migrationBuilder.CreateIndex(
                name: "IX_instructions_AwardNumber_Component_Month_Live",
                schema: "payments",
                table: "instructions",
                columns: new[] { "AwardNumber", "Component", "Month", "Live" },
                unique: true,
                filter: "[Live] IS NOT NULL");

            migrationBuilder.CreateIndex(
                name: "IX_instructions_BatchId_Id",
                schema: "payments",
                table: "instructions",
                columns: new[] { "BatchId", "Id" });

            migrationBuilder.CreateIndex(
                name: "IX_instructions_PayeeId_Id",
                schema: "payments",
                table: "instructions",
                columns: new[] { "PayeeId", "Id" });

            migrationBuilder.CreateIndex(
                name: "IX_instructions_PaymentRunId_Id",
                schema: "payments",
                table: "instructions",
                columns: new[] { "PaymentRunId", "Id" });

            migrationBuilder.CreateIndex(
                name: "IX_instructions_Reference",
                schema: "payments",
                table: "instructions",
                column: "Reference",
                unique: true);

            migrationBuilder.CreateIndex(
                name: "IX_instructions_TakenUpIn",
                schema: "payments",
                table: "instructions",
                column: "TakenUpIn");

            migrationBuilder.CreateIndex(
                name: "IX_ledger_entries_On_Id",
                schema: "payments",
                table: "ledger_entries",
                columns: new[] { "On", "Id" });

            migrationBuilder.CreateIndex(
                name: "IX_merge_copies_MergedId",
                schema: "payments",
                table: "merge_copies",
                column: "MergedId");

            migrationBuilder.CreateIndex(
                name: "IX_open_duplicates_OtherPersonId_Settled",
                schema: "payments",
                table: "open_duplicates",
                columns: new[] { "OtherPersonId", "Settled" });

            migrationBuilder.CreateIndex(
                name: "IX_open_duplicates_PersonId_Settled",
                schema: "payments",
                table: "open_duplicates",
                columns: new[] { "PersonId", "Settled" });

            migrationBuilder.CreateIndex(
                name: "IX_outbox_DeliveredAt_NextAttemptAt_Seq",
                schema: "payments",
                table: "outbox",
                columns: new[] { "DeliveredAt", "NextAttemptAt", "Seq" });

            migrationBuilder.CreateIndex(
                name: "IX_outbox_MessageId",
                schema: "payments",
                table: "outbox",
                column: "MessageId",
                unique: true);

            migrationBuilder.CreateIndex(
                name: "IX_outcomes_InstructionId_Kind",
                schema: "payments",
                table: "outcomes",
                columns: new[] { "InstructionId", "Kind" },
                unique: true);

            migrationBuilder.CreateIndex(
                name: "IX_outcomes_StatusFileId_Line",
                schema: "payments",
                table: "outcomes",
                columns: new[] { "StatusFileId", "Line" });

            migrationBuilder.CreateIndex(
                name: "IX_payee_copies_RegistrationNumber",
                schema: "payments",
                table: "payee_copies",
                column: "RegistrationNumber");

            migrationBuilder.CreateIndex(
                name: "IX_payment_runs_CycleId",
                schema: "payments",
                table: "payment_runs",
                column: "CycleId");

            migrationBuilder.CreateIndex(
                name: "IX_payment_runs_Number",
                schema: "payments",
                table: "payment_runs",
                column: "Number",
                unique: true);

            migrationBuilder.CreateIndex(
                name: "IX_payment_runs_OpenFor",
                schema: "payments",
                table: "payment_runs",
                column: "OpenFor",
                unique: true,
                filter: "[OpenFor] IS NOT NULL");

            migrationBuilder.CreateIndex(
                name: "IX_postings_Account_EntryId",
                schema: "payments",
                table: "postings",
                columns: new[] { "Account", "EntryId" });

            migrationBuilder.CreateIndex(
                name: "IX_postings_EntryId",
                schema: "payments",
                table: "postings",
                column: "EntryId");

            migrationBuilder.CreateIndex(
                name: "IX_proposals_DecidedAt_Id",
                schema: "payments",
                table: "proposals",
                columns: new[] { "DecidedAt", "Id" });

            migrationBuilder.CreateIndex(
                name: "IX_proposals_OpenSubject",
                schema: "payments",
                table: "proposals",
                column: "OpenSubject",
                unique: true,
                filter: "[OpenSubject] IS NOT NULL");

            migrationBuilder.CreateIndex(
                name: "IX_run_lines_RunId_Verdict_Line",
                schema: "payments",
                table: "run_lines",
                columns: new[] { "RunId", "Verdict", "Line" });

            migrationBuilder.CreateIndex(
                name: "IX_runs_FinishedAt_Id",
                schema: "payments",
                table: "runs",
                columns: new[] { "FinishedAt", "Id" });

            migrationBuilder.CreateIndex(
                name: "IX_runs_Key",
                schema: "payments",
                table: "runs",
                column: "Key",
                unique: true);

            migrationBuilder.CreateIndex(
                name: "IX_status_files_Agency_Sha256",
                schema: "payments",
                table: "status_files",
                columns: new[] { "Agency", "Sha256" },
                unique: true);

            migrationBuilder.CreateIndex(
                name: "IX_status_files_RunId",
                schema: "payments",
                table: "status_files",
                column: "RunId");
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "agencies",
                schema: "payments");

            migrationBuilder.DropTable(
                name: "award_copies",
                schema: "payments");

            migrationBuilder.DropTable(
                name: "batches",
                schema: "payments");

            migrationBuilder.DropTable(
                name: "clearance_answers",
                schema: "payments");

            migrationBuilder.DropTable(
                name: "clearance_messages",
                schema: "payments");

            migrationBuilder.DropTable(
                name: "contradictions",
                schema: "payments");

            migrationBuilder.DropTable(
                name: "cycles",
                schema: "payments");

            migrationBuilder.DropTable(
                name: "dead_letters",
                schema: "payments");

            migrationBuilder.DropTable(
                name: "financial_addresses",
                schema: "payments");

            migrationBuilder.DropTable(
                name: "history",
                schema: "payments");

            migrationBuilder.DropTable(
                name: "history_seals",
                schema: "payments");

            migrationBuilder.DropTable(
                name: "inbox",
                schema: "payments");

            migrationBuilder.DropTable(
                name: "instructions",
                schema: "payments");

            migrationBuilder.DropTable(
                name: "merge_copies",
                schema: "payments");

            migrationBuilder.DropTable(
                name: "number_series",
                schema: "payments");

            migrationBuilder.DropTable(
                name: "open_duplicates",
                schema: "payments");

            migrationBuilder.DropTable(
                name: "outbox",
                schema: "payments");

            migrationBuilder.DropTable(
                name: "outcomes",
                schema: "payments");

            migrationBuilder.DropTable(
                name: "payee_copies",
                schema: "payments");

            migrationBuilder.DropTable(
                name: "payment_runs",
                schema: "payments");

            migrationBuilder.DropTable(
                name: "postings",
                schema: "payments");

            migrationBuilder.DropTable(
                name: "proposals",
                schema: "payments");

            migrationBuilder.DropTable(
                name: "run_lines",
                schema: "payments");

            migrationBuilder.DropTable(
                name: "runs",
                schema: "payments");

            migrationBuilder.DropTable(
                name: "status_files",
                schema: "payments");

            migrationBuilder.DropTable(
                name: "stored_answers",
                schema: "payments");

            migrationBuilder.DropTable(
                name: "ledger_entries",
                schema: "payments");
        }
    }
}
