using Microsoft.EntityFrameworkCore;
using Spmis.Contributions.Arrears;
using Spmis.Contributions.Associations;
using Spmis.Contributions.Bills;
using Spmis.Contributions.Copies;
using Spmis.Contributions.Subsidies;

namespace Spmis.Contributions.Receipts;

/// <summary>For whom money is.</summary>
internal sealed record Payee(string? Number, Guid? EmployerId, Guid? PersonId, Guid? BillId)
{
    /// <summary>An association that pays for its members.</summary>
    public Guid? AssociationId { get; init; }

    /// <summary>A third payer.</summary>
    public Guid? DonorId { get; init; }

    /// <summary>The member list it names.</summary>
    public Guid? ListId { get; init; }

    public static readonly Payee Nobody = new(null, null, null, null);
}

/// <summary>The payees of a chunk, by the numbers quoted in it.</summary>
internal sealed class Payees(Dictionary<string, Payee> byNumber)
{
    /// <summary>A bill or member list decides before an employer, an employer before an association, that before a worker; of two alike the one quoted first.</summary>
    public Payee Of(StatementMoney line)
    {
        var quoted = line.Numbers.Select(n => byNumber.GetValueOrDefault(n)).OfType<Payee>().ToList();
        return quoted.Find(p => p.BillId is not null || p.ListId is not null || p.DonorId is not null) ?? quoted.Find(p => p.EmployerId is not null) ?? quoted.Find(p => p.AssociationId is not null) ?? quoted.FirstOrDefault() ?? Payee.Nobody;
    }
}

/// <summary>Looks up all numbers that payers quoted, in a handful of queries a chunk.</summary>
public sealed class FindPayees(ContributionsDb db, Merges merges)
{
    private const int MostNumbers = 1000;

    internal async Task<Payees> FindAsync(IReadOnlyCollection<StatementMoney> credits, CancellationToken ct)
    {
        Dictionary<string, Payee> found = new(StringComparer.Ordinal);
        foreach (var numbers in credits.SelectMany(c => c.Numbers).Distinct(StringComparer.Ordinal).Chunk(MostNumbers))
        {
            await WorkersAsync(numbers, found, ct);
            foreach (var e in await db.Set<EmployerCopy>().AsNoTracking().Where(e => numbers.Contains(e.EmployerNumber)).Select(e => new { e.EmployerNumber, e.EmployerId }).ToListAsync(ct))
            {
                found[e.EmployerNumber] = new Payee(e.EmployerNumber, e.EmployerId, null, null);
            }

            foreach (var a in await db.Set<AssociationCopy>().AsNoTracking().Where(a => numbers.Contains(a.AssociationNumber)).Select(a => new { a.AssociationNumber, a.AssociationId }).ToListAsync(ct))
            {
                found[a.AssociationNumber] = new Payee(a.AssociationNumber, null, null, null) { AssociationId = a.AssociationId };
            }

            var references = numbers.Where(PaymentReference.IsValid).ToList();
            foreach (var l in await db.Set<MemberList>().AsNoTracking().Where(l => references.Contains(l.PaymentReference)).Select(l => new { l.PaymentReference, l.AssociationId, l.Id }).ToListAsync(ct))
            {
                found[l.PaymentReference] = new Payee(l.PaymentReference, null, null, null) { AssociationId = l.AssociationId, ListId = l.Id };
            }

            foreach (var d in await db.Set<Donor>().AsNoTracking().Where(d => references.Contains(d.PaymentReference)).Select(d => new { d.PaymentReference, d.Id }).ToListAsync(ct))
            {
                found[d.PaymentReference] = new Payee(d.PaymentReference, null, null, null) { DonorId = d.Id };
            }

            foreach (var b in await db.Set<Bill>().AsNoTracking().Where(b => references.Contains(b.PaymentReference)).Select(b => new { b.PaymentReference, b.EmployerId, b.Id }).ToListAsync(ct))
            {
                found[b.PaymentReference] = new Payee(b.PaymentReference, b.EmployerId, null, b.Id);
            }

            await AgreementsAsync(references, found, ct);
        }

        return new Payees(found);
    }

    /// <summary>Whose a number is: a bill's or member list's, an employer's, an association's or a worker's; null when nobody's.</summary>
    internal async Task<Payee?> ByNumberAsync(string number, CancellationToken ct)
    {
        var line = new StatementMoney { Line = 0, Kind = MoneyKind.Credit, Numbers = [number] };
        var found = (await FindAsync([line], ct)).Of(line);
        return found == Payee.Nobody ? null : found;
    }

    /// <summary>What is paid under an agreement goes to the oldest of its bills, and from there on to the employer's oldest.</summary>
    private async Task AgreementsAsync(List<string> references, Dictionary<string, Payee> found, CancellationToken ct)
    {
        var agreements = await (
            from a in db.Set<Agreement>().AsNoTracking()
            where references.Contains(a.Number)
            select new { a.Number, a.EmployerId, Bill = db.Set<AgreementBill>().Where(x => x.AgreementId == a.Id).Join(db.Set<Bill>().Where(b => b.PaidOn == null), x => x.BillId, b => b.Id, (x, b) => b).OrderBy(b => b.DueOn).ThenBy(b => b.Number).Select(b => (Guid?)b.Id).FirstOrDefault() }).ToListAsync(ct);
        agreements.ForEach(a => found[a.Number] = new Payee(a.Number, a.EmployerId, null, a.Bill));
    }

    private async Task WorkersAsync(string[] numbers, Dictionary<string, Payee> found, CancellationToken ct)
    {
        var workers = await db.Set<WorkerCopy>().AsNoTracking().Where(w => numbers.Contains(w.RegistrationNumber)).Select(w => new { w.RegistrationNumber, w.PersonId }).ToListAsync(ct);
        var roots = await merges.RootsAsync([.. workers.Select(w => w.PersonId)], ct);
        foreach (var w in workers)
        {
            found[w.RegistrationNumber] = new Payee(w.RegistrationNumber, null, roots[w.PersonId], null);
        }
    }
}
