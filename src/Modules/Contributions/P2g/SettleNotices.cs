using Microsoft.EntityFrameworkCore;
using Spmis.Contributions.Receipts;
using Spmis.Kernel.Runs;

namespace Spmis.Contributions.P2g;

/// <summary>Finds the notices whose money a statement's lines now bring (the reference rule of <see cref="TakeNotice"/>).</summary>
public sealed class SettleNotices(ContributionsDb db, P2gProfile profile)
{
    private static readonly char[] Between = [' ', ',', ';', ':', '(', ')', '\t', '\n', '\r'];

    /// <summary>To each line the notice that it settles; each notice once.</summary>
    internal async Task<Dictionary<StatementMoney, Receipt>> FindAsync(IReadOnlyCollection<StatementMoney> credits, Payees payees, CancellationToken ct)
    {
        Dictionary<StatementMoney, Receipt> settled = [];
        var accounts = profile.Institutions.Select(i => TakeNotice.Account + i).ToList();
        if (accounts.Count == 0)
        {
            return settled; // Nobody's notices are taken here.
        }

        var quoted = credits.ToDictionary(c => c, Quoted);
        var references = quoted.Values.SelectMany(q => q).Where(q => q.Length <= TakeNotice.MostTransaction).Distinct(StringComparer.Ordinal).ToList();
        List<Receipt> open = [];
        foreach (var part in references.Chunk(1000))
        {
            open.AddRange(await db.Set<Receipt>().AsNoTracking().Where(r => accounts.Contains(r.Account) && part.Contains(r.Reference) && r.ReversedOn == null).ToListAsync(ct));
        }

        foreach (var line in credits)
        {
            // Two institutions may use one id: the bill that the line names decides, where it names none the amount; what neither tells apart, nobody guesses.
            // A line that says it is for somebody else is other money.
            var payee = payees.Of(line);
            var bill = payee.BillId;
            var alike = open.Where(r => quoted[line].Contains(r.Reference) && r.Currency == line.Amount.Currency.Code && (payee == Payee.Nobody || (payee.EmployerId is not null && payee.EmployerId == r.EmployerId)) && (bill is null || bill == r.NamedBillId)).ToList();
            if ((alike.Count == 1 ? alike[0] : alike.FindAll(r => r.AmountMinor == line.Amount.Minor) is [var one] ? one : null) is { } notice)
            {
                settled[line] = notice;
                open.Remove(notice);
            }
        }

        return settled;
    }

    /// <summary>Says it in the verdict of the line.</summary>
    internal static void Note(RunStep step, StatementMoney line, Receipt notice) => step.Note(
        line.Line,
        notice.AmountMinor == line.Amount.Minor ? "receipt.settles-notice" : "receipt.notice-differs",
        notice.AmountMinor == line.Amount.Minor ? "The bank booked the money of a payment notice; it counts once." : "The bank booked another amount than a payment notice said. What the bank booked counts, and the notice no longer does; ask the institution.",
        "amount", line.Amount.ToPlain(), line.Reference, notice.Reference);

    private static HashSet<string> Quoted(StatementMoney line) => [.. line.Takes, line.Reference, .. (line.Text ?? "").Split(Between, StringSplitOptions.RemoveEmptyEntries)];
}
