using System.Runtime.CompilerServices;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
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

        step.Count(page.Count, 0);
        if (mapped > 0)
        {
            db.RecordBulk(step.Change.As(RunKind), kind, $"run {step.Run.Id}, up to {page[^1].Id}", new { Mapped = mapped, Of = page.Count });
        }
    }

    private sealed record Address(Guid Id, string? District, string? Village)
    {
        public PlaceTold Told => new(null, District?.Trim(), string.IsNullOrWhiteSpace(Village) ? null : Village.Trim());
    }
}
