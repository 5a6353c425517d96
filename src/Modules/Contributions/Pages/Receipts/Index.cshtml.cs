using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Extensions.Localization;
using Spmis.Contributions.Receipts;
using Spmis.Kernel.Access;
using Spmis.Values;
using Spmis.Web.Forms;
using Spmis.Web.Shell;

namespace Spmis.Contributions.Pages.Receipts;

/// <summary>Statements, receipts, and the money nobody could put anywhere yet.</summary>
[Authorize(Policy = May.ReadReceipts)]
[RequestSizeLimit(MaxFile)]
[RequestFormLimits(MultipartBodyLengthLimit = MaxFile)]
public sealed class IndexModel(FindReceipts find, ImportStatement import, CurrentActor current, IAuthorizationService authorization, Show show, IStringLocalizer<ContributionsTexts> T) : FormPage
{
    private const long MaxFile = 1024L * 1024 * 1024;
    private const int PageRows = 25;
    private const int Latest = 12;

    [BindProperty(SupportsGet = true)]
    public bool Held { get; set; }

    /// <summary>Payment notices whose money the bank has not booked in time.</summary>
    [BindProperty(SupportsGet = true)]
    public bool Unbooked { get; set; }

    [BindProperty(SupportsGet = true)]
    public Guid? After { get; set; }

    [BindProperty]
    public IFormFile? Upload { get; set; }

    public IReadOnlyList<StatementFile> Statements { get; private set; } = [];

    public IReadOnlyList<Receipt> Rows { get; private set; } = [];

    public string? Next { get; private set; }

    public string Money(StatementFile statement, long minor) => statement.Currency is { } code ? show.Money(new Money(minor, Currency.Of(code))) : "–";

    public Task OnGetAsync(CancellationToken ct) => LoadAsync(ct);

    public Task<IActionResult> OnPostAsync(CancellationToken ct) => TryAsync(async () =>
    {
        if (!await User.MayAsync(May.ImportReceipts, authorization))
        {
            return Forbid();
        }

        if (Upload is null || Upload.Length == 0)
        {
            Refuse(nameof(Upload), T["Choose the statement file"]);
            return Page();
        }

        await using var content = Upload.OpenReadStream();
        var imported = await import.HandleAsync(new NewStatement { File = content, FileName = Upload.FileName, Length = Upload.Length }, current.Change("receipts.import"), ct);
        Done(imported.AlreadyImported ? imported.Note : T["The statement is being taken."]);
        return Redirect($"/receipts/statements/{imported.StatementId}");
    });

    protected override Task OnRedisplayAsync() => LoadAsync(HttpContext.RequestAborted);

    private async Task LoadAsync(CancellationToken ct)
    {
        Statements = await find.StatementsAsync(Latest, ct);
        var found = await (Unbooked ? find.UnbookedAsync(After, PageRows + 1, current.Change("receipts.read").Today, ct) : find.ListAsync(Held, null, After, PageRows + 1, ct));
        Rows = [.. found.Take(PageRows)];
        Next = found.Count > PageRows ? Rows[^1].Id.ToString() : null;
    }
}
