using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using Spmis.Kernel.Acts;
using Spmis.Kernel.Data;
using Spmis.Kernel.Proposals;
using Spmis.Kernel.Runs;
using Spmis.Values;

namespace Spmis.Contributions.Takeover;

/// <summary>What a second person approves: these lines and no others.</summary>
/// <param name="BatchId">The batch.</param>
/// <param name="Hash">SHA-256 over all lines taken over, in their order.</param>
public sealed record TakeoverToApprove(long BatchId, string Hash);

/// <summary>Approves a takeover that somebody else prepared; then a run posts it. Refused lines stay out.</summary>
public sealed class ApproveTakeover(ContributionsDb db, HeldMonths held, FourEyes fourEyes) : IProposedAct
{
    /// <summary>The act's name.</summary>
    public const string Act = "takeovers.approve";
    private const int Page = 1000;
    private const int HistoryPage = 500;

    /// <summary>Closes the look at the lines; what can be taken over waits for a second person.</summary>
    internal async Task CheckedAsync(long id, RunStep step, CancellationToken ct)
    {
        var batch = await db.Set<TakeoverBatch>().SingleAsync(b => b.Id == id, ct);
        if (batch.UndoneAt is not null)
        {
            return;
        }

        var lines = db.Set<TakeoverLine>().Where(l => l.BatchId == id);
        (batch.Accepted, batch.Refused, batch.CheckedAt) = (await lines.CountAsync(l => !l.Refused, ct), await lines.CountAsync(l => l.Refused, ct), step.Change.Now);
        await db.SaveAsync(step.Change, ct);
        if (batch.Accepted > 0)
        {
            await fourEyes.ProposeAsync(ContributionsModule.ModuleName, Act, Subject(id), $"Take {batch.Accepted} lines of {batch.FileName} over from {batch.Source}", new TakeoverToApprove(id, await HashAsync(id, ct)), step.Change.As(Act), ct);
        }
    }

    /// <summary>Approves or, with the change's reason, rejects what somebody else prepared.</summary>
    /// <exception cref="Refused">There is no such proposal, it is the actor's own, decided, or the data moved.</exception>
    public async Task<StepTaken> DecideAsync(long proposal, bool approve, Change change, CancellationToken ct)
    {
        if (!await db.Proposals.AnyAsync(p => p.Id == proposal && p.Act == Act, ct))
        {
            throw new Refused("proposal.unknown", $"There is no proposal {proposal} about a takeover.");
        }

        return await (approve ? fourEyes.ApproveAsync(ContributionsModule.ModuleName, proposal, change, ct) : fourEyes.RejectAsync(ContributionsModule.ModuleName, proposal, change, ct));
    }

    /// <inheritdoc />
    public async Task<IReadOnlyList<ShownField>> ShowAsync(string payload, CancellationToken ct)
    {
        var told = Read(payload);
        var batch = await FindAsync(told.BatchId, ct);
        var currency = Currency.Of(batch.Currency);
        var sums = await TakeoverSums.OfAsync(db, db.Set<TakeoverBatch>().Where(b => b.Id == batch.Id), ct);
        string Sum(TotalKind kind, bool refused) => ControlTotals.Plain(kind, sums.Where(s => s.Kind == kind && s.Refused == refused).Sum(s => s.Sum), currency);
        return
        [
            new("Source", null, batch.Source), new("File", null, batch.FileName), new("Scheme", null, batch.Scheme), new("First month kept here", null, $"{batch.CutOver}"),
            new("Lines taken over", null, batch.Accepted.ToString(CultureInfo.InvariantCulture)), new("Lines refused, not taken over", null, batch.Refused.ToString(CultureInfo.InvariantCulture)),
            .. sums.Select(s => s.Kind).Distinct().Order().SelectMany(k => new ShownField[] { new($"Sum of {ControlTotals.Word(k)}, taken over", null, Sum(k, false)), new($"Sum of {ControlTotals.Word(k)}, refused", null, Sum(k, true)) }),
            new("Content (SHA-256)", null, await HashAsync(batch.Id, ct)),
        ];
    }

    /// <inheritdoc />
    public async Task ApplyAsync(string payload, Change change, CancellationToken ct)
    {
        var told = Read(payload);
        await held.HoldAsync((await FindAsync(told.BatchId, ct)).Scheme, null, ct);
        var batch = await db.Set<TakeoverBatch>().SingleAsync(b => b.Id == told.BatchId, ct);
        if (batch is not { CheckedAt: not null, ApprovedAt: null, UndoneAt: null } || await HashAsync(batch.Id, ct) != told.Hash || await DeclaredMeanwhileAsync(batch, ct))
        {
            throw new Refused("proposal.data-moved", "The batch was undone, or months of it were declared here, or approved to come from another system, since it was looked at. Reject it, undo the batch and prepare it again.");
        }

        (batch.ApprovedAt, batch.ApprovedBy) = (change.Now, change.Actor.Name);
        var run = TakeoverWorker.Of(batch, TakeoverStep.Post, change);
        db.Runs.Add(run);
        await db.SaveAsync(change, ct);
        batch.PostRunId = run.Id;
        await db.SaveAsync(change, ct);
    }

    internal static string Subject(long id) => id.ToString(CultureInfo.InvariantCulture);

    /// <summary>Months that came here by a return or payment, or that another old system handed on or is about to, after the lines were looked at.</summary>
    private async Task<bool> DeclaredMeanwhileAsync(TakeoverBatch batch, CancellationToken ct)
    {
        for (long after = 0; batch.Kind == TakeoverKind.History;)
        {
            var from = after;
            var page = await db.Set<TakeoverLine>().AsNoTracking().Where(l => l.BatchId == batch.Id && !l.Refused && l.Line > from).OrderBy(l => l.Line).Take(HistoryPage).ToListAsync(ct);
            if (page.Count == 0)
            {
                break;
            }

            var others = await held.OthersAsync(batch, [.. page.Select(l => l.PersonId).OfType<Guid>().Distinct()], page.Min(l => l.From), page.Max(l => l.To), coming: true, ct);
            if (page.Exists(l => HeldMonths.FirstOf(l, others) is not null))
            {
                return true;
            }

            after = page[^1].Line;
        }

        return false;
    }

    private async Task<string> HashAsync(long id, CancellationToken ct)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        for (long after = 0; ;)
        {
            var from = after;
            var page = await db.Set<TakeoverLine>().AsNoTracking().Where(l => l.BatchId == id && !l.Refused && l.Line > from).OrderBy(l => l.Line).Take(Page).ToListAsync(ct);
            if (page.Count == 0)
            {
                return Convert.ToHexStringLower(hash.GetHashAndReset());
            }

            page.ForEach(l => hash.AppendData(Encoding.UTF8.GetBytes(string.Create(
                CultureInfo.InvariantCulture,
                $"{l.Line}|{l.Reference}|{l.PersonId}|{l.EmployerId}|{l.From}|{l.To}|{l.WageMinor}|{l.EmployeeMinor}|{l.EmployerMinor}|{l.OldMonths}|{l.Balance}|{l.AmountMinor}|{l.DueOn:yyyy-MM-dd}|{l.InterestFrom:yyyy-MM-dd}{(l.LimitationFrom is { } runs ? $"|{runs:yyyy-MM-dd}" : "")}\n"))));
            after = page[^1].Line;
        }
    }

    private async Task<TakeoverBatch> FindAsync(long id, CancellationToken ct) =>
        await db.Set<TakeoverBatch>().AsNoTracking().SingleOrDefaultAsync(b => b.Id == id, ct) ?? throw new Refused("takeover.unknown", $"There is no takeover {id}.");

    private static TakeoverToApprove Read(string payload) => JsonSerializer.Deserialize<TakeoverToApprove>(payload, SpmisJson.Options) ?? throw new InvalidOperationException("The proposal is empty.");
}
