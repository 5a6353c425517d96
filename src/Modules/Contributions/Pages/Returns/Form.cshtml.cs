using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Extensions.Localization;
using Spmis.Contributions.Drafts;
using Spmis.Contributions.Profiles;
using Spmis.Contributions.Returns;
using Spmis.Kernel.Access;
using Spmis.Kernel.Acts;
using Spmis.Values;
using Spmis.Web.Forms;

namespace Spmis.Contributions.Pages.Returns;

/// <summary>A worker of the form, as typed.</summary>
public sealed class FormRow
{
    public int Line { get; set; }

    public string WorkerNumber { get; set; } = "";

    public string NationalId { get; set; } = "";

    public string GivenName { get; set; } = "";

    public string FamilyName { get; set; } = "";

    public string BornOn { get; set; } = "";

    public string Wage { get; set; } = "";

    public string StartedOn { get; set; } = "";

    public string LeftOn { get; set; } = "";

    public bool LeftOut { get; set; }

    internal static FormRow Of(DraftLine l) => new()
    {
        Line = l.Line, WorkerNumber = l.WorkerNumber, NationalId = l.NationalId, GivenName = l.GivenName, FamilyName = l.FamilyName, BornOn = l.BornOn, Wage = l.Wage, StartedOn = l.StartedOn, LeftOn = l.LeftOn, LeftOut = l.LeftOut,
    };

    internal DraftRow Typed() => new()
    {
        Line = Line, WorkerNumber = Digits.ToAscii(WorkerNumber.Trim()), NationalId = Digits.ToAscii(NationalId.Trim()), GivenName = GivenName, FamilyName = FamilyName, BornOn = Digits.ToAscii(BornOn.Trim()),
        Wage = Digits.ToAscii(Wage.Trim()), StartedOn = Digits.ToAscii(StartedOn.Trim()), LeftOn = Digits.ToAscii(LeftOn.Trim()), LeftOut = LeftOut,
    };
}

/// <summary>The return of a small employer, worker by worker. Every button keeps what was typed before anything else.</summary>
[Authorize(Policy = May.FileReturns)]
public sealed class FormModel(OpenDraft open, SaveDraft save, CheckDraft check, SubmitDraft submit, ProfileBook profiles, CurrentActor current, TimeProvider time, IStringLocalizer<ContributionsTexts> T) : FormPage
{
    private const int PageRows = 50;
    private bool conflict;

    [BindProperty(SupportsGet = true)]
    public Month? Month { get; set; }

    [BindProperty(SupportsGet = true)]
    public string Employer { get; set; } = "";

    [BindProperty(SupportsGet = true)]
    public string Scheme { get; set; } = "";

    /// <summary>The workers behind this line.</summary>
    [BindProperty(SupportsGet = true)]
    public int? After { get; set; }

    /// <summary>The version of the draft that was seen.</summary>
    [BindProperty]
    public int Version { get; set; }

    [BindProperty]
    public List<FormRow> Rows { get; set; } = [];

    public DraftView View { get; private set; } = null!; // Loaded before the page is drawn.

    /// <summary>How many of the rows are workers copied, whose names are not typed.</summary>
    public int Copied { get; private set; }

    public int? NextLine { get; private set; }

    public string Address => $"/returns/form?month={Of}&employer={Uri.EscapeDataString(Number)}{(Scheme.Length > 0 ? $"&scheme={Uri.EscapeDataString(Scheme)}" : "")}";

    private string Number => current.Actor.Employer ?? Employer.Trim();

    private Month Of => Month ?? Values.Month.Of(DateOnly.FromDateTime(time.GetUtcNow().UtcDateTime)).Add(-1);

    private string? Named => Scheme.Length > 0 ? Scheme : null;

    public string To(string handler) => $"{Address}&handler={handler}{(After is { } after ? $"&after={after}" : "")}";

    public DraftLine? LineOf(FormRow row) => View.Lines.FirstOrDefault(l => l.Line == row.Line);

    public string NameOf(FormRow row) => LineOf(row)?.PersonId is { } person ? View.Names.GetValueOrDefault(person, row.WorkerNumber)
        : $"{row.GivenName} {row.FamilyName}".Trim() is { Length: > 0 } name ? name : row.WorkerNumber;

    /// <summary>What another window saved, where it is not what was typed here.</summary>
    public string? Meanwhile(FormRow row, string? saved, string typed) => conflict && saved is not null && saved != typed.Trim() && row.Line > 0 ? T["Saved meanwhile: {0}", saved.Length == 0 ? "–" : saved].Value : null;

    public async Task OnGetAsync(CancellationToken ct)
    {
        View = await open.HandleAsync(Number, Of, Named, current.Change("returns.draft"), ct);
        Fill();
    }

    /// <summary>Keeps, checks, and goes on when nothing is wrong.</summary>
    public Task<IActionResult> OnPostAsync(CancellationToken ct) => KeepingAsync(async () =>
    {
        var found = await check.HandleAsync(Number, Of, Named, current.Change("returns.check"), ct);
        if (found.Problems.Count == 0)
        {
            return Redirect(Address.Replace("/returns/form?", "/returns/form/check?", StringComparison.Ordinal));
        }

        After = found.Problems[0].Line.Line - 1 is > 0 and var before && View.Lines.Count > PageRows ? before : null;
        Fill();
        foreach (var (line, problem) in found.Problems)
        {
            ModelState.AddModelError(KeyOf(line, problem.Column), $"{problem.Text} {problem.Remedy}".TrimEnd());
        }

        return Page();
    }, ct);

    public Task<IActionResult> OnPostSaveAsync(CancellationToken ct) => KeepingAsync(() =>
    {
        Done(T["The return is kept as a draft. It is not filed yet."]);
        return Task.FromResult<IActionResult>(Redirect(Address));
    }, ct);

    public Task<IActionResult> OnPostAddAsync(CancellationToken ct) => KeepingAsync(() => Task.FromResult<IActionResult>(Redirect($"{Address}{(View.Lines.Count > PageRows ? $"&after={View.Lines.Count - 1}" : "")}#new")), ct);

    /// <summary>A nil return in one click; a draft of the month goes.</summary>
    public Task<IActionResult> OnPostNilAsync(CancellationToken ct) => TryAsync(async () =>
    {
        var filed = await submit.NilAsync(Number, Of, Named, Version, current.Change("returns.submit"), ct);
        Done(T["The return is filed."]);
        return Redirect($"/returns/{filed.ReturnId}");
    });

    public Task<IActionResult> OnPostDropAsync(CancellationToken ct) => TryAsync(async () =>
    {
        await submit.DropAsync(Number, Of, Named, Version, current.Change("returns.draft"), ct);
        Done(T["The draft was thrown away."]);
        return Redirect(Address);
    });

    protected override async Task OnRedisplayAsync()
    {
        if (View is null)
        {
            View = await open.HandleAsync(Number, Of, Named, current.Change("returns.draft"), HttpContext.RequestAborted);
            Together();
        }
    }

    private Task<IActionResult> KeepingAsync(Func<Task<IActionResult>> then, CancellationToken ct) => TryAsync(async () =>
    {
        try
        {
            await save.HandleAsync(new DraftInput { EmployerNumber = Number, Month = Of, Scheme = Named, Version = Version, Rows = Rows.ConvertAll(r => r.Typed()) }, current.Change("returns.draft"), ct);
        }
        catch (Refused refused) when (refused.Code == SaveDraft.ChangedCode)
        {
            conflict = true;
            throw;
        }

        View = await open.HandleAsync(Number, Of, Named, current.Change("returns.draft"), ct);
        Fill();
        return await then();
    });

    /// <summary>The rows as kept.</summary>
    private void Fill()
    {
        ModelState.Clear();
        Version = View.Draft.Version;
        var lines = View.Lines.Where(l => l.Line > (After ?? 0)).Take(PageRows + 1).ToList();
        NextLine = lines.Count > PageRows ? lines[PageRows - 1].Line : null;
        Place([.. lines.Take(PageRows).Select(FormRow.Of)]);
    }

    /// <summary>What was typed, on top of what is kept by now: whoever saves again has seen both.</summary>
    private void Together()
    {
        var errors = ModelState.Where(s => s.Value?.Errors.Count > 0).Select(s => (s.Key, s.Value!.Errors[0].ErrorMessage)).ToList(); // Counted, so not null.
        var typed = Rows;
        Fill();
        var kept = Rows.Where(r => r.Line > 0).Select(r => typed.FirstOrDefault(t => t.Line == r.Line) ?? r).ToList();
        Place([.. kept, .. typed.Where(t => t.Line == 0 || kept.TrueForAll(k => k.Line != t.Line)).Where(t => t.Wage.Length + t.WorkerNumber.Length + t.GivenName.Length + t.FamilyName.Length + t.NationalId.Length + t.BornOn.Length > 0)]);
        errors.ForEach(e => ModelState.AddModelError(e.Key, e.ErrorMessage));
    }

    /// <summary>Copied workers first, then added ones, then an empty place.</summary>
    private void Place(List<FormRow> rows)
    {
        var copied = rows.Where(r => LineOf(r)?.PersonId is not null).ToList();
        var added = rows.Where(r => LineOf(r)?.PersonId is null).ToList();
        Rows = [.. copied, .. added];
        if (NextLine is null && Rows.TrueForAll(r => r.Line > 0))
        {
            Rows.Add(new FormRow());
        }

        Copied = copied.Count;
    }

    private string KeyOf(DraftLine line, string? column)
    {
        var at = Rows.FindIndex(r => r.Line == line.Line);
        var role = column is null ? null : profiles.Find(ProfileBook.Own).Lines.Named(column)?.Role;
        var property = (role, line.PersonId) switch
        {
            (FieldRoles.LeaveDate, not null) => nameof(FormRow.LeftOn),
            (_, not null) => nameof(FormRow.Wage),
            (FieldRoles.Wage, _) => nameof(FormRow.Wage),
            (FieldRoles.GivenName, _) => nameof(FormRow.GivenName),
            (FieldRoles.FamilyName, _) => nameof(FormRow.FamilyName),
            (FieldRoles.BirthDate, _) => nameof(FormRow.BornOn),
            (FieldRoles.NationalId, _) => nameof(FormRow.NationalId),
            (FieldRoles.StartDate, _) => nameof(FormRow.StartedOn),
            _ => nameof(FormRow.WorkerNumber),
        };
        return at < 0 ? "" : $"Rows[{at}].{property}";
    }
}
