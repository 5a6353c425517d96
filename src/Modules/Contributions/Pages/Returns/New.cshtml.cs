using System.Text;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Extensions.Localization;
using Spmis.Contributions.Copies;
using Spmis.Contributions.Profiles;
using Spmis.Contributions.Returns;
using Spmis.Kernel.Access;
using Spmis.Kernel.Acts;
using Spmis.Values;
using Spmis.Web.Forms;

namespace Spmis.Contributions.Pages.Returns;

/// <summary>Filing a return.</summary>
[Authorize(Policy = May.FileReturns)]
[RequestSizeLimit(MaxFile)]
[RequestFormLimits(MultipartBodyLengthLimit = MaxFile)]
public sealed class NewModel(FileReturn file, CheckReturn check, ProfileBook profiles, SchemeBook schemes, CurrentActor current, TimeProvider time, IStringLocalizer<ContributionsTexts> T) : FormPage
{
    private const long MaxFile = 200L * 1024 * 1024;

    [BindProperty]
    public string EmployerNumber { get; set; } = "";

    [BindProperty]
    public Month? Month { get; set; }

    [BindProperty]
    public ReturnKind? Kind { get; set; } = ReturnKind.Original;

    /// <summary>The scheme; asked where several collect.</summary>
    [BindProperty]
    public string? Scheme { get; set; }

    /// <summary>The filing layout; blank to have it recognised.</summary>
    [BindProperty]
    public string Profile { get; set; } = "";

    [BindProperty]
    public IFormFile? Upload { get; set; }

    /// <summary>What a dry run found.</summary>
    public CheckedReturn? Checked { get; private set; }

    public IReadOnlyList<Choice> Schemes { get; private set; } = [];

    public IEnumerable<Choice> Profiles => profiles.All.Select(p => new Choice(p.Name, p.Title));

    /// <summary>The layouts that can be filled in by hand.</summary>
    public IEnumerable<Profile> Tables => profiles.All.Where(p => p.Form == ProfileForm.Table);

    /// <summary>The number of an employer's own user.</summary>
    public string? OwnNumber => current.Actor.Employer;

    public IEnumerable<Choice> Kinds => Enum.GetValues<ReturnKind>().Where(k => k != ReturnKind.LawChange).Select(k => new Choice(k.ToString(), T[$"kind-long:{k}"]));

    public Task OnGetAsync(string? month, string? employer)
    {
        Month = Values.Month.TryParse(month, out var asked) ? asked : Values.Month.Of(DateOnly.FromDateTime(time.GetUtcNow().UtcDateTime)).Add(-1);
        EmployerNumber = employer ?? "";
        return OnRedisplayAsync();
    }

    /// <summary>A file with the headings only.</summary>
    public async Task<IActionResult> OnGetTemplateAsync(string? profile, string? form, CancellationToken ct)
    {
        var layout = profiles.Find(profile ?? ProfileBook.Own);
        if (layout.Form != ProfileForm.Table)
        {
            throw new Refused("profile.no-template", $"{layout.Title} is made by payroll software; there is no file to fill in.");
        }

        using var memory = new MemoryStream();
        if (form != "xlsx")
        {
            return File(Encoding.UTF8.GetPreamble().Concat(Encoding.UTF8.GetBytes(WriteTemplate.Csv(layout))).ToArray(), "text/csv; charset=utf-8", $"{layout.Name}.csv");
        }

        await WriteTemplate.SheetAsync(layout, memory, ct);
        return File(memory.ToArray(), "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", $"{layout.Name}.xlsx");
    }

    public Task<IActionResult> OnPostAsync(CancellationToken ct) => TryAsync(() => WithInputAsync(async input =>
    {
        var filed = await file.HandleAsync(input, current.Change("returns.file"), ct);
        Done(filed.AlreadyFiled ? filed.Note : T["The return is filed."]);
        return Redirect($"/returns/{filed.ReturnId}");
    }));

    /// <summary>Dry run: shows verdicts and totals on this page.</summary>
    public Task<IActionResult> OnPostCheckAsync(CancellationToken ct) => TryAsync(() => WithInputAsync(async input =>
    {
        Checked = await check.HandleAsync(input, current.Change("returns.check"), ct);
        await OnRedisplayAsync();
        return Page();
    }));

    private async Task<IActionResult> WithInputAsync(Func<NewReturn, Task<IActionResult>> act)
    {
        if (Month is not { } month || Kind is not { } kind)
        {
            return Page();
        }

        await using var content = Upload?.OpenReadStream();
        return await act(new NewReturn { EmployerNumber = OwnNumber ?? EmployerNumber.Trim(), Month = month, Kind = kind, Scheme = string.IsNullOrEmpty(Scheme) ? null : Scheme, Profile = Profile.Length == 0 ? null : Profile, File = content, FileName = Upload?.FileName ?? "", Length = Upload?.Length });
    }

    /// <inheritdoc />
    protected override async Task OnRedisplayAsync() => Schemes = [.. (await schemes.CollectingAsync(HttpContext.RequestAborted)).Select(s => new Choice(s, s))];

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
