using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Localization;
using Spmis.Eligibility.Schemes;
using Spmis.Eligibility.WhatIfs;
using Spmis.Kernel.Acts;
using Spmis.Kernel.Runs;
using Spmis.Rules.WhatIfs;
using Spmis.Values;
using Spmis.Web.Parts;
using Spmis.Web.Shell;

namespace Spmis.Eligibility.Pages.WhatIfs;

/// <summary>A breakdown of the outcome.</summary>
/// <param name="Title">Caption.</param>
/// <param name="Head">Head of its first column.</param>
/// <param name="Rows">Name and sums.</param>
public sealed record Breakdown(string Title, string Head, IReadOnlyList<(string Name, WhatIfCell Cell)> Rows);

/// <summary>What a package would change over the register: persons, cost by month, sex, age and area.</summary>
[Authorize("schemes.read")]
public sealed class ViewModel(EligibilityDb db, Show show, IStringLocalizer<EligibilityTexts> words) : PageModel
{
    private const int MostRows = 200;

    /// <summary>The what-if.</summary>
    public WhatIf WhatIf { get; private set; } = null!; // Loaded before the page is drawn.

    /// <summary>Its sums.</summary>
    public WhatIfFigures Figures { get; private set; } = new();

    /// <summary>Its run.</summary>
    public Run? Run { get; private set; }

    /// <summary>The breakdowns.</summary>
    public IReadOnlyList<Breakdown> Tables { get; private set; } = [];

    /// <summary>Cost of each month in whole units.</summary>
    public IReadOnlyList<ChartBar> Bars { get; private set; } = [];

    /// <summary>Whether it is about contributions, not a benefit.</summary>
    public bool Collects { get; private set; }

    /// <summary>Draws the page.</summary>
    public async Task OnGetAsync(long id, CancellationToken ct)
    {
        WhatIf = await db.WhatIfs.AsNoTracking().SingleOrDefaultAsync(w => w.Id == id, ct) ?? throw new Refused("what-if.unknown", $"There is no what-if {id}.");
        Run = await db.Runs.AsNoTracking().SingleOrDefaultAsync(r => r.Id == WhatIf.RunId, ct);
        Collects = await db.Packages.AnyAsync(p => p.Id == WhatIf.PackageId && p.Use == SchemeUse.Contributions, ct);
        Figures = WhatIf.Read();
        Tables =
        [
            Table(Collects ? words["Contributions by month"] : words["Cost by month"], words["Month"], Figures.Months, m => show.Month(Month.Parse(m))),
            Table(words["By sex"], words["Sex"], Figures.Sex, s => s switch { "F" => words["Female"], "M" => words["Male"], _ => words["Not known"] }),
            Table(words["By age at the beginning"], words["Age"], Figures.Age, a => a == "–" ? words["Not known"] : a),
            Table(words["By area"], words["Area"], Figures.Area, a => a == "–" ? words["Not known"] : a),
            .. Collects ? [Table(words["By size of the employer"], words["Workers"], Figures.Size, z => z == "0" ? words["Own payments"] : z)] : Array.Empty<Breakdown>(),
        ];
        var unit = Currency.Of(WhatIf.Currency).MinorPerMajor;
        Bars = [.. Figures.Months.Select(m => new ChartBar(m.Key[5..], (long)Rounding.Round((decimal)m.Value.AfterMinor / unit, 1, RoundingMode.HalfUp), show.Month(Month.Parse(m.Key))))];
    }

    private static Breakdown Table(string title, string head, SortedDictionary<string, WhatIfCell> cells, Func<string, string> name) => new(title, head, [.. cells.Take(MostRows).Select(c => (name(c.Key), c.Value))]);
}
