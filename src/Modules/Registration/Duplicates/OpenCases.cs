using Microsoft.EntityFrameworkCore;
using Spmis.Contracts.Registration;
using Spmis.Kernel.Acts;
using Spmis.Registration.Clearance;
using Spmis.Registration.Linking;

namespace Spmis.Registration.Duplicates;

/// <summary>Puts pairs up for review. A pair that was put up before, whatever was decided, is left alone.</summary>
/// <param name="db">The register.</param>
/// <param name="candidates">Loads the persons.</param>
/// <param name="register">Scores and explains.</param>
public sealed class OpenCases(RegistrationDb db, CandidateLookup candidates, RegisterScorer register)
{
    /// <summary>A case is opened from this probability on.</summary>
    public const double OpenFrom = 0.9;

    /// <summary>Opens the cases inside the open transaction.</summary>
    /// <returns>How many are new.</returns>
    internal async Task<int> ApplyAsync(IEnumerable<(Guid A, Guid B)> pairs, string subject, Change change, CancellationToken ct)
    {
        var ordered = pairs.Select(p => p.A.CompareTo(p.B) <= 0 ? p : (p.B, p.A)).Distinct().ToList();
        var known = await KnownAsync([.. ordered.Select(p => p.Item1).Distinct()], ct);
        ordered.RemoveAll(known.Contains);
        if (ordered.Count == 0)
        {
            return 0;
        }

        var scorer = await register.GetAsync(ct);
        var persons = await candidates.LoadAsync(ordered.SelectMany(p => new[] { p.Item1, p.Item2 }), ct);
        List<DuplicateCase> opened = [];
        foreach (var (a, b) in ordered)
        {
            if (persons.TryGetValue(a, out var one) && persons.TryGetValue(b, out var other) && scorer.Score(one, other) is { Probability: >= OpenFrom } score)
            {
                opened.Add(Cases.Make(a, b, score, "batch", change.Now));
            }
        }

        await db.BulkInsertAsync(opened, ct);
        foreach (var page in opened.Chunk(1_000))
        {
            db.PublishForClearance(new DuplicatesOpened { Cases = [.. page.Select(c => c.ToFacts())] });
        }

        if (opened.Count > 0)
        {
            db.RecordBulk(change, nameof(DuplicateCase), subject, new { Opened = opened.Count });
        }

        return opened.Count;
    }

    private async Task<HashSet<(Guid, Guid)>> KnownAsync(List<Guid> first, CancellationToken ct)
    {
        HashSet<(Guid, Guid)> known = [];
        foreach (var page in first.Chunk(1_000))
        {
            known.UnionWith((await db.DuplicateCases.Where(c => page.Contains(c.PersonAId)).Select(c => new { c.PersonAId, c.PersonBId }).ToListAsync(ct)).Select(c => (c.PersonAId, c.PersonBId)));
        }

        return known;
    }
}
