namespace Spmis.Rules.Conformity;

/// <summary>
/// A benefit that falls with the other means of the family, measured by Article 67: (b) it may be reduced only so far as those means exceed prescribed substantial amounts;
/// (c) what is left of it together with the means above those amounts must reach the benefit of Article 66; (d) that is deemed met where all benefits of the Part together
/// exceed by 30 per cent what Article 66 would give. From knowledge, to be checked against NORMLEX.
/// </summary>
internal sealed class MeansTest(MinimumStandard standard, ReferenceCase reference, Func<decimal, decimal?> benefitAt)
{
    private const decimal Highest = 1_000_000_000;
    private const int Levels = 200;
    private const decimal Exceeding = 1.30m;

    /// <summary>The points; one that says so when no means reduce the benefit.</summary>
    public IEnumerable<ConformityItem> Items()
    {
        if (benefitAt(0) is not { } full)
        {
            yield return new ConformityItem(ConformityPoint.MeansFree, "Art. 67(b)", null, null, Answer.CannotTell, "Without other means the standard beneficiary is not entitled, or it cannot be told.");
            yield break;
        }

        var free = Last(m => benefitAt(m) == full);
        if (free == Highest)
        {
            yield return new ConformityItem(ConformityPoint.MeansFree, "Art. 67(b)", null, null, Answer.Yes, "No other means reduce the benefit: it is not means-tested.");
            yield break;
        }

        var levels = LevelsAbove(free);
        var within = levels.All(m => (benefitAt(m) ?? 0) >= full - (m - free));
        yield return new ConformityItem(ConformityPoint.MeansFree, "Art. 67(b)", null, new Measure(free, MeasureUnit.Money), free > 0 && within ? Answer.Yes : Answer.No,
            free == 0 ? "The first unit of other means reduces the benefit." : within ? "The Convention names no figure: the amount must be substantial. Judge it." : "Above this amount the benefit falls by more than the means exceed it.");
        yield return Total([0, free, .. levels], free);
        if (reference is { BenefitsTotal: { } all, BenefitsTotalByArticle66: { } by66 and > 0 })
        {
            yield return new ConformityItem(ConformityPoint.MeansAll, "Art. 67(d)", new Measure(Exceeding, MeasureUnit.Share), new Measure(all / by66, MeasureUnit.Share), all / by66 >= Exceeding ? Answer.Yes : Answer.No, "Satisfies the Convention instead of Article 67(c).");
        }
    }

    /// <summary>Where all benefits together are high enough, the single one is not asked.</summary>
    public static List<ConformityItem> Weigh(List<ConformityItem> items)
    {
        if (items.Find(i => i.Point == ConformityPoint.MeansAll) is not { } all)
        {
            return items;
        }

        static bool Single(ConformityItem i) => i.Point is ConformityPoint.Rate or ConformityPoint.MeansTotal;
        return items.Where(Single).All(i => i.Verdict is Answer.Yes) ? items.ConvertAll(i => i == all ? i with { Counts = false } : i)
            : all.Verdict is Answer.Yes ? items.ConvertAll(i => Single(i) ? i with { Counts = false } : i) : items;
    }

    private ConformityItem Total(IReadOnlyList<decimal> levels, decimal free)
    {
        var required = new Measure(standard.Rate, MeasureUnit.Share);
        if (reference.LabourerWage is not { } wage || wage + reference.FamilyAllowances == 0)
        {
            return new ConformityItem(ConformityPoint.MeansTotal, "Art. 67(c)", required, null, Answer.CannotTell, "Say the wage of an ordinary adult male labourer (Article 66(4) and (5)).");
        }

        var share = (levels.Min(m => Kept(m, free)) + reference.FamilyAllowances) / (wage + reference.FamilyAllowances);
        return new ConformityItem(ConformityPoint.MeansTotal, "Art. 67(c)", required, new Measure(share, MeasureUnit.Share), share >= standard.Rate ? Answer.Yes : Answer.No, "Asked from no other means up to where the benefit ends; the least counts.");
    }

    /// <summary>Benefit and the means above the substantial amounts.</summary>
    private decimal Kept(decimal means, decimal free) => (benefitAt(means) ?? 0) + Math.Max(0, means - free);

    /// <summary>Levels of means from where the benefit begins to fall to where it ends, and just behind.</summary>
    private List<decimal> LevelsAbove(decimal free)
    {
        var end = Last(m => benefitAt(m) is > 0) + 1;
        var last = end > Highest ? Highest : Math.Max(end, free + 1);
        return [free + 1, .. Enumerable.Range(1, Levels).Select(n => free + decimal.Floor((last - free) * n / Levels)).Where(m => m > free).Distinct(), last];
    }

    /// <summary>The largest whole amount for which it holds, where it holds for every smaller one too.</summary>
    private static decimal Last(Func<decimal, bool> holds)
    {
        if (holds(Highest))
        {
            return Highest;
        }

        var (low, high) = (0m, Highest);
        while (high - low > 1)
        {
            var middle = decimal.Floor((low + high) / 2);
            (low, high) = holds(middle) ? (middle, high) : (low, middle);
        }

        return low;
    }
}
