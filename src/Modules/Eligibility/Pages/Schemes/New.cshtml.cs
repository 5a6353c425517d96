using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Extensions.Localization;
using Spmis.Eligibility.Schemes;
using Spmis.Kernel.Access;
using Spmis.Kernel.Acts;
using Spmis.Web.Forms;

namespace Spmis.Eligibility.Pages.Schemes;

/// <summary>Hands in a package as a zip file.</summary>
[Authorize("schemes.prepare")]
public sealed class NewModel(UploadPackage upload, CurrentActor current, IStringLocalizer<EligibilityTexts> words) : FormPage
{
    /// <summary>The zip file.</summary>
    [BindProperty]
    public IFormFile? Files { get; set; }

    /// <summary>Branch of a benefit; empty for contributions.</summary>
    [BindProperty]
    public string Branch { get; set; } = "";

    /// <summary>What was found in a package that cannot be kept.</summary>
    public PackageReport? Report { get; private set; }

    /// <summary>The branches to choose from.</summary>
    public IEnumerable<Choice> All => Branches.All.Select(b => new Choice(b.Key, words[b.Value]));

    /// <summary>Checks and keeps it.</summary>
    public Task<IActionResult> OnPostAsync(CancellationToken ct) => TryAsync(async () =>
    {
        await using var zip = (Files ?? throw new InvalidOperationException("Checked before.")).OpenReadStream();
        var files = await PackageZip.ReadAsync(zip, ct);
        Report = CheckPackage.Of(files);
        if (Report.Problem is { } problem)
        {
            Refuse(nameof(Files), problem.Code switch
            {
                "scheme.tests-fail" => words["{0} of {1} expected answers came out otherwise. They are listed below.", Report.Failed.Count, Report.Tests.Count],
                "scheme.untested" => words["The package has no tests. Add worked examples under tests/, one row a case."],
                _ => words["The package cannot be used: {0} errors are listed below.", Report.Errors.Count],
            });
            return Page();
        }

        var kept = await upload.HandleAsync(new NewPackage { Files = files, Branch = Branch.Length == 0 ? null : Branch }, current.Change("schemes.upload"), ct);
        Done(kept.KnownBefore ? words["This very package was handed in before."] : words["The package loads, and its tests pass."]);
        return Redirect($"/schemes/{kept.PackageId}");
    });

    /// <inheritdoc />
    protected override void Check()
    {
        if (Files is null)
        {
            Refuse(nameof(Files), words["Choose the package: a zip file with scheme.yaml in it."]);
        }
    }
}
