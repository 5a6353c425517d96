using Spmis.Rules.Checking;
using Spmis.Rules.Compilation;
using Spmis.Rules.Evaluation;
using Spmis.Values;

namespace Spmis.Rules;

/// <summary>A scheme package, loaded and checked. Immutable; safe to share between threads.</summary>
public sealed class Scheme
{
    private readonly Dictionary<string, Rule> rules;
    private readonly Dictionary<string, FactDeclaration> facts;

    internal Scheme(SchemeContent content)
    {
        Content = content;
        rules = content.Rules.ToDictionary(r => r.Id, StringComparer.Ordinal);
        facts = content.Facts.ToDictionary(f => f.Name, StringComparer.Ordinal);
        Layout = new FactLayout(content.Facts);
    }

    /// <summary>Short name, such as <c>ke-nssf</c>.</summary>
    public string Id => Content.Id;

    /// <summary>Version of the package, such as 1.0.0.</summary>
    public string Version => Content.Version;

    /// <summary>SHA-256 over the package's files, in lower-case hexadecimal.</summary>
    public string Hash => Content.Hash;

    /// <summary>The currency of every amount in it.</summary>
    public Currency Currency => Content.Currency;

    /// <summary>Languages the package has texts in, English first.</summary>
    public IReadOnlyList<string> Languages => Content.Languages;

    /// <summary>The laws it puts into rules.</summary>
    public IReadOnlyList<string> LegalBasis => Content.LegalBasis;

    /// <summary>What it may be asked: rules by name.</summary>
    public IReadOnlyList<RuleInfo> Outputs => Content.Outputs;

    /// <summary>All rules, in the order they are written.</summary>
    public IReadOnlyList<RuleInfo> Rules => Content.RuleInfos;

    /// <summary>The facts it asks for.</summary>
    public IReadOnlyList<FactDeclaration> Facts => Content.Facts;

    /// <summary>The figures of the law, with their dates and articles.</summary>
    public IReadOnlyList<ParameterInfo> Parameters => Content.ParameterInfos;

    /// <summary>What it says of claiming the benefit; null when nothing.</summary>
    public ClaimTerms? Claims => Content.Claims;

    /// <summary>Other names for facts (used by files of worked examples), to the fact's name.</summary>
    public IReadOnlyDictionary<string, string> InputAliases => Content.InputAliases;

    /// <summary>Other names for rules (used by files of worked examples), to the rule's name.</summary>
    public IReadOnlyDictionary<string, string> OutputAliases => Content.OutputAliases;

    /// <summary>The package's tests: file name to CSV text.</summary>
    public IReadOnlyDictionary<string, string> TestFiles => Content.TestFiles;

    internal SchemeContent Content { get; }

    /// <summary>Where each fact stands in a row for bulk evaluation.</summary>
    internal FactLayout Layout { get; }

    /// <summary>The scheme's name in a language, English when it has none in that language.</summary>
    public string Name(string language) => Texts.Pick(Content.Name, language) ?? Id;

    /// <summary>What the package says on its face, such as that it is a demonstration; null when nothing.</summary>
    public string? Notice(string language) => Texts.Pick(Content.Notice, language);

    /// <summary>Whether the scheme has a rule of this name.</summary>
    public bool Has(string rule) => rules.ContainsKey(rule);

    /// <summary>The declaration of a fact, or null.</summary>
    public FactDeclaration? Fact(string name) => facts.GetValueOrDefault(name);

    /// <summary>Evaluates a rule for one case, with its explanation.</summary>
    /// <param name="rule">The rule's name.</param>
    /// <param name="given">What is known.</param>
    /// <param name="asKnownOn">Take only values of the law recorded up to this day; null for all.</param>
    /// <exception cref="ArgumentException">No such rule, or a fact is of the wrong type or currency.</exception>
    public RuleResult Evaluate(string rule, Facts given, DateOnly? asKnownOn = null)
    {
        var interpreter = new Interpreter(this, given, asKnownOn, explain: true);
        return interpreter.Run(Rule(rule));
    }

    /// <summary>The value alone, without explanation: the slow but plain way, against which the compiled way is checked.</summary>
    /// <param name="rule">The rule's name.</param>
    /// <param name="given">What is known.</param>
    /// <param name="asKnownOn">Take only values of the law recorded up to this day; null for all.</param>
    public RuleValue Interpret(string rule, Facts given, DateOnly? asKnownOn = null) =>
        new Interpreter(this, given, asKnownOn, explain: false).Value(Rule(rule));

    /// <summary>Compiles a rule for millions of cases. The outcome is the same as <see cref="Evaluate"/>'s, without explanation.</summary>
    /// <param name="rule">The rule's name.</param>
    /// <param name="asKnownOn">Take only values of the law recorded up to this day; null for all.</param>
    public CompiledRule Compile(string rule, DateOnly? asKnownOn = null) => new(this, Rule(rule), asKnownOn);

    /// <summary>An empty row for the compiled rules of this scheme; fill, evaluate, clear, fill again.</summary>
    public FactRow NewRow() => new(this);

    private Rule Rule(string name) => rules.TryGetValue(name, out var rule)
        ? rule
        : throw new ArgumentException($"Scheme {Id} has no rule '{name}'.{(Suggestion.For(name, rules.Keys) is { Length: > 0 } near ? near : $" Its answers are {string.Join(", ", Outputs.Select(o => o.Id))}.")}", nameof(name));
}
