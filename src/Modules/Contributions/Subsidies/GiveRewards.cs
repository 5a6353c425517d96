using Microsoft.EntityFrameworkCore;
using Spmis.Contributions.Ledger;
using Spmis.Contributions.Receipts;
using Spmis.Contributions.Record;
using Spmis.Kernel.Acts;
using Spmis.Kernel.Runs;
using Spmis.Values;

namespace Spmis.Contributions.Subsidies;

/// <summary>
/// Gives a reward whenever so many months in a row count as insured, from the programme's first month on; no month counts for two. It is money held for the worker: paid out by a refund, or put to another
/// month. A row that is broken afterwards takes the reward back while it is still held whole.
/// </summary>
public sealed class GiveRewards(ContributionsDb db, SubsidisePayments payments, ReverseReceipts reverse)
{
    /// <summary>Account of receipts that are rewards.</summary>
    public const string Account = "reward";

    internal async Task ChunkAsync(long id, IReadOnlyCollection<Guid> persons, DateOnly on, RunStep step, CancellationToken ct)
    {
        var (programme, today, change) = (await db.Set<SubsidyProgramme>().AsNoTracking().SingleAsync(x => x.Id == id, ct), Month.Of(on), step.Change);
        step.Count(persons.Count, 0);
        var wanted = await WantedAsync(programme, persons, today, ct);
        var held = await (from s in db.Set<SubsidyShare>().AsNoTracking() join r in db.Set<Receipt>().AsNoTracking() on s.ReceiptId equals (Guid?)r.Id where s.ProgrammeId == id && persons.Contains(s.PersonId) && r.ReversedOn == null && !s.Reversal select new { s.PersonId, s.Month, Receipt = r }).ToListAsync(ct);
        var back = held.Where(h => !wanted.Contains((h.PersonId, h.Month)) && h.Receipt.HeldMinor == h.Receipt.AmountMinor).ToList();
        await reverse.ReverseAsync([.. back.Select(h => (h.Receipt, on))], change, ct);
        held.RemoveAll(back.Contains);
        var kept = held.GroupBy(h => h.PersonId).ToDictionary(g => g.Key, g => g.Count());
        // What was spent stays, and stands for one that is due now.
        var due = wanted.GroupBy(w => w.Person).SelectMany(g => g.Except(held.Select(h => (h.PersonId, h.Month))).OrderBy(w => w.Month).Take(g.Count() - kept.GetValueOrDefault(g.Key))).ToList();
        if (await payments.OpenAsync(programme.Scheme, due, ct) is { } book)
        {
            await GiveAsync(book, book.Programmes.Single(p => p.Id == id), due, change, ct);
        }
    }

    private async Task GiveAsync(SubsidyBook book, SubsidyProgramme p, List<(Guid Person, Month Month)> due, Change change, CancellationToken ct)
    {
        List<Receipt> made = [];
        var ledger = new LedgerBook();
        foreach (var (person, month) in due.Where(d => book.Fits(p, d.Person, d.Month) && book.Given(p, d.Person, d.Month, null) == 0)) // So that what is brought is the whole reward.
        {
            if (book.Available(p, p.AmountMinor) < p.AmountMinor)
            {
                book.Lack(p, person, month, p.AmountMinor, shortMinor => CoverMonths.Share(p, person, month, null, 0, shortMinor, change));
                continue;
            }

            var receipt = new Receipt
            {
                Id = Guid.CreateVersion7(), Channel = Channel.Subsidy, Account = Account, Reference = $"{p.Id}-{Guid.CreateVersion7():N}", BookedOn = change.Today, AmountMinor = p.AmountMinor, Currency = p.Currency, Text = p.Name, PersonId = person, DonorId = p.DonorId,
            };
            book.Bring(p, person, month, null, p.AmountMinor, (minor, shortMinor) => CoverMonths.Share(p, person, month, receipt.Id, minor, shortMinor, change));
            made.Add(receipt);
            ledger.Add(
                new Entry { Id = Guid.CreateVersion7(), Kind = EntryKind.Subsidy, On = change.Today, MadeAt = change.Now, SubjectId = receipt.Id, PersonId = person, Reference = $"{book.DonorOf(p).PaymentReference} {month}" },
                Side.Debit(Ledger.Account.Donor, p.AmountMinor, p.Currency) with { DonorId = p.DonorId, Scheme = p.Scheme, Month = month },
                Side.Credit(Ledger.Account.SuspenseWorker, p.AmountMinor, p.Currency) with { PersonId = person });
        }

        await book.WriteAsync(change, ct);
        await db.BulkInsertAsync(made, ct);
        await ledger.WriteAsync(db, ct);
    }

    /// <summary>The months in which a row is full.</summary>
    private async Task<HashSet<(Guid Person, Month Month)>> WantedAsync(SubsidyProgramme p, IReadOnlyCollection<Guid> persons, Month today, CancellationToken ct)
    {
        var years = (await db.Set<ContributionYearRow>().AsNoTracking().Where(y => persons.Contains(y.PersonId) && y.Scheme == p.Scheme && y.Year >= p.From.Year).ToListAsync(ct)).ToDictionary(y => (y.PersonId, y.Year), y => y.InsuredMonths);
        var reached = p.Reach == SubsidyReach.Everybody ? null : await ReachedAsync(p, persons, ct);
        HashSet<(Guid, Month)> wanted = [];
        foreach (var person in persons)
        {
            var (row, given) = (0, 0);
            for (var month = p.From; month <= today && p.Runs(month) && given < (p.MostMonths ?? int.MaxValue); month = month.Add(1))
            {
                row = (years.GetValueOrDefault((person, month.Year)) >> (month.Number - 1) & 1) == 1 && reached?.Contains((person, month)) != false ? row + 1 : 0;
                if (row == (p.InARow ?? 1))
                {
                    wanted.Add((person, month));
                    (row, given) = (0, given + 1);
                }
            }
        }

        return wanted;
    }

    private async Task<HashSet<(Guid, Month)>> ReachedAsync(SubsidyProgramme p, IReadOnlyCollection<Guid> persons, CancellationToken ct)
    {
        var contributions = db.Set<Contribution>().AsNoTracking().Where(c => persons.Contains(c.PersonId) && c.Scheme == p.Scheme && c.Month >= p.From);
        contributions = p.Reach switch
        {
            SubsidyReach.Employed => contributions.Where(c => c.EmployerId != null),
            SubsidyReach.AssociationMembers => contributions.Where(c => c.ReceiptId != null && db.Set<Receipt>().Any(r => r.Id == c.ReceiptId && r.AssociationId != null)),
            _ => contributions.Where(c => c.ReceiptId != null && !db.Set<Receipt>().Any(r => r.Id == c.ReceiptId && r.Channel == Channel.Subsidy)),
        };
        return [.. (await contributions.Select(c => new { c.PersonId, c.Month }).Distinct().ToListAsync(ct)).Select(c => (c.PersonId, c.Month))];
    }
}
