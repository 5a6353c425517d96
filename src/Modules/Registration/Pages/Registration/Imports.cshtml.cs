using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Extensions.Localization;
using Spmis.Kernel.Access;
using Spmis.Kernel.Acts;
using Spmis.Kernel.Runs;
using Spmis.Registration.Imports;
using Spmis.Web.Forms;

namespace Spmis.Registration.Pages.Registration;

[Authorize(May.ReadRuns)]
[RequestSizeLimit(LargestUpload)]
[RequestFormLimits(MultipartBodyLengthLimit = LargestUpload)]
public sealed class ImportsModel(StartImport start, ReadRun runs, CurrentActor actor, IAuthorizationService authorization, IStringLocalizer<RegistrationTexts> texts) : FormPage
{
    private const long LargestUpload = 2L * 1024 * 1024 * 1024;
    private const int PageRows = 25;

    [BindProperty]
    public string Kind { get; set; } = "";

    [BindProperty]
    public new IFormFile? File { get; set; }

    [BindProperty]
    public string Source { get; set; } = "";

    [BindProperty(SupportsGet = true)]
    public long? After { get; set; }

    public IReadOnlyList<Run> Runs { get; private set; } = [];

    public string? Next { get; private set; }

    public Task OnGetAsync(CancellationToken ct) => LoadAsync(ct);

    public Task<IActionResult> OnPostAsync(CancellationToken ct) => TryAsync(async () =>
    {
        if (!(await authorization.AuthorizeAsync(User, May.Import)).Succeeded)
        {
            throw new Refused("access.forbidden", texts["You may not import files."]);
        }

        if (!Enum.TryParse<ImportKind>(Kind, ignoreCase: true, out var kind) || !Enum.IsDefined(kind))
        {
            Refuse(nameof(Kind), texts["Choose what is in the file."]);
        }

        if (File is null)
        {
            Refuse(nameof(File), texts["Choose a file."]);
        }

        if (!ModelState.IsValid || File is null)
        {
            return Page();
        }

        await using var content = File.OpenReadStream();
        var started = await start.HandleAsync(kind, content, File.FileName, Source, actor.Change("registration.import"), ct);
        Done(started.SentBefore ? texts["This very file was imported before; this is what came of it. Nothing was done again."] : texts["The import has started."]);
        return Redirect($"/registration/runs/{started.RunId}");
    });

    protected override Task OnRedisplayAsync() => LoadAsync(HttpContext.RequestAborted);

    private async Task LoadAsync(CancellationToken ct)
    {
        var page = await runs.ListAsync(After, PageRows + 1, ct);
        Runs = [.. page.Take(PageRows)];
        Next = page.Count > PageRows ? $"{Runs[^1].Id}" : null;
    }
}
