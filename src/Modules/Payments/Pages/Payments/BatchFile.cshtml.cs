using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Spmis.Kernel.Access;
using Spmis.Payments.Batches;

namespace Spmis.Payments.Pages.Payments;

/// <summary>Hands out a batch's file.</summary>
[Authorize(Policy = "payments.batches")]
public sealed class BatchFileModel(DownloadBatch download, MaskedBatch payments, CurrentActor current) : PageModel
{
    public async Task<IActionResult> OnGetAsync(long id, CancellationToken ct)
    {
        var file = await download.HandleAsync(id, current.Change("payments.fetch-batch"), ct);
        return File(file.Content, file.ContentType, file.Name);
    }

    /// <summary>The payments with the ends of the accounts; no order.</summary>
    public async Task<IActionResult> OnGetMaskedAsync(long id, CancellationToken ct)
    {
        var change = current.Change("payments.fetch-batch");
        var batch = await payments.FindAsync(id, change, ct);
        Response.ContentType = "text/csv; charset=utf-8";
        Response.Headers.ContentDisposition = $"attachment; filename=\"{MaskedBatch.NameOf(batch)}\"";
        await payments.WriteAsync(batch, Response.Body, change, ct);
        return new EmptyResult();
    }

    public async Task<IActionResult> OnGetSignatureAsync(long id, CancellationToken ct)
    {
        var file = await download.SignatureAsync(id, current.Change("payments.fetch-batch"), ct);
        return File(file.Content, file.ContentType, file.Name);
    }
}
