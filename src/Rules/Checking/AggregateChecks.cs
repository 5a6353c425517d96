using Spmis.Rules.Language;
using static Spmis.Rules.ValueKind;

namespace Spmis.Rules.Checking;

/// <summary>Checks functions that go through a list.</summary>
internal sealed partial class CallChecks
{
    private AggregateNode Aggregate(CallSyntax s)
    {
        if (!Aggregates.TryGetValue(s.Name, out var kind))
        {
            throw new SyntaxError(s.Offset, $"'{s.Name}' does not go through a list.", $"These do: {string.Join(", ", Aggregates.Keys)}.");
        }

        var counted = kind is AggregateKind.Count;
        var numbered = kind is AggregateKind.Best or AggregateKind.Last;
        var listName = counted ? s.Arguments.ElementAtOrDefault(0) as NameSyntax : s.Over;
        var periods = kind is AggregateKind.Overlaps;
        if (s.Arguments.Count != (numbered || periods ? 2 : 1) || listName is null || (counted && s.Over is not null) || (s.By is not null) != (kind is AggregateKind.Last or AggregateKind.HighestQuarter))
        {
            throw new SyntaxError(s.Offset, $"'{s.Name}' is not written so.", Form(s.Name, kind));
        }

        var list = scope.Fact(listName.Name) is { Fact: { IsList: true } found } ? found
            : throw (scope.Fact(listName.Name) is null ? expressions.Unknown(listName) : new SyntaxError(listName.Offset, $"'{listName.Name}' is not a list.", "Name a fact declared with {list: ..., fields: ...}."));
        var operand = counted ? null : expressions.Check(s.Arguments[periods ? 0 : ^1]);
        return new AggregateNode(Yields(s, kind, operand), kind, list)
        {
            Number = numbered ? expressions.Check(s.Arguments[0], Int, "How many") : null,
            Operand = operand,
            Key = periods ? End(s, operand) : Key(s, kind),
            Where = s.Where is null ? null : expressions.Check(s.Where, Bool, "What follows 'where'"),
            Rounded = operand?.Rounded ?? true,
        };
    }

    private Node? Key(CallSyntax s, AggregateKind kind)
    {
        var key = s.By is null ? null : expressions.Check(s.By);
        if (key is not null && key.Kind is not Month && (kind is AggregateKind.HighestQuarter || key.Kind is not (Date or Int)))
        {
            throw new SyntaxError(s.By!.Offset, $"'{s.Name}' goes by month, but this is a {key.Type}.", "Write by record.month."); // A key came from By.
        }

        return key;
    }

    // The end of a period, in the unit of its beginning.
    private Node End(CallSyntax s, Node? from)
    {
        var to = expressions.Check(s.Arguments[1]);
        return to.Kind == from?.Kind ? to : throw new SyntaxError(s.Arguments[1].Offset, $"A period cannot go from a {from?.Type} to a {to.Type}.", "Give both ends as dates, or both as months.");
    }

    private static RuleType Yields(CallSyntax s, AggregateKind kind, Node? operand) => (kind, operand?.Kind) switch
    {
        (AggregateKind.Count, _) => new RuleType(Int),
        (AggregateKind.Any or AggregateKind.All, Bool) or (AggregateKind.Overlaps, Date or Month) => new RuleType(Bool),
        (AggregateKind.Min or AggregateKind.Max, not (Bool or Text)) => operand!.Type, // Only a count has no operand.
        (AggregateKind.Sum or AggregateKind.Best or AggregateKind.Last or AggregateKind.HighestQuarter, Money or Int or Number or Rate or Months or Days) => operand!.Type,
        _ => throw new SyntaxError(s.Offset, $"'{s.Name}' does not take a {operand?.Type}.", kind is AggregateKind.Any or AggregateKind.All ? "Give a condition." : kind is AggregateKind.Overlaps ? "Give the first and the last day or month of a period." : "Give an amount or a number."),
    };

    private static string Form(string name, AggregateKind kind) => "Write " + kind switch
    {
        AggregateKind.Count => "count(list) or count(list where condition).",
        AggregateKind.Best => "best(n, x over list where condition).",
        AggregateKind.Last => "last(n, x over list by element.month where condition).",
        AggregateKind.HighestQuarter => "highest_quarter(x over list by element.month).",
        AggregateKind.Overlaps => "overlaps(element.from, element.to over list where condition).",
        _ => $"{name}(x over list where condition).",
    };
}
