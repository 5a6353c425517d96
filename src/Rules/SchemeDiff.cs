using Spmis.Rules.Comparing;

namespace Spmis.Rules;

/// <summary>One thing a new version of a package changes.</summary>
/// <param name="Part">package, figure, rule, fact, output, claims, text, test.</param>
/// <param name="Name">Name of the figure, rule, fact ...</param>
/// <param name="How">added, removed or changed.</param>
/// <param name="Words">The change in one sentence.</param>
public sealed record SchemeChange(string Part, string Name, string How, string Words);

/// <summary>What a new version of a package changes, in words: for those who approve it.</summary>
public static class SchemeDiff
{
    /// <summary>All changes, figures first.</summary>
    /// <param name="before">The version in force.</param>
    /// <param name="after">The version proposed.</param>
    public static IReadOnlyList<SchemeChange> Compare(Scheme before, Scheme after) =>
    [
        .. PackageChanges.Of(before, after),
        .. FigureChanges.Of(before, after),
        .. RuleChanges.Of(before, after),
        .. ClaimChanges.Of(before, after),
        .. TextChanges.Of(before, after),
        .. TestChanges.Of(before, after),
    ];
}
