namespace Spmis.Web.Letters;

/// <summary>A letter to a person, in words: printed from a page, and as PDF where the fonts allow.</summary>
public sealed record Letter
{
    /// <summary>Its language, such as <c>fr</c>.</summary>
    public required string Language { get; init; }

    /// <summary>Who writes.</summary>
    public required string From { get; init; }

    /// <summary>To whom: name and registration number.</summary>
    public required IReadOnlyList<string> To { get; init; }

    /// <summary>The day, printed.</summary>
    public required string Date { get; init; }

    /// <summary>What to quote in an answer, printed.</summary>
    public required string Reference { get; init; }

    /// <summary>What it is about.</summary>
    public required string Subject { get; init; }

    /// <summary>What must not be overlooked: a demonstration, a decision against the rules, a withdrawn one.</summary>
    public IReadOnlyList<string> Marks { get; init; } = [];

    /// <summary>Heads of the columns of facts: fact, value, source.</summary>
    public IReadOnlyList<string> Columns { get; init; } = [];

    /// <summary>The text.</summary>
    public required IReadOnlyList<LetterPart> Parts { get; init; }

    /// <summary>What a QR code at its end says; null for none.</summary>
    public string? Code { get; init; }

    /// <summary>Whether it reads from right to left.</summary>
    public bool RightToLeft => Language == "ar";
}

/// <summary>A part of a letter.</summary>
/// <param name="Heading">Its heading; null for the opening.</param>
/// <param name="Paragraphs">Sentences.</param>
/// <param name="Points">A list below them.</param>
/// <param name="Rows">Facts below that: name, value, source.</param>
public sealed record LetterPart(string? Heading, IReadOnlyList<string> Paragraphs, IReadOnlyList<string> Points, IReadOnlyList<(string Name, string Value, string Source)> Rows)
{
    /// <summary>A part without facts.</summary>
    public static LetterPart Of(string? heading, IEnumerable<string> paragraphs, IEnumerable<string>? points = null) => new(heading, [.. paragraphs], [.. points ?? []], []);
}
