using Spmis.Rules.Packages;
using Spmis.Values;

namespace Spmis.Rules.Conformity;

/// <summary>The standard beneficiary of a branch before a scheme: what they get for some earnings, months of record and age.</summary>
internal sealed class StandardBeneficiary(Scheme scheme, MinimumStandard standard, ReferenceCase reference)
{
    private const string List = "contributions";
    private readonly SortedSet<string> missing = new(StringComparer.Ordinal);
    private readonly Dictionary<(decimal, int, int, decimal), (Answer, decimal?)> asked = [];

    /// <summary>Facts the package asked for and nobody gave.</summary>
    public IReadOnlyCollection<string> Missing => missing;

    /// <summary>Whether the scheme looks at a record of contributions.</summary>
    public bool AsksRecord => scheme.Fact(List) is not null;

    /// <summary>Age taken where the branch has none of its own, in months.</summary>
    public int UsualAgeMonths => standard.Branch switch { "old-age" => 65 * 12, "maternity" => 30 * 12, _ => 40 * 12 };

    /// <summary>The monthly benefit; null when not entitled or it cannot be told.</summary>
    public (Answer Outcome, decimal? Benefit) Ask(decimal earnings, int recordMonths, int ageMonths, decimal means = 0)
    {
        if (asked.TryGetValue((earnings, recordMonths, ageMonths, means), out var known))
        {
            return known;
        }

        var facts = Facts(earnings, recordMonths, ageMonths, means);
        var eligible = scheme.Evaluate("eligible", facts, null);
        var (outcome, benefit) = (eligible.Answer, (decimal?)null);
        missing.UnionWith(eligible.Answer is Answer.CannotTell ? eligible.Missing.Concat(eligible.Reasons) : []);
        if (outcome is Answer.Yes)
        {
            var amount = scheme.Evaluate("amount", facts, null);
            missing.UnionWith(amount.Missing.Concat(amount.Reasons));
            outcome = amount.Answer;
            benefit = amount.Value.IsKnown ? amount.Value.AsDecimal : null;
        }

        return asked[(earnings, recordMonths, ageMonths, means)] = (outcome, benefit);
    }

    /// <summary>For how many months the benefit is granted; null for throughout, or when it cannot be told.</summary>
    public int? Months(decimal earnings, int recordMonths, int ageMonths) =>
        scheme.Has("months") && scheme.Interpret("months", Facts(earnings, recordMonths, ageMonths)) is { IsKnown: true } months ? (int)months.AsDecimal : null;

    /// <summary>What the package itself takes for granted in its worked examples where a fact is not said.</summary>
    public IReadOnlyDictionary<string, RuleValue> Assumed => scheme.Content.VectorDefaults;

    private RuleValue Read(FactDeclaration fact, string text) => Literals.Read(text, fact.Type, scheme.Currency, out var right)
        ?? throw new ArgumentException($"'{text}' is no value for {fact.Name}. {right}", nameof(text));

    private Facts Facts(decimal earnings, int recordMonths, int ageMonths, decimal means = 0)
    {
        var facts = new Facts();
        var (on, month) = (reference.On, Month.Of(reference.On));
        Set(facts, "person.birth", RuleValue.Date(on.AddMonths(-ageMonths)));
        Set(facts, "person.alive", RuleValue.Bool(true));
        if (scheme.Fact("person.sex") is { Type.Choices: { } choices })
        {
            var wanted = standard.Branch is "maternity" or "survivors" ? new[] { "female", "F", "woman" } : ["male", "M", "man"];
            if (wanted.FirstOrDefault(choices.Contains) is { } sex)
            {
                Set(facts, "person.sex", RuleValue.Text(sex));
            }
        }

        Set(facts, "claim.date", RuleValue.Date(on));
        Set(facts, "claim.month", RuleValue.Month(month));
        Set(facts, "claim.filed_on", RuleValue.Date(on));
        foreach (var (name, text) in reference.Facts)
        {
            if (scheme.Fact(name) is { IsList: false } fact)
            {
                facts.Set(name, text == ReferenceCase.Earnings ? RuleValue.Number(earnings) : Read(fact, text));
            }
        }

        if (reference.MeansFact is { } meansFact)
        {
            facts.Set(meansFact, scheme.Fact(meansFact) is { Type.Kind: ValueKind.Money } ? RuleValue.Number(means)
                : throw new ArgumentException($"means_fact is '{meansFact}', but the package declares no fact of that name with the type money."));
        }

        foreach (var (name, value) in Assumed.Where(a => !facts.Values.ContainsKey(a.Key)))
        {
            facts.Set(name, value);
        }

        if (scheme.Fact(List) is { } list)
        {
            facts.SetList(List, Enumerable.Range(1, recordMonths).Reverse().Select(n => Record(list, month.Add(-n), earnings)));
        }

        return facts;
    }

    /// <summary>A month of the record: insured, on the earnings, paid in full.</summary>
    private static FactRecord Record(FactDeclaration list, Month month, decimal earnings)
    {
        var record = new FactRecord();
        foreach (var key in list.Fields.Select(list.KeyOf))
        {
            _ = key switch
            {
                "month" => record.Set(key, month),
                "base" or "paid" => record.Set(key, earnings),
                "insured" => record.Set(key, true),
                _ => record,
            };
        }

        return record;
    }

    private void Set(Facts facts, string name, RuleValue value)
    {
        if (scheme.Fact(name) is not null)
        {
            facts.Set(name, value);
        }
    }
}
