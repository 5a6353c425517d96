using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Extensions.Localization;
using Spmis.Contributions.Returns;
using Spmis.Kernel.Access;
using Spmis.Kernel.Files;
using Spmis.Values;
using Spmis.Web.Forms;

namespace Spmis.Contributions.Pages.Returns;

/// <summary>Filing a return.</summary>
[Authorize(Policy = May.FileReturns)]
[RequestSizeLimit(MaxFile)]
[RequestFormLimits(MultipartBodyLengthLimit = MaxFile)]
public sealed class NewModel(FileReturn file, CurrentActor current, TimeProvider time, IStringLocalizer<ContributionsTexts> T) : FormPage
{
    private const long MaxFile = 200L * 1024 * 1024;

    [BindProperty]
    public string EmployerNumber { get; set; } = "";

    [BindProperty]
    public Month? Month { get; set; }

    [BindProperty]
    public ReturnKind? Kind { get; set; } = ReturnKind.Original;

    [BindProperty]
    public IFormFile? Upload { get; set; }

    /// <summary>The number of an employer's own user.</summary>
    public string? OwnNumber => current.Actor.Employer;

    public IEnumerable<Choice> Kinds => Enum.GetValues<ReturnKind>().Select(k => new Choice(k.ToString(), T[$"kind-long:{k}"]));

    public void OnGet(string? month, string? employer)
    {
        Month = Values.Month.TryParse(month, out var asked) ? asked : Values.Month.Of(DateOnly.FromDateTime(time.GetUtcNow().UtcDateTime)).Add(-1);
        EmployerNumber = employer ?? "";
    }

    /// <summary>A file with the header only.</summary>
    public async Task<IActionResult> OnGetTemplateAsync(CancellationToken ct)
    {
        using var memory = new MemoryStream();
        await using (await CsvOutput.StartAsync(memory, [.. ReturnFile.Format.Columns.Select(c => c.Name)], ct))
        {
        }

        return File(memory.ToArray(), "text/csv; charset=utf-8", "return.csv");
    }

    public Task<IActionResult> OnPostAsync(CancellationToken ct) => TryAsync(async () =>
    {
        if (Month is not { } month || Kind is not { } kind)
        {
            return Page();
        }

        await using var content = Upload?.OpenReadStream();
        var filed = await file.HandleAsync(
            new NewReturn { EmployerNumber = OwnNumber ?? EmployerNumber.Trim(), Month = month, Kind = kind, File = content, FileName = Upload?.FileName ?? "", Length = Upload?.Length }, current.Change("returns.file"), ct);
        Done(filed.AlreadyFiled ? filed.Note : T["The return is filed."]);
        return Redirect($"/returns/{filed.ReturnId}");
    });

    protected override void Check()
    {
        if (OwnNumber is null && EmployerNumber.Trim().Length == 0)
        {
            Refuse(nameof(EmployerNumber), T["Enter the employer number"]);
        }

        if (Month is null)
        {
            Refuse(nameof(Month), T["Enter the month, such as 2026-03"]);
        }

        if (Kind is null)
        {
            Refuse(nameof(Kind), T["Choose the kind of return"]);
        }

        if (Upload is null && Kind is not (null or ReturnKind.Nil))
        {
            Refuse(nameof(Upload), T["Choose the file with the workers' wages"]);
        }
    }
}
