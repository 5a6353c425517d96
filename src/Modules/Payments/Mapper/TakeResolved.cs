using Microsoft.EntityFrameworkCore;
using Spmis.Kernel.Runs;
using Spmis.Payments.FinancialAddresses;
using Spmis.Payments.NameChecks;

namespace Spmis.Payments.Mapper;

/// <summary>Takes what the mapper said of a chunk of persons. It fills what is empty and renews what it told itself; what a person declared, or somebody verified, it does not replace.</summary>
internal sealed class TakeResolved(PaymentsDb db, DeclareAddresses declare, VerifyManyAddresses verify, MapperSettings settings)
{
    public async Task HandleAsync(IReadOnlyList<ResolvedPerson> rows, bool dryRun, RunStep step, CancellationToken ct)
    {
        var ids = rows.Where(r => r.Verdict.Code == MapperVerdicts.Found).Select(r => r.PersonId).ToList();
        var current = await db.FinancialAddresses.AsNoTracking().Where(a => ids.Contains(a.CurrentOf) && a.Scheme == FinancialAddress.Usual).ToDictionaryAsync(a => a.PersonId, ct);
        var takenBack = (await db.FinancialAddresses.AsNoTracking().Where(a => a.Withdrawn && ids.Contains(a.PersonId) && !db.FinancialAddresses.Any(r => r.PersonId == a.PersonId && r.Agency == a.Agency && r.Account == a.Account && r.Scheme == a.Scheme && !r.Withdrawn && r.Id > a.Id)).Select(a => new { a.PersonId, a.Agency, a.Account }).ToListAsync(ct)).Select(a => (a.PersonId, a.Agency, a.Account)).ToHashSet();
        List<DeclaredAddress> told = [];
        List<Guid> same = [];
        foreach (var row in rows)
        {
            var verdict = row.Verdict;
            if (verdict.Code == MapperVerdicts.Found && row.PersonId is { } person)
            {
                var now = current.GetValueOrDefault(person);
                if (now is not null && now.Agency == verdict.Agency && now.Account == verdict.Account)
                {
                    same.Add(person);
                    step.Accept(row.Line, number: row.Number);
                    continue;
                }

                // Taken back on an objection: ask the person.
                if (takenBack.Contains((person, verdict.Agency!, verdict.Account!))) // Found has both.
                {
                    Refuse(step, row.Line, row.Number, new(MapperVerdicts.OtherAddress, verdict.Agency));
                    continue;
                }

                if (now is null || (now.Source == FinancialAddress.ToldByMapper && now.VerifiedAt is null))
                {
                    told.Add(new(person, verdict.Agency, verdict.Account));
                    step.Accept(row.Line, number: row.Number);
                    continue;
                }

                verdict = new(MapperVerdicts.OtherAddress, verdict.Agency);
            }

            Refuse(step, row.Line, row.Number, verdict);
        }

        if (dryRun)
        {
            return;
        }

        var change = step.Change with { Act = FinancialAddress.ToldByMapper, Evidence = $"account mapper, run {step.Run.Id}" };
        await declare.HandleAsync(told, change, ct);
        if (settings.CountsAsVerified)
        {
            // Only what the mapper said, should another account be in use by now; and nothing of which an agency says that it is another's.
            var said = rows.Where(r => r.Verdict.Code == MapperVerdicts.Found && r.PersonId is not null).ToDictionary(r => r.PersonId!.Value, r => (r.Verdict.Agency, r.Verdict.Account)); // Filtered to be there.
            var persons = told.Select(t => t.PersonId).Concat(same).ToList();
            var addresses = await db.FinancialAddresses.AsNoTracking().Where(a => a.CurrentOf != null && a.Scheme == FinancialAddress.Usual && persons.Contains(a.PersonId) && a.VerifiedAt == null
                && !db.NameChecks.Any(c => c.Differs && c.PersonId == a.PersonId && db.FinancialAddresses.Any(o => o.Id == c.AddressId && o.Agency == a.Agency && o.Account == a.Account))).ToListAsync(ct);
            await verify.HandleAsync([.. addresses.Where(a => said[a.PersonId] == (a.Agency, a.Account)).Select(a => a.Id)], $"account mapper {settings.Sender}", change, ct);
        }
    }

    internal static void Refuse(RunStep step, long line, string number, MapperVerdict verdict) => step.Refuse(line, verdict.Code, MapperVerdicts.Words(verdict.Code), null, verdict.Detail, number);
}
