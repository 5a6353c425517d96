using System.Globalization;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.EntityFrameworkCore;
using Spmis.Eligibility.Schemes;
using Spmis.Rules;
using Spmis.Web.Forms;

namespace Spmis.Eligibility.Pages.Schemes;

/// <summary>What a version changes, in words.</summary>
[Authorize("schemes.read")]
public sealed class CompareModel(EligibilityDb db, CompareVersions compare) : PageModel
{
    /// <summary>The older version; by default the one handed in before.</summary>
    [BindProperty(SupportsGet = true)]
    public long? With { get; set; }

    /// <summary>Both versions and their differences.</summary>
    public VersionComparison Found { get; private set; } = null!; // Loaded before the page is drawn.

    /// <summary>Other versions of the scheme.</summary>
    public IReadOnlyList<Choice> Versions { get; private set; } = [];

    /// <summary>The reader's language.</summary>
    public static string Language => CultureInfo.CurrentUICulture.TwoLetterISOLanguageName;

    /// <summary>Draws the page.</summary>
    public async Task OnGetAsync(long id, CancellationToken ct)
    {
        Found = await compare.HandleAsync(id, With, ct);
        With ??= Found.BeforeRow.Id;
        var rows = await db.Packages.AsNoTracking().Where(p => p.Scheme == Found.AfterRow.Scheme && p.Id != id).OrderByDescending(p => p.Id).Select(p => new { p.Id, p.Version }).Take(100).ToListAsync(ct);
        Versions = [.. rows.Select(r => new Choice(r.Id.ToString(CultureInfo.InvariantCulture), r.Version))];
    }

    /// <summary>A rule of one of the versions, for printing; null when that version has none.</summary>
    public static RulePart? Part(Scheme scheme, SchemeDifference difference, string? there) => there is null ? null : new RulePart(RuleOutline.Of(scheme, difference.Id), scheme.Currency.Code);
}
