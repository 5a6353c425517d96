using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Extensions.Localization;
using Spmis.Eligibility.LifeCertificates;
using Spmis.Kernel.Access;
using Spmis.Web.Forms;

namespace Spmis.Eligibility.Pages.LifeCertificates;

/// <summary>Records that a person was seen alive.</summary>
[Authorize("certificates.record")]
public sealed class NewModel(ProveLife prove, CurrentActor current, TimeProvider time, IStringLocalizer<EligibilityTexts> words) : FormPage
{
    /// <summary>Registration number.</summary>
    [BindProperty(SupportsGet = true)]
    public string PersonNumber { get; set; } = "";

    /// <summary>Date of birth on the document shown.</summary>
    [BindProperty]
    public DateOnly? BornOn { get; set; }

    /// <summary>The day on which the person was seen.</summary>
    [BindProperty]
    public DateOnly? ProvedOn { get; set; }

    /// <summary>How.</summary>
    [BindProperty]
    public ProofHow How { get; set; }

    /// <summary>Document, pay point or reference.</summary>
    [BindProperty]
    public string Evidence { get; set; } = "";

    /// <summary>Draws the form.</summary>
    public void OnGet() => ProvedOn = DateOnly.FromDateTime(time.GetUtcNow().UtcDateTime);

    /// <summary>Records the proof.</summary>
    public Task<IActionResult> OnPostAsync(CancellationToken ct) => TryAsync(async () =>
    {
        var proof = new NewProof { PersonNumber = PersonNumber.Replace(" ", "", StringComparison.Ordinal), BornOn = BornOn ?? default, ProvedOn = ProvedOn ?? default, How = How, Evidence = Evidence };
        var kept = await prove.HandleAsync(proof, current.Change("certificates.record"), ct);
        Done(words["The proof is recorded. An award suspended for it waits for a second person."]);
        return Redirect($"/eligibility/persons/{kept.PersonNumber}");
    });

    /// <inheritdoc />
    protected override void Check()
    {
        if (PersonNumber.Length == 0)
        {
            Refuse(nameof(PersonNumber), words["Write the registration number from the card."]);
        }

        if (BornOn is null)
        {
            Refuse(nameof(BornOn), words["Give the date of birth on the document; it shows whether it is this person's."]);
        }

        if (ProvedOn is null)
        {
            Refuse(nameof(ProvedOn), words["Give the day on which the person was seen."]);
        }
    }
}
