using System.Globalization;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Diagnostics;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.Extensions.Localization;
using Spmis.Kernel.Acts;
using Spmis.Web.Errors;

namespace Spmis.Web.Pages;

/// <summary>What went wrong and what to do; with a reference number when it was our fault.</summary>
[AllowAnonymous, IgnoreAntiforgeryToken]
[ResponseCache(NoStore = true, Location = ResponseCacheLocation.None)]
public sealed class ErrorModel(IStringLocalizer<Texts> texts) : PageModel
{
    /// <summary>The HTTP status.</summary>
    public int Status { get; private set; }

    /// <summary>What went wrong.</summary>
    public string Heading { get; private set; } = "";

    /// <summary>What to do.</summary>
    public string Advice { get; private set; } = "";

    /// <summary>The number to tell the help desk.</summary>
    public string? Reference { get; private set; }

    /// <summary>After a failed GET.</summary>
    public void OnGet() => Explain();

    /// <summary>After a failed POST.</summary>
    public void OnPost() => Explain();

    // Read from the address by hand: binding would read the form once more, and of one that cannot be read it gives nothing at all.
    private void Explain()
    {
        int? status = int.TryParse(Request.Query["status"], NumberStyles.None, CultureInfo.InvariantCulture, out var told) ? told : null;
        var problem = HttpContext.Features.Get<IExceptionHandlerFeature>()?.Error;
        var failed = problem is not null || HttpContext.Features.Get<IStatusCodeReExecuteFeature>() is not null;
        // Somebody who opens /error by hand sees the page of an address that leads nowhere.
        Status = !failed ? StatusCodes.Status404NotFound : problem is not null ? ErrorPages.StatusOf(problem) : status ?? StatusCodes.Status500InternalServerError;
        Response.StatusCode = Status;
        Reference = Status >= 500 ? ErrorPages.Reference(HttpContext) : null;
        (Heading, Advice) = Status switch
        {
            400 => (texts["This form could not be accepted"], texts["The page may have been open for long, or cookies are switched off. Go back, load the page again and send it once more."]),
            401 or 403 => (texts["You may not see this page"], texts["Your role does not allow it. If your work needs it, ask your administrator."]),
            404 => (texts["Page not found"], texts["Check the address, or start from the home page. The record may have been merged or removed."]),
            429 => (texts["Too many tries"], texts["Too many requests came from this address. Wait a minute, then try again."]),
            413 => (texts["The file is too large"], texts["Split the file into smaller ones and send them one by one."]),
            >= 500 => (texts["Sorry, there is a problem"], texts["What you sent was done in full or not at all: look before you send it again. If this happens again, tell the help desk the number below."]),
            _ => (texts["This cannot be done"], texts["Go back and check what you sent."]),
        };
        if (problem is Refused refused)
        {
            Advice = refused.Message;
        }
    }
}
