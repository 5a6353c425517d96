using Spmis.Contributions.Copies;
using Spmis.Contributions.Plans;
using Spmis.Values;

namespace Spmis.Contributions.Receipts;

/// <summary>What own payments of a month count for: by the price of the month where it was bought under a plan, else by the earnings the payment stands for.</summary>
internal abstract record OwnTerms
{
    /// <summary>The most that counts in the month.</summary>
    public abstract long MostMinor { get; }

    /// <summary>What all payments of the month together count for: money, and insured earnings.</summary>
    public abstract (long CountedMinor, long BaseMinor) Of(long paidMinor);

    /// <summary>What one more payment adds, when so much counted of the month before.</summary>
    public (long CountedMinor, long BaseMinor) Adds(long paidMinor, long amountMinor)
    {
        var (had, has) = (Of(paidMinor), Of(paidMinor + amountMinor));
        return (has.CountedMinor - had.CountedMinor, has.BaseMinor - had.BaseMinor);
    }

    /// <summary>By earnings.</summary>
    public static OwnTerms ByEarnings(SchemeRules.Session rules, Month month) => new Earnings(rules, month);

    /// <summary>By a price: the earnings count once it is paid.</summary>
    public static OwnTerms At(long priceMinor, long baseMinor) => new Price(() => (priceMinor, baseMinor));

    /// <summary>By the price that a law gives a month that was bought.</summary>
    public static OwnTerms Bought(PlanMonth month, SchemeRules.Session law) => new Price(() =>
        law.TryPrice(month.Choice, month.PeriodFirst) is { } p && month.Month.MonthsSince(month.PeriodFirst) is var index && index < p.Months ? (p.PartMinor(index), p.BaseMinor) : throw new CannotTell(law.SchemeId, "contribution.employee"));

    private sealed record Earnings(SchemeRules.Session Rules, Month Month) : OwnTerms
    {
        private long? most;

        public override long MostMinor => most ??= OwnContribution.Most(Rules, Month);

        public override (long CountedMinor, long BaseMinor) Of(long paidMinor) => OwnContribution.Of(Rules, Month, paidMinor);
    }

    private sealed record Price(Func<(long PriceMinor, long BaseMinor)> Ask) : OwnTerms
    {
        private (long PriceMinor, long BaseMinor)? known;

        public override long MostMinor => Known.PriceMinor;

        private (long PriceMinor, long BaseMinor) Known => known ??= Ask();

        public override (long CountedMinor, long BaseMinor) Of(long paidMinor) => paidMinor <= 0 ? (0, 0) : (Math.Min(paidMinor, Known.PriceMinor), paidMinor >= Known.PriceMinor ? Known.BaseMinor : 0);
    }
}
