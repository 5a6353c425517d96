using Microsoft.EntityFrameworkCore;
using Spmis.Contributions.Copies;
using Spmis.Contributions.Ledger;
using Spmis.Kernel.Acts;
using Spmis.Values;

namespace Spmis.Contributions.Bills;

/// <summary>A line of an employer's statement of account.</summary>
/// <param name="On">The day.</param>
/// <param name="Kind">What happened.</param>
/// <param name="Reference">Payment reference or the bank's reference.</param>
/// <param name="Charged">What it adds to the debt; negative for what was paid or taken off.</param>
/// <param name="Balance">What is owed afterwards; negative when money is held for the employer.</param>
public sealed record AccountLine(DateOnly On, EntryKind Kind, string Reference, Money Charged, Money Balance);

/// <summary>An employer's account.</summary>
public sealed record EmployerAccount(string Number, string Name, Money Balance, IReadOnlyList<AccountLine> Lines);

/// <summary>An employer's statement of account, from the ledger: what is owed less what is held.</summary>
public sealed class ReadAccount(ContributionsDb db)
{
    private const int MostLines = 5000;

    /// <exception cref="Refused">There is no such employer, or it is not the actor's.</exception>
    public async Task<EmployerAccount> HandleAsync(string number, Actor actor, CancellationToken ct)
    {
        if (actor.Employer is { } own && own != number)
        {
            throw new Refused("employer.unknown", "There is no such employer, or it is not yours.");
        }

        var employer = await db.Set<EmployerCopy>().AsNoTracking().SingleOrDefaultAsync(e => e.EmployerNumber == number, ct) ?? throw new Refused("employer.unknown", $"There is no employer {number}.");
        var sums = await (
            from p in db.Set<Posting>().AsNoTracking()
            where p.EmployerId == employer.EmployerId && (p.Account == Account.ReceivableEmployer || p.Account == Account.SuspenseEmployer)
            group p by new { p.EntryId, p.Currency } into g
            select new { g.Key.EntryId, g.Key.Currency, Sum = g.Sum(p => p.DebitMinor - p.CreditMinor) }).Where(s => s.Sum != 0).Take(MostLines).ToListAsync(ct);
        var entries = await db.Set<Entry>().AsNoTracking().Where(e => e.EmployerId == employer.EmployerId).OrderBy(e => e.On).Take(MostLines).ToDictionaryAsync(e => e.Id, ct);
        var balance = 0L;
        List<AccountLine> lines = [];
        var currency = Currency.Of(sums.Select(s => s.Currency).FirstOrDefault() ?? await db.Set<SchemeInForce>().Where(s => s.Collects).Select(s => s.Currency).FirstOrDefaultAsync(ct) ?? "XXX");
        foreach (var s in sums.Where(s => entries.ContainsKey(s.EntryId)).OrderBy(s => entries[s.EntryId].On).ThenBy(s => s.EntryId))
        {
            var entry = entries[s.EntryId];
            balance += s.Sum;
            lines.Add(new AccountLine(entry.On, entry.Kind, entry.Reference, new Money(s.Sum, currency), new Money(balance, currency)));
        }

        return new EmployerAccount(number, employer.Name, new Money(balance, currency), lines);
    }
}
