using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Spmis.Eligibility.Associations;
using Spmis.Eligibility.Schemes;
using Spmis.Web.Forms;
using Spmis.Web.Shell;

namespace Spmis.Eligibility.Pages.Agreements;

/// <summary>Agreements of associations with schemes, by which their members are enrolled.</summary>
[Authorize("eligibility.read")]
public sealed class IndexModel(AgreeScheme agree, EndAgreement end, SchemeBook schemes, Show show) : ApprovalPage(Approvals.OfAgreements, "enrolments.approve")
{
    /// <summary>Only those of this association.</summary>
    [BindProperty(SupportsGet = true)]
    public string? Association { get; set; }

    /// <summary>The association of a new agreement.</summary>
    [BindProperty]
    public string Number { get; set; } = "";

    /// <summary>Its scheme.</summary>
    [BindProperty]
    public string Scheme { get; set; } = "";

    /// <summary>Category of the members.</summary>
    [BindProperty]
    public string Category { get; set; } = "";

    /// <summary>Its first day.</summary>
    [BindProperty]
    public DateOnly? FromOn { get; set; }

    /// <summary>The agreement to end.</summary>
    [BindProperty]
    public Guid? Ended { get; set; }

    /// <summary>Its last day.</summary>
    [BindProperty]
    public DateOnly? LastDay { get; set; }

    /// <summary>The agreements.</summary>
    public IReadOnlyList<AgreementLine> All { get; private set; } = [];

    /// <summary>Schemes to choose from.</summary>
    public IReadOnlyList<Choice> Schemes { get; private set; } = [];

    /// <summary>Agreements that may be ended.</summary>
    public IEnumerable<Choice> Running => All.Where(a => a.UntilOn is null).Select(a => new Choice($"{a.Id}", $"{a.AssociationName}, {NameOf(a.Scheme)}, {show.Date(a.FromOn)}"));

    /// <summary>Name of a scheme.</summary>
    public string NameOf(string scheme) => Schemes.FirstOrDefault(s => s.Value == scheme)?.Text ?? scheme;

    /// <summary>Draws the list.</summary>
    public Task OnGetAsync(CancellationToken ct)
    {
        Number = Association ?? "";
        return LoadAsync(ct);
    }

    /// <summary>Puts an agreement up.</summary>
    public async Task<IActionResult> OnPostAgreeAsync(CancellationToken ct) => !await MayAsync("enrolments.agree") ? Forbid() : await TryAsync(async () =>
    {
        try
        {
            await agree.ProposeAsync(new NewAgreement(Number, Scheme, Category, FromOn), Current.Change(AgreeScheme.Act), ct);
        }
        catch (Kernel.Acts.Refused unknown) when (unknown.Field == nameof(NewAgreement.Association))
        {
            Refuse(nameof(Number), unknown.Message);
            return Page();
        }

        Done(Words["The agreement waits for a second person; then the members are enrolled."]);
        return Redirect("/eligibility/agreements");
    });

    /// <summary>Puts the end of an agreement up.</summary>
    public async Task<IActionResult> OnPostEndAsync(CancellationToken ct) => !await MayAsync("enrolments.agree") ? Forbid() : await TryAsync(async () =>
    {
        if (Ended is not { } id)
        {
            Refuse(nameof(Ended), Words["Choose the agreement."]);
            return Page();
        }

        await end.ProposeAsync(id, LastDay, Current.Change(EndAgreement.Act), ct);
        Done(Words["The end of the agreement waits for a second person; then enrolments by it end too."]);
        return Redirect("/eligibility/agreements");
    });

    /// <inheritdoc />
    protected override Task OnRedisplayAsync() => LoadAsync(HttpContext.RequestAborted);

    private async Task LoadAsync(CancellationToken ct)
    {
        All = await agree.ListAsync(Association, ct);
        await LoadOpenAsync(null, ct);
        Schemes = [.. (await schemes.SchemesAsync(SchemeUse.Contributions, ct)).Concat(await schemes.ClaimedAsync(ct)).DistinctBy(s => s.Key).Select(s => new Choice(s.Key, s.Value))];
    }
}
