using System.Runtime.CompilerServices;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Spmis.Kernel.Files;
using Spmis.Kernel.Runs;
using Spmis.Registration.Imports;
using Spmis.Registration.Reactions;

namespace Spmis.Registration.Associations;

/// <summary>Compares the list of a census with the members of its reference day: first the lines of the file, then who is on none of them.</summary>
/// <param name="file">Reads the list.</param>
/// <param name="db">For reading.</param>
public sealed class CompareCensusWorker(ImportFile file, RegistrationDb db) : IRunWorker
{
    internal const string RunKind = "census.import";
    private const int MembersInChunk = 500;

    /// <inheritdoc />
    public string Kind => RunKind;

    /// <inheritdoc />
    public string Permission => "associations.keep";

    /// <inheritdoc />
    public async IAsyncEnumerable<RunChunk> ChunksAsync(Run run, [EnumeratorCancellation] CancellationToken ct)
    {
        var input = run.InputAs<MemberListInput>();
        var id = input.CensusId ?? throw new InvalidOperationException($"Run {run.Id} is of no census.");
        var census = await db.Censuses.AsNoTracking().SingleAsync(c => c.Id == id, ct);
        var last = run.Checkpoint ?? "1";
        await foreach (var chunk in file.ChunksAsync(run, MemberRow.Format, (services, step, rows, token) => LinesAsync(services, census, step, rows, token), ct))
        {
            last = chunk.Checkpoint;
            yield return chunk;
        }

        // Whoever was a member on that day and is on no line. What is written is not found again, so a crash costs nothing.
        while (await Gone(db, census).Take(MembersInChunk).ToListAsync(ct) is { Count: > 0 } gone)
        {
            yield return new RunChunk(last, (services, _, token) => services.GetRequiredService<RegistrationDb>().BulkInsertAsync(
                [.. gone.Select(m => new CensusLine { CensusId = id, PersonId = m.PersonId, MembershipId = m.Id, Verdict = CensusVerdict.Gone, Reference = m.MemberNumber })], token));
        }

        yield return new RunChunk(last, async (services, step, token) =>
        {
            var tracked = await services.GetRequiredService<RegistrationDb>().Censuses.SingleAsync(c => c.Id == id, token);
            (tracked.ComparedAt, tracked.Version) = (step.Change.Now, tracked.Version + 1);
        });
    }

    private static IQueryable<AssociationMember> Gone(RegistrationDb db, Census census) => db.AssociationMembers.AsNoTracking()
        .Where(m => m.AssociationId == census.AssociationId && m.OpenPersonId != null && m.From <= census.ReferenceDay && !db.CensusLines.Any(l => l.CensusId == census.Id && l.PersonId == m.PersonId))
        .OrderBy(m => m.Id);

    private static async Task LinesAsync(IServiceProvider services, Census census, RunStep step, IReadOnlyList<TabularRow> lines, CancellationToken ct)
    {
        var db = services.GetRequiredService<RegistrationDb>();
        var matched = await MemberRow.MatchAsync([.. lines.Select(MemberRow.Read)], services.GetRequiredService<MatchByNumber>(), services.GetRequiredService<MatchByLikeness>(), ct);
        var ids = matched.Select(m => m.Person).OfType<Guid>().Distinct().ToList();
        var persons = await db.Persons.AsNoTracking().Where(p => ids.Contains(p.Id)).Select(p => new { p.Id, p.Number, p.DiedOn, p.Office }).ToDictionaryAsync(p => p.Id, ct);
        var spells = await db.AssociationMembers.AsNoTracking().Where(m => m.AssociationId == census.AssociationId && ids.Contains(m.PersonId) && m.OpenPersonId != null).ToDictionaryAsync(m => m.PersonId, m => m.Id, ct);
        HashSet<Guid> named = [.. await db.CensusLines.Where(l => l.CensusId == census.Id && l.PersonId != null && ids.Contains(l.PersonId.Value)).Select(l => l.PersonId ?? default).ToListAsync(ct)];
        List<CensusLine> made = [];
        foreach (var (row, id, unclear) in matched)
        {
            if (row.Problems.Count > 0)
            {
                ImportFile.Refuse(step, row.Line, row.Reference, row.Problems);
                made.Add(Unclear(census, row, string.Join(' ', row.Problems.Select(p => p.Words))));
            }
            else if (id is not { } person)
            {
                step.Refuse(row.Line, unclear?.Code ?? "member.nobody", $"{unclear?.Text} {unclear?.Remedy}".Trim(), row.Named.Column, row.Named.Value, row.Reference);
                made.Add(Unclear(census, row, $"{unclear?.Text} {unclear?.Remedy}".Trim()));
            }
            else if (!named.Add(person))
            {
                step.Note(row.Line, "census.twice", "The list names this person twice; the first line counts.", reference: row.Reference, number: persons[person].Number);
            }
            else if (persons[person].DiedOn < census.ReferenceDay)
            {
                named.Remove(person);
                step.Refuse(row.Line, "member.died", step.Change.Actor.Sees(persons[person].Office) ? $"{persons[person].Number} died on {persons[person].DiedOn:yyyy-MM-dd}, before the day of the census. Take the line out." : "This person has died; take the line out.", "number", row.Told.RegistrationNumber, row.Reference);
                made.Add(Unclear(census, row, "This person has died; take the line out, or ask the association who this is."));
            }
            else
            {
                Guid? spell = spells.TryGetValue(person, out var open) ? open : null;
                made.Add(new CensusLine { CensusId = census.Id, Line = row.Line, PersonId = person, MembershipId = spell, Verdict = spell is null ? CensusVerdict.New : CensusVerdict.Confirmed, Reference = row.Reference, MemberNumber = row.MemberNumber, Role = row.Role });
                step.Accept(row.Line, row.Reference, persons[person].Number);
            }
        }

        await db.BulkInsertAsync(made, ct);
    }

    private static CensusLine Unclear(Census census, MemberRow row, string text) => new()
    {
        CensusId = census.Id, Line = row.Line, Verdict = CensusVerdict.Unclear, Reference = row.Reference.Length > 200 ? row.Reference[..200] : row.Reference, Text = text.Length > 1_000 ? text[..1_000] : text,
    };
}
