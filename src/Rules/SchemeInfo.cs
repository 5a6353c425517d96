namespace Spmis.Rules;

/// <summary>A rule as people see it in lists.</summary>
/// <param name="Id">Dotted name.</param>
/// <param name="Type">What it yields.</param>
/// <param name="Labels">Its name by language.</param>
/// <param name="Article">The article it comes from, or null.</param>
/// <param name="Formula">The expression as written, or null for a rule made of parts.</param>
public sealed record RuleInfo(string Id, RuleType Type, IReadOnlyDictionary<string, string> Labels, string? Article, string? Formula)
{
    /// <summary>The whole rule as written, in one line.</summary>
    public required string Words { get; init; }

    /// <summary>Its name in a language, or its id.</summary>
    public string Label(string language) => Texts.Pick(Labels, language) ?? Id;
}

/// <summary>A fact the scheme asks for.</summary>
public sealed record FactDeclaration
{
    /// <summary>Dotted name: <c>person.birth</c>; a field of a list's records is <c>record.month</c>.</summary>
    public required string Name { get; init; }

    /// <summary>Its type; for a list, unknown.</summary>
    public required RuleType Type { get; init; }

    /// <summary>Its name by language.</summary>
    public required IReadOnlyDictionary<string, string> Labels { get; init; }

    /// <summary>For a list: what one of its records is called in rules.</summary>
    public string? Element { get; init; }

    /// <summary>For a list: the fields of a record.</summary>
    public IReadOnlyList<FactDeclaration> Fields { get; init; } = [];

    /// <summary>Whether it is a list of records.</summary>
    public bool IsList => Element is not null;

    /// <summary>Its name in a language, or its dotted name.</summary>
    public string Label(string language) => Texts.Pick(Labels, language) ?? Name;

    /// <summary>The key of a field inside a <see cref="FactRecord"/> of this list; for a list of words, "value".</summary>
    internal string KeyOf(FactDeclaration field) => field.Name == Element ? FactRecord.Word : field.Name[(Element!.Length + 1)..]; // Only lists have fields.
}

/// <summary>A figure of the law with its history.</summary>
/// <param name="Id">Name.</param>
/// <param name="Type">What it is.</param>
/// <param name="Labels">Its name by language.</param>
/// <param name="Dimensions">What it depends on.</param>
/// <param name="Values">Its values.</param>
public sealed record ParameterInfo(string Id, RuleType Type, IReadOnlyDictionary<string, string> Labels, IReadOnlyList<string> Dimensions, IReadOnlyList<ParameterValueInfo> Values)
{
    /// <summary>Its name in a language, or its id.</summary>
    public string Label(string language) => Texts.Pick(Labels, language) ?? Id;
}

/// <summary>One dated value.</summary>
/// <param name="From">In force from; null for a constant.</param>
/// <param name="To">In force until and with; null for until the next value.</param>
/// <param name="Recorded">When it became known; null for always.</param>
/// <param name="Keys">The row of the table it is for.</param>
/// <param name="Value">The value as text.</param>
/// <param name="Article">Where the law says so.</param>
public sealed record ParameterValueInfo(DateOnly? From, DateOnly? To, DateOnly? Recorded, IReadOnlyList<string> Keys, string Value, string? Article);
