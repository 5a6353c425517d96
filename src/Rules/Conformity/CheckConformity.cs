namespace Spmis.Rules.Conformity;

/// <summary>
/// Measures a benefit package against ILO Convention 102 by asking the package itself for the standard beneficiary. Pure.
/// Article 65: (B + F) / (E + F) for earnings up to the skilled employee's; Article 66: (B + F) / (W + F) with the labourer's wage; Article 44: 3 per cent of that wage a child.
/// </summary>
public sealed class CheckConformity
{
    private static readonly decimal[] Ladder = [10, 100, 1_000, 10_000, 100_000, 1_000_000, 10_000_000, 100_000_000];
    private readonly Scheme scheme;
    private readonly MinimumStandard standard;
    private readonly ReferenceCase reference;
    private readonly StandardBeneficiary beneficiary;
    private readonly bool byEarnings;
    private readonly int age;

    private CheckConformity(Scheme scheme, MinimumStandard standard, ReferenceCase reference)
    {
        (this.scheme, this.standard, this.reference, beneficiary) = (scheme, standard, reference, new StandardBeneficiary(scheme, standard, reference));
        age = beneficiary.UsualAgeMonths;
        byEarnings = standard.Branch != "family" && Ladder.Select(e => Ask(e, standard.RecordMonths).Benefit).OfType<decimal>().Distinct().Skip(1).Any();
        if (standard.HighestAgeYears is not null && Probe(standard.RecordMonths).Outcome is not Answer.Yes && Youngest() is { } later)
        {
            age = later;
        }
    }

    private decimal? Wage => byEarnings && reference.MeansFact is null ? reference.SkilledWage : reference.LabourerWage;

    /// <summary>Measures it.</summary>
    /// <param name="scheme">The package.</param>
    /// <param name="branch">Branch of the benefit.</param>
    /// <param name="reference">The country's wages and what else is known of the beneficiary.</param>
    /// <exception cref="ArgumentException">A fact given for the beneficiary is of the wrong form.</exception>
    public static ConformityReport Of(Scheme scheme, string branch, ReferenceCase reference)
    {
        var report = new ConformityReport { Scheme = scheme.Id, Version = scheme.Version, Hash = scheme.Hash, On = reference.On };
        return !scheme.Has("eligible") || !scheme.Has("amount") ? report with { NotMeasured = "The package is no cash benefit: it has no rules 'eligible' and 'amount'." }
            : MinimumStandard.Of(branch) is not { } standard ? report with { NotMeasured = $"Convention 102 measures no cash benefit of the branch '{branch}'; it measures {string.Join(", ", MinimumStandard.All.Select(s => s.Branch))}." }
            : new CheckConformity(scheme, standard, reference).Report(report);
    }

    private ConformityReport Report(ConformityReport report)
    {
        List<ConformityItem> items = [Rate(), .. Below(), .. Means(), .. Periods(), .. Age(), .. Duration()];
        return report with
        {
            Standard = standard, Formula = standard.Branch == "family" ? "44" : reference.MeansFact is not null ? "67" : byEarnings ? "65" : "66", Items = MeansTest.Weigh(Weigh(items)), ByEarnings = Curve(), ConformsUpTo = UpTo(),
            Missing = [.. beneficiary.Missing], Assumptions = [.. Assumptions()],
        };
    }

    private (Answer Outcome, decimal? Benefit) Ask(decimal earnings, int months, int? atAge = null) => beneficiary.Ask(earnings, months, atAge ?? age);

    /// <summary>The case at the reference wage, or at some wage where none is said.</summary>
    private (Answer Outcome, decimal? Benefit) Probe(int months, int? atAge = null) => Ask(reference.SkilledWage ?? reference.LabourerWage ?? 10_000, months, atAge);

    private decimal? Share(decimal? benefit, decimal wage) => benefit is not { } b ? null
        : standard.Branch == "family" ? wage == 0 ? null : b / wage
        : wage + reference.FamilyAllowances == 0 ? null : (b + reference.FamilyAllowances) / (wage + reference.FamilyAllowances);

    /// <summary>The share for a wage after some months of record; null when it cannot be told.</summary>
    private decimal? ShareAt(decimal wage, int months) => Share(Ask(wage, months).Benefit, wage);

    private static Answer AtLeast(decimal? found, decimal required) => found is not { } f ? Answer.CannotTell : f >= required ? Answer.Yes : Answer.No;

    private ConformityItem Rate()
    {
        var article = standard.Branch == "family" ? "Art. 44" : byEarnings ? "Art. 65(1) and (3), Schedule" : "Art. 66(1), Schedule";
        var required = new Measure(standard.Rate, MeasureUnit.Share);
        var (outcome, _) = Probe(standard.RecordMonths);
        if (outcome is not Answer.Yes)
        {
            return new ConformityItem(ConformityPoint.Rate, article, required, null, outcome is Answer.No ? Answer.No : Answer.CannotTell, outcome is Answer.No ? "The standard beneficiary is not entitled." : "Facts of the beneficiary are missing.");
        }

        if (Wage is not { } wage)
        {
            return new ConformityItem(ConformityPoint.Rate, article, required, null, Answer.CannotTell, byEarnings ? "Say the wage of a skilled manual male employee (Article 65(6))." : "Say the wage of an ordinary adult male labourer (Article 66(4) and (5)).");
        }

        var share = ShareAt(wage, standard.RecordMonths);
        return new ConformityItem(ConformityPoint.Rate, article, required, share is { } s ? new Measure(s, MeasureUnit.Share) : null, AtLeast(share, standard.Rate));
    }

    /// <summary>Lower earnings must not fare worse than the rate.</summary>
    private IEnumerable<ConformityItem> Below()
    {
        if (byEarnings && reference.SkilledWage is { } wage)
        {
            var shares = new[] { 0.25m, 0.5m, 0.75m }.Select(part => ShareAt(wage * part, standard.RecordMonths)).ToList();
            var least = shares.Any(s => s is null) ? null : shares.Min();
            yield return new ConformityItem(ConformityPoint.RateBelow, "Art. 65(3)", new Measure(standard.Rate, MeasureUnit.Share), least is { } l ? new Measure(l, MeasureUnit.Share) : null, AtLeast(least, standard.Rate));
        }
    }

    /// <summary>How other means of the family reduce it, where the reference case says which fact they are.</summary>
    private IEnumerable<ConformityItem> Means() => reference.MeansFact is null ? []
        : new MeansTest(standard, reference, means => beneficiary.Ask(reference.LabourerWage ?? 10_000, standard.RecordMonths, age, means) is { Outcome: Answer.Yes, Benefit: { } benefit } ? benefit : null).Items();

    private IEnumerable<ConformityItem> Periods()
    {
        var article = standard.Branch switch { "old-age" => "Art. 29", "invalidity" => "Art. 57", "survivors" => "Art. 63", "family" => "Art. 43", "employment-injury" => "Art. 37", _ => "" };
        if (standard.FullMonths is { } full)
        {
            yield return Period(ConformityPoint.FullPeriod, article + (standard.ReducedMonths is null ? "" : "(1)"), full, Shortest(months => Probe(months).Outcome is Answer.Yes && (Wage is not { } w || AtLeast(ShareAt(w, months), standard.Rate) is Answer.Yes)));
        }
        else if (beneficiary.AsksRecord)
        {
            var found = Shortest(months => Probe(months).Outcome is Answer.Yes);
            yield return new ConformityItem(ConformityPoint.FullPeriod, standard.Articles.Split(';')[0], null, found is { } f ? new Measure(f, MeasureUnit.Months) : null, found is null ? Answer.CannotTell : Answer.Yes, "The Convention names no figure: only what precludes abuse may be asked. Judge it.");
        }

        if (standard.ReducedMonths is { } reduced)
        {
            yield return Period(ConformityPoint.ReducedPeriod, article + "(2)", reduced, Shortest(months => Probe(months).Outcome is Answer.Yes));
        }

        if (standard.LowerMonths is { } lower)
        {
            var (required, share) = (standard.Rate - 0.10m, Wage is { } wage ? ShareAt(wage, lower) ?? (Probe(lower).Outcome is Answer.No ? 0 : null) : null);
            yield return new ConformityItem(ConformityPoint.LowerRate, article + "(3)", new Measure(required, MeasureUnit.Share), share is { } s ? new Measure(s, MeasureUnit.Share) : null, AtLeast(share, required), $"After {lower} months. Satisfies the Convention instead of the full and the reduced benefit.");
        }
    }

    private ConformityItem Period(ConformityPoint point, string article, int most, int? found)
    {
        var required = new Measure(most, MeasureUnit.Months);
        return !beneficiary.AsksRecord && Probe(0).Outcome is Answer.Yes ? new ConformityItem(point, article, required, new Measure(0, MeasureUnit.Months), Answer.Yes, "The package asks for no record of contributions.")
            : found is { } months ? new ConformityItem(point, article, required, new Measure(months, MeasureUnit.Months), months <= most ? Answer.Yes : Answer.No)
            : new ConformityItem(point, article, required, null, beneficiary.Missing.Count > 0 ? Answer.CannotTell : Answer.No, beneficiary.Missing.Count > 0 ? "Facts of the beneficiary are missing." : "No length of record is enough.");
    }

    private IEnumerable<ConformityItem> Age()
    {
        if (standard.HighestAgeYears is { } highest && scheme.Fact("person.birth") is not null)
        {
            var youngest = Youngest();
            yield return new ConformityItem(ConformityPoint.Age, "Art. 26(2)", new Measure(highest * 12, MeasureUnit.Months), youngest is { } y ? new Measure(y, MeasureUnit.Months) : null,
                youngest is { } at ? at <= highest * 12 ? Answer.Yes : Answer.No : beneficiary.Missing.Count > 0 ? Answer.CannotTell : Answer.No,
                youngest > highest * 12 ? "A higher age may be fixed with due regard to the working ability of elderly persons (Article 26(2))." : null);
        }
    }

    private IEnumerable<ConformityItem> Duration()
    {
        if (Probe(standard.RecordMonths).Outcome is not Answer.Yes)
        {
            yield break;
        }

        var months = beneficiary.Months(reference.SkilledWage ?? reference.LabourerWage ?? 10_000, standard.RecordMonths, age);
        var weeks = months is { } m ? decimal.Truncate((reference.On.AddMonths(m).DayNumber - reference.On.DayNumber) * 10 / 7m) / 10 : (decimal?)null;
        var article = standard.Articles.Split(';')[0];
        yield return standard.LeastWeeks is { } least
            ? new ConformityItem(ConformityPoint.Duration, article, new Measure(least, MeasureUnit.Weeks), weeks is { } w ? new Measure(w, MeasureUnit.Weeks) : null, weeks is null || weeks >= least ? Answer.Yes : Answer.No, weeks is null ? "The package sets no end." : null)
            : new ConformityItem(ConformityPoint.Duration, article, null, weeks is { } shown ? new Measure(shown, MeasureUnit.Weeks) : null, months is null ? Answer.Yes : Answer.No, months is null ? "Throughout the contingency: the package sets no end." : "The Convention asks for it throughout the contingency.");
    }

    /// <summary>Of the two ways of Articles 29, 57 and 63 the one that is met counts.</summary>
    private static List<ConformityItem> Weigh(List<ConformityItem> items)
    {
        if (items.Find(i => i.Point == ConformityPoint.LowerRate) is not { } lower)
        {
            return items;
        }

        static bool Regular(ConformityItem i) => i.Point is ConformityPoint.Rate or ConformityPoint.RateBelow or ConformityPoint.FullPeriod or ConformityPoint.ReducedPeriod;
        return items.Where(Regular).All(i => i.Verdict is Answer.Yes) ? items.ConvertAll(i => i == lower ? i with { Counts = false } : i)
            : lower.Verdict is Answer.Yes ? items.ConvertAll(i => Regular(i) ? i with { Counts = false } : i) : items;
    }

    private List<EarningsPoint> Curve() => byEarnings && (reference.SkilledWage ?? UpTo()) is { } wage && wage > 0
        ? [.. new[] { 0.25m, 0.5m, 0.75m, 1m, 1.5m, 2m }.Select(part => decimal.Round(wage * part, 2, MidpointRounding.AwayFromZero)).Select(e => new EarningsPoint(e, Ask(e, standard.RecordMonths).Benefit, ShareAt(e, standard.RecordMonths)))]
        : [];

    /// <summary>The highest reference wage in whole units at which the rate is still reached.</summary>
    private decimal? UpTo()
    {
        if (!byEarnings)
        {
            return Probe(standard.RecordMonths).Benefit is not { } b ? null
                : decimal.Floor(standard.Branch == "family" ? b / standard.Rate : ((b + reference.FamilyAllowances) / standard.Rate) - reference.FamilyAllowances);
        }

        bool Reached(decimal e) => AtLeast(ShareAt(e, standard.RecordMonths), standard.Rate) is Answer.Yes;
        var top = Array.FindLastIndex(Ladder, Reached);
        if (top < 0 || top == Ladder.Length - 1)
        {
            return null;
        }

        var (low, high) = (Ladder[top], Ladder[top + 1]);
        while (high - low > 1)
        {
            var middle = decimal.Floor((low + high) / 2);
            (low, high) = Reached(middle) ? (middle, high) : (low, middle);
        }

        return low;
    }

    private int? Shortest(Func<int, bool> holds) => beneficiary.AsksRecord ? First(0, 720, holds) : null;

    private int? Youngest() => First(15 * 12, 100 * 12, a => Probe(standard.RecordMonths, a).Outcome is Answer.Yes);

    /// <summary>The smallest number that holds, where every larger one does too.</summary>
    private static int? First(int low, int high, Func<int, bool> holds)
    {
        if (!holds(high))
        {
            return null;
        }

        while (low < high)
        {
            var middle = low + ((high - low) / 2);
            (low, high) = holds(middle) ? (low, middle) : (middle + 1, high);
        }

        return low;
    }

    private IEnumerable<string> Assumptions()
    {
        yield return $"Standard beneficiary: {standard.Beneficiary}, {age / 12} years old, with {standard.RecordMonths} months of record on the same earnings before {reference.On:yyyy-MM-dd}, each insured and paid in full.";
        foreach (var (name, value) in beneficiary.Assumed)
        {
            yield return $"{name} = {value}, as the package takes it in its own worked examples.";
        }

        foreach (var (name, text) in reference.Facts)
        {
            yield return $"{name} = {text}.";
        }

        if (reference.MeansFact is { } means)
        {
            yield return $"{means} stands for the other means of the family; the benefit of the standard beneficiary is asked with none, and then with more and more of them (Article 67).";
        }
        else if (!byEarnings && standard.Branch != "family")
        {
            yield return "Article 67(c) asks of a means-tested benefit, together with the family's other means, no less than Article 66; here the benefit alone is measured. Name the fact of those means as means_fact in conformity.csv to measure it.";
        }

        yield return "Persons protected, indexation, waiting days and grounds of suspension (Articles 68 to 72) are not in a package and not measured.";
    }
}
