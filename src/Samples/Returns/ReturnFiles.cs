using Spmis.Samples.Employers;
using Spmis.Samples.Files;
using Spmis.Samples.People;
using Spmis.Samples.Places;

namespace Spmis.Samples.Returns;

/// <summary>
/// Writes the employers' monthly returns below returns/ and, last of all, the plan of who files what when (returns-plan.csv):
/// where the plan is missing, the writing was cut short and is done again.
/// </summary>
public sealed class ReturnFiles(Population population, EmployerBook employers)
{
    /// <summary>The plan's file name.</summary>
    public const string PlanName = "returns-plan.csv";

    private const int FewestForSpecial = 3;
    private const int StrangersInTenThousand = 50;
    private const int StrangersFrom = 1_000_000_000;

    private readonly Jobs jobs = new(population, employers);
    private bool corrected;
    private bool sentTwice;

    /// <summary>The plan written earlier, in the order of filing, or null.</summary>
    public static IReadOnlyList<ReturnPlan>? ReadPlan(string folder)
    {
        var path = Path.Combine(folder, PlanName);
        return File.Exists(path) ? [.. File.ReadLines(path).Skip(1).Select(ReturnPlan.Read)] : null;
    }

    /// <summary>Writes everything from the numbers SPMIS gave and returns the plan in the order of filing.</summary>
    public async Task<IReadOnlyList<ReturnPlan>> WriteAsync(string folder, IEnumerable<Issued> employersIssued, IAsyncEnumerable<Issued> workersIssued, CancellationToken ct = default)
    {
        (corrected, sentTwice) = (false, false);
        var numbers = employersIssued.ToDictionary(e => Employer.LineOf(e.Reference), e => e.Number);
        using var spool = new WorkerSpool(Path.Combine(folder, "returns-spool"), population.Lines);
        await foreach (var issued in workersIssued.WithCancellation(ct).ConfigureAwait(false))
        {
            var person = population.PersonAt(Person.LineOf(issued.Reference));
            if (jobs.Of(person) is { } job && numbers.ContainsKey(job.Employer))
            {
                spool.Add(new WorkerSpool.Worker(job.Employer, person.Line, issued.Number));
            }
        }

        var plans = new List<ReturnPlan>();
        foreach (var workers in spool.ByEmployer())
        {
            ct.ThrowIfCancellationRequested();
            var employer = employers[workers[0].Employer];
            plans.AddRange(WriteEmployer(folder, employer, numbers[employer.Line], Payroll(numbers[employer.Line], workers)));
        }

        plans = [.. plans.OrderBy(p => p.FiledOn).ThenBy(p => p.Path, StringComparer.Ordinal)];
        using var file = SampleFile.Create(Path.Combine(folder, PlanName));
        Csv.Line(file.Text, ReturnPlan.Header);
        plans.ForEach(plan => Csv.Line(file.Text, plan.Fields()));
        file.Keep();
        return plans;
    }

    private List<ReturnLine> Payroll(string employerNumber, IReadOnlyList<WorkerSpool.Worker> workers)
    {
        var payroll = new List<ReturnLine>(workers.Count);
        foreach (var (_, line, number) in workers)
        {
            var person = population.PersonAt(line);
            var job = jobs.Of(person)!.Value; // Whoever was put into the spool has a job.
            payroll.Add(ReturnLine.Of(population.Seed, employerNumber, person, job, number));
            if (new Randomness.Draw(population.Seed, Randomness.Stream.ReturnLine, StrangersFrom + line).Chance(StrangersInTenThousand))
            {
                // A worker whom nobody registered: no number, perhaps a national id.
                var stranger = population.Alone(StrangersFrom + line);
                payroll.Add(ReturnLine.Of(population.Seed, employerNumber, stranger, job with { LeftOn = null, LeaveReason = "" }, "") with { Number = "" });
            }
        }

        return payroll;
    }

    private IEnumerable<ReturnPlan> WriteEmployer(string folder, Employer employer, string number, IReadOnlyList<ReturnLine> payroll)
    {
        foreach (var month in DemoDates.Months)
        {
            if (FilingHabits.FiledOn(population.Seed, employer, month) is not { } filedOn)
            {
                continue;
            }

            var (text, lines, mistakes) = Text(payroll, month, raisesFirst: false);
            if (lines == 0)
            {
                continue;
            }

            var original = new ReturnPlan(number, month, ReturnPlan.Original, filedOn, $"returns/{month}/{employer.Reference}.csv", lines, mistakes, "");
            Put(folder, original.Path, text);
            yield return original;
            var special = lines >= FewestForSpecial && mistakes == 0;
            if (special && !corrected && month == DemoDates.Months[2])
            {
                corrected = true;
                var correction = original with { Kind = ReturnPlan.Correction, FiledOn = Later(filedOn, 20), Path = $"returns/{month}/{employer.Reference}-correction.csv" };
                Put(folder, correction.Path, Text(payroll, month, raisesFirst: true).Text);
                yield return correction;
            }
            else if (special && !sentTwice && month == DemoDates.Months[3])
            {
                sentTwice = true;
                var again = original with { FiledOn = Later(filedOn, 1), Path = $"returns/{month}/{employer.Reference}-again.csv", SameBytesAs = original.Path };
                Put(folder, again.Path, text);
                yield return again;
            }
        }
    }

    private (string Text, int Lines, int Mistakes) Text(IReadOnlyList<ReturnLine> payroll, Values.Month month, bool raisesFirst)
    {
        var text = new StringWriter();
        Csv.Line(text, ReturnLine.Header);
        var (lines, mistakes) = (0, 0);
        foreach (var worker in payroll.Where(w => w.Job.DaysIn(month) > 0))
        {
            var wage = jobs.WageIn(worker.Job, worker.Worker.Line, month);
            var written = worker.Write(text, population.Seed, month, raisesFirst && lines == 0 ? wage * 110 / 100 : wage);
            (lines, mistakes) = (lines + written.Lines, mistakes + written.Mistakes);
        }

        return (text.ToString(), lines, mistakes);
    }

    private static DateOnly Later(DateOnly day, int days) => day.AddDays(days) > DemoDates.LastArrival ? DemoDates.LastArrival : day.AddDays(days);

    private static void Put(string folder, string path, string text)
    {
        var full = Path.Combine(folder, path);
        Directory.CreateDirectory(Path.GetDirectoryName(full)!); // The path has a folder.
        File.WriteAllText(full, text, SampleFile.Utf8);
    }
}
