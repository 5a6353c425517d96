using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Spmis.Kernel.Access;
using Spmis.Payments.Batches;

namespace Spmis.Payments.Pages.Payments;

/// <summary>Hands out a batch's file.</summary>
[Authorize(Policy = "payments.batches")]
public sealed class BatchFileModel(DownloadBatch download, CurrentActor current) : PageModel
{
    public async Task<IActionResult> OnGetAsync(long id, CancellationToken ct)
    {
        var file = await download.HandleAsync(id, current.Change("payments.fetch-batch"), ct);
        return File(file.Content, file.ContentType, file.Name);
    }

    public async Task<IActionResult> OnGetSignatureAsync(long id, CancellationToken ct)
    {
        var file = await download.SignatureAsync(id, current.Change("payments.fetch-batch"), ct);
        return File(file.Content, file.ContentType, file.Name);
    }
}
