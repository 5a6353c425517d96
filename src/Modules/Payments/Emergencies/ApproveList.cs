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

namespace Spmis.Payments.Emergencies;

/// <summary>Approves a checked list: one person puts it up, another sees counts, sums, what is held and the digest of all lines. The budget is taken by that, and a run hands the lines to the one-off cycle of the event.</summary>
public sealed class ApproveList(PaymentsDb db, FourEyes fourEyes) : IProposedAct, IAmountAtStake
{
    /// <summary>The act's name.</summary>
    public const string Act = "payments.emergency-list";

    /// <summary>Puts it up for a second person.</summary>
    /// <exception cref="Refused">It is not checked, has nothing to pay, or costs more than the event has left.</exception>
    public async Task<Proposal> ProposeAsync(long listId, Change change, CancellationToken ct)
    {
        var (list, of) = await ReadyAsync(listId, ct);
        return await fourEyes.ProposeAsync(PaymentsModule.ModuleName, Act, $"{listId}", $"Pay the emergency list {of.Code}: {list.Name}", new ListInput(listId), change, ct);
    }

    /// <inheritdoc />
    public async Task<IReadOnlyList<ShownField>> ShowAsync(string payload, CancellationToken ct)
    {
        var (list, of) = await ReadyAsync(Read(payload), ct);
        var currency = Currency.Of(of.Currency);
        var held = await db.EmergencyLines.AsNoTracking().Where(l => l.ListId == list.Id && l.HoldCode != null).GroupBy(l => l.HoldCode!).Select(g => new { g.Key, Count = g.LongCount() }).OrderBy(g => g.Key).ToListAsync(ct); // Filtered to be there.
        return
        [
            new("Event", null, $"{of.Code} {of.Name}"), new("List", null, list.Name), new("Month", null, list.Month.ToString()), new("Value date", null, $"{list.ValueDate:yyyy-MM-dd}"),
            new("To pay", null, $"{list.ToPay.ToString("N0", CultureInfo.InvariantCulture)} persons, {new Money(list.TotalMinor, currency)}"),
            .. held.Select(h => new ShownField($"Held: {EmergencyHolds.Words(h.Key)}", null, h.Count.ToString("N0", CultureInfo.InvariantCulture))),
            new("Refused: not registered or not readable", null, list.Refused.ToString("N0", CultureInfo.InvariantCulture)),
            new("Ceiling of all lists of the event", null, of.Ceiling.ToString()), new("Digest of all lines", null, await DigestAsync(list.Id, ct)),
        ];
    }

    /// <inheritdoc />
    public async Task<IReadOnlyList<Money>> AtStakeAsync(string payload, CancellationToken ct)
    {
        var (list, of) = await ReadyAsync(Read(payload), ct);
        return [new Money(list.TotalMinor, Currency.Of(of.Currency))];
    }

    /// <inheritdoc />
    public async Task ApplyAsync(string payload, Change change, CancellationToken ct)
    {
        var (list, of) = await ReadyAsync(Read(payload), ct);
        of.CommittedMinor += list.TotalMinor;
        of.Version++;
        (list.ApprovedAt, list.ApprovedBy) = (change.Now, change.Actor.Name);
        list.Version++;
        db.Runs.Add(Run.Of(HandOverWorker.RunKind, $"{list.Id}", $"Emergency list {of.Code}: {list.Name}, to be paid", new ListInput(list.Id), change));
    }

    private async Task<(EmergencyList List, EmergencyEvent Event)> ReadyAsync(long id, CancellationToken ct)
    {
        var list = await db.EmergencyLists.SingleOrDefaultAsync(l => l.Id == id, ct) ?? throw new Refused("emergency.list-unknown", "There is no such list.");
        var of = await db.EmergencyEvents.SingleAsync(e => e.Id == list.EventId, ct);
        return list.State != "checked" ? throw new Refused("emergency.not-checked", $"The list is {list.State}; only a checked one can be put up for approval.")
            : list.ToPay == 0 ? throw new Refused("emergency.nothing-to-pay", "No line of the list is to be paid.")
            : of.CommittedMinor + list.TotalMinor > of.CeilingMinor ? throw new Refused("emergency.over-ceiling", $"The list costs {new Money(list.TotalMinor, Currency.Of(of.Currency))}, and {of.Left} of the event's ceiling is left.")
            : (list, of);
    }

    /// <summary>SHA-256 over all lines: what is approved is what was shown.</summary>
    private async Task<string> DigestAsync(long id, CancellationToken ct)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        await foreach (var l in db.EmergencyLines.AsNoTracking().Where(l => l.ListId == id).OrderBy(l => l.Line).AsAsyncEnumerable().WithCancellation(ct))
        {
            hash.AppendData(Encoding.UTF8.GetBytes(string.Create(CultureInfo.InvariantCulture, $"{l.Line} {l.PersonId} {l.AmountMinor} {l.HoldCode}\n")));
        }

        return Convert.ToHexStringLower(hash.GetHashAndReset());
    }

    private static long Read(string payload) => JsonSerializer.Deserialize<ListInput>(payload, SpmisJson.Options)?.ListId ?? throw new InvalidOperationException("The proposal names no list.");
}
