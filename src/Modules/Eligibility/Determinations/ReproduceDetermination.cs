using Microsoft.EntityFrameworkCore;
using Spmis.Eligibility.Schemes;
using Spmis.Kernel.Acts;
using Spmis.Rules;

namespace Spmis.Eligibility.Determinations;

/// <summary>A decision made once more from what was stored.</summary>
/// <param name="Stored">The explanation as stored; null when a bulk "no" was never written out.</param>
/// <param name="Rebuilt">The explanation as it comes out now.</param>
/// <param name="Outcome">The outcome as it comes out now.</param>
/// <param name="Differs">What came out otherwise: package, inputs, outcome, amount, months, missing, explanation; empty when all is the same.</param>
public sealed record Reproduced(string? Stored, string Rebuilt, Answer Outcome, IReadOnlyList<string> Differs)
{
    /// <summary>Whether everything is the same, byte for byte.</summary>
    public bool Same => Differs.Count == 0;
}

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
        var scheme = (await schemes.ByHashAsync(stored.PackageHash, ct)).Rules;
        var sheet = stored.Sheet;
        var again = new Decide(scheme, stored.AsKnownOn).Explain(sheet);
        var rebuilt = again.Explanation ?? throw new InvalidOperationException("A single decision always has an explanation.");
        List<string> differs = [];
        void Compare(string what, bool same)
        {
            if (!same)
            {
                differs.Add(what);
            }
        }

        Compare("package", scheme.Hash == stored.PackageHash);
        Compare("inputs", string.Equals(sheet.ToJson(), stored.InputsText, StringComparison.Ordinal));
        // What people decided against the rules is compared with what the rules said then.
        var ruled = stored.Overridden;
        Compare("outcome", again.Outcome == (ruled?.RuledOutcome ?? stored.Outcome));
        Compare("amount", again.MonthlyMinor == (ruled is null ? stored.MonthlyMinor : ruled.RuledMonthlyMinor));
        Compare("months", again.Months == (ruled is null ? stored.Months : ruled.RuledMonths));
        Compare("missing", string.Equals(Determination.MissingJson(again), stored.Missing, StringComparison.Ordinal));
        Compare("explanation", stored.ExplanationText is null || string.Equals(stored.ExplanationText, rebuilt, StringComparison.Ordinal));
        return new Reproduced(stored.ExplanationText, rebuilt, again.Outcome, differs);
    }
}
