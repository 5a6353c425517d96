using System.Globalization;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Spmis.Contributions.Returns;
using Spmis.Kernel.Access;

namespace Spmis.Contributions.Pages.Returns;

/// <summary>A return: how far it is, the verdict of each line, totals and the bill.</summary>
[Authorize(Policy = May.ReadReturns)]
public sealed class ViewModel(FindReturns find, DownloadRefused download, CurrentActor current) : PageModel
{
    private const int PageRows = 25;

    [BindProperty(SupportsGet = true)]
    public Guid Id { get; set; }

    [BindProperty(SupportsGet = true)]
    public bool All { get; set; }

    [BindProperty(SupportsGet = true)]
    public long? After { get; set; }

    public ReturnView View { get; private set; } = null!; // Loaded before the page is drawn.

    public ReturnStanding Standing => Spmis.Contributions.Returns.Standing.Of(View.Return, View.Bill);

    public IReadOnlyList<LineView> Lines { get; private set; } = [];

    public string? Next { get; private set; }

    /// <summary>Whether the lines as they were sent are for this user.</summary>
    public bool SeesLines { get; private set; }

    public async Task OnGetAsync(CancellationToken ct)
    {
        SeesLines = await download.MayAsync();
        View = await find.ReadAsync(Id, current.Actor, ct);
        var found = await find.LinesAsync(View.Return, !All, After ?? 0, PageRows + 1, ct);
        Lines = [.. found.Take(PageRows)];
        Next = found.Count > PageRows ? Lines[^1].Line.Line.ToString(CultureInfo.InvariantCulture) : null;
    }

    /// <summary>The refused lines in the layout they came in.</summary>
    public async Task<IActionResult> OnGetRefusedAsync(CancellationToken ct)
    {
        var filed = (await find.ReadAsync(Id, current.Actor, ct)).Return;
        // A workbook is written back and forth, so it is made aside first.
        var aside = new FileStream(Path.Combine(Path.GetTempPath(), $"spmis-{Guid.CreateVersion7():N}"), new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.ReadWrite, Options = FileOptions.DeleteOnClose | FileOptions.Asynchronous });
        try
        {
            await download.WriteAsync(filed, aside, ct);
        }
        catch
        {
            await aside.DisposeAsync();
            throw;
        }

        aside.Position = 0;
        var extension = download.ExtensionOf(filed);
        var type = extension switch { "xlsx" => "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", "csv" => "text/csv; charset=utf-8", _ => "text/plain; charset=utf-8" };
        return File(aside, type, $"refused-{filed.EmployerNumber}-{filed.Month}.{extension}");
    }

    /// <summary>The reasons as CSV, streamed.</summary>
    public async Task<IActionResult> OnGetReasonsAsync(CancellationToken ct)
    {
        var filed = (await find.ReadAsync(Id, current.Actor, ct)).Return;
        Response.ContentType = "text/csv; charset=utf-8";
        Response.Headers.ContentDisposition = $"attachment; filename=\"reasons-{filed.EmployerNumber}-{filed.Month}.csv\"";
        await download.ReasonsAsync(filed, Response.Body, ct);
        return new EmptyResult();
    }
}
