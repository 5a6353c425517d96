using Spmis.Eligibility.Enrolments;

namespace Spmis.Eligibility.Associations;

/// <summary>A time in which a person is a member and the association has an agreement.</summary>
/// <param name="FromOn">First day.</param>
/// <param name="UntilOn">Last day; null until further notice.</param>
/// <param name="Category">Of the agreement.</param>
public readonly record struct CoveredTime(DateOnly FromOn, DateOnly? UntilOn, string? Category);

/// <summary>The spells that memberships show beside those recorded by acts. Pure: the same times and acts in any order give the same spells.</summary>
public static class AssociationSpells
{
    /// <summary>The times put together where they touch or overlap (the earlier one's category stands), less the days of recorded spells.</summary>
    public static IReadOnlyList<(Spell Spell, string? Category)> Of(IEnumerable<CoveredTime> times, IEnumerable<Spell> recorded)
    {
        List<CoveredTime> joined = [];
        foreach (var time in times.Where(t => t.UntilOn is not { } end || end >= t.FromOn).OrderBy(t => t.FromOn).ThenBy(t => t.UntilOn ?? DateOnly.MaxValue).ThenBy(t => t.Category, StringComparer.Ordinal))
        {
            if (joined.Count > 0 && (joined[^1].UntilOn is not { } last || time.FromOn <= Next(last)))
            {
                joined[^1] = joined[^1] with { UntilOn = joined[^1].UntilOn is { } end && time.UntilOn is { } other ? (end > other ? end : other) : null };
            }
            else
            {
                joined.Add(time);
            }
        }

        var acts = recorded.OrderBy(s => s.StartOn).ToList();
        return [.. joined.SelectMany(t => Without(t, acts).Select(s => (s, t.Category)))];
    }

    private static IEnumerable<Spell> Without(CoveredTime time, List<Spell> acts)
    {
        var from = time.FromOn;
        foreach (var act in acts.Where(a => (time.UntilOn is not { } until || a.StartOn <= until) && (a.EndOn is not { } end || end >= time.FromOn)))
        {
            if (act.StartOn > from)
            {
                yield return new Spell(from, act.StartOn.AddDays(-1));
            }

            if (act.EndOn is not { } last || last == DateOnly.MaxValue)
            {
                yield break;
            }

            from = Next(last) > from ? Next(last) : from;
        }

        if (time.UntilOn is not { } endOn || from <= endOn)
        {
            yield return new Spell(from, time.UntilOn);
        }
    }

    private static DateOnly Next(DateOnly day) => day == DateOnly.MaxValue ? day : day.AddDays(1);
}
