using System;
using Microsoft.EntityFrameworkCore.Migrations;
using Npgsql.EntityFrameworkCore.PostgreSQL.Metadata;

#nullable disable

namespace Spmis.Migrations.PostgreSql.Contributions
{
    /// <inheritdoc />
    public partial class Initial : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.EnsureSchema(
                name: "contributions");

            migrationBuilder.CreateTable(
                name: "account_balances",
                schema: "contributions",
                columns: table => new
                {
                    Account = table.Column<string>(type: "character varying(60)", maxLength: 60, nullable: false),
                    StatementFileId = table.Column<Guid>(type: "uuid", nullable: false),
                    StatementId = table.Column<string>(type: "character varying(60)", maxLength: 60, nullable: false),
                    From = table.Column<DateOnly>(type: "date", nullable: false),
                    To = table.Column<DateOnly>(type: "date", nullable: false),
                    OpeningMinor = table.Column<long>(type: "bigint", nullable: false),
                    ClosingMinor = table.Column<long>(type: "bigint", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_account_balances", x => new { x.Account, x.StatementFileId, x.StatementId });
                });

            migrationBuilder.CreateTable(
                name: "allocations",
                schema: "contributions",
                columns: table => new
                {
                    Id = table.Column<long>(type: "bigint", nullable: false)
                        .Annotation("Npgsql:ValueGenerationStrategy", NpgsqlValueGenerationStrategy.IdentityByDefaultColumn),
                    ReceiptId = table.Column<Guid>(type: "uuid", nullable: false),
                    BillId = table.Column<Guid>(type: "uuid", nullable: false),
                    AmountMinor = table.Column<long>(type: "bigint", nullable: false),
                    On = table.Column<DateOnly>(type: "date", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_allocations", x => x.Id);
                });

            migrationBuilder.CreateTable(
                name: "bills",
                schema: "contributions",
                columns: table => new
                {
                    Id = table.Column<Guid>(type: "uuid", nullable: false),
                    Number = table.Column<long>(type: "bigint", nullable: false),
                    PaymentReference = table.Column<string>(type: "character varying(20)", maxLength: 20, nullable: false),
                    Kind = table.Column<string>(type: "character varying(40)", maxLength: 40, nullable: false),
                    EmployerId = table.Column<Guid>(type: "uuid", nullable: false),
                    EmployerNumber = table.Column<string>(type: "character varying(40)", maxLength: 40, nullable: false),
                    Scheme = table.Column<string>(type: "character varying(60)", maxLength: 60, nullable: false),
                    Month = table.Column<int>(type: "integer", nullable: false),
                    ReturnId = table.Column<Guid>(type: "uuid", nullable: true),
                    LateBillId = table.Column<Guid>(type: "uuid", nullable: true),
                    AccruedOn = table.Column<DateOnly>(type: "date", nullable: true),
                    AmountMinor = table.Column<long>(type: "bigint", nullable: false),
                    Currency = table.Column<string>(type: "character varying(3)", maxLength: 3, nullable: false),
                    DueOn = table.Column<DateOnly>(type: "date", nullable: false),
                    IssuedAt = table.Column<DateTime>(type: "timestamp with time zone", nullable: false),
                    PackageHash = table.Column<string>(type: "character varying(64)", maxLength: 64, nullable: false),
                    AllocatedMinor = table.Column<long>(type: "bigint", nullable: false),
                    PaidOn = table.Column<DateOnly>(type: "date", nullable: true),
                    InterestClosed = table.Column<bool>(type: "boolean", nullable: false),
                    Uncounted = table.Column<int>(type: "integer", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_bills", x => x.Id);
                });

            migrationBuilder.CreateTable(
                name: "contribution_years",
                schema: "contributions",
                columns: table => new
                {
                    PersonId = table.Column<Guid>(type: "uuid", nullable: false),
                    Scheme = table.Column<string>(type: "character varying(60)", maxLength: 60, nullable: false),
                    Year = table.Column<int>(type: "integer", nullable: false),
                    BaseMinor = table.Column<string>(type: "character varying(300)", maxLength: 300, nullable: false),
                    InsuredMonths = table.Column<int>(type: "integer", nullable: false),
                    Version = table.Column<long>(type: "bigint", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_contribution_years", x => new { x.PersonId, x.Scheme, x.Year });
                });

            migrationBuilder.CreateTable(
                name: "contributions",
                schema: "contributions",
                columns: table => new
                {
                    Id = table.Column<long>(type: "bigint", nullable: false)
                        .Annotation("Npgsql:ValueGenerationStrategy", NpgsqlValueGenerationStrategy.IdentityByDefaultColumn),
                    PersonId = table.Column<Guid>(type: "uuid", nullable: false),
                    DeclaredPersonId = table.Column<Guid>(type: "uuid", nullable: false),
                    Scheme = table.Column<string>(type: "character varying(60)", maxLength: 60, nullable: false),
                    Month = table.Column<int>(type: "integer", nullable: false),
                    EmployerId = table.Column<Guid>(type: "uuid", nullable: true),
                    ReturnId = table.Column<Guid>(type: "uuid", nullable: true),
                    Line = table.Column<long>(type: "bigint", nullable: true),
                    BillId = table.Column<Guid>(type: "uuid", nullable: true),
                    ReceiptId = table.Column<Guid>(type: "uuid", nullable: true),
                    Reversal = table.Column<bool>(type: "boolean", nullable: false),
                    BaseMinor = table.Column<long>(type: "bigint", nullable: false),
                    EmployeeMinor = table.Column<long>(type: "bigint", nullable: false),
                    EmployerMinor = table.Column<long>(type: "bigint", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_contributions", x => x.Id);
                });

            migrationBuilder.CreateTable(
                name: "dead_letters",
                schema: "contributions",
                columns: table => new
                {
                    Id = table.Column<long>(type: "bigint", nullable: false)
                        .Annotation("Npgsql:ValueGenerationStrategy", NpgsqlValueGenerationStrategy.IdentityByDefaultColumn),
                    MessageId = table.Column<Guid>(type: "uuid", nullable: false),
                    Consumer = table.Column<string>(type: "character varying(200)", maxLength: 200, nullable: false),
                    Contract = table.Column<string>(type: "character varying(200)", maxLength: 200, nullable: false),
                    Payload = table.Column<string>(type: "text", maxLength: -1, nullable: false),
                    Now = table.Column<DateTime>(type: "timestamp with time zone", nullable: false),
                    Attempts = table.Column<int>(type: "integer", nullable: false),
                    Reason = table.Column<string>(type: "character varying(2000)", maxLength: 2000, nullable: false),
                    ParkedAt = table.Column<DateTime>(type: "timestamp with time zone", nullable: true),
                    ResolvedAt = table.Column<DateTime>(type: "timestamp with time zone", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_dead_letters", x => x.Id);
                });

            migrationBuilder.CreateTable(
                name: "employers",
                schema: "contributions",
                columns: table => new
                {
                    EmployerId = table.Column<Guid>(type: "uuid", nullable: false),
                    EmployerNumber = table.Column<string>(type: "character varying(40)", maxLength: 40, nullable: false),
                    Name = table.Column<string>(type: "character varying(400)", maxLength: 400, nullable: false),
                    LegalForm = table.Column<string>(type: "character varying(40)", maxLength: 40, nullable: false),
                    District = table.Column<string>(type: "character varying(200)", maxLength: 200, nullable: true),
                    Version = table.Column<long>(type: "bigint", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_employers", x => x.EmployerId);
                });

            migrationBuilder.CreateTable(
                name: "history",
                schema: "contributions",
                columns: table => new
                {
                    Seq = table.Column<long>(type: "bigint", nullable: false)
                        .Annotation("Npgsql:ValueGenerationStrategy", NpgsqlValueGenerationStrategy.IdentityByDefaultColumn),
                    At = table.Column<DateTime>(type: "timestamp with time zone", nullable: false),
                    ActorId = table.Column<string>(type: "character varying(200)", maxLength: 200, nullable: false),
                    ActorName = table.Column<string>(type: "character varying(200)", maxLength: 200, nullable: false),
                    Office = table.Column<string>(type: "character varying(200)", maxLength: 200, nullable: true),
                    Act = table.Column<string>(type: "character varying(200)", maxLength: 200, nullable: false),
                    Reason = table.Column<string>(type: "character varying(2000)", maxLength: 2000, nullable: true),
                    Evidence = table.Column<string>(type: "character varying(200)", maxLength: 200, nullable: true),
                    Entity = table.Column<string>(type: "character varying(200)", maxLength: 200, nullable: false),
                    Subject = table.Column<string>(type: "character varying(200)", maxLength: 200, nullable: false),
                    Kind = table.Column<string>(type: "character varying(200)", maxLength: 200, nullable: false),
                    Before = table.Column<string>(type: "text", maxLength: -1, nullable: true),
                    After = table.Column<string>(type: "text", maxLength: -1, nullable: true),
                    Digest = table.Column<byte[]>(type: "bytea", maxLength: 32, nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_history", x => x.Seq);
                });

            migrationBuilder.CreateTable(
                name: "history_seals",
                schema: "contributions",
                columns: table => new
                {
                    Id = table.Column<long>(type: "bigint", nullable: false)
                        .Annotation("Npgsql:ValueGenerationStrategy", NpgsqlValueGenerationStrategy.IdentityByDefaultColumn),
                    FromSeq = table.Column<long>(type: "bigint", nullable: false),
                    ToSeq = table.Column<long>(type: "bigint", nullable: false),
                    Rows = table.Column<int>(type: "integer", nullable: false),
                    Root = table.Column<byte[]>(type: "bytea", maxLength: 32, nullable: false),
                    Chain = table.Column<byte[]>(type: "bytea", maxLength: 32, nullable: false),
                    SealedAt = table.Column<DateTime>(type: "timestamp with time zone", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_history_seals", x => x.Id);
                });

            migrationBuilder.CreateTable(
                name: "inbox",
                schema: "contributions",
                columns: table => new
                {
                    MessageId = table.Column<Guid>(type: "uuid", nullable: false),
                    Consumer = table.Column<string>(type: "character varying(200)", maxLength: 200, nullable: false),
                    AppliedAt = table.Column<DateTime>(type: "timestamp with time zone", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_inbox", x => new { x.MessageId, x.Consumer });
                });

            migrationBuilder.CreateTable(
                name: "ledger_entries",
                schema: "contributions",
                columns: table => new
                {
                    Id = table.Column<Guid>(type: "uuid", nullable: false),
                    Kind = table.Column<string>(type: "character varying(40)", maxLength: 40, nullable: false),
                    On = table.Column<DateOnly>(type: "date", nullable: false),
                    MadeAt = table.Column<DateTime>(type: "timestamp with time zone", nullable: false),
                    SubjectId = table.Column<Guid>(type: "uuid", nullable: false),
                    EmployerId = table.Column<Guid>(type: "uuid", nullable: true),
                    PersonId = table.Column<Guid>(type: "uuid", nullable: true),
                    Reference = table.Column<string>(type: "character varying(120)", maxLength: 120, nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_ledger_entries", x => x.Id);
                });

            migrationBuilder.CreateTable(
                name: "ledger_postings",
                schema: "contributions",
                columns: table => new
                {
                    Id = table.Column<long>(type: "bigint", nullable: false)
                        .Annotation("Npgsql:ValueGenerationStrategy", NpgsqlValueGenerationStrategy.IdentityByDefaultColumn),
                    EntryId = table.Column<Guid>(type: "uuid", nullable: false),
                    Account = table.Column<string>(type: "character varying(40)", maxLength: 40, nullable: false),
                    EmployerId = table.Column<Guid>(type: "uuid", nullable: true),
                    PersonId = table.Column<Guid>(type: "uuid", nullable: true),
                    Scheme = table.Column<string>(type: "character varying(60)", maxLength: 60, nullable: true),
                    Month = table.Column<int>(type: "integer", nullable: true),
                    DebitMinor = table.Column<long>(type: "bigint", nullable: false),
                    CreditMinor = table.Column<long>(type: "bigint", nullable: false),
                    Currency = table.Column<string>(type: "character varying(3)", maxLength: 3, nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_ledger_postings", x => x.Id);
                    table.CheckConstraint("CK_ledger_postings_one_side", "(\"DebitMinor\" > 0 AND \"CreditMinor\" = 0) OR (\"CreditMinor\" > 0 AND \"DebitMinor\" = 0)");
                });

            migrationBuilder.CreateTable(
                name: "match_requests",
                schema: "contributions",
                columns: table => new
                {
                    RequestId = table.Column<Guid>(type: "uuid", nullable: false),
                    ReturnId = table.Column<Guid>(type: "uuid", nullable: false),
                    AskedAt = table.Column<DateTime>(type: "timestamp with time zone", nullable: false),
                    AnsweredAt = table.Column<DateTime>(type: "timestamp with time zone", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_match_requests", x => x.RequestId);
                });

            migrationBuilder.CreateTable(
                name: "number_series",
                schema: "contributions",
                columns: table => new
                {
                    Name = table.Column<string>(type: "character varying(200)", maxLength: 200, nullable: false),
                    Next = table.Column<long>(type: "bigint", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_number_series", x => x.Name);
                });

            migrationBuilder.CreateTable(
                name: "outbox",
                schema: "contributions",
                columns: table => new
                {
                    Seq = table.Column<long>(type: "bigint", nullable: false)
                        .Annotation("Npgsql:ValueGenerationStrategy", NpgsqlValueGenerationStrategy.IdentityByDefaultColumn),
                    MessageId = table.Column<Guid>(type: "uuid", nullable: false),
                    Contract = table.Column<string>(type: "character varying(200)", maxLength: 200, nullable: false),
                    Payload = table.Column<string>(type: "text", maxLength: -1, nullable: false),
                    Now = table.Column<DateTime>(type: "timestamp with time zone", nullable: false),
                    Act = table.Column<string>(type: "character varying(200)", maxLength: 200, nullable: false),
                    ActorId = table.Column<string>(type: "character varying(200)", maxLength: 200, nullable: false),
                    DeliveredAt = table.Column<DateTime>(type: "timestamp with time zone", nullable: true),
                    Attempts = table.Column<int>(type: "integer", nullable: false),
                    NextAttemptAt = table.Column<DateTime>(type: "timestamp with time zone", nullable: false),
                    LastError = table.Column<string>(type: "character varying(2000)", maxLength: 2000, nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_outbox", x => x.Seq);
                });

            migrationBuilder.CreateTable(
                name: "person_merges",
                schema: "contributions",
                columns: table => new
                {
                    MergeId = table.Column<Guid>(type: "uuid", nullable: false),
                    MergedId = table.Column<Guid>(type: "uuid", nullable: false),
                    SurvivorId = table.Column<Guid>(type: "uuid", nullable: false),
                    Undone = table.Column<bool>(type: "boolean", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_person_merges", x => new { x.MergeId, x.MergedId });
                });

            migrationBuilder.CreateTable(
                name: "proposals",
                schema: "contributions",
                columns: table => new
                {
                    Id = table.Column<long>(type: "bigint", nullable: false)
                        .Annotation("Npgsql:ValueGenerationStrategy", NpgsqlValueGenerationStrategy.IdentityByDefaultColumn),
                    Act = table.Column<string>(type: "character varying(200)", maxLength: 200, nullable: false),
                    Subject = table.Column<string>(type: "character varying(200)", maxLength: 200, nullable: false),
                    OpenSubject = table.Column<string>(type: "character varying(200)", maxLength: 200, nullable: true),
                    Title = table.Column<string>(type: "character varying(200)", maxLength: 200, nullable: false),
                    Payload = table.Column<string>(type: "text", maxLength: -1, nullable: false),
                    Shown = table.Column<string>(type: "text", maxLength: -1, nullable: false),
                    Hash = table.Column<string>(type: "character varying(200)", maxLength: 200, nullable: false),
                    PreparedById = table.Column<string>(type: "character varying(200)", maxLength: 200, nullable: false),
                    PreparedBy = table.Column<string>(type: "character varying(200)", maxLength: 200, nullable: false),
                    PreparedAt = table.Column<DateTime>(type: "timestamp with time zone", nullable: false),
                    Reason = table.Column<string>(type: "character varying(2000)", maxLength: 2000, nullable: true),
                    DecidedById = table.Column<string>(type: "character varying(200)", maxLength: 200, nullable: true),
                    DecidedBy = table.Column<string>(type: "character varying(200)", maxLength: 200, nullable: true),
                    DecidedAt = table.Column<DateTime>(type: "timestamp with time zone", nullable: true),
                    Approved = table.Column<bool>(type: "boolean", nullable: true),
                    DecisionReason = table.Column<string>(type: "character varying(2000)", maxLength: 2000, nullable: true),
                    Version = table.Column<int>(type: "integer", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_proposals", x => x.Id);
                });

            migrationBuilder.CreateTable(
                name: "receipts",
                schema: "contributions",
                columns: table => new
                {
                    Id = table.Column<Guid>(type: "uuid", nullable: false),
                    Channel = table.Column<string>(type: "character varying(40)", maxLength: 40, nullable: false),
                    Account = table.Column<string>(type: "character varying(60)", maxLength: 60, nullable: false),
                    Reference = table.Column<string>(type: "character varying(120)", maxLength: 120, nullable: false),
                    StatementId = table.Column<Guid>(type: "uuid", nullable: true),
                    Line = table.Column<long>(type: "bigint", nullable: true),
                    BookedOn = table.Column<DateOnly>(type: "date", nullable: false),
                    AmountMinor = table.Column<long>(type: "bigint", nullable: false),
                    Currency = table.Column<string>(type: "character varying(3)", maxLength: 3, nullable: false),
                    Payer = table.Column<string>(type: "character varying(200)", maxLength: 200, nullable: true),
                    Text = table.Column<string>(type: "character varying(400)", maxLength: 400, nullable: true),
                    EmployerId = table.Column<Guid>(type: "uuid", nullable: true),
                    PersonId = table.Column<Guid>(type: "uuid", nullable: true),
                    NamedBillId = table.Column<Guid>(type: "uuid", nullable: true),
                    AllocatedMinor = table.Column<long>(type: "bigint", nullable: false),
                    RefundedMinor = table.Column<long>(type: "bigint", nullable: false),
                    ReversedOn = table.Column<DateOnly>(type: "date", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_receipts", x => x.Id);
                });

            migrationBuilder.CreateTable(
                name: "return_lines",
                schema: "contributions",
                columns: table => new
                {
                    ReturnId = table.Column<Guid>(type: "uuid", nullable: false),
                    Line = table.Column<long>(type: "bigint", nullable: false),
                    Verdict = table.Column<string>(type: "character varying(40)", maxLength: 40, nullable: false),
                    WorkerNumber = table.Column<string>(type: "character varying(60)", maxLength: 60, nullable: true),
                    SentName = table.Column<string>(type: "character varying(400)", maxLength: 400, nullable: true),
                    PersonId = table.Column<Guid>(type: "uuid", nullable: true),
                    StartedOn = table.Column<DateOnly>(type: "date", nullable: true),
                    LeftOn = table.Column<DateOnly>(type: "date", nullable: true),
                    WageMinor = table.Column<long>(type: "bigint", nullable: false),
                    BaseMinor = table.Column<long>(type: "bigint", nullable: false),
                    EmployeeMinor = table.Column<long>(type: "bigint", nullable: false),
                    EmployerMinor = table.Column<long>(type: "bigint", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_return_lines", x => new { x.ReturnId, x.Line });
                });

            migrationBuilder.CreateTable(
                name: "returns",
                schema: "contributions",
                columns: table => new
                {
                    Id = table.Column<Guid>(type: "uuid", nullable: false),
                    EmployerId = table.Column<Guid>(type: "uuid", nullable: false),
                    EmployerNumber = table.Column<string>(type: "character varying(40)", maxLength: 40, nullable: false),
                    Month = table.Column<int>(type: "integer", nullable: false),
                    Scheme = table.Column<string>(type: "character varying(60)", maxLength: 60, nullable: false),
                    Kind = table.Column<string>(type: "character varying(40)", maxLength: 40, nullable: false),
                    Slot = table.Column<string>(type: "character varying(40)", maxLength: 40, nullable: true),
                    PackageHash = table.Column<string>(type: "character varying(64)", maxLength: 64, nullable: false),
                    Currency = table.Column<string>(type: "character varying(3)", maxLength: 3, nullable: false),
                    FileSha = table.Column<string>(type: "character varying(64)", maxLength: 64, nullable: true),
                    FileName = table.Column<string>(type: "character varying(200)", maxLength: 200, nullable: true),
                    FiledAt = table.Column<DateTime>(type: "timestamp with time zone", nullable: false),
                    FiledBy = table.Column<string>(type: "character varying(200)", maxLength: 200, nullable: false),
                    RunId = table.Column<long>(type: "bigint", nullable: true),
                    Lines = table.Column<long>(type: "bigint", nullable: false),
                    Accepted = table.Column<long>(type: "bigint", nullable: false),
                    Refused = table.Column<long>(type: "bigint", nullable: false),
                    ReadAt = table.Column<DateTime>(type: "timestamp with time zone", nullable: true),
                    AssessedAt = table.Column<DateTime>(type: "timestamp with time zone", nullable: true),
                    WageMinor = table.Column<long>(type: "bigint", nullable: false),
                    BaseMinor = table.Column<long>(type: "bigint", nullable: false),
                    EmployeeMinor = table.Column<long>(type: "bigint", nullable: false),
                    EmployerMinor = table.Column<long>(type: "bigint", nullable: false),
                    DueMinor = table.Column<long>(type: "bigint", nullable: false),
                    BillId = table.Column<Guid>(type: "uuid", nullable: false),
                    Version = table.Column<int>(type: "integer", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_returns", x => x.Id);
                });

            migrationBuilder.CreateTable(
                name: "run_lines",
                schema: "contributions",
                columns: table => new
                {
                    RunId = table.Column<long>(type: "bigint", nullable: false),
                    Line = table.Column<long>(type: "bigint", nullable: false),
                    Part = table.Column<int>(type: "integer", nullable: false),
                    Verdict = table.Column<string>(type: "character varying(200)", maxLength: 200, nullable: false),
                    Code = table.Column<string>(type: "character varying(200)", maxLength: 200, nullable: true),
                    Column = table.Column<string>(type: "character varying(200)", maxLength: 200, nullable: true),
                    Value = table.Column<string>(type: "character varying(400)", maxLength: 400, nullable: true),
                    Text = table.Column<string>(type: "character varying(1000)", maxLength: 1000, nullable: true),
                    Reference = table.Column<string>(type: "character varying(200)", maxLength: 200, nullable: true),
                    Number = table.Column<string>(type: "character varying(200)", maxLength: 200, nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_run_lines", x => new { x.RunId, x.Line, x.Part });
                });

            migrationBuilder.CreateTable(
                name: "runs",
                schema: "contributions",
                columns: table => new
                {
                    Id = table.Column<long>(type: "bigint", nullable: false)
                        .Annotation("Npgsql:ValueGenerationStrategy", NpgsqlValueGenerationStrategy.IdentityByDefaultColumn),
                    Key = table.Column<string>(type: "character varying(200)", maxLength: 200, nullable: false),
                    Kind = table.Column<string>(type: "character varying(200)", maxLength: 200, nullable: false),
                    Title = table.Column<string>(type: "character varying(200)", maxLength: 200, nullable: false),
                    Input = table.Column<string>(type: "text", maxLength: -1, nullable: false),
                    StartedBy = table.Column<string>(type: "text", maxLength: -1, nullable: false),
                    Scope = table.Column<string>(type: "character varying(200)", maxLength: 200, nullable: true),
                    CreatedAt = table.Column<DateTime>(type: "timestamp with time zone", nullable: false),
                    QueuedAt = table.Column<DateTime>(type: "timestamp with time zone", nullable: true),
                    FinishedAt = table.Column<DateTime>(type: "timestamp with time zone", nullable: true),
                    CancelledAt = table.Column<DateTime>(type: "timestamp with time zone", nullable: true),
                    CancelledBy = table.Column<string>(type: "character varying(200)", maxLength: 200, nullable: true),
                    FailedAt = table.Column<DateTime>(type: "timestamp with time zone", nullable: true),
                    Problem = table.Column<string>(type: "character varying(4000)", maxLength: 4000, nullable: true),
                    Total = table.Column<long>(type: "bigint", nullable: true),
                    Done = table.Column<long>(type: "bigint", nullable: false),
                    Accepted = table.Column<long>(type: "bigint", nullable: false),
                    Refused = table.Column<long>(type: "bigint", nullable: false),
                    Checkpoint = table.Column<string>(type: "character varying(200)", maxLength: 200, nullable: true),
                    Outcome = table.Column<string>(type: "character varying(4000)", maxLength: 4000, nullable: true),
                    LeaseUntil = table.Column<DateTime>(type: "timestamp with time zone", nullable: true),
                    Fence = table.Column<int>(type: "integer", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_runs", x => x.Id);
                });

            migrationBuilder.CreateTable(
                name: "schemes_in_force",
                schema: "contributions",
                columns: table => new
                {
                    Id = table.Column<long>(type: "bigint", nullable: false)
                        .Annotation("Npgsql:ValueGenerationStrategy", NpgsqlValueGenerationStrategy.IdentityByDefaultColumn),
                    Scheme = table.Column<string>(type: "character varying(60)", maxLength: 60, nullable: false),
                    PackageVersion = table.Column<string>(type: "character varying(40)", maxLength: 40, nullable: false),
                    Hash = table.Column<string>(type: "character varying(64)", maxLength: 64, nullable: false),
                    EffectiveFrom = table.Column<DateOnly>(type: "date", nullable: false),
                    Files = table.Column<string>(type: "text", maxLength: -1, nullable: false),
                    Collects = table.Column<bool>(type: "boolean", nullable: false),
                    Currency = table.Column<string>(type: "character varying(3)", maxLength: 3, nullable: false),
                    ActivatedAt = table.Column<DateTime>(type: "timestamp with time zone", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_schemes_in_force", x => x.Id);
                });

            migrationBuilder.CreateTable(
                name: "statement_files",
                schema: "contributions",
                columns: table => new
                {
                    Id = table.Column<Guid>(type: "uuid", nullable: false),
                    Sha = table.Column<string>(type: "character varying(64)", maxLength: 64, nullable: false),
                    Name = table.Column<string>(type: "character varying(200)", maxLength: 200, nullable: false),
                    Format = table.Column<string>(type: "character varying(40)", maxLength: 40, nullable: false),
                    ImportedAt = table.Column<DateTime>(type: "timestamp with time zone", nullable: false),
                    ImportedBy = table.Column<string>(type: "character varying(200)", maxLength: 200, nullable: false),
                    RunId = table.Column<long>(type: "bigint", nullable: true),
                    CreditsMinor = table.Column<long>(type: "bigint", nullable: false),
                    ReceivedMinor = table.Column<long>(type: "bigint", nullable: false),
                    KnownMinor = table.Column<long>(type: "bigint", nullable: false),
                    ReversedMinor = table.Column<long>(type: "bigint", nullable: false),
                    Currency = table.Column<string>(type: "character varying(3)", maxLength: 3, nullable: true),
                    FinishedAt = table.Column<DateTime>(type: "timestamp with time zone", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_statement_files", x => x.Id);
                });

            migrationBuilder.CreateTable(
                name: "stored_answers",
                schema: "contributions",
                columns: table => new
                {
                    Key = table.Column<string>(type: "character varying(200)", maxLength: 200, nullable: false),
                    Client = table.Column<string>(type: "character varying(200)", maxLength: 200, nullable: false),
                    RequestHash = table.Column<string>(type: "character varying(200)", maxLength: 200, nullable: false),
                    Status = table.Column<int>(type: "integer", nullable: false),
                    Body = table.Column<string>(type: "text", maxLength: -1, nullable: true),
                    Location = table.Column<string>(type: "character varying(200)", maxLength: 200, nullable: true),
                    At = table.Column<DateTime>(type: "timestamp with time zone", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_stored_answers", x => new { x.Key, x.Client });
                });

            migrationBuilder.CreateTable(
                name: "workers",
                schema: "contributions",
                columns: table => new
                {
                    PersonId = table.Column<Guid>(type: "uuid", nullable: false),
                    RegistrationNumber = table.Column<string>(type: "character varying(40)", maxLength: 40, nullable: false),
                    Name = table.Column<string>(type: "character varying(400)", maxLength: 400, nullable: false),
                    BornOn = table.Column<DateOnly>(type: "date", nullable: true),
                    DiedOn = table.Column<DateOnly>(type: "date", nullable: true),
                    Activity = table.Column<string>(type: "character varying(40)", maxLength: 40, nullable: true),
                    Version = table.Column<long>(type: "bigint", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_workers", x => x.PersonId);
                });

            migrationBuilder.CreateIndex(
                name: "IX_account_balances_Account_To",
                schema: "contributions",
                table: "account_balances",
                columns: new[] { "Account", "To" });

            migrationBuilder.CreateIndex(
                name: "IX_allocations_BillId",
                schema: "contributions",
                table: "allocations",
                column: "BillId");

            migrationBuilder.CreateIndex(
                name: "IX_allocations_ReceiptId",
                schema: "contributions",
                table: "allocations",
                column: "ReceiptId");

            migrationBuilder.CreateIndex(
                name: "IX_bills_EmployerId_PaidOn_DueOn",
                schema: "contributions",
                table: "bills",
                columns: new[] { "EmployerId", "PaidOn", "DueOn" });

            migrationBuilder.CreateIndex(
                name: "IX_bills_EmployerNumber_Number",
                schema: "contributions",
                table: "bills",
                columns: new[] { "EmployerNumber", "Number" });

            migrationBuilder.CreateIndex(
                name: "IX_bills_Kind_InterestClosed_Number",
                schema: "contributions",
                table: "bills",
                columns: new[] { "Kind", "InterestClosed", "Number" });

            migrationBuilder.CreateIndex(
                name: "IX_bills_LateBillId_AccruedOn",
                schema: "contributions",
                table: "bills",
                columns: new[] { "LateBillId", "AccruedOn" },
                unique: true);

            migrationBuilder.CreateIndex(
                name: "IX_bills_Number",
                schema: "contributions",
                table: "bills",
                column: "Number",
                unique: true);

            migrationBuilder.CreateIndex(
                name: "IX_bills_PaymentReference",
                schema: "contributions",
                table: "bills",
                column: "PaymentReference",
                unique: true);

            migrationBuilder.CreateIndex(
                name: "IX_bills_ReturnId",
                schema: "contributions",
                table: "bills",
                column: "ReturnId",
                unique: true);

            migrationBuilder.CreateIndex(
                name: "IX_bills_Uncounted",
                schema: "contributions",
                table: "bills",
                column: "Uncounted");

            migrationBuilder.CreateIndex(
                name: "IX_contributions_BillId",
                schema: "contributions",
                table: "contributions",
                column: "BillId");

            migrationBuilder.CreateIndex(
                name: "IX_contributions_EmployerId_Month_Scheme",
                schema: "contributions",
                table: "contributions",
                columns: new[] { "EmployerId", "Month", "Scheme" });

            migrationBuilder.CreateIndex(
                name: "IX_contributions_PersonId_Scheme_Month",
                schema: "contributions",
                table: "contributions",
                columns: new[] { "PersonId", "Scheme", "Month" });

            migrationBuilder.CreateIndex(
                name: "IX_contributions_ReceiptId_Reversal",
                schema: "contributions",
                table: "contributions",
                columns: new[] { "ReceiptId", "Reversal" },
                unique: true);

            migrationBuilder.CreateIndex(
                name: "IX_contributions_ReturnId_Line",
                schema: "contributions",
                table: "contributions",
                columns: new[] { "ReturnId", "Line" },
                unique: true);

            migrationBuilder.CreateIndex(
                name: "IX_dead_letters_MessageId_Consumer",
                schema: "contributions",
                table: "dead_letters",
                columns: new[] { "MessageId", "Consumer" },
                unique: true);

            migrationBuilder.CreateIndex(
                name: "IX_employers_EmployerNumber",
                schema: "contributions",
                table: "employers",
                column: "EmployerNumber",
                unique: true);

            migrationBuilder.CreateIndex(
                name: "IX_history_Entity_Subject_Seq",
                schema: "contributions",
                table: "history",
                columns: new[] { "Entity", "Subject", "Seq" });

            migrationBuilder.CreateIndex(
                name: "IX_history_seals_FromSeq",
                schema: "contributions",
                table: "history_seals",
                column: "FromSeq",
                unique: true);

            migrationBuilder.CreateIndex(
                name: "IX_ledger_entries_EmployerId_On",
                schema: "contributions",
                table: "ledger_entries",
                columns: new[] { "EmployerId", "On" });

            migrationBuilder.CreateIndex(
                name: "IX_ledger_entries_SubjectId",
                schema: "contributions",
                table: "ledger_entries",
                column: "SubjectId");

            migrationBuilder.CreateIndex(
                name: "IX_ledger_postings_Account_EmployerId",
                schema: "contributions",
                table: "ledger_postings",
                columns: new[] { "Account", "EmployerId" });

            migrationBuilder.CreateIndex(
                name: "IX_ledger_postings_EntryId",
                schema: "contributions",
                table: "ledger_postings",
                column: "EntryId");

            migrationBuilder.CreateIndex(
                name: "IX_match_requests_ReturnId_AnsweredAt",
                schema: "contributions",
                table: "match_requests",
                columns: new[] { "ReturnId", "AnsweredAt" });

            migrationBuilder.CreateIndex(
                name: "IX_outbox_DeliveredAt_NextAttemptAt_Seq",
                schema: "contributions",
                table: "outbox",
                columns: new[] { "DeliveredAt", "NextAttemptAt", "Seq" });

            migrationBuilder.CreateIndex(
                name: "IX_outbox_MessageId",
                schema: "contributions",
                table: "outbox",
                column: "MessageId",
                unique: true);

            migrationBuilder.CreateIndex(
                name: "IX_person_merges_MergedId_Undone",
                schema: "contributions",
                table: "person_merges",
                columns: new[] { "MergedId", "Undone" });

            migrationBuilder.CreateIndex(
                name: "IX_person_merges_SurvivorId",
                schema: "contributions",
                table: "person_merges",
                column: "SurvivorId");

            migrationBuilder.CreateIndex(
                name: "IX_proposals_DecidedAt_Id",
                schema: "contributions",
                table: "proposals",
                columns: new[] { "DecidedAt", "Id" });

            migrationBuilder.CreateIndex(
                name: "IX_proposals_OpenSubject",
                schema: "contributions",
                table: "proposals",
                column: "OpenSubject",
                unique: true);

            migrationBuilder.CreateIndex(
                name: "IX_receipts_Account_Reference",
                schema: "contributions",
                table: "receipts",
                columns: new[] { "Account", "Reference" },
                unique: true);

            migrationBuilder.CreateIndex(
                name: "IX_receipts_EmployerId_BookedOn",
                schema: "contributions",
                table: "receipts",
                columns: new[] { "EmployerId", "BookedOn" });

            migrationBuilder.CreateIndex(
                name: "IX_receipts_PersonId",
                schema: "contributions",
                table: "receipts",
                column: "PersonId");

            migrationBuilder.CreateIndex(
                name: "IX_receipts_StatementId",
                schema: "contributions",
                table: "receipts",
                column: "StatementId");

            migrationBuilder.CreateIndex(
                name: "IX_return_lines_ReturnId_PersonId",
                schema: "contributions",
                table: "return_lines",
                columns: new[] { "ReturnId", "PersonId" });

            migrationBuilder.CreateIndex(
                name: "IX_return_lines_ReturnId_Verdict_Line",
                schema: "contributions",
                table: "return_lines",
                columns: new[] { "ReturnId", "Verdict", "Line" });

            migrationBuilder.CreateIndex(
                name: "IX_returns_EmployerId_Month_Scheme_Slot",
                schema: "contributions",
                table: "returns",
                columns: new[] { "EmployerId", "Month", "Scheme", "Slot" },
                unique: true);

            migrationBuilder.CreateIndex(
                name: "IX_returns_EmployerNumber_Month",
                schema: "contributions",
                table: "returns",
                columns: new[] { "EmployerNumber", "Month" });

            migrationBuilder.CreateIndex(
                name: "IX_returns_FiledAt",
                schema: "contributions",
                table: "returns",
                column: "FiledAt");

            migrationBuilder.CreateIndex(
                name: "IX_returns_Refused",
                schema: "contributions",
                table: "returns",
                column: "Refused");

            migrationBuilder.CreateIndex(
                name: "IX_returns_RunId",
                schema: "contributions",
                table: "returns",
                column: "RunId");

            migrationBuilder.CreateIndex(
                name: "IX_run_lines_RunId_Verdict_Line",
                schema: "contributions",
                table: "run_lines",
                columns: new[] { "RunId", "Verdict", "Line" });

            migrationBuilder.CreateIndex(
                name: "IX_runs_FinishedAt_Id",
                schema: "contributions",
                table: "runs",
                columns: new[] { "FinishedAt", "Id" });

            migrationBuilder.CreateIndex(
                name: "IX_runs_Key",
                schema: "contributions",
                table: "runs",
                column: "Key",
                unique: true);

            migrationBuilder.CreateIndex(
                name: "IX_schemes_in_force_Hash",
                schema: "contributions",
                table: "schemes_in_force",
                column: "Hash");

            migrationBuilder.CreateIndex(
                name: "IX_schemes_in_force_Scheme_EffectiveFrom_Hash",
                schema: "contributions",
                table: "schemes_in_force",
                columns: new[] { "Scheme", "EffectiveFrom", "Hash" },
                unique: true);

            migrationBuilder.CreateIndex(
                name: "IX_statement_files_ImportedAt",
                schema: "contributions",
                table: "statement_files",
                column: "ImportedAt");

            migrationBuilder.CreateIndex(
                name: "IX_statement_files_Sha",
                schema: "contributions",
                table: "statement_files",
                column: "Sha",
                unique: true);

            migrationBuilder.CreateIndex(
                name: "IX_workers_RegistrationNumber",
                schema: "contributions",
                table: "workers",
                column: "RegistrationNumber");
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "account_balances",
                schema: "contributions");

            migrationBuilder.DropTable(
                name: "allocations",
                schema: "contributions");

            migrationBuilder.DropTable(
                name: "bills",
                schema: "contributions");

            migrationBuilder.DropTable(
                name: "contribution_years",
                schema: "contributions");

            migrationBuilder.DropTable(
                name: "contributions",
                schema: "contributions");

            migrationBuilder.DropTable(
                name: "dead_letters",
                schema: "contributions");

            migrationBuilder.DropTable(
                name: "employers",
                schema: "contributions");

            migrationBuilder.DropTable(
                name: "history",
                schema: "contributions");

            migrationBuilder.DropTable(
                name: "history_seals",
                schema: "contributions");

            migrationBuilder.DropTable(
                name: "inbox",
                schema: "contributions");

            migrationBuilder.DropTable(
                name: "ledger_entries",
                schema: "contributions");

            migrationBuilder.DropTable(
                name: "ledger_postings",
                schema: "contributions");

            migrationBuilder.DropTable(
                name: "match_requests",
                schema: "contributions");

            migrationBuilder.DropTable(
                name: "number_series",
                schema: "contributions");

            migrationBuilder.DropTable(
                name: "outbox",
                schema: "contributions");

            migrationBuilder.DropTable(
                name: "person_merges",
                schema: "contributions");

            migrationBuilder.DropTable(
                name: "proposals",
                schema: "contributions");

            migrationBuilder.DropTable(
                name: "receipts",
                schema: "contributions");

            migrationBuilder.DropTable(
                name: "return_lines",
                schema: "contributions");

            migrationBuilder.DropTable(
                name: "returns",
                schema: "contributions");

            migrationBuilder.DropTable(
                name: "run_lines",
                schema: "contributions");

            migrationBuilder.DropTable(
                name: "runs",
                schema: "contributions");

            migrationBuilder.DropTable(
                name: "schemes_in_force",
                schema: "contributions");

            migrationBuilder.DropTable(
                name: "statement_files",
                schema: "contributions");

            migrationBuilder.DropTable(
                name: "stored_answers",
                schema: "contributions");

            migrationBuilder.DropTable(
                name: "workers",
                schema: "contributions");
        }
    }
}
