using System.Globalization;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Localization;
using Spmis.Kernel.Access;
using Spmis.Kernel.Acts;
using Spmis.Kernel.Proposals;
using Spmis.Kernel.Retention;
using Spmis.Web.Forms;
using Spmis.Web.Shell;
using Spmis.Web.Work;

namespace Spmis.Web.Pages.Retention;

/// <summary>How long one kind of record is kept: in force, coming and past, what ended so far; and a form to prepare a change, which a second person approves.</summary>
[Authorize(Policy = RetentionPermissions.Read)]
public sealed class RetentionPageModel(HostedModules modules, IEnumerable<RetainedKind> kinds, CurrentActor current, IAuthorizationService authorization, IStringLocalizer<Texts> texts) : FormPage
{
    private const int MostShown = 50;

    [BindProperty(SupportsGet = true)] public string Module { get; set; } = "";

    [BindProperty(SupportsGet = true)] public string Name { get; set; } = "";

    [BindProperty] public DateOnly? FromDay { get; set; }

    [BindProperty] public string? Months { get; set; }

    [BindProperty] public string LegalBasis { get; set; } = "";

    [BindProperty] public string? Reason { get; set; }

    public RetainedKind Kind { get; private set; } = null!; // Loaded before the page is drawn.

    public bool MayPrepare { get; private set; }

    public IReadOnlyList<RetentionRule> Rules { get; private set; } = [];

    public RetentionRule? InForce { get; private set; }

    public Proposal? Waiting { get; private set; }

    /// <summary>The reader prepared what waits.</summary>
    public bool IsOwn => current.Actor.IsSamePersonAs(Waiting?.PreparedById, Waiting?.PreparedByStaff);

    /// <summary>What ended of this kind lately, by day and run, the newest first.</summary>
    public IReadOnlyList<(DateTime At, EndedRange Range)> Ended { get; private set; } = [];

    public Task OnGetAsync() => OnRedisplayAsync();

    public async Task<IActionResult> OnPostAsync(CancellationToken ct)
    {
        if (!await User.MayAsync(RetentionPermissions.Prepare, authorization))
        {
            return Forbid();
        }

        return await TryAsync(async () =>
        {
            Kind = Find();
            if (FromDay is not { } from)
            {
                Refuse(nameof(FromDay), texts["Give the first day."]);
                return Page();
            }

            var rule = new NewRetention { Kind = Name, FromDay = from, Months = ReadMonths(), LegalBasis = LegalBasis };
            await HttpContext.RequestServices.GetRequiredKeyedService<ChangeRetention>(Module).ProposeAsync(rule, current.Change("retention.rule.prepare", string.IsNullOrWhiteSpace(Reason) ? null : Reason.Trim()), ct);
            Done(texts["It waits for a second person, who must hold the permission to approve such rules."]);
            return LocalRedirect($"/retention/{Module}/{Name}");
        });
    }

    protected override async Task OnRedisplayAsync()
    {
        var ct = HttpContext.RequestAborted;
        Kind = Find();
        var db = modules.Db(Module);
        MayPrepare = await User.MayAsync(RetentionPermissions.Prepare, authorization);
        Rules = await db.RetentionRules.AsNoTracking().Where(r => r.Kind == Name).OrderByDescending(r => r.FromDay).ThenByDescending(r => r.Id).Take(MostShown).ToListAsync(ct);
        InForce = await RetentionRule.InForceAsync(db, Name, current.Change("").Today, ct);
        var open = $"{ChangeRetention.Act}:{Name}";
        Waiting = await db.Proposals.AsNoTracking().SingleOrDefaultAsync(p => p.OpenSubject == open, ct);
        Ended = await EndedRange.LatestAsync(db, Name, 10, ct);
    }

    private RetainedKind Find() => kinds.SingleOrDefault(k => k.Module == Module && k.Name == Name && modules.Names.Contains(k.Module)) ?? throw new Refused("retention.kind-unknown", $"{Module} keeps no records of the kind '{Name}' that end by rule.");

    private int? ReadMonths()
    {
        if (string.IsNullOrWhiteSpace(Months))
        {
            return null;
        }

        return int.TryParse(Digits.ToAscii(Months.Trim()), NumberStyles.None, CultureInfo.InvariantCulture, out var months) ? months
            : throw new Refused("retention.months", texts["Write the months as a number, such as 120, or leave it empty to keep everything."], nameof(Months));
    }
}
