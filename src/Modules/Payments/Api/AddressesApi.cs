using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;
using Spmis.Kernel.Access;
using Spmis.Kernel.Acts;
using Spmis.Kernel.Api;
using Spmis.Kernel.Proposals;
using Spmis.Payments.FinancialAddresses;

namespace Spmis.Payments.Api;

/// <summary>Another address for the payments of one scheme.</summary>
public sealed record AddressRequest(string? PersonNumber, string? Scheme, AddressKind Kind, string? Agency, string? Account, string? Reason, string? Evidence);

/// <summary>What shows whose account it is.</summary>
public sealed record AddressEvidence(string? Evidence);

/// <summary>Why an address was taken back by mistake, and what the person signed.</summary>
public sealed record AddressRestored(string? Reason, string? Evidence);

/// <summary>How an objection ends: the address is the person's after all, or is taken back.</summary>
public sealed record ObjectionSettled(bool Keep, string? Evidence);

/// <summary>A financial address; accounts by their last four characters.</summary>
public sealed record AddressView(long Id, string? PersonNumber, string Scheme, AddressKind Kind, string Agency, string Account, DateTime FromAt, DateTime? EndedAt, DateTime? PayableFrom, DateTime? VerifiedAt, DateTime? ObjectedAt, string State);

internal static class AddressesApi
{
    private static readonly string[] Acts = [ChooseAddress.Act, EndChoice.Act, RestoreAddress.Act];

    public static void Map(RouteGroupBuilder api)
    {
        const string module = PaymentsModule.ModuleName;
        api.MapGet("/addresses", ListAsync).Reads("payments.read").WithSummary("Financial addresses, newest first: all of one person, or those that cool off or are objected to");
        api.MapPost("/addresses", ChooseAsync).Writes(module, "payments.propose-addresses").WithSummary("Proposes another address for the payments of a scheme; another person approves it");
        api.MapPost("/addresses/{id:long}/end", EndAsync).Writes(module, "payments.propose-addresses").WithSummary("Proposes that a scheme is paid to the usual address again; another person approves it");
        api.MapPost("/addresses/{id:long}/restoration", RestoreAsync).Writes(module, "payments.propose-addresses").WithSummary("Proposes that an address which was taken back by mistake is used again; another person approves it");
        api.MapPost("/addresses/approvals/{id:long}", DecideAsync).Writes(module, "payments.addresses").WithSummary("Approves or rejects an address that somebody else proposed");
        api.MapPost("/addresses/{id:long}/verification", VerifyAsync).Writes(module, "payments.propose-addresses").WithSummary("Notes with evidence that an address is the person's");
        api.MapPost("/addresses/{id:long}/objection", ObjectAsync).Writes(module, "payments.propose-addresses").WithSummary("Notes that an address is wrong: nothing is sent there until it is settled");
        api.MapPost("/addresses/{id:long}/settlement", SettleAsync).Writes(module, "payments.addresses").WithSummary("Settles an objection with evidence");
        api.MapGet("/me/addresses", OwnAsync).Reads("me.payments").WithSummary("The own financial addresses of the person for whom the program acts");
        api.MapPost("/me/addresses/{id:long}/objection", ObjectOwnAsync).Writes(module, "me.payments").WithSummary("The person says that an own address is wrong: nothing is sent there until it is settled");
    }

    private static async Task<Page<AddressView>> ListAsync(PaymentsDb db, AddressFigures figures, PersonsShown shown, TimeProvider time, string? person, long? after, int? limit, CancellationToken ct)
    {
        var take = Paging.Limit(limit);
        var now = time.GetUtcNow().UtcDateTime;
        var before = after ?? long.MaxValue;
        var rows = person is null ? figures.Open(now) : figures.OfPerson(await PersonAsync(db, person, ct));
        var found = await figures.OfAsync(await rows.Where(a => a.Id < before).OrderByDescending(a => a.Id).Take(take + 1).ToListAsync(ct), ct);
        shown.Add(found.Take(take).Select(f => f.Number ?? ""));
        return Paging.Cut([.. found.Select(f => View(f, now))], take, a => a.Id);
    }

    private static async Task<IReadOnlyList<AddressView>> OwnAsync(PaymentsDb db, AddressFigures figures, CurrentActor current, PersonsShown shown, TimeProvider time, CancellationToken ct)
    {
        var person = await PersonAsync(db, current.Actor.OwnNumber(), ct);
        shown.Add(current.Actor.OwnNumber());
        var now = time.GetUtcNow().UtcDateTime;
        return [.. (await figures.OfAsync(await figures.OfPerson(person).OrderByDescending(a => a.Id).Take(Paging.Limit(null)).ToListAsync(ct), ct)).Select(f => View(f, now))];
    }

    private static async Task<WaitingView> ChooseAsync(AddressRequest r, ChooseAddress act, CurrentActor current, CancellationToken ct) => AgenciesApi.Of(await act.ProposeAsync(
        new NewAddress { PersonNumber = r.PersonNumber ?? "", Scheme = r.Scheme ?? "", Kind = r.Kind, Agency = r.Agency ?? "", Account = r.Account ?? "", Reason = r.Reason ?? "", Evidence = r.Evidence ?? "" },
        current.Change("payments.propose-address", r.Reason, r.Evidence), ct));

    private static async Task<WaitingView> EndAsync(long id, ReasonRequest r, EndChoice act, CurrentActor current, CancellationToken ct) => AgenciesApi.Of(await act.ProposeAsync(id, current.Change("payments.propose-address", r.Reason), ct));

    private static async Task<WaitingView> RestoreAsync(long id, AddressRestored r, RestoreAddress act, CurrentActor current, CancellationToken ct) =>
        AgenciesApi.Of(await act.ProposeAsync(id, current.Change("payments.propose-address", r.Reason, r.Evidence), ct));

    private static Task<DecisionView> DecideAsync(long id, DecisionRequest how, PaymentsDb db, FourEyes fourEyes, CurrentActor current, CancellationToken ct) => AgenciesApi.DecideOneOfAsync(id, how, Acts, db, fourEyes, current, ct);

    private static async Task<AddressView> VerifyAsync(long id, AddressEvidence r, VerifyAddress act, PaymentsDb db, AddressFigures figures, CurrentActor current, CancellationToken ct)
    {
        var address = await OneAsync(db, id, ct);
        var change = current.Change("payments.verify-address", evidence: r.Evidence);
        await act.HandleAsync(address.PersonId, address.Scheme, change, ct);
        return await NowAsync(db, figures, id, change, ct);
    }

    private static async Task<AddressView> ObjectAsync(long id, ReasonRequest r, ObjectToAddress act, PaymentsDb db, AddressFigures figures, CurrentActor current, CancellationToken ct)
    {
        var change = current.Change("payments.object-address", r.Reason);
        await act.HandleAsync(id, null, change, ct);
        return await NowAsync(db, figures, id, change, ct);
    }

    private static async Task<AddressView> ObjectOwnAsync(long id, ReasonRequest r, ObjectToAddress act, PaymentsDb db, AddressFigures figures, CurrentActor current, PersonsShown shown, CancellationToken ct)
    {
        var change = current.Change("payments.object-address", r.Reason);
        await act.HandleAsync(id, await PersonAsync(db, current.Actor.OwnNumber(), ct), change, ct);
        shown.Add(current.Actor.OwnNumber());
        return await NowAsync(db, figures, id, change, ct);
    }

    private static async Task<AddressView> SettleAsync(long id, ObjectionSettled r, SettleObjection act, PaymentsDb db, AddressFigures figures, CurrentActor current, CancellationToken ct)
    {
        var change = current.Change(SettleObjection.Act, evidence: r.Evidence);
        await act.HandleAsync(id, r.Keep, change, ct);
        return await NowAsync(db, figures, id, change, ct);
    }

    private static async Task<FinancialAddress> OneAsync(PaymentsDb db, long id, CancellationToken ct) =>
        await db.FinancialAddresses.AsNoTracking().SingleOrDefaultAsync(a => a.Id == id, ct) ?? throw new Refused("address.unknown", "There is no such address.");

    private static async Task<AddressView> NowAsync(PaymentsDb db, AddressFigures figures, long id, Change change, CancellationToken ct) => View((await figures.OfAsync([await OneAsync(db, id, ct)], ct))[0], change.Now);

    private static async Task<Guid> PersonAsync(PaymentsDb db, string number, CancellationToken ct) =>
        await db.Payees.AsNoTracking().Where(p => p.RegistrationNumber == number).OrderBy(p => p.PersonId).Select(p => (Guid?)p.PersonId).FirstOrDefaultAsync(ct) ?? throw new Refused("person.unknown", $"There is no person {number}.");

    private static AddressView View(AddressShown s, DateTime now) => new(
        s.Address.Id, s.Number, s.Address.Scheme, s.Address.Kind, s.Address.Agency, s.Address.Masked, s.Address.FromAt, s.Address.EndedAt, s.Address.PayableFrom, s.Address.VerifiedAt, s.Address.ObjectedAt, s.StateAt(now));
}
