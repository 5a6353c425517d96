using Microsoft.EntityFrameworkCore;
using Spmis.Kernel.Acts;
using Spmis.Payments.Agencies;

namespace Spmis.Payments.FinancialAddresses;

/// <summary>Where a person says that money shall go; both null when nothing was said.</summary>
/// <param name="PersonId">The person.</param>
/// <param name="Agency">Agency code.</param>
/// <param name="Account">Account, wallet or card.</param>
public sealed record DeclaredAddress(Guid PersonId, string? Agency, string? Account);

/// <summary>Takes over declared financial addresses, many at a time: an unchanged one stays (and stays verified), a changed one ends and the new one begins unverified and cools off. What was chosen for a scheme stays.</summary>
public sealed class DeclareAddresses(PaymentsDb db, CoolingOff cooling)
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
        var current = await db.FinancialAddresses.AsNoTracking().Where(a => ids.Contains(a.CurrentOf) && a.Scheme == FinancialAddress.Usual).ToDictionaryAsync(a => a.PersonId, ct);
        var persons = spoken.Keys.ToList();
        var known = (await db.FinancialAddresses.AsNoTracking().Where(a => persons.Contains(a.PersonId)).Select(a => a.PersonId).Distinct().ToListAsync(ct)).ToHashSet();
        var added = spoken.Values.Select(d => Address(d, known.Contains(d.PersonId), change)).Where(a => !current.TryGetValue(a.PersonId, out var old) || old.Agency != a.Agency || old.Account != a.Account).ToList();
        added = await WithoutRepeatsAsync(added, change, ct);
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

    /// <summary>
    /// What the register declared last, and now repeats with some other change of the person, is no wish: the word of a program, or of whoever settled an objection, stands until something new
    /// is declared.
    /// </summary>
    private async Task<List<FinancialAddress>> WithoutRepeatsAsync(List<FinancialAddress> added, Change change, CancellationToken ct)
    {
        if (added.Count == 0 || change.Act != FinancialAddress.Declared)
        {
            return added;
        }

        var persons = added.ConvertAll(a => a.PersonId);
        var declared = db.FinancialAddresses.AsNoTracking().Where(a => persons.Contains(a.PersonId) && a.Scheme == FinancialAddress.Usual && a.Source == FinancialAddress.Declared);
        var last = await declared.Where(a => !declared.Any(later => later.PersonId == a.PersonId && later.Id > a.Id)).ToDictionaryAsync(a => a.PersonId, ct);
        return [.. added.Where(a => !last.TryGetValue(a.PersonId, out var known) || known.Agency != a.Agency || known.Account != a.Account)];
    }

    private FinancialAddress Address(DeclaredAddress declared, bool replaces, Change change) => new()
    {
        PersonId = declared.PersonId, CurrentOf = declared.PersonId, Agency = Cut(declared.Agency!.Trim().ToUpperInvariant()), Account = Cut(AccountNumbers.Clean(declared.Account!)), // Filtered to be there.
        FromAt = change.Now, Source = change.Act, PayableFrom = replaces ? cooling.Until(change.Now) : null,
    };

    private static string Cut(string text) => text.Length <= 200 ? text : text[..200];
}
