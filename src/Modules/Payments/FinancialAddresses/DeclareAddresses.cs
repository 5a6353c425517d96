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

        var persons = spoken.Keys.ToList();
        var before = (await db.FinancialAddresses.AsNoTracking().Where(a => persons.Contains(a.PersonId)).ToListAsync(ct)).ToLookup(a => a.PersonId);
        var current = before.SelectMany(p => p).Where(a => a.CurrentOf is not null && a.Scheme == FinancialAddress.Usual).ToDictionary(a => a.PersonId);
        var added = spoken.Values.Select(d => Address(d, before.Contains(d.PersonId), change))
            .Where(a => !(current.TryGetValue(a.PersonId, out var now) && IsSame(now, a)) && !(change.Act == FinancialAddress.Declared && IsRepeated(a, before[a.PersonId]))).ToList();
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

    private static bool IsSame(FinancialAddress one, FinancialAddress other) => one.Agency == other.Agency && one.Account == other.Account;

    /// <summary>
    /// What the register declared last, and now repeats with some other change of the person, is no wish: the word of a program, or of whoever settled an objection, stands until something new
    /// is declared.
    /// </summary>
    private static bool IsRepeated(FinancialAddress added, IEnumerable<FinancialAddress> before) =>
        before.Where(a => a.Source == FinancialAddress.Declared && a.Scheme == FinancialAddress.Usual).MaxBy(a => a.Id) is { } last && IsSame(last, added);

    private FinancialAddress Address(DeclaredAddress declared, bool replaces, Change change) => new()
    {
        PersonId = declared.PersonId, CurrentOf = declared.PersonId, Agency = Cut(declared.Agency!.Trim().ToUpperInvariant()), Account = Cut(AccountNumbers.Clean(declared.Account!)), // Filtered to be there.
        FromAt = change.Now, Source = change.Act, PayableFrom = replaces ? cooling.Until(change.Now) : null,
    };

    private static string Cut(string text) => text.Length <= 200 ? text : text[..200];
}
