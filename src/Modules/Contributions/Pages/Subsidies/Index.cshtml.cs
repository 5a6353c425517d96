using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Localization;
using Spmis.Contributions.Copies;
using Spmis.Contributions.Subsidies;
using Spmis.Kernel.Access;
using Spmis.Kernel.Proposals;
using Spmis.Web.Forms;
using Spmis.Web.Shell;

namespace Spmis.Contributions.Pages.Subsidies;

/// <summary>Subsidy programmes, and the preparing of one.</summary>
[Authorize(Policy = May.ReadSubsidies)]
public sealed class IndexModel(ContributionsDb db, FindSubsidies find, StartProgramme start, CurrentActor current, IAuthorizationService authorization, IStringLocalizer<ContributionsTexts> T) : FormPage
{
    [BindProperty]
    public string Name { get; set; } = "";

    [BindProperty]
    public string Donor { get; set; } = "";

    [BindProperty]
    public bool Prepaid { get; set; }

    [BindProperty]
    public string Scheme { get; set; } = "";

    [BindProperty]
    public SubsidyKind Kind { get; set; }

    [BindProperty]
    public SubsidyReach Reach { get; set; }

    [BindProperty]
    public string Percent { get; set; } = "";

    [BindProperty]
    public string Amount { get; set; } = "";

    [BindProperty]
    public int? InARow { get; set; }

    [BindProperty]
    public string BenefitScheme { get; set; } = "";

    [BindProperty]
    public string Activity { get; set; } = "";

    [BindProperty]
    public string District { get; set; } = "";

    [BindProperty]
    public int? AgeFrom { get; set; }

    [BindProperty]
    public int? AgeTo { get; set; }

    [BindProperty]
    public string From { get; set; } = "";

    [BindProperty]
    public string To { get; set; } = "";

    [BindProperty]
    public int? MostMonths { get; set; }

    [BindProperty]
    public string Cap { get; set; } = "";

    [BindProperty]
    public string Budget { get; set; } = "";

    [BindProperty]
    public bool Cumulates { get; set; }

    [BindProperty]
    public string Evidence { get; set; } = "";

    [BindProperty]
    public string Reason { get; set; } = "";

    public IReadOnlyList<ProgrammeRow> Rows { get; private set; } = [];

    public IReadOnlyList<Proposal> Waiting { get; private set; } = [];

    public IReadOnlyList<Choice> Schemes { get; private set; } = [];

    public IEnumerable<Choice> Kinds => Enum.GetValues<SubsidyKind>().Select(k => new Choice(k.ToString(), T[$"subsidy:{k}"]));

    public IEnumerable<Choice> Reaches => Enum.GetValues<SubsidyReach>().Select(r => new Choice(r.ToString(), T[$"reach:{r}"]));

    public Task OnGetAsync() => OnRedisplayAsync();

    public Task<IActionResult> OnPostAsync(CancellationToken ct) => TryAsync(async () =>
    {
        if (!await User.MayAsync(May.PrepareSubsidies, authorization))
        {
            return Forbid();
        }

        await start.ProposeAsync(
            new NewProgramme
            {
                Name = Name, Donor = Donor, Prepaid = Prepaid, Scheme = Scheme, Kind = Kind, Reach = Reach, Percent = Percent, Amount = Amount, InARow = InARow, BenefitScheme = BenefitScheme, Activity = Activity, District = District,
                AgeFrom = AgeFrom, AgeTo = AgeTo, From = From, To = To, MostMonths = MostMonths, Cap = Cap, Budget = Budget, Cumulates = Cumulates, Evidence = Evidence,
            },
            current.Change(StartProgramme.Act, Reason), ct);
        Done(T["It waits for a second person."]);
        return Redirect("/subsidies");
    });

    /// <inheritdoc />
    protected override async Task OnRedisplayAsync()
    {
        var ct = HttpContext.RequestAborted;
        (Rows, Waiting) = (await find.ListAsync(ct), await find.WaitingAsync(ct));
        Schemes = [.. (await db.Set<SchemeInForce>().Where(s => s.Collects).Select(s => s.Scheme).Distinct().OrderBy(s => s).Take(100).ToListAsync(ct)).Select(s => new Choice(s, s))];
    }
}
