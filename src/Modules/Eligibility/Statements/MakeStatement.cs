using System.Globalization;
using Microsoft.EntityFrameworkCore;
using Spmis.Eligibility.Copies;
using Spmis.Eligibility.Schemes;
using Spmis.Kernel.Acts;
using Spmis.Rules;

namespace Spmis.Eligibility.Statements;

/// <summary>Makes statements: of one person with the working, or of a thousand without.</summary>
/// <param name="db">The module's database.</param>
/// <param name="schemes">The packages in force.</param>
/// <param name="file">Finds persons.</param>
public sealed class MakeStatement(EligibilityDb db, SchemeBook schemes, PersonFile file)
{
    /// <summary>The statement of one person as of a day.</summary>
    /// <exception cref="Refused">There is no such person.</exception>
    public async Task<Statement> OfAsync(string number, DateOnly on, CancellationToken ct) =>
        (await OfAsync([(await file.OfAsync(number, ct)).Person], await OutlooksAsync(on, bulk: false, ct), on, ct))[0];

    /// <summary>Every benefit in force on a day, ready to answer.</summary>
    public async Task<IReadOnlyList<Outlook>> OutlooksAsync(DateOnly on, bool bulk, CancellationToken ct)
    {
        List<Outlook> outlooks = [];
        var names = (await schemes.SchemesAsync(SchemeUse.Claims, ct)).Concat(await schemes.SchemesAsync(SchemeUse.Rounds, ct)).Select(s => s.Key).Order(StringComparer.Ordinal);
        foreach (var name in names.Distinct(StringComparer.Ordinal))
        {
            if (await schemes.FindOnAsync(name, on, ct) is { } scheme)
            {
                outlooks.Add(new Outlook(scheme, on, bulk));
            }
        }

        return outlooks;
    }

    /// <summary>The statements of persons in use, in their order; at most 1,000.</summary>
    public async Task<IReadOnlyList<Statement>> OfAsync(IReadOnlyList<PersonCopy> persons, IReadOnlyList<Outlook> outlooks, DateOnly on, CancellationToken ct)
    {
        // After a merge Contributions itself moves the months to the record in use.
        var ids = persons.Select(p => p.PersonId).ToList();
        var byPerson = (await db.ContributionYears.AsNoTracking().Where(y => ids.Contains(y.PersonId)).ToListAsync(ct)).ToLookup(y => y.PersonId);
        return [.. persons.Select(p => Of(p, [.. byPerson[p.PersonId].OrderBy(y => y.Year).ThenBy(y => y.Scheme, StringComparer.Ordinal)], outlooks, on))];
    }

    private static Statement Of(PersonCopy person, List<ContributionYearRow> years, IReadOnlyList<Outlook> outlooks, DateOnly on) => new()
    {
        PersonNumber = person.RegistrationNumber, Name = person.Name, BornOn = person.BornOn, BirthPrecision = person.BirthPrecision, On = on,
        Years = [.. years.Select(y => new StatementYear(y.Scheme, y.Year, y.Currency, [.. y.BaseMinor.Split(',').Select(b => long.Parse(b, CultureInfo.InvariantCulture))], [.. Enumerable.Range(0, 12).Select(i => (y.InsuredMonths & (1 << i)) != 0)]))],
        InsuredMonths = years.SelectMany(y => Enumerable.Range(0, 12).Where(i => (y.InsuredMonths & (1 << i)) != 0).Select(i => (y.Year, i))).Distinct().Count(),
        Benefits = [.. outlooks.Select(o => o.Of(person, years))],
    };
}
