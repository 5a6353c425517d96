using System.Globalization;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;
using Spmis.Eligibility.Debts;
using Spmis.Kernel.Access;
using Spmis.Kernel.Acts;
using Spmis.Kernel.Proposals;
using Spmis.Values;
using Spmis.Web.Forms;

namespace Spmis.Eligibility.Pages.Debts;

/// <summary>One debt: what is owed and why, what came back, and what two people may decide of it.</summary>
[Authorize("eligibility.read")]
public sealed class ViewModel(EligibilityDb db, PlanRecovery plan, ReduceDebt reduce, PersonsShown shown) : ApprovalPage([PlanRecovery.Act, ReduceDebt.Act], "awards.approve")
{
    private const int Most = 240;

    /// <summary>From whose payments.</summary>
    [BindProperty]
    public string? AwardNumber { get; set; }

    /// <summary>So much a month.</summary>
    [BindProperty]
    public string? Monthly { get; set; }

    /// <summary>Or a share of it, in per cent.</summary>
    [BindProperty]
    public string? Percent { get; set; }

    /// <summary>So much is left to the person.</summary>
    [BindProperty]
    public string? Floor { get; set; }

    /// <summary>First month, as 2026-07.</summary>
    [BindProperty]
    public string? FromMonth { get; set; }

    /// <summary>Waived, or paid back otherwise.</summary>
    [BindProperty]
    public ReductionKind Kind { get; set; } = ReductionKind.Repaid;

    /// <summary>How much.</summary>
    [BindProperty]
    public string? Amount { get; set; }

    /// <summary>The receipt, or the decision.</summary>
    [BindProperty]
    public string? Reference { get; set; }

    /// <summary>Why.</summary>
    [BindProperty]
    public string? Reason { get; set; }

    /// <summary>The debt.</summary>
    public Debt Debt { get; private set; } = null!; // Loaded before the page is drawn.

    /// <summary>What payments withheld, newest first.</summary>
    public IReadOnlyList<DebtRecovery> Recoveries { get; private set; } = [];

    /// <summary>What lowered it otherwise, newest first.</summary>
    public IReadOnlyList<DebtReduction> Reductions { get; private set; } = [];

    /// <summary>To choose from.</summary>
    public IReadOnlyList<Choice> Kinds => [.. Enum.GetValues<ReductionKind>().Select(k => new Choice(k.ToString(), Words[$"reduction:{k}"]))];

    /// <summary>Draws the page.</summary>
    public async Task OnGetAsync(string number, CancellationToken ct)
    {
        await LoadAsync(number, ct);
        AwardNumber ??= Debt.PlanAward ?? Debt.AwardNumber;
    }

    /// <summary>Puts a plan up for a second person.</summary>
    public Task<IActionResult> OnPostPlanAsync(string number, CancellationToken ct) => DoAsync(number, Words["The plan waits for a second person."], async currency =>
    {
        var (monthly, floor, share) = (ReadMoney(nameof(Monthly), Monthly, currency), ReadMoney(nameof(Floor), Floor, currency), ReadShare());
        var from = Api.Reading.Month(FromMonth, nameof(FromMonth));
        return ModelState.IsValid ? await plan.ProposeAsync(new RecoveryPlan(number, AwardNumber?.Trim() ?? "", monthly?.Minor, share, floor?.Minor ?? 0, from.Code), Current.Change(PlanRecovery.Act), ct) : null;
    });

    /// <summary>Puts a reduction up for a second person.</summary>
    public Task<IActionResult> OnPostReduceAsync(string number, CancellationToken ct) => DoAsync(number, Words["The reduction waits for a second person."], async currency =>
    {
        var amount = ReadMoney(nameof(Amount), Amount, currency);
        return ModelState.IsValid ? await reduce.ProposeAsync(new DebtCut(number, Kind, amount?.Minor ?? 0, Reference ?? "", Reason ?? ""), Current.Change(ReduceDebt.Act), ct) : null;
    });

    /// <inheritdoc />
    protected override Task OnRedisplayAsync() => LoadAsync(RouteData.Values["number"]?.ToString() ?? "", HttpContext.RequestAborted);

    private async Task<IActionResult> DoAsync(string number, string done, Func<Currency, Task<Proposal?>> act)
    {
        if (!await MayAsync("awards.prepare"))
        {
            return Forbid();
        }

        return await TryAsync(async () =>
        {
            var debt = await DebtRules.FindAsync(db.Debts.AsNoTracking(), number, HttpContext.RequestAborted);
            if (await act(Currency.Of(debt.Currency)) is null)
            {
                return Page();
            }

            Done(done);
            return Redirect($"/eligibility/debts/{number}");
        });
    }

    /// <summary>The share in hundredths of a per cent; null when none is given.</summary>
    private int? ReadShare()
    {
        if (string.IsNullOrWhiteSpace(Percent))
        {
            return null;
        }

        if (decimal.TryParse(Digits.ToAscii(Percent.Trim()), NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var share) && share is > 0 and <= 100 && share * 100 == decimal.Truncate(share * 100))
        {
            return (int)(share * 100);
        }

        Refuse(nameof(Percent), Words["Write a share above 0 and up to 100, with at most two digits after the point, such as 12.5."]);
        return null;
    }

    private async Task LoadAsync(string number, CancellationToken ct)
    {
        Debt = await DebtRules.FindAsync(db.Debts.AsNoTracking(), number, ct);
        shown.Add(Debt.PersonNumber);
        Recoveries = await db.DebtRecoveries.AsNoTracking().Where(r => r.DebtId == Debt.Id).OrderByDescending(r => r.Month).Take(Most).ToListAsync(ct);
        Reductions = await db.DebtReductions.AsNoTracking().Where(r => r.DebtId == Debt.Id).OrderByDescending(r => r.At).Take(Most).ToListAsync(ct);
        await LoadOpenAsync(number, ct);
    }
}
