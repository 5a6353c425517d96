using Microsoft.EntityFrameworkCore;
using Spmis.Contributions.Ledger;
using Spmis.Contributions.Record;
using Spmis.Contributions.Returns;
using Spmis.Kernel.Acts;
using Spmis.Values;

namespace Spmis.Contributions.Subsidies;

/// <summary>
/// What donors pay of contributions that employers declare. Of every worker's month touched the share is reckoned anew from the whole contribution, and the difference to what was given is
/// added or taken back: so originals, corrections, late returns and changes of the law all come down to the same. The employer is billed the rest.
/// </summary>
public sealed class SubsidiseReturns(ContributionsDb db, OpenSubsidies open)
{
    /// <summary>Before these contributions are inserted; adds to <see cref="Return.SubsidisedMinor"/>. All of one scheme.</summary>
    internal async Task HandleAsync(IReadOnlyCollection<Return> returns, IReadOnlyCollection<Contribution> added, Change change, CancellationToken ct)
    {
        if (added.Count == 0)
        {
            return;
        }

        var (scheme, persons, from, to) = (added.First().Scheme, added.Select(c => c.PersonId).Distinct().ToList(), added.Min(c => c.Month), added.Max(c => c.Month));
        if (await open.ForAsync(scheme, from, to, persons, ct, ofReturns: true) is not { } book)
        {
            return;
        }

        var due = await DueAsync(scheme, persons, added, from, to, ct);
        var filed = returns.ToDictionary(r => r.Id);
        Dictionary<(Guid Return, Guid Donor), (Donor Donor, long Minor)> given = [];
        foreach (var worker in added.GroupBy(c => (c.PersonId, EmployerId: c.EmployerId ?? default, c.Month, ReturnId: c.ReturnId ?? default)))
        {
            var (person, employer, month, id) = worker.Key;
            var total = due[(person, employer, month)] += worker.Sum(c => c.EmployeeMinor + c.EmployerMinor);
            foreach (var (p, target) in Targets(book, person, employer, month, total))
            {
                var drawn = book.Bring(p, person, month, employer, target, (minor, shortMinor) => new SubsidyShare
                {
                    ProgrammeId = p.Id, PersonId = person, DeclaredPersonId = worker.First().DeclaredPersonId, Scheme = scheme, Month = month, EmployerId = employer, ReturnId = id, Line = worker.First().Line, AmountMinor = minor, ShortMinor = shortMinor, On = change.Today,
                });
                filed[id].SubsidisedMinor += drawn;
                var donor = book.DonorOf(p);
                given[(id, donor.Id)] = (donor, given.GetValueOrDefault((id, donor.Id)).Minor + drawn);
            }
        }

        await book.WriteAsync(change, ct);
        var ledger = new LedgerBook();
        foreach (var (key, (donor, minor)) in given)
        {
            SubsidyBook.Post(ledger, donor, minor, key.Return, scheme, filed[key.Return].Month, (filed[key.Return].EmployerId, null), change);
        }

        await ledger.WriteAsync(db, ct);
    }

    /// <summary>What each programme should give for a worker's month whose whole contribution is known: those that help with it, and those that did.</summary>
    internal static List<(SubsidyProgramme Programme, long TargetMinor)> Targets(SubsidyBook book, Guid person, Guid employer, Month month, long totalMinor)
    {
        var fitting = book.Fitting(person, month, employed: true, association: false).Select(p => (p, SubsidyTerms.OfDue(p, totalMinor, book.CapLeft(p, person, month, employer)))).ToList();
        var targets = SubsidyTerms.Together(fitting, Math.Max(0, totalMinor));
        return [.. book.Programmes.Where(p => targets.ContainsKey(p.Id) || book.Given(p, person, month, employer) != 0).Select(p => (p, targets.GetValueOrDefault(p.Id)))];
    }

    /// <summary>What the months came to before; what an old system handed on was paid to it.</summary>
    private async Task<Dictionary<(Guid, Guid, Month), long>> DueAsync(string scheme, List<Guid> persons, IReadOnlyCollection<Contribution> added, Month from, Month to, CancellationToken ct)
    {
        var due = added.Select(c => (c.PersonId, c.EmployerId ?? default, c.Month)).Distinct().ToDictionary(k => k, _ => 0L);
        foreach (var g in await db.Set<Contribution>().AsNoTracking().Where(c => persons.Contains(c.PersonId) && c.Scheme == scheme && c.EmployerId != null && c.TakeoverId == null && c.VoucherId == null && c.Month >= from && c.Month <= to)
            .GroupBy(c => new { c.PersonId, c.EmployerId, c.Month }).Select(g => new { g.Key, Minor = g.Sum(c => c.EmployeeMinor + c.EmployerMinor) }).ToListAsync(ct))
        {
            if (due.ContainsKey((g.Key.PersonId, g.Key.EmployerId ?? default, g.Key.Month)))
            {
                due[(g.Key.PersonId, g.Key.EmployerId ?? default, g.Key.Month)] = g.Minor;
            }
        }

        return due;
    }
}
