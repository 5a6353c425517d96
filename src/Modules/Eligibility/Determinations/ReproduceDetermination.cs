using Microsoft.EntityFrameworkCore;
using Spmis.Eligibility.Schemes;
using Spmis.Kernel.Acts;
using Spmis.Rules;

namespace Spmis.Eligibility.Determinations;

/// <summary>A decision made once more from what was stored.</summary>
/// <param name="Stored">The explanation as stored; null when a bulk "no" was never written out.</param>
/// <param name="Rebuilt">The explanation as it comes out now.</param>
/// <param name="Outcome">The outcome as it comes out now.</param>
/// <param name="Same">Whether outcome and explanation are the same, byte for byte.</param>
public sealed record Reproduced(string? Stored, string Rebuilt, Answer Outcome, bool Same);

/// <summary>Repeats a stored decision by the same package, the same facts and the knowledge of its day.</summary>
/// <param name="db">The module's database.</param>
/// <param name="schemes">The packages.</param>
public sealed class ReproduceDetermination(EligibilityDb db, SchemeBook schemes)
{
    /// <summary>Repeats it.</summary>
    /// <exception cref="Refused">There is no such decision.</exception>
    public async Task<Reproduced> HandleAsync(Guid id, CancellationToken ct) => await HandleAsync(
        await db.Determinations.AsNoTracking().SingleOrDefaultAsync(d => d.Id == id, ct) ?? throw new Refused("determination.unknown", $"There is no determination {id}."), ct);

    /// <summary>Repeats it.</summary>
    public async Task<Reproduced> HandleAsync(Determination stored, CancellationToken ct)
    {
        var scheme = await schemes.ByHashAsync(stored.PackageHash, ct);
        var again = new Decide(scheme.Rules, stored.AsKnownOn).Explain(stored.Sheet);
        var rebuilt = again.Explanation ?? throw new InvalidOperationException("A single decision always has an explanation.");
        var same = again.Outcome == stored.Outcome && again.MonthlyMinor == stored.MonthlyMinor && again.Months == stored.Months
            && (stored.Explanation is null || string.Equals(stored.Explanation, rebuilt, StringComparison.Ordinal));
        return new Reproduced(stored.Explanation, rebuilt, again.Outcome, same);
    }
}
