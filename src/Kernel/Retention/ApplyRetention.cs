using System.Globalization;
using System.Runtime.CompilerServices;
using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Spmis.Kernel.Acts;
using Spmis.Kernel.Data;
using Spmis.Kernel.History;
using Spmis.Kernel.Hosting;
using Spmis.Kernel.Runs;

namespace Spmis.Kernel.Retention;

/// <summary>One kind to be ended by one run.</summary>
/// <param name="Kind">The kind.</param>
/// <param name="Rule">The rule's number.</param>
/// <param name="Before">What is from before this instant ends.</param>
public sealed record RetentionPart(string Kind, long Rule, DateTime Before);

/// <summary>Ends what has served its term by the rules in force: once a day and module, a thousand records a transaction, each transaction in the history.</summary>
/// <param name="module">The module.</param>
/// <param name="services">To find its database and kinds.</param>
public sealed class ApplyRetention(string module, IServiceProvider services) : IRunWorker
{
    /// <summary>The act in the history.</summary>
    public const string Act = "retention.apply";

    private const int InChunk = 1_000;

    /// <inheritdoc />
    public string Kind => KindOf(module);

    /// <inheritdoc />
    public string Permission => RetentionPermissions.Decide;

    /// <summary>Starts the run of a day, where a rule is in force and something has served its term.</summary>
    /// <returns>The run; null when there is nothing to do, or the day's run was started already.</returns>
    public async Task<Run?> StartAsync(Change change, CancellationToken ct)
    {
        var db = services.GetRequiredKeyedService<ModuleDb>(module);
        var day = change.Today.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
        // One at a time: two would end the same records.
        if (await db.Runs.AnyAsync(r => r.Key == $"{Kind}:{day}" || (r.Kind == Kind && r.FinishedAt == null && r.FailedAt == null), ct))
        {
            return null;
        }

        List<RetentionPart> parts = [];
        foreach (var kind in services.GetServices<RetainedKind>().Where(k => k.Module == module))
        {
            if (await RetentionRule.InForceAsync(db, kind.Name, change.Today, ct) is { } rule && rule.EndedBefore(change.Today) is { } before && await Retained(kind.Name).AnyAsync(db, before, ct))
            {
                parts.Add(new RetentionPart(kind.Name, rule.Id, before));
            }
        }

        if (parts.Count == 0)
        {
            return null;
        }

        var run = Run.Of(Kind, day, "End of records that have served their term", parts, change);
        db.Runs.Add(run);
        await db.SaveAsync(change, ct);
        return run;
    }

    /// <inheritdoc />
    public async IAsyncEnumerable<RunChunk> ChunksAsync(Run run, [EnumeratorCancellation] CancellationToken ct)
    {
        foreach (var part in run.InputAs<List<RetentionPart>>())
        {
            var more = true;
            while (more)
            {
                ct.ThrowIfCancellationRequested();
                yield return new RunChunk(part.Kind, async (scope, step, token) => more = await EndAsync(scope, step, part, token));
            }
        }
    }

    private async Task<bool> EndAsync(IServiceProvider scope, RunStep step, RetentionPart part, CancellationToken ct)
    {
        var db = scope.GetRequiredKeyedService<ModuleDb>(module);
        // Asked for each piece: an order to keep stops a run that is under way.
        if ((await RetentionRule.InForceAsync(db, part.Kind, DateOnly.FromDateTime(scope.GetRequiredService<TimeProvider>().GetUtcNow().UtcDateTime), ct))?.Id != part.Rule)
        {
            return false;
        }

        if (await Retained(part.Kind).EndAsync(db, part.Before, InChunk, ct) is not { } ended)
        {
            return false;
        }

        db.RecordBulk(step.Change.As(Act), part.Kind, string.Create(CultureInfo.InvariantCulture, $"run {step.Run.Id}, {ended.From} to {ended.To}"), new EndedRange(part.Rule, part.Before, ended.From, ended.To, ended.Records, ended.Proof));
        step.Count(ended.Records, 0);
        return true;
    }

    private IRetained Retained(string kind) => services.GetRequiredKeyedService<IRetained>(KeyOf(module, kind));

    internal static string KeyOf(string module, string kind) => $"{module}.{kind}";

    /// <summary>The kind of its runs.</summary>
    public static string KindOf(string module) => $"{module}.retention";
}

/// <summary>What the history says of one piece of work.</summary>
/// <param name="Rule">The rule's number.</param>
/// <param name="Before">What was from before this instant ended.</param>
/// <param name="From">The first record's number.</param>
/// <param name="To">The last record's number.</param>
/// <param name="Records">How many ended.</param>
/// <param name="Proof">See <see cref="RetentionEnded"/>.</param>
public sealed record EndedRange(long Rule, DateTime Before, long From, long To, int Records, string? Proof)
{
    /// <summary>
    /// The ranges of one kind that the history tells of, in their order. An entry proves something only when it says what it said when it was written, follows the one before, and names a rule that was in force on its
    /// day, gives exactly this term, and is itself on record.
    /// </summary>
    public static async Task<IReadOnlyList<EndedRange>> OfAsync(ModuleDb db, string kind, CancellationToken ct)
    {
        var rules = (await db.RetentionRules.AsNoTracking().Where(r => r.Kind == kind).ToListAsync(ct)).ToDictionary(r => r.Id);
        var added = (await db.History.AsNoTracking().Where(h => h.Entity == nameof(RetentionRule) && h.Kind == "added").ToListAsync(ct)).Where(h => h.Emptied == true || Whole(h)).ToList();
        var recorded = rules.Values.Where(r => added.Exists(h => IsOf(h, r))).Select(r => r.Id).ToHashSet();
        List<EndedRange> ranges = [];
        long last = 0, to = 0;
        while (await db.History.AsNoTracking().Where(h => h.Act == ApplyRetention.Act && h.Entity == kind && h.Kind == HistoryRow.BulkKind && h.Seq > last).OrderBy(h => h.Seq).Take(AtOnce).ToListAsync(ct) is { Count: > 0 } entries)
        {
            foreach (var entry in entries.Where(h => h.After is not null && Whole(h)))
            {
                var range = Read(entry.After!); // Looked at in the condition.
                // History ends row behind row; seals of reads may have gaps between them.
                if ((kind == HistoryRetained.Name ? range.From == to + 1 : range.From > to) && recorded.Contains(range.Rule) && rules[range.Rule] is var rule
                    && rule.FromDay <= DateOnly.FromDateTime(entry.At) && rule.EndedBefore(DateOnly.FromDateTime(entry.At)) == range.Before)
                {
                    ranges.Add(range);
                    to = range.To;
                }
            }

            last = entries[^1].Seq;
        }

        return ranges;
    }

    /// <summary>The last ranges of one kind, the newest first, for people.</summary>
    public static async Task<IReadOnlyList<(DateTime At, EndedRange Range)>> LatestAsync(ModuleDb db, string kind, int most, CancellationToken ct)
    {
        var entries = await db.History.AsNoTracking().Where(h => h.Act == ApplyRetention.Act && h.Entity == kind && h.After != null).OrderByDescending(h => h.At).ThenByDescending(h => h.Seq).Take(most).Select(h => new { h.At, h.After }).ToListAsync(ct);
        return [.. entries.Select(h => (h.At, Read(h.After!)))]; // Looked at in the condition.
    }

    /// <summary>The range that a record lies in; null for none. Ranges lie in their order and do not overlap.</summary>
    public static EndedRange? Around(IReadOnlyList<EndedRange> ranges, long number)
    {
        var (from, to) = (0, ranges.Count - 1);
        while (from <= to)
        {
            var middle = (from + to) / 2;
            if (ranges[middle].To < number)
            {
                from = middle + 1;
            }
            else
            {
                to = middle - 1;
            }
        }

        return from < ranges.Count && ranges[from].From <= number ? ranges[from] : null;
    }

    private const int AtOnce = 1_000;

    private static bool IsOf(HistoryRow added, RetentionRule rule)
    {
        const long microsecond = TimeSpan.TicksPerMicrosecond; // As exact as the coarsest provider.
        if (added.At.Ticks / microsecond != rule.ApprovedAt.Ticks / microsecond)
        {
            return false;
        }

        var said = added.After is null ? null : JsonSerializer.Deserialize<Dictionary<string, string?>>(added.After, SpmisJson.Options);
        return said is null || (said.GetValueOrDefault("kind") == rule.Kind && said.GetValueOrDefault("fromDay") == rule.FromDay.ToString("O", CultureInfo.InvariantCulture)
            && said.GetValueOrDefault("months") == rule.Months?.ToString(CultureInfo.InvariantCulture));
    }

    private static bool Whole(HistoryRow row) => row.ComputeDigest().AsSpan().SequenceEqual(row.Digest);

    internal static EndedRange Read(string after) => JsonSerializer.Deserialize<EndedRange>(after, SpmisJson.Options) ?? throw new InvalidOperationException("A range of ended records says nothing.");
}

/// <summary>Looks once an hour whether the day's run is still to be started.</summary>
/// <typeparam name="TDb">The module's database.</typeparam>
/// <param name="scopes">For a fresh scope per look.</param>
/// <param name="time">The clock.</param>
/// <param name="module">The module.</param>
/// <param name="log">No personal data goes in.</param>
public sealed class RetentionClock<TDb>(IServiceScopeFactory scopes, TimeProvider time, ModuleOf<TDb> module, ILogger<RetentionClock<TDb>> log) : ClockedLook(scopes, time, log)
    where TDb : ModuleDb
{
    /// <inheritdoc />
    protected override string Act => ApplyRetention.Act;

    /// <inheritdoc />
    protected override Task LookAsync(IServiceProvider services, Change change, CancellationToken ct) => services.GetRequiredKeyedService<ApplyRetention>(module.Name).StartAsync(change, ct);
}
