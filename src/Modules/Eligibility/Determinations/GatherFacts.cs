using System.Globalization;
using Spmis.Eligibility.Claims;
using Spmis.Eligibility.Copies;
using Spmis.Rules;
using Spmis.Values;

namespace Spmis.Eligibility.Determinations;

/// <summary>What a decision is asked about.</summary>
/// <param name="Date">The day asked for.</param>
/// <param name="Source">Where that day comes from.</param>
/// <param name="FiledOn">The day the claim was filed; null in a round.</param>
/// <param name="Given">Further facts the claimant gave, by name.</param>
/// <param name="Insured">Whose insurance it is, when survivors claim.</param>
/// <param name="Case">Who else claims in the case of that person.</param>
public sealed record Asked(DateOnly Date, string Source, DateOnly? FiledOn = null, IReadOnlyDictionary<string, string>? Given = null, PersonCopy? Insured = null, CaseCount? Case = null);

/// <summary>Puts together what is known of a person for one scheme: only the facts the scheme asks for, each with its source. What was never proved is not given as a fact.</summary>
/// <param name="scheme">The scheme.</param>
public sealed class GatherFacts(Scheme scheme)
{
    private static readonly string[] Columns = ["month", "base", "insured"];
    private static readonly ValueKind[] Kinds = [ValueKind.Month, ValueKind.Money, ValueKind.Bool];

    /// <summary>The sheet of one person.</summary>
    /// <param name="person">The person.</param>
    /// <param name="asked">What is asked.</param>
    /// <param name="years">The person's contribution years; not looked at by a scheme that asks for none.</param>
    public FactSheet Of(PersonCopy person, Asked asked, IEnumerable<ContributionYearRow> years)
    {
        List<FactEntry> facts = [];
        List<string> notes = [];
        AddAsked(facts, asked);
        AddInsured(facts, asked);
        if (person.Provisional)
        {
            notes.Add("The person was found in a return only and has not been seen at a desk: nothing the return says of them is proved.");
        }
        else
        {
            AddPerson(facts, person, asked);
        }

        return new FactSheet { Facts = facts, Notes = notes, Lists = scheme.Fact(FactNames.Contributions) is null ? [] : [Contributions([.. years], Month.Of(asked.Date))] };
    }

    /// <summary>The two ends of what the birth date may be, when it is known to the month or year only.</summary>
    public static (DateOnly Earliest, DateOnly Latest)? BirthRange(PersonCopy person) => (person.BornOn, person.BirthPrecision) switch
    {
        ({ } born, "Month") => (Month.Of(born).First, Month.Of(born).Last),
        ({ } born, "Year") => (new DateOnly(born.Year, 1, 1), new DateOnly(born.Year, 12, 31)),
        _ => null,
    };

    private void AddAsked(List<FactEntry> facts, Asked asked)
    {
        Add(facts, FactNames.ClaimDate, ValueKind.Date, Day(asked.Date), asked.Source);
        Add(facts, FactNames.ClaimMonth, ValueKind.Month, Month.Of(asked.Date).ToString(), asked.Source);
        if (asked.FiledOn is { } filed)
        {
            Add(facts, FactNames.FiledOn, ValueKind.Date, Day(filed), asked.Source);
        }

        foreach (var (name, value) in asked.Given ?? new Dictionary<string, string>())
        {
            if (scheme.Fact(name) is { IsList: false } fact && facts.All(f => f.Name != name))
            {
                facts.Add(new FactEntry(name, fact.Type.Kind, value, asked.Source));
            }
        }
    }

    private void AddInsured(List<FactEntry> facts, Asked asked)
    {
        if (asked.Insured is { } insured)
        {
            var source = string.Create(CultureInfo.InvariantCulture, $"Registration {insured.RegistrationNumber}, version {insured.Version}");
            if (insured.DiedOn is { } died)
            {
                Add(facts, FactNames.InsuredDiedOn, ValueKind.Date, Day(died), source);
            }

            if (insured.BornOn is { } born && BirthRange(insured) is null && !insured.Provisional)
            {
                Add(facts, FactNames.InsuredBirth, ValueKind.Date, Day(born), source);
            }
        }

        if (asked.Case is { } all)
        {
            var source = $"Claims of the case: {string.Join(", ", all.Claims)}";
            Add(facts, FactNames.CaseSpouses, ValueKind.Int, all.Spouses.ToString(CultureInfo.InvariantCulture), source);
            Add(facts, FactNames.CaseChildren, ValueKind.Int, all.Children.ToString(CultureInfo.InvariantCulture), source);
            Add(facts, FactNames.CaseParents, ValueKind.Int, all.Parents.ToString(CultureInfo.InvariantCulture), source);
        }
    }

    private void AddPerson(List<FactEntry> facts, PersonCopy person, Asked asked)
    {
        var source = string.Create(CultureInfo.InvariantCulture, $"Registration {person.RegistrationNumber}, version {person.Version}");
        if (person.BornOn is { } born && BirthRange(person) is null)
        {
            Add(facts, FactNames.Birth, ValueKind.Date, Day(born), source);
        }

        if (person.Sex is { } sex)
        {
            Add(facts, FactNames.Sex, ValueKind.Text, sex == "F" ? "female" : "male", source);
        }

        if (person.District is { } district)
        {
            Add(facts, FactNames.District, ValueKind.Text, district, source);
        }

        if (person.Activity is { } activity)
        {
            Add(facts, FactNames.Category, ValueKind.Text, activity, source);
        }

        Add(facts, FactNames.Alive, ValueKind.Bool, person.DiedOn is { } died && died <= asked.Date ? "no" : "yes", source);
    }

    private void Add(List<FactEntry> facts, string name, ValueKind kind, string value, string source)
    {
        if (scheme.Fact(name) is not null)
        {
            facts.Add(new FactEntry(name, kind, value, source));
        }
    }

    /// <summary>Months up to that of the day asked for: what was paid ahead is no record yet.</summary>
    private FactTable Contributions(List<ContributionYearRow> years, Month last)
    {
        var months = new SortedDictionary<int, (long Base, bool Insured)>();
        List<string> sources = [];
        foreach (var year in years.Where(y => y.Currency == scheme.Currency.Code).OrderBy(y => y.Scheme, StringComparer.Ordinal).ThenBy(y => y.Year))
        {
            var bases = year.BaseMinor.Split(',');
            for (var i = 0; i < 12; i++)
            {
                var (amount, insured) = (long.Parse(bases[i], CultureInfo.InvariantCulture), (year.InsuredMonths & (1 << i)) != 0);
                var code = (year.Year * 100) + i + 1;
                if ((amount != 0 || insured) && code <= last.Code)
                {
                    var before = months.GetValueOrDefault(code);
                    months[code] = (before.Base + amount, before.Insured || insured);
                }
            }

            sources.Add(string.Create(CultureInfo.InvariantCulture, $"{year.Scheme} {year.Year}, version {year.Version}"));
        }

        var rows = months.Select(m => (IReadOnlyList<string?>)[Month.FromCode(m.Key).ToString(), new Money(m.Value.Base, scheme.Currency).ToPlain(), m.Value.Insured ? "yes" : "no"]).ToList();
        return new FactTable(FactNames.Contributions, sources.Count == 0 ? "Contributions: none recorded" : "Contributions " + string.Join("; ", sources), Columns, Kinds, rows);
    }

    private static string Day(DateOnly day) => day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
}
