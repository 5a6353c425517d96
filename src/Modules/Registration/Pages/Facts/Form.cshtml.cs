using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Extensions.Localization;
using Spmis.Kernel.Access;
using Spmis.Registration.Facts;
using Spmis.Registration.Forms;
using Spmis.Registration.Persons;
using Spmis.Web.Forms;

namespace Spmis.Registration.Pages.Facts;

/// <summary>Draws any form from its definition, without script: what is asked only after another answer says so.</summary>
[Authorize(May.RecordFacts)]
public sealed class FormModel(ReadPerson read, AnswerForm answer, FormBook book, CurrentActor actor, IStringLocalizer<RegistrationTexts> texts) : FormPage
{
    [BindProperty(SupportsGet = true)]
    public string Number { get; set; } = "";

    [BindProperty(SupportsGet = true)]
    public string Form { get; set; } = "";

    [BindProperty]
    public List<AnswerInput> Answers { get; set; } = [];

    [BindProperty]
    public DateOnly? AnsweredOn { get; set; }

    [BindProperty]
    public string Evidence { get; set; } = "";

    public FormDefinition Definition { get; private set; } = null!; // Found before the page is drawn.

    public async Task OnGetAsync(CancellationToken ct)
    {
        await read.HandleAsync(Number, ct); // Refuses an unknown number.
        AnsweredOn = actor.Change("check").Today;
        await OnRedisplayAsync();
    }

    public Task<IActionResult> OnPostAsync(CancellationToken ct) => TryAsync(async () =>
    {
        if (AnsweredOn is not { } on)
        {
            Refuse(nameof(AnsweredOn), texts["Enter the day."]);
            return Page();
        }

        var told = Answers.Where(a => a.Question.Length > 0).GroupBy(a => a.Question).ToDictionary(g => g.Key, g => g.First().Told);
        foreach (var (question, problem) in ReadAnswers.Of(book.Find(Form, on), told).Problems)
        {
            var index = Answers.FindIndex(a => a.Question == question);
            ModelState.AddModelError(index < 0 ? "" : $"Answers[{index}].{(Answers[index].IsSeveral(book.Find(Form, on)) ? nameof(AnswerInput.Values) : nameof(AnswerInput.Value))}", $"{problem.Text} {problem.Remedy}");
        }

        if (!ModelState.IsValid)
        {
            return Page();
        }

        await answer.HandleAsync(Number, Form, told, on, actor.Change("forms.answer", evidence: Evidence), ct);
        Done(texts["The answers are recorded."]);
        return Redirect($"/persons/{Number}/facts");
    });

    protected override Task OnRedisplayAsync()
    {
        var today = actor.Change("check").Today;
        Definition = book.Find(Form, AnsweredOn is { } on && on <= today ? on : today);
        var typed = Answers;
        Answers = [.. Definition.Questions.Select(q => typed.Find(a => a.Question == q.Name) ?? new AnswerInput { Question = q.Name })];
        return Task.CompletedTask;
    }

    /// <summary>The options to choose from.</summary>
    public IEnumerable<Choice> Choices(Question question) => Definition.OptionsOf(question).Select(o => new Choice(o.Value, o.Text.Read()));

    /// <summary>When a question is asked, in words; null: always.</summary>
    public string? Condition(Question question)
    {
        if (question.ShowIf is not { } condition)
        {
            return null;
        }

        var other = Definition.Questions.Single(q => q.Name == condition.Question);
        return texts["Only where '{0}' was answered with: {1}", other.Text.Read(), Definition.Show(other, condition.Is)];
    }
}

/// <summary>An answer as typed.</summary>
public sealed class AnswerInput
{
    public string Question { get; set; } = "";

    public string Value { get; set; } = "";

    public List<string> Values { get; set; } = [];

    internal IReadOnlyList<string> Told => Value.Length > 0 ? [Value] : Values;

    internal bool IsSeveral(FormDefinition form) => form.Questions.FirstOrDefault(q => q.Name == Question)?.Type == QuestionType.Choices;
}
