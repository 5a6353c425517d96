using System.CommandLine;
using Spmis.Kernel.Acts;
using Spmis.Payments.Exchange;
using Spmis.Payments.Links;

namespace Spmis.Host.Commands;

/// <summary><c>payments exchange</c>: one look at the agencies' folders and one call of the interfaces that are due, as the clocks do it once a minute.</summary>
internal static class PaymentsExchangeCommand
{
    public static Command Make()
    {
        var agency = new Option<string?>("--agency") { Description = "One agency's code; all agencies with a folder when left out." };
        var command = new ActCommand("payments.release", "exchange", "Put released order files into the agencies' folders and pick up their answers; send orders to agencies' interfaces and ask what became of them.") { agency };
        command.SetAction((parse, ct) => CommandRun.InHostAsync(parse, services => ExchangeAsync(services, parse.GetValue(agency), ct), ct, check: CommandOptions.MustExist(parse)));
        return command;
    }

    private static async Task<CommandOutcome> ExchangeAsync(IServiceProvider services, string? agency, CancellationToken ct)
    {
        var change = new Change { Act = ExchangeFiles.Act, Actor = CommandRun.Operator, Now = services.GetRequiredService<TimeProvider>().GetUtcNow().UtcDateTime };
        var (dropped, picked, looked, called) = (0, 0, 0, 0);
        for (var look = 0; look < 2; look++)
        {
            // What the first look takes in is read before the second moves it away.
            await using (var scope = services.CreateAsyncScope())
            {
                var done = await scope.ServiceProvider.GetRequiredService<ExchangeFiles>().HandleAsync(agency, change, ct);
                (dropped, picked, looked) = (dropped + done.Dropped, picked + done.PickedUp, done.Waiting);
                called += await scope.ServiceProvider.GetRequiredService<SendBatches>().HandleAsync(agency, change.As(SendBatches.Act), ct);
            }

            await Kernel.Hosting.Settle.WaitAsync(services, null, ct, change.Now);
        }

        var linked = services.GetRequiredService<LinkHosts>().IsConfigured;
        return new CommandOutcome(
            looked > 0 || linked, new { holds = looked > 0 || linked, agencies = looked, dropped, pickedUp = picked, called },
            looked > 0 || linked ? $"{looked} agencies with a folder: {dropped} batches put there, {picked} files picked up. {called} orders sent to interfaces or asked for."
                : "No agency has a folder and none may be called: set Payments:Folders or Payments:Links:Hosts, and have the agency changed so that its files go through its folder or to its interface.");
    }
}
