using Microsoft.EntityFrameworkCore;
using Spmis.Contracts.Registration;
using Spmis.Kernel.Acts;
using Spmis.Kernel.Messages;

namespace Spmis.Identity.Accounts;

/// <summary>
/// Closes the account of a person whose death was recorded or whose record was merged into another, and ends codes that were handed out for it. Where
/// that was a mistake an administrator opens the account again.
/// </summary>
/// <param name="db">The module's database.</param>
public sealed class CloseAccounts(IdentityDb db) : Consumer<IdentityDb, PersonsRecorded>
{
    /// <inheritdoc />
    public override async Task HandleAsync(PersonsRecorded message, Change change, CancellationToken ct)
    {
        await RememberAsync(message.Persons, ct);
        var gone = message.Persons.Where(p => p.DiedOn is not null || p.MergedIntoId is not null).Select(p => p.RegistrationNumber).ToList();
        if (gone.Count == 0)
        {
            return;
        }

        // Takes the locks first: whoever opens an account by such a code at this moment is done before accounts are looked for, or finds the code ended.
        await db.AccountOffers.Where(o => gone.Contains(o.Number) && o.EndedAt == null).ExecuteUpdateAsync(s => s.SetProperty(o => o.Tries, o => o.Tries), ct);
        foreach (var user in await db.Users.Where(u => u.PersonNumber != null && gone.Contains(u.PersonNumber) && u.DisabledAt == null).OrderBy(u => u.Id).Take(gone.Count).ToListAsync(ct))
        {
            user.DisabledAt = change.Now;
            user.EndSessions();
        }

        foreach (var offer in await db.AccountOffers.Where(o => gone.Contains(o.Number) && o.EndedAt == null).OrderBy(o => o.Id).Take(gone.Count * 2).ToListAsync(ct))
        {
            offer.EndedAt = change.Now;
        }
    }

    /// <summary>Death and code travel apart, and the code may come last. By version: what is told late does not bring anybody back.</summary>
    private async Task RememberAsync(IReadOnlyList<PersonFacts> persons, CancellationToken ct)
    {
        var numbers = persons.Select(p => p.RegistrationNumber).ToList();
        var known = await db.GonePersons.Where(g => numbers.Contains(g.Number)).ToDictionaryAsync(g => g.Number, ct);
        foreach (var person in persons)
        {
            var gone = person.DiedOn is not null || person.MergedIntoId is not null;
            if (known.TryGetValue(person.RegistrationNumber, out var before))
            {
                (before.Version, before.Gone) = before.Version < person.Version ? (person.Version, gone) : (before.Version, before.Gone);
            }
            else if (gone)
            {
                known[person.RegistrationNumber] = new GonePerson { Number = person.RegistrationNumber, Version = person.Version, Gone = true };
                db.GonePersons.Add(known[person.RegistrationNumber]);
            }
        }
    }
}
