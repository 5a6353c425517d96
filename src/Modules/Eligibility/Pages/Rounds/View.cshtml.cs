using System.Globalization;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;
using Spmis.Eligibility.Awards;
using Spmis.Eligibility.Determinations;
using Spmis.Eligibility.Rounds;
using Spmis.Kernel.Acts;
using Spmis.Kernel.Runs;
using Spmis.Rules;
using Spmis.Values;

namespace Spmis.Eligibility.Pages.Rounds;

/// <summary>One round: progress, counts, approval, and each person's decision.</summary>
[Authorize("eligibility.read")]
public sealed class ViewModel(EligibilityDb db, ApproveAwards approve, AreaNames names) : ApprovalPage(Approvals.OfAwards, "awards.approve")
{
    private const int Rows = 25;

    /// <summary>Which decisions are listed.</summary>
    [BindProperty(SupportsGet = true)]
    public string Tab { get; set; } = "";

    /// <summary>Go on after this registration number.</summary>
    [BindProperty(SupportsGet = true)]
    public string After { get; set; } = "";

    /// <summary>Only persons of this district, by name; empty for all.</summary>
    [BindProperty(SupportsGet = true)]
    public string Area { get; set; } = "";

    /// <summary>It as the end of an address.</summary>
    public string InArea => Area.Length == 0 ? "" : $"&area={Uri.EscapeDataString(Area)}";

    /// <summary>The round.</summary>
    public EligibilityRound Round { get; private set; } = null!; // Loaded before the page is drawn.

    /// <summary>Its run.</summary>
    public Run? Run { get; private set; }

    /// <summary>Its awards.</summary>
    public AwardBatch Batch { get; private set; } = null!; // Loaded before the page is drawn.

    /// <summary>Their monthly amounts together; null without awards.</summary>
    public Money? MonthlyTotal { get; private set; }

    /// <summary>The decisions listed.</summary>
    public IReadOnlyList<Determination> Decisions { get; private set; } = [];

    /// <summary>Key of the next page.</summary>
    public string? Next { get; private set; }

    /// <summary>The outcome listed.</summary>
    public Answer Outcome => Tab switch { "no" => Answer.No, "cannot-tell" => Answer.CannotTell, _ => Answer.Yes };

    /// <summary>Draws the page.</summary>
    public Task OnGetAsync(long id, CancellationToken ct) => LoadAsync(id, ct);

    /// <summary>Puts the awards up for approval again, after a rejection.</summary>
    public async Task<IActionResult> OnPostSubmitAsync(long id, CancellationToken ct)
    {
        if (!await MayAsync("awards.prepare"))
        {
            return Forbid();
        }

        return await TryAsync(async () =>
        {
            var round = await db.Rounds.AsNoTracking().SingleAsync(r => r.Id == id, ct);
            await approve.ProposeAsync(round.BatchId, Current.Change(ApproveAwards.Act), ct);
            Done(Words["The awards wait for a second person."]);
            return Redirect($"/eligibility/rounds/{id}");
        });
    }

    /// <inheritdoc />
    protected override Task OnRedisplayAsync() => LoadAsync(long.Parse(RouteData.Values["id"]?.ToString() ?? "0", CultureInfo.InvariantCulture), HttpContext.RequestAborted);

    private async Task LoadAsync(long id, CancellationToken ct)
    {
        Round = await db.Rounds.AsNoTracking().SingleOrDefaultAsync(r => r.Id == id, ct) ?? throw new Refused("round.unknown", $"There is no round {id}.");
        Run = await db.Runs.AsNoTracking().SingleOrDefaultAsync(r => r.Id == Round.RunId, ct);
        Batch = await db.AwardBatches.AsNoTracking().SingleAsync(b => b.Id == Round.BatchId, ct);
        if (await db.Awards.Where(a => a.BatchId == Batch.Id).Select(a => a.Currency).FirstOrDefaultAsync(ct) is { } currency)
        {
            MonthlyTotal = new Money(await db.Awards.Where(a => a.BatchId == Batch.Id).SumAsync(a => a.MonthlyMinor, ct), Currency.Of(currency));
        }

        var (outcome, after, area) = (Outcome, After, (await names.InRoundAsync(id, Area, ct)).Spellings);
        var rows = await db.Determinations.AsNoTracking().Where(d => d.RoundId == id && d.Outcome == outcome && string.Compare(d.PersonNumber, after) > 0 && (area.Count == 0 || db.Persons.Any(p => p.PersonId == d.PersonId && area.Contains(p.District!)))).OrderBy(d => d.PersonNumber).Take(Rows + 1).ToListAsync(ct);
        (Decisions, Next) = ([.. rows.Take(Rows)], rows.Count > Rows ? rows[Rows - 1].PersonNumber : null);
        await LoadOpenAsync(Batch.Id.ToString(CultureInfo.InvariantCulture), ct, [ApproveAwards.Act]);
    }
}
