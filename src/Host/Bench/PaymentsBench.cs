using System.Diagnostics;
using Microsoft.EntityFrameworkCore;
using Spmis.Kernel.Acts;
using Spmis.Payments;
using Spmis.Payments.Batches;
using Spmis.Payments.Cycles;
using Spmis.Payments.PaymentRuns;
using Spmis.Payments.Promises;
using Spmis.Payments.Reconciliation;
using Spmis.Samples.Agencies;
using RegistrationClearance = Spmis.Contracts.Registration.ClearanceGiven;
using EligibilityClearance = Spmis.Contracts.Eligibility.ClearanceGiven;

namespace Spmis.Host.Bench;

/// <summary>A whole payment cycle through the real handlers on a fresh embedded database: prepare, approve, release with its files, answers, close. Behind each step its bare limit is measured.</summary>
internal sealed class PaymentsBench(BenchWorld world, BareWork bare, string folder)
{
    private const int Seed = 7;
    private readonly List<BenchStep> steps = [];

    public async Task<BenchReport> RunAsync(int instructions, Action<BenchStep> told, CancellationToken ct)
    {
        var run = await PrepareAsync(instructions, told, ct);
        await ApproveAsync(run, instructions, told, ct);
        await ReleaseAsync(run, instructions, told, ct);
        await IngestAsync(instructions, told, ct);
        await CloseAsync(instructions, told, ct);
        var verified = await world.UseAsync<VerifyPayments, PaymentsVerified>(v => v.HandleAsync(BenchWorld.Month.Last, ct));
        return new() { Instructions = instructions, Steps = steps, PeakMemoryBytes = Process.GetCurrentProcess().PeakWorkingSet64, Holds = verified.Holds };
    }

    private async Task<Guid> PrepareAsync(int rows, Action<BenchStep> told, CancellationToken ct)
    {
        var change = BenchWorld.Change("payments.prepare", BenchWorld.Officer);
        var cycle = await world.UseAsync<OpenCycle, Guid>(act => act.HandleAsync(new NewCycle { Month = BenchWorld.Month, ValueDate = BenchWorld.Month.Last }, change, ct));
        var marks = await bare.MarksAsync(ct);
        var watch = StepWatch.Start();
        var run = (await world.UseAsync<PreparePaymentRun, PaymentRunStarted>(act => act.HandleAsync(cycle, change, ct))).PaymentRunId;
        await world.SettleAsync(ct);
        Told(new("prepare", rows, watch.Seconds, watch.CpuSeconds, await bare.InsertsAsync(marks, ct), "prepared insert of the same rows"), told);
        return run;
    }

    private async Task ApproveAsync(Guid run, int rows, Action<BenchStep> told, CancellationToken ct)
    {
        var watch = StepWatch.Start();
        await world.UseAsync<ApprovePaymentRun>(act => act.HandleAsync(run, BenchWorld.Change(ApprovePaymentRun.Act, BenchWorld.Supervisor), ct));
        Told(new("approve", rows, watch.Seconds, watch.CpuSeconds, await bare.SumAsync(["Scheme", "Currency", "Agency", "HoldCode"], ct), "one grouped sum over the same rows"), told);
    }

    private async Task ReleaseAsync(Guid run, int rows, Action<BenchStep> told, CancellationToken ct)
    {
        var marks = await bare.MarksAsync(ct);
        var watch = StepWatch.Start();
        await world.UseAsync<ReleasePaymentRun>(act => act.HandleAsync(run, BenchWorld.Change(ReleasePaymentRun.Act, BenchWorld.Releaser), ct));
        await world.UseAsync<PaymentsDb>(async db =>
        {
            // The other modules have nothing to tell.
            db.Publish(new RegistrationClearance { PaymentRunId = run, MustHaveApplied = [] });
            db.Publish(new EligibilityClearance { PaymentRunId = run, MustHaveApplied = [] });
            await db.SaveAsync(BenchWorld.Change("bench.clear", BenchWorld.Officer), ct);
        });
        await world.SettleAsync(ct);
        var (seconds, cpu) = (watch.Seconds, watch.CpuSeconds);
        var limit = await bare.InsertsAsync(marks, ct) + await bare.UpdatesAsync("instructions", ["Id", "BatchId"], "\"BatchId\" IS NOT NULL", ct);
        foreach (var path in await FetchAsync(ct))
        {
            limit += BareWork.WriteXml(path, path + ".bare");
        }

        Told(new("release", rows, seconds, cpu, limit, "prepared update of the same rows, XmlWriter of the same elements"), told);
    }

    private async Task<List<string>> FetchAsync(CancellationToken ct)
    {
        List<string> paths = [];
        foreach (var id in await world.UseAsync<PaymentsDb, List<long>>(db => db.Batches.OrderBy(b => b.Id).Select(b => b.Id).ToListAsync(ct)))
        {
            paths.Add(await world.UseAsync<DownloadBatch, string>(async act =>
            {
                var file = await act.HandleAsync(id, BenchWorld.Change("payments.fetch", BenchWorld.Officer), ct);
                var path = Path.Combine(folder, file.Name);
                await using var content = file.Content;
                await using var target = File.Create(path);
                await content.CopyToAsync(target, ct);
                return path;
            }));
        }

        return paths;
    }

    private async Task IngestAsync(int rows, Action<BenchStep> told, CancellationToken ct)
    {
        List<string> answers = [];
        foreach (var order in Directory.GetFiles(folder, "*.xml").Order(StringComparer.Ordinal))
        {
            var answer = await new TransferAgency(Seed, "BANKA").AnswerAsync(order, folder, BenchWorld.Month.Last, ct);
            answers.AddRange(answer.ReturnsPath is { } returns ? [answer.StatusPath, returns] : [answer.StatusPath]);
        }

        var marks = await bare.MarksAsync(ct);
        var watch = StepWatch.Start();
        foreach (var path in answers)
        {
            await using var content = File.OpenRead(path);
            await world.UseAsync<ImportStatusFile>(act => act.HandleAsync(
                new StatusUpload { Agency = "BANKA", FileName = Path.GetFileName(path), Content = content, Length = content.Length }, BenchWorld.Change("payments.answer", BenchWorld.Officer), ct));
            await world.SettleAsync(ct);
        }

        var (seconds, cpu) = (watch.Seconds, watch.CpuSeconds);
        var limit = await bare.InsertsAsync(marks, ct) + await bare.UpdatesAsync("instructions", ["Id", "PaidOn", "RejectedOn", "ReturnedOn", "Live"], "\"PaidOn\" IS NOT NULL OR \"RejectedOn\" IS NOT NULL", ct)
            + answers.Sum(BareWork.ReadXml);
        Told(new("ingest", rows, seconds, cpu, limit, "XmlReader over the same files, prepared insert and update of the same rows"), told);
    }

    private async Task CloseAsync(int rows, Action<BenchStep> told, CancellationToken ct)
    {
        var ids = await world.UseAsync<PaymentsDb, List<long>>(db => db.Batches.OrderBy(b => b.Id).Select(b => b.Id).ToListAsync(ct));
        var watch = StepWatch.Start();
        foreach (var id in ids)
        {
            await world.UseAsync<CloseBatch>(act => act.HandleAsync(id, BenchWorld.Change("payments.close-batch", BenchWorld.Supervisor), ct));
        }

        Told(new("close", rows, watch.Seconds, watch.CpuSeconds, await bare.SumAsync(["BatchId", "PaidOn", "RejectedOn", "ReturnedOn"], ct), "one grouped sum over the same rows"), told);
    }

    private void Told(BenchStep step, Action<BenchStep> told)
    {
        steps.Add(step);
        told(step);
    }
}

/// <summary>Both clocks of a step.</summary>
internal sealed class StepWatch
{
    private readonly long begun = Stopwatch.GetTimestamp();
    private readonly TimeSpan cpuBefore = Process.GetCurrentProcess().TotalProcessorTime;

    public double Seconds => Math.Round(Stopwatch.GetElapsedTime(begun).TotalSeconds, 4);

    public double CpuSeconds => Math.Round((Process.GetCurrentProcess().TotalProcessorTime - cpuBefore).TotalSeconds, 2);

    public static StepWatch Start() => new();
}
