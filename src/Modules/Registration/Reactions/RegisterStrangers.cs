using Microsoft.EntityFrameworkCore;
using Spmis.Contracts.Contributions;
using Spmis.Contracts.Registration;
using Spmis.Kernel.Acts;
using Spmis.Registration.Persons;

namespace Spmis.Registration.Reactions;

/// <summary>Registers the workers nobody knows provisionally: a number for their contributions at once, a desk for their papers later.</summary>
/// <param name="db">The register.</param>
public sealed class RegisterStrangers(RegistrationDb db)
{
    internal async Task ApplyAsync(IReadOnlyList<WorkerLine> lines, MatchPersons request, Change change, CancellationToken ct)
    {
        foreach (var line in lines)
        {
            if (Against(line, change.Today) is { } against)
            {
                line.Refuse(against);
            }
        }

        var strangers = lines.Where(l => l.Verdict is null).GroupBy(l => l.SameAs).ToList();
        if (strangers.Count == 0)
        {
            return;
        }

        var first = await db.TakeNumbersAsync(Intake.SeriesOf(change.Now), strangers.Count, ct);
        var origin = new Origin { Provisional = true, ProvisionalEmployerId = request.EmployerId };
        var made = strangers.Select((s, i) => Intake.Make(s.First().Person with { NationalId = s.First().NationalId }, Intake.NumberOf(change.Now, first + i), null, origin, change)).ToList();
        var office = await db.Employers.Where(e => e.Id == request.EmployerId).Select(e => e.Office).SingleOrDefaultAsync(ct);
        made.ForEach(m => m.Person.Office = office); // The employer's office looks after them until they come with their papers.
        await db.BulkInsertAsync([.. made.Select(m => m.Person)], ct);
        await db.BulkInsertAsync([.. made.Where(m => m.Identifier is not null).Select(m => m.Identifier!)], ct); // Filtered.
        await db.BulkInsertAsync([.. made.SelectMany(m => m.Keys)], ct);
        db.Publish(new PersonsRecorded { Persons = [.. made.Select(m => m.Person.ToFacts())] });
        db.RecordBulk(change, nameof(Person), $"match request {request.RequestId}", new { Provisional = made.Count, FirstNumber = made[0].Person.Number, LastNumber = made[^1].Person.Number });
        foreach (var (lines1, rows) in strangers.Zip(made))
        {
            foreach (var line in lines1)
            {
                line.Link(Outcomes.Provisional, rows.Person, $"Nobody like this is registered; {rows.Person.Number} was given provisionally. Ask the worker to visit an office with papers.");
            }
        }
    }

    private static string? Against(WorkerLine line, DateOnly today)
    {
        if (!line.HasName)
        {
            return line.Number is not null || line.NationalId is not null
                ? "Nobody has this number, and the line gives no name. Correct the number, or add given name, family name and birth date."
                : "The line names nobody. Give the worker's registration number, or name and birth date.";
        }

        var (_, problem) = PersonChecks.Problems(line.Person with { NationalId = null }, today).FirstOrDefault();
        return problem is null ? null : $"Nobody known is like this, and a new record cannot be made: {problem.Text} {problem.Remedy}";
    }
}
