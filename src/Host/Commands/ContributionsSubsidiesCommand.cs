using System.CommandLine;
using Microsoft.Extensions.DependencyInjection;
using Spmis.Contributions.Api;
using Spmis.Contributions.Subsidies;

namespace Spmis.Host.Commands;

/// <summary><c>contributions subsidies [PROGRAMME] [--json]</c>: programmes with their donors' accounts, or one by month.</summary>
internal static class ContributionsSubsidiesCommand
{
    public static Command Make()
    {
        var programme = new Argument<long?>("programme") { Description = "Number of a programme; left out, all are listed.", Arity = ArgumentArity.ZeroOrOne };
        var command = new ActCommand("subsidies.read", "subsidies", "Show subsidy programmes with their donors' accounts, or what one gave by month.") { programme };
        command.SetAction((parse, ct) => CommandRun.InHostAsync(
            parse,
            async services =>
            {
                await using var scope = services.CreateAsyncScope();
                var find = scope.ServiceProvider.GetRequiredService<FindSubsidies>();
                if (parse.GetValue(programme) is { } id)
                {
                    var report = SubsidyReportAnswer.Of(await find.ReportAsync(id, ct));
                    return new CommandOutcome(true, new { holds = true, report }, string.Join(Environment.NewLine, report.Months.Select(m => $"  {m.Month} {m.Persons,8} persons  given {m.Given,16}  not covered {m.NotCovered,16}").Prepend(Words(report.Programme))));
                }

                var all = (await find.ListAsync(ct)).Select(SubsidyAnswer.Of).ToList();
                return new CommandOutcome(true, new { holds = true, programmes = all }, all.Count == 0 ? "No programme was started yet." : string.Join(Environment.NewLine, all.Select(Words)));
            },
            ct,
            background: false,
            check: CommandOptions.MustExist(parse)));
        return command;
    }

    private static string Words(SubsidyAnswer p) => $"{p.Id} {p.Name} ({p.Kind}, {p.Donor}, reference {p.PaymentReference}): {p.From} to {p.To ?? "…"}, given {p.Given}, budget {p.Budget ?? "none"}; the donor gave {p.DonorGiven} and paid {p.DonorReceived} {p.Currency}.";
}
