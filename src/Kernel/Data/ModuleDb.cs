using System.Linq.Expressions;
using System.Text.Json;
using LinqToDB.Data;
using LinqToDB.EntityFrameworkCore;
using Microsoft.AspNetCore.Http;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.Extensions.DependencyInjection;
using Spmis.Kernel.Access;
using Spmis.Kernel.Acts;
using Spmis.Kernel.Api;
using Spmis.Kernel.History;
using Spmis.Kernel.Messages;
using Spmis.Kernel.Proposals;
using Spmis.Kernel.Retention;
using Spmis.Kernel.Runs;
using Spmis.Kernel.Statistics;

namespace Spmis.Kernel.Data;

/// <summary>
/// The database of one module: its tables in a schema of their own, and beside them what every module needs to keep its promises:
/// outbox, inbox, history, runs, proposals, stored answers and number series. Acts change tracked objects, publish, and save once.
/// </summary>
/// <param name="options">Provider and connection, from <see cref="SpmisDatabase"/>.</param>
public abstract class ModuleDb(DbContextOptions options) : DbContext(options)
{
    /// <summary>Longest code of an office.</summary>
    public const int OfficeCodeLength = 20;

    private readonly Lazy<IReadOnlyList<string>?> offices = new(() => OfficesOf(options));
    private readonly Lazy<bool> hides = new(() => RestrictedRecords.AreHiddenFrom(RequestOf(options)));
    private readonly Lazy<string?> holder = new(() => RestrictedRecords.HolderOf(RequestOf(options)));
    private readonly Lazy<string?> ownHidden = new(() => RestrictedRecords.HidesHolder(RequestOf(options)) ? RestrictedRecords.HolderOf(RequestOf(options)) : null);
    private readonly Lazy<bool> fetches = new(() => RestrictedRecords.IsFetching(RequestOf(options)));
    private readonly Lazy<DateOnly> today = new(() => DateOnly.FromDateTime((options.FindExtension<CoreOptionsExtension>()?.ApplicationServiceProvider?.GetService<TimeProvider>() ?? TimeProvider.System).GetUtcNow().UtcDateTime));
    private readonly Lazy<PersonsShown?> shown = new(() => RowsShown.Of(RequestOf(options)));
    private readonly List<OutboxRow> published = [];
    private readonly List<Action> afterCommit = [];

    /// <summary>The module's name: schema on servers, file name on SQLite.</summary>
    public abstract string Module { get; }

    /// <summary>The offices whose records the request that uses this context may see; null for the nation, and for all work that is nobody's request: consumers, runs, commands.</summary>
    public IReadOnlyList<string>? OfficesSeen => offices.Value;

    /// <summary>Whether records are left out of what the request that uses this context reads: restricted ones, of who may not see them, and the own one of staff. False for all work that is nobody's request.</summary>
    public bool HidesRestricted => HidesOthers || OwnNumber is not null;

    /// <summary>Of these the restricted ones.</summary>
    protected bool HidesOthers => hides.Value;

    /// <summary>Registration number of the member of staff who asks, whose own record is left out; null for none.</summary>
    protected string? OwnNumber => ownHidden.Value;

    /// <summary>The same, and the request only shows something: an act may need rows that nobody is shown.</summary>
    public bool HidesFromReaders => HidesRestricted && fetches.Value;

    /// <summary>The civil day of the request, for the filters of <see cref="HideRestricted"/>: a restriction ends by its date, without anybody doing anything.</summary>
    protected DateOnly DayOfRequest => today.Value;

    /// <summary>The same for the filters of <see cref="Scope"/>.</summary>
    protected IReadOnlyList<string> Seen => OfficesSeen ?? [];

    /// <summary>Who is told whose rows are read; null where nobody looks: consumers, runs, commands, and acts, whose changes are in the history.</summary>
    internal PersonsShown? Shown => shown.Value;

    /// <summary>Messages to deliver.</summary>
    public DbSet<OutboxRow> Outbox => Set<OutboxRow>();

    /// <summary>Messages already applied, per consumer.</summary>
    public DbSet<InboxRow> Inbox => Set<InboxRow>();

    /// <summary>Messages that could not be applied and wait for a person.</summary>
    public DbSet<DeadLetter> DeadLetters => Set<DeadLetter>();

    /// <summary>Who changed what, when and why.</summary>
    public DbSet<HistoryRow> History => Set<HistoryRow>();

    /// <summary>Seals over ranges of the history.</summary>
    public DbSet<HistorySeal> HistorySeals => Set<HistorySeal>();

    /// <summary>Persons whose records are restricted.</summary>
    public DbSet<RestrictedPerson> Restricted => Set<RestrictedPerson>();

    /// <summary>Long work.</summary>
    public DbSet<Run> Runs => Set<Run>();

    /// <summary>Long work that may be shown: of one's own office and those below. Not a filter of the model, because rules ask for whatever run is under way.</summary>
    public IQueryable<Run> RunsSeen => OfficesSeen is { } seen ? Runs.Where(r => seen.Contains(r.Office!)) : Runs; // Null is in no list.

    /// <summary>Verdicts of long work, line by line.</summary>
    public DbSet<RunLine> RunLines => Set<RunLine>();

    /// <summary>What waits for a second person.</summary>
    public DbSet<Proposal> Proposals => Set<Proposal>();

    /// <summary>Who decided which step of it.</summary>
    public DbSet<ProposalStep> ProposalSteps => Set<ProposalStep>();

    /// <summary>Whom it names.</summary>
    public DbSet<ProposalPerson> ProposalPersons => Set<ProposalPerson>();

    /// <summary>Who must decide which act, from which amount.</summary>
    public DbSet<ApprovalPolicy> ApprovalPolicies => Set<ApprovalPolicy>();

    /// <summary>How long which records are kept.</summary>
    public DbSet<RetentionRule> RetentionRules => Set<RetentionRule>();

    /// <summary>Extracts for statistics.</summary>
    public DbSet<StatisticsExtract> StatisticsExtracts => Set<StatisticsExtract>();

    /// <summary>Their cells.</summary>
    public DbSet<StatisticsCell> StatisticsCells => Set<StatisticsCell>();

    /// <summary>Lines of extracts of records.</summary>
    public DbSet<StatisticsRecord> StatisticsRecords => Set<StatisticsRecord>();

    /// <summary>Answers given under an Idempotency-Key.</summary>
    public DbSet<StoredAnswer> StoredAnswers => Set<StoredAnswer>();

    /// <summary>Next free numbers.</summary>
    public DbSet<NumberSeries> NumberSeries => Set<NumberSeries>();

    /// <summary>Queues a message; it leaves with the next <see cref="SaveAsync"/>, in the same transaction, or not at all.</summary>
    /// <returns>The message's id.</returns>
    public Guid Publish<T>(T message)
        where T : class
    {
        var row = OutboxRow.Of(message);
        published.Add(row);
        return row.MessageId;
    }

    /// <summary>Commits data, history and outgoing messages in one transaction (or adds them to the one that is open).</summary>
    /// <exception cref="Refused">Somebody else changed the same row meanwhile, or the row exists already.</exception>
    public async Task SaveAsync(Change change, CancellationToken ct)
    {
        if (published.Count > 0)
        {
            foreach (var row in published)
            {
                row.Stamp(change);
            }

            Outbox.AddRange(published);
            published.Clear();
            AfterCommit(() => Signal<OutboxSignal>());
        }

        if (ChangeTracker.Entries<Run>().Any(e => e.State == EntityState.Added))
        {
            AfterCommit(() => Signal<RunSignal>());
        }

        History.AddRange(HistoryRow.Of(ChangeTracker, change));
        try
        {
            await WriteAsync(() => SaveChangesAsync(ct), ct);
        }
        catch (DbUpdateConcurrencyException)
        {
            throw new Refused("changed-meanwhile", "Somebody else changed this record while you worked on it. Open it again, look at the change, and repeat yours.");
        }
        catch (DbUpdateException e) when (UniqueViolation.Is(e))
        {
            throw new Refused("exists-already", "This was recorded already, perhaps a moment ago by somebody else. Open the list again to see it.");
        }
    }

    /// <summary>Runs work in one transaction: joins the open one, else opens one (on SQLite in the file's only write lane) and commits it.</summary>
    public async Task WriteAsync(Func<Task> work, CancellationToken ct)
    {
        if (Database.CurrentTransaction is not null)
        {
            await work();
            return;
        }

        using (await WriteLane.EnterAsync(this, ct))
        {
            await using var transaction = await Database.BeginTransactionAsync(ct);
            await work();
            await transaction.CommitAsync(ct);
        }

        foreach (var act in afterCommit)
        {
            act();
        }

        afterCommit.Clear();
    }

    /// <summary>Inserts many rows set-based, past the change tracker, in the open transaction or one of its own. The caller records the history (<see cref="RecordBulk"/>).</summary>
    public async Task BulkInsertAsync<T>(IReadOnlyCollection<T> rows, CancellationToken ct)
        where T : class
    {
        if (rows.Count == 0)
        {
            return;
        }

        if (Database.IsSqlite() && PreparedInsert.For(this, typeof(T)) is { } prepared)
        {
            await WriteAsync(
                () =>
                {
                    prepared.Insert(this, rows, ct);
                    return Task.CompletedTask;
                },
                ct);
            return;
        }

        var options = new BulkCopyOptions { BulkCopyType = BulkCopyType.MultipleRows, MaxBatchSize = 500 };
        await WriteAsync(() => this.BulkCopyAsync(options, rows, ct), ct);
    }

    /// <summary>One history entry for many rows changed set-based; the rows themselves are named by run and line.</summary>
    /// <param name="change">The change.</param>
    /// <param name="entity">What was changed, such as Person.</param>
    /// <param name="subject">Which: a run and its lines, a key range.</param>
    /// <param name="summary">Counts and totals, written as JSON.</param>
    public void RecordBulk(Change change, string entity, string subject, object summary) =>
        History.Add(HistoryRow.Bulk(change, entity, subject, JsonSerializer.Serialize(summary, SpmisJson.Options)));

    /// <summary>Takes the next <paramref name="count"/> numbers of a series; a number taken in a transaction that fails is given again.</summary>
    /// <returns>The first number taken.</returns>
    public async Task<long> TakeNumbersAsync(string series, int count, CancellationToken ct)
    {
        if (Database.CurrentTransaction is null)
        {
            throw new InvalidOperationException("Numbers are taken inside WriteAsync, so that the number and the row that bears it commit together.");
        }

        var updated = await NumberSeries.Where(s => s.Name == series).ExecuteUpdateAsync(set => set.SetProperty(s => s.Next, s => s.Next + count), ct);
        if (updated == 0)
        {
            await NumberSeries.AddAsync(new NumberSeries { Name = series, Next = 1 + count }, ct);
            await SaveChangesAsync(ct);
            return 1;
        }

        return await NumberSeries.Where(s => s.Name == series).Select(s => s.Next).SingleAsync(ct) - count;
    }

    /// <summary>Does something once the transaction has committed; forgotten when it does not.</summary>
    public void AfterCommit(Action act) => afterCommit.Add(act);

    /// <summary>Refuses a restricted record to who may not see it; passes everybody else, and numbers of nobody. Asked before a person is said to be unknown.</summary>
    /// <param name="number">Registration number as it was typed.</param>
    /// <param name="field">The field in which it was sent.</param>
    /// <param name="ct">Cancels.</param>
    /// <exception cref="Refused">The record is restricted.</exception>
    public async Task DemandOpenAsync(string? number, string? field, CancellationToken ct)
    {
        if (await RefusalOfAsync(number, field, ct) is { } refused)
        {
            throw refused;
        }
    }

    /// <summary>The records hidden from this request on its day.</summary>
    public IQueryable<RestrictedPerson> HiddenPersons => Restricted.Where(r => (HidesOthers && r.From <= DayOfRequest && (r.Until == null || r.Until >= DayOfRequest)) || r.Number == OwnNumber);

    internal async Task<Refused?> RefusalOfAsync(string? number, string? field, CancellationToken ct)
    {
        if (holder.Value is { } own && string.Concat((number ?? "").Where(char.IsAsciiDigit)) == own)
        {
            return RestrictedRecords.OwnRefusal(own, field); // Whatever the act: also one that concerns the nation.
        }

        if (!HidesOthers || string.Concat((number ?? "").Where(char.IsAsciiDigit)) is not { Length: > 0 } digits)
        {
            return null;
        }

        var found = await Restricted.AsNoTracking().Where(RestrictedPerson.StandsOn(DayOfRequest)).SingleOrDefaultAsync(r => r.Number == digits, ct);
        return found is null ? null : RestrictedRecords.Refusal(found.Number, found.Office, field);
    }

    /// <summary>Maps the module's own entities.</summary>
    protected abstract void Map(ModelBuilder model);

    /// <summary>
    /// Row scope: filters (<c>HasQueryFilter</c> by <see cref="Seen"/>) on all that belongs to an office. They are in the model that requests of people bound to an office use,
    /// and in no other: whoever sees the nation, and all bulk work, has the statements it had without them. What must look beyond says <c>IgnoreQueryFilters</c>.
    /// </summary>
    protected virtual void Scope(ModelBuilder model)
    {
    }

    /// <summary>
    /// Filters on all that belongs to a person whose record is restricted, beside those of <see cref="Scope"/>. They are in the model that requests of staff without the permission use,
    /// and in no other. Said with <see cref="HideOf"/>, and <see cref="HideWith"/> for what belongs to something that is filtered.
    /// </summary>
    protected virtual void HideRestricted(ModelBuilder model)
    {
    }

    /// <summary>Leaves out rows of a restricted person.</summary>
    protected void HideOf<T>(ModelBuilder model, Expression<Func<T, Guid?>> person)
        where T : class
    {
        Expression<Func<Guid?, bool>> open = id => !Restricted.Any(r => r.PersonId == id && ((HidesOthers && r.From <= DayOfRequest && (r.Until == null || r.Until >= DayOfRequest)) || r.Number == OwnNumber));
        Hide(model, Expression.Lambda<Func<T, bool>>(new Put(open.Parameters[0], person.Body).Visit(open.Body), person.Parameters));
    }

    /// <summary>The same for rows that know the person by registration number only.</summary>
    protected void HideNumbered<T>(ModelBuilder model, Expression<Func<T, string?>> number)
        where T : class
    {
        Expression<Func<string?, bool>> open = n => !Restricted.Any(r => r.Number == n && ((HidesOthers && r.From <= DayOfRequest && (r.Until == null || r.Until >= DayOfRequest)) || r.Number == OwnNumber));
        Hide(model, Expression.Lambda<Func<T, bool>>(new Put(open.Parameters[0], number.Body).Visit(open.Body), number.Parameters));
    }

    /// <summary>Leaves out what belongs to something left out. Who is bound to an office has that in the filter of the office already.</summary>
    protected void HideWith<T>(ModelBuilder model, Expression<Func<T, bool>> seen)
        where T : class
    {
        if (OfficesSeen is null)
        {
            Hide(model, seen);
        }
    }

    /// <inheritdoc />
    protected sealed override void OnModelCreating(ModelBuilder modelBuilder)
    {
        if (!Database.IsSqlite())
        {
            modelBuilder.HasDefaultSchema(Module);
        }

        KernelMapping.Map(modelBuilder, Database.IsSqlServer());
        Map(modelBuilder);
        if (OfficesSeen is not null)
        {
            modelBuilder.Entity<Proposal>().HasQueryFilter(p => Seen.Contains(p.Office!)); // Null is in no list.
            Scope(modelBuilder);
        }

        if (HidesRestricted)
        {
            // Proposals and verdicts name persons in their texts. The texts themselves are searched of those only that are from before there were rows of whom they name.
            Hide<Proposal>(modelBuilder, p => p.PersonsKept
                ? !ProposalPersons.Any(n => n.ProposalId == p.Id && (n.Number == OwnNumber || (HidesOthers && Restricted.Any(r => r.Number == n.Number && r.From <= DayOfRequest && (r.Until == null || r.Until >= DayOfRequest)))))
                : !Restricted.Any(r => ((HidesOthers && r.From <= DayOfRequest && (r.Until == null || r.Until >= DayOfRequest)) || r.Number == OwnNumber) && (p.Subject.Contains(r.Number) || p.Title.Contains(r.Number) || p.Shown.Contains(r.Number))));
            HideNumbered<RunLine>(modelBuilder, l => l.Number);
            HideRestricted(modelBuilder);
        }
    }

    /// <inheritdoc />
    protected sealed override void ConfigureConventions(ModelConfigurationBuilder configurationBuilder) =>
        Conventions.Apply(configurationBuilder, Database.IsNpgsql());

    private static void Hide<T>(ModelBuilder model, Expression<Func<T, bool>> open)
        where T : class
    {
        var entity = model.Entity<T>();
        var before = entity.Metadata.GetDeclaredQueryFilters().SingleOrDefault()?.Expression;
        entity.HasQueryFilter(before is null ? open : Expression.Lambda<Func<T, bool>>(Expression.AndAlso(new Put(before.Parameters[0], open.Parameters[0]).Visit(before.Body), open.Body), open.Parameters));
    }

    private sealed class Put(ParameterExpression from, Expression to) : ExpressionVisitor
    {
        protected override Expression VisitParameter(ParameterExpression node) => node == from ? to : node;
    }

    private static IReadOnlyList<string>? OfficesOf(DbContextOptions options) => RequestOf(options)?.User is { } user ? CurrentActor.OfficesOf(user) : null;

    private static HttpContext? RequestOf(DbContextOptions options) => options.FindExtension<CoreOptionsExtension>()?.ApplicationServiceProvider?.GetService<IHttpContextAccessor>()?.HttpContext;

    private void Signal<T>()
        where T : Signal =>
        this.GetService<IDbContextOptions>().FindExtension<CoreOptionsExtension>()?.ApplicationServiceProvider?.GetService<T>()?.Set(Module);
}
