using System.CommandLine;
using System.Globalization;
using Microsoft.EntityFrameworkCore;
using Spmis.Kernel.Acts;
using Spmis.Kernel.Hosting;
using Spmis.Payments;
using Spmis.Payments.Vouchers;

namespace Spmis.Host.Commands;

/// <summary><c>payments vouchers</c>: batches by state, the export of one for the printer, and the expiry of those whose last day is over.</summary>
internal static class PaymentsVouchersCommand
{
    private const int Most = 1000;

    public static Command Make()
    {
        var export = new Option<string?>("--export") { Description = "Number of a batch whose voucher numbers are written, once, to --out." };
        var output = new Option<FileInfo?>("--out") { Description = "Where the numbers are written; needed with --export." };
        var expire = new Option<bool>("--expire") { Description = "Have vouchers expire whose last day is over, as the clock does once an hour." };
        var command = new ActCommand("payments.export-vouchers", "vouchers", "List batches of vouchers by state; with --export write the numbers of one, with --expire end those whose last day is over.") { export, output, expire };
        command.SetAction((parse, ct) => CommandRun.InHostAsync(parse, services => WorkAsync(services, parse.GetValue(export), parse.GetValue(output), parse.GetValue(expire), ct), ct, check: CommandOptions.MustExist(parse)));
        return command;
    }

    private static async Task<CommandOutcome> WorkAsync(IServiceProvider services, string? export, FileInfo? output, bool expire, CancellationToken ct)
    {
        var change = new Change { Act = export is null ? "payments.expire-vouchers" : "payments.export-vouchers", Actor = CommandRun.Operator, Now = services.GetRequiredService<TimeProvider>().GetUtcNow().UtcDateTime };
        await using var scope = services.CreateAsyncScope();
        var provider = scope.ServiceProvider;
        var db = provider.GetRequiredService<PaymentsDb>();
        if (export is not null)
        {
            if (output is null)
            {
                throw new Refused("command.out", "Say with --out where the numbers are written.", "--out");
            }

            var wanted = await db.VoucherBatches.AsNoTracking().SingleOrDefaultAsync(b => b.Number == export.Trim(), ct) ?? throw new Refused("voucher.batch-unknown", $"There are no vouchers '{export}'.", "--export");
            var (_, content) = await provider.GetRequiredService<ExportVouchers>().HandleAsync(wanted.Id, change, ct);
            await using (content)
            {
                await CommandFile.WriteAsync(output.FullName, "--out", target => content.CopyToAsync(target, ct));
            }
        }

        if (expire)
        {
            await provider.GetRequiredService<MoveVouchers>().ExpireAsync(change, ct);
            await Settle.WaitAsync(services, null, ct, change.Now);
        }

        var batches = await db.VoucherBatches.AsNoTracking().OrderByDescending(b => b.Id).Take(Most).ToListAsync(ct);
        var all = await provider.GetRequiredService<VoucherFigures>().OfAsync(batches.ConvertAll(b => b.Id), ct);
        List<object> rows = [];
        List<string> words = [batches.Count == 0 ? "No vouchers were made yet." : $"{batches.Count} batches:"];
        foreach (var b in batches)
        {
            var counts = all[b.Id];
            rows.Add(new { b.Number, b.Name, b.Group, b.State, b.Count, b.ValueMinor, b.Currency, b.ExpiresOn, counts });
            words.Add(string.Create(CultureInfo.InvariantCulture, $"  {b.Number} {b.Name}: {b.Count} of {b.Value}, {b.State}; {counts.Active} active, {counts.Redeemed} redeemed, {counts.Cancelled} cancelled, {counts.Expired} expired"));
        }

        return new CommandOutcome(true, new { holds = true, exported = output?.FullName, batches = rows }, string.Join(Environment.NewLine, words));
    }
}
