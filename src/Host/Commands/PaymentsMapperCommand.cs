using System.CommandLine;
using System.Globalization;
using Microsoft.EntityFrameworkCore;
using Spmis.Kernel.Acts;
using Spmis.Kernel.Hosting;
using Spmis.Kernel.Runs;
using Spmis.Payments;
using Spmis.Payments.Mapper;

namespace Spmis.Host.Commands;

/// <summary><c>payments mapper resolve|link</c>: asks the account mapper of G2P Connect for payees' accounts, and tells it those verified here. Settings: <c>Payments:Mapper:*</c>.</summary>
internal static class PaymentsMapperCommand
{
    private const int Slice = 1000;

    public static Command Make()
    {
        var what = new Argument<string>("what") { Description = "resolve: ask where payees' money shall go, a verdict per person; what is told is not paid before somebody verified it, unless a setting says so. link: tell verified addresses in use (link, update) and the end of those told before (unlink)." };
        what.AcceptOnlyFromAmong("resolve", "link");
        var all = new Option<bool>("--all") { Description = "Of resolve: all payees of awards in force, not only those without an address; says where the mapper has another account." };
        var numbers = new Option<FileInfo?>("--numbers") { Description = "Of resolve: a file of registration numbers, one a line, 5,000 at most." };
        var dryRun = new Option<bool>("--dry-run") { Description = "Ask the mapper, give every verdict and change nothing, here or there." };
        var command = new ActCommand("payments.mapper", "mapper", "Ask the account mapper of G2P Connect for payees' accounts, or tell it those verified here (settings Payments:Mapper:*).") { what, all, numbers, dryRun };
        command.SetAction((parse, ct) => CommandRun.InHostAsync(
            parse,
            async services =>
            {
                var dry = parse.GetValue(dryRun);
                if (parse.GetRequiredValue(what) == "link")
                {
                    return await RunAsync<TellMapper>(services, TellMapper.Act, (act, change) => act.HandleAsync(new TellRequest(dry), change, ct), dry, ct);
                }

                var named = parse.GetValue(numbers) is { } file ? await File.ReadAllLinesAsync(file.FullName, ct) : null;
                var request = new ResolveRequest { Of = named is not null ? ResolveOf.Named : parse.GetValue(all) ? ResolveOf.All : ResolveOf.WithoutAddress, Numbers = named ?? [], DryRun = dry };
                return await RunAsync<ResolveAddresses>(services, ResolveAddresses.Act, (act, change) => act.HandleAsync(request, change, ct), dry, ct);
            },
            ct, check: CommandOptions.MustExist(parse)));
        return command;
    }

    private static async Task<CommandOutcome> RunAsync<T>(IServiceProvider services, string name, Func<T, Change, Task<long>> start, bool dry, CancellationToken ct)
        where T : notnull
    {
        var change = new Change { Act = name, Actor = CommandRun.Operator, Now = services.GetRequiredService<TimeProvider>().GetUtcNow().UtcDateTime, Reason = dry ? "dry run" : null };
        long id;
        await using (var scope = services.CreateAsyncScope())
        {
            id = await start(scope.ServiceProvider.GetRequiredService<T>(), change);
        }

        await Settle.WaitAsync(services, null, ct, change.Now);
        await using var after = services.CreateAsyncScope();
        var db = after.ServiceProvider.GetRequiredService<PaymentsDb>();
        var run = await db.Runs.AsNoTracking().SingleAsync(r => r.Id == id, ct);
        var reasons = await db.RunLines.AsNoTracking().Where(l => l.RunId == id && l.Part == 0 && l.Code != null).GroupBy(l => l.Code!).Select(g => new { Code = g.Key, Count = g.Count() }).OrderBy(g => g.Code).ToListAsync(ct);
        var lines = await db.RunLines.AsNoTracking().Where(l => l.RunId == id && l.Part == 0 && l.Code != null).OrderBy(l => l.Line).Take(Slice).Select(l => new { l.Line, Number = l.Number ?? l.Reference, l.Code, l.Text, Detail = l.Value }).ToListAsync(ct);
        List<string> words = [string.Create(CultureInfo.InvariantCulture, $"Run {id} is {run.State}: {run.Accepted} taken, {run.Refused} not.{(dry ? " Nothing was changed." : "")}")];
        words.AddRange(reasons.Select(r => string.Create(CultureInfo.InvariantCulture, $"  {r.Count}: {MapperVerdicts.Words(r.Code)} ({r.Code})")));
        if (run.Problem is { } problem)
        {
            words.Add(problem);
        }

        var holds = run.State == "finished";
        return new CommandOutcome(holds, new { holds, run = id, run.State, dryRun = dry, run.Accepted, run.Refused, run.Problem, reasons, lines }, string.Join(Environment.NewLine, words));
    }
}
