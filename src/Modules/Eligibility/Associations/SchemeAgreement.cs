using System.Globalization;
using System.Runtime.CompilerServices;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Microsoft.Extensions.DependencyInjection;
using Spmis.Eligibility.Enrolments;
using Spmis.Eligibility.Schemes;
using Spmis.Kernel.Acts;
using Spmis.Kernel.Runs;

namespace Spmis.Eligibility.Associations;

/// <summary>An association's agreement with a scheme: while it lasts, its members are enrolled by their membership. One that is open for an association and scheme, by constraint.</summary>
public sealed class SchemeAgreement
{
    /// <summary>The agreement.</summary>
    public required Guid Id { get; init; }

    /// <summary>The association.</summary>
    public required Guid AssociationId { get; init; }

    /// <summary>The scheme's id.</summary>
    public required string Scheme { get; init; }

    /// <summary>Category or class of its members in the scheme, in the scheme's words.</summary>
    public string? Category { get; init; }

    /// <summary>First day.</summary>
    public required DateOnly FromOn { get; init; }

    /// <summary>Last day; null until further notice.</summary>
    public DateOnly? UntilOn { get; set; }

    /// <summary>When it was recorded.</summary>
    public required DateTime RecordedAt { get; init; }

    /// <summary>By whom.</summary>
    public required string RecordedBy { get; init; }

    /// <summary>Association and scheme while it is open.</summary>
    public string? OpenKey { get; set; }

    /// <summary>Concurrency token.</summary>
    public int Version { get; set; }
}

internal sealed class SchemeAgreementMapping : IEntityTypeConfiguration<SchemeAgreement>
{
    public void Configure(EntityTypeBuilder<SchemeAgreement> builder)
    {
        builder.ToTable("scheme_agreements");
        builder.HasKey(a => a.Id);
        builder.HasIndex(a => a.OpenKey).IsUnique();
        builder.HasIndex(a => new { a.AssociationId, a.Scheme });
        builder.Property(a => a.Scheme).HasMaxLength(60);
        builder.Property(a => a.Category).HasMaxLength(100);
        builder.Property(a => a.OpenKey).HasMaxLength(100);
        builder.Property(a => a.Version).IsConcurrencyToken();
    }
}

/// <summary>A new agreement.</summary>
/// <param name="Association">Association number.</param>
/// <param name="Scheme">The scheme's id.</param>
/// <param name="Category">Category or class of its members.</param>
/// <param name="FromOn">First day.</param>
public sealed record NewAgreement(string? Association, string? Scheme, string? Category, DateOnly? FromOn);

/// <summary>An agreement with whose it is.</summary>
public sealed record AgreementLine(Guid Id, string AssociationNumber, string AssociationName, string Scheme, string? Category, DateOnly FromOn, DateOnly? UntilOn);

/// <summary>Records that an association's members are enrolled in a scheme by their membership, and its end. The members follow by a run.</summary>
/// <param name="db">The module's database.</param>
/// <param name="schemes">The packages in force.</param>
public sealed class AgreeScheme(EligibilityDb db, SchemeBook schemes)
{
    private const int Most = 200;
    private const int MostCategory = 100;

    /// <summary>Records an agreement.</summary>
    /// <exception cref="Refused">No such association, the scheme is not in force, an agreement covers the day, or the day lies ahead.</exception>
    public async Task<Guid> HandleAsync(NewAgreement input, Change change, CancellationToken ct)
    {
        var digits = string.Concat((input.Association ?? "").Where(char.IsAsciiDigit));
        var association = await db.Associations.AsNoTracking().SingleOrDefaultAsync(a => a.AssociationNumber == digits, ct)
            ?? throw new Refused("association.unknown", $"There is no association {input.Association}. Check the number; its last two digits catch most slips.", nameof(input.Association));
        var scheme = string.IsNullOrWhiteSpace(input.Scheme) ? throw new Refused("value.missing", "Choose the scheme.", nameof(input.Scheme)) : input.Scheme.Trim();
        var from = input.FromOn ?? throw new Refused("value.missing", "Enter the first day.", nameof(input.FromOn));
        if (from > change.Today)
        {
            throw new Refused("agreement.ahead", $"{from:yyyy-MM-dd} lies ahead; record the agreement when the day has come.", nameof(input.FromOn));
        }

        if (input.Category?.Trim().Length > MostCategory)
        {
            throw new Refused("enrolment.category", $"A category has at most {MostCategory} characters.", nameof(input.Category));
        }

        await schemes.OnAsync(scheme, from, ct);
        var before = await db.SchemeAgreements.AsNoTracking().Where(a => a.AssociationId == association.AssociationId && a.Scheme == scheme).ToListAsync(ct);
        if (before.FirstOrDefault(a => a.UntilOn is not { } end || end >= from) is { } other)
        {
            throw new Refused("agreement.overlaps", $"An agreement from {other.FromOn:yyyy-MM-dd}{(other.UntilOn is { } end ? $" to {end:yyyy-MM-dd}" : "")} covers that day already. End it first, or choose a later day.", nameof(input.FromOn));
        }

        var made = new SchemeAgreement
        {
            Id = Guid.CreateVersion7(), AssociationId = association.AssociationId, Scheme = scheme, Category = string.IsNullOrWhiteSpace(input.Category) ? null : input.Category.Trim(), FromOn = from, RecordedAt = change.Now, RecordedBy = change.Actor.Name,
            OpenKey = $"{association.AssociationId:N}:{scheme}"[..Math.Min(100, 33 + scheme.Length)], Version = 1,
        };
        db.Add(made);
        Follow(made, association.Name, change);
        await db.SaveAsync(change, ct);
        return made.Id;
    }

    /// <summary>Ends an agreement: enrolments by it end with it.</summary>
    /// <exception cref="Refused">No such open agreement, or the day lies before its first or ahead.</exception>
    public async Task EndAsync(Guid id, DateOnly? lastDay, Change change, CancellationToken ct)
    {
        var agreement = await db.SchemeAgreements.SingleOrDefaultAsync(a => a.Id == id, ct) ?? throw new Refused("agreement.unknown", "There is no such agreement.");
        var last = lastDay ?? change.Today;
        if (agreement.UntilOn is { } ended)
        {
            throw new Refused("agreement.ended", $"This agreement ended on {ended:yyyy-MM-dd} already.");
        }

        if (last < agreement.FromOn || last > change.Today)
        {
            throw new Refused("agreement.end-outside", $"The last day lies from {agreement.FromOn:yyyy-MM-dd} to today.", nameof(lastDay));
        }

        (agreement.UntilOn, agreement.OpenKey, agreement.Version) = (last, null, agreement.Version + 1);
        Follow(agreement, await db.Associations.Where(a => a.AssociationId == agreement.AssociationId).Select(a => a.Name).SingleAsync(ct), change);
        await db.SaveAsync(change, ct);
    }

    /// <summary>Agreements of one association, or of all, the latest first; at most 200.</summary>
    public async Task<IReadOnlyList<AgreementLine>> ListAsync(string? association, CancellationToken ct)
    {
        var digits = string.Concat((association ?? "").Where(char.IsAsciiDigit));
        return await (
            from g in db.SchemeAgreements.AsNoTracking()
            join a in db.Associations on g.AssociationId equals a.AssociationId
            where digits == "" || a.AssociationNumber == digits
            orderby g.FromOn descending, g.Id descending
            select new AgreementLine(g.Id, a.AssociationNumber, a.Name, g.Scheme, g.Category, g.FromOn, g.UntilOn)).Take(Most).ToListAsync(ct);
    }

    private void Follow(SchemeAgreement agreement, string name, Change change) => db.Runs.Add(Run.Of(
        AgreementWorker.RunKind, $"{agreement.Id:N}:{agreement.Version}", $"Enrolments by the agreement of {name} with {agreement.Scheme}", new AgreementInput(agreement.Id), change, local: true));
}

/// <summary>Which agreement a run follows.</summary>
public sealed record AgreementInput(Guid AgreementId);

/// <summary>Derives the enrolments of an association's members anew after its agreement with a scheme began or ended; 500 memberships a transaction.</summary>
/// <param name="db">For reading.</param>
public sealed class AgreementWorker(EligibilityDb db) : IRunWorker
{
    internal const string RunKind = "eligibility.agreement";
    private const int InChunk = 500;

    /// <inheritdoc />
    public string Kind => RunKind;

    /// <inheritdoc />
    public string Permission => "enrolments.record";

    /// <inheritdoc />
    public async IAsyncEnumerable<RunChunk> ChunksAsync(Run run, [EnumeratorCancellation] CancellationToken ct)
    {
        var agreement = await db.SchemeAgreements.AsNoTracking().SingleAsync(a => a.Id == run.InputAs<AgreementInput>().AgreementId, ct);
        var after = Guid.TryParse(run.Checkpoint, CultureInfo.InvariantCulture, out var done) ? done : Guid.Empty;
        while (await db.AssociationMembers.AsNoTracking().Where(m => m.AssociationId == agreement.AssociationId && m.MembershipId.CompareTo(after) > 0).OrderBy(m => m.MembershipId).Take(InChunk).ToListAsync(ct) is { Count: > 0 } members)
        {
            after = members[^1].MembershipId;
            yield return new RunChunk($"{after}", async (services, step, stop) =>
            {
                await services.GetRequiredService<DeriveEnrolments>().HandleAsync([.. members.Select(m => m.PersonId).Distinct()], agreement.Scheme, step.Change, stop);
                step.Count(members.Count, 0);
            });
        }
    }
}
