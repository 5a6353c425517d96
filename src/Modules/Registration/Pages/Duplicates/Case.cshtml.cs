using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Extensions.Localization;
using Spmis.Kernel.Access;
using Spmis.Registration.Duplicates;
using Spmis.Registration.Persons;
using Spmis.Web.Forms;

namespace Spmis.Registration.Pages.Duplicates;

[Authorize(May.ReviewDuplicates)]
public sealed class CaseModel(ListCases list, ReviewDuplicate review, IdentifierMask mask, CurrentActor actor, IStringLocalizer<RegistrationTexts> texts) : FormPage
{
    private bool seesAll;

    [BindProperty(SupportsGet = true)]
    public Guid Id { get; set; }

    [BindProperty]
    public string Answer { get; set; } = "";

    [BindProperty]
    public string Survivor { get; set; } = "";

    [BindProperty]
    public string Reason { get; set; } = "";

    public CaseView View { get; private set; } = null!; // Read before the page is drawn.

    public IEnumerable<Choice> Choices =>
    [
        new(nameof(ReviewAnswer.Same), texts["The same person"], texts["Proposes a merge, which a second person approves"]),
        new(nameof(ReviewAnswer.Different), texts["Two persons"], texts["Remembered for ever"]),
        new(nameof(ReviewAnswer.Unsure), texts["I am not sure"], texts["The case stays open"]),
    ];

    public IEnumerable<CaseRow> Rows
    {
        get
        {
            var (a, b) = (View.A.Person, View.B.Person);
            yield return new(texts["Name"], a.Name, b.Name);
            yield return new(texts["Whole name in its own script"], a.NativeName, b.NativeName);
            yield return new(texts["Mother's name"], a.MotherName, b.MotherName);
            yield return new(texts["Sex"], a.Sex?.ToString(), b.Sex?.ToString());
            yield return new(texts["Birth date"], BirthText.Of(a.BornOn, a.BirthPrecision), BirthText.Of(b.BornOn, b.BirthPrecision));
            yield return Number(texts["National id"], a.NationalId, b.NationalId);
            yield return Number(texts["Telephone"], a.Phone, b.Phone);
            yield return new(texts["District"], a.District, b.District);
            yield return new(texts["Village or town"], a.Village, b.Village);
            yield return new(texts["Household"], View.A.HouseholdNumber, View.B.HouseholdNumber);
            yield return new(texts["Household members"], Members(View.A), Members(View.B));
            yield return new(texts["Employers"], Employers(View.A), Employers(View.B));
            yield return Number(texts["Paid to"], Account(a), Account(b));
            yield return new(texts["Registered on"], $"{a.RegisteredAt:yyyy-MM-dd}", $"{b.RegisteredAt:yyyy-MM-dd}");
        }
    }

    public Task OnGetAsync(CancellationToken ct) => OnRedisplayAsync();

    public Task<IActionResult> OnPostAsync(CancellationToken ct) => TryAsync(async () =>
    {
        if (!Enum.TryParse<ReviewAnswer>(Answer, ignoreCase: true, out var answer) || !Enum.IsDefined(answer))
        {
            Refuse(nameof(Answer), texts["Choose an answer."]);
            return Page();
        }

        var proposal = await review.HandleAsync(Id, answer, Survivor, actor.Change("duplicates.review", string.IsNullOrWhiteSpace(Reason) ? null : Reason.Trim()), ct);
        Done(proposal is null ? texts["Your answer is recorded."] : texts["It waits for a second person now."]);
        return Redirect("/duplicates");
    });

    protected override async Task OnRedisplayAsync()
    {
        View = await list.ReadAsync(Id, HttpContext.RequestAborted);
        seesAll = await mask.SeesAllAsync();
    }

    /// <summary>Whether the two are the same is said of the whole number, whatever of it is shown.</summary>
    private CaseRow Number(string label, string? a, string? b) => new(label, seesAll ? a : IdentifierMask.Of(a), seesAll ? b : IdentifierMask.Of(b)) { Same = a == b };

    private static string? Members(PersonRecord record) => Join(record.Household.Where(m => m.Number != record.Person.Number).Select(m => m.Name));

    private static string? Employers(PersonRecord record) => Join(record.Employments.Select(e => e.EmployerName).Distinct());

    private static string? Account(Person person) => person.PayAgency is null ? null : $"{person.PayAgency} {person.PayAccount}";

    private static string? Join(IEnumerable<string> texts) => string.Join(", ", texts) is { Length: > 0 } joined ? joined : null;
}

/// <summary>A detail of both records.</summary>
public sealed record CaseRow(string Label, string? A, string? B)
{
    /// <summary>Whether they agree.</summary>
    public bool Same { get; init; } = A == B;
}
