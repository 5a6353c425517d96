using Spmis.Values;

namespace Spmis.Iso20022.Statements;

/// <summary>Adds up a statement's booked entries and compares: opening balance + credits - debits = closing balance.</summary>
internal sealed class BalanceProof(Statement statement)
{
    private decimal credits;
    private decimal debits;
    private Currency? currency;
    private string? obstacle;

    public int Entries { get; private set; }

    public void Add(StatementEntry? entry, int line)
    {
        Entries++;
        if (entry is null)
        {
            obstacle ??= $"the entry in line {line} could not be read";
        }
        else if (entry.Status == "BOOK")
        {
            currency ??= entry.Amount.Currency;
            if (currency != entry.Amount.Currency)
            {
                obstacle ??= $"entries are in {currency} and {entry.Amount.Currency}";
            }
            else if (entry.Direction == Direction.Credit)
            {
                credits += entry.Amount.Minor;
            }
            else
            {
                debits += entry.Amount.Minor;
            }
        }
    }

    public BalanceCheck Prove()
    {
        var (opening, closing) = Ends();
        if (opening is null || closing is null)
        {
            obstacle ??= opening is null ? "there is no opening balance (OPBD)" : "there is no closing balance (CLBD)";
        }
        else if (opening.Amount.Currency != closing.Amount.Currency || (currency is { } used && used != opening.Amount.Currency))
        {
            obstacle ??= $"opening balance, closing balance and entries are not of one currency ({opening.Amount.Currency}, {closing.Amount.Currency}{(currency is null ? "" : ", " + currency)})";
        }
        else if (credits + Math.Abs((decimal)opening.Amount.Minor) > long.MaxValue / 2 || debits > long.MaxValue / 2)
        {
            obstacle ??= "the sums are too large to be right";
        }

        if (obstacle is not null || opening is null || closing is null)
        {
            return new(statement, BalanceOutcome.NotAsked, $"Statement {statement.Id} was not proved: {obstacle}.", null, null);
        }

        var (paidIn, paidOut) = (new Money((long)credits, opening.Amount.Currency), new Money((long)debits, opening.Amount.Currency));
        var difference = closing.Amount - (opening.Amount + paidIn - paidOut);
        var sums = $"opening {opening.Amount} + credits {paidIn} - debits {paidOut}";
        return difference.Minor == 0
            ? new(statement, BalanceOutcome.Holds, $"Statement {statement.Id}: {sums} = closing {closing.Amount}.", paidIn, paidOut)
            : new(statement, BalanceOutcome.Fails, $"Statement {statement.Id}: {sums} is not closing {closing.Amount}; {difference} is missing or too much. Ask the bank for the whole statement.", paidIn, paidOut);
    }

    /// <summary>OPBD (or PRCD, the last closing balance) and CLBD; a page in between has two ITBD instead.</summary>
    private (Balance? Opening, Balance? Closing) Ends()
    {
        var between = statement.Balances.Where(b => b.Type == "ITBD").ToArray();
        var opening = Of("OPBD") ?? Of("PRCD");
        var closing = Of("CLBD");
        return (opening ?? between.FirstOrDefault(), closing ?? (between.Length > (opening is null ? 1 : 0) ? between[^1] : null));
    }

    private Balance? Of(string type) => statement.Balances.FirstOrDefault(b => b.Type == type);
}
