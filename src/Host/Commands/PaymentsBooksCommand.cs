using System.CommandLine;
using System.Globalization;
using Spmis.Payments.Ledger;
using Spmis.Values;

namespace Spmis.Host.Commands;

/// <summary><c>payments books</c>: the trial balance of a month, and its general ledger as a file for an accounting system.</summary>
internal static class PaymentsBooksCommand
{
    public static Command Make()
    {
        var month = new Option<string>("--month") { Description = "The month, as 2026-07.", Required = true };
        var ledger = new Option<FileInfo?>("--ledger") { Description = "Also write the general ledger of the month there, as CSV." };
        var command = new ActCommand("payments.read-nation", "books", "Show the trial balance of a month; changes nothing.") { month, ledger };
        command.SetAction((parse, ct) => CommandRun.InHostAsync(
            parse, services => ReadAsync(services, PaymentsCommands.MonthOf(parse.GetRequiredValue(month), "--month"), parse.GetValue(ledger), ct), ct, background: false, check: CommandOptions.MustExist(parse)));
        return command;
    }

    private static async Task<CommandOutcome> ReadAsync(IServiceProvider services, Month month, FileInfo? ledger, CancellationToken ct)
    {
        await using var scope = services.CreateAsyncScope();
        var balance = await scope.ServiceProvider.GetRequiredService<ReadBooks>().BalanceAsync(month, ct);
        if (ledger is not null)
        {
            await CommandFile.WriteAsync(ledger.FullName, "--ledger", target => scope.ServiceProvider.GetRequiredService<WriteLedger>().LinesAsync(month, target, ct));
        }

        var balances = balance.Accounts.GroupBy(a => a.Currency).All(c => c.Sum(a => a.ClosingMinor) == 0 && c.Sum(a => a.OpeningMinor) == 0);
        var json = new
        {
            holds = balances, month = month.ToString(), balance.Entries, balance.ClosedAt, balance.ClosedBy, ledger = ledger?.FullName,
            accounts = balance.Accounts.Select(a => new { a.Account, a.Currency, a.OpeningMinor, a.DebitMinor, a.CreditMinor, a.ClosingMinor }),
        };
        return new CommandOutcome(balances, json, string.Join(Environment.NewLine, Words(balance, ledger)));
    }

    private static IEnumerable<string> Words(TrialBalance balance, FileInfo? ledger)
    {
        yield return string.Create(CultureInfo.InvariantCulture, $"{balance.Month}: {balance.Entries} entries, {(balance.ClosedAt is { } at ? $"closed {at:yyyy-MM-dd} by {balance.ClosedBy}" : "open")}");
        foreach (var a in balance.Accounts)
        {
            var currency = Currency.Of(a.Currency);
            yield return $"  {a.Account}: before {new Money(a.OpeningMinor, currency)}, debit {new Money(a.DebitMinor, currency)}, credit {new Money(a.CreditMinor, currency)}, after {new Money(a.ClosingMinor, currency)}";
        }

        if (ledger is not null)
        {
            yield return $"The general ledger is in {ledger.FullName}.";
        }
    }
}
