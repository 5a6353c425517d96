using Microsoft.EntityFrameworkCore;
using Spmis.Kernel.Access;
using Spmis.Kernel.Acts;
using Spmis.Kernel.Proposals;
using Spmis.Linkage;
using Spmis.Registration.Persons;

namespace Spmis.Registration.Duplicates;

/// <summary>A line of the review queue.</summary>
public sealed record CaseLine(Guid CaseId, string NumberA, string NameA, string NumberB, string NameB, double Probability, bool HasConflict, DateTime OpenedAt, bool Unsure);

/// <summary>A case as the review shows it.</summary>
public sealed record CaseView
{
    /// <summary>The case.</summary>
    public required DuplicateCase Case { get; init; }

    /// <summary>One record.</summary>
    public required PersonRecord A { get; init; }

    /// <summary>The other.</summary>
    public required PersonRecord B { get; init; }

    /// <summary>The score as it was when the case was opened.</summary>
    public required Score Score { get; init; }

    /// <summary>The merge that waits for a second person, if one does.</summary>
    public Proposal? Proposal { get; init; }

    /// <summary>For a reader who sees the ends of numbers only: of what waits, its title and not what it holds.</summary>
    internal CaseView Masked() => this with { A = A.Masked(), B = B.Masked(), Proposal = Proposal is not { } p ? null : new Proposal { Id = p.Id, Act = p.Act, Subject = p.Subject, Title = p.Title, Payload = "{}", Shown = "[]", Hash = p.Hash, PreparedById = p.PreparedById, PreparedBy = p.PreparedBy, PreparedAt = p.PreparedAt, Reason = p.Reason } };
}

/// <summary>Reads the review queue.</summary>
/// <param name="db">The register.</param>
/// <param name="persons">Reads both records.</param>
/// <param name="shown">Told whose names the queue shows.</param>
public sealed class ListCases(RegistrationDb db, ReadPerson persons, PersonsShown shown)
{
    private const int Most = 100;

    /// <summary>How many wait.</summary>
    public Task<int> CountAsync(CancellationToken ct) => db.DuplicateCases.CountAsync(c => c.DecidedAt == null, ct);

    /// <summary>Open cases, likeliest first: there a look gains most.</summary>
    /// <param name="after">Go on after this case.</param>
    /// <param name="limit">How many at most, up to 100.</param>
    /// <param name="ct">Cancels.</param>
    public async Task<IReadOnlyList<CaseLine>> HandleAsync(Guid? after, int limit, CancellationToken ct)
    {
        var open = db.DuplicateCases.AsNoTracking().Where(c => c.DecidedAt == null);
        if (after is { } id && await db.DuplicateCases.Where(c => c.Id == id).Select(c => (double?)c.Probability).SingleOrDefaultAsync(ct) is { } from)
        {
            open = open.Where(c => c.Probability < from || (c.Probability == from && c.Id.CompareTo(id) > 0));
        }

        var page = await open.OrderByDescending(c => c.Probability).ThenBy(c => c.Id).Take(Math.Clamp(limit, 1, Most))
            .Select(c => new { c.Id, c.PersonAId, c.PersonBId, c.Probability, c.HasConflict, c.OpenedAt, c.UnsureAt }).ToListAsync(ct);
        var ids = page.SelectMany(c => new[] { c.PersonAId, c.PersonBId }).Distinct().ToList();
        var known = await db.Persons.AsNoTracking().Where(p => ids.Contains(p.Id)).ToDictionaryAsync(p => p.Id, ct);
        shown.Add(known.Values.Select(p => p.Number));
        return [.. page.Select(c => new CaseLine(c.Id, known[c.PersonAId].Number, known[c.PersonAId].Name, known[c.PersonBId].Number, known[c.PersonBId].Name, c.Probability, c.HasConflict, c.OpenedAt, c.UnsureAt is not null))];
    }

    /// <summary>One case.</summary>
    /// <exception cref="Refused">There is none.</exception>
    public async Task<CaseView> ReadAsync(Guid id, CancellationToken ct)
    {
        var found = await db.DuplicateCases.AsNoTracking().SingleOrDefaultAsync(c => c.Id == id, ct) ?? throw new Refused("duplicate.unknown", "There is no such case.");
        var numbers = await db.Persons.Where(p => p.Id == found.PersonAId || p.Id == found.PersonBId).ToDictionaryAsync(p => p.Id, p => p.Number, ct);
        var (a, b) = (await persons.HandleAsync(numbers[found.PersonAId], ct), await persons.HandleAsync(numbers[found.PersonBId], ct));
        var now = new[] { a.MergedIntoNumber ?? a.Person.Number, b.MergedIntoNumber ?? b.Person.Number }.Order(StringComparer.Ordinal);
        var subject = $"{MergePersons.Act}:{string.Join('+', now)}";
        return new CaseView
        {
            Case = found, A = a, B = b, Score = ExplanationJson.Read(found.Explanation),
            Proposal = await db.Proposals.AsNoTracking().SingleOrDefaultAsync(p => p.OpenSubject == subject, ct),
        };
    }
}
