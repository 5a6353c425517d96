using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Extensions.Localization;
using Spmis.Kernel.Access;
using Spmis.Registration.Persons;
using Spmis.Web.Forms;

namespace Spmis.Registration.Pages.Facts;

[Authorize(May.CorrectPersons)]
public sealed class IdentifiersModel(ReadPerson read, RecordIdentifier record, CurrentActor actor, IStringLocalizer<RegistrationTexts> texts) : FormPage
{
    [BindProperty(SupportsGet = true)]
    public string Number { get; set; } = "";

    [BindProperty]
    public string Type { get; set; } = "";

    [BindProperty]
    public string Value { get; set; } = "";

    [BindProperty]
    public string Issuer { get; set; } = "";

    [BindProperty]
    public string VerifiedBy { get; set; } = "";

    [BindProperty]
    public DateOnly? VerifiedOn { get; set; }

    public IEnumerable<Choice> Types => Identifier.Types.Select(t => new Choice(t, FactText.Type(t, texts)));

    public IEnumerable<Choice> Hows => Identifier.Verifications.Select(v => new Choice(v, FactText.Verified(v, texts)));

    public async Task OnGetAsync(CancellationToken ct) => await read.HandleAsync(Number, ct); // Refuses an unknown number.

    public Task<IActionResult> OnPostAsync(CancellationToken ct) => TryAsync(async () =>
    {
        await record.HandleAsync(Number, new NewIdentifier { Type = Type, Value = Value, Issuer = Issuer, VerifiedBy = VerifiedBy, VerifiedOn = VerifiedOn }, actor.Change("identifiers.record"), ct);
        Done(texts["It is recorded."]);
        return Redirect($"/persons/{Number}");
    });
}
