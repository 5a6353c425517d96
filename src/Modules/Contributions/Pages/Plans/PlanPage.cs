using Microsoft.AspNetCore.Mvc;
using Microsoft.Extensions.Localization;
using Spmis.Contributions.Plans;
using Spmis.Kernel.Access;
using Spmis.Kernel.Acts;
using Spmis.Values;
using Spmis.Web.Forms;

namespace Spmis.Contributions.Pages.Plans;

/// <summary>How somebody without an employer pays, and the choice of it: income and class first where the package asks for them, then a button for each length with its price.</summary>
public abstract class PlanPage(ListOffers offers, FindPlans find, ChoosePlan choose, CurrentActor current, TimeProvider time, IStringLocalizer<ContributionsTexts> T) : FormPage
{
    [BindProperty(SupportsGet = true)]
    public string? Scheme { get; set; }

    [BindProperty(SupportsGet = true)]
    public string? Income { get; set; }

    [BindProperty(SupportsGet = true)]
    public string? Class { get; set; }

    [BindProperty]
    public string? Periodicity { get; set; }

    public PersonPlans Found { get; private set; } = null!; // Loaded before the page is drawn.

    public IReadOnlyList<Choice> Schemes { get; private set; } = [];

    /// <summary>What the scheme offers; null as long as none is chosen of several.</summary>
    public SchemeOffers? Offers { get; private set; }

    /// <summary>Where the page is.</summary>
    public abstract string Address { get; }

    /// <summary>The worker reads it, not an officer.</summary>
    public bool Own => User.IsInRole(Roles.Person);

    public IEnumerable<Choice> Classes => (Offers?.Classes ?? []).Select(c => new Choice(c, c));

    /// <summary>Whose plan it is.</summary>
    protected abstract string OfNumber { get; }

    /// <summary>Whether the reader may choose and end.</summary>
    protected abstract Task<bool> MayChooseAsync();

    public Task OnGetAsync() => OnRedisplayAsync();

    public Task<IActionResult> OnPostAsync(CancellationToken ct) => TryAsync(async () =>
    {
        if (!await MayChooseAsync())
        {
            return Forbid();
        }

        await choose.HandleAsync(new PlanInput { Number = OfNumber, Scheme = Scheme, Income = Income, Class = Class, Periodicity = Periodicity }, current.Change(ChoosePlan.Act), ct);
        Done(T["The plan is chosen. Money held was put to it."]);
        return Redirect(Address);
    });

    public Task<IActionResult> OnPostEndAsync(CancellationToken ct) => TryAsync(async () =>
    {
        if (!await MayChooseAsync())
        {
            return Forbid();
        }

        await choose.EndAsync(OfNumber, Scheme ?? "", current.Change(ChoosePlan.EndAct), ct);
        Done(T["The plan is ended. What was bought stays."]);
        return Redirect(Address);
    });

    /// <summary>For how long one pays at a time, in words where they are known.</summary>
    public string Period(string? word) => word is null ? T["period:month"] : T[$"period:{word}"] is { ResourceNotFound: false } known ? known : word;

    /// <inheritdoc />
    protected override async Task OnRedisplayAsync()
    {
        var ct = HttpContext.RequestAborted;
        var today = DateOnly.FromDateTime(time.GetUtcNow().UtcDateTime);
        Found = await find.HandleAsync(OfNumber, today, ct);
        var schemes = await offers.SchemesAsync(Month.Of(today), ct);
        Schemes = [.. schemes.Select(s => new Choice(s, s))];
        var scheme = schemes is [var only] ? only : Scheme;
        if (scheme is not null && schemes.Contains(scheme))
        {
            Scheme = scheme;
            Offers = await offers.HandleAsync(scheme, Month.Of(today), await IncomeAsync(scheme, ct), string.IsNullOrEmpty(Class) ? null : Class, ct);
        }
    }

    private async Task<long?> IncomeAsync(string scheme, CancellationToken ct) =>
        string.IsNullOrWhiteSpace(Income) ? null : ReadMoney(nameof(Income), Income, await offers.CurrencyAsync(scheme, ct))?.Minor;
}
