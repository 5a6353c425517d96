using System.Globalization;
using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Spmis.Kernel.Access;
using Spmis.Kernel.Acts;
using Spmis.Kernel.Data;

namespace Spmis.Kernel.Proposals;

/// <summary>Who shall decide an act, from a day on.</summary>
public sealed record NewPolicy
{
    /// <summary>The act.</summary>
    public required string Act { get; init; }

    /// <summary>First day, today or later.</summary>
    public required DateOnly FromDay { get; init; }

    /// <summary>The band without an amount first.</summary>
    public required IReadOnlyList<ApprovalBand> Bands { get; init; }

    /// <summary>The decree, order or decision of the board, with its date.</summary>
    public required string LegalBasis { get; init; }
}

/// <summary>Changes the approval policy of one act of a module; itself by two people. What waits already keeps the policy it was prepared under.</summary>
/// <param name="module">The module whose act it is.</param>
/// <param name="services">To find its database, acts and permissions.</param>
public sealed class ChangePolicy(string module, IServiceProvider services) : IProposedAct
{
    /// <summary>The act's name, the same in every module.</summary>
    public const string Act = "approvals.policy";

    /// <summary>Bands, at most.</summary>
    public const int MostBands = 8;

    /// <summary>Steps of a band, at most.</summary>
    public const int MostSteps = 5;

    private const int LongestBasis = 400;

    /// <summary>The permissions a step may need: those that staff alone hold and for which people show again who they are.</summary>
    public static IReadOnlyList<Permission> ForSteps(IEnumerable<Permission> all) =>
        [.. all.Where(p => p.StepUp && p.Roles.Length > 0 && p.Roles.All(r => Roles.OfStaff.Contains(r))).OrderBy(p => p.Name, StringComparer.Ordinal)];

    /// <summary>Puts it up for a second person.</summary>
    /// <exception cref="Refused">What is wrong, in which field.</exception>
    public async Task<Proposal> ProposeAsync(NewPolicy input, Change change, CancellationToken ct)
    {
        var clean = input with { LegalBasis = input.LegalBasis.Trim() };
        Check(clean, change.Today);
        return await services.GetRequiredService<FourEyes>().ProposeAsync(
            module, Act, clean.Act, string.Create(CultureInfo.InvariantCulture, $"Who decides {clean.Act} from {clean.FromDay:yyyy-MM-dd}"), clean, change, ct);
    }

    /// <inheritdoc />
    public async Task<IReadOnlyList<ShownField>> ShowAsync(string payload, CancellationToken ct)
    {
        var input = Read(payload);
        var before = (await ApprovalRules.InForceAsync(Db, input.Act, input.FromDay, ct))?.Read() ?? [new ApprovalBand { Kind = ApprovalKind.Two }];
        List<ShownField> shown = [new("Act", input.Act, input.Act), new("From", null, input.FromDay.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture)), new("Legal basis", null, input.LegalBasis)];
        for (var i = 0; i < Math.Max(before.Count, input.Bands.Count); i++)
        {
            shown.Add(new(string.Create(CultureInfo.InvariantCulture, $"Rule {i + 1}"), before.ElementAtOrDefault(i)?.InWords(), input.Bands.ElementAtOrDefault(i)?.InWords()));
        }

        return shown;
    }

    /// <inheritdoc />
    public async Task ApplyAsync(string payload, Change change, CancellationToken ct)
    {
        var input = Read(payload);
        Check(input, change.Today);
        Db.ApprovalPolicies.Add(new ApprovalPolicy
        {
            Act = input.Act, FromDay = input.FromDay, Bands = JsonSerializer.Serialize(input.Bands, SpmisJson.Options), LegalBasis = input.LegalBasis, ApprovedBy = change.Actor.Name, ApprovedAt = change.Now,
        });
        await Db.SaveAsync(change, ct);
    }

    private ModuleDb Db => services.GetRequiredKeyedService<ModuleDb>(module);

    private void Check(NewPolicy input, DateOnly today)
    {
        var act = services.GetServices<ProposedAct>().SingleOrDefault(a => a.Module == module && a.Act == input.Act) ?? throw new Refused("policy.act-unknown", $"There is no act '{input.Act}' that is put up for approval.", "act");
        if (act.OwnSteps)
        {
            throw new Refused("policy.own-steps", $"'{input.Act}' has steps and limits of its own, in the settings of {module}.", "act");
        }

        if (input.FromDay < today)
        {
            throw new Refused("policy.past", "The first day has gone by; begin today or later.", "fromDay");
        }

        if (input.LegalBasis.Length is 0 or > LongestBasis)
        {
            throw new Refused("policy.no-basis", $"Name the decree or decision with its date, in at most {LongestBasis} characters.", "legalBasis");
        }

        if (input.Bands.Count is 0 or > MostBands || input.Bands[0] is not { Currency: null, FromMinor: 0 } || input.Bands.Skip(1).Any(b => b.Currency is null))
        {
            throw new Refused("policy.bands", $"Say first who decides whatever the amount, then from which amounts others do; at most {MostBands} rules.", "bands");
        }

        foreach (var band in input.Bands)
        {
            CheckBand(act, band);
        }

        CheckOrder(input.Bands);
    }

    private void CheckBand(ProposedAct act, ApprovalBand band)
    {
        if (band.Currency is { } code && (!act.SaysAmount || band.FromMinor <= 0 || code.Length != 3 || !code.All(char.IsAsciiLetterUpper)))
        {
            throw new Refused("policy.amount", act.SaysAmount ? "Write an amount above zero and a currency of three capital letters." : $"'{act.Act}' is about no amount; only the first rule applies.", "bands");
        }

        if (band.Kind == ApprovalKind.One && !act.MayBeAlone)
        {
            throw new Refused("policy.alone", $"'{act.Act}' always needs a second person.", "bands");
        }

        if (band is { Kind: ApprovalKind.One, EvidenceNeeded: true })
        {
            throw new Refused("policy.evidence-alone", "Where the preparer alone suffices nobody is shown any evidence; ask for it where a second person decides.", "bands");
        }

        if (!Enum.IsDefined(band.Kind) || (band.Kind == ApprovalKind.Steps ? band.Steps.Count is 0 or > MostSteps : band.Steps.Count > 0))
        {
            throw new Refused("policy.steps", $"Name 1 to {MostSteps} steps, one after another, where steps decide, and none elsewhere.", "bands");
        }

        var known = ForSteps(services.GetRequiredService<IReadOnlyList<Permission>>());
        if (band.Steps.FirstOrDefault(s => known.All(p => p.Name != s)) is { } wrong)
        {
            throw new Refused("policy.step-unknown", $"'{wrong}' is no permission that decides anything.", "bands");
        }
    }

    /// <summary>A higher amount never needs fewer people, nor less evidence.</summary>
    private static void CheckOrder(IReadOnlyList<ApprovalBand> bands)
    {
        foreach (var currency in bands.Skip(1).GroupBy(b => b.Currency))
        {
            var (before, deciders, evidence) = (0L, bands[0].Deciders(), bands[0].EvidenceNeeded);
            foreach (var band in currency)
            {
                if (band.FromMinor <= before || band.Deciders() < deciders || (evidence && !band.EvidenceNeeded))
                {
                    throw new Refused("policy.order", "Write the amounts of a currency from the lowest to the highest; a higher one never needs fewer people, or less evidence, than a lower one.", "bands");
                }

                (before, deciders, evidence) = (band.FromMinor, band.Deciders(), band.EvidenceNeeded);
            }
        }
    }

    private static NewPolicy Read(string payload) => JsonSerializer.Deserialize<NewPolicy>(payload, SpmisJson.Options) ?? throw new InvalidOperationException("The proposal is empty.");
}
