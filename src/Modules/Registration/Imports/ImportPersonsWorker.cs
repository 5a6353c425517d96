using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Spmis.Contracts.Registration;
using Spmis.Kernel.Files;
using Spmis.Kernel.Runs;
using Spmis.Registration.Areas;
using Spmis.Registration.Households;
using Spmis.Registration.Persons;

namespace Spmis.Registration.Imports;

/// <summary>Registers the persons of a file. Each line gets a verdict; a chunk of a thousand lines is a handful of statements, one message and one history entry.</summary>
/// <param name="file">Reads it.</param>
public sealed class ImportPersonsWorker(ImportFile file) : IRunWorker
{
    internal const string RunKind = "persons.import";

    /// <inheritdoc />
    public string Kind => RunKind;

    /// <inheritdoc />
    public string Permission => "registration.import";

    /// <inheritdoc />
    public IAsyncEnumerable<RunChunk> ChunksAsync(Run run, CancellationToken ct) =>
        file.ChunksAsync(run, PersonRow.Format, (services, step, rows, token) => services.GetRequiredService<ImportPersonsChunk>().ApplyAsync(step, rows, token), ct);
}

/// <summary>One chunk of lines.</summary>
/// <param name="db">The register.</param>
/// <param name="areas">The area tree.</param>
public sealed class ImportPersonsChunk(RegistrationDb db, FindAreas areas)
{
    internal async Task ApplyAsync(RunStep step, IReadOnlyList<TabularRow> lines, CancellationToken ct)
    {
        var source = step.Run.InputAs<ImportInput>().Source ?? $"run-{step.Run.Id}";
        var rows = lines.Select(l => PersonRow.Read(l, step.Change.Today)).ToList();
        var places = await areas.PlacesAsync([.. rows.Select(r => r.Place)], step.Change.Today, ct);
        rows = rows.ConvertAll(r => r.In(places[r.Place]));
        var fresh = await SiftAsync(step, source, rows, ct);
        if (fresh.Count == 0)
        {
            return;
        }

        var households = await HouseholdsAsync(source, fresh, ct);
        var first = await db.TakeNumbersAsync(Intake.SeriesOf(step.Change.Now), fresh.Count, ct);
        List<IntakeRows> made = new(fresh.Count);
        foreach (var row in fresh)
        {
            var origin = new Origin { Source = source, Reference = row.Reference, RowHash = row.Hash, RunId = step.Run.Id, Line = row.Line };
            var number = Intake.NumberOf(step.Change.Now, first + made.Count);
            made.Add(Intake.Make(row.Person, number, row.Household is null ? null : households[row.Household], origin, step.Change));
            step.Accept(row.Line, row.Reference, number);
        }

        var offices = await db.OfficesOfAsync(made.Select(m => m.Person.AreaId), ct);
        made.ForEach(m => m.Person.Office = m.Person.AreaId is { } area ? offices[area] : null);
        await db.BulkInsertAsync([.. made.Select(m => m.Person)], ct);
        await db.BulkInsertAsync([.. made.Where(m => m.Identifier is not null).Select(m => m.Identifier!)], ct); // Filtered.
        await db.BulkInsertAsync([.. made.SelectMany(m => m.Keys)], ct);
        await db.BulkInsertAsync(
            [.. made.Where(m => m.Person.HouseholdId is not null).Select(m => HouseholdMember.Of(m.Person.HouseholdId!.Value, m.Person.Id, m.Person.HouseholdRole, step.Change.Today))], ct); // Filtered.
        db.Publish(new PersonsRecorded { Persons = [.. made.Select(m => m.Person.ToFacts())] });
        db.RecordBulk(step.Change.As(ImportPersonsWorker.RunKind), nameof(Person), $"run {step.Run.Id}, lines {lines[0].LineNumber} to {lines[^1].LineNumber}", new { Registered = made.Count, FirstNumber = made[0].Person.Number, LastNumber = made[^1].Person.Number });
    }

    /// <summary>Refuses what is wrong, passes over what is here already, and gives back the rest in file order.</summary>
    private async Task<List<PersonRow>> SiftAsync(RunStep step, string source, List<PersonRow> rows, CancellationToken ct)
    {
        var references = rows.Select(r => r.Reference).Where(r => r.Length > 0).Distinct().ToList();
        var hashes = rows.Select(r => (long?)r.Hash).ToList();
        var here = await db.Persons.AsNoTracking().Where(p => p.Source == source && references.Contains(p.Reference!)).Select(p => new Known(p.Reference!, p.RowHash, p.Number, p.ImportRunId, p.ImportLine)).ToDictionaryAsync(p => p.Reference, ct); // Compared with references that are not null.
        var alike = (await db.Persons.AsNoTracking().Where(p => p.RowHash != null && hashes.Contains(p.RowHash)).Select(p => new Known(p.Reference!, p.RowHash, p.Number, p.ImportRunId, p.ImportLine)).ToListAsync(ct)).ToLookup(p => p.RowHash); // Only imported lines have a hash.

        List<PersonRow> fresh = new(rows.Count);
        var inChunk = new Dictionary<string, long>(StringComparer.Ordinal);
        foreach (var row in rows)
        {
            if (row.Problems.Count > 0)
            {
                ImportFile.Refuse(step, row.Line, row.Reference, row.Problems);
            }
            else if (alike[row.Hash].FirstOrDefault(k => k.Reference == row.Reference && k.RunId != step.Run.Id) is { } before)
            {
                step.Note(row.Line, "import.same-line", $"This very line was imported before (run {before.RunId}, line {before.Line}); nothing was changed.", reference: row.Reference, number: before.Number);
            }
            else if (here.TryGetValue(row.Reference, out var known))
            {
                step.Refuse(row.Line, "import.reference-taken", $"The reference {row.Reference} was registered already as {known.Number} (run {known.RunId}, line {known.Line}). Give this person a reference of their own; to change that person, correct the record.", "reference", row.Reference, row.Reference);
            }
            else if (!inChunk.TryAdd(row.Reference, row.Line))
            {
                step.Refuse(row.Line, "import.reference-taken", $"The reference {row.Reference} stands in line {inChunk[row.Reference]} already. Give this person a reference of their own.", "reference", row.Reference, row.Reference);
            }
            else
            {
                fresh.Add(row);
            }
        }

        return fresh;
    }

    private async Task<Dictionary<string, Guid>> HouseholdsAsync(string source, List<PersonRow> rows, CancellationToken ct)
    {
        var named = rows.Where(r => r.Household is not null).DistinctBy(r => r.Household).ToList();
        var references = named.Select(r => r.Household).ToList();
        var ids = await db.Households.Where(h => h.Source == source && references.Contains(h.Reference)).ToDictionaryAsync(h => h.Reference!, h => h.Id, ct); // As above.
        var missing = named.Where(r => !ids.ContainsKey(r.Household!)).ToList(); // Filtered.
        if (missing.Count == 0)
        {
            return ids;
        }

        var first = await db.TakeNumbersAsync(Membership.Series, missing.Count, ct);
        var fresh = missing.Select((r, i) => new Household { Id = Guid.CreateVersion7(), Number = Membership.NumberOf(first + i), Source = source, Reference = r.Household, District = r.Person.District, Village = r.Person.Village }).ToList();
        await db.BulkInsertAsync(fresh, ct);
        fresh.ForEach(h => ids.Add(h.Reference!, h.Id)); // Just set.
        return ids;
    }

    private sealed record Known(string Reference, long? RowHash, string Number, long? RunId, long? Line);
}
