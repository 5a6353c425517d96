using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Extensions.Localization;
using Spmis.Eligibility.LifeCertificates;
using Spmis.Kernel.Access;
using Spmis.Web.Forms;

namespace Spmis.Eligibility.Pages.LifeCertificates;

/// <summary>Takes a file of proofs.</summary>
[Authorize("certificates.record")]
[RequestSizeLimit(MostFile)]
[RequestFormLimits(MultipartBodyLengthLimit = MostFile)]
public sealed class ImportModel(ImportProofs import, CurrentActor current, IStringLocalizer<EligibilityTexts> words) : FormPage
{
    private const long MostFile = 256L * 1024 * 1024;

    /// <summary>The file.</summary>
    [BindProperty]
    public IFormFile? Upload { get; set; }

    /// <summary>How its persons were proved alive.</summary>
    [BindProperty]
    public ProofHow How { get; set; } = ProofHow.PayPoint;

    /// <summary>Draws the form.</summary>
    public void OnGet()
    {
    }

    /// <summary>Starts reading it.</summary>
    public Task<IActionResult> OnPostAsync(CancellationToken ct) => TryAsync(async () =>
    {
        var file = Upload ?? throw new InvalidOperationException("Checked before.");
        await using var content = file.OpenReadStream();
        var started = await import.HandleAsync(new ProofsFile(content, file.FileName, How, file.Length), current.Change(ProofsWorker.RunKind), ct);
        if (started.SentBefore)
        {
            Done(words["This very file was sent before; nothing was taken twice."]);
        }

        return Redirect($"/eligibility/runs/{started.RunId}");
    });

    /// <inheritdoc />
    protected override void Check()
    {
        if (Upload is null)
        {
            Refuse(nameof(Upload), words["Choose the file."]);
        }
    }
}
