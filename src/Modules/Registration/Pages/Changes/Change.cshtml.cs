using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Extensions.Localization;
using Spmis.Kernel.Access;
using Spmis.Kernel.Acts;
using Spmis.Kernel.Proposals;
using Spmis.Registration.Changes;
using Spmis.Registration.Pages.Persons;
using Spmis.Registration.Persons;
using Spmis.Web.Forms;

namespace Spmis.Registration.Pages.Changes;

/// <summary>The fields of one kind of change.</summary>
public abstract class ChangeForm(IStringLocalizer<RegistrationTexts> texts) : FormPage
{
    [BindProperty(SupportsGet = true)]
    public string? Kind { get; set; }

    [BindProperty]
    public PersonForm Input { get; set; } = new();

    /// <summary>What is to change; null while it is chosen.</summary>
    public ChangeKind? What => string.IsNullOrEmpty(Kind) ? null : ChangeKinds.Words.TryGetValue(Kind, out var kind) ? kind : throw new Refused("change.unknown", texts["There is no such change."]);

    /// <summary>Whether the one who fills it in may say that a number was checked.</summary>
    public abstract bool MayVerify { get; }
}

[Authorize(May.CorrectPersons)]
[Authorize(May.SeeIdentifiers)] // The form holds them, to be sent back.
public sealed class ChangeModel(ReadPerson read, RequestChange request, ChangeKinds kinds, CurrentActor actor, IStringLocalizer<RegistrationTexts> texts) : ChangeForm(texts)
{
    private readonly IStringLocalizer words = texts;

    [BindProperty(SupportsGet = true)]
    public string Number { get; set; } = "";

    [BindProperty]
    public string Evidence { get; set; } = "";

    [BindProperty]
    public string Reason { get; set; } = "";

    public override bool MayVerify => true;

    public IReadOnlyList<Proposal> Requests { get; private set; } = [];

    public bool NeedsApproval(ChangeKind kind) => kinds.NeedsApproval(kind);

    public async Task OnGetAsync(CancellationToken ct)
    {
        Input = PersonForm.Of(await read.HandleAsync(Number, ct));
        Requests = What is null ? await request.OfAsync(Number, ct) : [];
    }

    public Task<IActionResult> OnPostAsync(CancellationToken ct) => TryAsync(async () =>
    {
        if (What is not { } kind)
        {
            return Redirect($"/persons/{Number}/change");
        }

        var told = Input.Read(Refuse);
        if (!ModelState.IsValid)
        {
            return Page();
        }

        var asked = await request.HandleAsync(Number, kind, told, actor.Change("persons.change.request", Reason, Evidence), ct);
        if (asked.Proposal is null && !await read.IsSeenAsync(Number, ct))
        {
            Done(words["The details are corrected. The record belongs to another office now."]);
            return Redirect("/persons");
        }

        Done(asked.Proposal is null ? words["The details are corrected."] : words["It waits for a second person now."]);
        return Redirect(asked.Proposal is { } id ? $"/registration/proposals/{id}" : $"/persons/{Number}");
    });
}

/// <summary>Words of changes.</summary>
public static class ChangeText
{
    /// <summary>What is to change.</summary>
    public static string Kind(ChangeKind kind, IStringLocalizer T) => kind switch
    {
        ChangeKind.Name => T["Name"],
        ChangeKind.BirthDate => T["Birth date"],
        ChangeKind.Sex => T["Sex"],
        ChangeKind.Identifiers => T["National id"],
        _ => T["Residence"],
    };
}
