namespace Spmis.Rules.Packages;

/// <summary>A rule as written, before names and units are checked. Group holds the names in front of it: a bare name is looked for there first.</summary>
internal sealed record RuleDraft(string Id, string Group, Place Place, IReadOnlyDictionary<string, string> Labels, string? Article, FormDraft Form);

/// <summary>The body of a rule.</summary>
internal abstract record FormDraft(Place Place);

internal sealed record ExpressionDraft(YamlText Text) : FormDraft(Text.Place);

/// <summary>A part that may have a name, a text and an article of its own.</summary>
internal sealed record PartDraft(Place Place, string? Id, IReadOnlyDictionary<string, string> Labels, string? Article, FormDraft Form) : FormDraft(Place);

internal sealed record LogicDraft(Place Place, bool All, IReadOnlyList<PartDraft> Parts) : FormDraft(Place);

internal sealed record CasesDraft(Place Place, IReadOnlyList<(FormDraft When, FormDraft Then)> Cases, FormDraft Else) : FormDraft(Place);

internal sealed record DefaultDraft(Place Place, FormDraft Normal, IReadOnlyList<(FormDraft When, FormDraft Then)> Exceptions) : FormDraft(Place);

internal sealed record DatedDraft(Place Place, YamlText At, IReadOnlyList<(DateOnly From, DateOnly? To, Place Place, FormDraft Form)> Formulas) : FormDraft(Place);
