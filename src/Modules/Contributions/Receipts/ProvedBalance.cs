using System.Globalization;
using Spmis.Iso20022.Statements;

namespace Spmis.Contributions.Receipts;

/// <summary>Opening and closing balance of an account in a statement whose entries make the one out of the other.</summary>
internal sealed record ProvedBalance(string Account, string StatementId, DateOnly From, DateOnly To, long OpeningMinor, long ClosingMinor)
{
    private const int Most = 60;

    /// <summary>Of camt; null for a notification, which has no balances.</summary>
    public static ProvedBalance? Of(BalanceCheck check)
    {
        var (opening, closing) = (check.Statement.Balances.FirstOrDefault(b => b.Type is "OPBD" or "PRCD"), check.Statement.Balances.FirstOrDefault(b => b.Type == "CLBD"));
        return check.Outcome != BalanceOutcome.Holds || opening is null || closing is null ? null
            : new ProvedBalance(Cut(check.Statement.Account.Number), Cut(check.Statement.Id), opening.On, closing.On, opening.Amount.Minor, closing.Amount.Minor);
    }

    /// <summary>Of MT940. Banks count statement numbers anew each year and often use one reference for all, so the day goes with them.</summary>
    public static ProvedBalance Of(Mt940Proved proved)
    {
        var (statement, closing) = (proved.Statement, proved.Closing);
        return new ProvedBalance(Cut(statement.Account), Cut(string.Create(CultureInfo.InvariantCulture, $"{closing.On:yyyyMMdd} {statement.Number} {statement.Reference}")), statement.Opening.On, closing.On, statement.Opening.SignedMinor, closing.SignedMinor);
    }

    /// <summary>As kept.</summary>
    public AccountBalance Of(Guid file) => new() { Account = Account, StatementFileId = file, StatementId = StatementId, From = From, To = To, OpeningMinor = OpeningMinor, ClosingMinor = ClosingMinor };

    private static string Cut(string text) => text.Length <= Most ? text : text[..Most];
}
