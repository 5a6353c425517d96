using System.CommandLine;
using System.Globalization;
using System.Text;
using Microsoft.EntityFrameworkCore;
using Spmis.Eligibility;
using Spmis.Eligibility.Api;
using Spmis.Eligibility.Determinations;
using Spmis.Eligibility.Recalculations;
using Spmis.Eligibility.Schemes;
using Spmis.Eligibility.WhatIfs;
using Spmis.Kernel.Acts;
using Spmis.Kernel.Hosting;
using Spmis.Values;

namespace Spmis.Host.Commands;

/// <summary><c>eligibility recheck</c>, <c>eligibility recalculate</c> and <c>eligibility what-if</c>: are decisions still right, what does a changed law owe, what would another law change.</summary>
internal static class EligibilityCommand
{
    public static Command Make() => new("eligibility", "Decisions on benefits.") { Recheck(), Recalculate(), WhatIf(), EligibilityIndexCommand.Make(), EligibilityRoundCommand.Make(), EligibilityRecertifyCommand.Make(), EligibilityDueCommand.Make(), EligibilityStatementCommand.One(), EligibilityStatementCommand.All(), EligibilityBenchCommand.Make() };

    private static Command Recheck()
    {
        var sample = new Option<int>("--sample") { Description = "How many stored decisions, evenly spread over all.", DefaultValueFactory = _ => 100 };
        var command = new ActCommand("eligibility.read", "recheck", "Repeat stored decisions by the same package, facts and day of knowledge, and compare byte for byte.") { sample };
        command.SetAction((parse, ct) => CommandRun.InHostAsync(parse, services => RecheckAsync(services, parse.GetValue(sample), ct), ct, background: false));
        return command;
    }

    private static async Task<CommandOutcome> RecheckAsync(IServiceProvider services, int sample, CancellationToken ct)
    {
        await using var scope = services.CreateAsyncScope();
        var found = await scope.ServiceProvider.GetRequiredService<RecheckDeterminations>().HandleAsync(sample, ct);
        var words = new StringBuilder($"{found.Looked} of {found.Total} decisions repeated, {found.Same} the same byte for byte ({found.WithoutExplanation} of them a round's \"no\" whose explanation is not stored).");
        found.Differ.ToList().ForEach(d => words.AppendLine().Append(CultureInfo.InvariantCulture, $"  {d.Id}: {d.What}"));
        return new CommandOutcome(
            found.Holds,
            new { holds = found.Holds, total = found.Total, looked = found.Looked, same = found.Same, withoutStoredExplanation = found.WithoutExplanation, differ = found.Differ },
            words.ToString());
    }

    private static Command Recalculate()
    {
        var scheme = new Argument<string>("scheme") { Description = "The benefit." };
        var from = new Option<string?>("--from") { Description = "First month, as 2026-01; by default the month of the scheme's last activation." };
        var command = new ActCommand("awards.prepare", "recalculate", "Reckon months already decided once more by the law as it is known now. Differences wait for a second person; nothing is paid or recovered by it.") { scheme, from };
        command.SetAction((parse, ct) => CommandRun.InHostAsync(parse, services => RecalculateAsync(services, parse.GetRequiredValue(scheme), parse.GetValue(from), ct), ct));
        return command;
    }

    private static async Task<CommandOutcome> RecalculateAsync(IServiceProvider services, string scheme, string? from, CancellationToken ct)
    {
        await using var scope = services.CreateAsyncScope();
        var change = Change(services, RecalculateWorker.RunKind);
        var first = from is null ? (Month?)null : Month.TryParse(from, out var month) ? month : throw new Refused("month.unreadable", $"--from is '{from}'; write the month as 2026-01.", "from");
        var started = await scope.ServiceProvider.GetRequiredService<StartRecalculation>().HandleAsync(scheme, first, change, ct);
        await Settle.WaitAsync(services, null, ct, change.Now);
        var r = RecalculationView.Of(await scope.ServiceProvider.GetRequiredService<EligibilityDb>().Recalculations.AsNoTracking().SingleAsync(x => x.Id == started.RecalculationId, ct));
        var currency = Currency.Of(r.Currency);
        return new CommandOutcome(
            r.FinishedAt is not null,
            r,
            $"{r.Scheme} {r.PackageVersion}, {r.FromMonth} to {r.ThroughMonth}: {r.Awards} awards and {r.Refusals} refusals looked at; {new Money(r.ArrearsMinor, currency)} owed, {new Money(r.OverpaidMinor, currency)} paid too much, {r.Gained} newly entitled, {r.LeftOut} to look at by hand.");
    }

    private static Command WhatIf()
    {
        var package = new Argument<string>("package") { Description = "A folder with scheme.yaml, or the number of a package handed in." };
        var branch = new Option<string?>("--branch") { Description = "Branch of a benefit in a folder; by default that of the scheme's other versions." };
        var from = new Option<string?>("--from") { Description = "First month, as 2026-08; by default the next one." };
        var months = new Option<int>("--months") { Description = "How many months, 1 to 24.", DefaultValueFactory = _ => 12 };
        var command = new ActCommand("schemes.try", "what-if", "Try a package over the whole register beside today's rules: persons gained and lost, cost by month, sex, age and area. It decides nothing.") { package, branch, from, months };
        command.SetAction((parse, ct) => CommandRun.InHostAsync(
            parse,
            async services =>
            {
                await using var scope = services.CreateAsyncScope();
                var id = await PackageAsync(scope.ServiceProvider, parse.GetRequiredValue(package), parse.GetValue(branch), ct);
                var first = parse.GetValue(from) is not { } text ? (Month?)null : Month.TryParse(text, out var month) ? month : throw new Refused("month.unreadable", $"--from is '{text}'; write the month as 2026-08.", "from");
                var change = Change(services, WhatIfWorker.RunKind);
                var started = await scope.ServiceProvider.GetRequiredService<StartWhatIf>().HandleAsync(new NewWhatIf(id, first, parse.GetValue(months)), change, ct);
                await Settle.WaitAsync(services, null, ct, change.Now);
                return Outcome(WhatIfView.Of(await scope.ServiceProvider.GetRequiredService<EligibilityDb>().WhatIfs.AsNoTracking().SingleAsync(w => w.Id == started.WhatIfId, ct)));
            },
            ct));
        return command;
    }

    private static async Task<long> PackageAsync(IServiceProvider services, string named, string? branch, CancellationToken ct)
    {
        if (long.TryParse(named, NumberStyles.None, CultureInfo.InvariantCulture, out var id))
        {
            return id;
        }

        if (!Directory.Exists(named))
        {
            throw new Refused("scheme.unknown", $"'{named}' is neither a folder nor the number of a package.", "package");
        }

        var files = ShippedPackages.ReadFolder(named);
        var report = CheckPackage.Of(files);
        var known = report.Scheme is not { } scheme ? null : await services.GetRequiredService<EligibilityDb>().Packages.Where(p => p.Scheme == scheme.Id && p.Branch != null).OrderByDescending(p => p.Id).Select(p => p.Branch).FirstOrDefaultAsync(ct);
        return (await services.GetRequiredService<UploadPackage>().HandleAsync(new NewPackage { Files = files, Branch = branch ?? known }, Change(services, "schemes.upload"), ct)).PackageId;
    }

    private static CommandOutcome Outcome(WhatIfView found)
    {
        var (total, currency) = (found.Figures.Total, Currency.Of(found.Currency));
        var text = new StringBuilder($"{found.Scheme} {found.PackageVersion}, {found.Months} months from {found.FromMonth}, {found.Cases} cases: {total.Before} entitled (or liable) today, {total.After} by this package; {total.Gained} gained, {total.Lost} lost, {total.Changed} with another amount (on average {new Money(total.AverageChangeMinor, currency)}).");
        foreach (var (title, rows) in new[] { ("month", found.Figures.Months), ("sex", found.Figures.Sex), ("age", found.Figures.Age), ("area", found.Figures.Area), ("size of the employer", found.Figures.Size) }.Where(t => t.Item2.Count > 0))
        {
            text.AppendLine().Append(CultureInfo.InvariantCulture, $"by {title}:");
            rows.ToList().ForEach(r => text.AppendLine().Append(CultureInfo.InvariantCulture, $"  {r.Key}: {r.Value.Before} -> {r.Value.After}, {new Money(r.Value.BeforeMinor, currency)} -> {new Money(r.Value.AfterMinor, currency)}"));
        }

        return new CommandOutcome(found.FinishedAt is not null, found, text.ToString());
    }

    private static Change Change(IServiceProvider services, string act) => new() { Act = act, Actor = CommandRun.Operator, Now = services.GetRequiredService<TimeProvider>().GetUtcNow().UtcDateTime };
}
