using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Extensions.Localization;
using Spmis.Eligibility.Claims;
using Spmis.Eligibility.Schemes;
using Spmis.Kernel.Access;
using Spmis.Web.Forms;

namespace Spmis.Eligibility.Pages.Claims;

/// <summary>Takes a file of claims.</summary>
[Authorize("claims.file")]
[RequestSizeLimit(MostFile)]
[RequestFormLimits(MultipartBodyLengthLimit = MostFile)]
public sealed class ImportModel(ImportClaims import, SchemeBook schemes, CurrentActor current, IStringLocalizer<EligibilityTexts> words) : FormPage
{
    private const long MostFile = 256L * 1024 * 1024;

    /// <summary>The file.</summary>
    [BindProperty]
    public IFormFile? Upload { get; set; }

    /// <summary>The scheme.</summary>
    [BindProperty]
    public string Scheme { get; set; } = "";

    /// <summary>Schemes that are claimed.</summary>
    public IReadOnlyList<Choice> Schemes { get; private set; } = [];

    /// <summary>Draws the form.</summary>
    public async Task OnGetAsync(CancellationToken ct)
    {
        await LoadAsync(ct);
        Scheme = Schemes.Count == 1 ? Schemes[0].Value : Scheme;
    }

    /// <summary>Starts reading it.</summary>
    public Task<IActionResult> OnPostAsync(CancellationToken ct) => TryAsync(async () =>
    {
        var file = Upload ?? throw new InvalidOperationException("Checked before.");
        await using var content = file.OpenReadStream();
        var started = await import.HandleAsync(new ClaimsFile { Content = content, Name = file.FileName, Scheme = Scheme, Length = file.Length }, current.Change(ClaimsWorker.RunKind), ct);
        if (started.SentBefore)
        {
            Done(words["This very file was sent before; nothing was taken twice."]);
        }

        return Redirect($"/claims/runs/{started.RunId}");
    });

    /// <inheritdoc />
    protected override void Check()
    {
        if (Upload is null)
        {
            Refuse(nameof(Upload), words["Choose the file."]);
        }

        if (Scheme.Length == 0)
        {
            Refuse(nameof(Scheme), words["Choose the scheme."]);
        }
    }

    /// <inheritdoc />
    protected override Task OnRedisplayAsync() => LoadAsync(HttpContext.RequestAborted);

    private async Task LoadAsync(CancellationToken ct) => Schemes = [.. (await schemes.SchemesAsync(SchemeUse.Claims, ct)).Select(s => new Choice(s.Key, s.Value))];
}
