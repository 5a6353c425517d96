using System.Runtime.CompilerServices;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Spmis.Contracts.Registration;
using Spmis.Kernel.Runs;
using Spmis.Registration.Employers;
using Spmis.Registration.Persons;

namespace Spmis.Registration.Areas;

/// <summary>After areas were imported: gives persons and employers who have an address in free words their area where exactly one fits. The words stay as they are.</summary>
/// <param name="db">For reading.</param>
public sealed class MapAddressesWorker(RegistrationDb db) : IRunWorker
{
    internal const string RunKind = "areas.map";
    private const int InChunk = 1_000;

    /// <inheritdoc />
    public string Kind => RunKind;

    /// <inheritdoc />
    public string Permission => "areas.manage";

    /// <inheritdoc />
    public async IAsyncEnumerable<RunChunk> ChunksAsync(Run run, [EnumeratorCancellation] CancellationToken ct)
    {
        var (stage, after) = run.Checkpoint?.Split(' ') is [var s, var id] ? (s, Guid.Parse(id)) : (nameof(Person), Guid.Empty);
        foreach (var kind in stage == nameof(Person) ? new[] { nameof(Person), nameof(Employer) } : [nameof(Employer)])
        {
            while (true)
            {
                var page = kind == nameof(Person)
                    ? await db.Persons.Where(p => p.AreaId == null && p.District != null && p.Id.CompareTo(after) > 0).OrderBy(p => p.Id).Take(InChunk).Select(p => new Address(p.Id, p.District, p.Village)).ToListAsync(ct)
                    : await db.Employers.Where(e => e.AreaId == null && e.District != null && e.Id.CompareTo(after) > 0).OrderBy(e => e.Id).Take(InChunk).Select(e => new Address(e.Id, e.District, null)).ToListAsync(ct);
                if (page.Count == 0)
                {
                    break;
                }

                after = page[^1].Id;
                yield return new RunChunk($"{kind} {after}", (services, step, token) => ApplyAsync(services, step, kind, page, token));
            }

            after = Guid.Empty;
        }
    }

    private static async Task ApplyAsync(IServiceProvider services, RunStep step, string kind, List<Address> page, CancellationToken ct)
    {
        var db = services.GetRequiredService<RegistrationDb>();
        var places = await services.GetRequiredService<FindAreas>().PlacesAsync([.. page.Select(a => a.Told)], step.Change.Today, ct);
        var mapped = 0;
        foreach (var group in page.Where(a => places[a.Told].Place is not null).GroupBy(a => places[a.Told].Place!.AreaId)) // Filtered.
        {
            var ids = group.Select(a => a.Id).ToList();
            mapped += kind == nameof(Person)
                ? await db.Persons.Where(p => ids.Contains(p.Id) && p.AreaId == null).ExecuteUpdateAsync(set => set.SetProperty(p => p.AreaId, group.Key), ct)
                : await db.Employers.Where(e => ids.Contains(e.Id) && e.AreaId == null).ExecuteUpdateAsync(set => set.SetProperty(e => e.AreaId, group.Key), ct);
        }

        await GiveOfficesAsync(db, kind, page, ct);
        step.Count(page.Count, 0);
        if (mapped > 0)
        {
            db.RecordBulk(step.Change.As(RunKind), kind, $"run {step.Run.Id}, up to {page[^1].Id}", new { Mapped = mapped, Of = page.Count });
        }
    }

    /// <summary>Whoever lies in an area that an office serves belongs to that office; the other modules are told.</summary>
    private static async Task GiveOfficesAsync(RegistrationDb db, string kind, List<Address> page, CancellationToken ct)
    {
        var ids = page.ConvertAll(a => a.Id);
        if (kind == nameof(Person))
        {
            var moved = await db.Persons.Where(p => ids.Contains(p.Id) && p.MergedIntoId == null).Join(db.Areas.Where(a => a.Office != null), p => p.AreaId, a => a.Id, (p, a) => new { Person = p, a.Office }).Where(m => m.Person.Office != m.Office).ToListAsync(ct);
            moved.ForEach(m => (m.Person.Office, m.Person.Version) = (m.Office, m.Person.Version + 1));
            if (moved.Count > 0)
            {
                var followers = await db.TakeAlongAsync(moved.ConvertAll(m => m.Person), ct);
                db.Publish(new PersonsRecorded { Persons = [.. moved.Select(m => m.Person).Concat(followers).Select(p => p.ToFacts())] });
            }

            return;
        }

        var employers = await db.Employers.Where(e => ids.Contains(e.Id)).Join(db.Areas.Where(a => a.Office != null), e => e.AreaId, a => a.Id, (e, a) => new { Employer = e, a.Office }).Where(m => m.Employer.Office != m.Office).ToListAsync(ct);
        employers.ForEach(m => (m.Employer.Office, m.Employer.Version) = (m.Office, m.Employer.Version + 1));
        if (employers.Count > 0)
        {
            db.Publish(new EmployersRecorded { Employers = [.. employers.Select(m => m.Employer.ToFacts())] });
        }
    }

    private sealed record Address(Guid Id, string? District, string? Village)
    {
        public PlaceTold Told => new(null, District?.Trim(), string.IsNullOrWhiteSpace(Village) ? null : Village.Trim());
    }
}
