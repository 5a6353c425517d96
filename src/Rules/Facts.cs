using Spmis.Values;

namespace Spmis.Rules;

/// <summary>What is known about one case, by dotted name. What is not set is missing, and a rule that needs it cannot tell. Names the scheme does not declare are ignored, so one bag of facts serves every scheme.</summary>
public sealed class Facts : FactBag<Facts>
{
    private readonly Dictionary<string, IReadOnlyList<FactRecord>> lists = new(StringComparer.Ordinal);

    /// <summary>The lists given, by name.</summary>
    public IReadOnlyDictionary<string, IReadOnlyList<FactRecord>> Lists => lists;

    /// <summary>Gives a list of records, such as the contribution months.</summary>
    public Facts SetList(string name, IEnumerable<FactRecord> records)
    {
        lists[name] = [.. records];
        return this;
    }

    /// <summary>Gives a list of words, such as the categories a person belongs to.</summary>
    public Facts SetWords(string name, IEnumerable<string> words) => SetList(name, words.Select(w => new FactRecord().Set(FactRecord.Word, w)));
}

/// <summary>One record of a list: its fields by their bare names.</summary>
public sealed class FactRecord : FactBag<FactRecord>
{
    /// <summary>The key of the word in a record of a list of words.</summary>
    internal const string Word = "value";
}

/// <summary>A fact as given.</summary>
/// <param name="Value">The value; a plain number may stand for money, a rate or a whole number.</param>
/// <param name="Currency">The currency, when it was given as money.</param>
public readonly record struct GivenFact(RuleValue Value, Currency? Currency);

/// <summary>Values by name.</summary>
/// <typeparam name="TSelf">The bag itself, so that calls chain.</typeparam>
public abstract class FactBag<TSelf>
    where TSelf : FactBag<TSelf>
{
    private readonly Dictionary<string, GivenFact> values = new(StringComparer.Ordinal);

    /// <summary>The values given, by name.</summary>
    public IReadOnlyDictionary<string, GivenFact> Values => values;

    /// <summary>A number: money in major units of the scheme's currency, a rate or a number, as the scheme declares it.</summary>
    public TSelf Set(string name, decimal value) => Set(name, RuleValue.Number(value));

    /// <summary>A whole number, or a duration in the unit the scheme declares.</summary>
    public TSelf Set(string name, int value) => Set(name, RuleValue.Int(value));

    /// <summary>An amount; refused at evaluation when the scheme counts in another currency.</summary>
    public TSelf Set(string name, Money value) => Put(name, new GivenFact(RuleValue.Money(value.Major), value.Currency));

    /// <summary>Yes or no.</summary>
    public TSelf Set(string name, bool value) => Set(name, RuleValue.Bool(value));

    /// <summary>A date.</summary>
    public TSelf Set(string name, DateOnly value) => Set(name, RuleValue.Date(value));

    /// <summary>A month.</summary>
    public TSelf Set(string name, Month value) => Set(name, RuleValue.Month(value));

    /// <summary>A word.</summary>
    public TSelf Set(string name, string value) => Set(name, RuleValue.Text(value));

    /// <summary>Any value; unknown takes the fact away.</summary>
    public TSelf Set(string name, RuleValue value) => Put(name, new GivenFact(value, null));

    private TSelf Put(string name, GivenFact fact)
    {
        if (fact.Value.IsKnown)
        {
            values[name] = fact;
        }
        else
        {
            values.Remove(name);
        }

        return (TSelf)this;
    }
}
