using System.Text.Json;
using System.Text.Json.Nodes;
using Spmis.Eligibility.Copies;
using Spmis.Eligibility.Evidence;
using Spmis.Rules;

namespace Spmis.Eligibility.Determinations;

/// <summary>An answer with all that belongs to it.</summary>
public sealed record Decision
{
    /// <summary>Yes, no or cannot tell.</summary>
    public required Answer Outcome { get; init; }

    /// <summary>What it rests on.</summary>
    public required FactSheet Inputs { get; init; }

    /// <summary>Facts to ask for.</summary>
    public IReadOnlyList<string> Missing { get; init; } = [];

    /// <summary>Monthly amount, minor units, when yes.</summary>
    public long? MonthlyMinor { get; init; }

    /// <summary>For how many months, when the scheme says so.</summary>
    public int? Months { get; init; }

    /// <summary>Why, by rule, as JSON; null when it was decided in bulk and says no: it can be rebuilt.</summary>
    public string? Explanation { get; init; }
}

/// <summary>Decides single cases by the interpreter, and many by the compiled rule, which then only explains what needs it. Pure: the same facts and package give the same bytes.</summary>
public sealed class Decide
{
    /// <summary>The rule that says whether.</summary>
    public const string Eligible = "eligible";

    /// <summary>The rule that says how much a month.</summary>
    public const string Amount = "amount";

    /// <summary>The rule that says for how many months, where there is one.</summary>
    public const string Months = "months";

    private readonly Scheme scheme;
    private readonly DateOnly asKnownOn;
    private readonly GatherFacts gather;
    private readonly CompiledRule? compiled;
    private readonly FactRow? row;

    /// <summary>Ready to decide.</summary>
    /// <param name="scheme">By this package.</param>
    /// <param name="asKnownOn">By values of the law recorded up to this day.</param>
    /// <param name="bulk">Whether many cases come.</param>
    public Decide(Scheme scheme, DateOnly asKnownOn, bool bulk = false)
    {
        (this.scheme, this.asKnownOn, gather) = (scheme, asKnownOn, new GatherFacts(scheme));
        if (bulk)
        {
            (compiled, row) = (scheme.Compile(Eligible, asKnownOn), scheme.NewRow());
        }
    }

    /// <summary>Decides one person's case.</summary>
    public Decision For(PersonCopy person, Asked asked, IEnumerable<ContributionYearRow> years)
    {
        var sheet = Sheet(person, asked, years);
        return compiled is not null && Ask(sheet) is { IsKnown: true, AsBool: false } ? new Decision { Outcome = Answer.No, Inputs = sheet } : Explain(sheet);
    }

    /// <summary>What is known of a case, ready to decide by.</summary>
    public FactSheet Sheet(PersonCopy person, Asked asked, IEnumerable<ContributionYearRow> years) => WithBirth(gather.Of(person, asked, years), person);

    /// <summary>Decides by given facts, with the explanation. While needed evidence is lacking nobody can tell; certificates that contradict each other stand in the way of a yes.</summary>
    public Decision Explain(FactSheet sheet)
    {
        var facts = sheet.ToFacts();
        var eligible = scheme.Evaluate(Eligible, facts, asKnownOn);
        var answers = new List<RuleResult> { eligible };
        var outcome = eligible.Answer;
        long? monthly = null;
        int? months = null;
        if (outcome is Answer.Yes)
        {
            answers.Add(scheme.Evaluate(Amount, facts, asKnownOn));
            monthly = answers[1].Value.IsKnown ? answers[1].Value.ToMoney(scheme.Currency).Minor : null;
            if (scheme.Has(Months))
            {
                answers.Add(scheme.Evaluate(Months, facts, asKnownOn));
                months = answers[2].Value.IsKnown ? (int)answers[2].Value.AsDecimal : null;
            }

            outcome = answers.All(a => a.Value.IsKnown) ? Answer.Yes : Answer.CannotTell;
        }

        var lacking = (sheet.Evidence ?? []).Where(e => e.IsLacking || (e.State is EvidenceState.Contradicting && outcome is not Answer.No)).Select(e => e.Missing).ToList();
        outcome = lacking.Count > 0 ? Answer.CannotTell : outcome;
        List<string> missing = outcome is Answer.CannotTell ? [.. lacking.Concat(answers.SelectMany(a => a.Missing.Concat(a.Reasons))).Distinct(StringComparer.Ordinal)] : [];
        return new Decision { Outcome = outcome, Inputs = sheet, Missing = missing, MonthlyMinor = outcome is Answer.Yes ? monthly : null, Months = outcome is Answer.Yes ? months : null, Explanation = Json(answers) };
    }

    /// <summary>The explanations by rule, in the order they were stored.</summary>
    public static IReadOnlyList<KeyValuePair<string, Explanation>> ReadExplanations(string json) =>
        [.. (JsonNode.Parse(json, documentOptions: new JsonDocumentOptions { MaxDepth = 2000 })?.AsObject() ?? throw new JsonException("The explanation is null."))
            .Select(p => KeyValuePair.Create(p.Key, Rules.Explanation.FromJson(p.Value?.ToJsonString(Deep) ?? "null")))];

    private static readonly JsonSerializerOptions Deep = new() { MaxDepth = 2000 };

    private static string Json(List<RuleResult> answers) => "{" + string.Join(',', answers.Select(a => $"\"{a.Rule}\":{a.Explanation.ToJson()}")) + "}";

    /// <summary>A birth date known to the month or year only counts when every day it may be gives the same answer; else it is missing, and nobody can tell.</summary>
    private FactSheet WithBirth(FactSheet sheet, PersonCopy person)
    {
        if (person.Provisional || scheme.Fact(FactNames.Birth) is null || GatherFacts.BirthRange(person) is not { } range)
        {
            return sheet;
        }

        var source = $"Registration {person.RegistrationNumber}, version {person.Version}";
        var (early, late) = (With(sheet, range.Earliest, source), With(sheet, range.Latest, source));
        var known = person.BirthPrecision == "Month" ? range.Latest.ToString("yyyy-MM", null) : range.Latest.ToString("yyyy", null);
        return Ask(early) is { IsKnown: true } first && first == Ask(late)
            ? late with { Notes = [.. late.Notes, $"Of the birth date only {known} is known; every day in it gives the same answer, and the last one is used."] }
            : sheet with { Notes = [.. sheet.Notes, $"Of the birth date only {known} is known, and the answer depends on the day."] };
    }

    internal static FactSheet With(FactSheet sheet, DateOnly born, string source) => sheet with
    {
        Facts = [.. sheet.Facts, new FactEntry(FactNames.Birth, ValueKind.Date, born.ToString("yyyy-MM-dd", System.Globalization.CultureInfo.InvariantCulture), source)],
    };

    private RuleValue Ask(FactSheet sheet)
    {
        if (compiled is null || row is null)
        {
            return scheme.Evaluate(Eligible, sheet.ToFacts(), asKnownOn).Value;
        }

        row.Load(sheet.ToFacts());
        return compiled.Evaluate(row);
    }
}
