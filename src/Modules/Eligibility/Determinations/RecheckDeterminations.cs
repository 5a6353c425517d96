using Microsoft.EntityFrameworkCore;
using Spmis.Kernel.Acts;
using Spmis.Kernel.Secrets;

namespace Spmis.Eligibility.Determinations;

/// <summary>A stored decision that did not come out the same.</summary>
/// <param name="Id">The decision.</param>
/// <param name="What">What differs.</param>
public sealed record Differing(Guid Id, string What);

/// <summary>What a recheck found.</summary>
/// <param name="Total">Decisions stored.</param>
/// <param name="Looked">Decisions repeated.</param>
/// <param name="Same">Of these, the same byte for byte: inputs, outcome, amount, months, what is missing, explanation.</param>
/// <param name="WithoutExplanation">Of those looked at, a round's "no" whose explanation is not stored; all else of it was compared.</param>
/// <param name="Differ">At most 100 that came out otherwise.</param>
public sealed record Rechecked(long Total, int Looked, int Same, int WithoutExplanation, IReadOnlyList<Differing> Differ)
{
    /// <summary>Whether all were the same.</summary>
    public bool Holds => Same == Looked;
}

/// <summary>Repeats stored decisions, evenly spread over all there are, and compares them byte for byte. Changes nothing.</summary>
/// <param name="db">The module's database.</param>
/// <param name="reproduce">Repeats one.</param>
public sealed class RecheckDeterminations(EligibilityDb db, ReproduceDetermination reproduce)
{
    /// <summary>Decisions in memory at once.</summary>
    private const int Page = 200;

    private const int Ids = 10_000;
    private const int MostShown = 100;

    /// <summary>Repeats a sample.</summary>
    /// <param name="sample">How many; all when there are no more.</param>
    /// <param name="ct">Cancels.</param>
    /// <exception cref="Refused">The sample is less than one.</exception>
    public async Task<Rechecked> HandleAsync(int sample, CancellationToken ct)
    {
        if (sample < 1)
        {
            throw new Refused("recheck.sample", "Give a sample of at least 1 decision.", "sample");
        }

        var total = await db.Determinations.LongCountAsync(ct);
        var chosen = await ChooseAsync(total, sample, ct);
        List<Differing> differ = [];
        var (same, silent) = (0, 0);
        foreach (var ids in chosen.Chunk(Page))
        {
            foreach (var one in await db.Determinations.AsNoTracking().Where(d => ids.Contains(d.Id)).OrderBy(d => d.Id).ToListAsync(ct))
            {
                var differs = await DiffersAsync(one, ct);
                same += differs is null ? 1 : 0;
                silent += one.Explanation is null ? 1 : 0;
                if (differs is not null && differ.Count < MostShown)
                {
                    differ.Add(new Differing(one.Id, differs));
                }
            }
        }

        return new Rechecked(total, chosen.Count, same, silent, differ);
    }

    private async Task<string?> DiffersAsync(Determination one, CancellationToken ct)
    {
        try
        {
            var again = await reproduce.HandleAsync(one, ct);
            return again.Same ? null : string.Join(", ", again.Differs);
        }
        catch (Refused unreadable) when (unreadable.Code == ColumnKeys.UnreadableCode)
        {
            return "unreadable"; // Of a claim, sealed, and changed since; the next ones are looked at all the same.
        }
    }

    /// <summary>Every k-th of all ids, in their order, so that old and new decisions are in it alike.</summary>
    private async Task<List<Guid>> ChooseAsync(long total, int sample, CancellationToken ct)
    {
        var every = Math.Max(1, (total + sample - 1) / sample);
        List<Guid> chosen = [];
        Guid? after = null;
        long position = 0;
        while (true)
        {
            var rows = db.Determinations.AsNoTracking().Select(d => d.Id);
            var ids = await (after is { } from ? rows.Where(id => id.CompareTo(from) > 0) : rows).OrderBy(id => id).Take(Ids).ToListAsync(ct);
            if (ids.Count == 0)
            {
                return chosen;
            }

            chosen.AddRange(ids.Where((_, i) => (position + i) % every == 0));
            (position, after) = (position + ids.Count, ids[^1]);
        }
    }
}
