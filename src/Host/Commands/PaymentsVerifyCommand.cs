using System.CommandLine;
using Spmis.Payments.Promises;

namespace Spmis.Host.Commands;

/// <summary><c>payments verify</c>: every invariant of payments recomputed from the rows and files. Exit code 1 when one is broken; what is only open is listed.</summary>
internal static class PaymentsVerifyCommand
{
    public static Command Make()
    {
        var asOf = new Option<DateOnly?>("--as-of") { Description = "The day from which an agency's silence is counted; today when left out." };
        var command = new ActCommand("payments.read-nation", "verify", "Recompute every invariant from the rows and files, name each violation with its record, and list what is open. Changes nothing; let running work end first.") { asOf };
        command.SetAction((parse, ct) => CommandRun.InHostAsync(
            parse, services => VerifyAsync(services, parse.GetValue(asOf), ct), ct, background: false, check: CommandOptions.MustExist(parse)));
        return command;
    }

    private static async Task<CommandOutcome> VerifyAsync(IServiceProvider services, DateOnly? asOf, CancellationToken ct)
    {
        await using var scope = services.CreateAsyncScope();
        var today = asOf ?? DateOnly.FromDateTime(services.GetRequiredService<TimeProvider>().GetUtcNow().UtcDateTime);
        var result = await scope.ServiceProvider.GetRequiredService<VerifyPayments>().HandleAsync(today, ct);
        var json = new
        {
            result.Holds,
            checks = result.Checks.Select(c => new { name = c.Check, holds = c.Count == 0, c.Rows, violations = c.Count, c.Detail }),
            violations = result.Checks.SelectMany(c => c.Violations),
            result.Open,
        };
        return new CommandOutcome(result.Holds, json, string.Join(Environment.NewLine, Words(result)));
    }

    private static IEnumerable<string> Words(PaymentsVerified result)
    {
        foreach (var check in result.Checks)
        {
            yield return $"{check.Check}: {(check.Count == 0 ? check.Detail : $"{check.Count} violations")}";
            foreach (var v in check.Violations)
            {
                yield return $"  {v.Record}: {v.Text}";
            }

            if (check.Count > check.Violations.Count)
            {
                yield return $"  The first {check.Violations.Count} of {check.Count}.";
            }
        }

        foreach (var o in result.Open)
        {
            yield return $"open, {o.What}: {o.Record}: {o.Text}";
        }

        yield return result.Holds ? "Everything holds." : "Something does not hold; nothing was changed.";
    }
}
