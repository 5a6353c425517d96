using System.CommandLine;
using Spmis.Eligibility.Determinations;

namespace Spmis.Host.Commands;

/// <summary><c>eligibility recheck</c>: are stored decisions still what the law and the facts of their day make of them.</summary>
internal static class EligibilityCommand
{
    public static Command Make() => new("eligibility", "Decisions on benefits.") { Recheck() };

    private static Command Recheck()
    {
        var sample = new Option<int>("--sample") { Description = "How many stored decisions, evenly spread over all.", DefaultValueFactory = _ => 100 };
        var json = CommandOptions.Json();
        var command = new Command("recheck", "Repeat stored decisions by the same package, facts and day of knowledge, and compare byte for byte.") { sample, json };
        command.SetAction((parse, ct) => CommandRun.InHostAsync(CommandOptions.DataOf(parse), services => RecheckAsync(services, parse.GetValue(sample), parse.GetValue(json), ct), ct, background: false));
        return command;
    }

    private static async Task<bool> RecheckAsync(IServiceProvider services, int sample, bool json, CancellationToken ct)
    {
        await using var scope = services.CreateAsyncScope();
        var found = await scope.ServiceProvider.GetRequiredService<RecheckDeterminations>().HandleAsync(sample, ct);
        if (json)
        {
            CommandRun.PrintJson(new { holds = found.Holds, total = found.Total, looked = found.Looked, same = found.Same, withoutStoredExplanation = found.WithoutExplanation, differ = found.Differ });
        }
        else
        {
            Console.Out.WriteLine($"{found.Looked} of {found.Total} decisions repeated, {found.Same} the same byte for byte ({found.WithoutExplanation} of them a round's \"no\" whose explanation is not stored).");
            found.Differ.ToList().ForEach(d => Console.Out.WriteLine($"  {d.Id}: {d.What}"));
        }

        return found.Holds;
    }
}
