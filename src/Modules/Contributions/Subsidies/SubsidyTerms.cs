namespace Spmis.Contributions.Subsidies;

/// <summary>What one programme gives, and what several give together. Rounded once, half away from zero, to the donor's share; the rest is the payer's, so that the parts make the whole.</summary>
internal static class SubsidyTerms
{
    public const int Whole = 10_000;

    /// <summary>Of a contribution that is due: for a match, the part which, with what the payer then pays, makes up the whole.</summary>
    /// <param name="p">The programme.</param>
    /// <param name="dueMinor">The contribution of the month.</param>
    /// <param name="leftMinor">What the cap of the person's month leaves; null for no cap.</param>
    public static long OfDue(SubsidyProgramme p, long dueMinor, long? leftMinor) => dueMinor <= 0 ? 0 : Capped(dueMinor, leftMinor, p.Kind switch
    {
        SubsidyKind.Share => Round((decimal)dueMinor * p.Rate / Whole),
        SubsidyKind.Match => Round((decimal)dueMinor * p.Rate / (Whole + p.Rate)),
        SubsidyKind.Flat => p.AmountMinor,
        _ => 0,
    });

    /// <summary>On top of what a worker paid: for a share, the part by which it is so much of both together.</summary>
    public static long OfPaid(SubsidyProgramme p, long paidMinor, long? leftMinor) => paidMinor <= 0 ? 0 : Capped(long.MaxValue, leftMinor, p.Kind switch
    {
        SubsidyKind.Share when p.Rate < Whole => Round((decimal)paidMinor * p.Rate / (Whole - p.Rate)),
        SubsidyKind.Match => Round((decimal)paidMinor * p.Rate / Whole),
        SubsidyKind.Flat => p.AmountMinor,
        _ => 0,
    });

    /// <summary>The best of those that exclude one another (of two alike the older programme), then what is cumulated in the order of the programmes, never more than is left.</summary>
    public static Dictionary<long, long> Together(IReadOnlyCollection<(SubsidyProgramme Programme, long Minor)> fitting, long mostMinor)
    {
        Dictionary<long, long> given = [];
        var best = fitting.Where(f => !f.Programme.Cumulates && f.Minor > 0).OrderByDescending(f => f.Minor).ThenBy(f => f.Programme.Id).Take(1);
        foreach (var (programme, minor) in best.Concat(fitting.Where(f => f.Programme.Cumulates && f.Minor > 0).OrderBy(f => f.Programme.Id)))
        {
            var part = Math.Min(minor, mostMinor);
            mostMinor -= part;
            given[programme.Id] = part;
        }

        return given;
    }

    private static long Capped(long most, long? left, long minor) => Math.Max(0, Math.Min(Math.Min(most, left ?? long.MaxValue), minor));

    private static long Round(decimal minor) => minor >= long.MaxValue ? long.MaxValue : (long)Math.Round(minor, MidpointRounding.AwayFromZero);
}
