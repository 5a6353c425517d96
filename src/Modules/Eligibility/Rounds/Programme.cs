using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Spmis.Eligibility.Schemes;
using Spmis.Kernel.Acts;
using Spmis.Kernel.Data;
using Spmis.Rules;

namespace Spmis.Eligibility.Rounds;

/// <summary>How many places an area has.</summary>
/// <param name="Area">District by name; empty for the whole country.</param>
/// <param name="Places">Places, those already held included.</param>
public sealed record AreaQuota(string Area, int Places);

/// <summary>Whom a programme is for, and how many. What is empty does not narrow.</summary>
public sealed record Targeting
{
    /// <summary>Places by area. One with an empty area is for the whole country; else only these areas are covered.</summary>
    public required IReadOnlyList<AreaQuota> Quotas { get; init; }

    /// <summary>Completed years of age at least, on the first of the month.</summary>
    public int? AgeFrom { get; init; }

    /// <summary>Completed years of age at most.</summary>
    public int? AgeTo { get; init; }

    /// <summary>F or M.</summary>
    public string? Sex { get; init; }

    /// <summary>employed, self_employed or none, as declared to Registration.</summary>
    public string? Category { get; init; }

    /// <summary>Months somebody may be paid in it; who has had them leaves with the next recertification. Null for no limit.</summary>
    public int? MonthsAtMost { get; init; }

    /// <summary>The areas covered; none for the whole country.</summary>
    public IReadOnlyList<string> Areas => [.. Quotas.Where(q => q.Area.Length > 0).Select(q => q.Area)];

    /// <summary>As stored.</summary>
    public string ToJson() => JsonSerializer.Serialize(this, SpmisJson.Options);

    /// <summary>Reads what <see cref="ToJson"/> wrote.</summary>
    public static Targeting Read(string json) => JsonSerializer.Deserialize<Targeting>(json, SpmisJson.Options) ?? throw new InvalidOperationException("The targeting is empty.");
}

/// <summary>A programme with limited places: a benefit decided in rounds, for some, ranked by the score of its package.</summary>
public sealed class Programme
{
    /// <summary>Its code, as people write it.</summary>
    public required string Code { get; init; }

    /// <summary>Its name.</summary>
    public required string Title { get; set; }

    /// <summary>The benefit's scheme.</summary>
    public required string Scheme { get; init; }

    /// <summary>JSON of <see cref="Rounds.Targeting"/>; a round keeps the one it was made with.</summary>
    public required string TargetingJson { get; set; }

    /// <summary>Concurrency token.</summary>
    public int Version { get; set; }

    /// <summary>Whom it is for.</summary>
    public Targeting Targeting => Targeting.Read(TargetingJson);
}

/// <summary>A programme as it is to be.</summary>
/// <param name="Code">Letters, digits and dashes.</param>
/// <param name="Title">Its name.</param>
/// <param name="Scheme">The benefit's scheme.</param>
/// <param name="Targeting">Whom it is for.</param>
public sealed record ProgrammeToSet(string Code, string Title, string Scheme, Targeting Targeting);

/// <summary>Sets up a programme or changes whom it is for. It selects nobody; the awards of each round are approved by a second person, who sees its targeting.</summary>
/// <param name="db">The module's database.</param>
/// <param name="schemes">The packages in force.</param>
public sealed class SetProgramme(EligibilityDb db, SchemeBook schemes)
{
    private const int MostAreas = 1_000;
    private const int OldestAge = 130;
    private const int MostMonths = 600;

    /// <summary>Sets it.</summary>
    /// <exception cref="Refused">The scheme is not decided in rounds or has no score, or the targeting contradicts itself.</exception>
    public async Task<Programme> HandleAsync(ProgrammeToSet input, Change change, CancellationToken ct)
    {
        Check(input);
        await ScoredAsync(schemes, input.Scheme, change.Today, ct);
        var programme = await db.Programmes.SingleOrDefaultAsync(p => p.Code == input.Code, ct);
        if (programme is not null && programme.Scheme != input.Scheme)
        {
            throw new Refused("programme.scheme", $"Programme {input.Code} is of '{programme.Scheme}'; one of another scheme needs a code of its own.", "scheme");
        }

        if (programme is null)
        {
            db.Programmes.Add(programme = new Programme { Code = input.Code, Title = input.Title.Trim(), Scheme = input.Scheme, TargetingJson = input.Targeting.ToJson() });
        }

        (programme.Title, programme.TargetingJson, programme.Version) = (input.Title.Trim(), input.Targeting.ToJson(), programme.Version + 1);
        await db.SaveAsync(change, ct);
        return programme;
    }

    /// <summary>The package in force on a day of a benefit that may be ranked.</summary>
    internal static async Task<ApprovedScheme> ScoredAsync(SchemeBook schemes, string scheme, DateOnly day, CancellationToken ct)
    {
        var found = await schemes.OnAsync(scheme, day, ct);
        return found.Use != SchemeUse.Rounds ? throw new Refused("scheme.not-by-round", $"'{scheme}' is {(found.Use == SchemeUse.Claims ? "claimed by each person" : "no benefit")}; choose one that is decided in rounds.", "scheme")
            : found.Rules.Has(DecideCandidates.Score) ? found
            : throw new Refused("programme.no-score", $"Version {found.Rules.Version} of '{scheme}' has no rule '{DecideCandidates.Score}' by which persons could be ranked. Have a version activated that has one.", "scheme");
    }

    private static void Check(ProgrammeToSet input)
    {
        var (t, quotas) = (input.Targeting, input.Targeting.Quotas);
        (string Code, string Text, string Field)? wrong = input switch
        {
            _ when input.Code.Length is 0 or > 40 || !input.Code.All(c => char.IsAsciiLetterOrDigit(c) || c == '-') => ("programme.code", $"'{input.Code}' is no code; write up to 40 letters, digits and dashes.", "code"),
            _ when string.IsNullOrWhiteSpace(input.Title) => ("programme.title", "Give the programme a name.", "title"),
            _ when quotas.Count is 0 or > MostAreas => ("programme.quotas", $"Give places for 1 to {MostAreas} areas, or one number for the whole country.", "quotas"),
            _ when quotas.Any(q => q.Places < 1) => ("programme.quotas", "Each area needs at least one place.", "quotas"),
            _ when quotas.GroupBy(q => q.Area, AreaNames.Comparer).Any(g => g.Count() > 1) => ("programme.quotas", "An area is given twice; give each area once.", "quotas"),
            _ when quotas.Count > 1 && quotas.Any(q => q.Area.Length == 0) => ("programme.quotas", "Places for the whole country and for single areas exclude each other.", "quotas"),
            _ when t.AgeFrom is < 0 or > OldestAge || t.AgeTo is < 0 or > OldestAge || t.AgeFrom > t.AgeTo => ("programme.age", $"Ages lie between 0 and {OldestAge}, the lower one first.", "ageFrom"),
            _ when t.MonthsAtMost is < 1 or > MostMonths => ("programme.months", $"Somebody may be paid 1 to {MostMonths} months; leave it empty for no limit.", "monthsAtMost"),
            _ when t.Sex is not (null or "F" or "M") => ("programme.sex", "Sex is F or M, or empty for both.", "sex"),
            _ when t.Category is not (null or "employed" or "self_employed" or "none") => ("programme.category", "The category is employed, self_employed or none, or empty for all.", "category"),
            _ => null,
        };
        if (wrong is { } w)
        {
            throw new Refused(w.Code, w.Text, w.Field);
        }
    }
}

internal sealed class ProgrammeMapping : IEntityTypeConfiguration<Programme>
{
    public void Configure(EntityTypeBuilder<Programme> builder)
    {
        builder.ToTable("programmes");
        builder.HasKey(p => p.Code);
        builder.Property(p => p.Code).HasMaxLength(40);
        builder.Property(p => p.Title).HasMaxLength(200);
        builder.Property(p => p.Scheme).HasMaxLength(60);
        builder.Property(p => p.TargetingJson).HasMaxLength(-1);
        builder.Property(p => p.Version).IsConcurrencyToken();
        builder.Ignore(p => p.Targeting);
    }
}
