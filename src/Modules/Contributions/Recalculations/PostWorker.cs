using System.Globalization;
using System.Runtime.CompilerServices;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Spmis.Kernel.Runs;
using Spmis.Values;

namespace Spmis.Contributions.Recalculations;

/// <summary>
/// Posts approved differences: employers' months in the order of employer and month, at most 1,000 a transaction, then own payments, 200 workers a transaction.
/// Checkpoints: <c>employer:NUMBER:MONTH:AFTER</c>, <c>own:NUMBER</c>, <c>end</c>; what is posted is there once by constraint besides.
/// </summary>
public sealed class PostWorker(ContributionsDb db) : IRunWorker
{
    public const string RunKind = "contributions.post-recalculation";
    private const int ChunkLines = 1000;
    private const int Groups = 200;
    private const int Workers = 200;
    private const string End = "end";

    public string Kind => RunKind;

    public string Permission => "assessments.recalculate";

    /// <inheritdoc />
    public bool MayStop => false;

    public async IAsyncEnumerable<RunChunk> ChunksAsync(Run run, [EnumeratorCancellation] CancellationToken ct)
    {
        var id = run.InputAs<RecalculateInput>().RecalculationId;
        var at = (run.Checkpoint ?? "employer::1900-01:0").Split(':');
        if (at[0] == "employer")
        {
            await foreach (var chunk in EmployersAsync(id, at, ct))
            {
                yield return chunk;
            }
        }

        var after = at[0] == "own" ? at[1] : "";
        while (at[0] != End)
        {
            var from = after;
            var numbers = await db.Postable(id).Where(d => d.EmployerNumber == "" && string.Compare(d.PersonNumber, from) > 0).Select(d => d.PersonNumber).Distinct().OrderBy(n => n).Take(Workers).ToListAsync(ct);
            if (numbers.Count == 0)
            {
                break;
            }

            after = numbers[^1];
            yield return new RunChunk($"own:{after}", (services, step, stop) => services.GetRequiredService<PostOwnPayments>().HandleAsync(id, (from, numbers[^1]), step, stop));
        }

        if (at[0] != End)
        {
            yield return new RunChunk(End, async (services, step, stop) => (await services.GetRequiredService<ContributionsDb>().Set<Recalculation>().SingleAsync(r => r.Id == id, stop)).PostedAt = step.Change.Now);
        }
    }

    /// <summary>Small months together up to a chunk, a large one in several, its return finished with the last.</summary>
    private async IAsyncEnumerable<RunChunk> EmployersAsync(long id, string[] at, [EnumeratorCancellation] CancellationToken ct)
    {
        var (number, month, done) = (at[1], Month.Parse(at[2]), long.Parse(at[3], CultureInfo.InvariantCulture));
        List<Portion> together = [];
        var checkpoint = "";
        await foreach (var group in GroupsAsync(id, number, month, done > 0, ct))
        {
            var (after, left) = (done, group.Count);
            if (done > 0)
            {
                left = await db.Postable(id).CountAsync(d => d.EmployerId == group.EmployerId && d.Month == group.Month && d.Id > after, ct);
                done = 0;
            }

            if (together.Count > 0 && together.Sum(p => p.Count) + left > ChunkLines)
            {
                yield return Chunk(id, checkpoint, together);
                together = [];
            }

            for (; left > ChunkLines; left -= ChunkLines)
            {
                var from = after;
                after = await db.Postable(id).Where(d => d.EmployerId == group.EmployerId && d.Month == group.Month && d.Id > from).OrderBy(d => d.Id).Select(d => d.Id).Skip(ChunkLines - 1).FirstAsync(ct);
                yield return Chunk(id, $"employer:{group.Number}:{group.Month}:{after}", [new Portion(group.EmployerId, group.Number, group.Month, from, ChunkLines, false)]);
            }

            together.Add(new Portion(group.EmployerId, group.Number, group.Month, after, left, true));
            checkpoint = $"employer:{group.Number}:{group.Month}:0";
        }

        if (together.Count > 0)
        {
            yield return Chunk(id, checkpoint, together);
        }
    }

    private static RunChunk Chunk(long id, string checkpoint, List<Portion> portions) => new(checkpoint, (services, step, stop) => services.GetRequiredService<PostDifferences>().EmployersAsync(id, portions, step, stop));

    private async IAsyncEnumerable<Group> GroupsAsync(long id, string number, Month month, bool again, [EnumeratorCancellation] CancellationToken ct)
    {
        while (true)
        {
            var (n, m, same) = (number, month, again);
            var page = await db.Postable(id).Where(d => d.EmployerNumber != "" && (string.Compare(d.EmployerNumber, n) > 0 || (d.EmployerNumber == n && (d.Month > m || (same && d.Month == m)))))
                .GroupBy(d => new { d.EmployerId, d.EmployerNumber, d.Month }).OrderBy(g => g.Key.EmployerNumber).ThenBy(g => g.Key.Month)
                .Select(g => new { g.Key.EmployerId, g.Key.EmployerNumber, g.Key.Month, Count = g.Count() }).Take(Groups).ToListAsync(ct);
            foreach (var g in page)
            {
                yield return new Group(g.EmployerId ?? default, g.EmployerNumber, g.Month, g.Count);
            }

            if (page.Count < Groups)
            {
                yield break;
            }

            (number, month, again) = (page[^1].EmployerNumber, page[^1].Month, false);
        }
    }

    private sealed record Group(Guid EmployerId, string Number, Month Month, int Count);
}
