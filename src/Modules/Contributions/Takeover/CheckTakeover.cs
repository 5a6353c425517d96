using Spmis.Kernel.Files;
using Spmis.Values;

namespace Spmis.Contributions.Takeover;

/// <summary>What a takeover would bring.</summary>
/// <param name="Currency">The currency.</param>
/// <param name="Found">What the file comes to.</param>
/// <param name="Differences">Where that differs from the control totals; empty when it agrees or none were stated.</param>
/// <param name="Accepted">Lines that would be taken over.</param>
/// <param name="Refused">Lines that would be refused.</param>
/// <param name="Problems">Why, the first hundred.</param>
public sealed record CheckedTakeover(Currency Currency, ControlTotals Found, IReadOnlyList<string> Differences, long Accepted, long Refused, IReadOnlyList<LineProblem> Problems);

/// <summary>Dry run: what the file comes to and the verdict of each line. Nothing is kept. References that stand twice in the file are seen when they lie within 500 lines.</summary>
public sealed class CheckTakeover(PrepareTakeover prepare, JudgeTakeover judge)
{
    private const int ChunkLines = 500;
    private const int MostProblems = 100;

    /// <param name="input">As for preparing; without control totals nothing is compared.</param>
    /// <param name="change">Nothing is recorded under it.</param>
    /// <param name="ct">Cancels.</param>
    /// <exception cref="Kernel.Acts.Refused">It is no such table, or lines cannot be summed.</exception>
    public async Task<CheckedTakeover> HandleAsync(NewTakeover input, Kernel.Acts.Change change, CancellationToken ct)
    {
        change.Actor.DemandNation();
        var (scheme, currency) = await prepare.CheckAsync(input, change, ct);
        var aside = Path.Combine(Path.GetTempPath(), $"spmis-{Guid.CreateVersion7():N}");
        try
        {
            await using (var copy = new FileStream(aside, FileMode.CreateNew, FileAccess.Write))
            {
                await input.File.CopyToAsync(copy, ct);
            }

            FileStream Open() => new(aside, FileMode.Open, FileAccess.Read, FileShare.Read);
            var found = await ProveTakeover.SumAsync(input.Kind, Open, currency, input.DaysPerMonth, ct);
            var differences = string.IsNullOrWhiteSpace(input.Controls) ? [] : ControlTotals.Parse(input.Controls, input.Kind, currency).Differences(found, currency);
            var batch = new TakeoverBatch
            {
                Kind = input.Kind, Source = input.Source.Trim(), Scheme = scheme, Currency = currency.Code, CutOver = input.CutOver, DaysPerMonth = input.DaysPerMonth, Sha = "", FileName = input.FileName, PreparedAt = change.Now, PreparedBy = change.Actor.Name, Lines = found.Lines,
            };
            var (accepted, refused) = (0L, 0L);
            List<LineProblem> problems = [];
            await foreach (var rows in TakeoverFile.ReadAsync(input.Kind, Open, 0, [], ct).Chunk(ChunkLines).WithCancellation(ct))
            {
                foreach (var (line, wrong) in await judge.HandleAsync(batch, rows, ct))
                {
                    (accepted, refused) = line.Refused ? (accepted, refused + 1) : (accepted + 1, refused);
                    problems.AddRange(wrong.Take(MostProblems - problems.Count));
                }
            }

            return new CheckedTakeover(currency, found, differences, accepted, refused, problems);
        }
        finally
        {
            File.Delete(aside);
        }
    }
}
