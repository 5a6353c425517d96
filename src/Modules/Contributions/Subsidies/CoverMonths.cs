using Microsoft.EntityFrameworkCore;
using Spmis.Contributions.Copies;
using Spmis.Contributions.Receipts;
using Spmis.Contributions.Record;
using Spmis.Kernel.Acts;
using Spmis.Kernel.Runs;
using Spmis.Values;

namespace Spmis.Contributions.Subsidies;

/// <summary>
/// Brings the covered months of awards to what they should be: a month of an award that nobody else contributes to is paid by the donor, beginning and ending with the award; what is too much
/// (the award ended earlier, an employer declared the month) goes back to the donor.
/// </summary>
public sealed class CoverMonths(ContributionsDb db, SchemeBook schemes, Merges merges, SubsidisePayments payments, ReverseReceipts reverse, OwnContributions own)
{
    /// <summary>Account of receipts that cover a month.</summary>
    public const string Account = "cover";
    private const int MostMonths = 1_000;

    internal async Task ChunkAsync(long id, IReadOnlyCollection<Guid> awardIds, DateOnly on, RunStep step, CancellationToken ct)
    {
        var p = await db.Set<SubsidyProgramme>().AsNoTracking().SingleAsync(x => x.Id == id, ct);
        var (today, change) = (Month.Of(on), step.Change);
        var awards = await db.Set<CoveredAward>().AsNoTracking().Where(a => awardIds.Contains(a.AwardId)).ToListAsync(ct);
        var roots = await merges.RootsAsync([.. awards.Select(a => a.PersonId)], ct);
        var persons = roots.Values.Distinct().ToList();
        // All awards of these persons, so that one that ends does not take what another one covers.
        var declared = await merges.MembersAsync(persons, ct);
        var all = await db.Set<CoveredAward>().AsNoTracking().Where(a => a.BenefitScheme == p.BenefitScheme && declared.Keys.Contains(a.PersonId)).ToListAsync(ct);
        var paidElsewhere = (await db.Set<Contribution>().AsNoTracking().Where(c => persons.Contains(c.PersonId) && c.Scheme == p.Scheme && c.Month >= p.From && c.VoucherId == null) // A day is no month.
            .Where(c => c.ReceiptId == null || !db.Set<Receipt>().Any(r => r.Id == c.ReceiptId && r.Account == Account))
            .GroupBy(c => new { c.PersonId, c.Month }).Select(g => new { g.Key, Minor = g.Sum(c => c.EmployeeMinor + c.EmployerMinor), Base = g.Sum(c => c.BaseMinor) }).ToListAsync(ct)).Where(g => g.Minor > 0 || g.Base > 0).Select(g => (g.Key.PersonId, g.Key.Month)).ToHashSet();
        HashSet<(Guid Person, Month Month)> wanted = [];
        foreach (var award in all)
        {
            for (var month = award.From < p.From ? p.From : award.From; month <= today && (award.To is not { } to || month <= to) && p.Runs(month); month = month.Add(1))
            {
                if (!paidElsewhere.Contains((declared[award.PersonId], month)))
                {
                    wanted.Add((declared[award.PersonId], month));
                }
            }
        }

        var held = await (from s in db.Set<SubsidyShare>().AsNoTracking() join r in db.Set<Receipt>().AsNoTracking() on s.ReceiptId equals (Guid?)r.Id where s.ProgrammeId == p.Id && persons.Contains(s.PersonId) && r.ReversedOn == null && !s.Reversal select new { s.PersonId, s.Month, Receipt = r }).ToListAsync(ct);
        // Merged records may each have had the month covered; one cover stays.
        var stays = held.Where(h => wanted.Contains((h.PersonId, h.Month))).GroupBy(h => (h.PersonId, h.Month)).Select(g => g.Min(h => h.Receipt.Id)).ToHashSet();
        var back = held.Where(h => !stays.Contains(h.Receipt.Id)).ToList();
        await reverse.ReverseAsync([.. back.Select(h => (h.Receipt, on))], change, ct);
        wanted.ExceptWith(held.Select(h => (h.PersonId, h.Month)));
        var given = 0;
        foreach (var part in wanted.OrderBy(w => w.Month).ThenBy(w => w.Person).Chunk(MostMonths))
        {
            given += await GiveAsync(p, part, change, ct);
        }

        step.Count(awards.Count, 0);
        db.RecordBulk(change, nameof(SubsidyShare), $"{p.Name}, {awards.Count} awards", new { covered = given, takenBack = back.Count });
    }

    private async Task<int> GiveAsync(SubsidyProgramme programme, (Guid Person, Month Month)[] wanted, Change change, CancellationToken ct)
    {
        if (await payments.OpenAsync(programme.Scheme, wanted, ct) is not { } book)
        {
            return 0;
        }

        var p = book.Programmes.Single(x => x.Id == programme.Id);
        List<(Receipt Receipt, SubsidyProgramme Programme)> drawn = [];
        List<Contribution> made = [];
        foreach (var (person, month) in wanted.Where(w => book.Fits(p, w.Person, w.Month)))
        {
            var rules = (await schemes.ForMonthAsync(p.Scheme, month, ct)).Open();
            var (minor, baseMinor) = OwnContribution.Of(rules, month, Math.Min(p.AmountMinor, p.CapMinor ?? long.MaxValue));
            if (minor > book.Available(p, minor))
            {
                book.Lack(p, person, month, minor, shortMinor => Share(p, person, month, null, 0, shortMinor, change)); // A part of a contribution would be no month.
                continue;
            }

            var id = Guid.CreateVersion7();
            if (book.Bring(p, person, month, null, minor, (amount, shortMinor) => Share(p, person, month, id, amount, shortMinor, change)) > 0)
            {
                var receipt = new Receipt
                {
                    Id = id, Channel = Channel.Subsidy, Account = Account, Reference = $"{p.Id}-{id:N}", BookedOn = month.First, AmountMinor = minor, Currency = p.Currency, Text = p.Name, PersonId = person, DonorId = p.DonorId, AllocatedMinor = minor,
                };
                drawn.Add((receipt, p));
                made.Add(SubsidisePayments.Of(p.Scheme, person, month, receipt, baseMinor));
            }
        }

        await payments.WriteAsync(book, p.Scheme, drawn, change, ct);
        await db.BulkInsertAsync(made, ct);
        await own.RecountAsync(made, change, ct);
        return drawn.Count;
    }

    internal static SubsidyShare Share(SubsidyProgramme p, Guid person, Month month, Guid? receipt, long minor, long shortMinor, Change change) => new()
    {
        ProgrammeId = p.Id, PersonId = person, DeclaredPersonId = person, Scheme = p.Scheme, Month = month, ReceiptId = receipt, AmountMinor = minor, ShortMinor = shortMinor, On = change.Today,
    };
}
