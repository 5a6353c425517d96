using System.Globalization;
using Microsoft.EntityFrameworkCore;
using Spmis.Kernel.Access;
using Spmis.Kernel.Acts;
using Spmis.Kernel.Files;
using Spmis.Values;

namespace Spmis.Payments.NameChecks;

/// <summary>Makes the list an agency is sent: its accounts in use that nobody verified and about which no question is open, the oldest first, at most 50,000.</summary>
public sealed class MakeNameCheckList(PaymentsDb db, PersonsShown shown)
{
    /// <summary>The act's name.</summary>
    public const string Act = "payments.name-check-list";

    private const int Most = 50_000;
    private const int Slice = 1000;
    private static readonly string[] Headings = ["check_reference", "account", "name"];

    /// <summary>Makes it.</summary>
    /// <exception cref="Refused">The agency is unknown, or there is nothing to ask.</exception>
    public async Task<NameCheckList> HandleAsync(string agency, Change change, CancellationToken ct)
    {
        change.Actor.DemandNation();
        var code = await Reconciliation.ImportStatusFile.AgencyAsync(db, agency, change.Actor, ct);
        NameCheckList? list = null;
        await db.WriteAsync(
            async () =>
            {
                var count = Math.Min(Most, await Unasked(code).CountAsync(ct));
                if (count == 0)
                {
                    throw new Refused("name-check.nothing", $"{code} has no account in use that nobody verified and that it was not asked about.", "agency");
                }

                list = new NameCheckList { Agency = code, MadeAt = change.Now, MadeBy = change.Actor.Name, Count = count };
                db.Add(list);
                await db.SaveAsync(change, ct);
                var place = 0;
                for (var (after, left) = (0L, count); left > 0; left -= Slice)
                {
                    var rows = await Unasked(code).Where(a => a.Id > after).OrderBy(a => a.Id).Take(Math.Min(Slice, left)).Join(db.Payees, a => a.PersonId, p => p.PersonId, (a, p) => new { a.Id, a.PersonId, p.Name }).ToListAsync(ct);
                    await db.BulkInsertAsync([.. rows.OrderBy(r => r.Id).Select(r => Check(list.Id, ++place, r.Id, r.PersonId, r.Name))], ct);
                    if (rows.Count == 0)
                    {
                        break; // Others were verified meanwhile.
                    }

                    after = rows.Max(r => r.Id);
                }

                db.RecordBulk(change, nameof(NameCheck), $"list {list.Id}", new { list.Agency, list.Count });
                await db.SaveAsync(change, ct);
            },
            ct);
        return list!; // Made above, or refused.
    }

    /// <summary>Writes a list as CSV, and puts on record who fetched it.</summary>
    /// <exception cref="Refused">There is no such list.</exception>
    public async Task WriteAsync(long listId, Stream target, Change change, CancellationToken ct)
    {
        var list = await OneAsync(listId, ct);
        db.RecordBulk(change, nameof(NameCheckList), $"list {listId}", new { list.Agency, Fetched = list.Count });
        await db.SaveAsync(change, ct);
        await using var csv = await CsvOutput.StartAsync(target, Headings, ct);
        for (var after = 0L; ;)
        {
            var rows = await db.NameChecks.AsNoTracking().Where(c => c.ListId == listId && c.Id > after).OrderBy(c => c.Id).Take(Slice).Join(db.FinancialAddresses, c => c.AddressId, a => a.Id, (c, a) => new { c.Id, c.Reference, a.Account, c.Name, Person = db.Payees.Where(p => p.PersonId == c.PersonId).Select(p => p.RegistrationNumber).FirstOrDefault() }).OrderBy(r => r.Id).ToListAsync(ct);
            if (rows.Count == 0)
            {
                return;
            }

            await shown.RecordAsync(rows.Select(r => r.Person));
            foreach (var row in rows)
            {
                await csv.RowAsync(ct, row.Reference, row.Account, row.Name);
            }

            after = rows[^1].Id;
        }
    }

    /// <summary>A list, to be fetched whole.</summary>
    /// <exception cref="Refused">There is no such list, or somebody stands in it whose record is hidden from the caller.</exception>
    public async Task<NameCheckList> OneAsync(long listId, CancellationToken ct)
    {
        var list = await db.NameCheckLists.AsNoTracking().SingleOrDefaultAsync(l => l.Id == listId, ct) ?? throw new Refused("name-check.no-list", "There is no such list.");
        if (db.HidesRestricted && await db.NameChecks.IgnoreQueryFilters().CountAsync(c => c.ListId == listId, ct) != await db.NameChecks.CountAsync(c => c.ListId == listId, ct))
        {
            throw new Refused(RestrictedRecords.Code, $"Somebody stands in list {listId} whose record is restricted, and the agency needs it whole. Let somebody who may see restricted records fetch it, such as a supervisor.");
        }

        return list;
    }

    private IQueryable<FinancialAddresses.FinancialAddress> Unasked(string agency) => db.FinancialAddresses.AsNoTracking()
        .Where(a => a.Agency == agency && a.CurrentOf != null && a.VerifiedAt == null && a.ObjectedAt == null && db.Payees.Any(p => p.PersonId == a.PersonId && p.DiedOn == null && p.MergedIntoId == null) && !db.NameChecks.Any(c => c.AddressId == a.Id && (c.OpenFor != null || c.Open)));

    private static NameCheck Check(long listId, int place, long addressId, Guid personId, string name)
    {
        var id = NameCheck.OfList(listId, place);
        return new() { Id = id, ListId = listId, Reference = CheckDigit.Append(id.ToString("D14", CultureInfo.InvariantCulture)), AddressId = addressId, OpenFor = addressId, PersonId = personId, Name = name };
    }
}
