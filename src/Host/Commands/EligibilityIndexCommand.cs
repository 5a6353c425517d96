using System.CommandLine;
using System.Globalization;
using System.Text;
using Microsoft.EntityFrameworkCore;
using Spmis.Eligibility;
using Spmis.Eligibility.Api;
using Spmis.Eligibility.Indexations;
using Spmis.Kernel.Acts;
using Spmis.Kernel.Hosting;
using Spmis.Values;

namespace Spmis.Host.Commands;

/// <summary><c>eligibility index</c>: raises the awards of a scheme from a month on, or only shows what would change.</summary>
internal static class EligibilityIndexCommand
{
    public static Command Make()
    {
        var scheme = new Option<string>("--scheme") { Description = "The benefit.", Required = true };
        var from = new Option<string>("--from") { Description = "First day with the new amounts, the first of a month: 2027-01-01.", Required = true };
        var rate = new Option<string?>("--rate") { Description = "The rate an order states, as 5.5%; only where the package asks for it." };
        var flat = new Option<string?>("--flat") { Description = "The flat amount an order states, as 52.50." };
        var source = new Option<string?>("--legal-source") { Description = "Which law or order states them, with article and date." };
        var dryRun = new Option<bool>("--dry-run") { Description = "Only show what would change." };
        var command = new ActCommand("awards.prepare", "index", "Raise the awards of a benefit in payment by its package. The differences wait for a second person; nothing changes before.") { scheme, from, rate, flat, source, dryRun };
        command.SetAction((parse, ct) => CommandRun.InHostAsync(
            parse,
            services => RunAsync(services, parse.GetRequiredValue(scheme), Day(parse.GetRequiredValue(from)), parse.GetValue(dryRun), new(Rate(parse.GetValue(rate)), parse.GetValue(flat), parse.GetValue(source)), ct),
            ct,
            check: CommandOptions.MustExist(parse)));
        return command;
    }

    private sealed record Stated(decimal? Rate, string? Flat, string? Source);

    private static async Task<CommandOutcome> RunAsync(IServiceProvider services, string scheme, DateOnly from, bool dryRun, Stated stated, CancellationToken ct)
    {
        await using var scope = services.CreateAsyncScope();
        var change = new Change { Act = IndexationWorker.RunKind, Actor = CommandRun.Operator, Now = services.GetRequiredService<TimeProvider>().GetUtcNow().UtcDateTime };
        var rules = (await scope.ServiceProvider.GetRequiredService<Eligibility.Schemes.SchemeBook>().OnAsync(scheme, from, ct)).Rules;
        var input = new NewIndexation(scheme, from, dryRun) { Rate = stated.Rate, FlatMinor = Flat(stated.Flat, rules.Currency), LegalSource = stated.Source };
        var started = await scope.ServiceProvider.GetRequiredService<StartIndexation>().HandleAsync(input, change, ct);
        await Settle.WaitAsync(services, null, ct, change.Now);
        var db = scope.ServiceProvider.GetRequiredService<EligibilityDb>();
        var x = IndexationView.Of(await db.Indexations.AsNoTracking().SingleAsync(i => i.Id == started.IndexationId, ct));
        var differences = await db.IndexationLines.AsNoTracking().Where(l => l.IndexationId == x.Id && l.Kind != IndexationKind.Same).OrderBy(l => l.AwardNumber).Take(Shown).ToListAsync(ct);
        return new CommandOutcome(
            x.FinishedAt is not null,
            new { indexation = x, startedBefore = started.StartedBefore, differences = differences.Select(l => new { l.AwardNumber, l.Kind, l.OldMinor, l.NewMinor, l.ChangeMinor }) },
            Words(x, started.StartedBefore, differences, rules.Currency));
    }

    private const int Shown = 100;

    private static string Words(IndexationView x, bool before, List<IndexationLine> differences, Currency currency)
    {
        var words = new StringBuilder(before ? "There is an indexation for this scheme and month already; nothing was done twice." + Environment.NewLine : "");
        words.Append(CultureInfo.InvariantCulture, $"{(x.DryRun ? "Dry run, nothing is changed: " : "")}{x.Scheme} {x.PackageVersion} from {x.FromMonth}: {x.Raised} of {x.Awards} awards rise, {x.ToLookAt} to look at by hand; a month {new Money(x.OldMinor, currency)} before, {new Money(x.NewMinor, currency)} after.");
        differences.ForEach(l => words.AppendLine().Append(CultureInfo.InvariantCulture, $"  {l.AwardNumber} {l.Kind}: {new Money(l.OldMinor, currency)} -> {(l.NewMinor is { } now ? new Money(now, currency) : "cannot tell")}"));
        return (x.Raised + x.ToLookAt > Shown ? words.AppendLine().Append(CultureInfo.InvariantCulture, $"  ... the first {Shown}; all of them stand at /eligibility/indexations/{x.Id}.") : words).ToString();
    }

    private static DateOnly Day(string text) => DateOnly.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day)
        ? day : throw new Refused("date.unreadable", $"--from is '{text}'; write the day as 2027-01-01.", "from");

    private static decimal? Rate(string? text) => text is null ? null
        : text.EndsWith('%') && decimal.TryParse(text[..^1], NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var percent) ? percent / 100
        : throw new Refused("rate.unreadable", $"--rate is '{text}'; write it in per cent, as 5.5%.", "rate");

    private static long? Flat(string? text, Currency currency) => text is null ? null
        : Money.TryParse(text, currency, out var money, out var problem) ? money.Minor : throw new Refused("money.unreadable", $"--flat is '{text}': {problem}", "flat");
}
