using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Spmis.Kernel.Access;
using Spmis.Kernel.Acts;
using Spmis.Kernel.Api;
using Spmis.Payments.Ledger;
using Spmis.Values;

namespace Spmis.Payments.Api;

/// <summary>An account in a trial balance; minor units, debit above nothing.</summary>
public sealed record AccountView(string Account, string Currency, long OpeningMinor, long DebitMinor, long CreditMinor, long ClosingMinor);

/// <summary>A month's trial balance.</summary>
public sealed record BooksView(string Month, long Entries, DateTime? ClosedAt, string? ClosedBy, IReadOnlyList<AccountView> Accounts);

/// <summary>A month put up for closing; somebody else approves the proposal.</summary>
public sealed record ClosingView(long ProposalId, string Month);

internal static class BooksApi
{
    public static void Map(RouteGroupBuilder api)
    {
        api.MapGet("/books/{month}", BalanceAsync).Reads("payments.read").WithSummary("The trial balance of a month");
        api.MapGet("/books/{month}/ledger", Ledger).Reads("payments.read").WithSummary("The general ledger of a month, as CSV");
        api.MapPost("/books/{month}/close", CloseAsync).Writes(PaymentsModule.ModuleName, "payments.prepare").WithSummary("Puts a month up for closing");
    }

    private static async Task<BooksView> BalanceAsync(string month, ReadBooks books, CancellationToken ct)
    {
        var b = await books.BalanceAsync(Read(month), ct);
        return new(b.Month.ToString(), b.Entries, b.ClosedAt, b.ClosedBy, [.. b.Accounts.Select(a => new AccountView(a.Account, a.Currency, a.OpeningMinor, a.DebitMinor, a.CreditMinor, a.ClosingMinor))]);
    }

    private static IResult Ledger(string month, WriteLedger books, CancellationToken ct)
    {
        var of = Read(month);
        return Results.Stream(target => books.LinesAsync(of, target, ct), "text/csv", $"payments-ledger-{of}.csv");
    }

    private static async Task<Created> CloseAsync(string month, CloseMonth act, CurrentActor current, CancellationToken ct)
    {
        var proposal = await act.ProposeAsync(Read(month), current.Change(CloseMonth.Act), ct);
        return new Created($"/proposals/{PaymentsModule.ModuleName}/{proposal.Id}", new ClosingView(proposal.Id, month));
    }

    private static Month Read(string text) => Month.TryParse(text, out var month) ? month : throw new Refused("month.form", $"'{text}' is no month; write year and month as 2026-03.", "month");
}
