using Spmis.Values;

namespace Spmis.Rules.Evaluation;

/// <summary>Turns a fact as given into the type the scheme declares, or says why it does not fit.</summary>
internal static class FactBinder
{
    public const int MostRecords = 5000;

    public static RuleValue Bind(FactDeclaration fact, GivenFact given, Currency currency)
    {
        if (given.Currency is { } other && other != currency)
        {
            throw new ArgumentException($"Fact '{fact.Name}' is in {other}; this scheme counts in {currency}.");
        }

        var value = given.Value;
        var bound = (fact.Type.Kind, value.Kind) switch
        {
            _ when fact.Type.Kind == value.Kind => value,
            (ValueKind.Money or ValueKind.Rate or ValueKind.Number, ValueKind.Int or ValueKind.Number or ValueKind.Rate) => RuleValue.Of(fact.Type.Kind, value.Raw),
            (ValueKind.Int or ValueKind.Months or ValueKind.Days, ValueKind.Int or ValueKind.Number) when decimal.Truncate(value.Raw) == value.Raw => RuleValue.Of(fact.Type.Kind, value.Raw),
            _ => throw new ArgumentException($"Fact '{fact.Name}' is declared as {fact.Type}, but a {value.Kind} was given ({value})."),
        };
        return fact.Type.Choices is { } choices && !choices.Contains(bound.AsText)
            ? throw new ArgumentException($"Fact '{fact.Name}' is '{bound}', which is none of {string.Join(", ", choices)}.{Suggestion.For(bound.AsText, choices)}")
            : bound;
    }

    public static IReadOnlyList<FactRecord> Records(FactDeclaration list, IReadOnlyList<FactRecord> records) => records.Count <= MostRecords
        ? records
        : throw new ArgumentException($"List '{list.Name}' has {records.Count} records; at most {MostRecords} are taken.");
}
