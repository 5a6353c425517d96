using System.CommandLine;
using Spmis.Samples.Names;

namespace Spmis.Host.Commands.Records;

/// <summary><c>linkage bench</c>: an invented register, trained, linked and measured against the truth.</summary>
internal static class BenchCommand
{
    public static Command Make()
    {
        var (persons, culture, seed) = (RegistryCommands.Persons(1_000_000, 1_000, 50_000_000), RegistryCommands.Culture(), RegistryCommands.Seed());
        var command = new ActCommand(CommandPermissions.Tools, "bench", "Make an invented register in memory, train and link it, and measure speed and accuracy. Making the people is not counted.") { persons, culture, seed };
        command.SetAction((parse, ct) => LinkageCommands.RunAsync(parse, () =>
        {
            var time = new Stopwatches();
            var (register, entityOf) = InventedRegister.Make(parse.GetValue(persons), parse.GetValue(seed), CulturePack.Of(parse.GetRequiredValue(culture)), time, ct);
            return Task.FromResult(Measured.Of(Linked.Of(register, null, Linked.LeastKept, time, ct), entityOf).Outcome());
        }));
        return command;
    }
}
