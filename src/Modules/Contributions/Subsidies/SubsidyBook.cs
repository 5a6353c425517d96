using Microsoft.EntityFrameworkCore;
using Spmis.Contributions.Copies;
using Spmis.Contributions.Ledger;
using Spmis.Kernel.Acts;
using Spmis.Values;

namespace Spmis.Contributions.Subsidies;

/// <summary>Opens the subsidies of a scheme for some persons, inside the transaction of what is assessed or paid.</summary>
public sealed class OpenSubsidies(ContributionsDb db)
{
    private const int MostIds = 500;

    /// <summary>Null when no programme of the scheme touches these months: then nothing is asked of the database but that.</summary>
    /// <param name="scheme">The scheme.</param>
    /// <param name="from">First month.</param>
    /// <param name="to">Last month.</param>
    /// <param name="persons">Whose.</param>
    /// <param name="ct">Cancels.</param>
    /// <param name="ofReturns">Only programmes that help to pay what is declared: covers and rewards are no matter of a return.</param>
    /// <param name="hold">False to look only: nothing is held, and the book must not be written.</param>
    internal async Task<SubsidyBook?> ForAsync(string scheme, Month from, Month to, IReadOnlyCollection<Guid> persons, CancellationToken ct, bool ofReturns = false, bool hold = true)
    {
        var programmes = db.Set<SubsidyProgramme>().AsNoTracking().Where(p => p.Scheme == scheme && p.From <= to && (!ofReturns || (p.Kind != SubsidyKind.Cover && p.Kind != SubsidyKind.Reward)));
        if (persons.Count == 0 || !await programmes.AnyAsync(p => p.To == null || p.To >= from || p.GivenMinor > 0, ct))
        {
            return null;
        }

        // Donors are held to the end of the transaction, so that two who draw at once never take the same money. Whoever holds a programme holds its donor before, so programmes need no order.
        var held = await programmes.Select(p => p.DonorId).Distinct().ToListAsync(ct);
        if (hold)
        {
            await SubsidyBook.HoldAsync(db, held, ct);
            await db.Set<SubsidyProgramme>().Where(p => p.Scheme == scheme && p.From <= to && held.Contains(p.DonorId)).ExecuteUpdateAsync(s => s.SetProperty(p => p.Version, p => p.Version + 1), ct);
        }

        var all = await programmes.Where(p => held.Contains(p.DonorId)).OrderBy(p => p.Id).ToListAsync(ct);
        var donors = await db.Set<Donor>().AsNoTracking().Where(d => held.Contains(d.Id)).ToDictionaryAsync(d => d.Id, ct);
        var book = new SubsidyBook(db, all, donors);
        var ids = all.ConvertAll(p => p.Id);
        foreach (var some in persons.Distinct().Order().Chunk(MostIds))
        {
            (await db.Set<WorkerCopy>().AsNoTracking().Where(w => some.Contains(w.PersonId)).ToListAsync(ct)).ForEach(book.Know);
            (await db.Set<SubsidyShare>().AsNoTracking().Where(s => some.Contains(s.PersonId) && ids.Contains(s.ProgrammeId))
                .GroupBy(s => new { s.ProgrammeId, s.PersonId, s.Month, s.EmployerId }).Select(g => new { g.Key, Minor = g.Sum(s => s.AmountMinor), Short = g.Sum(s => s.ShortMinor) }).ToListAsync(ct))
                .ForEach(g => book.Had(g.Key.ProgrammeId, g.Key.PersonId, g.Key.Month, g.Key.EmployerId, g.Minor, g.Short));
        }

        return book;
    }
}

/// <summary>Draws shares from programmes, never above a cap, a budget or a fund, and writes them in one stroke.</summary>
internal sealed class SubsidyBook(ContributionsDb db, IReadOnlyList<SubsidyProgramme> programmes, IReadOnlyDictionary<Guid, Donor> donors)
{
    private readonly Dictionary<(long Programme, Guid Person), Dictionary<Month, Dictionary<Guid, (long Minor, long Short)>>> had = [];
    private readonly Dictionary<Guid, WorkerCopy> workers = [];
    private readonly List<SubsidyShare> shares = [];

    public IReadOnlyList<SubsidyProgramme> Programmes => programmes;

    /// <summary>What was drawn and not written yet.</summary>
    public IReadOnlyList<SubsidyShare> Shares => shares;

    internal void Know(WorkerCopy worker) => workers[worker.PersonId] = worker;

    internal void Had(long programme, Guid person, Month month, Guid? employer, long minor, long shortMinor)
    {
        if (!had.TryGetValue((programme, person), out var months))
        {
            had[(programme, person)] = months = [];
        }

        if (!months.TryGetValue(month, out var by))
        {
            months[month] = by = [];
        }

        by[employer ?? default] = (minor, shortMinor);
    }

    /// <summary>What a programme gave for a month through an employer (null: to the person's own payments).</summary>
    public long Given(SubsidyProgramme p, Guid person, Month month, Guid? employer) => Of(p, person, month)?.GetValueOrDefault(employer ?? default).Minor ?? 0;

    /// <summary>Donor's money in the person's own month, as it counts there.</summary>
    public long GivenOwn(Guid person, Month month) => programmes.Where(p => p.Kind != SubsidyKind.Reward).Sum(p => Given(p, person, month, null));

    /// <summary>The programmes that help with this month, of those that help to pay.</summary>
    public IReadOnlyList<SubsidyProgramme> Fitting(Guid person, Month month, bool employed, bool association) =>
        [.. programmes.Where(p => p.Kind is SubsidyKind.Share or SubsidyKind.Match or SubsidyKind.Flat && Reaches(p, employed, association) && Fits(p, person, month))];

    /// <summary>Whether the programme is for this person in this month, its longest months included.</summary>
    public bool Fits(SubsidyProgramme p, Guid person, Month month)
    {
        if (!p.Runs(month))
        {
            return false;
        }

        var worker = workers.GetValueOrDefault(person);
        return (p.Activity is null || p.Activity == worker?.Activity)
            && (p.District is null || string.Equals(p.District, worker?.District, StringComparison.OrdinalIgnoreCase))
            && ((p.AgeFrom is null && p.AgeTo is null) || (worker?.BornOn is { } born && AgeOn(born, month.First) is var age && age >= (p.AgeFrom ?? 0) && age <= (p.AgeTo ?? int.MaxValue)))
            && (p.MostMonths is not { } most || MonthsBeside(p, person, month) < most);
    }

    /// <summary>What the cap of the person's month leaves beside what others of their employers had.</summary>
    public long? CapLeft(SubsidyProgramme p, Guid person, Month month, Guid? employer) =>
        p.CapMinor is { } cap ? Math.Max(0, cap - (Of(p, person, month)?.Where(x => x.Key != (employer ?? default)).Sum(x => x.Value.Minor) ?? 0)) : null;

    /// <summary>What of a wish the budget, and the fund of a donor who pays beforehand, have.</summary>
    public long Available(SubsidyProgramme p, long minor)
    {
        var donor = donors[p.DonorId];
        return Math.Max(0, Math.Min(minor, Math.Min(p.BudgetMinor is { } budget ? budget - p.GivenMinor : long.MaxValue, donor.Prepaid ? donor.ReceivedMinor - donor.GivenMinor : long.MaxValue)));
    }

    /// <summary>Brings what a programme gives for a month to what it should be: more as far as there is money, less always.</summary>
    /// <returns>The difference; negative when it is taken back.</returns>
    public long Bring(SubsidyProgramme p, Guid person, Month month, Guid? employer, long targetMinor, Func<long, long, SubsidyShare> share)
    {
        var (before, shortBefore) = Of(p, person, month)?.GetValueOrDefault(employer ?? default) ?? default;
        var wish = targetMinor - before;
        var drawn = wish > 0 ? Available(p, wish) : wish;
        var shortNow = wish - drawn;
        if (drawn != 0 || shortNow != shortBefore)
        {
            shares.Add(share(drawn, shortNow - shortBefore));
            Had(p.Id, person, month, employer, before + drawn, shortNow);
            p.GivenMinor += drawn;
            donors[p.DonorId].GivenMinor += drawn;
        }

        return drawn;
    }

    /// <summary>Says that there is no money for a month of which a part would be nothing.</summary>
    public void Lack(SubsidyProgramme p, Guid person, Month month, long wishMinor, Func<long, SubsidyShare> share)
    {
        var (before, shortBefore) = Of(p, person, month)?.GetValueOrDefault(Guid.Empty) ?? default;
        if (wishMinor - before != shortBefore)
        {
            shares.Add(share(wishMinor - before - shortBefore));
            Had(p.Id, person, month, null, before, wishMinor - before);
        }
    }

    /// <summary>Of a book that is only looked at: what was drawn in others of the same preview is gone.</summary>
    internal void Spend(IReadOnlyDictionary<(long Programme, Guid Donor), long> drawn)
    {
        foreach (var (of, minor) in drawn)
        {
            donors[of.Donor].GivenMinor += minor;
            programmes.Single(p => p.Id == of.Programme).GivenMinor += minor;
        }
    }

    public Donor DonorOf(SubsidyProgramme p) => donors[p.DonorId];

    /// <summary>Writes shares, and what programmes and donors gave by them.</summary>
    public async Task WriteAsync(Change change, CancellationToken ct)
    {
        if (shares.Count == 0)
        {
            return;
        }

        await db.BulkInsertAsync(shares, ct);
        await CountAsync(db, shares.Select(s => (s.ProgrammeId, s.AmountMinor)), ct);
        db.RecordBulk(change, nameof(SubsidyShare), $"{shares[0].Scheme} {shares[0].Month}", new { shares = shares.Count, minor = shares.Sum(s => s.AmountMinor), shortMinor = shares.Sum(s => s.ShortMinor) });
        shares.Clear();
    }

    /// <summary>Adds to what programmes and their donors gave; the database keeps the budget.</summary>
    internal static async Task CountAsync(ContributionsDb db, IEnumerable<(long Programme, long Minor)> given, CancellationToken ct)
    {
        var sums = given.GroupBy(g => g.Programme).Select(g => (Programme: g.Key, Minor: g.Sum(x => x.Minor))).Where(s => s.Minor != 0).OrderBy(s => s.Programme).ToList();
        var ids = sums.ConvertAll(s => s.Programme);
        var donorOf = await db.Set<SubsidyProgramme>().AsNoTracking().Where(p => ids.Contains(p.Id)).ToDictionaryAsync(p => p.Id, p => p.DonorId, ct);
        foreach (var (donor, minor) in sums.GroupBy(s => donorOf[s.Programme]).OrderBy(g => g.Key).Select(g => (g.Key, g.Sum(x => x.Minor))))
        {
            await db.Set<Donor>().Where(d => d.Id == donor).ExecuteUpdateAsync(s => s.SetProperty(d => d.GivenMinor, d => d.GivenMinor + minor), ct);
        }

        foreach (var (programme, minor) in sums)
        {
            await db.Set<SubsidyProgramme>().Where(p => p.Id == programme).ExecuteUpdateAsync(s => s.SetProperty(p => p.GivenMinor, p => p.GivenMinor + minor), ct);
        }
    }

    /// <summary>
    /// Holds donors to the end of the transaction, one after the other in the order of their ids: the one order in which anybody holds several, so that no two wait for each other. A transaction that touches donors in
    /// several steps holds all of them before the first (<see cref="HoldAllAsync"/>).
    /// </summary>
    internal static async Task HoldAsync(ContributionsDb db, IEnumerable<Guid> donors, CancellationToken ct)
    {
        foreach (var id in donors.Distinct().Order())
        {
            await db.Set<Donor>().Where(d => d.Id == id).ExecuteUpdateAsync(s => s.SetProperty(d => d.Version, d => d.Version + 1), ct);
        }
    }

    /// <summary>Holds every donor, for an act that touches donors in several steps and cannot know beforehand which. There are few of them. Donors come before associations, and both before employers and their bills.</summary>
    internal static async Task HoldAllAsync(ContributionsDb db, CancellationToken ct) => await HoldAsync(db, await db.Set<Donor>().AsNoTracking().Select(d => d.Id).ToListAsync(ct), ct);

    /// <summary>The donor's side of what is given, against contribution income: on the donor's account as a debt, or drawn from its fund.</summary>
    internal static void Post(LedgerBook ledger, Donor donor, long minor, Guid subject, string scheme, Month month, (Guid? Employer, Guid? Person) of, Change change)
    {
        if (minor == 0)
        {
            return;
        }

        var given = new Side(minor > 0, Account.Donor, Math.Abs(minor), donor.Currency) { DonorId = donor.Id, Scheme = scheme, Month = month };
        var income = new Side(minor < 0, Account.ContributionIncome, Math.Abs(minor), donor.Currency) { EmployerId = of.Employer, PersonId = of.Person, Scheme = scheme, Month = month };
        ledger.Add(new Entry { Id = Guid.CreateVersion7(), Kind = EntryKind.Subsidy, On = change.Today, MadeAt = change.Now, SubjectId = subject, EmployerId = of.Employer, PersonId = of.Person, Reference = $"{donor.PaymentReference} {month}" }, given, income);
    }

    private static bool Reaches(SubsidyProgramme p, bool employed, bool association) => p.Reach switch
    {
        SubsidyReach.Employed => employed,
        SubsidyReach.OwnPayers => !employed,
        SubsidyReach.AssociationMembers => association,
        _ => true,
    };

    private static int AgeOn(DateOnly born, DateOnly on) => on.Year - born.Year - (born.AddYears(on.Year - born.Year) > on ? 1 : 0);

    private Dictionary<Guid, (long Minor, long Short)>? Of(SubsidyProgramme p, Guid person, Month month) => had.TryGetValue((p.Id, person), out var months) ? months.GetValueOrDefault(month) : null;

    private int MonthsBeside(SubsidyProgramme p, Guid person, Month month) => had.TryGetValue((p.Id, person), out var months) ? months.Count(m => m.Key != month && m.Value.Values.Sum(v => v.Minor) > 0) : 0;
}
