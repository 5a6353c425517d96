using System.CommandLine;
using System.Globalization;
using Microsoft.EntityFrameworkCore;
using Spmis.Kernel.Acts;
using Spmis.Kernel.Hosting;
using Spmis.Kernel.Runs;
using Spmis.Payments;
using Spmis.Payments.Emergencies;

namespace Spmis.Host.Commands;

/// <summary><c>payments emergency</c>: checks a list for an event, line by line. Nobody approves here: that takes another person in the portal.</summary>
internal static class PaymentsEmergencyCommand
{
    private const int Slice = 1000;

    public static Command Make()
    {
        var path = new Argument<FileInfo>("file") { Description = "CSV with registration_number and, without --amount, amount." };
        path.AcceptExistingOnly();
        var of = new Option<string>("--event") { Description = "The event's code, such as FLOOD26.", Required = true };
        var month = new Option<string>("--month") { Description = "The month the payments are for, as 2026-07.", Required = true };
        var valueDate = new Option<DateOnly>("--value-date") { Description = "The day on which people shall have the money.", Required = true };
        var amount = new Option<decimal?>("--amount") { Description = "The same for each; left out, the file has a column amount." };
        var name = new Option<string?>("--name") { Description = "Name of the list; the file's name when left out." };
        var dryRun = new Option<bool>("--dry-run") { Description = "Give every verdict and cancel the list." };
        var command = new ActCommand("payments.propose-emergencies", "emergency", "Check a list of persons for a one-off transfer: a verdict per line; it is then put up for approval in the portal.") { path, of, month, valueDate, amount, name, dryRun };
        command.SetAction((parse, ct) => CommandRun.InHostAsync(
            parse,
            async services =>
            {
                var file = parse.GetRequiredValue(path);
                await using var content = file.OpenRead();
                var dry = parse.GetValue(dryRun);
                var list = new NewEmergencyList
                {
                    Event = parse.GetRequiredValue(of), Month = PaymentsCommands.MonthOf(parse.GetRequiredValue(month), "--month"), ValueDate = parse.GetRequiredValue(valueDate), Flat = parse.GetValue(amount), Content = content,
                    Name = parse.GetValue(name) ?? (dry ? $"dry run {Guid.CreateVersion7():N}" : Path.GetFileNameWithoutExtension(file.Name)),
                };
                return await CheckAsync(services, list, dry, ct);
            },
            ct, check: CommandOptions.MustExist(parse)));
        return command;
    }

    private static async Task<CommandOutcome> CheckAsync(IServiceProvider services, NewEmergencyList input, bool dry, CancellationToken ct)
    {
        var change = new Change { Act = "payments.check-emergency", Actor = CommandRun.Operator, Now = services.GetRequiredService<TimeProvider>().GetUtcNow().UtcDateTime, Reason = dry ? "dry run" : null };
        long id;
        await using (var scope = services.CreateAsyncScope())
        {
            id = (await scope.ServiceProvider.GetRequiredService<CheckList>().HandleAsync(input, change, ct)).Id;
        }

        await Settle.WaitAsync(services, null, ct, change.Now);
        await using var after = services.CreateAsyncScope();
        var db = after.ServiceProvider.GetRequiredService<PaymentsDb>();
        var list = await db.EmergencyLists.AsNoTracking().SingleAsync(l => l.Id == id, ct);
        var lines = await db.RunLines.AsNoTracking().Where(l => l.RunId == list.RunId && l.Part == 0 && l.Verdict != RunLine.AcceptedVerdict).OrderBy(l => l.Line).Take(Slice).Select(l => new { l.Line, l.Verdict, l.Code, l.Text, l.Number, l.Value }).ToListAsync(ct);
        if (dry)
        {
            await using var own = services.CreateAsyncScope();
            await own.ServiceProvider.GetRequiredService<CheckList>().CancelAsync(id, change, ct);
        }

        List<string> words = [string.Create(CultureInfo.InvariantCulture, $"{list.ToPay} to pay, {list.Held} held, {list.Refused} refused.")];
        words.AddRange(lines.Select(l => $"  line {l.Line}: {(l.Verdict == RunLine.NotedVerdict ? "held" : "refused")}, {l.Text} ({l.Code})"));
        words.Add(dry ? "Nothing was kept to be paid." : "Put it up for approval in the portal.");
        return new CommandOutcome(
            list.CheckedAt is not null && list.Refused == 0,
            new { holds = list.CheckedAt is not null && list.Refused == 0, list = id, dryRun = dry, list.ToPay, list.TotalMinor, list.Held, list.Refused, lines }, string.Join(Environment.NewLine, words));
    }
}
