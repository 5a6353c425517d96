using System.Globalization;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Localization;
using Spmis.Eligibility.Rounds;
using Spmis.Kernel.Access;
using Spmis.Kernel.Acts;
using Spmis.Rules;
using Spmis.Web.Forms;
using Spmis.Web.Shell;

namespace Spmis.Eligibility.Pages.Programmes;

/// <summary>The ranked list of a round with limited places: who is selected, who waits, what the community says, and the closing of it.</summary>
[Authorize("eligibility.read")]
[RequestSizeLimit(MostFile)]
[RequestFormLimits(MultipartBodyLengthLimit = MostFile)]
public sealed class ListModel(EligibilityDb db, AreaNames names, HearCommunity community, SettleRound settle, CurrentActor current, IAuthorizationService authorization, IStringLocalizer<EligibilityTexts> words) : FormPage
{
    private const long MostFile = 256L * 1024 * 1024;
    private const int Rows = 25;

    /// <summary>places, yes, holders, exit, excluded, no or cannot-tell.</summary>
    [BindProperty(SupportsGet = true)]
    public string Show { get; set; } = "places";

    /// <summary>The area whose ranks are listed, or whose persons; empty for all persons.</summary>
    [BindProperty(SupportsGet = true)]
    public string Area { get; set; } = "";

    /// <summary>Go on after this rank or registration number.</summary>
    [BindProperty(SupportsGet = true)]
    public string After { get; set; } = "";

    /// <summary>The community's file.</summary>
    [BindProperty]
    public IFormFile? Upload { get; set; }

    /// <summary>The round.</summary>
    public EligibilityRound Round { get; private set; } = null!; // Loaded before the page is drawn.

    /// <summary>The areas.</summary>
    public IEnumerable<Choice> Areas => Round.Targeting.Areas.Select(a => new Choice(a, a));

    /// <summary>The ranks listed.</summary>
    public IReadOnlyList<RoundPlace> Places { get; private set; } = [];

    /// <summary>The persons listed.</summary>
    public IReadOnlyList<RoundCandidate> Candidates { get; private set; } = [];

    /// <summary>Key of the next page.</summary>
    public string? Next { get; private set; }

    /// <summary>Draws the page.</summary>
    public async Task OnGetAsync(long id, CancellationToken ct)
    {
        Round = await db.Rounds.AsNoTracking().SingleOrDefaultAsync(r => r.Id == id, ct) ?? throw new Refused("round.unknown", $"There is no round {id}.");
        var areas = Round.Targeting.Areas;
        if (Show == "places")
        {
            Area = areas.FirstOrDefault(a => AreaNames.Same(a, Area)) ?? (areas.Count > 0 ? areas[0] : "");
            var (area, rank) = (Area, int.TryParse(After, NumberStyles.None, CultureInfo.InvariantCulture, out var r) ? r : 0);
            var places = await db.RoundPlaces.AsNoTracking().Where(p => p.RoundId == id && p.Area == area && p.Rank > rank).OrderBy(p => p.Rank).Take(Rows + 1).ToListAsync(ct);
            (Places, Next) = ([.. places.Take(Rows)], places.Count > Rows ? $"{places[Rows - 1].Rank}" : null);
            return;
        }

        var after = After;
        var rows = await Listed(id, await names.InRoundAsync(id, Area, ct)).Where(c => string.Compare(c.PersonNumber, after) > 0).OrderBy(c => c.PersonNumber).Take(Rows + 1).ToListAsync(ct);
        (Candidates, Next) = ([.. rows.Take(Rows)], rows.Count > Rows ? rows[Rows - 1].PersonNumber : null);
    }

    /// <summary>The list as CSV, to fill in.</summary>
    public async Task<IActionResult> OnGetCsvAsync(long id, CancellationToken ct)
    {
        if (!await db.Rounds.AnyAsync(r => r.Id == id && r.Programme != "" && r.FinishedAt != null, ct))
        {
            throw new Refused("round.unknown", $"There is no finished round {id} of a programme.");
        }

        Response.ContentType = "text/csv; charset=utf-8";
        Response.Headers.ContentDisposition = $"attachment; filename=round-{id}.csv";
        await community.WriteAsync(id, Response.Body, ct);
        return new EmptyResult();
    }

    /// <summary>Takes the community's list.</summary>
    public Task<IActionResult> OnPostCommunityAsync(long id, CancellationToken ct) => DoAsync(async () =>
    {
        if (Upload is not { } file)
        {
            Refuse(nameof(Upload), words["Choose the file."]);
            return Page();
        }

        await using var content = file.OpenReadStream();
        var taken = await community.HandleAsync(id, (content, file.FileName, file.Length), current.Change(CommunityWorker.RunKind), ct);
        if (taken.SentBefore)
        {
            Done(words["This very file was sent before; nothing was taken twice."]);
        }

        return Redirect($"/eligibility/runs/{taken.RunId}");
    });

    /// <summary>Closes the list and makes the awards.</summary>
    public Task<IActionResult> OnPostSettleAsync(long id, CancellationToken ct) => DoAsync(async () =>
    {
        await settle.HandleAsync(id, current.Change(SettleRoundWorker.RunKind), ct);
        Done(words["The awards are being made; they wait for a second person."]);
        return Redirect($"/eligibility/rounds/{id}");
    });

    /// <inheritdoc />
    protected override Task OnRedisplayAsync() => OnGetAsync(long.Parse(RouteData.Values["id"]?.ToString() ?? "0", CultureInfo.InvariantCulture), HttpContext.RequestAborted);

    private IQueryable<RoundCandidate> Listed(long id, AskedArea asked)
    {
        // Candidates bear the name that the targeting has; persons are written as the register has them.
        var (area, spellings, byPlaces) = (Round.Targeting.Areas.FirstOrDefault(a => AreaNames.Same(a, asked.Name)) ?? asked.Name, asked.Spellings, Round.Targeting.Areas.Count > 0);
        var all = db.RoundCandidates.AsNoTracking().Where(c => c.RoundId == id && (area == "" || (byPlaces ? c.Area == area : db.Persons.Any(p => p.PersonId == c.PersonId && spellings.Contains(p.District!)))));
        return Show switch
        {
            "yes" => all.Where(c => c.Outcome == Answer.Yes),
            "holders" => all.Where(c => c.HasAward && c.Outcome == Answer.Yes),
            "exit" => all.Where(c => c.HasAward && c.Outcome == Answer.No),
            "excluded" => all.Where(c => c.Community == CommunityWord.Excluded),
            "no" => all.Where(c => c.Outcome == Answer.No),
            _ => all.Where(c => c.Outcome == Answer.CannotTell),
        };
    }

    private async Task<IActionResult> DoAsync(Func<Task<IActionResult>> act) => await User.MayAsync("rounds.start", authorization) ? await TryAsync(act) : Forbid();
}
