using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using Spmis.Kernel.Access;
using Spmis.Kernel.Data;
using Spmis.Values;

namespace Spmis.Kernel.Proposals;

/// <summary>Who must decide.</summary>
public enum ApprovalKind
{
    /// <summary>The preparer alone suffices: applied at once, and still recorded as a proposal. Only acts that declare it.</summary>
    One,

    /// <summary>A second person who holds the act's own permission: what holds where no policy says otherwise.</summary>
    Two,

    /// <summary>Several persons in a given order, each with the permission of that step.</summary>
    Steps,
}

/// <summary>From which amount who must decide.</summary>
public sealed record ApprovalBand
{
    /// <summary>Three letters (ISO 4217); null for the first band, which holds whatever the amount.</summary>
    public string? Currency { get; init; }

    /// <summary>From this amount on, minor units; 0 for the first band.</summary>
    public long FromMinor { get; init; }

    /// <summary>Who.</summary>
    public ApprovalKind Kind { get; init; }

    /// <summary>Permissions in their order, for <see cref="ApprovalKind.Steps"/>.</summary>
    public IReadOnlyList<string> Steps { get; init; } = [];

    /// <summary>Nothing is approved before the preparer has added evidence.</summary>
    public bool EvidenceNeeded { get; init; }

    /// <summary>How many persons beside the preparer.</summary>
    public int Deciders() => Kind switch { ApprovalKind.One => 0, ApprovalKind.Two => 1, _ => Steps.Count };

    /// <summary>In words: "Whatever the amount: a second person".</summary>
    public string InWords() => (Currency is null ? "Whatever the amount: " : $"From {new Money(FromMinor, Values.Currency.Of(Currency))}: ") + Kind switch
    {
        ApprovalKind.One => "the preparer alone", ApprovalKind.Two => "a second person", _ => $"in {Steps.Count} steps: {string.Join(", then ", Steps)}",
    } + (EvidenceNeeded ? ", with evidence" : "");
}

/// <summary>Who must decide an act, from a day on. Rows are added, never changed: of those in force on a day the one with the latest first day counts, of these the newest.</summary>
public sealed class ApprovalPolicy
{
    /// <summary>Running number.</summary>
    public long Id { get; init; }

    /// <summary>The act.</summary>
    public required string Act { get; init; }

    /// <summary>First day.</summary>
    public required DateOnly FromDay { get; init; }

    /// <summary>JSON list of <see cref="ApprovalBand"/>, the one without an amount first.</summary>
    public required string Bands { get; init; }

    /// <summary>The decree, order or decision of the board, with its date.</summary>
    public required string LegalBasis { get; init; }

    /// <summary>The proposal by which it was decided.</summary>
    public required string ApprovedBy { get; init; }

    /// <summary>When.</summary>
    public required DateTime ApprovedAt { get; init; }

    /// <summary>The bands.</summary>
    public IReadOnlyList<ApprovalBand> Read() => JsonSerializer.Deserialize<List<ApprovalBand>>(Bands, SpmisJson.Options) ?? [];
}

/// <summary>An amount, as a proposal freezes it.</summary>
/// <param name="Currency">Three letters.</param>
/// <param name="Minor">Minor units.</param>
public sealed record AmountAtStake(string Currency, long Minor);

/// <summary>The policy as it was when a proposal was prepared: frozen in the proposal, part of its hash.</summary>
/// <param name="PolicyId">The policy's number; null where none was set and a second person suffices.</param>
/// <param name="Since">Its first day.</param>
/// <param name="LegalBasis">Its decree.</param>
/// <param name="Kind">Who.</param>
/// <param name="Steps">The permission of each step; one for a second person, none for the preparer alone.</param>
/// <param name="Amounts">What is at stake, an amount for each currency; empty for acts about no money.</param>
public sealed record ProposalRule(long? PolicyId, DateOnly? Since, string? LegalBasis, ApprovalKind Kind, IReadOnlyList<string> Steps, IReadOnlyList<AmountAtStake> Amounts)
{
    /// <summary>Nothing is approved before the preparer has added evidence.</summary>
    public bool EvidenceNeeded { get; init; }

    /// <summary>The amounts, for people.</summary>
    public string AmountsInWords() => string.Join(", ", Amounts.Select(a => new Money(a.Minor, Currency.Of(a.Currency))));
}

/// <summary>One person's decision on one step of a proposal. Each step once, each account once and each staff number once, by constraint.</summary>
public sealed class ProposalStep
{
    /// <summary>The proposal.</summary>
    public required long ProposalId { get; init; }

    /// <summary>From 1.</summary>
    public required int Step { get; init; }

    /// <summary>The permission it needed.</summary>
    public required string Permission { get; init; }

    /// <summary>Approved or rejected.</summary>
    public required bool Approved { get; init; }

    /// <summary>Who.</summary>
    public required string DecidedById { get; init; }

    /// <summary>Who, for people.</summary>
    public required string DecidedBy { get; init; }

    /// <summary>The staff number of who decided: one person decides one step, by constraint, whatever accounts that person has.</summary>
    public string? Staff { get; init; }

    /// <summary>Ids of those in whose place, with blanks between; null in their own right.</summary>
    public string? InPlaceOf { get; init; }

    /// <summary>When.</summary>
    public required DateTime DecidedAt { get; init; }

    /// <summary>Why.</summary>
    public string? Reason { get; init; }
}

/// <summary>What came of a decision.</summary>
/// <param name="Proposal">Its number.</param>
/// <param name="Approved">Approved or rejected.</param>
/// <param name="Applied">Whether the act was done: false after a rejection and while a step is left.</param>
/// <param name="Step">The step decided, from 1.</param>
/// <param name="Steps">Steps in all.</param>
/// <param name="Next">The permission of the step now due; null when none is.</param>
public sealed record StepTaken(long Proposal, bool Approved, bool Applied, int Step, int Steps, string? Next);

/// <summary>Finds who must decide.</summary>
public static class ApprovalRules
{
    /// <summary>The policy of an act in force on a day; null for none.</summary>
    public static Task<ApprovalPolicy?> InForceAsync(ModuleDb db, string act, DateOnly day, CancellationToken ct) =>
        db.ApprovalPolicies.AsNoTracking().Where(p => p.Act == act && p.FromDay <= day).OrderByDescending(p => p.FromDay).ThenByDescending(p => p.Id).FirstOrDefaultAsync(ct);

    /// <summary>Applies a policy to what is at stake. Where amounts count, an amount that is not known, or in a currency the policy does not name, needs what the highest band needs.</summary>
    public static ProposalRule Freeze(ProposedAct act, ApprovalPolicy? policy, IReadOnlyList<Money>? atStake)
    {
        IReadOnlyList<AmountAtStake> amounts = [.. (atStake ?? []).GroupBy(m => m.Currency.Code).OrderBy(g => g.Key, StringComparer.Ordinal).Select(g => new AmountAtStake(g.Key, g.Aggregate(0L, (sum, m) => checked(sum + Math.Abs(m.Minor)))))];
        if (policy is null || act.OwnSteps)
        {
            return new ProposalRule(null, null, null, ApprovalKind.Two, [act.Permission], amounts);
        }

        var bands = BandsOf(policy.Read(), amounts);
        var band = Strictest(bands);
        var kind = band.Kind == ApprovalKind.One && !act.MayBeAlone ? ApprovalKind.Two : band.Kind;
        IReadOnlyList<string> steps = kind switch { ApprovalKind.One => [], ApprovalKind.Two => [act.Permission], _ => band.Steps };
        return new ProposalRule(policy.Id, policy.FromDay, policy.LegalBasis, kind, steps, amounts) { EvidenceNeeded = kind != ApprovalKind.One && bands.Any(b => b.EvidenceNeeded) };
    }

    /// <summary>The bands that hold for what is at stake: of each currency its highest; all where amounts count and one is not known.</summary>
    private static IReadOnlyList<ApprovalBand> BandsOf(IReadOnlyList<ApprovalBand> bands, IReadOnlyList<AmountAtStake> amounts)
    {
        var byAmount = bands.Where(b => b.Currency is not null).ToList();
        return byAmount.Count == 0 || amounts.Count == 0 || amounts.Any(a => byAmount.TrueForAll(b => b.Currency != a.Currency))
            ? bands
            : [.. bands.Where(b => b.Currency is null), .. amounts.Select(a => byAmount.Where(b => b.Currency == a.Currency && b.FromMinor <= a.Minor).MaxBy(b => b.FromMinor)).OfType<ApprovalBand>()];
    }

    // Of two that need as many people the later one, which is that of the higher amount.
    private static ApprovalBand Strictest(IReadOnlyList<ApprovalBand> bands) => bands.Select((b, i) => (Band: b, Place: i)).OrderByDescending(x => x.Band.Deciders()).ThenByDescending(x => x.Place).First().Band;
}

/// <summary>Permissions about approval policies; the Kernel's own, since its mechanism asks for them.</summary>
public static class ApprovalPermissions
{
    /// <summary>See who must decide what.</summary>
    public const string Read = "approvals.read-policy";

    /// <summary>Prepare a change of it.</summary>
    public const string Prepare = "approvals.policy";

    /// <summary>Approve such a change.</summary>
    public const string Decide = "approvals.decide-policy";

    /// <summary>All of them, with the roles that hold them: who prepares does not hold the role that decides.</summary>
    public static IReadOnlyList<Permission> All { get; } =
    [
        new(Read, "See which act needs whose approval, by amount", [.. Roles.OfStaff]),
        new(Prepare, "Prepare a change of which act needs whose approval", Roles.Administrator) { StepUp = true, Nation = true },
        new(Decide, "Approve changes, that somebody else prepared, of which act needs whose approval", Roles.Supervisor) { StepUp = true, Nation = true },
    ];
}
