using System.CommandLine;
using System.Globalization;
using Microsoft.EntityFrameworkCore;
using Spmis.Kernel.Acts;
using Spmis.Kernel.Hosting;
using Spmis.Payments;
using Spmis.Payments.Batches;
using Spmis.Payments.Cycles;
using Spmis.Payments.Instructions;
using Spmis.Payments.PaymentRuns;
using Spmis.Values;

namespace Spmis.Host.Commands;

/// <summary><c>payments run</c>, <c>export</c>, <c>ingest</c>, <c>verify</c>, <c>books</c>, <c>exchange</c>, <c>payouts</c>, <c>emergency</c>, <c>vouchers</c>, <c>mapper</c> and <c>bench</c>: a payment cycle from the command line. Nobody approves or releases here: that takes two more people in the portal.</summary>
internal static class PaymentsCommands
{
    public static Command Make() => new("payments", "Payment runs, order files, agencies' answers.") { Run(), Export(), PaymentsIngestCommand.Make(), PaymentsVerifyCommand.Make(), PaymentsBooksCommand.Make(), PaymentsExchangeCommand.Make(), PaymentsPayoutsCommand.Make(), PaymentsEmergencyCommand.Make(), PaymentsVouchersCommand.Make(), PaymentsMapperCommand.Make(), PaymentsBenchCommand.Make() };

    private static Command Run()
    {
        var cycle = new Option<string>("--cycle") { Description = "The month to be paid, as 2026-07.", Required = true };
        var scheme = new Option<string>("--scheme") { Description = "One scheme's id; all schemes when left out.", DefaultValueFactory = _ => Cycle.AllSchemes };
        var valueDate = new Option<DateOnly?>("--value-date") { Description = "The day on which people shall have the money, when the cycle is not open yet; otherwise the last weekday of the month." };
        var command = new ActCommand("payments.prepare", "run", "Open the cycle if need be, prepare a payment run and put it up for approval by somebody else.") { cycle, scheme, valueDate };
        command.SetAction((parse, ct) => CommandRun.InHostAsync(
            parse,
            services => PrepareAsync(services, MonthOf(parse.GetRequiredValue(cycle), "--cycle"), parse.GetRequiredValue(scheme), parse.GetValue(valueDate), ct),
            ct));
        return command;
    }

    private static async Task<CommandOutcome> PrepareAsync(IServiceProvider services, Month month, string scheme, DateOnly? valueDate, CancellationToken ct)
    {
        var change = new Change { Act = "payments.prepare", Actor = CommandRun.Operator, Now = services.GetRequiredService<TimeProvider>().GetUtcNow().UtcDateTime };
        Guid id;
        Guid? waiting;
        await using (var scope = services.CreateAsyncScope())
        {
            var provider = scope.ServiceProvider;
            var known = await provider.GetRequiredService<PaymentsDb>().Cycles.Where(c => c.Month == month && c.Scheme == scheme && c.Kind == CycleKind.Monthly).Select(c => (Guid?)c.Id).SingleOrDefaultAsync(ct);
            id = known ?? await provider.GetRequiredService<OpenCycle>().HandleAsync(new NewCycle { Month = month, Scheme = scheme, ValueDate = valueDate ?? LastWeekday(month) }, change, ct);
            // Asked for again, also after a crash between preparing and reporting, the run that nobody approved yet is waited for and told of.
            waiting = await provider.GetRequiredService<PaymentsDb>().PaymentRuns.Where(r => r.OpenFor == id && r.ApprovedAt == null).Select(r => (Guid?)r.Id).SingleOrDefaultAsync(ct);
            id = waiting ?? (await provider.GetRequiredService<PreparePaymentRun>().HandleAsync(id, change, ct)).PaymentRunId;
        }

        await Settle.WaitAsync(services, null, ct, change.Now);
        await using var after = services.CreateAsyncScope();
        var run = await after.ServiceProvider.GetRequiredService<PaymentsDb>().PaymentRuns.AsNoTracking().SingleAsync(r => r.Id == id, ct);
        var figures = after.ServiceProvider.GetRequiredService<PaymentRunFigures>();
        var sums = await figures.SumsAsync(id, ct);
        var difference = await figures.DifferenceAsync(id, ct);
        List<string> words = [$"Payment run {run.Number} for {month} is {run.State}: {run.Count} payments."];
        if (waiting is not null)
        {
            words.Add(string.Create(CultureInfo.InvariantCulture, $"  It was started on {run.StartedAt:yyyy-MM-dd HH:mm} UTC; to count anew what is due, cancel it in the portal first."));
        }

        foreach (var group in sums.GroupBy(s => (s.HoldCode, s.Currency)).OrderBy(g => g.Key.HoldCode is not null).ThenBy(g => g.Key.HoldCode, StringComparer.Ordinal))
        {
            var (hold, currency) = group.Key;
            words.Add($"  {(hold is null ? "to pay" : $"held, {HoldReasons.Words(hold)}")}: {group.Sum(s => s.Count)} payments, {new Money(group.Sum(s => s.Minor), Currency.Of(currency))}");
        }

        words.Add(difference.IsFirst ? "  There is no cycle before it." : $"  Against the month before: {difference.New} new, {difference.Stopped} stopped, {difference.Changed} with another amount, {difference.Withheld} of them by deductions.");
        words.Add(run.Count == 0 ? "Nothing is due." : "Another person approves it in the portal, and a third releases it.");
        return new CommandOutcome(
            true,
            new { holds = true, paymentRun = run.Number, id, cycle = month.ToString(), scheme, run.State, payments = run.Count, sums, difference },
            string.Join(Environment.NewLine, words));
    }

    private static Command Export()
    {
        var number = new Argument<string>("batch") { Description = "The batch's number, such as BANKA-00000197." };
        var output = new Option<FileInfo?>("--out") { Description = "Where to write it; its own name in the current folder when left out." };
        var command = new ActCommand("payments.batches", "export", "Write a released batch's order file, byte for byte as its agency fetches it.") { number, output };
        command.SetAction((parse, ct) => CommandRun.InHostAsync(
            parse, services => ExportAsync(services, parse.GetRequiredValue(number), parse.GetValue(output), ct), ct, background: false, check: CommandOptions.MustExist(parse)));
        return command;
    }

    private static async Task<CommandOutcome> ExportAsync(IServiceProvider services, string number, FileInfo? output, CancellationToken ct)
    {
        await using var scope = services.CreateAsyncScope();
        var batch = await scope.ServiceProvider.GetRequiredService<PaymentsDb>().Batches.AsNoTracking().SingleOrDefaultAsync(b => b.Number == number.Trim(), ct)
            ?? throw new Refused("batch.unknown", $"There is no batch '{number}'.", "batch");
        var change = new Change { Act = "payments.export", Actor = CommandRun.Operator, Now = services.GetRequiredService<TimeProvider>().GetUtcNow().UtcDateTime };
        var file = await scope.ServiceProvider.GetRequiredService<DownloadBatch>().HandleAsync(batch.Id, change, ct);
        var path = output?.FullName ?? Path.GetFullPath(file.Name);
        await using (var content = file.Content)
        {
            await CommandFile.WriteAsync(path, "--out", target => content.CopyToAsync(target, ct));
        }

        return new CommandOutcome(
            true,
            new { holds = true, batch = batch.Number, batch.Agency, batch.Count, batch.TotalMinor, batch.Currency, file = path, file.Sha256, bytes = batch.FileLength },
            $"{path}: {batch.Count} payments, {new Money(batch.TotalMinor, Currency.Of(batch.Currency))}, {batch.FileLength} bytes, SHA-256 {file.Sha256}");
    }

    internal static Month MonthOf(string text, string option) => Month.TryParse(text, out var month) ? month : throw new Refused("month.form", $"{option} is '{text}'; write the month as 2026-07.", option);

    private static DateOnly LastWeekday(Month month) => month.Last.DayOfWeek switch
    {
        DayOfWeek.Saturday => month.Last.AddDays(-1),
        DayOfWeek.Sunday => month.Last.AddDays(-2),
        _ => month.Last,
    };
}
