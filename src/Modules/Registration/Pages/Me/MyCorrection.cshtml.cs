using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Extensions.Localization;
using Spmis.Kernel.Access;
using Spmis.Kernel.Proposals;
using Spmis.Registration.Changes;
using Spmis.Registration.Pages.Changes;
using Spmis.Registration.Pages.Persons;
using Spmis.Registration.Persons;

namespace Spmis.Registration.Pages.Me;

/// <summary>A person asks that the own record be put right; somebody of the office always decides.</summary>
[Authorize(May.ReadOwn)]
public sealed class MyCorrectionModel(ReadPerson read, RequestChange request, CurrentActor current, IStringLocalizer<RegistrationTexts> texts) : ChangeForm(texts)
{
    private readonly IStringLocalizer words = texts;

    [BindProperty]
    public string Evidence { get; set; } = "";

    [BindProperty]
    public string Reason { get; set; } = "";

    public override bool MayVerify => false;

    public IReadOnlyList<Proposal> Requests { get; private set; } = [];

    public string KindOf(Proposal proposal) => ChangeKinds.Words.TryGetValue(proposal.Subject[(proposal.Subject.IndexOf(':', StringComparison.Ordinal) + 1)..], out var kind) ? ChangeText.Kind(kind, words) : proposal.Act;

    public async Task OnGetAsync(CancellationToken ct)
    {
        var number = current.Actor.OwnNumber();
        Input = PersonForm.Of(await read.HandleAsync(number, ct));
        Requests = What is null ? await request.OfAsync(number, ct) : [];
    }

    public Task<IActionResult> OnPostAsync(CancellationToken ct) => TryAsync(async () =>
    {
        if (What is not { } kind)
        {
            return LocalRedirect("/me/correct");
        }

        var told = Input.Read(Refuse);
        if (!ModelState.IsValid)
        {
            return Page();
        }

        // Whatever a form says: a person does not check the own number against its issuer. One that stays as it is stays checked.
        var now = (await read.HandleAsync(current.Actor.OwnNumber(), ct)).Person;
        await request.HandleAsync(now.Number, kind, told with { NationalIdVerified = now.NationalIdVerified && told.NationalId == now.NationalId }, current.Change("persons.change.request", Reason, Evidence), ct);
        Done(words["The office looks at it and answers here."]);
        return LocalRedirect("/me/correct");
    });
}
