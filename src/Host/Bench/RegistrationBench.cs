using System.Diagnostics;
using System.Text;
using Microsoft.EntityFrameworkCore;
using Spmis.Kernel.Files;
using Spmis.Registration.Imports;
using Spmis.Registration.Persons;
using Spmis.Registration;
using Spmis.Samples.Names;
using Spmis.Samples.People;
using PersonLine = Spmis.Samples.Persons.PersonLine;

namespace Spmis.Host.Bench;

/// <summary>A register taken in from a file, and its people at the desk once more.</summary>
internal sealed record RegistrationBenchReport
{
    public required int Persons { get; init; }

    public required IReadOnlyList<BenchStep> Steps { get; init; }

    /// <summary>Second registrations asked for at the desk, which the file held back.</summary>
    public required int Asked { get; init; }

    /// <summary>For how many of them the desk showed the first registration.</summary>
    public required int Found { get; init; }

    /// <summary>For how many of them an officer had to answer before anybody new was registered (p from 0.9).</summary>
    public required int Stopped { get; init; }

    /// <summary>Share found.</summary>
    public double Recall => Math.Round(Found / Math.Max(1.0, Asked), 4);

    /// <summary>Milliseconds within which half of the questions at the desk were answered.</summary>
    public required double DeskMedianMs { get; init; }

    /// <summary>Milliseconds within which 95 of 100 were.</summary>
    public required double DeskP95Ms { get; init; }

    public required long PeakMemoryBytes { get; init; }

    /// <summary>Whether every line was taken in.</summary>
    public required bool Holds { get; init; }
}

/// <summary>Invented people through the real import on a fresh embedded database, beside prepared inserts of the same rows; then each second registration, held back from the file, as a question at the desk.</summary>
internal sealed class RegistrationBench(BenchWorld world, BareWork bare)
{
    private const int MostAsked = 2_000;

    public async Task<RegistrationBenchReport> RunAsync(int persons, string culture, long seed, Action<BenchStep> told, CancellationToken ct)
    {
        var population = new Population(seed, persons, CulturePack.Of(culture));
        var (file, seconds) = Write(population, ct);
        var lines = persons - seconds.Count;
        var marks = await bare.MarksAsync(ct);
        var watch = StepWatch.Start();
        await using (file)
        {
            await world.UseAsync<StartImport>(act => act.HandleAsync(ImportKind.Persons, file, "bench.csv", "bench", BenchWorld.Change("persons.import", BenchWorld.Officer), ct));
        }

        await world.SettleAsync(ct);
        var (elapsed, cpu) = (watch.Seconds, watch.CpuSeconds);
        var step = new BenchStep("import", lines, elapsed, cpu, await bare.InsertsAsync(marks, ct), "prepared insert of the same rows");
        told(step);
        var accepted = await world.UseAsync<RegistrationDb, long>(db => db.Runs.SumAsync(r => r.Accepted, ct));
        return await AskAsync(population, [.. seconds.Take(MostAsked)], ct) with { Persons = lines, Steps = [step], Holds = accepted == lines, PeakMemoryBytes = Process.GetCurrentProcess().PeakWorkingSet64 };
    }

    /// <summary>First registrations as a file; the lines of second ones beside it.</summary>
    private static (FileStream File, List<int> Seconds) Write(Population population, CancellationToken ct)
    {
        var file = new FileStream(Path.GetTempFileName(), new FileStreamOptions { Mode = FileMode.Open, Access = FileAccess.ReadWrite, Share = FileShare.None, Options = FileOptions.DeleteOnClose | FileOptions.Asynchronous });
        List<int> seconds = [];
        using (var text = new StreamWriter(file, new UTF8Encoding(false), leaveOpen: true))
        {
            text.WriteLine(string.Join(',', PersonLine.Header));
            for (var line = 1; line <= population.Lines; line++)
            {
                ct.ThrowIfCancellationRequested();
                if (population.OriginalOf(line) != line)
                {
                    seconds.Add(line);
                    continue;
                }

                text.WriteLine(string.Join(',', PersonLine.Fields(population.PersonAt(line)).Select(f => CsvOutput.Cell(f))));
            }
        }

        file.Position = 0;
        return (file, seconds);
    }

    private async Task<RegistrationBenchReport> AskAsync(Population population, List<int> seconds, CancellationToken ct)
    {
        List<double> times = [];
        var (found, stopped) = (0, 0);
        foreach (var line in seconds)
        {
            var reference = Samples.People.Person.ReferenceOf(population.OriginalOf(line));
            var first = await world.UseAsync<RegistrationDb, Guid>(db => db.Set<Spmis.Registration.Persons.Person>().Where(p => p.Source == "bench" && p.Reference == reference).Select(p => p.Id).SingleAsync(ct));
            var asked = Told(population.PersonAt(line));
            var watch = Stopwatch.StartNew();
            var likely = await world.UseAsync<FindLikely, IReadOnlyList<LikelyPerson>>(act => act.HandleAsync(asked, ct));
            times.Add(watch.Elapsed.TotalMilliseconds);
            if (likely.FirstOrDefault(l => l.PersonId == first) is { } known)
            {
                found++;
                stopped += known.Score.Probability >= 0.9 ? 1 : 0;
            }
        }

        times.Sort();
        double At(double share) => times.Count == 0 ? 0 : Math.Round(times[(int)Math.Min(times.Count - 1, times.Count * share)], 2);
        return new RegistrationBenchReport { Persons = 0, Steps = [], Asked = seconds.Count, Found = found, Stopped = stopped, DeskMedianMs = At(0.5), DeskP95Ms = At(0.95), PeakMemoryBytes = 0, Holds = false };
    }

    /// <summary>The line as an officer would type it.</summary>
    private static NewPerson Told(Samples.People.Person person)
    {
        var cells = PersonLine.Header.Zip(PersonLine.Fields(person)).ToDictionary(c => c.First, c => string.IsNullOrWhiteSpace(c.Second) ? null : c.Second, StringComparer.Ordinal);
        var born = cells["birth_date"];
        return new NewPerson
        {
            GivenName = cells["given_name"], MiddleName = cells["middle_name"], FamilyName = cells["family_name"], NativeName = cells["native_name"], Sex = cells["sex"] is { } sex ? Enum.Parse<Sex>(sex) : null,
            BornOn = born is null ? null : DateOnly.ParseExact(born.Length == 4 ? born + "-01-01" : born.Length == 7 ? born + "-01" : born, "yyyy-MM-dd", System.Globalization.CultureInfo.InvariantCulture),
            BirthPrecision = born?.Length switch { 4 => DatePrecision.Year, 7 => DatePrecision.Month, _ => DatePrecision.Day },
            NationalId = cells["national_id"], Phone = cells["phone"], District = cells["district"], Village = cells["village"],
        };
    }
}
