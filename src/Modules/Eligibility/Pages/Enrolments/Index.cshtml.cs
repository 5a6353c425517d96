using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Extensions.Localization;
using Spmis.Eligibility.Copies;
using Spmis.Eligibility.Enrolments;
using Spmis.Eligibility.Schemes;
using Spmis.Kernel.Access;
using Spmis.Web.Forms;
using Spmis.Web.Shell;

namespace Spmis.Eligibility.Pages.Enrolments;

/// <summary>What a person is and was enrolled in; enrols, ends, transfers, covers dependants.</summary>
[Authorize("eligibility.read")]
public sealed class IndexModel(PersonFile file, FindEnrolments find, Enrol enrol, CoverDependant cover, SchemeBook schemes, CurrentActor current, IAuthorizationService authorization, IStringLocalizer<EligibilityTexts> words) : FormPage
{
    /// <summary>The scheme to enrol in.</summary>
    [BindProperty]
    public string Scheme { get; set; } = "";

    /// <summary>From this day.</summary>
    [BindProperty]
    public DateOnly? StartOn { get; set; }

    /// <summary>How.</summary>
    [BindProperty]
    public EnrolledBy How { get; set; } = EnrolledBy.Voluntary;

    /// <summary>Category or class.</summary>
    [BindProperty]
    public string? Category { get; set; }

    /// <summary>The spell to end or transfer.</summary>
    [BindProperty]
    public Guid Spell { get; set; }

    /// <summary>Last day, or first day in the new scheme.</summary>
    [BindProperty]
    public DateOnly? Day { get; set; }

    /// <summary>The new scheme.</summary>
    [BindProperty]
    public string? ToScheme { get; set; }

    /// <summary>Why.</summary>
    [BindProperty]
    public string? Reason { get; set; }

    /// <summary>The spell to cover a dependant with.</summary>
    [BindProperty]
    public Guid CoverWith { get; set; }

    /// <summary>The dependant.</summary>
    [BindProperty]
    public string DependantNumber { get; set; } = "";

    /// <summary>spouse, child, parent or other.</summary>
    [BindProperty]
    public string Relation { get; set; } = "child";

    /// <summary>Covered from.</summary>
    [BindProperty]
    public DateOnly? FromOn { get; set; }

    /// <summary>The person.</summary>
    public PersonCopy Person { get; private set; } = null!; // Loaded before the page is drawn.

    /// <summary>The spells, newest first.</summary>
    public IReadOnlyList<Enrolment> Spells { get; private set; } = [];

    /// <summary>Dependants by spell.</summary>
    public ILookup<Guid, EnrolmentDependant> Dependants { get; private set; } = Array.Empty<EnrolmentDependant>().ToLookup(d => d.EnrolmentId);

    /// <summary>The spells that go on.</summary>
    public IReadOnlyList<Choice> OpenSpells => [.. Spells.Where(e => e.EndOn is null).Select(e => new Choice($"{e.Id}", e.Scheme))];

    /// <summary>Schemes in force.</summary>
    public IReadOnlyList<Choice> Schemes { get; private set; } = [];

    private string Number => RouteData.Values["number"]?.ToString() ?? "";

    /// <summary>Draws the page.</summary>
    public async Task OnGetAsync(CancellationToken ct)
    {
        Person = (await file.OfAsync(Number, ct)).Person;
        (Spells, Dependants) = await find.OfAsync(Person.PersonId, ct);
        List<KeyValuePair<string, string>> all = [.. await schemes.SchemesAsync(SchemeUse.Contributions, ct), .. await schemes.SchemesAsync(SchemeUse.Claims, ct), .. await schemes.SchemesAsync(SchemeUse.Rounds, ct)];
        Schemes = [.. all.Select(s => new Choice(s.Key, s.Value))];
    }

    /// <summary>Enrols.</summary>
    public Task<IActionResult> OnPostEnrolAsync(CancellationToken ct) => DoAsync(words["The person is enrolled."], [(Scheme.Length > 0, nameof(Scheme), words["Choose the scheme."]), (StartOn is not null, nameof(StartOn), words["Give the day."])], () =>
        enrol.HandleAsync(new NewEnrolment { PersonNumber = Number, Scheme = Scheme, StartOn = StartOn ?? default, How = How, Category = Category }, current.Change("enrolments.record"), ct));

    /// <summary>Ends.</summary>
    public Task<IActionResult> OnPostEndAsync(CancellationToken ct) => DoAsync(words["The enrolment is ended."], [(Day is not null, nameof(Day), words["Give the day."])], () =>
        enrol.EndAsync(Spell, Day ?? default, current.Change("enrolments.end", Reason), ct));

    /// <summary>Transfers.</summary>
    public Task<IActionResult> OnPostTransferAsync(CancellationToken ct) => DoAsync(words["The person is transferred; no month is lost."], [(!string.IsNullOrEmpty(ToScheme), nameof(ToScheme), words["Choose the scheme."]), (Day is not null, nameof(Day), words["Give the day."])], () =>
        enrol.TransferAsync(Spell, ToScheme ?? "", Day ?? default, current.Change("enrolments.transfer", Reason), ct));

    /// <summary>Covers a dependant.</summary>
    public Task<IActionResult> OnPostCoverAsync(CancellationToken ct) => DoAsync(words["The dependant is covered."], [(DependantNumber.Length > 0, nameof(DependantNumber), words["Write the registration number from the card."]), (FromOn is not null, nameof(FromOn), words["Give the day."])], () =>
        cover.HandleAsync(new NewDependant(CoverWith, DependantNumber.Replace(" ", "", StringComparison.Ordinal), Relation, FromOn ?? default), current.Change("dependants.cover"), ct));

    /// <inheritdoc />
    protected override Task OnRedisplayAsync() => OnGetAsync(HttpContext.RequestAborted);

    private async Task<IActionResult> DoAsync(string done, IReadOnlyList<(bool Given, string Field, string Text)> needs, Func<Task> act) => !await User.MayAsync("enrolments.record", authorization) ? Forbid() : await TryAsync(async () =>
    {
        foreach (var (_, field, text) in needs.Where(n => !n.Given))
        {
            Refuse(field, text);
        }

        if (!ModelState.IsValid)
        {
            return Page();
        }

        await act();
        Done(done);
        return Redirect($"/eligibility/persons/{Number}/enrolments");
    });
}
