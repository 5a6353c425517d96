namespace Spmis.Rules.Packages;

/// <summary>The forms a rule may have: all and any, choice and cases, default and exceptions, dated formulas.</summary>
internal sealed partial class RuleReader
{
    private LogicDraft? ReadLogic(MapReader reader, YamlText key, string what)
    {
        var parts = new List<PartDraft>();
        foreach (var item in reader.Items(key.Value))
        {
            if (ReadForm(item, $"A part of {what}") is not { } form)
            {
                return null;
            }

            var part = item is YamlMap map ? new MapReader(map, $"A part of {what}", errors) : null;
            var id = part?.Text("id");
            if (id is null || MapReader.IsName(id, "a part", errors))
            {
                parts.Add(new PartDraft(item.Place, id?.Value, part?.Languages("label") ?? Texts.None, part?.Text("article")?.Value, form));
            }
        }

        if (parts.Count == 0)
        {
            errors.Add(key.Place, $"{what} has no parts.", $"Write {key.Value}: with one condition a line behind a dash.");
            return null;
        }

        return new LogicDraft(key.Place, key.Value == "all", parts);
    }

    private CasesDraft? ReadChoice(MapReader reader, string what)
    {
        var (when, then, otherwise) = (Needed(reader, "when", what), Needed(reader, "then", what), Needed(reader, "else", what));
        return when is null || then is null || otherwise is null ? null : new CasesDraft(reader.Map.Place, [(when, then)], otherwise);
    }

    private CasesDraft? ReadCases(MapReader reader, string what)
    {
        var cases = new List<(FormDraft, FormDraft)>();
        FormDraft? otherwise = null;
        foreach (var item in reader.Items("cases"))
        {
            if (MapReader.Of(item, $"A case of {what}", errors)?.Only("when", "then", "else") is not { } one)
            {
                return null;
            }

            if (otherwise is not null)
            {
                errors.Add(item.Place, $"This case of {what} is never reached: it stands behind the else.", "Put it before the else, or take it away.");
            }
            else if (one.Map["else"] is { } last)
            {
                otherwise = ReadForm(last, what);
            }
            else if (Needed(one, "when", what) is { } when && Needed(one, "then", what) is { } then)
            {
                cases.Add((when, then));
            }
        }

        if (otherwise is null || reader.Map["cases"] is not YamlList { Items.Count: > 1 })
        {
            errors.Add(reader.Map.Place, $"{what} has no cases, or no else among them.", "Write cases: [{when: ..., then: ...}, {else: ...}].");
            return null;
        }

        return new CasesDraft(reader.Map.Place, cases, otherwise);
    }

    private DefaultDraft? ReadDefault(MapReader reader, string what)
    {
        var exceptions = new List<(FormDraft, FormDraft)>();
        var unless = reader.Map["unless"] is YamlMap single ? [single] : reader.Items("unless");
        foreach (var item in unless)
        {
            if (MapReader.Of(item, $"An exception of {what}", errors)?.Only("when", "then") is { } one && Needed(one, "when", what) is { } when && Needed(one, "then", what) is { } then)
            {
                exceptions.Add((when, then));
            }
        }

        if (Needed(reader, "default", what) is not { } normal || exceptions.Count == 0)
        {
            errors.Add(reader.Map.Place, $"{what} has a default without exceptions.", "Write unless: [{when: ..., then: ...}], or is: for a plain expression.");
            return null;
        }

        return new DefaultDraft(reader.Map.Place, normal, exceptions);
    }

    private DatedDraft? ReadDated(MapReader reader, string what)
    {
        if (MapReader.Of(reader.Map["dated"], $"'dated' of {what}", errors)?.Only("at", "values") is not { } dated || dated.Text("at", needed: true) is not { } at)
        {
            return null;
        }

        var formulas = new List<(DateOnly, DateOnly?, Place, FormDraft)>();
        foreach (var item in dated.Items("values"))
        {
            if (MapReader.Of(item, $"A dated formula of {what}", errors)?.Only("from", "to", "is") is { } one && one.Date("from") is { } from && Needed(one, "is", what) is { } form)
            {
                formulas.Add((from, one.Date("to"), item.Place, form));
            }
            else
            {
                errors.Add(item.Place, $"A dated formula of {what} lacks 'from' or 'is'.", "Write {from: 2025-02-07, is: \"...\"}.");
            }
        }

        return formulas.Count == 0 ? null : new DatedDraft(reader.Map.Place, at, formulas);
    }
}
