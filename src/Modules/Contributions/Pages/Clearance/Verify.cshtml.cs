using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Spmis.Contributions.Clearance;

namespace Spmis.Contributions.Pages.Clearance;

/// <summary>Anybody who holds a certificate verifies it here: who has its code sees what is printed on it and whether it holds, nothing else.</summary>
[AllowAnonymous]
public sealed class VerifyModel(VerifyClearance verify, TimeProvider time) : PageModel
{
    [BindProperty(SupportsGet = true)]
    public string Code { get; set; } = "";

    public bool Asked => Code.Trim().Length > 0;

    public ClearanceView? Found { get; private set; }

    public async Task OnGetAsync(CancellationToken ct)
    {
        Found = Asked ? await verify.ByCodeAsync(Code, DateOnly.FromDateTime(time.GetUtcNow().UtcDateTime), ct) : null;
        Response.Headers.CacheControl = "no-store";
    }

    internal static string AddressOf(HttpRequest request, string code) => $"{request.Scheme}://{request.Host}/verify/clearance/{code}";
}
