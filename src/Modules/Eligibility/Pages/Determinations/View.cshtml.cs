using System.Globalization;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;
using Spmis.Eligibility.Appeals;
using Spmis.Eligibility.Claims;
using Spmis.Eligibility.Determinations;
using Spmis.Eligibility.Schemes;
using Spmis.Kernel.Acts;
using Spmis.Rules;
using Spmis.Values;
using Spmis.Web.Forms;

namespace Spmis.Eligibility.Pages.Determinations;

/// <summary>A decision as the person concerned may read it: the answer, why, what would change it, the working, the facts.</summary>
[Authorize("eligibility.read")]
public sealed class ViewModel(EligibilityDb db, SchemeBook schemes, ReproduceDetermination reproduce, WithdrawDetermination withdraw, OverrideDetermination otherwise) : ApprovalPage(Approvals.OfDecisions, "determinations.approve")
{
    /// <summary>Why it is withdrawn, or decided against the rules.</summary>
    [BindProperty]
    public string? Reason { get; set; }

    /// <summary>Yes or no, against the rules.</summary>
    [BindProperty]
    public Answer? Instead { get; set; }

    /// <summary>Amount of a month.</summary>
    [BindProperty]
    public string? MonthlyText { get; set; }

    /// <summary>For how many months.</summary>
    [BindProperty]
    public int? MonthCount { get; set; }

    /// <summary>When it was withdrawn, and why.</summary>
    public Withdrawal? Withdrawn { get; private set; }

    /// <summary>Appeals against it, newest first.</summary>
    public IReadOnlyList<Appeal> Appeals { get; private set; } = [];

    /// <summary>The case of survivors it belongs to, with the claims of the others.</summary>
    public IReadOnlyList<Claim> Others { get; private set; } = [];

    /// <summary>Whether it is the decision the claim stands on.</summary>
    public bool IsLast { get; private set; }

    /// <summary>Yes and no.</summary>
    public IReadOnlyList<Choice> Answers => [new("Yes", Words["Entitled"]), new("No", Words["Not entitled"])];

    /// <summary>Whether it is to be repeated now and compared with what was stored.</summary>
    [BindProperty(SupportsGet = true)]
    public bool Repeat { get; set; }

    /// <summary>What the repetition came to, when it was asked for.</summary>
    public Reproduced? Repeated { get; private set; }

    /// <summary>The decision.</summary>
    public Determination Decision { get; private set; } = null!; // Loaded before the page is drawn.

    /// <summary>The package it was made by.</summary>
    public Scheme Scheme { get; private set; } = null!; // Loaded before the page is drawn.

    /// <summary>Name of the person.</summary>
    public string Name { get; private set; } = "";

    /// <summary>Number of the claim.</summary>
    public string? ClaimNumber { get; private set; }

    /// <summary>Number of the award made of it.</summary>
    public string? AwardNumber { get; private set; }

    /// <summary>The working of each answer; what an earlier one explained is not written out again.</summary>
    public IReadOnlyList<Step> Working { get; private set; } = [];

    /// <summary>The conditions that stand in the way, deepest first cause.</summary>
    public IReadOnlyList<Obstacle> WhyNot { get; private set; } = [];

    /// <summary>Whether the explanation was rebuilt just now.</summary>
    public bool Rebuilt { get; private set; }

    /// <summary>The facts.</summary>
    public FactSheet Sheet { get; private set; } = new();

    /// <summary>The amount of a month, when yes.</summary>
    public Money? Monthly => Decision.MonthlyMinor is { } minor ? new Money(minor, Currency.Of(Decision.Currency)) : null;

    /// <summary>The reader's language.</summary>
    public static string Language => CultureInfo.CurrentUICulture.TwoLetterISOLanguageName;

    /// <summary>Draws the page.</summary>
    public async Task OnGetAsync(Guid id, CancellationToken ct)
    {
        Decision = await db.Determinations.AsNoTracking().SingleOrDefaultAsync(d => d.Id == id, ct) ?? throw new Refused("determination.unknown", $"There is no determination {id}.");
        Scheme = (await schemes.ByHashAsync(Decision.PackageHash, ct)).Rules;
        Name = await db.Persons.Where(p => p.PersonId == Decision.PersonId).Select(p => p.Name).SingleOrDefaultAsync(ct) ?? "";
        var claim = Decision.ClaimId is { } claimId ? await db.Claims.AsNoTracking().SingleAsync(c => c.Id == claimId, ct) : null;
        (ClaimNumber, IsLast) = (claim?.Number, claim?.DeterminationId == id);
        Withdrawn = await db.Withdrawals.AsNoTracking().SingleOrDefaultAsync(w => w.DeterminationId == id, ct);
        Appeals = await db.Appeals.AsNoTracking().Where(a => a.DeterminationId == id).OrderByDescending(a => a.Number).Take(20).ToListAsync(ct);
        Others = claim?.CaseId is { } survivors ? await db.Claims.AsNoTracking().Where(c => c.CaseId == survivors && c.Id != claim.Id).OrderBy(c => c.Number).Take(50).ToListAsync(ct) : [];
        await LoadOpenAsync(id.ToString(), ct);
        AwardNumber = await db.Awards.Where(a => a.DeterminationId == id).Select(a => a.Number).FirstOrDefaultAsync(ct);
        Rebuilt = Decision.Explanation is null;
        Repeated = Repeat ? await reproduce.HandleAsync(Decision, ct) : null;
        var why = Decide.ReadExplanations(Decision.ExplanationText ?? (await reproduce.HandleAsync(Decision, ct)).Rebuilt);
        Sheet = Decision.Sheet;
        var explained = new HashSet<string>(StringComparer.Ordinal);
        Working = [.. why.Select(w =>
        {
            var step = new Step(w.Value.Root, w.Value.Currency, explained.ToHashSet(StringComparer.Ordinal));
            explained.UnionWith(RulesOf(w.Value.Root));
            return step;
        })];
        WhyNot = why.Count > 0 ? Reasons.WhyNot(why[0].Value) : [];
    }

    /// <summary>Prepares the withdrawal.</summary>
    public Task<IActionResult> OnPostWithdrawAsync(Guid id, CancellationToken ct) => DoAsync("determinations.withdraw", Words["The withdrawal waits for a second person."], id, () =>
        withdraw.ProposeAsync(id, Current.Change(WithdrawDetermination.Act, Reason), ct));

    /// <summary>Prepares a decision against the rules.</summary>
    public Task<IActionResult> OnPostOverrideAsync(Guid id, CancellationToken ct) => DoAsync("determinations.override", Words["The decision against the rules waits for a second person."], id, async () =>
    {
        var currency = await db.Determinations.Where(d => d.Id == id).Select(d => d.Currency).SingleAsync(ct);
        var monthly = ReadMoney(nameof(MonthlyText), MonthlyText, Currency.Of(currency));
        if (ModelState.IsValid)
        {
            await otherwise.ProposeAsync(id, Instead ?? Answer.CannotTell, monthly?.Minor, MonthCount, Current.Change(OverrideDetermination.Act, Reason), ct);
        }
    });

    /// <summary>A missing fact by the name people know; reasons stand as they are.</summary>
    public string Label(string fact) => FactLabels.Of(Scheme, fact, Language);

    /// <inheritdoc />
    protected override Task OnRedisplayAsync() => OnGetAsync(Guid.Parse(RouteData.Values["id"]?.ToString() ?? ""), HttpContext.RequestAborted);

    private async Task<IActionResult> DoAsync(string permission, string done, Guid id, Func<Task> act)
    {
        if (!await MayAsync(permission))
        {
            return Forbid();
        }

        return await TryAsync(async () =>
        {
            await act();
            if (!ModelState.IsValid)
            {
                return Page();
            }

            Done(done);
            return Redirect($"/determinations/{id}");
        });
    }

    private static IEnumerable<string> RulesOf(ExplanationNode node) =>
        (node is { Kind: "rule", Id: { } id, Repeated: false } ? [id] : Enumerable.Empty<string>()).Concat(node.Children.SelectMany(RulesOf));
}
