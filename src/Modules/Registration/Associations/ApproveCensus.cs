using System.Globalization;
using System.Runtime.CompilerServices;
using System.Security.Cryptography;
using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Spmis.Contracts.Registration;
using Spmis.Kernel.Acts;
using Spmis.Kernel.Data;
using Spmis.Kernel.Proposals;
using Spmis.Kernel.Runs;

namespace Spmis.Registration.Associations;

/// <summary>Which census is to be settled.</summary>
/// <param name="CensusId">The census.</param>
/// <param name="UnclearAreNobodys">The preparer says that lines nobody could be known by hide no member; without it a census with such lines is not settled, since who they mean would be ended as gone.</param>
internal sealed record CensusInput(Guid CensusId, bool UnclearAreNobodys);

/// <summary>Settles a census once a second person has approved the differences: memberships that are gone end on the reference day, new ones begin on it. <see cref="ApplyCensusWorker"/> does it.</summary>
/// <param name="db">The register.</param>
/// <param name="census">Finds it.</param>
/// <param name="fourEyes">Where it waits.</param>
public sealed class ApproveCensus(RegistrationDb db, TakeCensus census, FourEyes fourEyes) : IProposedAct
{
    /// <summary>The name of the act.</summary>
    public const string Act = "censuses.settle";

    private const int Examples = 10;

    /// <summary>Puts the differences up for a second person.</summary>
    /// <param name="association">Number of the association.</param>
    /// <param name="id">The census.</param>
    /// <param name="unclearAreNobodys">Lines nobody could be known by hide no member.</param>
    /// <param name="change">Who, when and why.</param>
    /// <param name="ct">Cancels.</param>
    /// <exception cref="Refused">The list is not compared, the census is settled, lines are unclear, or it waits already.</exception>
    public async Task<Proposal> ProposeAsync(string association, Guid id, bool unclearAreNobodys, Change change, CancellationToken ct)
    {
        var (found, one) = await census.FindAsync(association, id, ct);
        Demand(one);
        if (!unclearAreNobodys && await db.CensusLines.AnyAsync(l => l.CensusId == id && l.Verdict == CensusVerdict.Unclear, ct))
        {
            throw new Refused("census.unclear", "Some lines do not say for certain who they mean; those persons would be ended as gone. Mend the list and send it again, or say that these lines hide no member.", nameof(unclearAreNobodys));
        }

        return await fourEyes.ProposeAsync(RegistrationModule.ModuleName, Act, $"{id:N}", $"Census of {found.Name} ({found.Number}), {one.ReferenceDay:yyyy-MM-dd}", new CensusInput(id, unclearAreNobodys), change, ct);
    }

    /// <inheritdoc />
    public async Task<IReadOnlyList<ShownField>> ShowAsync(string payload, CancellationToken ct)
    {
        var input = Read(payload);
        var one = await db.Censuses.AsNoTracking().SingleAsync(c => c.Id == input.CensusId, ct);
        var association = await db.Associations.AsNoTracking().SingleAsync(a => a.Id == one.AssociationId, ct);
        var counts = await TakeCensus.Counts(db, one.Id, ct);
        var gone = await (
            from l in db.CensusLines.Where(l => l.CensusId == one.Id && l.Verdict == CensusVerdict.Gone).OrderBy(l => l.Id).Take(Examples)
            join p in db.PersonsAnywhere on l.PersonId equals (Guid?)p.Id orderby l.Id select p.Number).ToListAsync(ct);
        string Count(CensusVerdict verdict) => counts[verdict].ToString(CultureInfo.InvariantCulture);
        return
        [
            new("Association", null, $"{association.Number} {association.Name}"), new("Day of the census", null, one.ReferenceDay.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture)),
            new("Confirmed", null, Count(CensusVerdict.Confirmed)), new("New", null, Count(CensusVerdict.New)), new("Gone", null, Count(CensusVerdict.Gone)), new("Unclear", null, Count(CensusVerdict.Unclear)),
            .. gone.Select(n => new ShownField("Membership ends", n, null)),
            new("List", null, await HashAsync(one.Id, ct)),
        ];
    }

    /// <inheritdoc />
    public async Task ApplyAsync(string payload, Change change, CancellationToken ct)
    {
        var input = Read(payload);
        var one = await db.Censuses.SingleAsync(c => c.Id == input.CensusId, ct);
        Demand(one);
        (one.ApprovedAt, one.ApprovedBy, one.Version) = (change.Now, change.Actor.Name, one.Version + 1);
        db.Add(Run.Of(ApplyCensusWorker.RunKind, $"{one.Id:N}", $"Census of {one.ReferenceDay:yyyy-MM-dd} put into the register", input, change, local: true));
    }

    private static void Demand(Census one)
    {
        if (one.OpenAssociationId is null || one.ApprovedAt is not null)
        {
            throw new Refused("census.settled", "This census is settled, approved or withdrawn.");
        }

        if (one.ComparedAt is null)
        {
            throw new Refused("census.not-compared", "No list was compared to the end yet.");
        }
    }

    /// <summary>All lines, so that another list is not what was shown.</summary>
    private async Task<string> HashAsync(Guid id, CancellationToken ct)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        await foreach (var line in db.CensusLines.Where(l => l.CensusId == id && l.PersonId != null).OrderBy(l => l.Id).Select(l => new { Person = l.PersonId ?? default, l.Verdict }).AsAsyncEnumerable().WithCancellation(ct))
        {
            hash.AppendData(line.Person.ToByteArray(bigEndian: true));
            hash.AppendData([(byte)line.Verdict]);
        }

        return Convert.ToHexStringLower(hash.GetHashAndReset());
    }

    private static CensusInput Read(string payload) => JsonSerializer.Deserialize<CensusInput>(payload, SpmisJson.Options) ?? throw new InvalidOperationException("The proposal is empty.");
}

/// <summary>Puts the approved differences of a census into the register, 500 a transaction; what moved meanwhile (a member who left, a person merged) is left as it is and said so. Nobody whom the list names is ended, whatever records were merged since.</summary>
/// <param name="db">For reading.</param>
public sealed class ApplyCensusWorker(RegistrationDb db) : IRunWorker
{
    internal const string RunKind = "census.apply";
    private const int InChunk = 500;

    /// <inheritdoc />
    public string Kind => RunKind;

    /// <inheritdoc />
    public string Permission => "associations.keep";

    /// <inheritdoc />
    public bool MayStop => false;

    /// <inheritdoc />
    public async IAsyncEnumerable<RunChunk> ChunksAsync(Run run, [EnumeratorCancellation] CancellationToken ct)
    {
        var id = run.InputAs<CensusInput>().CensusId;
        var census = await db.Censuses.AsNoTracking().SingleAsync(c => c.Id == id, ct);
        var after = long.Parse(run.Checkpoint ?? "0", CultureInfo.InvariantCulture);
        var lastLine = await db.CensusLines.Where(l => l.CensusId == id).MaxAsync(l => l.Line, ct) ?? 0;
        while (await db.CensusLines.AsNoTracking().Where(l => l.CensusId == id && l.Id > after && (l.Verdict == CensusVerdict.New || l.Verdict == CensusVerdict.Gone)).OrderBy(l => l.Id).Take(InChunk).ToListAsync(ct) is { Count: > 0 } lines)
        {
            after = lines[^1].Id;
            yield return new RunChunk(after.ToString(CultureInfo.InvariantCulture), (services, step, token) => ApplyAsync(services.GetRequiredService<RegistrationDb>(), census, lastLine, step, lines, token));
        }

        yield return new RunChunk(after.ToString(CultureInfo.InvariantCulture), async (services, step, token) =>
        {
            var own = services.GetRequiredService<RegistrationDb>();
            var settled = await own.Censuses.SingleAsync(c => c.Id == id, token);
            (settled.AppliedAt, settled.OpenAssociationId, settled.Version) = (step.Change.Now, null, settled.Version + 1);
            var association = await own.Associations.SingleAsync(a => a.Id == settled.AssociationId, token);
            (association.NextCensusOn, association.Version) = (settled.ReferenceDay.AddMonths(services.GetRequiredService<CensusInterval>().Months), association.Version + 1);
            own.Publish(new AssociationsRecorded { Associations = [association.ToFacts()] });
            step.Run.Total = step.Run.Done;
        });
    }

    private static async Task ApplyAsync(RegistrationDb db, Census census, long lastLine, RunStep step, List<CensusLine> lines, CancellationToken ct)
    {
        var gone = lines.Where(l => l is { Verdict: CensusVerdict.Gone, MembershipId: not null }).ToDictionary(l => l.MembershipId ?? default);
        var goneIds = gone.Keys.ToList();
        var ending = await db.AssociationMembers.Where(m => goneIds.Contains(m.Id) && m.OpenPersonId != null).ToListAsync(ct);
        var named = await NamedAsync(db, census.Id, [.. ending.Select(m => m.PersonId)], ct);
        foreach (var spell in ending.Where(m => named.ContainsKey(m.PersonId)))
        {
            // Who is gone has no line of the file; behind the last of them, their notes are in order and none twice.
            step.Note(lastLine + gone[spell.Id].Id, "census.named", $"{named[spell.PersonId]} is on the list under a record merged since; the membership goes on.", reference: gone[spell.Id].Reference, number: named[spell.PersonId]);
        }

        ending.RemoveAll(m => named.ContainsKey(m.PersonId));
        ending.ForEach(m => m.End(census.ReferenceDay, MemberEnd.Census));
        var coming = lines.Where(l => l.Verdict == CensusVerdict.New).ToDictionary(l => l.PersonId ?? default);
        var ids = coming.Keys.ToList();
        var persons = await db.Persons.AsNoTracking().Where(p => ids.Contains(p.Id)).Select(p => new { p.Id, p.Number, p.DiedOn, p.MergedIntoId }).ToListAsync(ct);
        var spells = (await db.AssociationMembers.AsNoTracking().Where(m => m.AssociationId == census.AssociationId && ids.Contains(m.PersonId)).ToListAsync(ct)).ToLookup(m => m.PersonId);
        List<AssociationMember> made = [];
        foreach (var person in persons.OrderBy(p => coming[p.Id].Id))
        {
            var line = coming[person.Id];
            if (person.MergedIntoId is not null || person.DiedOn < census.ReferenceDay || spells[person.Id].Any(m => m.Covers && (m.Until is null || m.Until >= census.ReferenceDay)))
            {
                step.Note(line.Line ?? 0, "census.moved", $"{person.Number} was merged, died or was a member meanwhile; nothing was changed.", reference: line.Reference, number: person.Number);
                continue;
            }

            made.Add(AssociationMember.Begin(census.AssociationId, person.Id, line.MemberNumber, line.Role, census.ReferenceDay, step.Change.Now.AddMilliseconds(line.Line ?? 0)));
        }

        await db.BulkInsertAsync(made, ct);
        if (made.Count + ending.Count > 0)
        {
            db.Publish(new AssociationMembersRecorded { Members = [.. made.Concat(ending).Select(m => m.ToFacts())] });
        }

        step.Count(made.Count + ending.Count, 0);
        db.RecordBulk(step.Change.As(RunKind), nameof(AssociationMember), $"census {census.Id:N}, lines {lines[0].Id} to {lines[^1].Id}", new { Enrolled = made.Count, Ended = ending.Count });
    }

    /// <summary>Of at most 500 persons in use those whom the list names, by their own record or by one merged into it, with their numbers.</summary>
    private static async Task<Dictionary<Guid, string>> NamedAsync(RegistrationDb db, Guid census, List<Guid> persons, CancellationToken ct)
    {
        var root = persons.Distinct().ToDictionary(p => p);
        for (var level = persons; level.Count > 0;)
        {
            var merged = await db.PersonsAnywhere.Where(p => p.MergedIntoId != null && level.Contains(p.MergedIntoId.Value)).Select(p => new { p.Id, Into = p.MergedIntoId }).ToListAsync(ct);
            level = [.. merged.Where(m => root.TryAdd(m.Id, root[m.Into ?? default])).Select(m => m.Id)];
        }

        var records = root.Keys.ToList();
        var listed = await db.CensusLines.Where(l => l.CensusId == census && (l.Verdict == CensusVerdict.Confirmed || l.Verdict == CensusVerdict.New) && l.PersonId != null && records.Contains(l.PersonId.Value)).Select(l => l.PersonId).ToListAsync(ct);
        var named = listed.Select(p => root[p ?? default]).Distinct().ToList();
        return await db.PersonsAnywhere.Where(p => named.Contains(p.Id)).ToDictionaryAsync(p => p.Id, p => p.Number, ct);
    }
}
