using System.Globalization;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;
using Spmis.Eligibility.Schemes;
using Spmis.Eligibility.WhatIfs;
using Spmis.Kernel.Acts;
using Spmis.Kernel.Proposals;
using Spmis.Rules;

namespace Spmis.Eligibility.Pages.Schemes;

/// <summary>A package for scheme staff: figures with dates and articles, rules in words, tests, and its way into force.</summary>
[Authorize("schemes.read")]
public sealed class ViewModel(EligibilityDb db, ActivateScheme activate, StartWhatIf tryOut) : ApprovalPage(Approvals.OfSchemes, "schemes.approve")
{
    /// <summary>Values of one figure that are listed.</summary>
    public const int MostValues = 60;

    /// <summary>First day on which it is to decide.</summary>
    [BindProperty]
    public DateOnly? EffectiveFrom { get; set; }

    /// <summary>The package.</summary>
    public SchemePackageRow Row { get; private set; } = null!; // Loaded before the page is drawn.

    /// <summary>The same, read.</summary>
    public Scheme Scheme { get; private set; } = null!; // Loaded before the page is drawn.

    /// <summary>Its tests, run just now.</summary>
    public IReadOnlyList<PackageTestResult> Tests { get; private set; } = [];

    /// <summary>When it was put in force.</summary>
    public IReadOnlyList<SchemeInForce> InForce { get; private set; } = [];

    /// <summary>Who prepared, approved and rejected what of this scheme, newest first.</summary>
    public IReadOnlyList<Proposal> History { get; private set; } = [];

    /// <summary>When it was tried over the register, newest first.</summary>
    public IReadOnlyList<WhatIf> Tried { get; private set; } = [];

    /// <summary>Whether an earlier version was handed in.</summary>
    public bool HasEarlier { get; private set; }

    /// <summary>The reader's language.</summary>
    public static string Language => CultureInfo.CurrentUICulture.TwoLetterISOLanguageName;

    /// <summary>Draws the page.</summary>
    public Task OnGetAsync(long id, CancellationToken ct) => LoadAsync(id, ct);

    /// <summary>Prepares the activation.</summary>
    public async Task<IActionResult> OnPostAsync(long id, CancellationToken ct)
    {
        if (!await MayAsync("schemes.prepare"))
        {
            return Forbid();
        }

        return await TryAsync(async () =>
        {
            if (EffectiveFrom is not { } day)
            {
                Refuse(nameof(EffectiveFrom), Words["Give the first day on which the package decides."]);
                return Page();
            }

            await activate.ProposeAsync(new SchemeActivation(id, day), Current.Change(ActivateScheme.Act), ct);
            Done(Words["The activation waits for a second person."]);
            return Redirect($"/schemes/{id}");
        });
    }

    /// <summary>Tries the package over the register.</summary>
    public async Task<IActionResult> OnPostTryAsync(long id, CancellationToken ct)
    {
        if (!await MayAsync("schemes.try"))
        {
            return Forbid();
        }

        return await TryAsync(async () => Redirect($"/schemes/what-ifs/{(await tryOut.HandleAsync(new NewWhatIf(id), Current.Change(WhatIfWorker.RunKind), ct)).WhatIfId}"));
    }

    /// <inheritdoc />
    protected override Task OnRedisplayAsync() => LoadAsync(long.Parse(RouteData.Values["id"]?.ToString() ?? "0", CultureInfo.InvariantCulture), HttpContext.RequestAborted);

    private async Task LoadAsync(long id, CancellationToken ct)
    {
        Row = await db.Packages.AsNoTracking().SingleOrDefaultAsync(p => p.Id == id, ct) ?? throw new Refused("scheme.unknown", $"There is no package {id}.");
        Scheme = SchemeBook.Load(Row);
        Tests = PackageTests.Run(Scheme);
        InForce = await db.SchemesInForce.AsNoTracking().Where(s => s.PackageId == id).OrderBy(s => s.EffectiveFrom).ToListAsync(ct);
        Tried = await db.WhatIfs.AsNoTracking().Where(w => w.PackageId == id).OrderByDescending(w => w.Id).Take(10).ToListAsync(ct);
        HasEarlier = await db.Packages.AnyAsync(p => p.Scheme == Row.Scheme && p.Id < id, ct);
        History = await db.Proposals.AsNoTracking().Where(p => p.Act == ActivateScheme.Act && p.Subject == Row.Scheme).OrderByDescending(p => p.Id).Take(50).ToListAsync(ct);
        await LoadOpenAsync(Row.Scheme, ct);
    }
}
