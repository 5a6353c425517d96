using Microsoft.EntityFrameworkCore;
using Spmis.Kernel.Runs;

namespace Spmis.Contributions.Receipts;

/// <summary>Looks whether an account's statements follow one another, whatever their form: each opens with what the one before it closed with.</summary>
public sealed class StatementChain(ContributionsDb db)
{
    private const int MostNear = 20;

    /// <summary>Notes where a statement is missing before or behind one of this file. What the file holds is proved in itself and is taken.</summary>
    internal async Task NoteGapsAsync(Guid file, RunStep step, CancellationToken ct)
    {
        var line = 0L;
        HashSet<string> said = [];
        foreach (var balance in await db.Set<AccountBalance>().AsNoTracking().Where(b => b.StatementFileId == file).OrderBy(b => b.From).ThenBy(b => b.To).ToListAsync(ct))
        {
            foreach (var gap in new[] { await BeforeAsync(balance, ct), await BehindAsync(balance, ct) }.OfType<(AccountBalance Earlier, AccountBalance Later)>())
            {
                var (earlier, later) = gap;
                if (said.Add($"{earlier.StatementFileId} {earlier.StatementId} {later.StatementFileId} {later.StatementId}"))
                {
                    step.Note(line--, "statement.gap", $"Account {later.Account}: statement {earlier.StatementId}, to {earlier.To:yyyy-MM-dd}, closed with {earlier.ClosingMinor} minor units, and the next one, {later.StatementId}, from {later.From:yyyy-MM-dd}, opens with {later.OpeningMinor}: a statement between them is missing. Ask the bank for it and import it.");
                }
            }
        }
    }

    /// <summary>There may be several statements of one day; the chain holds when one of those that end last closes with this opening.</summary>
    private async Task<(AccountBalance, AccountBalance)?> BeforeAsync(AccountBalance balance, CancellationToken ct)
    {
        var earlier = await Others(balance).Where(b => b.To <= balance.From).OrderByDescending(b => b.To).Take(MostNear).ToListAsync(ct);
        return earlier.Count == 0 || earlier.Exists(b => b.To == earlier[0].To && b.ClosingMinor == balance.OpeningMinor) || IsFirstOfItsDay(balance, earlier) ? null : (earlier[0], balance);
    }

    private async Task<(AccountBalance, AccountBalance)?> BehindAsync(AccountBalance balance, CancellationToken ct)
    {
        var later = await Others(balance).Where(b => b.From >= balance.To).OrderBy(b => b.From).Take(MostNear).ToListAsync(ct);
        return later.Count == 0 || later.Exists(b => b.From == later[0].From && b.OpeningMinor == balance.ClosingMinor) || IsLastOfItsDay(balance, later) ? null : (balance, later[0]);
    }

    /// <summary>A one-day statement whose own follower is among those that seem to come before it.</summary>
    private static bool IsFirstOfItsDay(AccountBalance balance, List<AccountBalance> earlier) =>
        balance.From == balance.To && earlier.TrueForAll(b => b.From == balance.From && b.To == balance.To) && earlier.Exists(b => b.OpeningMinor == balance.ClosingMinor);

    private static bool IsLastOfItsDay(AccountBalance balance, List<AccountBalance> later) =>
        balance.From == balance.To && later.TrueForAll(b => b.From == balance.From && b.To == balance.To) && later.Exists(b => b.ClosingMinor == balance.OpeningMinor);

    private IQueryable<AccountBalance> Others(AccountBalance balance) => db.Set<AccountBalance>().AsNoTracking()
        .Where(b => b.Account == balance.Account && (b.StatementFileId != balance.StatementFileId || b.StatementId != balance.StatementId));
}
