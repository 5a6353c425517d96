using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Extensions.Localization;
using Spmis.Kernel.Access;
using Spmis.Registration.Facts;
using Spmis.Registration.Persons;
using Spmis.Web.Forms;

namespace Spmis.Registration.Pages.Me;

/// <summary>Gives consent and takes it back, in the own account.</summary>
[Authorize(May.ReadOwn)]
public sealed class MyConsentsModel(ReadPerson read, ReadFacts facts, KeepConsents keep, CurrentActor current, IStringLocalizer<RegistrationTexts> texts) : FormPage
{
    [BindProperty]
    public string? Give { get; set; }

    [BindProperty]
    public Guid? Withdraw { get; set; }

    /// <summary>Each purpose with the consent that lasts.</summary>
    public IReadOnlyList<(string Purpose, Consent? Consent)> Purposes { get; private set; } = [];

    public Task OnGetAsync() => OnRedisplayAsync();

    public Task<IActionResult> OnPostAsync(CancellationToken ct) => TryAsync(async () =>
    {
        var (number, change) = (current.Actor.OwnNumber(), current.Change("consents.give", evidence: "in the own account"));
        if (Withdraw is { } id)
        {
            await keep.WithdrawAsync(number, id, change.Today, change.As("consents.withdraw"), ct);
        }
        else
        {
            await keep.GiveAsync(number, Give ?? "", change.Today, change, ct);
        }

        Done(texts["It is recorded."]);
        return LocalRedirect("/me/consents");
    });

    protected override async Task OnRedisplayAsync()
    {
        var record = await read.HandleAsync(current.Actor.OwnNumber(), HttpContext.RequestAborted);
        var open = (await facts.HandleAsync(record.Person, sensitive: false, HttpContext.RequestAborted)).Consents.Where(c => c.WithdrawnOn is null).ToList();
        // Also those to uses that are asked for no more: they can be taken back.
        Purposes = [.. Consent.Purposes.Concat(open.Select(c => c.Purpose)).Distinct().Select(p => (p, open.FirstOrDefault(c => c.Purpose == p)))];
    }
}
