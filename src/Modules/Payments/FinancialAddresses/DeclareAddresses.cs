using Microsoft.EntityFrameworkCore;
using Spmis.Kernel.Acts;
using Spmis.Payments.Agencies;

namespace Spmis.Payments.FinancialAddresses;

/// <summary>Where a person says that money shall go; both null when nothing was said.</summary>
/// <param name="PersonId">The person.</param>
/// <param name="Agency">Agency code.</param>
/// <param name="Account">Account, wallet or card.</param>
public sealed record DeclaredAddress(Guid PersonId, string? Agency, string? Account);

/// <summary>Takes over declared financial addresses, many at a time: an unchanged one stays (and stays verified), a changed one ends and the new one begins unverified.</summary>
public sealed class DeclareAddresses(PaymentsDb db)
{
    /// <summary>Applies at most 1,000 declarations inside the caller's transaction. No declaration leaves what is there: silence is no wish.</summary>
    public async Task HandleAsync(IReadOnlyCollection<DeclaredAddress> declared, Change change, CancellationToken ct)
    {
        var spoken = declared.Where(d => !string.IsNullOrWhiteSpace(d.Agency) && !string.IsNullOrWhiteSpace(d.Account)).ToDictionary(d => d.PersonId);
        if (spoken.Count == 0)
        {
            return;
        }

        var ids = spoken.Keys.Select(id => (Guid?)id).ToList();
        var current = await db.FinancialAddresses.AsNoTracking().Where(a => ids.Contains(a.CurrentOf)).ToDictionaryAsync(a => a.PersonId, ct);
        var added = spoken.Values.Select(d => Address(d, change)).Where(a => !current.TryGetValue(a.PersonId, out var old) || old.Agency != a.Agency || old.Account != a.Account).ToList();
        added = await WithoutRepeatsAsync(added, current, change, ct);
        var ended = added.Where(a => current.ContainsKey(a.PersonId)).Select(a => current[a.PersonId].Id).ToList();
        if (ended.Count > 0)
        {
            await db.FinancialAddresses.Where(a => ended.Contains(a.Id)).ExecuteUpdateAsync(s => s.SetProperty(a => a.EndedAt, change.Now).SetProperty(a => a.CurrentOf, (Guid?)null), ct);
        }

        await db.BulkInsertAsync(added, ct);
        if (added.Count > 0)
        {
            db.RecordBulk(change, nameof(FinancialAddress), change.Evidence ?? change.Act, new { Added = added.Count, Ended = ended.Count });
        }
    }

    /// <summary>What the register declared before another program told an account, and now repeats with some other change of the person, is no wish: the program's word stands until something new is declared.</summary>
    private async Task<List<FinancialAddress>> WithoutRepeatsAsync(List<FinancialAddress> added, Dictionary<Guid, FinancialAddress> current, Change change, CancellationToken ct)
    {
        var told = change.Act == FinancialAddress.ToldByProgram ? [] : added.Where(a => current.TryGetValue(a.PersonId, out var now) && now.Source == FinancialAddress.ToldByProgram).Select(a => a.PersonId).ToList();
        if (told.Count == 0)
        {
            return added;
        }

        var declared = (await db.FinancialAddresses.AsNoTracking().Where(a => told.Contains(a.PersonId) && a.Source != FinancialAddress.ToldByProgram).ToListAsync(ct)).GroupBy(a => a.PersonId).ToDictionary(g => g.Key, g => g.MaxBy(a => a.Id)!); // A group is never empty.
        return [.. added.Where(a => !told.Contains(a.PersonId) || !declared.TryGetValue(a.PersonId, out var last) || last.Agency != a.Agency || last.Account != a.Account)];
    }

    private static FinancialAddress Address(DeclaredAddress declared, Change change) => new()
    {
        PersonId = declared.PersonId, CurrentOf = declared.PersonId, Agency = Cut(declared.Agency!.Trim().ToUpperInvariant()), Account = Cut(AccountNumbers.Clean(declared.Account!)), // Filtered to be there.
        FromAt = change.Now, Source = change.Act,
    };

    private static string Cut(string text) => text.Length <= 200 ? text : text[..200];
}
