using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Spmis.Contracts.Registration;
using Spmis.Kernel.Files;
using Spmis.Kernel.Runs;
using Spmis.Registration.Areas;
using Spmis.Registration.Employers;
using Spmis.Registration.Persons;

namespace Spmis.Registration.Imports;

/// <summary>Registers the employers of a file.</summary>
/// <param name="file">Reads it.</param>
public sealed class ImportEmployersWorker(ImportFile file) : IRunWorker
{
    internal const string RunKind = "employers.import";

    /// <inheritdoc />
    public string Kind => RunKind;

    /// <inheritdoc />
    public string Permission => "registration.import";

    /// <inheritdoc />
    public IAsyncEnumerable<RunChunk> ChunksAsync(Run run, CancellationToken ct) =>
        file.ChunksAsync(run, EmployerRow.Format, (services, step, rows, token) => ApplyAsync(services.GetRequiredService<RegistrationDb>(), services.GetRequiredService<FindAreas>(), step, rows, token), ct);

    private static async Task ApplyAsync(RegistrationDb db, FindAreas areas, RunStep step, IReadOnlyList<TabularRow> lines, CancellationToken ct)
    {
        var source = step.Run.InputAs<ImportInput>().Source ?? $"run-{step.Run.Id}";
        var rows = lines.Select(EmployerRow.Read).ToList();
        var places = await areas.PlacesAsync([.. rows.Select(r => r.Place)], step.Change.Today, ct);
        var fresh = await SiftAsync(db, step, source, rows.ConvertAll(r => r.In(places[r.Place])), ct);
        if (fresh.Count == 0)
        {
            return;
        }

        var first = await db.TakeNumbersAsync(Employer.Series, fresh.Count, ct);
        var made = fresh.Select((row, i) => EmployerChecks.Make(row.Employer, first + i, new Origin { Source = source, Reference = row.Reference, RowHash = row.Hash, RunId = step.Run.Id }, step.Change)).ToList();
        for (var i = 0; i < made.Count; i++)
        {
            step.Accept(fresh[i].Line, fresh[i].Reference, made[i].Number);
        }

        var offices = await db.OfficesOfAsync(made.Select(m => m.AreaId), ct);
        made.ForEach(m => m.Office = m.AreaId is { } area ? offices[area] : null);
        await db.BulkInsertAsync(made, ct);
        db.Publish(new EmployersRecorded { Employers = [.. made.Select(m => m.ToFacts())] });
        db.RecordBulk(step.Change.As(RunKind), nameof(Employer), $"run {step.Run.Id}, lines {lines[0].LineNumber} to {lines[^1].LineNumber}", new { Registered = made.Count, FirstNumber = made[0].Number, LastNumber = made[^1].Number });
    }

    private static async Task<List<EmployerRow>> SiftAsync(RegistrationDb db, RunStep step, string source, List<EmployerRow> rows, CancellationToken ct)
    {
        var references = rows.Select(r => r.Reference).Where(r => r.Length > 0).Distinct().ToList();
        var hashes = rows.Select(r => (long?)r.Hash).ToList();
        var here = await db.Employers.AsNoTracking().Where(e => e.Source == source && references.Contains(e.Reference!)).ToDictionaryAsync(e => e.Reference!, e => e.Number, ct); // Compared with references that are not null.
        var alike = (await db.Employers.AsNoTracking().Where(e => e.RowHash != null && hashes.Contains(e.RowHash) && e.ImportRunId != step.Run.Id).Select(e => new { e.RowHash, e.Reference, e.Number }).ToListAsync(ct)).ToLookup(e => e.RowHash);
        List<EmployerRow> fresh = new(rows.Count);
        foreach (var row in rows)
        {
            if (row.Problems.Count > 0)
            {
                ImportFile.Refuse(step, row.Line, row.Reference, row.Problems);
            }
            else if (alike[row.Hash].FirstOrDefault(k => k.Reference == row.Reference) is { } before)
            {
                step.Note(row.Line, "import.same-line", "This very line was imported before from another file; nothing was changed.", reference: row.Reference, number: before.Number);
            }
            else if (!here.TryAdd(row.Reference, $"line {row.Line}"))
            {
                step.Refuse(row.Line, "import.reference-taken", $"The reference {row.Reference} was registered already ({here[row.Reference]}). Give this employer a reference of its own.", "reference", row.Reference, row.Reference);
            }
            else
            {
                fresh.Add(row);
            }
        }

        return fresh;
    }
}
