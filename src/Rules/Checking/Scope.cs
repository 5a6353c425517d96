using Spmis.Rules.Packages;
using Spmis.Rules.Parameters;
using Spmis.Values;

namespace Spmis.Rules.Checking;

/// <summary>What the names in a package stand for.</summary>
internal sealed class Scope
{
    private readonly Dictionary<string, (FactDeclaration Fact, FactDeclaration? List)> facts = new(StringComparer.Ordinal);
    private readonly Dictionary<string, Parameter> parameters;
    private readonly Dictionary<string, RuleDraft> rules;
    private readonly Dictionary<Parameter, bool> whole = [];

    public Scope(IReadOnlyList<FactDeclaration> declared, IReadOnlyList<Parameter> figures, IReadOnlyList<RuleDraft> drafts, Currency currency, WorkCalendar calendar)
    {
        foreach (var fact in declared)
        {
            facts[fact.Name] = (fact, null);
            foreach (var field in fact.Fields)
            {
                facts.TryAdd(field.Name, (field, fact));
            }
        }

        parameters = figures.ToDictionary(p => p.Id, StringComparer.Ordinal);
        rules = drafts.GroupBy(d => d.Id, StringComparer.Ordinal).ToDictionary(g => g.Key, g => g.First(), StringComparer.Ordinal);
        (Currency, Calendar) = (currency, calendar);
    }

    public Currency Currency { get; }

    public WorkCalendar Calendar { get; }

    public IEnumerable<string> Names => rules.Keys.Concat(facts.Keys).Concat(parameters.Keys);

    /// <summary>The rule a name means: neighbours in the same group first, then outwards.</summary>
    public RuleDraft? Rule(string name, string group)
    {
        for (var prefix = group; prefix.Length > 0; prefix = prefix.Contains('.', StringComparison.Ordinal) ? prefix[..prefix.LastIndexOf('.')] : "")
        {
            if (rules.TryGetValue($"{prefix}.{name}", out var near))
            {
                return near;
            }
        }

        return rules.GetValueOrDefault(name);
    }

    public (FactDeclaration Fact, FactDeclaration? List)? Fact(string name) => facts.TryGetValue(name, out var fact) ? fact : null;

    public Parameter? Parameter(string name) => parameters.GetValueOrDefault(name);

    public bool Knows(string name, string group) => Rule(name, group) is not null || facts.ContainsKey(name) || parameters.ContainsKey(name);

    /// <summary>Whether every value of a money figure has no more decimals than the currency.</summary>
    public bool IsWholeFigure(Parameter parameter) => whole.TryGetValue(parameter, out var known) ? known
        : whole[parameter] = parameter.Type.Kind is not ValueKind.Money || parameter.Entries.SelectMany(e => e.Cell.Flatten([])).All(c => !c.Cell.Value.IsKnown || IsWhole(c.Cell.Value.Raw));

    /// <summary>Whether an amount has no more decimals than the currency.</summary>
    public bool IsWhole(decimal major) => decimal.Truncate(major * Currency.MinorPerMajor) == major * Currency.MinorPerMajor;
}
