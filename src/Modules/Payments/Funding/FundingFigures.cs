using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Configuration;
using Spmis.Kernel.Acts;
using Spmis.Values;

namespace Spmis.Payments.Funding;

/// <summary>How an account stands.</summary>
/// <param name="Account">The account, with its schemes.</param>
/// <param name="Financed">What the financier paid in, less what it got back and the charges.</param>
/// <param name="Committed">What payments of its schemes take of it: ordered or being released, and neither rejected nor returned; less recoveries given back to the scheme.</param>
/// <param name="Balance">What the account holds by our books: every movement.</param>
public sealed record FundingStanding(FundingAccount Account, Money Financed, Money Committed, Money Balance)
{
    /// <summary>What a release may still take.</summary>
    public Money Available => Financed - Committed;
}

/// <summary>
/// The figures of funding accounts. Nothing is kept that could go astray: what is available is reckoned from movements and payments, by a handful of sums. A setting,
/// <c>Payments:Funding:Required</c>, demands an account for every scheme; without it a scheme that no account finances is released unchecked.
/// </summary>
public sealed class FundingFigures(PaymentsDb db, IConfiguration configuration)
{
    private const int Most = 200;

    /// <summary>All accounts.</summary>
    public async Task<IReadOnlyList<FundingStanding>> ListAsync(CancellationToken ct) => await OfAsync(await db.FundingAccounts.AsNoTracking().Include(a => a.Schemes).OrderBy(a => a.Code).Take(Most).ToListAsync(ct), ct);

    /// <summary>One.</summary>
    /// <exception cref="Refused">There is none of this code.</exception>
    public async Task<FundingStanding> OneAsync(string code, CancellationToken ct)
    {
        var account = await db.FundingAccounts.AsNoTracking().Include(a => a.Schemes).SingleOrDefaultAsync(a => a.Code == code, ct) ?? throw new Refused("funding.unknown", $"There is no funding account '{code}'.", "account");
        return (await OfAsync([account], ct))[0];
    }

    /// <summary>What a run takes of each account, with how the account stands without it.</summary>
    public async Task<IReadOnlyList<(FundingStanding Standing, Money Needed)>> OfRunAsync(Guid paymentRunId, CancellationToken ct)
    {
        var needs = await NeedsAsync(paymentRunId, ct);
        return await OfAsync(needs, await LinksAsync(needs, ct), ct);
    }

    private async Task<IReadOnlyList<(FundingStanding Standing, Money Needed)>> OfAsync(List<Need> needs, Dictionary<(string Scheme, string Currency), long> links, CancellationToken ct)
    {
        var ids = links.Values.Distinct().ToList();
        var standings = (await OfAsync(await db.FundingAccounts.AsNoTracking().Include(a => a.Schemes).Where(a => ids.Contains(a.Id)).OrderBy(a => a.Code).ToListAsync(ct), ct)).ToDictionary(s => s.Account.Id);
        return [.. needs.Where(n => links.ContainsKey((n.Scheme, n.Currency))).GroupBy(n => links[(n.Scheme, n.Currency)]).Select(g => (standings[g.Key], new Money(g.Sum(n => n.Minor), Currency.Of(g.First().Currency)))).OrderBy(g => g.Item1.Account.Code, StringComparer.Ordinal)];
    }

    /// <summary>Before a release, in its transaction: refuses what is not covered. Accounts are held to the end of the transaction, so that two releases never take the same money.</summary>
    /// <exception cref="Refused">An account does not cover the run, or a scheme has none and the setting demands one.</exception>
    internal async Task DemandAsync(Guid paymentRunId, CancellationToken ct)
    {
        var required = configuration.GetValue<bool>("Payments:Funding:Required");
        if (!required && !await db.FundingAccounts.AnyAsync(ct))
        {
            return;
        }

        var needs = await NeedsAsync(paymentRunId, ct);
        var links = await LinksAsync(needs, ct);
        if (required && needs.Find(n => n.Minor > 0 && !links.ContainsKey((n.Scheme, n.Currency))) is { } bare)
        {
            throw new Refused("funding.no-account", $"No funding account finances {bare.Scheme} in {bare.Currency}; have one opened under Payments, Funding.");
        }

        foreach (var id in links.Values.Distinct().Order())
        {
            await db.FundingAccounts.Where(a => a.Id == id).ExecuteUpdateAsync(s => s.SetProperty(a => a.Version, a => a.Version + 1), ct);
        }

        foreach (var (standing, needed) in await OfAsync(needs, links, ct))
        {
            if (needed.Minor > standing.Available.Minor)
            {
                throw new Refused("funding.short", $"Funding account {standing.Account.Code} has {standing.Available} available; this run takes {needed}. Have {needed - standing.Available} paid in by {standing.Account.Financier} and entered under Payments, Funding, or hold payments.");
            }
        }
    }

    private async Task<List<Need>> NeedsAsync(Guid run, CancellationToken ct) => await db.Instructions.IgnoreQueryFilters().Where(i => i.PaymentRunId == run && i.HoldCode == null && i.LapsedAt == null)
        .GroupBy(i => new { i.Scheme, i.Currency }).Select(g => new Need(g.Key.Scheme, g.Key.Currency, g.Sum(i => i.AmountMinor + i.WithheldMinor))).ToListAsync(ct);

    private async Task<Dictionary<(string Scheme, string Currency), long>> LinksAsync(List<Need> needs, CancellationToken ct)
    {
        var schemes = needs.Select(n => n.Scheme).Distinct().ToList();
        return await db.FundingSchemes.AsNoTracking().Where(s => schemes.Contains(s.Scheme)).ToDictionaryAsync(s => (s.Scheme, s.Currency), s => s.AccountId, ct);
    }

    private async Task<List<FundingStanding>> OfAsync(List<FundingAccount> accounts, CancellationToken ct)
    {
        var ids = accounts.ConvertAll(a => a.Id);
        var moved = await db.FundingMovements.AsNoTracking().Where(m => ids.Contains(m.AccountId)).GroupBy(m => new { m.AccountId, m.Kind }).Select(g => new { g.Key, Minor = g.Sum(m => m.AmountMinor) }).ToDictionaryAsync(g => (g.Key.AccountId, g.Key.Kind), g => g.Minor, ct);
        var committed = await CommittedAsync([.. accounts.SelectMany(a => a.Schemes).Select(s => s.Scheme).Distinct()], ct);
        return accounts.ConvertAll(a =>
        {
            long Of(FundingKind kind) => moved.GetValueOrDefault((a.Id, kind));
            var currency = Currency.Of(a.Currency);
            var financed = Of(FundingKind.Deposit) - Of(FundingKind.Withdrawal) - Of(FundingKind.Fee);
            return new FundingStanding(a, new Money(financed, currency), new Money(a.Schemes.Sum(s => committed.GetValueOrDefault((s.Scheme, s.Currency))), currency), new Money(financed - Of(FundingKind.Settlement) + Of(FundingKind.AgencyReturn), currency));
        });
    }

    private async Task<Dictionary<(string Scheme, string Currency), long>> CommittedAsync(List<string> schemes, CancellationToken ct)
    {
        if (schemes.Count == 0)
        {
            return [];
        }

        var ordered = await db.Instructions.IgnoreQueryFilters().Where(i => schemes.Contains(i.Scheme) && i.LapsedAt == null && i.RejectedOn == null && i.ReturnedOn == null)
            .Join(db.PaymentRuns.Where(r => r.ReleaseAskedAt != null && r.CancelledAt == null), i => i.PaymentRunId, r => r.Id, (i, r) => new { i, r.ReleasedAt })
            .Where(x => x.i.BatchId != null || (x.ReleasedAt == null && x.i.HoldCode == null))
            .GroupBy(x => new { x.i.Scheme, x.i.Currency }).Select(g => new Need(g.Key.Scheme, g.Key.Currency, g.Sum(x => x.i.AmountMinor + x.i.WithheldMinor))).ToListAsync(ct);
        var back = await db.PayoutLines.Where(l => schemes.Contains(l.Scheme)).Join(db.Payouts.Where(p => p.ConfirmedAt != null && p.PaidFrom == null), l => l.PayoutId, p => p.Id, (l, p) => new { l.Scheme, p.Currency, l.AmountMinor })
            .GroupBy(x => new { x.Scheme, x.Currency }).Select(g => new Need(g.Key.Scheme, g.Key.Currency, -g.Sum(x => x.AmountMinor))).ToListAsync(ct);
        return ordered.Concat(back).GroupBy(n => (n.Scheme, n.Currency)).ToDictionary(g => g.Key, g => g.Sum(n => n.Minor));
    }

    private sealed record Need(string Scheme, string Currency, long Minor);
}
