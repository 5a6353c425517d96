using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Extensions.Localization;
using Spmis.Eligibility.Appeals;
using Spmis.Kernel.Access;
using Spmis.Values;
using Spmis.Web.Forms;

namespace Spmis.Eligibility.Pages.Appeals;

/// <summary>Registers an appeal against a decision.</summary>
[Authorize("appeals.register")]
public sealed class NewModel(RegisterAppeal register, CurrentActor current, TimeProvider time, IStringLocalizer<EligibilityTexts> words) : FormPage
{
    /// <summary>The decision.</summary>
    [BindProperty(SupportsGet = true)]
    public Guid Determination { get; set; }

    /// <summary>The day it was lodged.</summary>
    [BindProperty]
    public DateOnly? LodgedOn { get; set; }

    /// <summary>Why the decision is thought wrong.</summary>
    [BindProperty]
    public string Grounds { get; set; } = "";

    /// <summary>Why it comes late.</summary>
    [BindProperty]
    public string? LateBecause { get; set; }

    /// <summary>First month not paid until it is decided.</summary>
    [BindProperty]
    public Month? SuspendFrom { get; set; }

    /// <summary>Draws the form.</summary>
    public void OnGet() => LodgedOn = DateOnly.FromDateTime(time.GetUtcNow().UtcDateTime);

    /// <summary>Registers it.</summary>
    public Task<IActionResult> OnPostAsync(CancellationToken ct) => TryAsync(async () =>
    {
        var appeal = await register.HandleAsync(
            new NewAppeal { DeterminationId = Determination, LodgedOn = LodgedOn ?? default, Grounds = Grounds, LateBecause = LateBecause, SuspendFrom = SuspendFrom }, current.Change("appeals.register"), ct);
        Done(words["The appeal is registered. Its number: {0}", appeal.Number]);
        return Redirect($"/appeals/{appeal.Number}");
    });

    /// <inheritdoc />
    protected override void Check()
    {
        if (LodgedOn is null)
        {
            Refuse(nameof(LodgedOn), words["Give the day on which the appeal was lodged."]);
        }
    }
}
