using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;
using Spmis.Kernel.Access;
using Spmis.Kernel.Acts;
using Spmis.Kernel.Api;
using Spmis.Payments.Funding;

namespace Spmis.Payments.Api;

/// <summary>A funding account and how it stands, in minor units.</summary>
public sealed record FundingView(string Code, string Name, string Financier, string Currency, IReadOnlyList<string> Schemes, long AvailableMinor, long CommittedMinor, long BalanceMinor)
{
    internal static FundingView Of(FundingStanding s) => new(
        s.Account.Code, s.Account.Name, s.Account.Financier, s.Account.Currency, [.. s.Account.Schemes.Select(x => x.Scheme).Order(StringComparer.Ordinal)], s.Available.Minor, s.Committed.Minor, s.Balance.Minor);
}

/// <summary>An account to open.</summary>
public sealed record FundingRequest(string? Code, string? Name, string? Financier, string? Currency, IReadOnlyList<string>? Schemes);

/// <summary>A movement to enter.</summary>
public sealed record MovementRequest(FundingKind Kind, string? Amount, DateOnly On, string? BankReference, string? Agency, string? Reason);

/// <summary>A movement, in minor units with its sign on the account.</summary>
public sealed record MovementView(long Id, FundingKind Kind, long AmountMinor, DateOnly On, string BankReference, string? Agency, string Reason, string ApprovedBy);

/// <summary>A balance to compare.</summary>
public sealed record BalanceRequest(DateOnly Day, string? Closing, string? Explanation);

/// <summary>A balance compared, in minor units.</summary>
public sealed record BalanceView(DateOnly On, long BankMinor, long BookMinor, string? Explanation);

internal static class FundingApi
{
    public static void Map(RouteGroupBuilder api)
    {
        const string module = PaymentsModule.ModuleName;
        api.MapGet("/funding", async (FundingFigures figures, CancellationToken ct) => (await figures.ListAsync(ct)).Select(FundingView.Of)).Reads("payments.read-nation").WithSummary("Funding accounts: available, taken by payments, balance");
        api.MapGet("/funding/{code}", async (FundingFigures figures, string code, CancellationToken ct) => FundingView.Of(await figures.OneAsync(code, ct))).Reads("payments.read-nation").WithSummary("A funding account");
        api.MapGet("/funding/{code}/movements", MovementsAsync).Reads("payments.read-nation").WithSummary("Movements of a funding account, newest first");
        api.MapPost("/funding", async (OpenFunding act, CurrentActor actor, FundingRequest r, CancellationToken ct) => new
            {
                proposal = (await act.ProposeAsync(new NewFunding { Code = r.Code ?? "", Name = r.Name ?? "", Financier = r.Financier ?? "", Currency = r.Currency ?? "", Schemes = r.Schemes ?? [] }, actor.Change(OpenFunding.Act), ct)).Id,
            })
            .Writes(module, "payments.propose-funding").WithSummary("Puts a funding account up for a second person; from then on releases of its schemes are held to what it covers");
        api.MapPost("/funding/{code}/movements", async (EnterMovement act, CurrentActor actor, string code, MovementRequest r, CancellationToken ct) => new
            {
                proposal = (await act.ProposeAsync(new NewMovement { Code = code, Kind = r.Kind, Amount = r.Amount ?? "", On = r.On, BankReference = r.BankReference ?? "", Agency = r.Agency }, actor.Change(EnterMovement.Act) with { Reason = r.Reason }, ct)).Id,
            })
            .Writes(module, "payments.propose-funding").WithSummary("Puts a movement up for a second person, as the bank booked it");
        api.MapPost("/funding/{code}/balances", async (CompareBalance act, CurrentActor actor, string code, BalanceRequest r, CancellationToken ct) =>
            {
                var row = await act.HandleAsync(code, r.Day, r.Closing ?? "", r.Explanation, actor.Change(CompareBalance.Act), ct);
                return new BalanceView(row.On, row.BankMinor, row.BookMinor, row.Explanation);
            })
            .Writes(module, "payments.propose-funding").WithSummary("Holds the bank's closing balance of a day against the books");
    }

    private static async Task<Page<MovementView>> MovementsAsync(PaymentsDb db, FundingFigures figures, string code, long? after, int? limit, CancellationToken ct)
    {
        var (id, take, before) = ((await figures.OneAsync(code, ct)).Account.Id, Paging.Limit(limit), after ?? long.MaxValue);
        var found = await db.FundingMovements.AsNoTracking().Where(m => m.AccountId == id && m.Id < before).OrderByDescending(m => m.Id).Take(take + 1).ToListAsync(ct);
        return Paging.Cut([.. found.Select(m => new MovementView(m.Id, m.Kind, m.SignedMinor, m.On, m.BankReference, m.Agency, m.Reason, m.ApprovedBy))], take, m => m.Id);
    }
}
