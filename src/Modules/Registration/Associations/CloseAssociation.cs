using System.Globalization;
using System.Runtime.CompilerServices;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Spmis.Contracts.Registration;
using Spmis.Kernel.Acts;
using Spmis.Kernel.Runs;
using Spmis.Registration.Persons;

namespace Spmis.Registration.Associations;

/// <summary>What the runs that end and reopen memberships work on.</summary>
internal sealed record ClosingInput(Guid AssociationId, DateOnly On);

/// <summary>
/// Closes an association: it was dissolved, struck off or merged into another. A run ends the memberships on that day, and with them what other modules derive from them (enrolments by agreement, lists of contributions).
/// A closing by mistake is taken back: the memberships that it ended go on.
/// </summary>
/// <param name="db">The register.</param>
/// <param name="read">Finds the association.</param>
public sealed class CloseAssociation(RegistrationDb db, ReadAssociation read)
{
    internal const int MostReason = 300;

    /// <summary>Closes it.</summary>
    /// <param name="number">Number of the association.</param>
    /// <param name="on">Its last day; today when nothing is said.</param>
    /// <param name="change">Who, when, why and on which evidence.</param>
    /// <param name="ct">Cancels.</param>
    /// <exception cref="Refused">No such association, closed already, no reason, the day lies in the future or before somebody was enrolled, or a census or a list of members is under way.</exception>
    public async Task HandleAsync(string number, DateOnly? on, Change change, CancellationToken ct)
    {
        CorrectDetails.DemandReason(change);
        var reason = change.Reason?.Trim() ?? "";
        if (reason.Length > MostReason)
        {
            throw new Refused("text.too-long", $"At most {MostReason} characters.", "reason");
        }

        var last = on ?? change.Today;
        await db.WriteAsync(
            async () =>
            {
                var found = await read.HandleAsync(number, ct);
                DemandOpen(found);
                if (await UnderWayAsync(db, found.Id, ct))
                {
                    throw new Refused("association.closing", "Its memberships are still being opened again. Wait until that is over.");
                }

                if (last > change.Today)
                {
                    throw new Refused("association.closed-ahead", $"{last:yyyy-MM-dd} is still to come. Close it when the day has come.", nameof(on));
                }

                if (await db.Censuses.AnyAsync(c => c.OpenAssociationId == found.Id, ct))
                {
                    throw new Refused("association.census-open", "A census of this association is open. Settle or withdraw it first.");
                }

                var lists = $"{EnrolMembersWorker.RunKind}:{found.Number}:";
                if (await db.Runs.AnyAsync(r => r.Key.StartsWith(lists) && r.FinishedAt == null && r.CancelledAt == null && r.FailedAt == null, ct))
                {
                    throw new Refused("association.list-running", "A list of its members is being taken in. Wait until that has ended.");
                }

                if (await db.AssociationMembers.Where(m => m.AssociationId == found.Id && m.OpenPersonId != null).MaxAsync(m => (DateOnly?)m.From, ct) is { } latest && latest > last)
                {
                    throw new Refused("association.enrolled-later", $"Members were enrolled from {latest:yyyy-MM-dd} on, after that day. Choose a later day, or end those memberships as recorded by mistake.", nameof(on));
                }

                (found.ClosedOn, found.ClosedFor, found.Version) = (last, reason, found.Version + 1);
                await TellAsync(found, EndMembersWorker.RunKind, $"Members of {found.Name}, which was closed on {last:yyyy-MM-dd}", last, change, ct);
            },
            ct);
    }

    /// <summary>Takes a closing back.</summary>
    /// <param name="number">Number of the association.</param>
    /// <param name="change">Who, when and why.</param>
    /// <param name="ct">Cancels.</param>
    /// <exception cref="Refused">No such association, not closed, no reason, or its memberships are still being ended.</exception>
    public async Task ReopenAsync(string number, Change change, CancellationToken ct)
    {
        CorrectDetails.DemandReason(change);
        await db.WriteAsync(
            async () =>
            {
                var found = await read.HandleAsync(number, ct);
                if (found.ClosedOn is not { } on)
                {
                    throw new Refused("association.open", "This association is not closed.");
                }

                if (await UnderWayAsync(db, found.Id, ct))
                {
                    throw new Refused("association.closing", "Its memberships are still being ended. Wait until that is over.");
                }

                (found.ClosedOn, found.ClosedFor, found.Version) = (null, null, found.Version + 1);
                await TellAsync(found, ReopenMembersWorker.RunKind, $"Members of {found.Name}, which goes on", on, change, ct);
            },
            ct);
    }

    /// <exception cref="Refused">It is closed.</exception>
    internal static void DemandOpen(Association found)
    {
        if (found.ClosedOn is { } on)
        {
            throw new Refused("association.closed", $"{found.Number} was closed on {on:yyyy-MM-dd}. If that was a mistake, open it again first.");
        }
    }

    /// <summary>Whether memberships are being ended or reopened. Work that failed blocks nobody: when it is let go on, each piece looks at the association anew (<see cref="HoldAsync"/>).</summary>
    internal static async Task<bool> UnderWayAsync(RegistrationDb db, Guid association, CancellationToken ct)
    {
        var (ends, opens) = ($"{EndMembersWorker.RunKind}:{association:N}:", $"{ReopenMembersWorker.RunKind}:{association:N}:");
        return await db.Runs.AnyAsync(r => (r.Key.StartsWith(ends) || r.Key.StartsWith(opens)) && r.FinishedAt == null && r.FailedAt == null, ct);
    }

    /// <summary>Has the association stay as the run was made for, until its chunk is committed.</summary>
    /// <exception cref="Refused">It was closed or opened again since.</exception>
    internal static async Task HoldAsync(RegistrationDb db, Guid association, DateOnly? closedOn, CancellationToken ct)
    {
        // The update takes the row; an act of somebody else waits for it, or was first and is seen.
        if (await db.Set<Association>().Where(a => a.Id == association && a.ClosedOn == closedOn).ExecuteUpdateAsync(s => s.SetProperty(a => a.Version, a => a.Version), ct) == 0)
        {
            throw new Refused("association.moved-on", "The association was closed or opened again since this work was asked for.");
        }
    }

    private async Task TellAsync(Association found, string kind, string title, DateOnly on, Change change, CancellationToken ct)
    {
        db.Publish(new AssociationsRecorded { Associations = [found.ToFacts()] });
        var run = Run.Of(kind, $"{found.Id:N}:{found.Version.ToString(CultureInfo.InvariantCulture)}", title, new ClosingInput(found.Id, on), change, local: true);
        run.Total = await db.AssociationMembers.LongCountAsync(m => m.AssociationId == found.Id && (kind == EndMembersWorker.RunKind ? m.OpenPersonId != null : m.EndReason == MemberEnd.Closed), ct);
        db.Runs.Add(run);
        await db.SaveAsync(change, ct);
    }
}

/// <summary>Ends the memberships of a closed association, 500 a transaction.</summary>
/// <param name="db">For reading.</param>
public sealed class EndMembersWorker(RegistrationDb db) : IRunWorker
{
    internal const string RunKind = "members.end";
    internal const int InChunk = 500;

    /// <inheritdoc />
    public string Kind => RunKind;

    /// <inheritdoc />
    public string Permission => "associations.keep";

    /// <inheritdoc />
    public bool MayStop => false;

    /// <inheritdoc />
    public async IAsyncEnumerable<RunChunk> ChunksAsync(Run run, [EnumeratorCancellation] CancellationToken ct)
    {
        var input = run.InputAs<ClosingInput>();
        while (await db.AssociationMembers.Where(m => m.AssociationId == input.AssociationId && m.OpenPersonId != null).OrderBy(m => m.Id).Select(m => m.Id).Take(InChunk).ToListAsync(ct) is { Count: > 0 } ids)
        {
            yield return new RunChunk($"{ids[^1]}", async (services, step, token) =>
            {
                var own = services.GetRequiredService<RegistrationDb>();
                await CloseAssociation.HoldAsync(own, input.AssociationId, input.On, token);
                var spells = await own.AssociationMembers.Where(m => ids.Contains(m.Id) && m.OpenPersonId != null).OrderBy(m => m.Id).ToListAsync(token);
                spells.ForEach(m => m.End(input.On, MemberEnd.Closed));
                own.Publish(new AssociationMembersRecorded { Members = [.. spells.Select(m => m.ToFacts())] });
                step.Count(spells.Count, 0);
            });
        }
    }
}

/// <summary>Lets the memberships go on that a closing had ended, 500 a transaction: not those of who died or was enrolled anew, which stay ended.</summary>
/// <param name="db">For reading.</param>
public sealed class ReopenMembersWorker(RegistrationDb db) : IRunWorker
{
    internal const string RunKind = "members.reopen";

    /// <inheritdoc />
    public string Kind => RunKind;

    /// <inheritdoc />
    public string Permission => "associations.keep";

    /// <inheritdoc />
    public bool MayStop => false;

    /// <inheritdoc />
    public async IAsyncEnumerable<RunChunk> ChunksAsync(Run run, [EnumeratorCancellation] CancellationToken ct)
    {
        var input = run.InputAs<ClosingInput>();
        var after = run.Checkpoint is { } checkpoint ? Guid.Parse(checkpoint) : Guid.Empty;
        while (await db.AssociationMembers.Where(m => m.AssociationId == input.AssociationId && m.EndReason == MemberEnd.Closed && m.Until == input.On && m.Id.CompareTo(after) > 0).OrderBy(m => m.Id).Select(m => m.Id).Take(EndMembersWorker.InChunk).ToListAsync(ct) is { Count: > 0 } ids)
        {
            after = ids[^1];
            yield return new RunChunk($"{after}", (services, step, token) => ApplyAsync(services.GetRequiredService<RegistrationDb>(), input.AssociationId, ids, step, token));
        }
    }

    private static async Task ApplyAsync(RegistrationDb db, Guid association, List<Guid> ids, RunStep step, CancellationToken ct)
    {
        await CloseAssociation.HoldAsync(db, association, null, ct);
        var spells = await db.AssociationMembers.Where(m => ids.Contains(m.Id) && m.EndReason == MemberEnd.Closed).OrderBy(m => m.Id).ToListAsync(ct);
        var persons = spells.Select(m => m.PersonId).Distinct().ToList();
        var died = await db.Persons.Where(p => persons.Contains(p.Id) && p.DiedOn != null).ToDictionaryAsync(p => p.Id, p => p.DiedOn, ct);
        var open = (await db.AssociationMembers.Where(m => m.AssociationId == association && persons.Contains(m.PersonId) && m.OpenPersonId != null).Select(m => m.PersonId).ToListAsync(ct)).ToHashSet();
        foreach (var spell in spells)
        {
            if (died.GetValueOrDefault(spell.PersonId) is { } on)
            {
                spell.End(on, MemberEnd.Died);
            }
            else if (open.Add(spell.PersonId))
            {
                spell.Reopen();
            }
        }

        db.Publish(new AssociationMembersRecorded { Members = [.. spells.Select(m => m.ToFacts())] });
        step.Count(spells.Count, 0);
    }
}
