using Microsoft.EntityFrameworkCore;
using Spmis.Kernel.Acts;
using Spmis.Payments;
using Spmis.Payments.Batches;
using Spmis.Payments.Cycles;
using Spmis.Payments.PaymentRuns;
using Spmis.Payments.Reconciliation;
using Spmis.Samples.Agencies;
using Spmis.Samples.Places;
using Spmis.Values;

namespace Spmis.Host.Demo;

/// <summary>Pay: open the cycle, prepare, approve and release by three people, send a file to each agency, read what they answer, close the batches.</summary>
internal static class PaySteps
{
    private static readonly Month July = new(2026, 7);
    private static readonly DateOnly Prepared = new(2026, 7, 20);
    private static readonly DateOnly ValueDate = new(2026, 7, 24);
    private static readonly DateOnly Answered = new(2026, 7, 24);
    private static readonly DateOnly Closed = new(2026, 7, 31);

    public static IReadOnlyList<DemoStep> All { get; } =
    [
        new("prepare-payments", "Open the July cycle and prepare its payment run", PrepareAsync),
        new("approve-payments", "A second person approves, a third releases", ApproveAsync),
        new("answer-payments", "The agencies pay and answer", AnswerAsync),
        new("reconcile-payments", "Read the answers, match each to its payment, close the batches", ReconcileAsync),
    ];

    private static async Task<long> PrepareAsync(DemoContext demo, CancellationToken ct)
    {
        var change = DemoContext.On(Prepared, demo.Officer, "payments.prepare");
        var cycle = await demo.UseAsync<PaymentsDb, Guid?>(db => db.Cycles.Where(c => c.Month == July).Select(c => (Guid?)c.Id).SingleOrDefaultAsync(ct))
            ?? await demo.UseAsync<OpenCycle, Guid>(act => act.HandleAsync(new NewCycle { Month = July, ValueDate = ValueDate }, change, ct));
        if (!await demo.UseAsync<PaymentsDb, bool>(db => db.PaymentRuns.AnyAsync(r => r.CycleId == cycle, ct)))
        {
            await demo.UseAsync<PreparePaymentRun>(act => act.HandleAsync(cycle, change, ct));
        }

        await demo.SettleAsync(ct);
        return await demo.UseAsync<PaymentsDb, long>(db => db.Instructions.LongCountAsync(ct));
    }

    private static async Task<long> ApproveAsync(DemoContext demo, CancellationToken ct)
    {
        await demo.ApproveAsync(PaymentsModule.ModuleName, ApprovePaymentRun.Act, demo.Supervisor, Prepared.AddDays(1), ct);
        await demo.SettleAsync(ct);
        var approved = await demo.UseAsync<PaymentsDb, List<Guid>>(db => db.PaymentRuns.Where(r => r.ApprovedAt != null && r.ClearedAt == null && r.CancelledAt == null).OrderBy(r => r.Number).Select(r => r.Id).Take(10).ToListAsync(ct));
        foreach (var run in approved)
        {
            await demo.UseAsync<ReleasePaymentRun>(act => act.HandleAsync(run, DemoContext.On(Prepared.AddDays(2), demo.Releaser, ReleasePaymentRun.Act), ct));
        }

        await demo.SettleAsync(ct);
        return await demo.UseAsync<PaymentsDb, long>(db => db.Batches.SumAsync(b => b.Count, ct));
    }

    private static async Task<long> AnswerAsync(DemoContext demo, CancellationToken ct)
    {
        Directory.CreateDirectory(demo.Path("batches"));
        Directory.CreateDirectory(demo.Path("answers"));
        var batches = await demo.UseAsync<PaymentsDb, List<Batch>>(db => db.Batches.AsNoTracking().OrderBy(b => b.Id).Take(10_000).ToListAsync(ct));
        long payments = 0;
        foreach (var batch in batches)
        {
            var path = await FetchAsync(demo, batch.Id, ct);
            var answer = batch.Agency == PaymentAgency.MobileMoney
                ? await new MobileMoneyAgency(demo.Options.Seed).AnswerAsync(path, demo.Path("answers"), Answered, ct)
                : await new TransferAgency(demo.Options.Seed, batch.Agency).AnswerAsync(path, demo.Path("answers"), Answered, ct);
            payments += answer.Paid.Count + answer.Failed.Count + answer.Returned.Count;
        }

        return payments;
    }

    private static async Task<string> FetchAsync(DemoContext demo, long batch, CancellationToken ct)
    {
        await using var scope = demo.Services.CreateAsyncScope();
        var file = await scope.ServiceProvider.GetRequiredService<DownloadBatch>().HandleAsync(batch, DemoContext.On(Prepared.AddDays(2), demo.Officer, "payments.fetch"), ct);
        var path = demo.Path("batches", file.Name);
        await using var content = file.Content;
        await using var target = File.Create(path);
        await content.CopyToAsync(target, ct);
        return path;
    }

    private static async Task<long> ReconcileAsync(DemoContext demo, CancellationToken ct)
    {
        var batches = await demo.UseAsync<PaymentsDb, List<Batch>>(db => db.Batches.AsNoTracking().OrderBy(b => b.Id).Take(10_000).ToListAsync(ct));
        foreach (var batch in batches)
        {
            var stem = Path.GetFileNameWithoutExtension(batch.FileName) ?? throw new Refused("demo.no-file", $"Batch {batch.Number} has no file.");
            // First what was paid or rejected, then what came back three days later.
            foreach (var (suffix, day) in new[] { ("-pain002.xml", Answered), ("-status.csv", Answered), ("-camt054.xml", Answered.AddDays(3)) })
            {
                var path = demo.Path("answers", stem + suffix);
                if (File.Exists(path))
                {
                    await ImportAsync(demo, batch.Agency, path, day, ct);
                }
            }
        }

        foreach (var batch in batches.Where(b => b.ClosedAt is null))
        {
            await demo.UseAsync<CloseBatch>(act => act.HandleAsync(batch.Id, DemoContext.On(Closed, demo.Officer, "payments.close-batch"), ct));
        }

        await demo.SettleAsync(ct);
        return await demo.UseAsync<PaymentsDb, long>(db => db.Outcomes.LongCountAsync(ct));
    }

    private static async Task ImportAsync(DemoContext demo, string agency, string path, DateOnly day, CancellationToken ct)
    {
        await using (var content = File.OpenRead(path))
        {
            await demo.UseAsync<ImportStatusFile>(act => act.HandleAsync(new StatusUpload { Agency = agency, FileName = Path.GetFileName(path), Content = content, Length = content.Length }, DemoContext.On(day, demo.Officer, "payments.status"), ct));
        }

        await demo.SettleAsync(ct);
    }
}
