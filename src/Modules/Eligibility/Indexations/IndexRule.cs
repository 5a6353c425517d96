using Spmis.Eligibility.Determinations;
using Spmis.Rules;
using Spmis.Rules.Compilation;
using Spmis.Values;

namespace Spmis.Eligibility.Indexations;

/// <summary>The new amount of one award after another by the compiled package. One thread.</summary>
public sealed class IndexRule
{
    /// <summary>The rule that takes an amount in payment and gives the new one.</summary>
    public const string Indexed = "indexed";

    private readonly Currency currency;
    private readonly Month month;
    private readonly CompiledRule? rule;
    private readonly FactRow row;
    private readonly Reckon? reckon;
    private readonly FactSlot? amount;
    private readonly FactSlot? from;

    /// <summary>Ready for the awards of an indexation.</summary>
    public IndexRule(Scheme scheme, Indexation indexation)
    {
        (currency, month, row) = (scheme.Currency, indexation.FromMonth, scheme.NewRow());
        if (indexation.Basis == IndexationBasis.Amount)
        {
            reckon = new Reckon(scheme, indexation.AsKnownOn);
            return;
        }

        rule = scheme.Compile(Indexed, indexation.AsKnownOn);
        (amount, from) = (Slot(FactNames.AwardAmount), Slot(FactNames.AwardFrom));
        Give(FactNames.ClaimDate, s => row.Set(s, month.First));
        Give(FactNames.ClaimMonth, s => row.Set(s, month));
        if (indexation.Rate is { } rate)
        {
            Give(FactNames.IndexRate, s => row.Set(s, rate));
        }

        Give(FactNames.IndexFlat, s => row.Set(s, new Money(indexation.FlatMinor ?? 0, currency).Major));
    }

    /// <summary>What becomes of an award.</summary>
    /// <param name="oldMinor">Amount of a month in force, minor units.</param>
    /// <param name="awardFrom">Its first month.</param>
    /// <param name="inputs">The facts of its decision as stored; looked at on the basis of the dated amount only.</param>
    public (IndexationKind Kind, long? NewMinor) Of(long oldMinor, Month awardFrom, string? inputs) => reckon is null ? ByRule(oldMinor, awardFrom) : ByAmount(oldMinor, inputs);

    private (IndexationKind Kind, long? NewMinor) ByRule(long oldMinor, Month awardFrom)
    {
        if (amount is { } a)
        {
            row.Set(a, new Money(oldMinor, currency).Major);
        }

        if (from is { } f)
        {
            row.Set(f, awardFrom.First);
        }

        var answer = (rule ?? throw new InvalidOperationException("The rule was not compiled.")).Evaluate(row);
        return answer.IsKnown ? Compared(oldMinor, answer.ToMoney(currency).Minor) : (IndexationKind.CannotTell, null);
    }

    private (IndexationKind Kind, long? NewMinor) ByAmount(long oldMinor, string? inputs)
    {
        var now = inputs is null || reckon is null ? new Reckoned(Answer.CannotTell, null, null) : reckon.Of(FactSheet.FromJson(inputs).On(month));
        return now.Outcome switch
        {
            Answer.Yes when now.MonthlyMinor is { } minor => Compared(oldMinor, minor),
            Answer.No => (IndexationKind.NotEntitled, 0),
            _ => (IndexationKind.CannotTell, null),
        };
    }

    private static (IndexationKind Kind, long? NewMinor) Compared(long was, long now) => (now > was ? IndexationKind.Raised : now == was ? IndexationKind.Same : IndexationKind.Lower, now);

    private FactSlot? Slot(string name) => row.Asks(name) ? row.Slot(name) : null;

    private void Give(string name, Action<FactSlot> set)
    {
        if (Slot(name) is { } slot)
        {
            set(slot);
        }
    }
}
