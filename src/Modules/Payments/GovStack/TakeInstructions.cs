using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Microsoft.EntityFrameworkCore;
using Spmis.Kernel.Acts;
using Spmis.Payments.Agencies;
using Spmis.Payments.Emergencies;
using Spmis.Payments.FinancialAddresses;
using Spmis.Values;

namespace Spmis.Payments.GovStack;

/// <summary>A credit instruction of another building block.</summary>
internal sealed record CreditInstruction(string Id, string PayeeFunctionalId, decimal Amount, string Currency);

/// <summary>A payee's account as another building block tells it.</summary>
internal sealed record GovStackPayee(string FunctionalId, string Modality, string? InstitutionCode, string? FinancialAddress);

/// <summary>
/// What GovStack's government-to-person interfaces ask: are these payees payable, note their accounts, pay them. Nothing is paid by a call: a batch becomes a list of the event named in the
/// profile, checked line by line, put up and approved by two people like any other, and paid by the ordinary run.
/// </summary>
public sealed class TakeInstructions(PaymentsDb db, GovStackProfile profile, CheckList lists, DeclareAddresses declare)
{
    /// <summary>Why instructions could not be paid, by their ids; empty when all could.</summary>
    internal async Task<IReadOnlyList<string>> ProblemsAsync(IReadOnlyList<CreditInstruction> instructions, CancellationToken ct)
    {
        List<string> problems = [];
        var agencies = await AgencyInForce.AllAsync(db, ct);
        foreach (var slice in instructions.Chunk(1000))
        {
            var numbers = slice.Select(i => GovStackProfile.NumberOf(i.PayeeFunctionalId)).Distinct().ToList();
            var persons = (await db.Payees.AsNoTracking().Where(p => numbers.Contains(p.RegistrationNumber)).ToListAsync(ct)).GroupBy(p => p.RegistrationNumber).ToDictionary(g => g.Key, g => g.OrderBy(p => p.MergedIntoId is not null).ThenBy(p => p.PersonId).First());
            var ids = persons.Values.Select(p => (Guid?)p.PersonId).ToList();
            var addresses = await db.FinancialAddresses.AsNoTracking().Where(a => ids.Contains(a.CurrentOf) && a.Scheme == FinancialAddress.Usual).ToDictionaryAsync(a => a.PersonId, ct);
            var merged = (await db.Merges.Where(m => !m.Undone && ids.Contains(m.MergedId)).Select(m => m.MergedId).ToListAsync(ct)).ToHashSet();
            foreach (var i in slice)
            {
                var person = persons.GetValueOrDefault(GovStackProfile.NumberOf(i.PayeeFunctionalId));
                var agency = person is null ? null : addresses.GetValueOrDefault(person.PersonId) is { } address ? agencies.GetValueOrDefault(address.Agency) : null;
                var problem = person is null ? "payee unknown" : person.DiedOn is not null ? "payee has died" : person.MergedIntoId is not null || merged.Contains(person.PersonId) ? "payee merged into another record"
                    : agency is null or { ClosedAt: not null } ? "payee has no usable account" : agency.Settings.Currency is { } only && only != i.Currency ? "account in another currency" : i.Amount <= 0 ? "amount not above nothing" : null;
                if (problem is not null)
                {
                    problems.Add($"{i.Id}: {problem}");
                }
            }
        }

        return problems;
    }

    /// <summary>Takes in a batch as a list of the profile's event. The same batch a second time is the same list.</summary>
    /// <exception cref="Refused">The profile names no event, a currency is another, or the batch id was used for other instructions.</exception>
    internal async Task<long> TakeAsync(string batchId, IReadOnlyList<CreditInstruction> instructions, Change change, CancellationToken ct)
    {
        var of = await db.EmergencyEvents.AsNoTracking().SingleOrDefaultAsync(e => e.Code == profile.Event, ct) ?? throw new Refused("govstack.no-event", "No event is open for bulk payments; the administrator names one in Payments:GovStack:Event.");
        if (instructions.FirstOrDefault(i => i.Currency != of.Currency) is { } other)
        {
            throw new Refused("govstack.currency", $"{other.Id}: the programme pays {of.Currency}.");
        }

        var csv = Encoding.UTF8.GetBytes("registration_number,amount\n" + string.Concat(instructions.Select(i => string.Create(CultureInfo.InvariantCulture, $"{GovStackProfile.NumberOf(i.PayeeFunctionalId)},{i.Amount}\n"))));
        if (await db.EmergencyLists.AsNoTracking().SingleOrDefaultAsync(l => l.EventId == of.Id && l.Name == batchId, ct) is { } known)
        {
            return known.CancelledAt is not null ? throw new Refused("govstack.batch-cancelled", $"Batch {batchId} was cancelled here; send it under another id.") : known.Sha256 == Convert.ToHexStringLower(SHA256.HashData(csv)) ? known.Id : throw new Refused("govstack.batch-used", $"Batch {batchId} was sent before with other instructions.");
        }

        using var content = new MemoryStream(csv);
        return (await lists.HandleAsync(new NewEmergencyList { Event = of.Code, Name = batchId, Month = Month.Of(change.Today), ValueDate = change.Today, Content = content }, change, ct)).Id;
    }

    /// <summary>Notes payees' accounts, as if the registry had told them; unverified.</summary>
    /// <returns>Why some were not noted.</returns>
    internal async Task<IReadOnlyList<string>> NoteAsync(IReadOnlyList<GovStackPayee> payees, Change change, CancellationToken ct)
    {
        List<string> problems = [];
        foreach (var slice in payees.Chunk(1000))
        {
            var numbers = slice.Select(p => GovStackProfile.NumberOf(p.FunctionalId)).Distinct().ToList();
            var persons = (await db.Payees.AsNoTracking().Where(p => numbers.Contains(p.RegistrationNumber)).ToListAsync(ct)).GroupBy(p => p.RegistrationNumber).ToDictionary(g => g.Key, g => g.OrderBy(p => p.MergedIntoId is not null).ThenBy(p => p.PersonId).First());
            var open = (await AgencyInForce.AllAsync(db, ct)).Values.Where(a => a.ClosedAt is null).Select(a => a.Code).ToHashSet();
            Dictionary<Guid, DeclaredAddress> noted = [];
            foreach (var p in slice)
            {
                var (person, agency) = (persons.GetValueOrDefault(GovStackProfile.NumberOf(p.FunctionalId)), p.InstitutionCode is { } code && open.Contains(code) ? code : profile.AgencyOf(p.Modality));
                var account = AccountNumbers.Clean(p.FinancialAddress ?? "");
                var problem = person is null ? "payee unknown" : person.MergedIntoId is not null ? "payee merged into another record" : agency is null || !open.Contains(agency) ? $"no agency pays by modality {p.Modality}" : account.Length == 0 ? "no financial address" : AccountNumbers.Problem(account);
                if (problem is not null || person is null)
                {
                    problems.Add($"{p.FunctionalId}: {problem}");
                    continue;
                }

                noted[person.PersonId] = new(person.PersonId, agency, account);
            }

            await db.WriteAsync(
                async () =>
                {
                    await declare.HandleAsync(noted.Values, change, ct);
                    await db.SaveAsync(change, ct);
                },
                ct);
        }

        return problems;
    }
}
