using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Spmis.Eligibility.Copies;
using Spmis.Kernel.Access;
using Spmis.Kernel.Acts;
using Spmis.Values;

namespace Spmis.Eligibility.Claims;

/// <summary>All that survivors of one insured person claim of one scheme: one case, a claim for each of them, shares by the package.</summary>
public sealed class SurvivorCase : IOfPerson
{
    /// <summary>The case.</summary>
    public required Guid Id { get; init; }

    /// <summary>Case number with check digits.</summary>
    public required string Number { get; init; }

    /// <summary>The scheme's id.</summary>
    public required string Scheme { get; init; }

    /// <summary>The person who died.</summary>
    public required Guid InsuredId { get; init; }

    /// <summary>Registration number of that person.</summary>
    public required string InsuredNumber { get; init; }

    string? IOfPerson.ShownPerson => InsuredNumber;

    /// <summary>The day of death, as it was known when the case was opened.</summary>
    public required DateOnly DiedOn { get; init; }

    /// <summary>When it was opened.</summary>
    public required DateTime OpenedAt { get; init; }

    /// <summary>By a claim, or by the death itself.</summary>
    public required string OpenedBy { get; init; }

    /// <summary>When the death was taken back; claims of it are not taken then.</summary>
    public DateTime? FellAwayAt { get; set; }

    /// <summary>Concurrency token.</summary>
    public int Version { get; set; }

    /// <summary>
    /// Case numbers begin with S3 and end with two check digits. The letter is part of it: without one, the number of a person registered from 2030 on would have the same digits. Cases
    /// of before have none, and stay as they were written on letters.
    /// </summary>
    internal static string NumberOf(long n) => "S" + CheckDigit.Append(string.Create(System.Globalization.CultureInfo.InvariantCulture, $"3{n:D8}"));
}

/// <summary>Who claims in a case: refused claims and those taken back do not share.</summary>
/// <param name="Spouses">Widows and widowers.</param>
/// <param name="Children">Orphans.</param>
/// <param name="Parents">Parents.</param>
/// <param name="Claims">Numbers of the claims counted.</param>
public sealed record CaseCount(int Spouses, int Children, int Parents, IReadOnlyList<string> Claims);

/// <summary>Looks at the claims of cases.</summary>
internal static class SurvivorCases
{
    /// <summary>The fact by which a survivor says what they were to the person insured.</summary>
    public const string Relation = "claim.relation";

    /// <summary>What a survivor may be.</summary>
    public static IReadOnlyList<string> Relations { get; } = ["spouse", "child", "parent"];

    /// <summary>The case of a person, opened when there is none yet; saved with the next save.</summary>
    public static async Task<SurvivorCase> OpenAsync(EligibilityDb db, PersonCopy insured, string scheme, string openedBy, Change change, CancellationToken ct)
    {
        var found = await db.SurvivorCases.IgnoreQueryFilters().SingleOrDefaultAsync(c => c.Scheme == scheme && c.InsuredId == insured.PersonId, ct);
        if (found is not null)
        {
            found.FellAwayAt = null;
            return found;
        }

        found = new SurvivorCase
        {
            Id = Guid.CreateVersion7(), Number = SurvivorCase.NumberOf(await db.TakeNumbersAsync("survivor-case", 1, ct)), Scheme = scheme, InsuredId = insured.PersonId, InsuredNumber = insured.RegistrationNumber,
            DiedOn = insured.DiedOn ?? throw new InvalidOperationException($"{insured.RegistrationNumber} is alive."), OpenedAt = change.Now, OpenedBy = openedBy, Version = 1,
        };
        db.SurvivorCases.Add(found);
        return found;
    }

    /// <summary>The shares of a case changed: whoever was decided before is looked at again by an officer.</summary>
    /// <param name="db">The module's database; saved with the next save.</param>
    /// <param name="survivors">The case; null for a claim of none.</param>
    /// <param name="except">The claim by which it changed.</param>
    /// <param name="ct">Cancels.</param>
    public static async Task MarkAsync(EligibilityDb db, Guid? survivors, Guid? except, CancellationToken ct)
    {
        if (survivors is not { } id)
        {
            return;
        }

        foreach (var other in await db.Claims.IgnoreQueryFilters().Where(c => c.CaseId == id && c.Id != except && c.Outcome == Rules.Answer.Yes).OrderBy(c => c.Number).ToListAsync(ct))
        {
            ClaimRisks.Mark(other, ClaimRisks.CaseChanged, true);
            other.Version++;
        }
    }

    /// <summary>How many claim, by case.</summary>
    public static async Task<Dictionary<Guid, CaseCount>> CountAsync(EligibilityDb db, IReadOnlyCollection<Claim> claims, CancellationToken ct)
    {
        var cases = claims.Select(c => c.CaseId).OfType<Guid>().Distinct().ToList();
        if (cases.Count == 0)
        {
            return [];
        }

        var all = await db.Claims.IgnoreQueryFilters().AsNoTracking().Where(c => c.CaseId != null && cases.Contains(c.CaseId.Value) && c.ClosedAt == null && c.Outcome != Rules.Answer.No).OrderBy(c => c.Number).ToListAsync(ct);
        return cases.ToDictionary(id => id, id =>
        {
            var mine = all.Where(c => c.CaseId == id).ToList();
            int Count(string relation) => mine.Count(c => c.Given.GetValueOrDefault(Relation) == relation);
            return new CaseCount(Count("spouse"), Count("child"), Count("parent"), [.. mine.Select(c => c.Number)]);
        });
    }
}

internal sealed class SurvivorCaseMapping : IEntityTypeConfiguration<SurvivorCase>
{
    public void Configure(EntityTypeBuilder<SurvivorCase> builder)
    {
        builder.ToTable("survivor_cases");
        builder.HasKey(c => c.Id);
        builder.HasIndex(c => c.Number).IsUnique();
        builder.HasIndex(c => new { c.Scheme, c.InsuredId }).IsUnique();
        builder.HasIndex(c => c.InsuredId);
        builder.Property(c => c.Number).HasMaxLength(40);
        builder.Property(c => c.InsuredNumber).HasMaxLength(40);
        builder.Property(c => c.Version).IsConcurrencyToken();
    }
}
