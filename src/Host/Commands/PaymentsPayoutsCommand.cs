using System.CommandLine;
using System.Globalization;
using Spmis.Kernel.Acts;
using Spmis.Payments.Payouts;

namespace Spmis.Host.Commands;

/// <summary><c>payments payouts</c>: what is due to creditors, and payouts prepared of it. Nobody confirms here: that takes another person in the portal.</summary>
internal static class PaymentsPayoutsCommand
{
    private const int Most = 1000;

    public static Command Make()
    {
        var to = new Option<DateOnly>("--to") { Description = "The last day whose withheld amounts are due; it must be over (UTC).", Required = true };
        var prepare = new Option<bool>("--prepare") { Description = "Prepare a payout for each creditor; without it nothing is changed." };
        var command = new ActCommand("payments.prepare-payouts", "payouts", "Show what is due to creditors and stands in no payout, or prepare payouts of it.") { to, prepare };
        command.SetAction((parse, ct) => CommandRun.InHostAsync(parse, services => WorkAsync(services, parse.GetRequiredValue(to), parse.GetValue(prepare), ct), ct, background: false, check: CommandOptions.MustExist(parse)));
        return command;
    }

    private static async Task<CommandOutcome> WorkAsync(IServiceProvider services, DateOnly to, bool prepare, CancellationToken ct)
    {
        var change = new Change { Act = "payments.prepare-payout", Actor = CommandRun.Operator, Now = services.GetRequiredService<TimeProvider>().GetUtcNow().UtcDateTime };
        await using var scope = services.CreateAsyncScope();
        var due = await scope.ServiceProvider.GetRequiredService<PayoutFigures>().DueAsync(to, change.Today, Most, ct);
        List<string> words = [due.Count == 0 ? $"Nothing is due up to {to:yyyy-MM-dd}." : $"Due up to {to:yyyy-MM-dd}:"];
        List<Payout> prepared = [];
        foreach (var d in due)
        {
            words.Add(string.Create(CultureInfo.InvariantCulture, $"  {d.Creditor}: {d.Lines} lines, {d.Amount}"));
            if (prepare && d.Minor > 0)
            {
                await using var own = services.CreateAsyncScope();
                prepared.Add(await own.ServiceProvider.GetRequiredService<PreparePayout>().HandleAsync(new NewPayout { Kind = d.Kind, Creditor = d.Creditor, CreditorAccount = d.CreditorAccount, Currency = d.Currency, To = to }, change, ct));
                words.Add($"    payout {prepared[^1].Number} of {prepared[^1].Total} is prepared; another person confirms it in the portal");
            }
        }

        return new CommandOutcome(
            true,
            new { holds = true, to, due = due.Select(d => new { d.Kind, d.Creditor, d.CreditorAccount, d.Currency, d.Lines, d.Minor }), payouts = prepared.Select(p => new { p.Number, p.Creditor, p.Lines, p.TotalMinor, p.Currency }) },
            string.Join(Environment.NewLine, words));
    }
}
