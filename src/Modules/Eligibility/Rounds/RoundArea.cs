using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Spmis.Kernel.Data;
using Spmis.Rules;

namespace Spmis.Eligibility.Rounds;

/// <summary>What came of a round in one area, counted when the round ends and once more when its list is closed.</summary>
public sealed class RoundArea
{
    /// <summary>The round.</summary>
    public required long RoundId { get; init; }

    /// <summary>District by name; empty where it is not known.</summary>
    public required string Area { get; init; }

    /// <summary>The name folded (<see cref="AreaNames.Fold"/>), by which lists find it; null of rounds counted before there was one.</summary>
    public string? AreaKey { get; init; }

    /// <summary>The spellings counted here, as JSON; null of rounds counted before they were kept.</summary>
    public string? SpellingsJson { get; set; }

    /// <summary>As the name is written with persons.</summary>
    public IReadOnlyList<string> Spellings => SpellingsJson is null ? [] : JsonSerializer.Deserialize<List<string>>(SpellingsJson, SpmisJson.Options) ?? [];

    /// <summary>Places, those already held included; null where the round has no places by area.</summary>
    public int? Places { get; init; }

    /// <summary>Entitled; where places are limited, with a place: in a round with places by area without those who have an award already, else with them.</summary>
    public int Selected { get; set; }

    /// <summary>Entitled and waiting for a place.</summary>
    public int Waiting { get; set; }

    /// <summary>Entitled, with an award already, who keep their places; 0 in a round without a list.</summary>
    public int HaveAward { get; set; }

    /// <summary>Not entitled, or excluded by the community.</summary>
    public int NotSelected { get; set; }

    /// <summary>Something is missing.</summary>
    public int CannotTell { get; set; }

    /// <summary>Who is paid for it: selected now or before.</summary>
    public int Filled => Places is null ? Selected : Selected + HaveAward;

    /// <summary>Everybody looked at in the area.</summary>
    public int Persons => Selected + Waiting + NotSelected + CannotTell + (Places is null ? 0 : HaveAward);
}

internal sealed class RoundAreaMapping : IEntityTypeConfiguration<RoundArea>
{
    public void Configure(EntityTypeBuilder<RoundArea> builder)
    {
        builder.ToTable("round_areas");
        builder.HasKey(a => new { a.RoundId, a.Area });
        builder.Property(a => a.Area).HasMaxLength(200);
        builder.Property(a => a.AreaKey).HasMaxLength(200);
        builder.HasIndex(a => new { a.RoundId, a.AreaKey });
        builder.Property(a => a.SpellingsJson).HasMaxLength(-1);
        builder.Ignore(a => a.Spellings);
        builder.Ignore(a => a.Filled);
        builder.Ignore(a => a.Persons);
        builder.HasOne<EligibilityRound>().WithMany().HasForeignKey(a => a.RoundId).OnDelete(DeleteBehavior.Restrict);
    }
}

/// <summary>Counts a round by area, in a few statements however many persons it has. Inside a run's transaction.</summary>
/// <param name="db">The module's database.</param>
public sealed class CountAreas(EligibilityDb db)
{
    /// <summary>Counts it anew. Areas are those of the targeting, else the districts where persons live now.</summary>
    public async Task HandleAsync(EligibilityRound round, CancellationToken ct)
    {
        var quotas = round.Targeting.Quotas.Where(q => q.Area.Length > 0).ToDictionary(q => q.Area, q => q.Places, AreaNames.Comparer);
        var rows = quotas.ToDictionary(q => q.Key, q => new RoundArea { RoundId = round.Id, Area = q.Key, AreaKey = AreaNames.Fold(q.Key), Places = q.Value }, AreaNames.Comparer);
        Dictionary<string, SortedSet<string>> spelled = new(AreaNames.Comparer);
        RoundArea Of(string? area)
        {
            var name = AreaNames.Clean(area);
            if (!rows.TryGetValue(name, out var row))
            {
                rows[name] = row = new RoundArea { RoundId = round.Id, Area = name, AreaKey = AreaNames.Fold(name) };
            }

            if (area is not null)
            {
                (spelled.TryGetValue(name, out var spellings) ? spellings : spelled[name] = new(StringComparer.Ordinal)).Add(area);
            }

            return row;
        }

        var ranked = round.Programme.Length > 0;
        Dictionary<string, int> entitled = new(AreaNames.Comparer);
        foreach (var (area, outcome, holds, count) in await (round.HasCandidates ? Candidates(round.Id, quotas.Count > 0) : Decisions(round.Id)).ToListAsync(ct))
        {
            var row = Of(area);
            row.NotSelected += outcome is Answer.No ? count : 0;
            row.CannotTell += outcome is Answer.CannotTell ? count : 0;
            row.HaveAward += outcome is Answer.Yes && holds ? count : 0;
            row.Selected += outcome is Answer.Yes && !ranked ? count : 0;
            entitled[row.Area] = entitled.GetValueOrDefault(row.Area) + (outcome is Answer.Yes ? count : 0);
        }

        if (ranked)
        {
            foreach (var (area, selected, count) in await Places(round.Id, quotas.Count > 0).ToListAsync(ct))
            {
                var row = Of(area);
                row.Selected += selected ? count : 0;
                row.Waiting += selected ? 0 : count;
            }
        }

        foreach (var row in rows.Values.Where(_ => ranked))
        {
            row.NotSelected += Math.Max(0, entitled.GetValueOrDefault(row.Area) - row.HaveAward - row.Selected - row.Waiting); // Whom the community excluded.
            if (row.Places is null)
            {
                row.Selected += row.HaveAward; // Places for the whole country: as in a round without places.
            }
        }

        foreach (var row in rows.Values)
        {
            row.SpellingsJson = JsonSerializer.Serialize(spelled.GetValueOrDefault(row.Area) ?? [], SpmisJson.Options);
        }

        await db.RoundAreas.Where(a => a.RoundId == round.Id).ExecuteDeleteAsync(ct);
        await db.BulkInsertAsync([.. rows.Values.OrderBy(r => r.Area, StringComparer.Ordinal)], ct);
    }

    private IQueryable<Tally> Decisions(long round) => db.Determinations.Where(d => d.RoundId == round).Join(db.Persons, d => d.PersonId, p => p.PersonId, (d, p) => new { p.District, d.Outcome })
        .GroupBy(x => new { x.District, x.Outcome }).Select(g => new Tally(g.Key.District, g.Key.Outcome, false, g.Count()));

    private IQueryable<Tally> Candidates(long round, bool byArea)
    {
        var all = db.RoundCandidates.Where(c => c.RoundId == round);
        var placed = byArea ? all.Select(c => new { Area = (string?)c.Area, c.Outcome, c.HasAward }) : all.Join(db.Persons, c => c.PersonId, p => p.PersonId, (c, p) => new { Area = p.District, c.Outcome, c.HasAward });
        return placed.GroupBy(x => new { x.Area, x.Outcome, x.HasAward }).Select(g => new Tally(g.Key.Area, g.Key.Outcome, g.Key.HasAward, g.Count()));
    }

    private IQueryable<PlaceTally> Places(long round, bool byArea)
    {
        var all = db.RoundPlaces.Where(c => c.RoundId == round);
        var placed = byArea ? all.Select(c => new { Area = (string?)c.Area, c.Selected }) : all.Join(db.Persons, c => c.PersonId, p => p.PersonId, (c, p) => new { Area = p.District, c.Selected });
        return placed.GroupBy(x => new { x.Area, x.Selected }).Select(g => new PlaceTally(g.Key.Area, g.Key.Selected, g.Count()));
    }

    private sealed record Tally(string? Area, Answer Outcome, bool HasAward, int Count);

    private sealed record PlaceTally(string? Area, bool Selected, int Count);
}
