using System.Globalization;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Configuration;
using Spmis.Kernel.Access;
using Spmis.Kernel.Acts;
using Spmis.Payments.Instructions;
using Spmis.Values;

namespace Spmis.Payments.PaymentRuns;

/// <summary>
/// How much a person may approve or release, by role: <c>Payments:Limits:Approve:supervisor</c> and <c>Payments:Limits:Release:officer</c> (major units of any one currency of the run; a role
/// without a limit has none, and of several roles the highest counts; only roles that may approve or release at all count). Above <c>Payments:Limits:SecondApproverAbove</c> two people approve.
/// </summary>
public sealed class ApprovalLimits(PaymentsDb db, IConfiguration configuration, IReadOnlyList<Permission> permissions)
{
    /// <summary>The section of who approves.</summary>
    public const string Approve = "Approve";

    /// <summary>The section of who releases.</summary>
    public const string Release = "Release";

    /// <summary>Refuses a person whose roles do not reach so far.</summary>
    /// <returns>Whether two people must approve it.</returns>
    /// <exception cref="Refused">A currency's sum is above the limit; says which role reaches.</exception>
    public async Task<bool> CheckAsync(Guid paymentRunId, string step, Actor actor, CancellationToken ct)
    {
        var may = permissions.Where(p => p.Name == (step == Approve ? "payments.approve" : "payments.release")).SelectMany(p => p.Roles).ToList();
        var limits = actor.Roles.Where(may.Contains).Select(role => Setting($"{step}:{role}")).ToList();
        decimal? most = limits.Count == 0 || limits.Any(l => l is null) ? null : limits.Max(); // A role without a limit has none.
        var above = Setting("SecondApproverAbove");
        var sums = most is null && above is null ? [] : await SumsAsync(paymentRunId, ct);
        foreach (var sum in sums)
        {
            if (most is { } limit && sum.Major > limit)
            {
                throw new Refused("payment-run.over-limit", $"The run pays {sum}; with your role you may {step.ToLowerInvariant()} up to {limit.ToString("N0", CultureInfo.InvariantCulture)} {sum.Currency}. Somebody with a higher limit must do it.");
            }
        }

        return above is not null && sums.Any(s => s.Major > above);
    }

    /// <summary>Whether two people must approve it.</summary>
    public async Task<bool> NeedsTwoAsync(Guid paymentRunId, CancellationToken ct) =>
        Setting("SecondApproverAbove") is { } above && (await SumsAsync(paymentRunId, ct)).Any(s => s.Major > above);

    private decimal? Setting(string name) => configuration[$"Payments:Limits:{name}"] is { Length: > 0 } text
        ? decimal.TryParse(text, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var amount) ? amount : throw new InvalidOperationException($"Payments:Limits:{name} is '{text}', which is no amount.")
        : null;

    /// <summary>What is approved: all that is not held, gross, since what is withheld is spent too.</summary>
    private async Task<List<Money>> SumsAsync(Guid paymentRunId, CancellationToken ct) => [.. (await db.Counted.AsNoTracking().Where(i => i.PaymentRunId == paymentRunId && i.LapsedAt == null && (i.HoldCode == null || i.HoldCode == HoldReasons.AllWithheld))
        .GroupBy(i => i.Currency).Select(g => new { g.Key, Minor = g.Sum(i => i.AmountMinor + i.WithheldMinor) }).OrderBy(g => g.Key).ToListAsync(ct)).Select(g => new Money(g.Minor, Currency.Of(g.Key)))];
}
