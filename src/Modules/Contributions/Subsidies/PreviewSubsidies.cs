using Microsoft.EntityFrameworkCore;
using Spmis.Contributions.Record;
using Spmis.Values;

namespace Spmis.Contributions.Subsidies;

/// <summary>What a programme would take on of a return, or (negative) take back.</summary>
/// <param name="ProgrammeId">The programme.</param>
/// <param name="Name">What it is called.</param>
/// <param name="Minor">Minor units.</param>
public sealed record PreviewedSubsidy(long ProgrammeId, string Name, long Minor);

/// <summary>Of a return that is only looked at: what donors would pay of it, reckoned as <see cref="SubsidiseReturns"/> would now. Nothing is held, drawn or written, so another may have had a donor's last money when it is filed.</summary>
public sealed class PreviewSubsidies(ContributionsDb db, OpenSubsidies open)
{
    /// <summary>Begins the preview of one return.</summary>
    internal SubsidyPreview Of(Guid employer, string scheme, Month month, bool correction) => new(db, open, (employer, scheme, month), correction);
}

/// <summary>One return's preview; chunk by chunk, what earlier ones would draw is gone for later ones.</summary>
internal sealed class SubsidyPreview(ContributionsDb db, OpenSubsidies open, (Guid Employer, string Scheme, Month Month) of, bool correction)
{
    private readonly Dictionary<long, PreviewedSubsidy> drawn = [];
    private readonly Dictionary<(long Programme, Guid Donor), long> taken = [];

    /// <summary>By programme, in their order.</summary>
    public IReadOnlyList<PreviewedSubsidy> Subsidies => [.. drawn.Values.Where(d => d.Minor != 0).OrderBy(d => d.ProgrammeId)];

    /// <summary>Adds up to 1,000 workers with the contribution that the law makes of their lines.</summary>
    /// <returns>To each worker what is due so far, which a correction replaces, and what donors would pay of the difference.</returns>
    public async Task<Dictionary<Guid, (long BeforeMinor, long SubsidisedMinor)>> AddAsync(IReadOnlyDictionary<Guid, long> due, CancellationToken ct)
    {
        var persons = due.Keys.ToList();
        var before = (await db.Set<Contribution>().AsNoTracking().Where(c => persons.Contains(c.PersonId) && c.EmployerId == of.Employer && c.Scheme == of.Scheme && c.Month == of.Month && c.VoucherId == null)
            .GroupBy(c => c.PersonId).Select(g => new { g.Key, All = g.Sum(c => c.EmployeeMinor + c.EmployerMinor), Here = g.Sum(c => c.TakeoverId == null ? c.EmployeeMinor + c.EmployerMinor : 0) }).ToListAsync(ct)).ToDictionary(g => g.Key, g => (g.All, g.Here));
        var found = due.ToDictionary(d => d.Key, d => (correction ? before.GetValueOrDefault(d.Key).All : 0, 0L));
        if (await open.ForAsync(of.Scheme, of.Month, of.Month, persons, ct, ofReturns: true, hold: false) is not { } book)
        {
            return found;
        }

        book.Spend(taken);
        foreach (var (person, minor) in due)
        {
            var had = before.GetValueOrDefault(person);
            var total = had.Here + minor - (correction ? had.All : 0);
            foreach (var (p, target) in SubsidiseReturns.Targets(book, person, of.Employer, of.Month, total))
            {
                var part = book.Bring(p, person, of.Month, of.Employer, target, (given, shortMinor) => new SubsidyShare { ProgrammeId = p.Id, PersonId = person, DeclaredPersonId = person, Scheme = of.Scheme, Month = of.Month, AmountMinor = given, ShortMinor = shortMinor, On = of.Month.Last });
                found[person] = (found[person].Item1, found[person].Item2 + part);
                drawn[p.Id] = new PreviewedSubsidy(p.Id, p.Name, drawn.GetValueOrDefault(p.Id)?.Minor + part ?? part);
                taken[(p.Id, p.DonorId)] = taken.GetValueOrDefault((p.Id, p.DonorId)) + part;
            }
        }

        return found;
    }
}
