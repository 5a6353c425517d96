using Spmis.Rules.Checking;

namespace Spmis.Rules.Packages;

/// <summary>Reads what a package says of claiming. The condition of a piece of evidence is a rule like any other, named <c>evidence.</c> and the piece.</summary>
internal sealed class ClaimReader(ErrorList errors)
{
    private const string Group = "evidence";
    private const int MostPieces = 50;
    private const int MostDays = 36_600;

    private readonly List<RuleDraft> conditions = [];
    private readonly List<(YamlText Text, string Rule)> named = [];

    /// <summary>The conditions, to be checked with the rules.</summary>
    public IReadOnlyList<RuleDraft> Conditions => conditions;

    public ClaimTerms? Read(Yaml? node)
    {
        if (MapReader.Of(node, "'claims'", errors)?.Only("file_within", "decide_within", "evidence_within", "appeal_within", "decide_appeal_within", "least_age", "opens", "of_survivors", "appeal_to", "evidence") is not { } reader)
        {
            return null;
        }

        if (reader.Text("opens") is { } opens)
        {
            named.Add((opens, opens.Value));
        }

        return new ClaimTerms
        {
            FileWithin = Days(reader, "file_within"), DecideWithin = Days(reader, "decide_within"), EvidenceWithin = Days(reader, "evidence_within"), AppealWithin = Days(reader, "appeal_within"),
            DecideAppealWithin = Days(reader, "decide_appeal_within"), LeastAge = Duration(reader, "least_age", ValueKind.Months), Opens = reader.Text("opens")?.Value, OfSurvivors = YesNo(reader, "of_survivors"),
            AppealBodies = reader.Languages("appeal_to"), Evidence = Evidence(MapReader.Of(reader.Map["evidence"], "'evidence' of claims", errors)),
        };
    }

    /// <summary>Complains about rules named here that are not there or do not say yes or no; gives those that are.</summary>
    public IReadOnlyList<Rule> Check(IReadOnlyList<Rule> rules)
    {
        List<Rule> found = [];
        foreach (var (text, id) in named)
        {
            if (rules.FirstOrDefault(r => r.Id == id) is not { } rule)
            {
                errors.Add(text.Place, $"There is no rule '{id}'.{Suggestion.For(id, rules.Select(r => r.Id))}", "Name a yes/no rule of this package.");
            }
            else if (rule.Info.Type.Kind is not ValueKind.Bool)
            {
                errors.Add(text.Place, $"'{text.Value}' yields a {rule.Info.Type}, not yes or no.", "Write a condition, such as person.sex == female.");
            }
            else
            {
                found.Add(rule);
            }
        }

        return found;
    }

    private List<EvidenceDeclaration> Evidence(MapReader? reader)
    {
        List<EvidenceDeclaration> pieces = [];
        foreach (var (key, value) in reader?.Map.Entries ?? [])
        {
            if (!MapReader.IsName(key, "a piece of evidence", errors) || MapReader.Of(value, $"Evidence '{key.Value}'", errors)?.Only("label", "issuer", "certificate", "when", "valid", "of_files", "article") is not { } piece)
            {
                continue;
            }

            if (pieces.Count == MostPieces)
            {
                errors.Add(key.Place, $"The package asks for more than {MostPieces} pieces of evidence.", "Nobody can bring so many; ask for fewer.");
                break;
            }

            var labels = piece.Languages("label");
            if (labels.Count == 0)
            {
                errors.Add(key.Place, $"Evidence '{key.Value}' has no label.", "Add label: {en: Birth certificate}; people read it in letters.");
            }

            pieces.Add(new EvidenceDeclaration
            {
                Id = key.Value, Labels = labels, Issuers = piece.Languages("issuer"), Certificate = YesNo(piece, "certificate"), When = Condition(key.Value, piece, labels), ValidDays = Days(piece, "valid"),
                OfFiles = YesNo(piece, "of_files"), Article = piece.Text("article")?.Value,
            });
        }

        return pieces;
    }

    private string? Condition(string id, MapReader piece, IReadOnlyDictionary<string, string> labels)
    {
        if (piece.Text("when") is not { } text)
        {
            return null;
        }

        var rule = $"{Group}.{id}";
        conditions.Add(new RuleDraft(rule, Group, text.Place, labels, piece.Text("article")?.Value, new ExpressionDraft(text)));
        named.Add((text, rule));
        return rule;
    }

    private int? Days(MapReader reader, string key) => Duration(reader, key, ValueKind.Days);

    private int? Duration(MapReader reader, string key, ValueKind kind)
    {
        if (reader.Text(key) is not { } text)
        {
            return null;
        }

        var value = Literals.Read(text.Value, new RuleType(kind), default, out var right);
        if (value is { } read && read.AsDecimal is > 0 and <= MostDays)
        {
            return (int)read.AsDecimal;
        }

        errors.Add(text.Place, $"'{text.Value}' of '{key}' is no duration.", right);
        return null;
    }

    private bool YesNo(MapReader reader, string key)
    {
        var text = reader.Text(key);
        if (text is not null && text.Value is not ("yes" or "no" or "true" or "false"))
        {
            errors.Add(text.Place, $"'{text.Value}' of '{key}' is neither yes nor no.", "Write yes or no.");
        }

        return text?.Value is "yes" or "true";
    }
}
