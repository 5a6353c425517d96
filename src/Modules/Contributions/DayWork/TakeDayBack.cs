using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using Spmis.Contributions.Arrears;
using Spmis.Contributions.Copies;
using Spmis.Contributions.Receipts;
using Spmis.Kernel.Acts;
using Spmis.Kernel.Data;
using Spmis.Kernel.Proposals;

namespace Spmis.Contributions.DayWork;

/// <summary>What is to be taken back.</summary>
public sealed record TakeDayBackInput(string Serial, string Reason);

/// <summary>Takes a confirmed day back that was none: the difference is posted, the month is counted anew, the money credited to the employer. One person prepares it, another approves.</summary>
public sealed class TakeDayBack(ContributionsDb db, FourEyes fourEyes, AllocateMoney allocation, Merges merges, ConfirmDays confirm, EndVouchers end) : IProposedAct
{
    /// <summary>The act's name.</summary>
    public const string Act = "daywork.take-back";

    /// <exception cref="Refused">There is no such voucher, its day is not confirmed, or no reason is given.</exception>
    public async Task<Proposal> ProposeAsync(string serial, Change change, CancellationToken ct)
    {
        var reason = RelieveBill.Given(change.Reason, "reason", "Say why.", 1000);
        var voucher = await FindAsync(serial, ct);
        return await fourEyes.ProposeAsync(ContributionsModule.ModuleName, Act, $"{voucher.Id}", $"Take the day of {voucher.Day:yyyy-MM-dd} back, voucher {voucher.Serial}", new TakeDayBackInput(voucher.Serial, reason), change, ct);
    }

    /// <inheritdoc />
    public async Task<IReadOnlyList<ShownField>> ShowAsync(string payload, CancellationToken ct)
    {
        var input = Read(payload);
        var voucher = await FindAsync(input.Serial, ct);
        var root = (await merges.RootsAsync([voucher.PersonId ?? default], ct)).Values.Single();
        var worker = await db.Set<WorkerCopy>().AsNoTracking().SingleOrDefaultAsync(w => w.PersonId == root, ct);
        return [new("Worker", null, $"{worker?.RegistrationNumber}, {worker?.Name}"), new("Day", $"{voucher.Day:yyyy-MM-dd}", null), new("Voucher", voucher.Serial, null), new("Because", null, input.Reason)];
    }

    /// <inheritdoc />
    public async Task ApplyAsync(string payload, Change change, CancellationToken ct)
    {
        var employer = (await FindAsync(Read(payload).Serial, ct)).EmployerId;
        await allocation.HoldAsync([employer], ct);
        var voucher = await FindAsync(Read(payload).Serial, ct);
        await confirm.PostAsync([voucher], used: false, change, ct);
        await end.ApplyAsync([voucher], DayVoucherState.TakenBack, change, ct);
        await db.SaveAsync(change, ct);
    }

    private static TakeDayBackInput Read(string payload) => JsonSerializer.Deserialize<TakeDayBackInput>(payload, SpmisJson.Options) ?? throw new InvalidOperationException("The proposal is empty.");

    private async Task<DayVoucher> FindAsync(string serial, CancellationToken ct) =>
        await db.Set<DayVoucher>().AsNoTracking().SingleOrDefaultAsync(v => v.Serial == serial && v.State == DayVoucherState.Used, ct) ?? throw new Refused("voucher.not-used", $"No confirmed day has voucher {serial}.", "serial");
}
