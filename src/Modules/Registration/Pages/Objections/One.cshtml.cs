using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Extensions.Localization;
using Spmis.Kernel.Access;
using Spmis.Kernel.Acts;
using Spmis.Registration.Facts;
using Spmis.Registration.Objections;
using Spmis.Web.Forms;

namespace Spmis.Registration.Pages.Objections;

[Authorize(May.ReadObjections)]
public sealed class OneModel(ReadObjections read, DecideObjection decide, FileObjection file, CurrentActor actor, IAuthorizationService authorization, IStringLocalizer<RegistrationTexts> texts) : FormPage
{
    [BindProperty(SupportsGet = true)]
    public Guid Id { get; set; }

    [BindProperty]
    public string Decision { get; set; } = "";

    [BindProperty]
    public string Ground { get; set; } = "";

    [BindProperty]
    public string Answer { get; set; } = "";

    public ObjectionLine Line { get; private set; } = null!; // Read before the page is drawn.

    public DateOnly Today => actor.Change("objections.read").Today;

    public bool Own => actor.Actor.IsSamePersonAs(Line.Objection.RecordedById);

    public bool MayTakeBack => Line.Objection.IsOpen || (Line.Objection.StoppedOn is not null && Line.Objection.WithdrawnAt is null);

    public IEnumerable<Choice> Choices =>
    [
        new("upheld", texts["Upheld: the use stops"], Consent.Purposes.Contains(Line.Objection.Purpose) ? texts["The consent ends today"] : texts["A mark stands on the record from today"]),
        new("rejected", texts["Rejected: the use goes on"], texts["By the law that is named below"]),
    ];

    public Task OnGetAsync(CancellationToken ct) => OnRedisplayAsync();

    public Task<IActionResult> OnPostAsync(CancellationToken ct) => TryAsync(async () =>
    {
        await DemandAsync(May.DecideObjections);
        try
        {
            await decide.HandleAsync(Id, new ObjectionAnswer(Decision switch { "upheld" => true, "rejected" => false, _ => null }, Ground, Answer), actor.Change("objections.decide"), ct);
        }
        catch (Refused none) when (none.Code == "objection.no-decision")
        {
            Refuse(nameof(Decision), none.Message);
            return Page();
        }

        Done(texts["The objection is answered."]);
        return Redirect("/objections");
    });

    public Task<IActionResult> OnPostWithdrawAsync(CancellationToken ct) => TryAsync(async () =>
    {
        await DemandAsync(May.RecordFacts);
        await OnRedisplayAsync();
        await file.WithdrawAsync(Line.Number, Id, actor.Change("objections.withdraw"), ct);
        Done(texts["It is recorded."]);
        return Redirect($"/objections/{Id}");
    });

    protected override async Task OnRedisplayAsync() => Line = await read.OneAsync(Id, HttpContext.RequestAborted);

    private async Task DemandAsync(string permission)
    {
        if (!(await authorization.AuthorizeAsync(User, permission)).Succeeded)
        {
            throw new Refused("access.forbidden", texts["You may not decide this."]);
        }
    }
}
