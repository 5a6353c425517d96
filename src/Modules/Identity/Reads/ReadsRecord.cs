using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Spmis.Kernel.Acts;
using Spmis.Kernel.Data;
using Spmis.Kernel.History;
using Spmis.Kernel.Retention;

namespace Spmis.Identity.Reads;

/// <summary>A seal over a range of the record of reads, as <see cref="HistorySeal"/> is over the history.</summary>
public sealed class ReadSeal : IKernelRow
{
    /// <summary>Running number.</summary>
    public long Id { get; init; }

    /// <summary>First row of the range.</summary>
    public required long FromId { get; init; }

    /// <summary>Last row of the range.</summary>
    public required long ToId { get; init; }

    /// <summary>How many rows the range held.</summary>
    public required int Rows { get; init; }

    /// <summary>The latest time among them.</summary>
    public required DateTime LastAt { get; init; }

    /// <summary>Merkle root over the rows' digests, SHA-256.</summary>
    public required byte[] Root { get; init; }

    /// <summary>SHA-256 over the chain value of the seal before and this root.</summary>
    public required byte[] Chain { get; init; }

    /// <summary>When it was sealed.</summary>
    public required DateTime SealedAt { get; init; }

    /// <summary>Its rows ended by a retention rule.</summary>
    public bool Ended { get; private set; }
}

internal sealed class ReadSealMapping : IEntityTypeConfiguration<ReadSeal>
{
    public void Configure(EntityTypeBuilder<ReadSeal> builder)
    {
        builder.ToTable("read_seals");
        builder.HasKey(s => s.Id);
        builder.Property(s => s.Root).HasMaxLength(32);
        builder.Property(s => s.Chain).HasMaxLength(32);
        builder.HasIndex(s => s.FromId).IsUnique();
        builder.HasIndex(s => new { s.Ended, s.Id });
    }
}

/// <summary>Seals the record of who looked at whose data, a thousand rows a seal, and proves it.</summary>
/// <param name="db">The module's database.</param>
public sealed class ReadsRecord(IdentityDb db) : ISealedRecord
{
    /// <summary>The kind for the retention, and the record's name.</summary>
    public const string Kind = "reads";

    private const int InSeal = 1_000;
    private const int MostProblems = 100;

    /// <inheritdoc />
    public string Module => db.Module;

    /// <inheritdoc />
    public string Name => Kind;

    /// <inheritdoc />
    public async Task<int> SealAsync(DateTime now, CancellationToken ct)
    {
        var from = await db.ReadSeals.OrderByDescending(s => s.Id).Select(s => (long?)s.ToId).FirstOrDefaultAsync(ct) ?? long.MinValue;
        if (!await db.Reads.AnyAsync(r => r.Id > from, ct))
        {
            return 0; // Nobody has to wait for a look that finds nothing.
        }

        var (all, upTo) = (0, await SettledRows.UpToAsync<PersonRead>(db, ct));
        while (true)
        {
            var rows = 0;
            await db.WriteAsync(async () => rows = await SealRangeAsync(upTo, now, ct), ct);
            if (rows == 0)
            {
                return all;
            }

            all += rows;
        }
    }

    /// <inheritdoc />
    public async Task<string?> HeadAsync(CancellationToken ct) =>
        await db.ReadSeals.OrderByDescending(s => s.Id).Select(s => s.Chain).FirstOrDefaultAsync(ct) is { } chain ? Convert.ToHexStringLower(chain) : null;

    /// <inheritdoc />
    public Task<bool> KnowsAsync(byte[] chain, CancellationToken ct) => db.ReadSeals.AnyAsync(s => s.Chain == chain, ct);

    /// <inheritdoc />
    public async Task<HistoryVerdict> VerifyAsync(CancellationToken ct)
    {
        List<string> problems = [];
        var lastGiven = await RunningNumbers.LastAsync<PersonRead>(db, ct); // Before any row is read: what is written meanwhile only comes on top.
        var ended = await EndedRange.OfAsync(db, Kind, ct);
        var (chain, sealedRows, before) = (Array.Empty<byte>(), 0L, long.MinValue);
        for (long last = 0; problems.Count < MostProblems && await db.ReadSeals.AsNoTracking().Where(s => s.Id > last).OrderBy(s => s.Id).FirstOrDefaultAsync(ct) is { } seal; last = seal.Id)
        {
            var rows = await db.Reads.AsNoTracking().Where(r => r.Id > before && r.Id <= seal.ToId).OrderBy(r => r.Id).ToListAsync(ct);
            chain = ChainOf(chain, seal.Root, seal.LastAt);
            sealedRows += rows.Count;
            if (!seal.Chain.AsSpan().SequenceEqual(chain) || seal.FromId <= before)
            {
                problems.Add($"Seal {seal.Id} of the reads does not follow the seal before it.");
            }

            if (Broken(seal, rows, ended) is not null)
            {
                ended = await EndedRange.OfAsync(db, Kind, ct); // The retention may have gone on meanwhile.
                rows = await db.Reads.AsNoTracking().Where(r => r.Id > before && r.Id <= seal.ToId).OrderBy(r => r.Id).ToListAsync(ct);
                var now = await db.ReadSeals.AsNoTracking().SingleAsync(s => s.Id == seal.Id, ct);
                problems.AddRange(Broken(now, rows, ended) is { } broken ? [broken] : Array.Empty<string>());
            }

            // Where no number is ever lost, a seal over fewer rows than numbers was set after a row was deleted.
            if (lastGiven is not null && seal.ToId - Math.Max(before, 0) is var numbers && numbers != seal.Rows)
            {
                problems.Add($"Reads {Math.Max(before, 0) + 1} to {seal.ToId}: {numbers - seal.Rows} were deleted before they were sealed.");
            }

            before = seal.ToId;
        }

        if (lastGiven is { } given && problems.Count < MostProblems)
        {
            problems.AddRange(await OpenGapAsync(Math.Max(before, 0), given, ct) is { } gap ? [gap] : Array.Empty<string>());
        }

        await OpenDigestsAsync(Math.Max(before, 0), problems, ct);
        return new HistoryVerdict(db.Module, Name, await db.Reads.LongCountAsync(ct), sealedRows, problems, await HeadAsync(ct));
    }

    /// <summary>Looks that no seal covers yet are compared with their own digests.</summary>
    private async Task OpenDigestsAsync(long after, List<string> problems, CancellationToken ct)
    {
        while (problems.Count < MostProblems && await db.Reads.AsNoTracking().Where(r => r.Id > after).OrderBy(r => r.Id).Take(InSeal).ToListAsync(ct) is { Count: > 0 } rows)
        {
            problems.AddRange(rows.Where(r => !IsAsWritten(r)).Take(MostProblems).Select(r => $"Look {r.Id} was edited after it was written."));
            after = rows[^1].Id;
        }
    }

    private async Task<string?> OpenGapAsync(long before, long given, CancellationToken ct)
    {
        var there = await db.Reads.LongCountAsync(r => r.Id > before && r.Id <= given, ct);
        return there == given - before ? null : $"Reads {before + 1} to {given}: {given - before - there} were deleted before they were sealed.";
    }

    private async Task<int> SealRangeAsync(long upTo, DateTime now, CancellationToken ct)
    {
        var last = await db.ReadSeals.AsNoTracking().OrderByDescending(s => s.Id).FirstOrDefaultAsync(ct);
        var from = last?.ToId ?? long.MinValue;
        var rows = await db.Reads.AsNoTracking().Where(r => r.Id > from && r.Id <= upTo).OrderBy(r => r.Id).Take(InSeal).ToListAsync(ct);
        var sound = rows.TakeWhile(IsAsWritten).ToList();
        if (sound.Count == 0 && rows.Count > 0)
        {
            throw new Refused("reads.edited", $"Look {rows[0].Id} on the record of reads was edited after it was written, so neither it nor what lies behind it is sealed. Run audit verify and have it looked into.");
        }

        rows = sound;
        if (rows.Count == 0)
        {
            return 0;
        }

        var (root, lastAt) = (RootOf(rows), rows.Max(r => r.At));
        db.ReadSeals.Add(new ReadSeal { FromId = rows[0].Id, ToId = rows[^1].Id, Rows = rows.Count, LastAt = lastAt, Root = root, Chain = ChainOf(last?.Chain ?? [], root, lastAt), SealedAt = now });
        await db.SaveChangesAsync(ct);
        return rows.Count;
    }

    private static string? Broken(ReadSeal seal, List<PersonRead> rows, IReadOnlyList<EndedRange> ended)
    {
        if (seal.Ended)
        {
            return rows.Count == 0 && EndedRange.Around(ended, seal.FromId) is { } range && seal.ToId <= range.To && seal.LastAt < range.Before ? null : $"Reads {seal.FromId} to {seal.ToId} are said to have ended by a rule, and it is not so.";
        }

        return rows.Count != seal.Rows ? $"Reads {seal.FromId} to {seal.ToId}: {seal.Rows} were sealed, {rows.Count} are there."
            : RootOf(rows).AsSpan().SequenceEqual(seal.Root) ? null : $"Reads {seal.FromId} to {seal.ToId} do not fit their seal of {seal.SealedAt:u}.";
    }

    private static byte[] ChainOf(byte[] before, byte[] root, DateTime lastAt) => SHA256.HashData([.. before, .. root, .. Encoding.UTF8.GetBytes((lastAt.Ticks / TimeSpan.TicksPerMicrosecond).ToString(CultureInfo.InvariantCulture))]);

    /// <summary>The digest of one look, set when it is written: of all but its number, which the database gives.</summary>
    internal static byte[] DigestOf(PersonRead r) => SHA256.HashData(Encoding.UTF8.GetBytes(JsonSerializer.Serialize(FieldsOf(r)[1..])));

    /// <summary>Whether it says what it said when it was written; of those from before there were digests nobody knows until they are sealed.</summary>
    private static bool IsAsWritten(PersonRead r) => r.Digest is null || DigestOf(r).AsSpan().SequenceEqual(r.Digest);

    internal static byte[] RootOf(List<PersonRead> rows) => MerkleRoot.Of(rows.ConvertAll(r => SHA256.HashData(Encoding.UTF8.GetBytes(JsonSerializer.Serialize(
        FieldsOf(r))))));

    // The mark stands at the end and only where it is: rows sealed before there were restricted records keep their digests.
    private static string?[] FieldsOf(PersonRead r) =>
        [r.Id.ToString(CultureInfo.InvariantCulture), r.At.ToString("O", CultureInfo.InvariantCulture), r.ActorId, r.ActorName, r.Office, r.Person, r.Place, r.Purpose, .. r.Restricted ? ["restricted"] : Array.Empty<string>()];
}

/// <summary>The record of who looked at whose data ends by whole seals, the oldest first; the seal stays, so that the chain holds.</summary>
internal sealed class ReadsRetained : IRetained
{
    public Task<bool> AnyAsync(ModuleDb db, DateTime before, CancellationToken ct) => Due(db, before).AnyAsync(ct);

    public async Task<RetentionEnded?> EndAsync(ModuleDb db, DateTime before, int most, CancellationToken ct)
    {
        if (await Due(db, before).AsNoTracking().OrderBy(s => s.Id).FirstOrDefaultAsync(ct) is not { } seal)
        {
            return null;
        }

        var rows = await db.Set<PersonRead>().AsNoTracking().Where(r => r.Id >= seal.FromId && r.Id <= seal.ToId).OrderBy(r => r.Id).ToListAsync(ct);
        if (rows.Count != seal.Rows || !ReadsRecord.RootOf(rows).AsSpan().SequenceEqual(seal.Root))
        {
            throw new Refused("retention.edited", $"Reads {seal.FromId} to {seal.ToId} do not fit their seal; nothing from them on is ended. Run audit verify and have it looked into.");
        }

        await db.Set<PersonRead>().Where(r => r.Id >= seal.FromId && r.Id <= seal.ToId).ExecuteDeleteAsync(ct);
        await db.Set<ReadSeal>().Where(s => s.Id == seal.Id).ExecuteUpdateAsync(s => s.SetProperty(r => r.Ended, true), ct);
        return new RetentionEnded(seal.Rows, seal.FromId, seal.ToId);
    }

    private static IQueryable<ReadSeal> Due(ModuleDb db, DateTime before) => db.Set<ReadSeal>().Where(s => !s.Ended && s.LastAt < before);
}
