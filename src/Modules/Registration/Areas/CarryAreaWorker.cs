using System.Runtime.CompilerServices;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Spmis.Contracts.Registration;
using Spmis.Kernel.Runs;
using Spmis.Registration.Employers;
using Spmis.Registration.Persons;

namespace Spmis.Registration.Areas;

/// <summary>What is carried.</summary>
/// <param name="Code">The area whose people it concerns, with all that lies in it.</param>
/// <param name="From">An area that ended: its people move to <paramref name="Code"/>.</param>
/// <param name="MovedTo">Further areas whose people it concerns.</param>
internal sealed record CarriedArea(string Code, Guid? From, IReadOnlyList<string> MovedTo);

/// <summary>After an area was renamed, merged or split: gives everybody who lives there the words of today, and tells the other modules, some hundred persons a chunk.</summary>
/// <param name="db">For reading.</param>
public sealed class CarryAreaWorker(RegistrationDb db) : IRunWorker
{
    internal const string RunKind = "areas.carry";
    private const int InChunk = 500;

    /// <inheritdoc />
    public string Kind => RunKind;

    /// <inheritdoc />
    public string Permission => "areas.manage";

    /// <inheritdoc />
    public async IAsyncEnumerable<RunChunk> ChunksAsync(Run run, [EnumeratorCancellation] CancellationToken ct)
    {
        var input = run.InputAs<CarriedArea>();
        List<string> codes = [input.Code, .. input.MovedTo];
        var paths = await db.Areas.Where(a => codes.Contains(a.Code)).OrderBy(a => a.Code).Select(a => a.Path).Take(1_000).ToListAsync(ct);
        var (stage, after) = run.Checkpoint?.Split(' ') is [var s, var id] ? (s, Guid.Parse(id)) : ("persons", Guid.Empty);
        foreach (var kind in stage == "persons" ? new[] { "persons", "employers", "associations" } : stage == "employers" ? ["employers", "associations"] : ["associations"])
        {
            while (true)
            {
                var page = await PageAsync(kind, paths, input.From, after, ct);
                if (page.Count == 0)
                {
                    break;
                }

                after = page[^1];
                yield return new RunChunk($"{kind} {after}", (services, step, token) => ApplyAsync(services, step, kind, page, token));
            }

            after = Guid.Empty;
        }

        yield return new RunChunk($"associations {Guid.AllBitsSet}", (services, step, token) => TellAreasWorker.StartAsync(services.GetRequiredService<RegistrationDb>(), $"carry:{step.Run.Id}", step.Change, token));
    }

    private async Task<List<Guid>> PageAsync(string kind, List<string> paths, Guid? from, Guid after, CancellationToken ct)
    {
        // One path after the other would page badly; an area has few, so they are asked for one by one and put in order.
        List<Guid> ids = [];
        foreach (var path in paths)
        {
            var within = db.Areas.Where(a => a.Path.StartsWith(path) || a.Id == from).Select(a => (Guid?)a.Id);
            ids.AddRange(kind == "persons"
                ? await db.Persons.Where(p => p.AreaId != null && within.Contains(p.AreaId) && p.Id.CompareTo(after) > 0).OrderBy(p => p.Id).Select(p => p.Id).Take(InChunk).ToListAsync(ct)
                : kind == "associations" ? await db.Associations.Where(a => a.AreaId != null && within.Contains(a.AreaId) && a.Id.CompareTo(after) > 0).OrderBy(a => a.Id).Select(a => a.Id).Take(InChunk).ToListAsync(ct)
                : await db.Employers.Where(e => e.AreaId != null && within.Contains(e.AreaId) && e.Id.CompareTo(after) > 0).OrderBy(e => e.Id).Select(e => e.Id).Take(InChunk).ToListAsync(ct));
        }

        // Version 7 ids in big-endian order, as every provider keeps them.
        return [.. ids.Distinct().OrderBy(id => Convert.ToHexString(id.ToByteArray(true)), StringComparer.Ordinal).Take(InChunk)];
    }

    /// <summary>The areas and all that they were merged into, one after the other.</summary>
    private static async Task<Dictionary<Guid, Area>> WithSuccessorsAsync(RegistrationDb db, List<Guid> ids, CancellationToken ct)
    {
        var areas = new Dictionary<Guid, Area>();
        while (ids.Count > 0)
        {
            var wanted = ids;
            var found = await db.Areas.AsNoTracking().Where(a => wanted.Contains(a.Id)).ToListAsync(ct);
            found.ForEach(a => areas.Add(a.Id, a));
            ids = [.. found.Select(a => a.MergedIntoId).OfType<Guid>().Distinct().Where(id => !areas.ContainsKey(id))];
        }

        return areas;
    }

    private static async Task ApplyAsync(IServiceProvider services, RunStep step, string kind, List<Guid> ids, CancellationToken ct)
    {
        var db = services.GetRequiredService<RegistrationDb>();
        var levels = services.GetRequiredService<AreaLevels>();
        var persons = kind == "persons" ? await db.Persons.Where(p => ids.Contains(p.Id)).ToListAsync(ct) : [];
        var associations = kind == "associations" ? await db.Associations.Where(a => ids.Contains(a.Id)).ToListAsync(ct) : [];
        var employers = kind != "employers" ? [] : await db.Employers.Where(e => ids.Contains(e.Id)).ToListAsync(ct);
        var areaIds = persons.Select(p => p.AreaId).Concat(employers.Select(e => e.AreaId)).Concat(associations.Select(a => a.AreaId)).OfType<Guid>().Distinct().ToList();
        var areas = await WithSuccessorsAsync(db, areaIds, ct);
        var lines = await services.GetRequiredService<FindAreas>().LinesAsync([.. areas.Values], ct);
        AreaPlace PlaceOf(Guid id)
        {
            while (areas[id].MergedIntoId is { } into)
            {
                id = into; // The area they moved to may have been merged itself before this run came to its end.
            }

            return levels.PlaceOf(lines[id]);
        }

        List<Person> changed = [];
        foreach (var person in persons)
        {
            var place = PlaceOf(person.AreaId!.Value); // Asked for with an area.
            var now = (place.AreaId, place.District, place.Village ?? person.Village, person.MergedIntoId is null ? place.Office ?? person.Office : person.Office);
            if ((person.AreaId, person.District, person.Village, person.Office) != now)
            {
                (person.AreaId, person.District, person.Village, person.Office) = now;
                person.Version++;
                changed.Add(person);
            }
        }

        if (changed.Count > 0)
        {
            await PersonKeyRows.RewriteAsync(db, changed, ct);
            var followers = await db.TakeAlongAsync(changed, ct);
            db.Publish(new PersonsRecorded { Persons = [.. changed.Union(followers).Take(1_000).Select(p => p.ToFacts())] });
            if (changed.Union(followers).Skip(1_000).ToList() is { Count: > 0 } rest)
            {
                db.Publish(new PersonsRecorded { Persons = [.. rest.Select(p => p.ToFacts())] });
            }
        }

        List<Employer> moved = [];
        foreach (var employer in employers)
        {
            var place = PlaceOf(employer.AreaId!.Value); // As above.
            var now = (place.AreaId, place.District, place.Office ?? employer.Office);
            if ((employer.AreaId, employer.District, employer.Office) != now)
            {
                (employer.AreaId, employer.District, employer.Office) = now;
                employer.Version++;
                moved.Add(employer);
            }
        }

        if (moved.Count > 0)
        {
            db.Publish(new EmployersRecorded { Employers = [.. moved.Select(e => e.ToFacts())] });
        }

        foreach (var association in associations)
        {
            var place = PlaceOf(association.AreaId!.Value); // As above.
            (association.AreaId, association.District, association.Office, association.Version) = (place.AreaId, place.District, place.Office ?? association.Office, association.Version + 1);
        }

        if (associations.Count > 0)
        {
            db.Publish(new AssociationsRecorded { Associations = [.. associations.Select(a => a.ToFacts())] });
        }

        step.Count(ids.Count, 0);
    }
}
