using System.Globalization;
using System.Runtime.CompilerServices;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Spmis.Contributions.Copies;
using Spmis.Contributions.Receipts;
using Spmis.Kernel.Acts;
using Spmis.Kernel.Files;
using Spmis.Kernel.Runs;
using Spmis.Values;

namespace Spmis.Contributions.Associations;

/// <summary>Reads a member list, 500 lines a transaction with a verdict each; at the end its amount stands, and money held for the association is put to it.</summary>
public sealed class MemberListWorker(ContributionsDb db, FileStore files) : IRunWorker
{
    private const int ChunkLines = 500;
    private const string Issued = "issued";

    public string Kind => FileMemberList.RunKind;

    public string Permission => "memberlists.file";

    public async IAsyncEnumerable<RunChunk> ChunksAsync(Run run, [EnumeratorCancellation] CancellationToken ct)
    {
        if (run.Checkpoint == Issued)
        {
            yield break;
        }

        var id = run.InputAs<MemberListRunInput>().ListId;
        var list = await db.Set<MemberList>().AsNoTracking().SingleAsync(l => l.Id == id, ct);
        await using var content = files.Open(list.Sha);
        var table = await TabularFile.OpenAsync(content, MemberListRow.Format, ct);
        List<TabularRow> rows = [];
        await foreach (var row in table.ReadAsync(long.Parse(run.Checkpoint ?? "1", CultureInfo.InvariantCulture), ct))
        {
            rows.Add(row);
            if (rows.Count == ChunkLines)
            {
                yield return Chunk(id, rows);
                rows = [];
            }
        }

        if (rows.Count > 0)
        {
            yield return Chunk(id, rows);
        }

        yield return new RunChunk(Issued, async (services, step, token) =>
        {
            var own = services.GetRequiredService<ContributionsDb>();
            await services.GetRequiredService<ReadMemberList>().StandingAsync(id, token);
            var read = await own.Set<MemberList>().SingleAsync(l => l.Id == id, token);
            (read.Members, read.AmountMinor) = (await own.Set<MemberListLine>().CountAsync(l => l.ListId == id, token), await own.Set<MemberListLine>().Where(l => l.ListId == id).SumAsync(l => l.AmountMinor, token));
            (read.IssuedAt, read.Version, step.Run.Total) = (step.Change.Now, read.Version + 1, step.Run.Done);
            await own.SaveAsync(step.Change, token);
            await services.GetRequiredService<PayMembers>().ForAsync([read.AssociationId], step.Change, token);
        });
    }

    private static RunChunk Chunk(Guid id, List<TabularRow> rows) =>
        new(rows[^1].LineNumber.ToString(CultureInfo.InvariantCulture), (services, step, ct) => services.GetRequiredService<ReadMemberList>().ChunkAsync(id, rows, step, ct));
}

/// <summary>Judges the lines of a list: who it is, whether a member on some day of the month and alive at its beginning, and what is to be paid.</summary>
public sealed class ReadMemberList(ContributionsDb db, Merges merges, SchemeBook schemes)
{
    internal async Task ChunkAsync(Guid id, List<TabularRow> lines, RunStep step, CancellationToken ct)
    {
        var list = await StandingAsync(id, ct);
        var rules = await schemes.ByHashAsync(list.PackageHash, ct);
        var session = rules.Open();
        var most = OwnContribution.Of(session, list.Month, long.MaxValue / 4).CountedMinor;
        var rows = lines.ConvertAll(l => MemberListRow.Read(l, rules.Currency));
        var known = await KnownAsync(list, rows, ct);
        var keys = known.Persons.Values.Select(p => Key(list, p.PersonId)).ToList();
        var named = await db.Set<MemberListLine>().AsNoTracking().Where(l => l.Once != null && keys.Contains(l.Once)).Join(db.Set<MemberList>().IgnoreQueryFilters(), l => l.ListId, o => o.Id, (l, o) => new { l.Once, l.Line, o.PaymentReference }).ToDictionaryAsync(l => l.Once ?? "", l => $"line {l.Line} of list {l.PaymentReference}", ct);
        List<MemberListLine> made = [];
        var byAssociation = step.Change.Actor.Association is not null;
        foreach (var row in rows)
        {
            void Refuse(string code, string text, string column, string? value = null) => step.Refuse(row.Line, code, text, column, value, row.Reference);
            if (row.Problems.Count > 0)
            {
                step.Refuse(row.Line, row.Problems.Select(p => (p.Code, p.Words, p.Column, p.Value)), row.Reference);
            }
            else if (byAssociation && (known.Of(row) is not { } member || !known.Members.Contains(member.PersonId)))
            {
                // Whoever is no member is nothing to an association, not even whether the number is anybody's.
                Refuse("member.not-in-month", $"No member of this association has the number {row.Reference} in {list.Month}, or more than one has. Check the number, or ask the office to enrol the member first.", row.Number is not null ? "number" : "member_number", row.Reference);
            }
            else if (known.Of(row) is not { } person)
            {
                Refuse("person.unknown", row.Number is not null ? $"Nobody is known under number {row.Number}. Check the number; its last two digits catch most slips." : $"No member of this association, or more than one, has the number {row.MemberNumber} in {list.Month}. Write the registration number.", row.Number is not null ? "number" : "member_number", row.Reference);
            }
            else if (!known.Members.Contains(person.PersonId))
            {
                Refuse("member.not-in-month", $"{person.RegistrationNumber} was no member of this association on any day of {list.Month}. Leave the line out, or have the membership recorded first.", "number", row.Reference);
            }
            else if (person.DiedOn < list.Month.First)
            {
                Refuse("member.died", !byAssociation && (step.Change.Actor.Offices is not { } seen || (person.Office is not null && seen.Contains(person.Office))) ? $"{person.RegistrationNumber} died on {person.DiedOn:yyyy-MM-dd}, before {list.Month} began. Take the line out." : "This person has died; take the line out.", "number", row.Reference);
            }
            else if (named.TryGetValue(Key(list, person.PersonId), out var where))
            {
                Refuse("members.twice", $"{person.RegistrationNumber} is named for {list.Month} already, in {where}. Leave the line out, or withdraw that list while nothing of it is paid.", "number", row.Reference);
            }
            else
            {
                var share = row.EarningsMinor is { } earnings ? session.Assess(list.Month, earnings) : default;
                var amount = row.AmountMinor ?? share.TotalMinor;
                if (amount <= 0)
                {
                    Refuse("members.nothing-due", "Nothing is due on these earnings. Correct them, or leave the line out.", row.AmountMinor is null ? "earnings" : "amount");
                }
                else if (amount > most)
                {
                    Refuse("members.above-most", $"{new Money(amount, rules.Currency)} is more than the law takes for a month, {new Money(most, rules.Currency)}. Correct the amount.", "amount");
                }
                else
                {
                    named.Add(Key(list, person.PersonId), $"line {row.Line} of this list");
                    var stands = row.AmountMinor is null ? share.BaseMinor : OwnContribution.Of(session, list.Month, amount).BaseMinor;
                    made.Add(new MemberListLine { ListId = list.Id, Line = row.Line, PersonId = person.PersonId, Once = Key(list, person.PersonId), BaseMinor = stands, AmountMinor = amount });
                    step.Accept(row.Line, row.Reference, person.RegistrationNumber);
                }
            }
        }

        await db.BulkInsertAsync(made, ct);
        db.RecordBulk(step.Change, nameof(MemberListLine), $"list {list.PaymentReference} lines {lines[0].LineNumber}-{lines[^1].LineNumber}", new { accepted = made.Count, minor = made.Sum(l => l.AmountMinor) });
    }

    /// <summary>The list, held against a withdrawal to the end of the transaction.</summary>
    /// <exception cref="Refused">It was withdrawn after its reading broke off.</exception>
    internal async Task<MemberList> StandingAsync(Guid id, CancellationToken ct)
    {
        var association = await db.Set<MemberList>().Where(l => l.Id == id).Select(l => l.AssociationId).SingleAsync(ct);
        await PayMembers.HoldAsync(db, association, ct);
        var list = await db.Set<MemberList>().AsNoTracking().SingleAsync(l => l.Id == id, ct);
        return list.WithdrawnAt is null ? list : throw new Refused("members.withdrawn", "The list was withdrawn after its reading broke off; file it again.");
    }

    private static string Key(MemberList list, Guid person) => $"{list.AssociationId:N}:{list.Scheme}:{list.Month.Code}:{person:N}";

    private async Task<Known> KnownAsync(MemberList list, List<MemberListRow> rows, CancellationToken ct)
    {
        var (first, last) = (list.Month.First, list.Month.Last);
        var (numbers, memberNumbers) = (rows.Select(r => r.Number).OfType<string>().Distinct().ToList(), rows.Where(r => r.Number is null).Select(r => r.MemberNumber).OfType<string>().Distinct().ToList());
        var told = await db.Set<WorkerCopy>().AsNoTracking().Where(w => numbers.Contains(w.RegistrationNumber)).Select(w => new { w.RegistrationNumber, w.PersonId }).ToListAsync(ct);
        var spells = db.Set<AssociationMemberCopy>().AsNoTracking().Where(m => m.AssociationId == list.AssociationId && !m.Void && m.From <= last && (m.Until == null || m.Until >= first));
        var byMember = await spells.Where(m => memberNumbers.Contains(m.MemberNumber!)).Select(m => new { m.MemberNumber, m.PersonId }).ToListAsync(ct); // Compared with numbers that are not null.
        var roots = await merges.RootsAsync([.. told.Select(t => t.PersonId), .. byMember.Select(m => m.PersonId)], ct);
        var ids = roots.Values.Concat(roots.Keys).Distinct().ToList();
        var persons = await db.Set<WorkerCopy>().AsNoTracking().Where(w => ids.Contains(w.PersonId)).ToDictionaryAsync(w => w.PersonId, ct);
        var members = await spells.Where(m => ids.Contains(m.PersonId)).Select(m => m.PersonId).ToListAsync(ct);
        return new Known(
            told.GroupBy(t => t.RegistrationNumber).ToDictionary(g => g.Key, g => roots[g.First().PersonId]),
            byMember.GroupBy(m => m.MemberNumber ?? "").Where(g => g.Select(m => roots[m.PersonId]).Distinct().Count() == 1).ToDictionary(g => g.Key, g => roots[g.First().PersonId]),
            persons, [.. members.Select(m => roots.GetValueOrDefault(m, m))]);
    }

    private sealed record Known(Dictionary<string, Guid> ByNumber, Dictionary<string, Guid> ByMember, Dictionary<Guid, WorkerCopy> Persons, HashSet<Guid> Members)
    {
        public WorkerCopy? Of(MemberListRow row) =>
            (row.Number is { } number ? ByNumber.TryGetValue(number, out var person) : ByMember.TryGetValue(row.MemberNumber ?? "", out person)) ? Persons.GetValueOrDefault(person) : null;
    }
}
