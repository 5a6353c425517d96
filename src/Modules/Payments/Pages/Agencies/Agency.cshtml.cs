using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Localization;
using Spmis.Kernel.Access;
using Spmis.Kernel.Acts;
using Spmis.Kernel.Proposals;
using Spmis.Payments.Agencies;
using Spmis.Payments.Exchange;
using Spmis.Web.Forms;
using Spmis.Web.Shell;

namespace Spmis.Payments.Pages.Agencies;

/// <summary>One agency: the version in force, those before it, what went through its folder.</summary>
[Authorize(Policy = "payments.read")]
public sealed class AgencyModel(PaymentsDb db, CloseAgency close, CurrentActor current, IAuthorizationService authorization, IStringLocalizer<PaymentsTexts> T) : FormPage
{
    [BindProperty(SupportsGet = true)]
    public string Code { get; set; } = "";

    [BindProperty(SupportsGet = true)]
    public int? Version { get; set; }

    [BindProperty]
    public string Reason { get; set; } = "";

    public Agency Agency { get; private set; } = null!; // Loaded before the page is drawn.

    public AgencyVersion Shown { get; private set; } = null!; // Loaded before the page is drawn.

    public IReadOnlyList<AgencyVersion> Versions { get; private set; } = [];

    public IReadOnlyDictionary<int, int> Batches { get; private set; } = new Dictionary<int, int>();

    public IReadOnlyList<FolderFile> Files { get; private set; } = [];

    public IReadOnlyList<Proposal> Waiting { get; private set; } = [];

    public IEnumerable<(string Label, string Value)> Lines => ApprovedAgency.Lines(Shown.Read()).Where(l => l.Value is not null).Select(l => (l.Key, InWords(l.Key, l.Value ?? "")));

    public Task OnGetAsync() => OnRedisplayAsync();

    public Task<IActionResult> OnPostAsync(CancellationToken ct) => TryAsync(async () =>
    {
        if (!await User.MayAsync("payments.propose-agencies", authorization))
        {
            return Forbid();
        }

        await close.ProposeAsync(Code, current.Change("payments.propose-agency", Reason), ct);
        Done(T["It waits for a second person."]);
        return Redirect($"/agencies/{Code}");
    });

    private string InWords(string label, string value) => label switch
    {
        "Order file" => T[$"format:{value}"],
        "Characters" => T[$"text:{value}"],
        "Encoding" => T[$"encoding:{value}"],
        "Signed" or "Through its folder" => T["Yes"],
        "Header line" => value == bool.TrueString ? T["Yes"] : T["No"],
        "Amounts" or "Status file's amounts" => value switch { nameof(DecimalForm.Comma) => "1234,50", nameof(DecimalForm.Minor) => "123450", _ => "1234.50" },
        _ => value,
    };

    protected override async Task OnRedisplayAsync()
    {
        var ct = HttpContext.RequestAborted;
        Agency = await db.Agencies.AsNoTracking().SingleOrDefaultAsync(a => a.Code == Code, ct) ?? throw new Refused("agency.unknown", $"There is no agency '{Code}'.");
        Versions = await db.AgencyVersions.AsNoTracking().Where(v => v.Agency == Code).OrderByDescending(v => v.Number).Take(50).ToListAsync(ct);
        var number = Version ?? Agency.CurrentNumber;
        Shown = await db.AgencyVersions.AsNoTracking().SingleOrDefaultAsync(v => v.Agency == Code && v.Number == number, ct) ?? throw new Refused("agency.version.unknown", $"There is no version {number} of {Code}.");
        Batches = await db.Batches.Where(b => b.Agency == Code).GroupBy(b => b.AgencyVersion).Select(g => new { g.Key, Count = g.Count() }).ToDictionaryAsync(g => g.Key, g => g.Count, ct);
        Files = await db.FolderFiles.AsNoTracking().Where(f => f.Agency == Code).OrderByDescending(f => f.Id).Take(50).ToListAsync(ct);
        Waiting = await db.Proposals.AsNoTracking().Where(p => p.DecidedAt == null && p.Subject == Code && (p.Act == ProposeAgency.Act || p.Act == CloseAgency.Act)).OrderBy(p => p.Id).Take(5).ToListAsync(ct);
    }
}
