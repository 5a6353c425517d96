using Microsoft.EntityFrameworkCore;
using Spmis.Kernel.Access;
using Spmis.Kernel.Acts;
using Spmis.Kernel.Files;
using Spmis.Kernel.Runs;
using Spmis.Registration.Imports;

namespace Spmis.Registration.Associations;

/// <summary>A line of a census as it is shown; number and name are null for a person of an office the reader does not see.</summary>
public sealed record CensusLineShown(long Id, long? Line, CensusVerdict Verdict, string? PersonNumber, string? PersonName, string? Reference, string? Text);

/// <summary>Opens a census, takes the list, and reads what came of the comparison.</summary>
/// <param name="db">The register.</param>
/// <param name="read">Finds the association.</param>
/// <param name="files">Where lists are kept.</param>
/// <param name="shown">Whose data were looked up.</param>
public sealed class TakeCensus(RegistrationDb db, ReadAssociation read, FileStore files, PersonsShown shown)
{
    /// <summary>The most lines of one answer.</summary>
    public const int MostLines = 100;

    /// <summary>Opens one.</summary>
    /// <param name="association">Number of the association.</param>
    /// <param name="referenceDay">The day of which the list will speak: today or before, and after that of the last census.</param>
    /// <param name="dueOn">The day by which the list must be here; on or after the reference day.</param>
    /// <param name="change">Who and when.</param>
    /// <param name="ct">Cancels.</param>
    /// <exception cref="Refused">A census is open already, or a day is impossible.</exception>
    public async Task<Guid> OpenAsync(string association, DateOnly? referenceDay, DateOnly? dueOn, Change change, CancellationToken ct)
    {
        var found = await read.HandleAsync(association, ct);
        CloseAssociation.DemandOpen(found);
        var day = referenceDay ?? throw new Refused("value.missing", "Enter the day of which the list speaks.", nameof(referenceDay));
        var due = dueOn ?? throw new Refused("value.missing", "Enter the day by which the list must be here.", nameof(dueOn));
        if (day > change.Today)
        {
            throw new Refused("census.future", "The day of which the list speaks lies in the future; members are ended by it, so open the census when the day has come.", nameof(referenceDay));
        }

        if (due < day)
        {
            throw new Refused("census.due", "The list cannot be here before the day of which it speaks.", nameof(dueOn));
        }

        var earlier = await db.Censuses.AsNoTracking().Where(c => c.AssociationId == found.Id && c.WithdrawnAt == null).ToListAsync(ct);
        if (earlier.Any(c => c.OpenAssociationId is not null))
        {
            throw new Refused("census.open-already", "A census of this association is open; settle or withdraw it first.");
        }

        if (earlier.Count > 0 && earlier.Max(c => c.ReferenceDay) >= day)
        {
            throw new Refused("census.before-last", $"The last census spoke of {earlier.Max(c => c.ReferenceDay):yyyy-MM-dd}; this one must speak of a later day.", nameof(referenceDay));
        }

        var census = new Census { Id = Guid.CreateVersion7(), AssociationId = found.Id, OpenAssociationId = found.Id, ReferenceDay = day, DueOn = due, OpenedAt = change.Now, OpenedBy = change.Actor.Name, Version = 1 };
        db.Add(census);
        await db.SaveAsync(change, ct);
        return census.Id;
    }

    /// <summary>Takes the list and starts the comparison. The same file twice is done once; another file takes the place of the first until the differences were approved.</summary>
    /// <param name="association">Number of the association.</param>
    /// <param name="id">The census.</param>
    /// <param name="content">A list of members, as for enrolment.</param>
    /// <param name="name">The sender's name for it.</param>
    /// <param name="change">Who and when.</param>
    /// <param name="ct">Cancels.</param>
    /// <exception cref="Refused">The census is settled, waits for approval or is being compared, or the file is no list.</exception>
    public async Task<StartedImport> ListAsync(string association, Guid id, Stream content, string name, Change change, CancellationToken ct)
    {
        var (found, census) = await FindAsync(association, id, ct);
        var file = await files.SaveTableAsync(content, name, ct);
        await StartMemberList.CheckAsync(files, file.Sha256, ct);
        var run = Run.Of(CompareCensusWorker.RunKind, $"{census.Id:N}:{file.Sha256}", $"Census of {found.Name}, {census.ReferenceDay:yyyy-MM-dd}: {file.Name}", new MemberListInput(file.Sha256, file.Name, null, found.Id, census.Id), change, local: true);
        if (await db.Runs.Where(r => r.Key == run.Key).Select(r => new { r.Id, r.CancelledAt }).SingleOrDefaultAsync(ct) is { } before)
        {
            if (before.CancelledAt is not null)
            {
                throw new Refused("census.list-stopped", "The comparison of this very list was stopped. Save the list anew and send that, or withdraw the census.", "file");
            }

            return census.ListRunId == before.Id ? new StartedImport(before.Id, true) : throw new Refused("census.list-before", "This very list was compared before and another took its place. Save it anew and send that, or send the right list.", "file");
        }

        if (census.OpenAssociationId is null || census.ApprovedAt is not null)
        {
            throw new Refused("census.settled", "This census is settled or approved; open the next one.");
        }

        if (await db.Proposals.IgnoreQueryFilters().AnyAsync(p => p.OpenSubject == $"{ApproveCensus.Act}:{census.Id:N}", ct))
        {
            throw new Refused("census.proposed", "The differences wait for a second person; have them rejected before you send another list.");
        }

        if (census.ListRunId is { } last && await db.Runs.AnyAsync(r => r.Id == last && r.FinishedAt == null && r.FailedAt == null, ct))
        {
            throw new Refused("census.comparing", "The list sent before is being compared; wait until that has ended.");
        }

        await db.WriteAsync(
            async () =>
            {
                await db.CensusLines.Where(l => l.CensusId == census.Id).ExecuteDeleteAsync(ct);
                db.Add(run);
                (census.ComparedAt, census.Version) = (null, census.Version + 1);
                await db.SaveAsync(change, ct);
                census.ListRunId = run.Id;
                await db.SaveAsync(change, ct);
            },
            ct);
        return new StartedImport(run.Id, false);
    }

    /// <summary>Gives a census up, also while its list is being compared or after that was stopped; nothing of it is applied.</summary>
    /// <exception cref="Refused">It is settled, approved, or waits for a second person.</exception>
    public async Task WithdrawAsync(string association, Guid id, Change change, CancellationToken ct)
    {
        var (_, census) = await FindAsync(association, id, ct);
        if (census.OpenAssociationId is null || census.ApprovedAt is not null || await db.Proposals.IgnoreQueryFilters().AnyAsync(p => p.OpenSubject == $"{ApproveCensus.Act}:{census.Id:N}", ct))
        {
            throw new Refused("census.settled", "This census is settled, approved, or waits for a second person.");
        }

        (census.WithdrawnAt, census.OpenAssociationId, census.Version) = (change.Now, null, census.Version + 1);
        await db.SaveAsync(change, ct);
    }

    /// <summary>A census of an association the reader sees.</summary>
    /// <exception cref="Refused">There is none.</exception>
    public async Task<(Association Association, Census Census)> FindAsync(string association, Guid id, CancellationToken ct)
    {
        var found = await read.HandleAsync(association, ct);
        return (found, await db.Censuses.SingleOrDefaultAsync(c => c.Id == id && c.AssociationId == found.Id, ct) ?? throw new Refused("census.unknown", "There is no such census."));
    }

    /// <summary>The censuses of an association, the latest first.</summary>
    public async Task<IReadOnlyList<Census>> AllAsync(Guid association, CancellationToken ct) =>
        await db.Censuses.AsNoTracking().Where(c => c.AssociationId == association).OrderByDescending(c => c.ReferenceDay).ThenByDescending(c => c.Id).Take(MostLines).ToListAsync(ct);

    /// <summary>How many lines of each verdict.</summary>
    public async Task<IReadOnlyDictionary<CensusVerdict, int>> CountsAsync(Guid census, CancellationToken ct) => await Counts(db, census, ct);

    /// <summary>Lines of one verdict, in order.</summary>
    public async Task<IReadOnlyList<CensusLineShown>> LinesAsync(Guid census, CensusVerdict verdict, long after, int limit, CancellationToken ct)
    {
        var lines = await (
            from l in db.CensusLines.AsNoTracking().Where(l => l.CensusId == census && l.Verdict == verdict && l.Id > after).OrderBy(l => l.Id).Take(Math.Clamp(limit, 1, MostLines + 1))
            join p in db.Persons on l.PersonId equals (Guid?)p.Id into persons
            from p in persons.DefaultIfEmpty()
            orderby l.Id
            select new CensusLineShown(l.Id, l.Line, l.Verdict, p == null ? null : p.Number, p == null ? null : p.Name, l.Reference, l.Text)).ToListAsync(ct);
        shown.Add(lines.Select(l => l.PersonNumber));
        return lines;
    }

    internal static async Task<Dictionary<CensusVerdict, int>> Counts(RegistrationDb db, Guid census, CancellationToken ct)
    {
        var counted = await db.CensusLines.Where(l => l.CensusId == census).GroupBy(l => l.Verdict).Select(g => new { g.Key, Count = g.Count() }).ToDictionaryAsync(g => g.Key, g => g.Count, ct);
        return Enum.GetValues<CensusVerdict>().ToDictionary(v => v, v => counted.GetValueOrDefault(v));
    }
}
