using System.Globalization;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Localization;
using Spmis.Eligibility.Awards;
using Spmis.Eligibility.Claims;
using Spmis.Eligibility.Determinations;
using Spmis.Eligibility.Evidence;
using Spmis.Kernel.Access;
using Spmis.Kernel.Acts;
using Spmis.Rules;
using Spmis.Web.Forms;
using Spmis.Web.Shell;

namespace Spmis.Eligibility.Pages.Claims;

/// <summary>A piece of evidence on the page: how it stands and what came.</summary>
/// <param name="Piece">The piece.</param>
/// <param name="State">How it stands.</param>
/// <param name="Items">What came, oldest first.</param>
public sealed record Need(EvidenceDeclaration Piece, EvidenceState State, IReadOnlyList<EvidenceItem> Items);

/// <summary>One claim as a list of what is to be done: the evidence, the decisions, the award.</summary>
[Authorize("eligibility.read")]
public sealed class ViewModel(EligibilityDb db, PersonsShown shown, ClaimSheets sheets, DetermineClaim determine, AskForEvidence ask, ConfirmClaim confirm, CloseClaim close, CurrentActor current, IAuthorizationService authorization, TimeProvider time, IStringLocalizer<EligibilityTexts> words) : FormPage
{
    private Scheme scheme = null!; // Loaded before the page is drawn.

    /// <summary>The day it is claimed, where an event opened it.</summary>
    [BindProperty]
    public DateOnly? FiledOn { get; set; }

    /// <summary>Why it comes late.</summary>
    [BindProperty]
    public string? LateBecause { get; set; }

    /// <summary>Why it ends without a decision.</summary>
    [BindProperty]
    public string? Reason { get; set; }

    /// <summary>The case of all survivors.</summary>
    public SurvivorCase? Case { get; private set; }

    /// <summary>The claim.</summary>
    public Claim Claim { get; private set; } = null!; // Loaded before the page is drawn.

    /// <summary>Name of the claimant.</summary>
    public string Name { get; private set; } = "";

    /// <summary>What it needs.</summary>
    public IReadOnlyList<Need> Needs { get; private set; } = [];

    /// <summary>Letters that asked for evidence.</summary>
    public IReadOnlyList<EvidenceRequest> Asked { get; private set; } = [];

    /// <summary>Its decisions, newest first.</summary>
    public IReadOnlyList<Determination> Decisions { get; private set; } = [];

    /// <summary>Its award.</summary>
    public Award? Award { get; private set; }

    /// <summary>Today.</summary>
    public DateOnly Today => DateOnly.FromDateTime(time.GetUtcNow().UtcDateTime);

    /// <summary>The reader's language.</summary>
    public string Language => CultureInfo.CurrentUICulture.TwoLetterISOLanguageName;

    /// <summary>A piece of evidence or a missing fact by the name people know.</summary>
    public string PieceName(string missing) => FactLabels.Of(scheme, scheme.Claims?.Evidence.Any(p => p.Id == missing) == true ? EvidenceEntry.Prefix + missing : missing, Language);

    /// <summary>Draws the page.</summary>
    public async Task OnGetAsync(string number, CancellationToken ct)
    {
        Claim = await db.Claims.AsNoTracking().SingleOrDefaultAsync(c => c.Number == number, ct) ?? throw new Refused("claim.unknown", $"There is no claim {number}.");
        var person = await db.Persons.AsNoTracking().SingleOrDefaultAsync(p => p.PersonId == Claim.PersonId, ct);
        Name = person?.Name ?? "";
        shown.Add(person?.RegistrationNumber);
        Decisions = await db.Determinations.AsNoTracking().Where(d => d.ClaimId == Claim.Id).OrderByDescending(d => d.Attempt).Take(20).ToListAsync(ct);
        var decided = Decisions.Select(d => d.Id).ToList();
        Award = await db.Awards.AsNoTracking().Where(a => decided.Contains(a.DeterminationId)).OrderByDescending(a => a.Number).FirstOrDefaultAsync(ct);
        Asked = await db.EvidenceRequests.AsNoTracking().Where(r => r.ClaimId == Claim.Id).OrderByDescending(r => r.Sequence).Take(20).ToListAsync(ct);
        Case = Claim.CaseId is { } survivors ? await db.SurvivorCases.AsNoTracking().SingleAsync(c => c.Id == survivors, ct) : null;
        var sheet = (await sheets.OfAsync([Claim], Today, ct))[0];
        scheme = sheet.Scheme.Rules;
        var states = (sheet.Sheet.Evidence ?? []).ToDictionary(e => e.Name, e => e.State);
        Needs = [.. (scheme.Claims?.Evidence ?? []).Where(p => states.ContainsKey(p.Id) || sheet.Items.Any(i => i.Kind == p.Id))
            .Select(p => new Need(p, states.GetValueOrDefault(p.Id, EvidenceState.Accepted), [.. sheet.Items.Where(i => i.Kind == p.Id).OrderBy(i => i.ReceivedAt).ThenBy(i => i.Id)]))];
    }

    /// <summary>Decides it on what is known now.</summary>
    public Task<IActionResult> OnPostAsync(string number, CancellationToken ct) => DoAsync("claims.determine", async () =>
    {
        var id = await determine.HandleAsync(number, current.Change("claims.determine"), ct);
        Done(words["The claim is decided."]);
        return Redirect($"/determinations/{id}");
    });

    /// <summary>Somebody claims what an event opened, or takes it up again.</summary>
    public Task<IActionResult> OnPostConfirmAsync(string number, CancellationToken ct) => DoAsync("claims.file", async () =>
    {
        if (FiledOn is not { } day)
        {
            Refuse(nameof(FiledOn), words["Give the day on which the claim is filed."]);
            return Page();
        }

        await confirm.HandleAsync(new Confirmation { Number = number, FiledOn = day, LateBecause = LateBecause }, current.Change("claims.confirm"), ct);
        return Redirect($"/claims/{number}");
    });

    /// <summary>Ends it without a decision.</summary>
    public Task<IActionResult> OnPostCloseAsync(string number, CancellationToken ct) => DoAsync("claims.file", async () =>
    {
        await close.HandleAsync(number, current.Change("claims.close", Reason), ct);
        return Redirect($"/claims/{number}");
    });

    /// <summary>Writes what is missing.</summary>
    public Task<IActionResult> OnPostAskAsync(string number, CancellationToken ct) => DoAsync("claims.file", async () =>
    {
        var request = await ask.HandleAsync(number, current.Change("evidence.ask"), ct);
        return Redirect($"/claims/{number}/asked/{request.Sequence}");
    });

    /// <inheritdoc />
    protected override Task OnRedisplayAsync() => OnGetAsync(RouteData.Values["number"]?.ToString() ?? "", HttpContext.RequestAborted);

    private async Task<IActionResult> DoAsync(string permission, Func<Task<IActionResult>> act) => await User.MayAsync(permission, authorization) ? await TryAsync(act) : Forbid();
}
