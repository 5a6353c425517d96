using System.Globalization;
using System.Text.Json.Serialization;

namespace Spmis.Registration.Forms;

/// <summary>What kind of answer a question takes.</summary>
public enum QuestionType
{
    /// <summary>One of the options.</summary>
    Choice,

    /// <summary>Any of the options.</summary>
    Choices,

    /// <summary>Words, 500 characters at most.</summary>
    Text,

    /// <summary>A whole number from 0 to 1,000,000.</summary>
    Number,

    /// <summary>A day, as 2026-02-28.</summary>
    Date,
}

/// <summary>A text in the languages of the portal, by language code; English is always there.</summary>
public sealed class LocalText : Dictionary<string, string>
{
    /// <summary>In the reader's language, else in English.</summary>
    public string Read() => TryGetValue(CultureInfo.CurrentUICulture.TwoLetterISOLanguageName, out var text) ? text : this["en"];
}

/// <summary>One of the answers to choose from.</summary>
/// <param name="Value">What is kept.</param>
/// <param name="Text">What is read.</param>
public sealed record FormOption(string Value, LocalText Text);

/// <summary>A question that is asked only when an earlier one was answered so.</summary>
/// <param name="Question">Name of the earlier question.</param>
/// <param name="Is">One of these answers.</param>
public sealed record ShowIf(string Question, IReadOnlyList<string> Is);

/// <summary>A question.</summary>
[JsonUnmappedMemberHandling(JsonUnmappedMemberHandling.Disallow)]
public sealed record Question
{
    /// <summary>Its name in answers and files.</summary>
    public required string Name { get; init; }

    /// <summary>What it takes.</summary>
    public required QuestionType Type { get; init; }

    /// <summary>Must be answered when it is asked.</summary>
    public bool Required { get; init; }

    /// <summary>As it is asked.</summary>
    public required LocalText Text { get; init; }

    /// <summary>Help below it.</summary>
    public LocalText? Hint { get; init; }

    /// <summary>Name of the set of options.</summary>
    public string? Options { get; init; }

    /// <summary>When it is asked; null: always.</summary>
    public ShowIf? ShowIf { get; init; }
}

/// <summary>A yes or no that follows from the answers: yes when one of the questions has one of the answers, no when all are answered otherwise, unknown else.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Text">What it says.</param>
/// <param name="Questions">The questions it looks at.</param>
/// <param name="AnyOf">The answers that make it yes.</param>
public sealed record Derivation(string Name, LocalText Text, IReadOnlyList<string> Questions, IReadOnlyList<string> AnyOf);

/// <summary>A questionnaire as data: a JSON file per version. Answers name the version they were given under, so a changed form never changes what was said.</summary>
[JsonUnmappedMemberHandling(JsonUnmappedMemberHandling.Disallow)]
public sealed record FormDefinition
{
    /// <summary>Its name, the same in all versions.</summary>
    public required string Form { get; init; }

    /// <summary>1, 2 and so on.</summary>
    public required int Version { get; init; }

    /// <summary>First day of its use.</summary>
    public required DateOnly From { get; init; }

    /// <summary>Answers are shown only to who may read sensitive facts.</summary>
    public bool Sensitive { get; init; }

    /// <summary>Who publishes the questions.</summary>
    public string? Source { get; init; }

    /// <summary>Its title.</summary>
    public required LocalText Title { get; init; }

    /// <summary>Read out before the questions.</summary>
    public LocalText? Introduction { get; init; }

    /// <summary>Options by the name of their set.</summary>
    public IReadOnlyDictionary<string, IReadOnlyList<FormOption>> OptionSets { get; init; } = new Dictionary<string, IReadOnlyList<FormOption>>();

    /// <summary>The questions in their order.</summary>
    public required IReadOnlyList<Question> Questions { get; init; }

    /// <summary>What follows from the answers.</summary>
    public IReadOnlyList<Derivation> Derive { get; init; } = [];

    /// <summary>The options of a question.</summary>
    public IReadOnlyList<FormOption> OptionsOf(Question question) => question.Options is { } set ? OptionSets[set] : [];

    /// <summary>An answer as it is read: the option's text, or what was written.</summary>
    public string Show(Question question, IEnumerable<string> values) =>
        string.Join(", ", values.Select(v => OptionsOf(question).FirstOrDefault(o => o.Value == v)?.Text.Read() ?? v));
}
