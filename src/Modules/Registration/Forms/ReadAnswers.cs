using System.Globalization;
using Spmis.Kernel.Files;

namespace Spmis.Registration.Forms;

/// <summary>The one reader of answers, for page and API: what is kept, what follows from it, and everything wrong.</summary>
/// <param name="Answers">By question: one value, or several for a question of several choices. What was not asked or not answered is not there.</param>
/// <param name="Derived">yes, no or unknown by name.</param>
/// <param name="Problems">What is wrong, by question.</param>
public sealed record ReadAnswers(IReadOnlyDictionary<string, IReadOnlyList<string>> Answers, IReadOnlyDictionary<string, string> Derived, IReadOnlyList<(string Question, FieldProblem Problem)> Problems)
{
    private const int MostText = 500;

    /// <summary>Reads what was told.</summary>
    /// <param name="form">The form.</param>
    /// <param name="told">By question; blanks count as not answered.</param>
    public static ReadAnswers Of(FormDefinition form, IReadOnlyDictionary<string, IReadOnlyList<string>> told)
    {
        var answers = new Dictionary<string, IReadOnlyList<string>>(StringComparer.Ordinal);
        List<(string, FieldProblem)> problems = [.. told.Keys.Except(form.Questions.Select(q => q.Name)).Select(k => (k, new FieldProblem("form.no-question", $"The form {form.Form} asks no '{(k.Length > 60 ? k[..60] + "…" : k)}'.", "Use the names of its questions.")))];
        foreach (var question in form.Questions)
        {
            var values = (told.GetValueOrDefault(question.Name) ?? []).Select(v => v?.Trim() ?? "").Where(v => v.Length > 0).Distinct().ToList();
            var asked = question.ShowIf is not { } condition || answers.GetValueOrDefault(condition.Question)?.Intersect(condition.Is).Any() == true;
            if (values.Count == 0)
            {
                if (asked && question.Required)
                {
                    problems.Add((question.Name, new("form.no-answer", "This is not answered.", "Choose or write an answer.")));
                }
            }
            else if (!asked)
            {
                problems.Add((question.Name, new("form.not-asked", "This is not asked after what was answered above.", "Leave it empty, or correct the answer above.")));
            }
            else if (Problem(form, question, values) is { } problem)
            {
                problems.Add((question.Name, problem));
            }
            else
            {
                answers[question.Name] = values.ConvertAll(v => v.Normalize());
            }
        }

        return new ReadAnswers(answers, form.Derive.ToDictionary(d => d.Name, d => Derive(d, answers)), problems);
    }

    private static string Derive(Derivation d, Dictionary<string, IReadOnlyList<string>> answers) =>
        d.Questions.Any(q => answers.GetValueOrDefault(q)?.Intersect(d.AnyOf).Any() == true) ? "yes"
        : d.Questions.All(answers.ContainsKey) ? "no" : "unknown";

    private static FieldProblem? Problem(FormDefinition form, Question question, List<string> values)
    {
        if (values.Count > 1 && question.Type != QuestionType.Choices)
        {
            return new("form.several", "One answer is wanted here.", "Give one.");
        }

        return question.Type switch
        {
            QuestionType.Choice or QuestionType.Choices => values.FirstOrDefault(v => form.OptionsOf(question).All(o => o.Value != v)) is { } other
                ? new("choice.unknown", $"'{(other.Length > 60 ? other[..60] + "…" : other)}' is none of the answers.", $"Choose from {string.Join(", ", form.OptionsOf(question).Select(o => o.Value).Take(15))}.") : null,
            QuestionType.Number => ReadField.Integer(values[0], 0, 1_000_000, out _),
            QuestionType.Date => ReadDate.Day(values[0], out _),
            _ => ReadField.Text(values[0], MostText, out _),
        };
    }
}
