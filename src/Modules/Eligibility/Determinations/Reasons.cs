using System.Globalization;
using Spmis.Rules;

namespace Spmis.Eligibility.Determinations;

/// <summary>A condition that stands in the way.</summary>
/// <param name="Node">The step that failed.</param>
/// <param name="Name">The condition's name, where the step itself does not tell it.</param>
/// <param name="Article">The article of the law.</param>
public sealed record Obstacle(ExplanationNode Node, string? Name, string? Article);

/// <summary>Finds in the explanation of a decision what a person should be told first.</summary>
public static class Reasons
{
    private const int MostFigures = 12;

    private static string Language => CultureInfo.CurrentUICulture.TwoLetterISOLanguageName;

    /// <summary>The conditions that stand in the way, in the order of the law.</summary>
    public static IReadOnlyList<Obstacle> WhyNot(Explanation eligible)
    {
        var failed = eligible.WhyNot().ToHashSet(ReferenceEqualityComparer.Instance);
        return [.. Obstacles(eligible.Root, null, null).Where(o => failed.Contains(o.Node))];
    }

    /// <summary>The conditions that hold, each with its name: the first ones that are not made of others.</summary>
    public static IReadOnlyList<Obstacle> Why(Explanation eligible) =>
        [.. Obstacles(eligible.Root, null, null).Where(o => o.Node is { Kind: "compare", Answer: Answer.Yes } || (o.Node is { Type: ValueKind.Bool, Answer: Answer.Yes, Children.Count: 0 } && o.Node.Label(Language) is not null)).Take(MostFigures)];

    /// <summary>The named figures an amount was reckoned from, the amount last.</summary>
    public static IReadOnlyList<ExplanationNode> Figures(Explanation amount)
    {
        var named = All(amount.Root).Where(n => n.Label(Language) is not null && n.Type is not (ValueKind.Bool or ValueKind.Unknown) && !n.Repeated).DistinctBy(n => (n.Id, n.Value)).Take(MostFigures).Reverse();
        return [.. named];
    }

    private static IEnumerable<ExplanationNode> All(ExplanationNode node) => node.Children.SelectMany(All).Prepend(node);

    /// <summary>Every step with the name and article of the nearest condition above it that has them.</summary>
    private static IEnumerable<Obstacle> Obstacles(ExplanationNode node, string? name, string? article)
    {
        (name, article) = (node.Label(Language) ?? name, node.Article ?? article);
        return node.Children.SelectMany(c => Obstacles(c, name, article)).Prepend(new Obstacle(node, node.Kind is "compare" or "record" ? name : null, article));
    }
}
