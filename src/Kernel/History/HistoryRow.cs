using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.ChangeTracking;
using Spmis.Kernel.Access;
using Spmis.Kernel.Acts;
using Spmis.Kernel.Data;
using Spmis.Values;

namespace Spmis.Kernel.History;

/// <summary>One row changed by one act: who, when, why, on which evidence, before and after.</summary>
public sealed class HistoryRow : IKernelRow, ITellsOfPersons
{
    /// <summary>The kind of an entry about many rows.</summary>
    public const string BulkKind = "bulk";

    /// <summary>Order of insertion.</summary>
    public long Seq { get; init; }

    /// <summary>Business time of the change.</summary>
    public required DateTime At { get; init; }

    /// <summary>Who.</summary>
    public required string ActorId { get; init; }

    /// <summary>Who, for people.</summary>
    public required string ActorName { get; init; }

    /// <summary>From which office.</summary>
    public string? Office { get; init; }

    /// <summary>The act.</summary>
    public required string Act { get; init; }

    /// <summary>Why.</summary>
    public string? Reason { get; init; }

    /// <summary>On which evidence.</summary>
    public string? Evidence { get; init; }

    /// <summary>What kind of row: Person, Award ...</summary>
    public required string Entity { get; init; }

    /// <summary>Which row: its key; for bulk work the run and lines.</summary>
    public required string Subject { get; init; }

    /// <summary>added, changed, removed or <see cref="BulkKind"/>.</summary>
    public required string Kind { get; init; }

    /// <summary>Changed values before, as JSON; null when added.</summary>
    public string? Before { get; init; }

    /// <summary>Changed values after, as JSON; null when removed.</summary>
    public string? After { get; init; }

    IEnumerable<string?> ITellsOfPersons.TextsShown => [Subject, Before, After, Reason, Evidence];

    /// <summary>SHA-256 over all the above. Seals are built over digests, so a lawful erasure of content keeps the proof.</summary>
    public byte[] Digest { get; private set; } = [];

    /// <summary>True when reason, evidence and values ended by a retention rule, else null; the digest stays, so the seals hold (<see cref="Retention.ApplyRetention"/>).</summary>
    public bool? Emptied { get; private set; }

    internal static List<HistoryRow> Of(ChangeTracker tracker, Change change)
    {
        tracker.DetectChanges();
        return [.. tracker.Entries()
            .Where(e => e.Entity is not IKernelRow && e.State is EntityState.Added or EntityState.Modified or EntityState.Deleted && e.Entity is not IKernelRow)
            .Select(e => Of(e, change))];
    }

    internal static HistoryRow Bulk(Change change, string entity, string subject, string summary) => Make(change, entity, subject, BulkKind, null, summary);

    internal byte[] ComputeDigest()
    {
        var parts = new[] { At.ToString("O", CultureInfo.InvariantCulture), ActorId, ActorName, Office, Act, Reason, Evidence, Entity, Subject, Kind, Before, After };
        return SHA256.HashData(Encoding.UTF8.GetBytes(JsonSerializer.Serialize(parts)));
    }

    /// <summary>Whether the row says what its digest says it said when it was written.</summary>
    internal bool IsAsWritten() => ComputeDigest().AsSpan().SequenceEqual(Digest);

    private static HistoryRow Of(EntityEntry entry, Change change)
    {
        var keys = entry.Metadata.FindPrimaryKey()?.Properties ?? [];
        var subject = string.Join('/', keys.Select(k => Plain(entry.Property(k.Name).CurrentValue)));
        var touched = entry.Properties.Where(p => entry.State != EntityState.Modified || p.IsModified).Where(p => !p.Metadata.IsConcurrencyToken && !NotInHistoryAttribute.Marks(p.Metadata.PropertyInfo)).ToList();
        return entry.State switch
        {
            EntityState.Added => Make(change, entry.Metadata.ClrType.Name, subject, "added", null, Json(touched.Where(p => p.CurrentValue is not null), p => p.CurrentValue)),
            EntityState.Deleted => Make(change, entry.Metadata.ClrType.Name, subject, "removed", Json(touched, p => p.OriginalValue), null),
            _ => Make(change, entry.Metadata.ClrType.Name, subject, "changed", Json(touched, p => p.OriginalValue), Json(touched, p => p.CurrentValue)),
        };
    }

    private static HistoryRow Make(Change change, string entity, string subject, string kind, string? before, string? after)
    {
        var row = new HistoryRow
        {
            // Stored to the microsecond: the digest must survive the coarsest provider (PostgreSQL) unchanged.
            At = new DateTime(change.Now.Ticks - (change.Now.Ticks % TimeSpan.TicksPerMicrosecond), DateTimeKind.Utc),
            ActorId = change.Actor.Id, ActorName = change.Actor.Name, Office = change.Actor.Office,
            Act = change.Act, Reason = change.Reason, Evidence = change.Evidence,
            Entity = entity, Subject = subject, Kind = kind, Before = before, After = after,
        };
        row.Digest = row.ComputeDigest();
        return row;
    }

    private static string Json(IEnumerable<PropertyEntry> properties, Func<PropertyEntry, object?> value) =>
        JsonSerializer.Serialize(properties.ToDictionary(p => JsonNamingPolicy.CamelCase.ConvertName(p.Metadata.Name), p => Plain(value(p))), SpmisJson.Options);

    private static string? Plain(object? value) => value switch
    {
        null => null,
        string text => text,
        bool flag => flag ? "true" : "false",
        DateTime at => at.ToString("O", CultureInfo.InvariantCulture),
        DateOnly day => day.ToString("O", CultureInfo.InvariantCulture),
        Month month => month.ToString(),
        byte[] bytes => Convert.ToHexStringLower(bytes),
        IFormattable number => number.ToString(null, CultureInfo.InvariantCulture),
        _ => value.ToString(),
    };
}
