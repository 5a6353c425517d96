using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Extensions.Localization;
using Spmis.Kernel.Access;
using Spmis.Kernel.Proposals;
using Spmis.Registration.Persons;
using Spmis.Registration.Restrictions;
using Spmis.Web.Forms;

namespace Spmis.Registration.Pages.Restrictions;

/// <summary>Asks that access to a record is restricted, or open again; a second person decides among the approvals.</summary>
[Authorize(May.RestrictPersons)]
public sealed class RestrictionModel(ReadPerson read, ProposeRestriction restrict, ProposeLifting lift, CurrentActor actor, IStringLocalizer<RegistrationTexts> texts) : FormPage
{
    [BindProperty(SupportsGet = true)]
    public string Number { get; set; } = "";

    [BindProperty]
    public RestrictionKind? Kind { get; set; }

    [BindProperty]
    public string Reason { get; set; } = "";

    [BindProperty]
    public DateOnly? From { get; set; }

    [BindProperty]
    public DateOnly? Until { get; set; }

    /// <summary>Restrictions that are not lifted.</summary>
    public IReadOnlyList<Restriction> Open { get; private set; } = [];

    public IEnumerable<Choice> Kinds => Enum.GetValues<RestrictionKind>().Select(k => new Choice(k.ToString(), RestrictionText.Kind(k, texts)));

    public async Task OnGetAsync(CancellationToken ct)
    {
        await OnRedisplayAsync();
        From = actor.Change("persons.restrict.propose").Today;
    }

    public Task<IActionResult> OnPostRestrictAsync(CancellationToken ct) => TryAsync(async () =>
    {
        if (Kind is not { } kind)
        {
            Refuse(nameof(Kind), texts["Choose an answer."]);
            await OnRedisplayAsync();
            return Page();
        }

        return Waits(await restrict.HandleAsync(Number, new NewRestriction(kind, From, Until), actor.Change("persons.restrict.propose", Reason), ct));
    });

    public Task<IActionResult> OnPostLiftAsync(CancellationToken ct) => TryAsync(async () => Waits(await lift.HandleAsync(Number, actor.Change("persons.lift-restriction.propose", Reason), ct)));

    protected override async Task OnRedisplayAsync() => Open = (await read.HandleAsync(Number, HttpContext.RequestAborted)).Restrictions;

    private RedirectResult Waits(Proposal proposal)
    {
        Done(texts["It waits for a second person now."]);
        return Redirect($"/registration/proposals/{proposal.Id}");
    }
}
