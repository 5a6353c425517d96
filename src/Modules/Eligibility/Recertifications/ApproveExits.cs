using System.Globalization;
using System.Runtime.CompilerServices;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Spmis.Eligibility.Awards;
using Spmis.Eligibility.Determinations;
using Spmis.Kernel.Acts;
using Spmis.Kernel.Data;
using Spmis.Kernel.Proposals;
using Spmis.Kernel.Runs;

namespace Spmis.Eligibility.Recertifications;

/// <summary>What a second person approves: these awards end, and no others.</summary>
/// <param name="RecertificationId">The recertification.</param>
/// <param name="Hash">SHA-256 over all awards that end, in the order of their numbers.</param>
public sealed record ExitsToApprove(long RecertificationId, string Hash);

/// <summary>Approves who leaves; a run then ends the awards and tells Payments. Each is looked at once more when it does: what ended otherwise keeps its date, and who fits again by what became known stays, with a word in the run.</summary>
/// <param name="db">The module's database.</param>
/// <param name="fourEyes">Proposals.</param>
public sealed class ApproveExits(EligibilityDb db, FourEyes fourEyes) : IProposedAct
{
    /// <summary>The act's name.</summary>
    public const string Act = "recertifications.approve";

    private const int Page = 5_000;

    /// <summary>The subject of its proposal.</summary>
    public static string SubjectOf(long id) => string.Create(CultureInfo.InvariantCulture, $"recertification {id}");

    /// <summary>Closes the run; unless it was a dry run or nobody leaves, those who do wait for a second person.</summary>
    public async Task FinishAsync(long id, RunStep step, CancellationToken ct)
    {
        var of = await db.Recertifications.SingleAsync(r => r.Id == id, ct);
        of.FinishedAt = step.Change.Now;
        await db.SaveAsync(step.Change, ct);
        if (of is { DryRun: false, Leaving: > 0 })
        {
            await fourEyes.ProposeAsync(EligibilityModule.ModuleName, Act, SubjectOf(id), of.Title, new ExitsToApprove(id, await HashAsync(id, ct)), step.Change, ct);
        }
    }

    /// <inheritdoc />
    public async Task<IReadOnlyList<ShownField>> ShowAsync(string payload, CancellationToken ct)
    {
        var of = await FindAsync(db, Read(payload).RecertificationId, ct);
        var kinds = await db.RecertificationLines.Where(l => l.RecertificationId == of.Id).GroupBy(l => l.Kind).Select(g => new { g.Key, Count = g.Count() }).ToDictionaryAsync(g => g.Key, g => g.Count, ct);
        string Count(RecertificationKind kind) => kinds.GetValueOrDefault(kind).ToString(CultureInfo.InvariantCulture);
        return
        [
            new("Scheme", null, $"{of.Scheme} {of.PackageVersion}"), new("Programme", null, of.Programme.Length > 0 ? of.Programme : "-"), new("Last month paid", null, of.LastMonth.ToString()),
            new("Stay", null, Count(RecertificationKind.Confirmed)), new("Not entitled", null, Count(RecertificationKind.NotEntitled)), new("Outside the target", null, Count(RecertificationKind.OutsideTarget)),
            new("Time is over", null, Count(RecertificationKind.TimeOver)), new("Cannot tell; they stay", null, Count(RecertificationKind.CannotTell)), new("Content (SHA-256)", null, await HashAsync(of.Id, ct)),
        ];
    }

    /// <inheritdoc />
    public async Task ApplyAsync(string payload, Change change, CancellationToken ct)
    {
        var told = Read(payload);
        var of = await db.Recertifications.SingleAsync(r => r.Id == told.RecertificationId, ct);
        if (of.ApprovedAt is not null || of.OnceKey is null || await HashAsync(of.Id, ct) != told.Hash)
        {
            throw new Refused("proposal.data-moved", "The list changed since it was made. Reject the proposal and start the recertification again.");
        }

        if (Values.Month.Of(change.Today) > of.LastMonth)
        {
            throw new Refused("recertification.late", $"The awards were to end after {of.LastMonth}, which is over. Reject the proposal and start the recertification for a month to come.");
        }

        (of.ApprovedAt, of.ApprovedBy) = (change.Now, change.Actor.Name);
        db.Runs.Add(Run.Of(EndAwardsWorker.RunKind, of.Id.ToString(CultureInfo.InvariantCulture), $"End awards: {of.Title}", new RecertificationInput(of.Id), change));
        await db.SaveAsync(change, ct);
    }

    /// <summary>The recertification.</summary>
    internal static async Task<AwardRecertification> FindAsync(EligibilityDb db, long id, CancellationToken ct) =>
        await db.Recertifications.AsNoTracking().SingleOrDefaultAsync(r => r.Id == id, ct) ?? throw new Refused("recertification.unknown", $"There is no recertification {id}.");

    private async Task<string> HashAsync(long id, CancellationToken ct)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        foreach (var kind in Enum.GetValues<RecertificationKind>().Where(RecertificationLine.Leaves))
        {
            for (var (after, more) = ("", true); more;)
            {
                var from = after;
                var page = await db.RecertificationLines.AsNoTracking().Where(l => l.RecertificationId == id && l.Kind == kind && string.Compare(l.AwardNumber, from) > 0).OrderBy(l => l.AwardNumber).Take(Page).Select(l => l.AwardNumber).ToListAsync(ct);
                page.ForEach(n => hash.AppendData(Encoding.UTF8.GetBytes($"{n}|{kind}\n")));
                (after, more) = (page.Count == 0 ? after : page[^1], page.Count == Page);
            }
        }

        return Convert.ToHexStringLower(hash.GetHashAndReset());
    }

    private static ExitsToApprove Read(string payload) => JsonSerializer.Deserialize<ExitsToApprove>(payload, SpmisJson.Options) ?? throw new InvalidOperationException("The proposal is empty.");
}

/// <summary>Ends the awards of an approved recertification, five hundred at a time, and tells Payments.</summary>
public sealed class EndAwardsWorker(EligibilityDb db) : IRunWorker
{
    /// <summary>The kind of run.</summary>
    public const string RunKind = "eligibility.end-awards";

    private const int Awards = 500;

    /// <inheritdoc />
    public string Kind => RunKind;

    /// <inheritdoc />
    public string Permission => "awards.prepare";

    /// <inheritdoc />
    public bool MayStop => false;

    /// <inheritdoc />
    public async IAsyncEnumerable<RunChunk> ChunksAsync(Run run, [EnumeratorCancellation] CancellationToken ct)
    {
        var id = run.InputAs<RecertificationInput>().RecertificationId;
        var of = await ApproveExits.FindAsync(db, id, ct);
        DecideAgain? decide = null; // Compiled once for the whole run; chunks come one after another.
        for (var after = run.Checkpoint ?? ""; ;)
        {
            var from = after;
            var lines = await db.RecertificationLines.AsNoTracking()
                .Where(l => l.RecertificationId == id && l.Kind != RecertificationKind.Confirmed && l.Kind != RecertificationKind.CannotTell && string.Compare(l.AwardNumber, from) > 0)
                .OrderBy(l => l.AwardNumber).Take(Awards).ToListAsync(ct);
            if (lines.Count == 0)
            {
                yield break;
            }

            after = lines[^1].AwardNumber;
            yield return new RunChunk(after, async (services, step, token) =>
            {
                decide ??= await services.GetRequiredService<RecertifyAwards>().PrepareAsync(of, token);
                await EndAsync(services, of, decide, lines, step, token);
            });
        }
    }

    private static async Task EndAsync(IServiceProvider services, AwardRecertification of, DecideAgain decide, List<RecertificationLine> page, RunStep step, CancellationToken ct)
    {
        var db = services.GetRequiredService<EligibilityDb>();
        var (ids, last) = (page.ConvertAll(l => l.AwardId), of.LastMonth);
        var lines = await db.RecertificationLines.Where(l => l.RecertificationId == of.Id && ids.Contains(l.AwardId)).OrderBy(l => l.AwardNumber).ToListAsync(ct);
        // Who died, or whose award ended otherwise, in between has it settled already; a longer award has no month left to take back.
        var awards = (await db.Awards.Where(a => ids.Contains(a.Id) && a.EndedAfter == null && (a.GrantedTo == null || a.GrantedTo > last)).ToListAsync(ct)).ToDictionary(a => a.Id);
        var looked = await RecertifyAwards.LookAsync(db, of, [.. awards.Values], decide, ct);
        List<Determination> decisions = [];
        List<Guid> ended = [];
        foreach (var line in lines)
        {
            var at = step.Run.Done + 1;
            if (!awards.TryGetValue(line.AwardId, out var award))
            {
                step.Note(at, "recertification.settled", $"Award {line.AwardNumber} ended otherwise in between; it keeps its own date.", number: line.AwardNumber);
            }
            else if (!RecertificationLine.Leaves(looked[award.Id].Kind))
            {
                step.Note(at, "recertification.fits-again", $"Award {line.AwardNumber} stays: since the list was made other facts became known, and by them it does not end.", number: line.AwardNumber);
            }
            else
            {
                (award.EndedAfter, award.EndedBecause) = (last < award.FromMonth.Add(-1) ? award.FromMonth.Add(-1) : last, Because(of, looked[award.Id].Kind));
                award.Changed();
                ended.Add(award.PersonId);
                if (looked[award.Id] is { Kind: RecertificationKind.NotEntitled } no)
                {
                    // Who loses a right is owed the working.
                    var decision = Determination.Of(decide.WithWorking.For(no.Person, no.Asked, []), decide.Rules, no.Person, of.FromMonth.First, step.Change);
                    decisions.Add(decision);
                    line.DeterminationId = decision.Id;
                }

                step.Count(1, 0);
            }
        }

        await db.BulkInsertAsync(decisions, ct);
        await services.GetRequiredService<SettleOwners>().HandleAsync(ended, step.Change, ct);
        db.RecordBulk(step.Change, nameof(Award), $"recertification {of.Id}, up to {page[^1].AwardNumber}", new { ended = ended.Count });
    }

    private static string Because(AwardRecertification of, RecertificationKind kind) => string.Create(CultureInfo.InvariantCulture, $"Recertification {of.Id}: {kind switch
    {
        RecertificationKind.TimeOver => "the programme's longest time is over",
        RecertificationKind.OutsideTarget => "the programme is not for this person any more",
        _ => "not entitled any more",
    }}");
}
