using Spmis.Rules.Parameters;
using Spmis.Values;

namespace Spmis.Rules.Checking;

/// <summary>What a package holds once it is read and checked.</summary>
internal sealed record SchemeContent
{
    public required string Id { get; init; }

    public required string Version { get; init; }

    public required string Hash { get; init; }

    public required Currency Currency { get; init; }

    public required IReadOnlyDictionary<string, string> Name { get; init; }

    public required IReadOnlyDictionary<string, string> Notice { get; init; }

    public required IReadOnlyList<string> Languages { get; init; }

    public required IReadOnlyList<string> LegalBasis { get; init; }

    public required WorkCalendar Calendar { get; init; }

    public required IReadOnlyList<FactDeclaration> Facts { get; init; }

    public required IReadOnlyList<Parameter> Parameters { get; init; }

    public required IReadOnlyList<Rule> Rules { get; init; }

    public required IReadOnlyList<RuleInfo> Outputs { get; init; }

    public required IReadOnlyDictionary<string, string> InputAliases { get; init; }

    public required IReadOnlyDictionary<string, string> OutputAliases { get; init; }

    public required IReadOnlyList<string> VectorIds { get; init; }

    public required IReadOnlyDictionary<string, RuleValue> VectorDefaults { get; init; }

    public required IReadOnlyDictionary<string, string> TestFiles { get; init; }

    public ClaimTerms? Claims { get; init; }

    public IReadOnlyList<RuleInfo> RuleInfos => [.. Rules.Select(r => r.Info)];

    public IReadOnlyList<ParameterInfo> ParameterInfos => [.. Parameters.Select(p => p.Info())];
}
