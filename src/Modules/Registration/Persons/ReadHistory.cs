using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using Spmis.Kernel.Access;
using Spmis.Kernel.History;
using Spmis.Registration.Forms;

namespace Spmis.Registration.Persons;

/// <summary>A value before and after.</summary>
public sealed record ChangedValue(string Field, string? Was, string? Now);

/// <summary>Something that happened to a person's record.</summary>
public sealed record HistoryEntry(DateTime At, string By, string Act, string Entity, string Kind, string? Reason, string? Evidence, IReadOnlyList<ChangedValue> Values);

/// <summary>A person's history: the record itself, its identifiers, household and merges, the latest first.</summary>
/// <param name="db">The register.</param>
/// <param name="book">Which forms are sensitive.</param>
/// <param name="mask">Who sees numbers and accounts in full.</param>
public sealed class ReadHistory(RegistrationDb db, FormBook book, IdentifierMask mask)
{
    private const int Most = 200;

    /// <summary>Columns for machines, of no use to a reader.</summary>
    private static readonly HashSet<string> Hidden = new(StringComparer.Ordinal) { "id", "personId", "householdId", "areaId", "openKey", "openPersonId", "payload", "printedName", "recordedAt", "recordedBy", "answers", "derived", "searchName", "searchFamily", "phoneKey", "linkedVersion", "rowHash", "verifiedKey", "placedAt", "placedBy", "liftedAt", "liftedBy", "takenAt", "takenBy", "width", "height", "mergedIntoId", "moved", "survivorId", "mergedId", "caseId", "number", "source", "reference", "importRunId", "importLine" };

    /// <summary>The entries.</summary>
    public async Task<IReadOnlyList<HistoryEntry>> HandleAsync(Person person, bool sensitive, CancellationToken ct)
    {
        var subjects = new List<Guid> { person.Id };
        subjects.AddRange(await db.Identifiers.Where(i => i.PersonId == person.Id).Select(i => i.Id).OrderBy(id => id).Take(Most).ToListAsync(ct));
        subjects.AddRange(await db.HouseholdMembers.Where(m => m.PersonId == person.Id).Select(m => m.Id).OrderBy(id => id).Take(Most).ToListAsync(ct));
        subjects.AddRange(await db.FormAnswers.Where(a => a.PersonId == person.Id).Select(a => a.Id).OrderBy(id => id).Take(Most).ToListAsync(ct));
        subjects.AddRange(await db.Consents.Where(c => c.PersonId == person.Id).Select(c => c.Id).OrderBy(id => id).Take(Most).ToListAsync(ct));
        subjects.AddRange(await db.Objections.Where(o => o.PersonId == person.Id).Select(o => o.Id).OrderBy(id => id).Take(Most).ToListAsync(ct));
        subjects.AddRange(await db.Restrictions.Where(r => r.PersonId == person.Id).Select(r => r.Id).OrderBy(id => id).Take(Most).ToListAsync(ct));
        subjects.AddRange(await db.Cards.Where(c => c.PersonId == person.Id).Select(c => c.Id).OrderBy(id => id).Take(Most).ToListAsync(ct));
        subjects.AddRange(await db.Merges.Where(m => m.SurvivorId == person.Id || m.MergedId == person.Id).Select(m => m.Id).OrderBy(id => id).Take(Most).ToListAsync(ct));
        var texts = subjects.ConvertAll(s => s.ToString());
        string[] entities = [nameof(Person), nameof(Identifier), nameof(Households.HouseholdMember), nameof(Facts.FormAnswer), nameof(Facts.Consent), nameof(Objections.Objection), nameof(Cards.Card), nameof(Restrictions.Restriction), nameof(Photos.PersonPhoto), nameof(Changes.Recertification), nameof(Duplicates.Merge)];
        var rows = await db.History.AsNoTracking().Where(h => entities.Contains(h.Entity) && texts.Contains(h.Subject)).OrderByDescending(h => h.Seq).Take(Most).ToListAsync(ct);
        var all = await mask.SeesAllAsync();
        return [.. rows.Select(row => Entry(row, sensitive)).Select(e => all ? e : Masked(e))];
    }

    private HistoryEntry Entry(HistoryRow row, bool sensitive)
    {
        var (was, now) = (Read(row.Before), Read(row.After));
        // The evidence of a sensitive answer can say as much as the answer.
        var hidden = !sensitive && row.Entity == nameof(Facts.FormAnswer) && !(int.TryParse(now.GetValueOrDefault("version"), out var version) && book.Version(now.GetValueOrDefault("form") ?? "", version) is { Sensitive: false });
        var values = was.Keys.Union(now.Keys).Where(k => !Hidden.Contains(k)).Select(k => new ChangedValue(k, was.GetValueOrDefault(k), now.GetValueOrDefault(k))).Where(v => v.Was != v.Now)
            .Select(v => sensitive || !(v.Field == "disability" || (hidden && v.Field == "evidence")) ? v : v with { Was = v.Was is null ? null : Facts.ReadFacts.Dots, Now = v.Now is null ? null : Facts.ReadFacts.Dots }).ToList();
        return new HistoryEntry(row.At, row.ActorName, row.Act, row.Entity, row.Kind, row.Reason, hidden && row.Evidence is not null ? Facts.ReadFacts.Dots : row.Evidence, values);
    }

    private HistoryEntry Masked(HistoryEntry entry)
    {
        var marked = IdentifyingAttribute.Of(db.Model, entry.Entity);
        return entry with { Values = [.. entry.Values.Select(v => marked.Contains(v.Field) ? v with { Was = IdentifierMask.Of(v.Was), Now = IdentifierMask.Of(v.Now) } : v)] };
    }

    /// <summary>What changed in one row, as a reader sees it; <paramref name="hidden"/> are columns for machines.</summary>
    internal static HistoryEntry Of(HistoryRow row, ISet<string> hidden)
    {
        var (was, now) = (Read(row.Before), Read(row.After));
        return new HistoryEntry(row.At, row.ActorName, row.Act, row.Entity, row.Kind, row.Reason, row.Evidence, [.. was.Keys.Union(now.Keys).Where(k => !hidden.Contains(k)).Select(k => new ChangedValue(k, was.GetValueOrDefault(k), now.GetValueOrDefault(k))).Where(v => v.Was != v.Now)]);
    }

    private static Dictionary<string, string?> Read(string? json) => json is null ? [] : JsonSerializer.Deserialize<Dictionary<string, string?>>(json) ?? [];
}
