using Spmis.Rules.Packages;

namespace Spmis.Rules.Comparing;

/// <summary>A rule as written, in one line: for lists, and to see whether two versions say the same.</summary>
internal static class RuleWriter
{
    public static string Write(FormDraft form) => form switch
    {
        ExpressionDraft f => OneLine(f.Text.Value),
        PartDraft f => (f.Id is null ? "" : $"{f.Id}: ") + Write(f.Form) + (f.Article is null ? "" : $" (article {f.Article})"),
        LogicDraft f => $"{(f.All ? "all of" : "any of")} [{string.Join("; ", f.Parts.Select(Write))}]",
        CasesDraft f => $"{string.Concat(f.Cases.Select(c => $"if {Write(c.When)} then {Write(c.Then)}; "))}else {Write(f.Else)}",
        DefaultDraft f => $"{Write(f.Normal)}{string.Concat(f.Exceptions.Select(e => $"; unless {Write(e.When)}, then {Write(e.Then)}"))}",
        DatedDraft f => $"at {OneLine(f.At.Value)} [{string.Join("; ", f.Formulas.Select(d => $"from {d.From:yyyy-MM-dd}{(d.To is { } to ? $" until {to:yyyy-MM-dd}" : "")}: {Write(d.Form)}"))}]",
        _ => throw new InvalidOperationException($"Unknown form {form.GetType().Name}."),
    };

    private static string OneLine(string text) => string.Join(' ', text.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));
}
