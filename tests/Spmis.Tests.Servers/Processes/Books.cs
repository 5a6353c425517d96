using System.Globalization;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Spmis.Contributions.Bills;
using Spmis.Host;
using Spmis.Host.Demo;
using Spmis.Kernel.Acts;
using Spmis.Kernel.Data;
using Spmis.Kernel.Hosting;
using Spmis.Samples;
using Bill = Spmis.Samples.Bank.Bill;

namespace Spmis.Tests.Servers.Processes;

/// <summary>All modules' databases, read beside the processes that work on them: whether everything has arrived, and what is in them.</summary>
internal sealed class Books(IReadOnlyDictionary<string, string?> settings, bool overBroker) : IAsyncDisposable
{
    private readonly WebApplication host = SpmisHost.Build(new Dictionary<string, string?>(settings) { ["Bus:RabbitMq"] = null }); // Never started: it only reads.

    /// <summary>Waits until no run is open, no message undelivered, and every message was applied by each of its consumers.</summary>
    public Task SettleAsync(int seconds = 240) => Eventually.ReachAsync("quiet", OpenAsync, open => open.Length == 0, seconds);

    /// <summary>Every message was applied once by each consumer: inbox rows that should be there, and those that are.</summary>
    public async Task<(long Due, long Applied)> AppliedAsync()
    {
        Dictionary<string, long> sent = [];
        long applied = 0;
        foreach (var module in host.Services.GetServices<IModule>())
        {
            await using var scope = host.Services.CreateAsyncScope();
            var db = scope.ServiceProvider.GetRequiredKeyedService<ModuleDb>(module.Name);
            foreach (var group in await db.Outbox.GroupBy(o => o.Contract).Select(g => new { g.Key, Count = g.LongCount() }).ToListAsync())
            {
                sent[group.Key] = sent.GetValueOrDefault(group.Key) + group.Count;
            }

            applied += await db.Inbox.LongCountAsync();
        }

        var listeners = host.Services.GetServices<Subscription>().CountBy(s => s.Message.FullName ?? "").ToDictionary();
        return (sent.Sum(s => s.Value * listeners.GetValueOrDefault(s.Key)), applied);
    }

    /// <summary>Registration numbers of employers, by their line.</summary>
    public Task<IReadOnlyList<Issued>> EmployersAsync() => Demo.EmployersIssuedAsync(default);

    /// <summary>Registration numbers of workers, by their line.</summary>
    public IAsyncEnumerable<Issued> WorkersAsync() => Demo.WorkersIssuedAsync(default);

    /// <summary>What employers owe for their returns.</summary>
    public async Task<IReadOnlyList<Bill>> BillsAsync()
    {
        await using var scope = host.Services.CreateAsyncScope();
        var bills = await scope.ServiceProvider.GetRequiredService<ListBills>().HandleAsync(Actor.System, null, ListBills.Most, BillKind.Contributions, null, openOnly: false, default);

        // Filed in time, whatever the day of the test.
        return [.. bills.Select(b => new Bill(b.EmployerNumber, b.Month, b.PaymentReference, b.Amount, b.DueOn, b.Month.Last)).OrderBy(b => b.EmployerNumber, StringComparer.Ordinal).ThenBy(b => b.Period).ThenBy(b => b.Amount.Minor)];
    }

    /// <summary>What is in the books, and what does not hold.</summary>
    public async Task<(string Figures, IReadOnlyList<string> Broken)> TotalsAsync()
    {
        var report = await DemoPromises.CheckAsync(host.Services, new DemoOptions(0, 0, 0, ""), new DemoState { Persons = 0, Employers = 0, Seed = 0, Done = [] }, default);
        var figures = new SortedDictionary<string, long>(report.Counts.Concat(report.AmountsMinor).ToDictionary(), StringComparer.Ordinal);
        return (JsonSerializer.Serialize(figures, SpmisJson.Indented), [.. report.Invariants.Where(i => !i.Holds).Select(i => $"{i.Name}: {i.Detail}")]);
    }

    /// <inheritdoc />
    public async ValueTask DisposeAsync()
    {
        await host.DisposeAsync();
        Microsoft.Data.Sqlite.SqliteConnection.ClearAllPools();
        Npgsql.NpgsqlConnection.ClearAllPools();
    }

    private DemoContext Demo => new(host.Services, DemoActors.Readers, new DemoOptions(0, 0, 0, ""), (_, _) => { });

    private async Task<string> OpenAsync()
    {
        foreach (var module in host.Services.GetServices<IModule>())
        {
            await using var scope = host.Services.CreateAsyncScope();
            var db = scope.ServiceProvider.GetRequiredKeyedService<ModuleDb>(module.Name);
            if (await db.Runs.AsNoTracking().OrderBy(r => r.Id).FirstOrDefaultAsync(r => r.FailedAt != null) is { } failed)
            {
                throw new InvalidOperationException($"{module.Name}: {failed.Title} failed: {failed.Problem}");
            }

            if (await db.DeadLetters.AsNoTracking().OrderBy(d => d.Id).FirstOrDefaultAsync(d => d.ParkedAt != null && d.ResolvedAt == null) is { } letter)
            {
                throw new InvalidOperationException($"{module.Name}: {letter.Consumer} could not apply {letter.Contract}: {letter.Reason}");
            }

            var runs = await db.Runs.CountAsync(r => r.FinishedAt == null);
            var messages = await db.Outbox.CountAsync(o => o.DeliveredAt == null);
            if (runs + messages > 0)
            {
                return string.Create(CultureInfo.InvariantCulture, $"{module.Name}: {runs} runs open, {messages} messages undelivered");
            }
        }

        var (due, applied) = await AppliedAsync();
        return !overBroker || due == applied ? "" : string.Create(CultureInfo.InvariantCulture, $"{applied} of {due} messages applied");
    }
}
