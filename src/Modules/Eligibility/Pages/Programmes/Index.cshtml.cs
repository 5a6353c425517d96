using System.Globalization;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Localization;
using Spmis.Eligibility.Rounds;
using Spmis.Eligibility.Schemes;
using Spmis.Kernel.Access;
using Spmis.Kernel.Acts;
using Spmis.Values;
using Spmis.Web.Forms;
using Spmis.Web.Shell;

namespace Spmis.Eligibility.Pages.Programmes;

/// <summary>Programmes with limited places, their setting up and the start of their rounds.</summary>
[Authorize("eligibility.read")]
public sealed class IndexModel(EligibilityDb db, SchemeBook schemes, SetProgramme set, StartRound start, CurrentActor current, IAuthorizationService authorization, IStringLocalizer<EligibilityTexts> words) : FormPage
{
    private const int Most = 200;

    /// <summary>Code of the programme to set up or change.</summary>
    [BindProperty(SupportsGet = true)]
    public string Code { get; set; } = "";

    /// <summary>Its name.</summary>
    [BindProperty]
    public string Name { get; set; } = "";

    /// <summary>Its benefit.</summary>
    [BindProperty]
    public string Scheme { get; set; } = "";

    /// <summary>Places, one line an area.</summary>
    [BindProperty]
    public string Quotas { get; set; } = "";

    /// <summary>Age at least.</summary>
    [BindProperty]
    public int? AgeFrom { get; set; }

    /// <summary>Age at most.</summary>
    [BindProperty]
    public int? AgeTo { get; set; }

    /// <summary>F or M.</summary>
    [BindProperty]
    public string? Sex { get; set; }

    /// <summary>employed, self_employed or none.</summary>
    [BindProperty]
    public string? Category { get; set; }

    /// <summary>Months paid at most.</summary>
    [BindProperty]
    public int? MonthsAtMost { get; set; }

    /// <summary>The programme of a round to start.</summary>
    [BindProperty]
    public string Programme { get; set; } = "";

    /// <summary>Its month.</summary>
    [BindProperty]
    public Month? Month { get; set; }

    /// <summary>The programmes.</summary>
    public IReadOnlyList<Programme> All { get; private set; } = [];

    /// <summary>The programmes to choose from.</summary>
    public IEnumerable<Choice> Choices => All.Select(p => new Choice(p.Code, $"{p.Code}: {p.Title}"));

    /// <summary>Schemes decided in rounds.</summary>
    public IReadOnlyList<Choice> Schemes { get; private set; } = [];

    /// <summary>Draws the list, and the form filled with a programme to change.</summary>
    public async Task OnGetAsync(CancellationToken ct)
    {
        await LoadAsync(ct);
        if (All.FirstOrDefault(p => p.Code == Code) is { } p)
        {
            var t = p.Targeting;
            (Name, Scheme, AgeFrom, AgeTo, Sex, Category, MonthsAtMost) = (p.Title, p.Scheme, t.AgeFrom, t.AgeTo, t.Sex, t.Category, t.MonthsAtMost);
            Quotas = string.Join('\n', t.Quotas.Select(q => q.Area.Length == 0 ? $"{q.Places}" : $"{q.Area}, {q.Places}"));
        }
    }

    /// <summary>Sets up or changes a programme.</summary>
    public async Task<IActionResult> OnPostSetAsync(CancellationToken ct) => !await User.MayAsync("programmes.set", authorization) ? Forbid() : await TryAsync(async () =>
    {
        var targeting = new Targeting { Quotas = ReadQuotas(Quotas), AgeFrom = AgeFrom, AgeTo = AgeTo, Sex = Empty(Sex), Category = Empty(Category), MonthsAtMost = MonthsAtMost };
        await set.HandleAsync(new ProgrammeToSet(Code.Trim(), Name, Scheme, targeting), current.Change("programmes.set"), ct);
        Done(words["The programme is saved."]);
        return Redirect("/eligibility/programmes");
    });

    /// <summary>Starts a round.</summary>
    public Task<IActionResult> OnPostStartAsync(CancellationToken ct) => StartAsync(false, ct);

    /// <summary>Only shows what would come of it.</summary>
    public Task<IActionResult> OnPostDryRunAsync(CancellationToken ct) => StartAsync(true, ct);

    /// <inheritdoc />
    protected override Task OnRedisplayAsync() => LoadAsync(HttpContext.RequestAborted);

    /// <summary>Places as people write them.</summary>
    internal static IReadOnlyList<AreaQuota> ReadQuotas(string text)
    {
        List<AreaQuota> quotas = [];
        foreach (var line in text.Split('\n', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries))
        {
            var cut = line.LastIndexOf(',');
            quotas.Add(int.TryParse(line[(cut + 1)..].Trim(), NumberStyles.None, CultureInfo.InvariantCulture, out var places)
                ? new AreaQuota(cut < 0 ? "" : line[..cut].Trim(), places)
                : throw new Refused("programme.quotas", $"'{line}' is no line of places; write the district, a comma and the number of places.", "quotas"));
        }

        return quotas;
    }

    private async Task<IActionResult> StartAsync(bool dryRun, CancellationToken ct) => !await User.MayAsync("rounds.start", authorization) ? Forbid() : await TryAsync(async () =>
    {
        if (Programme.Length == 0 || Month is not { } month)
        {
            Refuse(Programme.Length == 0 ? nameof(Programme) : nameof(Month), Programme.Length == 0 ? words["Choose the programme."] : words["Write year and month as 2026-07."]);
            return Page();
        }

        var started = await start.HandleAsync(new NewRound("", month) { Programme = Programme, DryRun = dryRun }, current.Change(RoundWorker.RunKind), ct);
        Done(started.StartedBefore ? words["There was a round for this scheme and month already; nothing was done twice."] : words["The round has begun."]);
        return Redirect($"/eligibility/rounds/{started.RoundId}");
    });

    private async Task LoadAsync(CancellationToken ct)
    {
        All = await db.Programmes.AsNoTracking().OrderBy(p => p.Code).Take(Most).ToListAsync(ct);
        Schemes = [.. (await schemes.SchemesAsync(SchemeUse.Rounds, ct)).Select(s => new Choice(s.Key, s.Value))];
    }

    private static string? Empty(string? text) => string.IsNullOrWhiteSpace(text) ? null : text;
}
