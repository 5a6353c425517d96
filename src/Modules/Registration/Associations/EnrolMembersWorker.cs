using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Spmis.Contracts.Registration;
using Spmis.Kernel.Files;
using Spmis.Kernel.Runs;
using Spmis.Registration.Imports;
using Spmis.Registration.Reactions;

namespace Spmis.Registration.Associations;

/// <summary>Enrols the persons of a list, a thousand lines a transaction, a verdict a line.</summary>
/// <param name="file">Reads it.</param>
public sealed class EnrolMembersWorker(ImportFile file) : IRunWorker
{
    internal const string RunKind = "members.import";

    /// <inheritdoc />
    public string Kind => RunKind;

    /// <inheritdoc />
    public string Permission => "associations.keep";

    /// <inheritdoc />
    public IAsyncEnumerable<RunChunk> ChunksAsync(Run run, CancellationToken ct) =>
        file.ChunksAsync(run, MemberRow.Format, (services, step, rows, token) => ApplyAsync(services, run.InputAs<MemberListInput>().AssociationId, step, rows, token), ct);

    private static async Task ApplyAsync(IServiceProvider services, Guid association, RunStep step, IReadOnlyList<TabularRow> lines, CancellationToken ct)
    {
        var db = services.GetRequiredService<RegistrationDb>();
        await CloseAssociation.HoldAsync(db, association, null, ct);
        var matched = await MemberRow.MatchAsync([.. lines.Select(MemberRow.Read)], services.GetRequiredService<MatchByNumber>(), services.GetRequiredService<MatchByLikeness>(), ct);
        var ids = matched.Select(m => m.Person).OfType<Guid>().Distinct().ToList();
        var persons = await db.Persons.AsNoTracking().Where(p => ids.Contains(p.Id)).Select(p => new { p.Id, p.Number, p.DiedOn, p.Office }).ToDictionaryAsync(p => p.Id, ct);
        var spells = (await db.AssociationMembers.AsNoTracking().Where(m => m.AssociationId == association && ids.Contains(m.PersonId)).ToListAsync(ct)).ToLookup(m => m.PersonId);
        List<AssociationMember> made = [];
        HashSet<Guid> fresh = [];
        foreach (var (row, id, unclear) in matched)
        {
            if (row.Problems.Count > 0)
            {
                ImportFile.Refuse(step, row.Line, row.Reference, row.Problems);
                continue;
            }

            if (id is not { } person)
            {
                step.Refuse(row.Line, unclear?.Code ?? "member.nobody", $"{unclear?.Text} {unclear?.Remedy}".Trim(), row.Named.Column, row.Named.Value, row.Reference);
                continue;
            }

            var (known, from) = (persons[person], row.From ?? step.Change.Today);
            if (spells[person].Any(m => m.Until is null) || fresh.Contains(person))
            {
                step.Note(row.Line, "member.already", "This person is a member already; nothing was changed.", reference: row.Reference, number: known.Number);
            }
            else if (MemberDates.Problem(from, known.DiedOn, step.Change.Today, tellDeath: step.Change.Actor.Sees(known.Office)) is { } wrong)
            {
                step.Refuse(row.Line, wrong.Code, $"{wrong.Text} {wrong.Remedy}", "from", $"{from:yyyy-MM-dd}", row.Reference);
            }
            else if (spells[person].Where(m => m.Covers).Max(m => m.Until) is { } until && until >= from)
            {
                step.Refuse(row.Line, "member.overlap", $"{known.Number} was a member until {until:yyyy-MM-dd}. Write a later first day.", "from", $"{from:yyyy-MM-dd}", row.Reference);
            }
            else
            {
                fresh.Add(person);
                made.Add(AssociationMember.Begin(association, person, row.MemberNumber, row.Role, from, step.Change.Now.AddMilliseconds(row.Line)));
                step.Accept(row.Line, row.Reference, known.Number);
            }
        }

        await TellAsync(db, made, ct);
        db.RecordBulk(step.Change.As(RunKind), nameof(AssociationMember), $"run {step.Run.Id}, lines {lines[0].LineNumber} to {lines[^1].LineNumber}", new { association, Enrolled = made.Count });
    }

    /// <summary>Keeps new spells and tells the other modules; at most 1,000.</summary>
    internal static async Task TellAsync(RegistrationDb db, List<AssociationMember> made, CancellationToken ct)
    {
        if (made.Count > 0)
        {
            await db.BulkInsertAsync(made, ct);
            db.Publish(new AssociationMembersRecorded { Members = [.. made.Select(m => m.ToFacts())] });
        }
    }
}
