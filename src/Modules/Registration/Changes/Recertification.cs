using System.Runtime.CompilerServices;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Spmis.Kernel.Access;
using Spmis.Kernel.Acts;
using Spmis.Kernel.Data;
using Spmis.Kernel.Runs;
using Spmis.Registration.Areas;
using Spmis.Registration.Persons;

namespace Spmis.Registration.Changes;

/// <summary>When a person's details are to be confirmed again. One for a person.</summary>
public sealed class Recertification
{
    /// <summary>The person.</summary>
    public required Guid PersonId { get; init; }

    /// <summary>The day it is due; null: not until one is set.</summary>
    public DateOnly? DueOn { get; set; }

    /// <summary>The day it was done last.</summary>
    public DateOnly? DoneOn { get; set; }

    /// <summary>On which evidence.</summary>
    public string? Evidence { get; set; }

    /// <summary>Who did it.</summary>
    public string? DoneBy { get; set; }

    /// <summary>Concurrency token.</summary>
    public int Version { get; set; }
}

internal sealed class RecertificationMapping : IEntityTypeConfiguration<Recertification>
{
    public void Configure(EntityTypeBuilder<Recertification> builder)
    {
        builder.ToTable("recertifications");
        builder.HasKey(r => r.PersonId);
        builder.HasIndex(r => r.DueOn);
        builder.Property(r => r.Evidence).HasMaxLength(300);
        builder.Property(r => r.Version).IsConcurrencyToken();
    }
}

/// <summary>A person whose details are to be confirmed.</summary>
/// <param name="DueOn">When.</param>
/// <param name="DoneOn">When it was done last.</param>
/// <param name="Person">Who.</param>
public sealed record DueLine(DateOnly DueOn, DateOnly? DoneOn, PersonLine Person);

/// <summary>Sets due dates, confirms, and lists what is due. Setting <c>Registration:RecertifyMonths</c>: how long a confirmation holds; empty (the default): the next day is set by hand.</summary>
/// <param name="db">The register.</param>
/// <param name="areas">The area tree.</param>
/// <param name="shown">Told whose record is listed.</param>
/// <param name="configuration">The settings.</param>
public sealed class Recertify(RegistrationDb db, FindAreas areas, PersonsShown shown, IConfiguration configuration)
{
    /// <summary>The most lines of one list.</summary>
    public const int MostLines = 100;

    /// <summary>Sets a person's day.</summary>
    /// <exception cref="Refused">No such person, no reason, or a day gone by.</exception>
    public async Task SetAsync(string number, DateOnly dueOn, Change change, CancellationToken ct)
    {
        CorrectDetails.DemandReason(change);
        DemandToCome(dueOn, change);
        await db.WriteAsync(
            async () =>
            {
                var row = await FindAsync(number, ct);
                row.DueOn = dueOn;
                row.Version++;
                await db.SaveAsync(change, ct);
            },
            ct);
    }

    /// <summary>Records that the details were confirmed; the next day follows from the setting.</summary>
    /// <exception cref="Refused">No such person or no evidence.</exception>
    public async Task ConfirmAsync(string number, Change change, CancellationToken ct)
    {
        var evidence = Facts.FactDates.Evidence(change.Evidence) ?? throw new Refused("recertify.no-evidence", "Name the evidence, such as the visit or the papers seen.", "evidence");
        await db.WriteAsync(
            async () =>
            {
                var row = await FindAsync(number, ct);
                (row.DoneOn, row.Evidence, row.DoneBy) = (change.Today, evidence, change.Actor.Name);
                row.DueOn = int.TryParse(configuration["Registration:RecertifyMonths"], out var months) && months > 0 ? change.Today.AddMonths(months) : null;
                row.Version++;
                await db.SaveAsync(change, ct);
            },
            ct);
    }

    /// <summary>Sets the day for everybody who lives in an area and has none earlier; a run.</summary>
    /// <returns>The run.</returns>
    /// <exception cref="Refused">No such area, no reason, or a day gone by.</exception>
    public async Task<long> SetForAreaAsync(string? area, DateOnly dueOn, Change change, CancellationToken ct)
    {
        CorrectDetails.DemandReason(change);
        DemandToCome(dueOn, change);
        var found = await areas.WithinAsync(area, change.Today, ct);
        if (db.OfficesSeen is { } seen && await db.Areas.AnyAsync(a => a.Path.StartsWith(found.Path) && (a.Office == null || !seen.Contains(a.Office)), ct))
        {
            throw new Refused("recertify.other-office", $"{found.Name} or a part of it is served by another office. Name an area that yours serves.", nameof(area));
        }

        var run = Run.Of(RecertifyAreaWorker.RunKind, $"{found.Code}:{dueOn:yyyyMMdd}", $"Recertification in {found.Name} due on {dueOn:yyyy-MM-dd}", new RecertifyArea(found.Code, dueOn), change, local: true);
        if (await db.Runs.AnyAsync(r => r.Key == run.Key, ct))
        {
            throw new Refused("recertify.same", $"This day was set for {found.Name} already.", nameof(dueOn));
        }

        db.Add(run);
        await db.SaveAsync(change, ct);
        return run.Id;
    }

    /// <summary>What is due by a day, the longest due first; in an area where one is named.</summary>
    public async Task<IReadOnlyList<DueLine>> DueAsync(string? area, DateOnly by, DateOnly today, CancellationToken ct)
    {
        var path = string.IsNullOrWhiteSpace(area) ? null : (await areas.WithinAsync(area, today, ct)).Path;
        var due = await db.Recertifications.AsNoTracking().Where(r => r.DueOn <= by).Join(db.Persons.AsNoTracking(), r => r.PersonId, p => p.Id, (r, p) => new { Due = r, Person = p })
            .Where(d => d.Person.DiedOn == null && d.Person.MergedIntoId == null && (path == null || db.Areas.Any(a => a.Id == d.Person.AreaId && a.Path.StartsWith(path))))
            .OrderBy(d => d.Due.DueOn).ThenBy(d => d.Person.Number).Take(MostLines).ToListAsync(ct);
        shown.Add(due.Select(d => d.Person.Number));
        return [.. due.Select(d => new DueLine(d.Due.DueOn!.Value, d.Due.DoneOn, PersonLine.Of(d.Person)))]; // Compared above.
    }

    private static void DemandToCome(DateOnly dueOn, Change change)
    {
        if (dueOn < change.Today)
        {
            throw new Refused("recertify.past", $"{dueOn:yyyy-MM-dd} has gone by; set a day to come.", nameof(dueOn));
        }
    }

    private async Task<Recertification> FindAsync(string number, CancellationToken ct)
    {
        var person = await db.FindPersonAsync(number, ct);
        CorrectDetails.DemandCurrent(person, null);
        var row = await db.Recertifications.SingleOrDefaultAsync(r => r.PersonId == person.Id, ct);
        if (row is null)
        {
            row = new Recertification { PersonId = person.Id };
            db.Add(row);
        }

        return row;
    }
}

/// <summary>Which area, and when.</summary>
internal sealed record RecertifyArea(string Area, DateOnly DueOn);

/// <summary>Sets the day for an area's people, a thousand at a time.</summary>
/// <param name="db">For reading.</param>
public sealed class RecertifyAreaWorker(RegistrationDb db) : IRunWorker
{
    internal const string RunKind = "recertifications.schedule";
    private const int InChunk = 1_000;

    /// <inheritdoc />
    public string Kind => RunKind;

    /// <inheritdoc />
    public string Permission => "registration.runs";

    /// <inheritdoc />
    public async IAsyncEnumerable<RunChunk> ChunksAsync(Run run, [EnumeratorCancellation] CancellationToken ct)
    {
        var input = run.InputAs<RecertifyArea>();
        var path = await db.Areas.Where(a => a.Code == input.Area).Select(a => a.Path).SingleAsync(ct);
        var after = Guid.TryParse(run.Checkpoint, out var done) ? done : Guid.Empty;
        while (true)
        {
            var ids = await db.Persons.Where(p => p.Id.CompareTo(after) > 0 && p.MergedIntoId == null && p.DiedOn == null && db.Areas.Any(a => a.Id == p.AreaId && a.Path.StartsWith(path))).OrderBy(p => p.Id).Select(p => p.Id).Take(InChunk).ToListAsync(ct);
            if (ids.Count == 0)
            {
                yield break;
            }

            after = ids[^1];
            yield return new RunChunk($"{after}", (services, step, token) => ApplyAsync(services.GetRequiredService<RegistrationDb>(), step, ids, input.DueOn, token));
        }
    }

    private static async Task ApplyAsync(RegistrationDb db, RunStep step, List<Guid> ids, DateOnly dueOn, CancellationToken ct)
    {
        var known = await db.Recertifications.Where(r => ids.Contains(r.PersonId)).Select(r => r.PersonId).ToListAsync(ct);
        await db.Recertifications.Where(r => ids.Contains(r.PersonId) && (r.DueOn == null || r.DueOn > dueOn)).ExecuteUpdateAsync(set => set.SetProperty(r => r.DueOn, dueOn).SetProperty(r => r.Version, r => r.Version + 1), ct);
        await db.BulkInsertAsync([.. ids.Except(known).Select(id => new Recertification { PersonId = id, DueOn = dueOn })], ct);
        db.RecordBulk(step.Change.As(RunKind), nameof(Recertification), $"run {step.Run.Id}, up to {ids[^1]}", new { Persons = ids.Count, DueOn = dueOn });
        step.Count(ids.Count, 0);
    }
}
