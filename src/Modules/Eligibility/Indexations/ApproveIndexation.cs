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

namespace Spmis.Eligibility.Indexations;

/// <summary>What a second person approves: these new amounts and no others.</summary>
/// <param name="IndexationId">The indexation.</param>
/// <param name="Hash">SHA-256 over all its lines in the order of award numbers.</param>
public sealed record AmountsToApprove(long IndexationId, string Hash);

/// <summary>Approves new amounts; a run then tells Payments, award by award. Awards that ended meanwhile get nothing more, since the award's own dates hold.</summary>
/// <param name="db">The module's database.</param>
/// <param name="fourEyes">Proposals.</param>
public sealed class ApproveIndexation(EligibilityDb db, FourEyes fourEyes) : IProposedAct
{
    /// <summary>The act's name.</summary>
    public const string Act = "indexations.approve";

    private const int Page = 5_000;

    private (Guid? Transaction, long Id, string Hash) read; // What is shown and what is done are compared in one transaction: the lines are read through once in it.

    /// <summary>The subject of its proposal.</summary>
    public static string SubjectOf(long id) => string.Create(CultureInfo.InvariantCulture, $"indexation {id}");

    /// <summary>Closes the run; unless it was a dry run or nothing rises, the new amounts wait for a second person.</summary>
    public async Task FinishAsync(long id, RunStep step, CancellationToken ct)
    {
        var x = await db.Indexations.SingleAsync(i => i.Id == id, ct);
        x.FinishedAt = step.Change.Now;
        await db.SaveAsync(step.Change, ct);
        if (x is { DryRun: false, Raised: > 0 })
        {
            var title = $"{x.Scheme} raised from {x.FromMonth}";
            await fourEyes.ProposeAsync(EligibilityModule.ModuleName, Act, SubjectOf(id), title, new AmountsToApprove(id, await HashAsync(id, ct)), step.Change, ct);
        }
    }

    /// <inheritdoc />
    public async Task<IReadOnlyList<ShownField>> ShowAsync(string payload, CancellationToken ct)
    {
        var x = await FindAsync(db, Read(payload).IndexationId, ct);
        var currency = Currency.Of(x.Currency);
        return
        [
            new("Scheme", null, $"{x.Scheme} {x.PackageVersion}"),
            new("From", null, x.FromMonth.ToString()),
            new("Source", null, x.LegalSource ?? $"{x.Scheme} {x.PackageVersion}"),
            new("Awards that rise", null, x.Raised.ToString(CultureInfo.InvariantCulture)),
            new("To look at by hand", null, x.ToLookAt.ToString(CultureInfo.InvariantCulture)),
            new("Monthly total", new Money(x.OldMinor, currency).ToString(), new Money(x.NewMinor, currency).ToString()),
            new("Content (SHA-256)", null, await HashAsync(x.Id, ct)),
        ];
    }

    /// <inheritdoc />
    public async Task ApplyAsync(string payload, Change change, CancellationToken ct)
    {
        var told = Read(payload);
        var x = await db.Indexations.SingleAsync(i => i.Id == told.IndexationId, ct);
        if (x.ApprovedAt is not null || x.OnceKey is null || await MovedAsync(x, ct) || await HashAsync(x.Id, ct) != told.Hash)
        {
            throw new Refused("proposal.data-moved", "The amounts in force changed since these were reckoned. Reject the proposal and start the indexation again.");
        }

        (x.ApprovedAt, x.ApprovedBy) = (change.Now, change.Actor.Name);
        db.Runs.Add(Run.Of(TellIndexationWorker.RunKind, x.Id.ToString(CultureInfo.InvariantCulture), $"Tell Payments the new amounts of {x.Scheme} from {x.FromMonth}", new IndexationInput(x.Id), change));
        await db.SaveAsync(change, ct);
    }

    /// <summary>The indexation.</summary>
    internal static async Task<Indexation> FindAsync(EligibilityDb db, long id, CancellationToken ct) =>
        await db.Indexations.AsNoTracking().SingleOrDefaultAsync(x => x.Id == id, ct) ?? throw new Refused("indexation.unknown", $"There is no indexation {id}.");

    /// <summary>Whether other amounts of the scheme were approved since it was reckoned.</summary>
    private async Task<bool> MovedAsync(Indexation x, CancellationToken ct) =>
        await db.Indexations.AnyAsync(o => o.Scheme == x.Scheme && o.Id != x.Id && o.ApprovedAt > x.StartedAt, ct)
        || await db.Recalculations.AnyAsync(r => r.Scheme == x.Scheme && (r.ApprovedAt > x.StartedAt || r.LoweredAt > x.StartedAt), ct);

    private async Task<string> HashAsync(long id, CancellationToken ct)
    {
        var transaction = db.Database.CurrentTransaction?.TransactionId;
        if (transaction is null || (read.Transaction, read.Id) != (transaction, id))
        {
            read = (transaction, id, await ReadHashAsync(id, ct));
        }

        return read.Hash;
    }

    private async Task<string> ReadHashAsync(long id, CancellationToken ct)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        var after = "";
        while (true)
        {
            var from = after;
            var page = await db.IndexationLines.AsNoTracking().Where(l => l.IndexationId == id && string.Compare(l.AwardNumber, from) > 0).OrderBy(l => l.AwardNumber).Take(Page)
                .Select(l => new { l.AwardNumber, l.Kind, l.OldMinor, l.NewMinor, l.ChangeMinor }).ToListAsync(ct);
            page.ForEach(l => hash.AppendData(Encoding.UTF8.GetBytes(string.Create(CultureInfo.InvariantCulture, $"{l.AwardNumber}|{l.Kind}|{l.OldMinor}|{l.NewMinor}|{l.ChangeMinor}\n"))));
            if (page.Count < Page)
            {
                return Convert.ToHexStringLower(hash.GetHashAndReset());
            }

            after = page[^1].AwardNumber;
        }
    }

    private static AmountsToApprove Read(string payload) => JsonSerializer.Deserialize<AmountsToApprove>(payload, SpmisJson.Options) ?? throw new InvalidOperationException("The proposal is empty.");
}
