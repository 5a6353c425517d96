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
        var command = new Command("recheck", "Repeat stored decisions by the same package, facts and day of knowledge, and compare byte for byte.") { sample };
        command.SetAction((parse, ct) => CommandRun.InHostAsync(parse, services => RecheckAsync(services, parse.GetValue(sample), ct), ct, background: false));
        return command;
    }

    private static async Task<CommandOutcome> RecheckAsync(IServiceProvider services, int sample, CancellationToken ct)
    {
        await using var scope = services.CreateAsyncScope();
        var found = await scope.ServiceProvider.GetRequiredService<RecheckDeterminations>().HandleAsync(sample, ct);
        var words = found.Differ.Select(d => $"  {d.Id}: {d.What}")
            .Prepend($"{found.Looked} of {found.Total} decisions repeated, {found.Same} the same byte for byte ({found.WithoutExplanation} of them a round's \"no\" whose explanation is not stored).");
        return new CommandOutcome(
            found.Holds, new { holds = found.Holds, total = found.Total, looked = found.Looked, same = found.Same, withoutStoredExplanation = found.WithoutExplanation, differ = found.Differ }, string.Join(Environment.NewLine, words));
    }
}
