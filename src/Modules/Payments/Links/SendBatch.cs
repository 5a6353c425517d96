using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Configuration;
using Spmis.Kernel.Acts;
using Spmis.Kernel.Files;
using Spmis.Payments.Agencies;
using Spmis.Payments.Batches;
using Spmis.Payments.Reconciliation;

namespace Spmis.Payments.Links;

/// <summary>
/// Takes one order a step further: sends it, or asks for it, or takes in what became of it. Each step is noted before the call it makes, so after a crash at any moment the order is asked for
/// and only sent again when the agency says that it does not have it.
/// </summary>
internal sealed class SendBatch(PaymentsDb db, FileStore store, ImportStatusFile import, IEnumerable<IOrderLink> links, IConfiguration configuration)
{
    private static readonly string[] Headings = ["payment_reference", "status", "reason", "amount", "executed_on"];

    /// <summary>A step that takes longer is broken off.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(20);

    /// <summary>While one process calls, no other does.</summary>
    private static readonly TimeSpan Lease = TimeSpan.FromMinutes(30);

    private readonly TimeSpan askEvery = TimeSpan.FromMinutes(configuration.GetValue("Payments:Links:AskMinutes", 15));

    /// <summary>One step of one batch.</summary>
    /// <returns>Whether something was called.</returns>
    internal async Task<bool> HandleAsync(long batchId, Change change, CancellationToken ct)
    {
        var sending = await db.BatchSendings.SingleAsync(s => s.BatchId == batchId, ct);
        var batch = await db.Batches.SingleAsync(b => b.Id == batchId, ct);
        if (sending.DueAt is null || sending.DueAt > change.Now || !await LeaseAsync(sending, batch, change, ct))
        {
            return false;
        }

        var settings = (await db.AgencyVersions.AsNoTracking().SingleAsync(v => v.Agency == batch.Agency && v.Number == batch.AgencyVersion, ct)).Read();
        var link = links.Single(l => l.Format == settings.Format);
        var sha = batch.FileSha256 ?? throw new InvalidOperationException($"Batch {batch.Number} has no file.");
        var call = new LinkCall(batch, await WayAsync(batch, settings, ct), () => store.Open(sha), change.Now);
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(ct);
        patience.CancelAfter(Patience);
        try
        {
            // What was declined it does not have.
            await (sending.Tries == 0 || sending.RefusedAt is not null ? TryAsync(link, call, sending, change, patience.Token) : AskAsync(link, call, sending, change, patience.Token));
        }
        catch (OperationCanceledException) when (!ct.IsCancellationRequested)
        {
            sending.Failed($"No end within {Patience.TotalMinutes:0} minutes.", null, change.Now);
        }

        sending.CallingUntil = null;
        sending.Version++;
        await db.SaveAsync(change, ct);
        return true;
    }

    /// <summary>What is agreed with a batch's agency about its messages; null for a batch that went by no interface.</summary>
    internal async Task<AgencyLink?> LinkOfAsync(Batch batch, CancellationToken ct)
    {
        var bound = (await db.AgencyVersions.AsNoTracking().SingleAsync(v => v.Agency == batch.Agency && v.Number == batch.AgencyVersion, ct)).Read();
        return bound.Link is null ? null : await WayAsync(batch, bound, ct);
    }

    /// <summary>Where the interface is and who we are there, as approved last: an agency that moved is asked at its new place. What stands in the message itself is the batch's version for ever.</summary>
    private async Task<AgencyLink> WayAsync(Batch batch, AgencySettings bound, CancellationToken ct)
    {
        var own = bound.Link ?? throw new InvalidOperationException($"{batch.Agency} has no interface.");
        return (await AgencyInForce.FindAsync(db, batch.Agency, ct))?.Settings is { Link: { } now } settings && settings.Format == bound.Format
            ? own with { Address = now.Address, TokenAddress = now.TokenAddress, ClientId = now.ClientId, CallsPerMinute = now.CallsPerMinute, SignMessages = now.SignMessages, Keys = now.Keys, UnsignedAllowed = now.UnsignedAllowed } : own;
    }

    private async Task<bool> LeaseAsync(BatchSending sending, Batch batch, Change change, CancellationToken ct)
    {
        sending.DueAt = sending.CallingUntil = batch.ClosedAt is null ? change.Now + Lease : null;
        sending.Version++;
        try
        {
            await db.SaveAsync(change, ct);
            return sending.CallingUntil is not null;
        }
        catch (Refused refused) when (refused.Code == "changed-meanwhile")
        {
            return false; // Another process has it.
        }
    }

    private async Task TryAsync(IOrderLink link, LinkCall call, BatchSending sending, Change change, CancellationToken ct)
    {
        sending.Tries++;
        (sending.TriedAt, sending.RefusedAt) = (change.Now, null);
        sending.Version++;
        await db.SaveAsync(change, ct);
        LinkResult result;
        try
        {
            result = await link.SendAsync(call, ct);
        }
        catch (Refused refused)
        {
            result = new LinkResult.NotSent(refused.Message); // An address that may not be called, a secret that is not there.
        }

        switch (result)
        {
            case LinkResult.NotSent(var words):
                sending.Tries--;
                sending.Failed(words, null, change.Now);
                break;
            case LinkResult.Taken(var acknowledgement):
                Take(call.Batch, sending, acknowledgement, change);
                break;
            case LinkResult.Refused(var words):
                sending.Failed(words, null, change.Now);
                (sending.RefusedAt, sending.DueAt) = (change.Now, null);
                break;
            case LinkResult.Untold(var words, var after):
                sending.Failed(words, after, change.Now);
                break;
            case var other:
                throw new InvalidOperationException($"Sending came to {other}.");
        }
    }

    private async Task AskAsync(IOrderLink link, LinkCall call, BatchSending sending, Change change, CancellationToken ct)
    {
        LinkResult result;
        try
        {
            result = await link.AskAsync(call, ct);
        }
        catch (Refused refused)
        {
            result = new LinkResult.NotSent(refused.Message);
        }

        switch (result)
        {
            case LinkResult.NotSent(var words):
                sending.Failed(words, null, change.Now);
                break;
            case LinkResult.Told(var answers):
                Take(call.Batch, sending, sending.Acknowledgement, change);
                await TakeInAsync(call.Batch, answers, change, ct);
                sending.ToldAt = change.Now;
                break;
            case LinkResult.NotThere when sending.TakenAt is { } taken:
                // It said that it had it. Sending it again by itself could pay twice.
                sending.Failed($"The agency said on {taken:yyyy-MM-dd HH:mm} that it has this order, and says now that it has not. Ask its people; it is not sent again by itself.", askEvery, change.Now);
                break;
            case LinkResult.NotThere when await db.Outcomes.AnyAsync(o => db.Instructions.Any(i => i.Id == o.InstructionId && i.BatchId == call.Batch.Id), ct):
                sending.Failed("The agency says that it does not have this order, and has told what became of payments of it. Ask its people; it is not sent again by itself.", askEvery, change.Now);
                break;
            case LinkResult.NotThere:
                await TryAsync(link, call, sending, change, ct);
                break;
            case LinkResult.Untold(var words, var after):
                sending.Failed(words, after, change.Now);
                break;
            case var other:
                throw new InvalidOperationException($"Asking came to {other}.");
        }
    }

    private void Take(Batch batch, BatchSending sending, string? acknowledgement, Change change)
    {
        sending.Went(change.Now + askEvery);
        sending.TakenAt ??= change.Now;
        sending.Acknowledgement ??= acknowledgement is { Length: > 200 } ? acknowledgement[..200] : acknowledgement;
        if (batch.FetchedAt is null)
        {
            (batch.FetchedAt, batch.FetchedBy) = (change.Now, change.Actor.Name);
            batch.Version++;
        }
    }

    /// <summary>The agency told by itself what became of an order: then it has it.</summary>
    internal async Task HearAsync(Batch batch, IReadOnlyList<LinkedAnswer> answers, Change change, CancellationToken ct)
    {
        await TakeInAsync(batch, answers, change, ct);
        await db.BatchSendings.Where(s => s.BatchId == batch.Id && s.TakenAt == null).ExecuteUpdateAsync(s => s.SetProperty(x => x.TakenAt, change.Now).SetProperty(x => x.Version, x => x.Version + 1), ct);
    }

    /// <summary>What the agency told becomes a status file like any other: lines proved, judged and kept; the same words a second time do nothing.</summary>
    internal async Task TakeInAsync(Batch batch, IReadOnlyList<LinkedAnswer> answers, Change change, CancellationToken ct)
    {
        Dictionary<string, string> ours = new(StringComparer.Ordinal);
        foreach (var slice in answers.Select(a => GovStackIds.InstructionOf(a.Id)).OfType<long>().Distinct().Chunk(1000))
        {
            foreach (var i in await db.Instructions.AsNoTracking().Where(i => i.BatchId == batch.Id && slice.Contains(i.Id)).Select(i => new { i.Id, i.Reference }).ToListAsync(ct))
            {
                ours[GovStackIds.OfInstruction(i.Id)] = i.Reference;
            }
        }

        var amounts = await AmountsAsync(batch, answers, ours, ct);
        using var content = new MemoryStream();
        await using (var csv = await CsvOutput.StartAsync(content, Headings, ct))
        {
            foreach (var a in answers.OrderBy(a => a.Id, StringComparer.Ordinal).ThenBy(a => a.Status, StringComparer.Ordinal))
            {
                var reference = ours.GetValueOrDefault(a.Id, a.Id);
                // Both standards leave the amount out at will; a payment that went through was then paid as ordered.
                await csv.RowAsync(ct, reference, a.Status, a.Reason, a.Amount ?? amounts.GetValueOrDefault(reference), a.On);
            }
        }

        content.Position = 0;
        await import.HandleAsync(new StatusUpload { Agency = batch.Agency, FileName = $"{batch.Number}-told.csv", Content = content, Length = content.Length }, change, ct);
    }

    private async Task<Dictionary<string, string>> AmountsAsync(Batch batch, IReadOnlyList<LinkedAnswer> answers, Dictionary<string, string> ours, CancellationToken ct)
    {
        Dictionary<string, string> amounts = new(StringComparer.Ordinal);
        foreach (var slice in answers.Where(a => a.Amount is null).Select(a => ours.GetValueOrDefault(a.Id, a.Id)).Distinct().Chunk(1000))
        {
            foreach (var i in await db.Instructions.AsNoTracking().Where(i => i.BatchId == batch.Id && slice.Contains(i.Reference)).Select(i => new { i.Reference, i.AmountMinor, i.Currency }).ToListAsync(ct))
            {
                amounts[i.Reference] = new Values.Money(i.AmountMinor, Values.Currency.Of(i.Currency)).ToPlain();
            }
        }

        return amounts;
    }
}
