using System.CommandLine;
using System.Globalization;
using System.Text;
using Spmis.Eligibility.Statements;
using Spmis.Kernel.Acts;
using Spmis.Kernel.Hosting;
using Spmis.Rules;
using Spmis.Values;

namespace Spmis.Host.Commands;

/// <summary><c>eligibility statement</c> and <c>eligibility statements</c>: what a person has and would get, and everybody's statement of the year.</summary>
internal static class EligibilityStatementCommand
{
    public static Command One()
    {
        var person = new Argument<string>("person") { Description = "Registration number." };
        var command = new ActCommand("eligibility.read", "statement", "What an insured person has, what is missing for each benefit, and what would come of it at 60, 62 and 65 under today's packages.") { person };
        command.SetAction((parse, ct) => CommandRun.InHostAsync(parse, services => OneAsync(services, parse.GetRequiredValue(person), ct), ct, background: false, check: CommandOptions.MustExist(parse)));
        return command;
    }

    public static Command All()
    {
        var year = new Option<int?>("--year") { Description = "The year; this one by default." };
        var command = new ActCommand("statements.start", "statements", "Make this year's statements of everybody with contributions, once, and keep them as they are.") { year };
        command.SetAction((parse, ct) => CommandRun.InHostAsync(parse, services => AllAsync(services, parse.GetValue(year), ct), ct, check: CommandOptions.MustExist(parse)));
        return command;
    }

    private static async Task<CommandOutcome> OneAsync(IServiceProvider services, string person, CancellationToken ct)
    {
        await using var scope = services.CreateAsyncScope();
        var statement = await scope.ServiceProvider.GetRequiredService<MakeStatement>().OfAsync(person, Now(services).Today, ct);
        return new CommandOutcome(true, statement, Words(statement));
    }

    private static async Task<CommandOutcome> AllAsync(IServiceProvider services, int? year, CancellationToken ct)
    {
        await using var scope = services.CreateAsyncScope();
        var change = Now(services);
        var started = await scope.ServiceProvider.GetRequiredService<StartStatements>().HandleAsync(year ?? change.Today.Year, change, ct);
        await Settle.WaitAsync(services, null, ct, change.Now);
        var run = await scope.ServiceProvider.GetRequiredService<Eligibility.EligibilityDb>().Runs.FindAsync([started.RunId], ct) ?? throw new InvalidOperationException("The run is gone.");
        return new CommandOutcome(run.FinishedAt is not null, new { runId = run.Id, startedBefore = started.SentBefore, statements = run.Done, finishedAt = run.FinishedAt }, $"{run.Title}: {run.Done} made{(started.SentBefore ? ", all of them before" : "")}.");
    }

    private static string Words(Statement s)
    {
        var text = new StringBuilder($"{s.Name} ({s.PersonNumber}) on {s.On:yyyy-MM-dd}: {s.InsuredMonths} months count.");
        foreach (var y in s.Years)
        {
            text.AppendLine().Append(CultureInfo.InvariantCulture, $"  {y.Year} {y.Scheme}: {y.InsuredMonths} months, {new Money(y.TotalMinor, Currency.Of(y.Currency))}");
        }

        foreach (var b in s.Benefits)
        {
            var currency = Currency.Of(b.Currency);
            text.AppendLine().Append(CultureInfo.InvariantCulture, $"{b.Name} {b.Version}: {(b.Today is Answer.Yes ? $"entitled to {new Money(b.MonthlyMinor ?? 0, currency)} a month" : b.Today is Answer.No ? "not entitled" : "cannot tell")}");
            b.Missing.ToList().ForEach(m => text.AppendLine().Append(CultureInfo.InvariantCulture, $"  missing: {m}"));
            b.Unmet.ToList().ForEach(u => text.AppendLine().Append(CultureInfo.InvariantCulture, $"  not met: {u.Condition}{(u.Needs is null ? "" : $": {u.Has} of {u.Needs}")}"));
            b.Projections.ToList().ForEach(p => text.AppendLine().Append(CultureInfo.InvariantCulture, $"  at {p.Age} ({p.On:yyyy-MM-dd}), {(p.GoesOn ? $"going on for {p.AssumedMonths} months" : "stopping now")}: {(p.Outcome is Answer.Yes ? $"{new Money(p.MonthlyMinor ?? 0, currency)} a month" : p.Outcome is Answer.No ? "not entitled" : "cannot tell")}"));
        }

        return text.ToString();
    }

    private static Change Now(IServiceProvider services) => new() { Act = StatementsWorker.RunKind, Actor = CommandRun.Operator, Now = services.GetRequiredService<TimeProvider>().GetUtcNow().UtcDateTime };
}
