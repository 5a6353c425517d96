using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Extensions.Localization;
using Spmis.Kernel.Access;
using Spmis.Registration.Persons;
using Spmis.Web.Forms;

namespace Spmis.Registration.Pages.Persons;

[Authorize(May.RegisterPersons)]
public sealed class RegisterModel(RegisterPerson register, FindLikely findLikely, Residence residence, CurrentActor actor, IStringLocalizer<RegistrationTexts> texts) : FormPage, IPersonFields
{
    [BindProperty]
    public PersonForm Input { get; set; } = new();

    /// <summary>What the officer says of each likely duplicate shown.</summary>
    [BindProperty]
    public List<AnswerForm> Answers { get; set; } = [];

    /// <summary>Who seems to be this person.</summary>
    public IReadOnlyList<LikelyPerson> Likely { get; private set; } = [];

    public void OnGet()
    {
    }

    public Task<IActionResult> OnPostAsync(CancellationToken ct) => TryAsync(async () =>
    {
        var person = Input.Read(Refuse);
        foreach (var (field, problem) in PersonChecks.Problems(PersonChecks.Clean(person), actor.Change("check").Today))
        {
            Refuse(field, $"{problem.Text} {problem.Remedy}");
        }

        if (!ModelState.IsValid)
        {
            return Page();
        }

        person = await residence.SettleAsync(PersonChecks.Clean(person), null, actor.Change("check").Today, ct);
        var likely = await findLikely.HandleAsync(person, ct);
        if (likely.Any(l => Answers.All(a => a.Number != l.Number || a.Decision is null)))
        {
            Show(likely);
            return Page();
        }

        var answers = Answers.Where(a => a.Decision is not null).Select(a => a.Decision!).ToList(); // Filtered.
        var registered = await register.HandleAsync(person, answers, actor.Change("persons.register"), ct);
        Done(texts["Registered under the number {0}.", PersonText.Number(registered.Number)]);
        return Redirect($"/persons/{registered.Number}");
    });

    /// <summary>The answers given stay with the persons they were given for, whatever their order now.</summary>
    private void Show(IReadOnlyList<LikelyPerson> likely)
    {
        Likely = likely;
        Answers = [.. likely.Select(l => new AnswerForm { Number = l.Number, Answer = Answers.FirstOrDefault(a => a.Number == l.Number)?.Answer ?? "" })];
        foreach (var key in ModelState.Keys.Where(k => k.StartsWith(nameof(Answers), StringComparison.Ordinal)).ToList())
        {
            ModelState.Remove(key);
        }
    }
}

/// <summary>An answer as chosen.</summary>
public sealed class AnswerForm
{
    public string Number { get; set; } = "";

    public string Answer { get; set; } = "";

    internal LikelyDecision? Decision => Enum.TryParse<LikelyAnswer>(Answer, ignoreCase: true, out var answer) && Enum.IsDefined(answer) ? new LikelyDecision(Number, answer) : null;
}
