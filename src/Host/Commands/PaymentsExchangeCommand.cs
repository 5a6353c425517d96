using System.CommandLine;
using Spmis.Kernel.Acts;
using Spmis.Payments.Exchange;

namespace Spmis.Host.Commands;

/// <summary><c>payments exchange</c>: one look at the agencies' folders, as the clock does it once a minute.</summary>
internal static class PaymentsExchangeCommand
{
    public static Command Make()
    {
        var agency = new Option<string?>("--agency") { Description = "One agency's code; all agencies with a folder when left out." };
        var command = new Command("exchange", "Put released order files into the agencies' folders and pick up their answers.") { agency };
        command.SetAction((parse, ct) => CommandRun.InHostAsync(parse, services => ExchangeAsync(services, parse.GetValue(agency), ct), ct, check: CommandOptions.MustExist(parse)));
        return command;
    }

    private static async Task<CommandOutcome> ExchangeAsync(IServiceProvider services, string? agency, CancellationToken ct)
    {
        var change = new Change { Act = ExchangeFiles.Act, Actor = CommandRun.Operator, Now = services.GetRequiredService<TimeProvider>().GetUtcNow().UtcDateTime };
        var (dropped, picked, looked) = (0, 0, 0);
        for (var look = 0; look < 2; look++)
        {
            // What the first look takes in is read before the second moves it away.
            await using (var scope = services.CreateAsyncScope())
            {
                var done = await scope.ServiceProvider.GetRequiredService<ExchangeFiles>().HandleAsync(agency, change, ct);
                (dropped, picked, looked) = (dropped + done.Dropped, picked + done.PickedUp, done.Waiting);
            }

            await Kernel.Hosting.Settle.WaitAsync(services, null, ct, change.Now);
        }

        return new CommandOutcome(
            looked > 0, new { holds = looked > 0, agencies = looked, dropped, pickedUp = picked },
            looked > 0 ? $"{looked} agencies with a folder: {dropped} batches put there, {picked} files picked up."
                : "No agency has a folder: set Payments:Folders, and have the agency changed so that its files go through its folder.");
    }
}
