using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Extensions.Localization;
using Spmis.Kernel.Access;
using Spmis.Registration.Facts;
using Spmis.Registration.Persons;
using Spmis.Web.Forms;

namespace Spmis.Registration.Pages.Facts;

[Authorize(May.RecordFacts)]
public sealed class ConsentsModel(ReadPerson read, ReadFacts facts, KeepConsents keep, CurrentActor actor, IStringLocalizer<RegistrationTexts> texts) : FormPage
{
    [BindProperty(SupportsGet = true)]
    public string Number { get; set; } = "";

    /// <summary>give:PURPOSE or withdraw:ID.</summary>
    [BindProperty]
    public string What { get; set; } = "";

    [BindProperty]
    public DateOnly? On { get; set; }

    [BindProperty]
    public string Evidence { get; set; } = "";

    public IReadOnlyList<Choice> Items { get; private set; } = [];

    public Task OnGetAsync(CancellationToken ct) => OnRedisplayAsync();

    public Task<IActionResult> OnPostAsync(CancellationToken ct) => TryAsync(async () =>
    {
        if (On is not { } on)
        {
            Refuse(nameof(On), texts["Enter the day."]);
            return Page();
        }

        switch (What.Split(':'))
        {
            case ["give", var purpose]:
                await keep.GiveAsync(Number, purpose, on, actor.Change("consents.give", evidence: Evidence), ct);
                break;
            case ["withdraw", var id] when Guid.TryParse(id, out var consent):
                await keep.WithdrawAsync(Number, consent, on, actor.Change("consents.withdraw", evidence: Evidence), ct);
                break;
            default:
                Refuse(nameof(What), texts["Choose what the person says."]);
                return Page();
        }

        Done(texts["It is recorded."]);
        return Redirect($"/persons/{Number}/facts");
    });

    protected override async Task OnRedisplayAsync()
    {
        var record = await read.HandleAsync(Number, HttpContext.RequestAborted);
        var open = (await facts.HandleAsync(record.Person, false, HttpContext.RequestAborted)).Consents.Where(c => c.WithdrawnOn is null).ToList();
        Items =
        [
            .. Consent.Purposes.Where(p => open.All(c => c.Purpose != p)).Select(p => new Choice($"give:{p}", texts["Consents: {0}", FactText.Purpose(p, texts)])),
            .. open.Select(c => new Choice($"withdraw:{c.Id}", texts["Withdraws: {0}", FactText.Purpose(c.Purpose, texts)])),
        ];
    }
}
