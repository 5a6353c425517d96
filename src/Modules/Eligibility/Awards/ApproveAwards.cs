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

namespace Spmis.Eligibility.Awards;

/// <summary>What a second person approves: these awards and no others.</summary>
/// <param name="BatchId">The batch.</param>
/// <param name="Count">How many awards.</param>
/// <param name="MonthlyMinor">Their monthly amounts together.</param>
/// <param name="Hash">SHA-256 over what was decided of each, in the order of their numbers.</param>
public sealed record AwardsToApprove(long BatchId, long Count, long MonthlyMinor, string Hash);

/// <summary>Puts awards in force: prepared by whoever decided them, approved by another. A death or a merge in between does not stand in the way; it has changed the award already.</summary>
/// <param name="db">The module's database.</param>
/// <param name="fourEyes">Proposals.</param>
public sealed class ApproveAwards(EligibilityDb db, FourEyes fourEyes) : IProposedAct
{
    /// <summary>The act's name.</summary>
    public const string Act = "awards.approve";

    private const int Page = 5_000;

    private (Guid? Transaction, AwardsToApprove? Figures) read; // What is shown and what is done are compared in one transaction: the awards are read through once in it.

    /// <summary>Puts the batch's awards up for a second person.</summary>
    /// <returns>The proposal; null when the batch has no awards.</returns>
    /// <exception cref="Refused">The batch is approved, or waits for approval already.</exception>
    public async Task<Proposal?> ProposeAsync(long batchId, Change change, CancellationToken ct)
    {
        var batch = await BatchAsync(batchId, ct);
        if (batch.ApprovedAt is not null)
        {
            throw new Refused("awards.approved-already", $"'{batch.Title}' was approved by {batch.ApprovedBy} already.");
        }

        if (db.OfficesSeen is not null && await db.Awards.IgnoreQueryFilters().CountAsync(a => a.BatchId == batchId, ct) != await db.Awards.CountAsync(a => a.BatchId == batchId, ct))
        {
            change.Actor.DemandNation(); // A round's batch holds other offices' awards too.
        }

        var payload = await FiguresAsync(batchId, ct);
        return payload.Count == 0 ? null
            : await fourEyes.ProposeAsync(EligibilityModule.ModuleName, Act, batchId.ToString(CultureInfo.InvariantCulture), batch.Title, payload, change, ct);
    }

    /// <inheritdoc />
    public async Task<IReadOnlyList<ShownField>> ShowAsync(string payload, CancellationToken ct)
    {
        var batch = await BatchAsync(Read(payload).BatchId, ct);
        var now = await FiguresAsync(batch.Id, ct);
        var currency = await db.Awards.IgnoreQueryFilters().Where(a => a.BatchId == batch.Id).Select(a => a.Currency).FirstOrDefaultAsync(ct);
        return
        [
            new("Scheme", null, batch.Scheme),
            new("Awards", null, now.Count.ToString(CultureInfo.InvariantCulture)),
            new("Monthly total", null, currency is null ? "0" : new Money(now.MonthlyMinor, Currency.Of(currency)).ToString()),
            new("Content (SHA-256)", null, now.Hash),
        ];
    }

    /// <inheritdoc />
    public async Task ApplyAsync(string payload, Change change, CancellationToken ct)
    {
        var told = Read(payload);
        var now = await FiguresAsync(told.BatchId, ct);
        if (now != told)
        {
            throw new Refused("proposal.data-moved", "The awards changed since they were prepared. Reject the proposal and have it prepared again.");
        }

        var batch = await db.AwardBatches.SingleAsync(b => b.Id == told.BatchId, ct);
        (batch.ApprovedAt, batch.ApprovedBy) = (change.Now, change.Actor.Name);
        db.Runs.Add(Run.Of(PutInForceWorker.RunKind, batch.Id.ToString(CultureInfo.InvariantCulture), $"Put in force: {batch.Title}", new PutInForceInput(batch.Id), change, local: true));
        await db.SaveAsync(change, ct);
    }

    private async Task<AwardsToApprove> FiguresAsync(long batchId, CancellationToken ct)
    {
        var transaction = db.Database.CurrentTransaction?.TransactionId;
        if (transaction is null || read.Transaction != transaction || read.Figures is not { } figures || figures.BatchId != batchId)
        {
            figures = await ReadFiguresAsync(batchId, ct);
            read = (transaction, figures);
        }

        return figures;
    }

    private async Task<AwardsToApprove> ReadFiguresAsync(long batchId, CancellationToken ct)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        long count = 0, total = 0;
        var after = "";
        while (true)
        {
            var page = await db.Awards.IgnoreQueryFilters().AsNoTracking().Where(a => a.BatchId == batchId && string.Compare(a.Number, after) > 0).OrderBy(a => a.Number).Take(Page)
                .Select(a => new { a.Number, a.DecidedForId, a.Scheme, a.MonthlyMinor, a.Currency, a.FromMonth, a.GrantedTo, a.DeterminationId }).ToListAsync(ct);
            foreach (var a in page)
            {
                hash.AppendData(Encoding.UTF8.GetBytes($"{a.Number}|{a.DecidedForId:N}|{a.Scheme}|{a.MonthlyMinor}|{a.Currency}|{a.FromMonth}|{a.GrantedTo}|{a.DeterminationId:N}\n"));
                (count, total) = (count + 1, total + a.MonthlyMinor);
            }

            if (page.Count < Page)
            {
                return new AwardsToApprove(batchId, count, total, Convert.ToHexStringLower(hash.GetHashAndReset()));
            }

            after = page[^1].Number;
        }
    }

    private async Task<AwardBatch> BatchAsync(long id, CancellationToken ct) => await db.AwardBatches.AsNoTracking().SingleOrDefaultAsync(b => b.Id == id, ct)
        ?? throw new Refused("awards.batch-unknown", $"There is no batch of awards {id}.");

    private static AwardsToApprove Read(string payload) => JsonSerializer.Deserialize<AwardsToApprove>(payload, SpmisJson.Options) ?? throw new InvalidOperationException("The proposal is empty.");
}
