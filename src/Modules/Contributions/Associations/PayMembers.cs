using System.Runtime.CompilerServices;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Spmis.Contributions.Copies;
using Spmis.Contributions.Receipts;
using Spmis.Contributions.Subsidies;
using Spmis.Kernel.Acts;
using Spmis.Kernel.Runs;
using Spmis.Values;

namespace Spmis.Contributions.Associations;

/// <summary>
/// Puts money held for an association to its members: each gets a receipt of their own, moved from the association's, which counts for the month of the list exactly as if they had paid it themselves,
/// and which a reversal takes back. Up to 500 members in the open transaction, the others by a run.
/// </summary>
public sealed class PayMembers(ContributionsDb db, Merges merges, MoveMoney move, OwnContributions own)
{
    public const string RunKind = "contributions.member-money";

    /// <summary>The account of receipts moved to members.</summary>
    internal const string Account = "association";

    private const int InChunk = 500;
    private const int MostReceipts = 1_000;

    /// <summary>After money came, a list was issued, or money was taken back.</summary>
    internal async Task ForAsync(IEnumerable<Guid> associations, Change change, CancellationToken ct)
    {
        foreach (var association in associations.Distinct().Order())
        {
            if (await ChunkAsync(association, change, ct))
            {
                db.Runs.Add(Run.Of(RunKind, Guid.CreateVersion7().ToString("N"), "Money of an association put to its members", new MemberMoneyInput(association), change, local: true));
            }
        }
    }

    /// <summary>Holds an association to the end of the transaction, so that of two who pay for its members at once the second sees what the first did.</summary>
    internal static async Task HoldAsync(ContributionsDb db, Guid association, CancellationToken ct)
    {
        await SubsidyBook.HoldAllAsync(db, ct); // Donors add to what members pay, in the schemes of several lists.
        await db.Set<AssociationCopy>().IgnoreQueryFilters().Where(a => a.AssociationId == association).ExecuteUpdateAsync(s => s.SetProperty(a => a.Version, a => a.Version), ct);
    }

    /// <summary>Pays the next 500 members at most.</summary>
    /// <returns>Whether more may be paid.</returns>
    internal async Task<bool> ChunkAsync(Guid association, Change change, CancellationToken ct)
    {
        await HoldAsync(db, association, ct);
        var money = await db.Set<Receipt>().IgnoreQueryFilters().AsNoTracking().Where(r => r.AssociationId == association && r.PersonId == null && r.AmountMinor > r.AllocatedMinor + r.RefundedMinor)
            .OrderBy(r => r.BookedOn).ThenBy(r => r.Reference).ThenBy(r => r.Id).Take(MostReceipts).ToListAsync(ct);
        if (money.Count == 0)
        {
            return false;
        }

        var lists = await db.Set<MemberList>().IgnoreQueryFilters().AsNoTracking().Where(l => l.AssociationId == association && l.IssuedAt != null && l.WithdrawnAt == null && l.PaidMinor < l.AmountMinor)
            .OrderBy(l => l.Month).ThenBy(l => l.Number).ToListAsync(ct);
        var named = money.Select(m => m.NamedListId).OfType<Guid>().ToHashSet();
        List<(MemberList List, MemberListLine Line)> open = [];
        foreach (var list in lists.OrderBy(l => named.Contains(l.Id) ? 0 : 1).ThenBy(l => l.Month).ThenBy(l => l.Number))
        {
            open.AddRange((await db.Set<MemberListLine>().AsNoTracking().Where(l => l.ListId == list.Id && l.Struck == null && l.PaidMinor < l.AmountMinor).OrderBy(l => l.Line).Take(InChunk - open.Count).ToListAsync(ct)).Select(l => (list, l)));
            if (open.Count == InChunk)
            {
                break;
            }
        }

        var full = open.Count == InChunk;
        var roots = await merges.RootsAsync([.. open.Select(o => o.Line.PersonId)], ct);
        open = await WithoutTheDeadAsync(open, roots, change, ct);
        var shares = MemberAllocator.Allocate([.. open.Select(o => new OpenMember(o.Line.Id, o.List.Currency, o.Line.AmountMinor - o.Line.PaidMinor))], [.. money.Select(m => new AssociationMoney(m.Id, m.Currency, m.HeldMinor))]);
        if (shares.Count > 0)
        {
            await PayAsync(shares, open.ToDictionary(o => o.Line.Id), money.ToDictionary(m => m.Id), roots, change, ct);
        }

        return full && shares.Select(s => s.Member.LineId).Distinct().Count() == open.Count;
    }

    /// <summary>What was moved from payments taken back is open again, and what is held pays for it where it can.</summary>
    internal async Task TakenBackAsync(IReadOnlyDictionary<Guid, DateOnly> receipts, Change change, CancellationToken ct)
    {
        HashSet<Guid> associations = [];
        foreach (var day in receipts.GroupBy(r => r.Value))
        {
            foreach (var ids in day.Select(r => r.Key).Order().Chunk(MostReceipts))
            {
                var lines = await db.Set<MemberPayment>().Where(p => ids.Contains(p.ReceiptId) && p.TakenBackOn == null).Select(p => p.LineId).Distinct().ToListAsync(ct);
                if (lines.Count > 0)
                {
                    await db.Set<MemberPayment>().Where(p => ids.Contains(p.ReceiptId) && p.TakenBackOn == null).ExecuteUpdateAsync(s => s.SetProperty(p => p.TakenBackOn, day.Key), ct);
                    associations.UnionWith(await SumUpAsync(lines, ct));
                    db.RecordBulk(change, nameof(MemberPayment), $"{lines.Count} members", new { takenBack = lines.Count });
                }
            }
        }

        await ForAsync(associations, change, ct);
    }

    /// <summary>Who died before the month began, and was not paid for yet, is struck off the list.</summary>
    private async Task<List<(MemberList List, MemberListLine Line)>> WithoutTheDeadAsync(List<(MemberList List, MemberListLine Line)> open, Dictionary<Guid, Guid> roots, Change change, CancellationToken ct)
    {
        var ids = roots.Values.Distinct().ToList();
        var died = await db.Set<WorkerCopy>().AsNoTracking().Where(w => ids.Contains(w.PersonId) && w.DiedOn != null).ToDictionaryAsync(w => w.PersonId, w => w.DiedOn, ct);
        var dead = open.Where(o => o.Line.PaidMinor == 0 && died.TryGetValue(roots[o.Line.PersonId], out var on) && on < o.List.Month.First).ToList();
        if (dead.Count == 0)
        {
            return open;
        }

        var struck = dead.Select(d => d.Line.Id).ToList();
        await db.Set<MemberListLine>().Where(l => struck.Contains(l.Id)).ExecuteUpdateAsync(s => s.SetProperty(l => l.Struck, "died").SetProperty(l => l.Once, (string?)null), ct);
        await SumUpAsync(struck, ct);
        db.RecordBulk(change, nameof(MemberListLine), "struck off", new { died = struck });
        return [.. open.Except(dead)];
    }

    private async Task PayAsync(List<MemberShare> shares, Dictionary<long, (MemberList List, MemberListLine Line)> lines, Dictionary<Guid, Receipt> money, Dictionary<Guid, Guid> roots, Change change, CancellationToken ct)
    {
        List<(MemberShare Share, MemberList List, Receipt Source, Receipt Moved)> paid = [];
        foreach (var member in shares.GroupBy(s => s.Member.LineId))
        {
            var (list, line) = lines[member.Key];
            paid.AddRange(member.Select((share, i) => (share, list, money[share.Money.ReceiptId], Moved(share, list, line, i, money[share.Money.ReceiptId], roots[line.PersonId]))));
        }

        var contributions = await move.HandleAsync([.. paid.Select(p => new MovedMoney(p.Source, p.Moved, p.List.Scheme))], change, ct);
        await db.BulkInsertAsync([.. paid.Select(p => new MemberPayment { LineId = p.Share.Member.LineId, ReceiptId = p.Moved.Id, AmountMinor = p.Share.AmountMinor })], ct);
        await SumUpAsync([.. lines.Keys], ct);
        db.RecordBulk(change, nameof(MemberPayment), $"association {paid[0].List.AssociationId:N}", new { members = shares.Select(s => s.Member.LineId).Distinct().Count(), minor = shares.Sum(s => s.AmountMinor) });
        await own.RecountAsync(contributions, change, ct);
    }

    /// <summary>The member's own receipt, booked in the month of the list, for which it counts; the day of the money itself stands on the receipt it was moved from.</summary>
    private static Receipt Moved(MemberShare share, MemberList list, MemberListLine line, int part, Receipt source, Guid person)
    {
        var on = source.BookedOn < list.Month.First ? list.Month.First : source.BookedOn > list.Month.Last ? list.Month.Last : source.BookedOn;
        return new Receipt
        {
            Id = Guid.CreateVersion7(), Channel = Channel.Correction, Account = Account, Reference = $"{list.PaymentReference}-{line.Line}-{line.Payments + part + 1}", SourceReceiptId = source.Id, BookedOn = on, AmountMinor = share.AmountMinor,
            Currency = source.Currency, Payer = source.Payer, Text = $"List {list.PaymentReference}, line {line.Line}", PersonId = person, AssociationId = list.AssociationId,
        };
    }

    /// <summary>Sums up payments by line and lines by list; whose lists they are.</summary>
    private async Task<List<Guid>> SumUpAsync(List<long> lines, CancellationToken ct)
    {
        await db.Set<MemberListLine>().Where(l => lines.Contains(l.Id)).ExecuteUpdateAsync(
            s => s.SetProperty(l => l.PaidMinor, l => db.Set<MemberPayment>().Where(p => p.LineId == l.Id && p.TakenBackOn == null).Sum(p => p.AmountMinor)).SetProperty(l => l.Payments, l => db.Set<MemberPayment>().Count(p => p.LineId == l.Id)), ct);
        var lists = await db.Set<MemberListLine>().Where(l => lines.Contains(l.Id)).Select(l => l.ListId).Distinct().ToListAsync(ct);
        await db.Set<MemberList>().IgnoreQueryFilters().Where(l => lists.Contains(l.Id)).ExecuteUpdateAsync(
            s => s.SetProperty(l => l.PaidMinor, l => db.Set<MemberListLine>().Where(x => x.ListId == l.Id).Sum(x => x.PaidMinor))
                .SetProperty(l => l.AmountMinor, l => db.Set<MemberListLine>().Where(x => x.ListId == l.Id && x.Struck == null).Sum(x => x.AmountMinor))
                .SetProperty(l => l.Members, l => db.Set<MemberListLine>().Count(x => x.ListId == l.Id && x.Struck == null)), ct);
        return await db.Set<MemberList>().IgnoreQueryFilters().Where(l => lists.Contains(l.Id)).Select(l => l.AssociationId).Distinct().ToListAsync(ct);
    }
}

/// <summary>Whose money is put to members.</summary>
public sealed record MemberMoneyInput(Guid AssociationId);

/// <summary>Pays the members of an association, 500 a transaction, until the money or the members are at an end. What is paid is not found again, so no checkpoint is needed.</summary>
public sealed class MemberMoneyWorker : IRunWorker
{
    public string Kind => PayMembers.RunKind;

    public string Permission => "memberlists.file";

    public bool MayStop => false;

    public async IAsyncEnumerable<RunChunk> ChunksAsync(Run run, [EnumeratorCancellation] CancellationToken ct)
    {
        var association = run.InputAs<MemberMoneyInput>().AssociationId;
        for (var more = true; more;)
        {
            await Task.Yield();
            yield return new RunChunk("", async (services, step, stop) => more = await services.GetRequiredService<PayMembers>().ChunkAsync(association, step.Change, stop));
        }
    }
}
