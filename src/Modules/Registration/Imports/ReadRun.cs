using Microsoft.EntityFrameworkCore;
using Spmis.Kernel.Access;
using Spmis.Kernel.Acts;
using Spmis.Kernel.Runs;

namespace Spmis.Registration.Imports;

/// <summary>Reads runs and their verdicts.</summary>
/// <param name="db">The register.</param>
/// <param name="mask">Who sees numbers and accounts in full.</param>
public sealed class ReadRun(RegistrationDb db, IdentifierMask mask)
{
    private const int Most = 1_000;

    /// <summary>One run.</summary>
    /// <exception cref="Refused">There is none.</exception>
    public async Task<Run> HandleAsync(long id, CancellationToken ct) =>
        await db.RunsSeen.AsNoTracking().SingleOrDefaultAsync(r => r.Id == id, ct) ?? throw new Refused("run.unknown", $"There is no run {id}.");

    /// <summary>Runs, latest first.</summary>
    public async Task<IReadOnlyList<Run>> ListAsync(long? before, int limit, CancellationToken ct) =>
        await db.RunsSeen.AsNoTracking().Where(r => before == null || r.Id < before).OrderByDescending(r => r.Id).Take(Math.Clamp(limit, 1, 100)).ToListAsync(ct);

    /// <summary>Verdicts in the order of the file; a line with several faults has several parts.</summary>
    /// <param name="id">The run.</param>
    /// <param name="verdict">accepted, noted or refused; null for all.</param>
    /// <param name="afterLine">Go on after this line.</param>
    /// <param name="limit">How many at most, up to 1,000; a line is never cut in the middle.</param>
    /// <param name="ct">Cancels.</param>
    public async Task<IReadOnlyList<RunLine>> LinesAsync(long id, string? verdict, long afterLine, int limit, CancellationToken ct)
    {
        limit = Math.Clamp(limit, 1, Most);
        var lines = await db.RunLines.AsNoTracking().Where(l => l.RunId == id && db.RunsSeen.Any(r => r.Id == id) && l.Line > afterLine && (verdict == null || l.Verdict == verdict))
            .OrderBy(l => l.Line).ThenBy(l => l.Part).Take(limit + 1).ToListAsync(ct);
        lines = lines.Count <= limit || lines[0].Line == lines[^1].Line ? lines : [.. lines.TakeWhile(l => l.Line != lines[^1].Line)];
        return await mask.LinesAsync(lines);
    }
}
