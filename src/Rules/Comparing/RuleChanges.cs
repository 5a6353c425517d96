namespace Spmis.Rules.Comparing;

/// <summary>Changes of rules, outputs and facts.</summary>
internal static class RuleChanges
{
    public static IEnumerable<SchemeChange> Of(Scheme before, Scheme after) =>
    [
        .. Sets.Compare(before.Rules, after.Rules, r => r.Id, (r, how) => new SchemeChange("rule", r.Id, how, $"Rule {r.Id} is {how}: {r.Words}.")),
        .. before.Rules.Join(after.Rules, r => r.Id, r => r.Id, (o, n) => (o, n)).SelectMany(p => Rule(p.o, p.n)),
        .. Sets.Compare(before.Outputs, after.Outputs, o => o.Id, (o, how) => new SchemeChange("output", o.Id, how, $"The answer {o.Id} ({o.Label("en")}) is {how}.")),
        .. Sets.Compare(Facts(before), Facts(after), f => f.Name, (f, how) => new SchemeChange("fact", f.Name, how, $"Fact {f.Name}, {(f.IsList ? "a list" : f.Type)}, is {how}.")),
        .. Facts(before).Join(Facts(after), f => f.Name, f => f.Name, (o, n) => (o, n)).Where(p => p.o.Type.ToString() != p.n.Type.ToString() || p.o.IsList != p.n.IsList)
            .Select(p => new SchemeChange("fact", p.n.Name, "changed", $"Fact {p.n.Name} was {p.o.Type} and is {p.n.Type}.")),
    ];

    private static IEnumerable<SchemeChange> Rule(RuleInfo old, RuleInfo now)
    {
        if (old.Words != now.Words)
        {
            yield return new SchemeChange("rule", now.Id, "changed", $"Rule {now.Id} was: {old.Words}. It becomes: {now.Words}.");
        }

        if (old.Article != now.Article)
        {
            yield return new SchemeChange("rule", now.Id, "changed", $"Rule {now.Id} cites {now.Article ?? "no article"} instead of {old.Article ?? "none"}.");
        }
    }

    private static IEnumerable<FactDeclaration> Facts(Scheme scheme) => scheme.Facts.SelectMany(f => f.Fields.Prepend(f));
}
