using System.Globalization;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Localization;
using Spmis.Kernel.Access;
using Spmis.Kernel.Acts;
using Spmis.Kernel.Proposals;
using Spmis.Values;
using Spmis.Web.Forms;
using Spmis.Web.Shell;
using Spmis.Web.Work;

namespace Spmis.Web.Pages.Proposals;

/// <summary>One line of the form: from which amount who decides.</summary>
public sealed class BandInput
{
    public string Amount { get; set; } = "";

    public string Currency { get; set; } = "";

    public string Kind { get; set; } = "";

    /// <summary>Evidence is needed.</summary>
    public bool Evidence { get; set; }

    public string Step1 { get; set; } = "";

    public string Step2 { get; set; } = "";

    public string Step3 { get; set; } = "";

    public string Step4 { get; set; } = "";

    public string Step5 { get; set; } = "";
}

/// <summary>The approval policy of one act: in force, coming and past; and a form to prepare a change, which a second person approves.</summary>
[Authorize(Policy = ApprovalPermissions.Read)]
public sealed class PolicyPageModel(HostedModules modules, IEnumerable<ProposedAct> acts, IReadOnlyList<Kernel.Access.Permission> permissions, CurrentActor current, IAuthorizationService authorization, IStringLocalizer<Texts> texts) : FormPage
{
    private const int Lines = ChangePolicy.MostBands;
    private const int MostShown = 50;

    [BindProperty(SupportsGet = true)] public string Module { get; set; } = "";

    [BindProperty(SupportsGet = true)] public string Name { get; set; } = "";

    [BindProperty] public DateOnly? FromDay { get; set; }

    [BindProperty] public string LegalBasis { get; set; } = "";

    [BindProperty] public string Reason { get; set; } = "";

    [BindProperty] public List<BandInput> Bands { get; set; } = [];

    public ProposedAct Act { get; private set; } = null!; // Loaded before the page is drawn.

    public bool MayPrepare { get; private set; }

    public IReadOnlyList<ApprovalPolicy> Policies { get; private set; } = [];

    public ApprovalPolicy? InForce { get; private set; }

    /// <summary>Lines shown at once; the others fold out.</summary>
    public int LinesOpen => Math.Max(3, Bands.FindLastIndex(b => b.Kind.Length > 0) + 1);

    public Proposal? Waiting { get; private set; }

    /// <summary>The reader prepared what waits.</summary>
    public bool IsOwn => current.Actor.IsSamePersonAs(Waiting?.PreparedById, Waiting?.PreparedByStaff);

    public IReadOnlyList<Choice> StepChoices { get; private set; } = [];

    /// <summary>Who may be chosen on a line; on those with an amount a blank leaves the line out.</summary>
    public IReadOnlyList<Choice> KindChoices() =>
    [
        .. Act.MayBeAlone ? [new Choice(nameof(ApprovalKind.One), texts["The preparer alone suffices"])] : Array.Empty<Choice>(),
        new(nameof(ApprovalKind.Two), texts["A second person"]), new(nameof(ApprovalKind.Steps), texts["Several persons, in steps"]),
    ];

    public async Task OnGetAsync()
    {
        await OnRedisplayAsync();
        Bands = [.. (InForce?.Read() ?? [new ApprovalBand { Kind = ApprovalKind.Two }]).Take(Lines).Select(Of)];
        Fill();
    }

    public async Task<IActionResult> OnPostAsync(CancellationToken ct)
    {
        if (!await User.MayAsync(ApprovalPermissions.Prepare, authorization))
        {
            return Forbid();
        }

        return await TryAsync(async () =>
        {
            Act = Find();
            List<ApprovalBand> bands = [];
            foreach (var (index, line) in Bands.Take(Act.SaysAmount ? Lines : 1).Index())
            {
                if (ReadBand(index, line) is { } band)
                {
                    bands.Add(band);
                }
            }

            if (FromDay is not { } from)
            {
                Refuse(nameof(FromDay), texts["Give the first day."]);
                return Page();
            }

            if (!ModelState.IsValid)
            {
                return Page();
            }

            var policy = new NewPolicy { Act = Act.Act, FromDay = from, Bands = bands, LegalBasis = LegalBasis };
            await HttpContext.RequestServices.GetRequiredKeyedService<ChangePolicy>(Module).ProposeAsync(policy, current.Change("approvals.policy.prepare", string.IsNullOrWhiteSpace(Reason) ? null : Reason.Trim()), ct);
            Done(texts["It waits for a second person, who must hold the permission to approve policies."]);
            return LocalRedirect($"/proposals/policy/{Module}/{Name}");
        });
    }

    protected override async Task OnRedisplayAsync()
    {
        var ct = HttpContext.RequestAborted;
        Act = Find();
        var db = modules.Db(Module);
        MayPrepare = !Act.OwnSteps && permissions.Single(p => p.Name == ApprovalPermissions.Prepare) is { } prepare && prepare.Roles.Any(User.IsInRole) && current.Actor.Offices is null;
        Policies = await db.ApprovalPolicies.AsNoTracking().Where(p => p.Act == Name).OrderByDescending(p => p.FromDay).ThenByDescending(p => p.Id).Take(MostShown).ToListAsync(ct);
        InForce = await ApprovalRules.InForceAsync(db, Name, current.Change("").Today, ct);
        var open = $"{ChangePolicy.Act}:{Name}";
        Waiting = await db.Proposals.AsNoTracking().SingleOrDefaultAsync(p => p.OpenSubject == open, ct);
        StepChoices = [.. ChangePolicy.ForSteps(permissions).Select(p => new Choice(p.Name, $"{p.Name} – {p.Text}"))];
        Fill();
    }

    private void Fill()
    {
        while (Bands.Count < (Act.SaysAmount ? Lines : 1))
        {
            Bands.Add(new BandInput());
        }
    }

    private ProposedAct Find() => acts.SingleOrDefault(a => a.Module == Module && a.Act == Name && modules.Names.Contains(a.Module)) ?? throw new Refused("policy.act-unknown", $"There is no act '{Name}' that is put up for approval.");

    private ApprovalBand? ReadBand(int index, BandInput line)
    {
        if (line.Kind.Length == 0)
        {
            if (index == 0 || line.Amount.Trim().Length > 0)
            {
                Refuse($"Bands[{index}].Kind", texts["Say who decides."]);
            }

            return null;
        }

        var steps = new[] { line.Step1, line.Step2, line.Step3, line.Step4, line.Step5 }.Where(s => s.Length > 0).ToList();
        var kind = Enum.TryParse<ApprovalKind>(line.Kind, out var read) && Enum.IsDefined(read) ? read : throw new Refused("policy.kind", texts["Say who decides."], $"Bands[{index}].Kind");
        if (kind == ApprovalKind.Steps && steps.Count == 0)
        {
            Refuse($"Bands[{index}].Step1", texts["Choose who decides first."]);
        }

        var band = new ApprovalBand { Kind = kind, Steps = kind == ApprovalKind.Steps ? steps : [], EvidenceNeeded = line.Evidence };
        if (index == 0)
        {
            return band;
        }

        var code = line.Currency.Trim().ToUpperInvariant();
        if (code.Length != 3 || !code.All(char.IsAsciiLetterUpper))
        {
            Refuse($"Bands[{index}].Currency", texts["Write the currency as three letters."]);
            return null;
        }

        if (!Money.TryParse(Digits.ToAscii(line.Amount.Trim()) ?? "", Values.Currency.Of(code), out var money, out var problem) || money.Minor <= 0)
        {
            Refuse($"Bands[{index}].Amount", problem ?? texts["Write an amount above zero."]);
            return null;
        }

        return band with { Currency = code, FromMinor = money.Minor };
    }

    private static BandInput Of(ApprovalBand band) => new()
    {
        Amount = band.Currency is { } c ? new Money(band.FromMinor, Values.Currency.Of(c)).ToPlain() : "", Currency = band.Currency ?? "", Kind = band.Kind.ToString(), Evidence = band.EvidenceNeeded,
        Step1 = band.Steps.ElementAtOrDefault(0) ?? "", Step2 = band.Steps.ElementAtOrDefault(1) ?? "", Step3 = band.Steps.ElementAtOrDefault(2) ?? "", Step4 = band.Steps.ElementAtOrDefault(3) ?? "", Step5 = band.Steps.ElementAtOrDefault(4) ?? "",
    };
}
