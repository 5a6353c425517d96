using Spmis.Contributions.Copies;
using Spmis.Kernel.Acts;
using Spmis.Rules;
using Spmis.Values;

namespace Spmis.Contributions.Returns;

/// <summary>The working of a line's contribution.</summary>
/// <param name="View">The line.</param>
/// <param name="Month">The month.</param>
/// <param name="Currency">The currency.</param>
/// <param name="Scheme">The package it was assessed by.</param>
/// <param name="Steps">Base, worker's share and employer's share, each with its explanation.</param>
public sealed record LineWorking(LineView View, Month Month, Currency Currency, Scheme Scheme, IReadOnlyList<RuleResult> Steps);

/// <summary>Builds the explanation anew from what is stored, the wage and the hash of the package, by the interpreter.</summary>
public sealed class ExplainLine(FindReturns find, SchemeBook schemes)
{
    public async Task<LineWorking> HandleAsync(Guid returnId, long line, Actor actor, CancellationToken ct)
    {
        var filed = (await find.ReadAsync(returnId, actor, ct)).Return;
        var view = (await find.LinesAsync(filed, problemsOnly: false, line - 1, 1, ct)).SingleOrDefault(l => l.Line.Line == line)
            ?? throw new Refused("return-line.unknown", $"The return has no line {line}.");
        if (view.Line.Verdict == LineVerdict.Refused)
        {
            throw new Refused("return-line.refused", $"Line {line} was refused, so nothing was assessed.");
        }

        var rules = await schemes.ByHashAsync(filed.PackageHash, ct);
        var facts = rules.LineFacts(filed.Month, view.Line.WageMinor);
        var steps = SchemeRules.OfALine.Select(r => rules.Scheme.Evaluate(r, facts)).ToList();
        long[] stored = [view.Line.BaseMinor, view.Line.EmployeeMinor, view.Line.EmployerMinor];
        return steps.Zip(stored).All(s => s.First.Money.Minor == s.Second)
            ? new LineWorking(view, filed.Month, rules.Currency, rules.Scheme, steps)
            : throw new InvalidOperationException($"The working of line {line} of return {returnId} does not come to what was assessed.");
    }
}
