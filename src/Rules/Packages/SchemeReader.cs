using System.Text.RegularExpressions;
using Spmis.Rules.Checking;
using Spmis.Rules.Parameters;
using Spmis.Values;

namespace Spmis.Rules.Packages;

/// <summary>Puts a package together from its files.</summary>
internal sealed partial class SchemeReader(PackageFiles files, IReadOnlySet<string> given)
{
    private readonly ErrorList errors = new();

    public SchemeReader(PackageFiles files)
        : this(files, new HashSet<string>())
    {
    }

    public SchemeContent Read()
    {
        var yaml = YamlReader.Read(PackageFiles.Main, files.Texts[PackageFiles.Main]);
        var root = MapReader.Of(yaml, "The package", errors);
        errors.ThrowIfAny();
        root!.Only("scheme", "version", "name", "notice", "currency", "legal_basis", "facts", "parameters", "rules", "outputs", "tests", "calendar", "aliases", "claims"); // Not null, or ThrowIfAny had thrown.
        var (id, version, currency) = (Id(root), Version(root), CurrencyOf(root));
        errors.ThrowIfAny();

        var factReader = new FactReader(errors);
        var facts = factReader.Read(root.Map["facts"]);
        var parameterReader = new ParameterReader(files, currency, errors);
        var parameters = parameterReader.Read(root.Map["parameters"]);
        var claimReader = new ClaimReader(errors);
        var claims = claimReader.Read(root.Map["claims"]);
        IReadOnlyList<RuleDraft> drafts = [.. new RuleReader(errors).Read(root.Map["rules"]), .. claimReader.Conditions];
        RefuseTwice(drafts, factReader, parameterReader, facts);
        errors.ThrowIfAny();

        var calendar = Calendar(root);
        var checker = new RuleChecker(new Scope(facts, parameters, drafts, currency, calendar), drafts, given, errors);
        var rules = checker.Check();
        errors.ThrowIfAny();
        var outputs = Outputs(root, rules);
        var ofClaims = claimReader.Check(rules);
        errors.ThrowIfAny();
        foreach (var test in root.TextList("tests").Where(t => t.Value != "tests/*.csv" && !files.Texts.ContainsKey(t.Value)))
        {
            errors.Add(test.Place, $"The package has no file '{test.Value}'.{Suggestion.For(test.Value, files.Texts.Keys)}", "Name a CSV file under tests/, or tests/*.csv.");
        }

        if (given.Count == 0)
        {
            RefuseUnreached([.. outputs.Select(o => o.Id), .. ofClaims.Select(r => r.Id)], drafts, rules, parameters, parameterReader);
        }

        var content = Content(root, (id, version, currency), calendar, [.. facts, .. checker.Given], parameters, rules, outputs) with { Claims = claims };
        errors.ThrowIfAny();
        return content;
    }

    private SchemeContent Content(MapReader root, (string Id, string Version, Currency Currency) head, WorkCalendar calendar, IReadOnlyList<FactDeclaration> facts, IReadOnlyList<Parameter> parameters, IReadOnlyList<Rule> rules, IReadOnlyList<RuleInfo> outputs)
    {
        var name = root.Languages("name");
        var aliases = MapReader.Of(root.Map["aliases"], "'aliases'", errors)?.Only("vectors", "inputs", "outputs", "defaults");
        return new SchemeContent
        {
            Id = head.Id,
            Version = head.Version,
            Hash = files.Hash(),
            Currency = head.Currency,
            Calendar = calendar,
            Name = name,
            Notice = root.Languages("notice"),
            Languages = [.. name.Keys.OrderBy(k => k != "en").ThenBy(k => k, StringComparer.Ordinal)],
            LegalBasis = [.. root.TextList("legal_basis").Select(t => t.Value)],
            Facts = facts,
            Parameters = parameters,
            Rules = rules,
            Outputs = outputs,
            InputAliases = Aliases(aliases, "inputs", facts.SelectMany(f => f.Fields.Append(f)).Select(f => f.Name)),
            OutputAliases = Aliases(aliases, "outputs", rules.Select(r => r.Id)),
            VectorIds = [head.Id, .. aliases?.TextList("vectors").Select(t => t.Value) ?? []],
            VectorDefaults = Defaults(aliases, facts, head.Currency),
            TestFiles = files.Texts.Where(f => f.Key.StartsWith("tests/", StringComparison.Ordinal) && f.Key.EndsWith(".csv", StringComparison.Ordinal)).ToDictionary(f => f.Key, f => f.Value, StringComparer.Ordinal),
        };
    }

    private string Id(MapReader root)
    {
        var text = root.Text("scheme", needed: true);
        if (text is not null && !IdPattern().IsMatch(text.Value))
        {
            errors.Add(text.Place, $"'{text.Value}' is no name for a scheme.", "Use lower-case letters, digits and hyphens: ke-nssf.");
        }

        return text?.Value ?? "";
    }

    private string Version(MapReader root)
    {
        var text = root.Text("version", needed: true);
        if (text is not null && !VersionPattern().IsMatch(text.Value))
        {
            errors.Add(text.Place, $"'{text.Value}' is no version.", "Write three numbers: 1.0.0.");
        }

        return text?.Value ?? "";
    }

    private Currency CurrencyOf(MapReader root)
    {
        if (root.Text("currency", needed: true) is not { } text)
        {
            return default;
        }

        try
        {
            return Currency.Of(text.Value);
        }
        catch (FormatException e)
        {
            errors.Add(text.Place, e.Message, "For example KES.");
            return default;
        }
    }

    private WorkCalendar Calendar(MapReader root)
    {
        var reader = MapReader.Of(root.Map["calendar"], "'calendar'", errors)?.Only("weekend", "holidays");
        var weekend = new HashSet<DayOfWeek>();
        foreach (var text in reader?.TextList("weekend") ?? [])
        {
            if (!Enum.TryParse<DayOfWeek>(text.Value, ignoreCase: true, out var day) || !weekend.Add(day))
            {
                errors.Add(text.Place, $"'{text.Value}' is no day of the week, or is there twice.", "Write saturday, sunday ...");
            }
        }

        var holidays = new HashSet<DateOnly>();
        foreach (var text in reader?.TextList("holidays") ?? [])
        {
            if (Literals.Date(text.Value) is not { } day || !holidays.Add(day))
            {
                errors.Add(text.Place, $"'{text.Value}' is no date, or is there twice.", "Write 2026-12-12.");
            }
        }

        return new WorkCalendar(reader?.Map["weekend"] is null ? new HashSet<DayOfWeek> { DayOfWeek.Saturday, DayOfWeek.Sunday } : weekend, holidays);
    }

    private void RefuseTwice(IReadOnlyList<RuleDraft> drafts, FactReader facts, ParameterReader parameters, IReadOnlyList<FactDeclaration> declared)
    {
        var taken = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var (name, place, what) in declared.SelectMany(f => f.Fields.Append(f), (f, n) => (n.Name, facts.Places[f.Name], "a fact"))
            .Concat(parameters.Places.Select(p => (p.Key, p.Value, "a figure")))
            .Concat(drafts.Select(d => (d.Id, d.Place, "a rule"))))
        {
            if (!taken.TryAdd(name, what))
            {
                errors.Add(place, $"'{name}' is already the name of {taken[name]}.", "Give one of them another name.");
            }
        }
    }

    private List<RuleInfo> Outputs(MapReader root, IReadOnlyList<Rule> rules)
    {
        var outputs = new List<RuleInfo>();
        foreach (var (key, value) in MapReader.Of(root.Map["outputs"], "'outputs'", errors)?.Map.Entries ?? [])
        {
            var rule = rules.FirstOrDefault(r => r.Id == key.Value);
            if (rule is null)
            {
                errors.Add(key.Place, $"There is no rule '{key.Value}'.{Suggestion.For(key.Value, rules.Select(r => r.Id))}", "Name a rule of this package.");
                continue;
            }

            var texts = new MapReader(new YamlMap(value.Place, [(key, value)]), $"Output '{key.Value}'", errors).Languages(key.Value);
            outputs.Add(rule.Info.Labels.Count > 0 ? rule.Info : rule.Info with { Labels = texts });
        }

        if (outputs.Count == 0 && !errors.Any)
        {
            errors.Add(root.Map.Place, "The package has no outputs.", "Say what it may be asked: outputs: {amount: {en: Monthly amount}}.");
        }

        return outputs;
    }

    private void RefuseUnreached(IReadOnlyList<string> asked, IReadOnlyList<RuleDraft> drafts, IReadOnlyList<Rule> rules, IReadOnlyList<Parameter> parameters, ParameterReader places)
    {
        var (reached, figures) = NodeWalk.Reached(rules.Where(r => asked.Contains(r.Id)));
        foreach (var draft in drafts.Where(d => !reached.Contains(d.Id)))
        {
            errors.Add(draft.Place, $"Rule '{draft.Id}' is never reached from an output.", "Name it under outputs, use it in a rule, or take it away.");
        }

        foreach (var parameter in parameters.Where(p => !figures.Contains(p.Id)))
        {
            errors.Add(places.Places[parameter.Id], $"Figure '{parameter.Id}' is used by no rule.", "Use it, or take it away.");
        }
    }

    private Dictionary<string, string> Aliases(MapReader? reader, string key, IEnumerable<string> known)
    {
        var aliases = new Dictionary<string, string>(StringComparer.Ordinal);
        var names = known.ToHashSet(StringComparer.Ordinal);
        foreach (var (alias, value) in MapReader.Of(reader?.Map[key], $"'{key}' of aliases", errors)?.Map.Entries ?? [])
        {
            if (value is YamlText text && names.Contains(text.Value))
            {
                aliases[alias.Value] = text.Value;
            }
            else
            {
                errors.Add(value.Place, $"'{(value as YamlText)?.Value}' is not the name of a {(key == "inputs" ? "fact" : "rule")}.", "Write other_name: own.name.");
            }
        }

        return aliases;
    }

    private Dictionary<string, RuleValue> Defaults(MapReader? reader, IReadOnlyList<FactDeclaration> facts, Currency currency)
    {
        var defaults = new Dictionary<string, RuleValue>(StringComparer.Ordinal);
        foreach (var (key, value) in MapReader.Of(reader?.Map["defaults"], "'defaults' of aliases", errors)?.Map.Entries ?? [])
        {
            if (facts.FirstOrDefault(f => f.Name == key.Value) is not { } fact)
            {
                errors.Add(key.Place, $"There is no fact '{key.Value}'.{Suggestion.For(key.Value, facts.Select(f => f.Name))}", "Name a fact of this package.");
            }
            else if (fact.IsList && value is YamlText { Value: "none" })
            {
                defaults[fact.Name] = RuleValue.Unknown;
            }
            else if (value is YamlText text && !fact.IsList && Literals.Read(text.Value, fact.Type, currency, out var right) is { } literal)
            {
                defaults[fact.Name] = literal;
            }
            else
            {
                errors.Add(value.Place, $"'{(value as YamlText)?.Value}' is not a {(fact.IsList ? "list" : fact.Type)}.", fact.IsList ? "Write none for an empty list." : "Write a value as in tests.");
            }
        }

        return defaults;
    }

    [GeneratedRegex("^[a-z][a-z0-9]*(-[a-z0-9]+)*$")]
    private static partial Regex IdPattern();

    [GeneratedRegex("^[0-9]{1,4}\\.[0-9]{1,4}\\.[0-9]{1,4}$")]
    private static partial Regex VersionPattern();
}
