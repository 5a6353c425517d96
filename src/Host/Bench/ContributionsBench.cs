using System.Diagnostics;
using System.Globalization;
using System.Text;
using Microsoft.EntityFrameworkCore;
using Spmis.Contracts.Eligibility;
using Spmis.Contributions;
using Spmis.Contributions.Bills;
using Spmis.Contributions.Copies;
using Spmis.Contributions.Promises;
using Spmis.Contributions.Receipts;
using Spmis.Contributions.Returns;
using Spmis.Eligibility.Schemes;
using Spmis.Values;

namespace Spmis.Host.Bench;

/// <summary>A collection, measured.</summary>
internal sealed record ContributionsBenchReport
{
    public required int Lines { get; init; }

    public required int Employers { get; init; }

    public required IReadOnlyList<BenchStep> Steps { get; init; }

    public required long PeakMemoryBytes { get; init; }

    /// <summary>Whether the books balance and the files reconcile afterwards.</summary>
    public required bool Holds { get; init; }
}

/// <summary>One large return, the month end of many small employers, and a statement that pays them, through the real handlers on a fresh embedded database. Behind each step its bare limit is measured.</summary>
internal sealed class ContributionsBench(BenchWorld world, BareWork bare)
{
    private const string Scheme = "ke-nssf";
    private const string Header = "employer_number,period,worker_number,wage\n";
    private const string Bare = "prepared insert of the same rows";
    private const int SmallReturn = 50;
    private const int MostEmployers = 2000;
    private const int Slice = 10_000;
    private static readonly Month Month = new(2026, 6);
    private readonly List<BenchStep> steps = [];

    public async Task<ContributionsBenchReport> RunAsync(int lines, Action<BenchStep> told, CancellationToken ct)
    {
        var employers = Math.Clamp(lines / SmallReturn, 1, MostEmployers);
        await MakeAsync(Math.Max(lines, SmallReturn), employers, ct);
        await StepAsync("return", lines, told, () => FileAsync(0, 1, lines, ct), ct);
        await StepAsync("month-end", employers * SmallReturn, told, () => MonthEndAsync(employers, ct), ct);
        var bills = await world.UseAsync<ContributionsDb, List<string>>(db => db.Set<Bill>().OrderBy(b => b.Number).Select(b => b.PaymentReference).ToListAsync(ct));
        await StepAsync("receipts", lines, told, () => PayAsync(bills, lines, ct), ct);
        var books = await world.UseAsync<BooksBalance, Promise>(p => p.HandleAsync(ct));
        var files = await world.UseAsync<FilesReconcile, Promise>(p => p.HandleAsync(ct));
        return new() { Lines = lines, Employers = employers, Steps = steps, PeakMemoryBytes = Process.GetCurrentProcess().PeakWorkingSet64, Holds = books.Holds && files.Holds };
    }

    private async Task StepAsync(string name, int rows, Action<BenchStep> told, Func<Task> work, CancellationToken ct)
    {
        var marks = await bare.MarksAsync(ct);
        var watch = StepWatch.Start();
        await work();
        await world.SettleAsync(ct);
        var (seconds, cpu) = (watch.Seconds, watch.CpuSeconds);
        steps.Add(new BenchStep(name, rows, seconds, cpu, await bare.InsertsAsync(marks, ct), Bare) { BareCpuSeconds = bare.TakeCpuSeconds() });
        told(steps[^1]);
    }

    private async Task MonthEndAsync(int employers, CancellationToken ct)
    {
        for (var e = 1; e <= employers; e++)
        {
            await FileAsync(e, ((e - 1) * SmallReturn) + 1, SmallReturn, ct);
        }
    }

    private async Task FileAsync(int employer, int first, int count, CancellationToken ct)
    {
        var text = new StringBuilder(Header);
        for (var n = first; n < first + count; n++)
        {
            text.Append(CultureInfo.InvariantCulture, $"{Employer(employer)},{Month},{Worker(n)},{5000 + (n % 90_000)}.50\n");
        }

        using var content = new MemoryStream(Encoding.UTF8.GetBytes(text.ToString()));
        await world.UseAsync<FileReturn>(act => act.HandleAsync(new NewReturn { EmployerNumber = Employer(employer), Month = Month, Kind = ReturnKind.Original, File = content, FileName = $"{Employer(employer)}.csv" }, BenchWorld.Change("returns.file", BenchWorld.Officer), ct));
    }

    /// <summary>So many payments of one shilling and some, each quoting a bill.</summary>
    private async Task PayAsync(List<string> bills, int count, CancellationToken ct)
    {
        var text = new StringBuilder("transaction_id,completed_at,payer_phone,payer_name,reference,amount,currency,status\n");
        for (var n = 0; n < count; n++)
        {
            text.Append(CultureInfo.InvariantCulture, $"T{n:D9},2026-06-30T10:00:00Z,254700000001,PAYER,{bills[n % bills.Count]},{1 + (n % 50)}.00,KES,COMPLETED\n");
        }

        using var content = new MemoryStream(Encoding.UTF8.GetBytes(text.ToString()));
        await world.UseAsync<ImportStatement>(act => act.HandleAsync(new NewStatement { File = content, FileName = "bench.csv" }, BenchWorld.Change("receipts.import", BenchWorld.Officer), ct));
    }

    /// <summary>Workers, employers and the scheme; not measured.</summary>
    private async Task MakeAsync(int workers, int employers, CancellationToken ct)
    {
        foreach (var slice in Enumerable.Range(1, workers).Chunk(Slice))
        {
            await world.UseAsync<ContributionsDb>(db => db.BulkInsertAsync([.. slice.Select(n => new WorkerCopy { PersonId = new(n, 4, 0, new byte[8]), RegistrationNumber = Worker(n), Name = $"Worker {n}", Version = 1 })], ct));
        }

        await world.UseAsync<ContributionsDb>(async db =>
        {
            await db.BulkInsertAsync([.. Enumerable.Range(0, employers + 1).Select(e => new EmployerCopy { EmployerId = new(e, 5, 0, new byte[8]), EmployerNumber = Employer(e), Name = $"Employer {e}", LegalForm = "company", Version = 1 })], ct);
            var folder = Path.Combine(ShippedPackages.Folder, Scheme);
            var files = ShippedPackages.ReadFolder(folder);
            var package = Rules.SchemePackage.Load(files.ToDictionary(f => f.Key, f => Encoding.UTF8.GetBytes(f.Value), StringComparer.Ordinal));
            db.Publish(new SchemeActivated { Scheme = package.Id, Version = package.Version, Hash = package.Hash, EffectiveFrom = new DateOnly(2023, 2, 1), Files = files });
            await db.SaveAsync(BenchWorld.Change("bench.activate", BenchWorld.Supervisor), ct);
        });
        await world.SettleAsync(ct);
    }

    private static string Worker(int n) => CheckDigit.Append($"26{n:D8}");

    private static string Employer(int n) => CheckDigit.Append($"90{n:D5}");
}
