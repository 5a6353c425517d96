using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Spmis.Eligibility.Evidence;
using Spmis.Kernel.Access;

namespace Spmis.Eligibility.Pages.Evidence;

/// <summary>Hands out a paper as a download, never inside the page.</summary>
[Authorize("evidence.read")]
public sealed class DownloadModel(OpenDocument open, CurrentActor current) : PageModel
{
    /// <summary>The file.</summary>
    public async Task<IActionResult> OnGetAsync(Guid id, CancellationToken ct)
    {
        var document = await open.HandleAsync(id, current.Change("evidence.read"), ct);
        return File(document.Content, document.ContentType, document.Name); // With a name it is an attachment; every answer forbids sniffing.
    }
}
