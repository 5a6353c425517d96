using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Extensions.Localization;
using Spmis.Eligibility.Awards;
using Spmis.Eligibility.Schemes;
using Spmis.Kernel.Access;
using Spmis.Values;
using Spmis.Web.Forms;

namespace Spmis.Eligibility.Pages.Awards;

/// <summary>Takes a file of awards that another system pays.</summary>
[Authorize("awards.prepare")]
[RequestSizeLimit(MostFile)]
[RequestFormLimits(MultipartBodyLengthLimit = MostFile)]
public sealed class TakeOverModel(TakeOverAwards takeOver, SchemeBook schemes, CurrentActor current, IStringLocalizer<EligibilityTexts> words) : FormPage
{
    private const long MostFile = 256L * 1024 * 1024;

    /// <summary>The scheme.</summary>
    [BindProperty]
    public string Scheme { get; set; } = "";

    /// <summary>The first month paid here.</summary>
    [BindProperty]
    public Month? Month { get; set; }

    /// <summary>The file.</summary>
    [BindProperty]
    public IFormFile? Upload { get; set; }

    /// <summary>Benefits in force.</summary>
    public IReadOnlyList<Choice> Schemes { get; private set; } = [];

    /// <summary>Draws the form.</summary>
    public async Task OnGetAsync(CancellationToken ct) =>
        Schemes = [.. (await schemes.SchemesAsync(SchemeUse.Claims, ct)).Concat(await schemes.SchemesAsync(SchemeUse.Rounds, ct)).Select(s => new Choice(s.Key, s.Value))];

    /// <summary>Starts reading it.</summary>
    public Task<IActionResult> OnPostAsync(CancellationToken ct) => TryAsync(async () =>
    {
        var file = Upload ?? throw new InvalidOperationException("Checked before.");
        await using var content = file.OpenReadStream();
        var taken = await takeOver.HandleAsync(new LegacyAwardsFile(content, file.FileName, Scheme, Month ?? default, file.Length), current.Change(TakeOverWorker.RunKind), ct);
        if (taken.SentBefore)
        {
            Done(words["This very file was sent before; nothing was taken twice."]);
        }

        return Redirect($"/eligibility/runs/{taken.RunId}");
    });

    /// <inheritdoc />
    protected override void Check()
    {
        if (Scheme.Length == 0)
        {
            Refuse(nameof(Scheme), words["Choose the scheme."]);
        }

        if (Month is null)
        {
            Refuse(nameof(Month), words["Write year and month as 2026-07."]);
        }

        if (Upload is null)
        {
            Refuse(nameof(Upload), words["Choose the file."]);
        }
    }

    /// <inheritdoc />
    protected override Task OnRedisplayAsync() => OnGetAsync(HttpContext.RequestAborted);
}
