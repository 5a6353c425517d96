using System.Globalization;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Spmis.Kernel.Acts;
using Spmis.Kernel.Data;
using Spmis.Kernel.Hosting;

namespace Spmis.Kernel.Proposals;

/// <summary>
/// How long a proposal, and each of its steps, may wait before it is overdue: settings <c>Proposals:EscalateAfterDays</c> (5; 0 for never) and, for an act of its own, <c>Proposals:EscalateAfter:ACT</c>, such as
/// <c>Proposals:EscalateAfter:payments.release</c> = 1. Days are days of the calendar, 24 hours each.
/// </summary>
/// <param name="configuration">The settings.</param>
/// <param name="acts">The acts that need a second person.</param>
public sealed class ProposalTerms(IConfiguration configuration, IEnumerable<ProposedAct> acts)
{
    private const int Usual = 5;

    private readonly IReadOnlyDictionary<string, int> days = acts.Select(a => a.Act).Distinct().ToDictionary(a => a, a => Read(configuration, $"Proposals:EscalateAfter:{a}", Read(configuration, "Proposals:EscalateAfterDays", Usual)));

    /// <summary>Since when a proposal is overdue; null when it is decided, not yet overdue, or of an act that never is.</summary>
    public DateTime? OverdueSince(Proposal proposal, DateTime now) =>
        proposal.DecidedAt is null && days.GetValueOrDefault(proposal.Act) is > 0 and var term && (proposal.DueSince ?? proposal.PreparedAt).AddDays(term) is var since && since <= now ? since : null;

    /// <summary>The overdue ones among proposals, in as many queries as there are different terms (mostly one).</summary>
    public IEnumerable<IQueryable<Proposal>> Overdue(IQueryable<Proposal> among, DateTime now) =>
        days.Where(d => d.Value > 0).GroupBy(d => d.Value, d => d.Key).OrderBy(g => g.Key).Select(term =>
        {
            var (before, named) = (now.AddDays(-term.Key), term.ToList());
            return among.Where(p => p.DecidedAt == null && (p.DueSince ?? p.PreparedAt) <= before && named.Contains(p.Act));
        });

    private static int Read(IConfiguration configuration, string key, int otherwise) => configuration[key] is not { Length: > 0 } text ? otherwise
        : int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number
        : throw new InvalidOperationException($"{key} is '{text}'; give a number of days, 0 for never.");
}

/// <summary>Notes in the history, once for each, that a proposal has waited too long. From then on it stands on top of the inbox of all who may decide it: in its office and in those above.</summary>
/// <param name="terms">How long is too long.</param>
public sealed class EscalateProposals(ProposalTerms terms)
{
    /// <summary>The act of the note.</summary>
    public const string Act = "proposals.escalate";

    private const int AtOnce = 1_000;

    /// <summary>Notes all and saves them, a thousand a transaction, the oldest first.</summary>
    /// <returns>How many are new.</returns>
    public async Task<int> HandleAsync(ModuleDb db, DateTime now, CancellationToken ct)
    {
        var noted = 0;
        foreach (var overdue in terms.Overdue(db.Proposals.AsNoTracking(), now))
        {
            for (long? after = 0; after is { } from;)
            {
                (after, var fresh) = await NoteAsync(db, overdue.Where(p => p.Id > from), now, ct);
                noted += fresh;
            }
        }

        return noted;
    }

    /// <summary>Notes the first thousand of them.</summary>
    /// <returns>The last one looked at, null when there are no more; and how many are new.</returns>
    private async Task<(long? Last, int Fresh)> NoteAsync(ModuleDb db, IQueryable<Proposal> overdue, DateTime now, CancellationToken ct)
    {
        (long? Last, int Fresh) done = default;
        await db.WriteAsync(
            async () =>
            {
                // The subject of a note is the proposal's number, with that of a later step behind it, so the numbers noted are read beside and compared here: texts and numbers do not meet in a query.
                var found = await overdue.OrderBy(p => p.Id).Take(AtOnce).ToListAsync(ct);
                var ids = found.ConvertAll(p => p.Id);
                // Takes the rows' locks: of two processes the second finds the note.
                await db.Proposals.Where(p => ids.Contains(p.Id)).ExecuteUpdateAsync(s => s.SetProperty(p => p.Version, p => p.Version), ct);
                var subjects = found.ConvertAll(Subject);
                var before = (await db.History.Where(h => h.Entity == nameof(Proposal) && h.Act == Act && subjects.Contains(h.Subject)).Select(h => h.Subject).ToListAsync(ct)).ToHashSet();
                var fresh = found.FindAll(p => !before.Contains(Subject(p)));
                fresh.ForEach(p => db.RecordBulk(
                    new Change { Act = Act, Actor = Actor.System with { Office = p.Office }, Now = now }, nameof(Proposal), Subject(p), new { p.Act, p.Office, p.PreparedAt, Step = p.StepsTaken + 1, OverdueSince = terms.OverdueSince(p, now) }));
                await db.SaveChangesAsync(ct);
                done = (found.Count == AtOnce ? found[^1].Id : null, fresh.Count);
            },
            ct);
        return done;
    }

    private static string Subject(Proposal proposal) => string.Create(CultureInfo.InvariantCulture, $"{proposal.Id}{(proposal.StepsTaken == 0 ? "" : $":{proposal.StepsTaken + 1}")}");
}

/// <summary>Looks for overdue proposals of a module once an hour, so that a night on which the machine was off is made up for.</summary>
/// <typeparam name="TDb">The module's database.</typeparam>
/// <param name="scopes">For a fresh scope per look.</param>
/// <param name="time">The clock.</param>
/// <param name="module">The module.</param>
/// <param name="log">Counts only.</param>
public sealed partial class EscalationClock<TDb>(IServiceScopeFactory scopes, TimeProvider time, ModuleOf<TDb> module, ILogger<EscalationClock<TDb>> log) : BackgroundService
    where TDb : ModuleDb
{
    private static readonly TimeSpan Each = TimeSpan.FromHours(1);

    /// <inheritdoc />
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Each, time);
        while (await timer.WaitForNextTickAsync(stoppingToken))
        {
            try
            {
                await using var scope = scopes.CreateAsyncScope();
                var noted = await scope.ServiceProvider.GetRequiredService<EscalateProposals>().HandleAsync(scope.ServiceProvider.GetRequiredService<TDb>(), time.GetUtcNow().UtcDateTime, stoppingToken);
                LogNoted(log, module.Name, noted);
            }
            catch (Exception e) when (e is not OperationCanceledException || !stoppingToken.IsCancellationRequested)
            {
                LogBroken(log, e, module.Name); // The next look is in an hour; pages say what is overdue without it.
            }
        }
    }

    [LoggerMessage(Level = LogLevel.Debug, Message = "{Module}: {Noted} proposals became overdue")]
    private static partial void LogNoted(ILogger log, string module, int noted);

    [LoggerMessage(Level = LogLevel.Warning, Message = "Overdue proposals of {Module} could not be noted; it is tried again in an hour")]
    private static partial void LogBroken(ILogger log, Exception e, string module);
}
