using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using Spmis.Kernel.Acts;
using Spmis.Kernel.Data;
using Spmis.Kernel.Proposals;
using Spmis.Payments.Agencies;
using Spmis.Payments.Copies;

namespace Spmis.Payments.FinancialAddresses;

/// <summary>
/// Takes an address that was taken back by mistake into use again, by two people. It begins anew: nobody has verified it, and it cools off like any that takes the place of another
/// (<see cref="CoolingOff"/>), unless somebody verifies it with evidence.
/// </summary>
public sealed class RestoreAddress(PaymentsDb db, FourEyes fourEyes, CoolingOff cooling) : IProposedAct
{
    /// <summary>The act's name, which is the source of the address.</summary>
    public const string Act = "payments.restore-address";

    /// <summary>Puts it up for a second person.</summary>
    /// <param name="id">The address that was taken back.</param>
    /// <param name="change">With reason and evidence.</param>
    /// <param name="ct">Stops it.</param>
    /// <exception cref="Refused">It was not taken back, is in use, nobody can be paid there, or reason or evidence is missing.</exception>
    public async Task<Proposal> ProposeAsync(long id, Change change, CancellationToken ct)
    {
        var (address, payee, _) = await FindAsync(id, ct);
        Require(change.Reason?.Trim().Length is >= 1 and <= 400, "address.no-reason", "Say why it was taken back by mistake, 1 to 400 characters.", "reason");
        Require(change.Evidence?.Trim().Length is >= 1 and <= 200, "address.no-evidence", "Name what the person signed, 1 to 200 characters.", "evidence");
        var input = new Restored(id, change.Reason!.Trim(), change.Evidence!.Trim()); // Both were looked at above.
        return await fourEyes.ProposeAsync(PaymentsModule.ModuleName, Act, $"{address.PersonId} {address.Scheme}", $"Take an address of {payee.RegistrationNumber} into use again", input, change, ct);
    }

    /// <inheritdoc />
    public async Task<IReadOnlyList<ShownField>> ShowAsync(string payload, CancellationToken ct)
    {
        var input = Read(payload);
        var (address, payee, before) = await FindAsync(input.Id, ct);
        return
        [
            new("Person", null, $"{payee.RegistrationNumber} {payee.Name}"), new("Scheme", null, address.Scheme.Length == 0 ? "-" : address.Scheme),
            new("Account", before is null ? null : $"{before.Agency} {before.Account}", $"{address.Agency} {address.Account}"), new("Objection", null, $"{address.Objection} ({address.ObjectedBy}, {address.ObjectedAt:yyyy-MM-dd})"),
            new("Reason", null, input.Reason), new("Evidence", null, input.Evidence),
        ];
    }

    /// <inheritdoc />
    public async Task ApplyAsync(string payload, Change change, CancellationToken ct)
    {
        var (address, _, before) = await FindAsync(Read(payload).Id, ct);
        if (before is not null)
        {
            (before.EndedAt, before.CurrentOf) = (change.Now, null);
        }

        db.FinancialAddresses.Add(new()
        {
            PersonId = address.PersonId, CurrentOf = address.PersonId, Scheme = address.Scheme, Kind = address.Kind, Agency = address.Agency, Account = address.Account, FromAt = change.Now,
            // What a program told is not paid before somebody verified it, whoever took it into use again.
            Source = address.IsToldByProgram ? address.Source : Act,
            PayableFrom = cooling.Until(change.Now),
        });
    }

    private async Task<(FinancialAddress Address, PayeeCopy Payee, FinancialAddress? Before)> FindAsync(long id, CancellationToken ct)
    {
        var address = await db.FinancialAddresses.AsNoTracking().SingleOrDefaultAsync(a => a.Id == id && a.Withdrawn, ct) ?? throw new Refused("address.unknown", "There is no such address that was taken back.");
        var payee = await db.Payees.AsNoTracking().SingleOrDefaultAsync(p => p.PersonId == address.PersonId && p.DiedOn == null && p.MergedIntoId == null, ct)
            ?? throw new Refused("address.person", "The person has died, or the record was merged into another.");
        var agency = await AgencyInForce.FindAsync(db, address.Agency, ct);
        Require(agency is { ClosedAt: null }, "address.agency", $"{address.Agency} is no open agency; the person has to name another account.", null);
        var before = await db.FinancialAddresses.SingleOrDefaultAsync(a => a.CurrentOf == address.PersonId && a.Scheme == address.Scheme, ct);
        Require(before is null || before.Agency != address.Agency || before.Account != address.Account, "address.in-use", "This account is in use already.", null);
        return (address, payee, before);
    }

    private static void Require(bool fine, string code, string text, string? field)
    {
        if (!fine)
        {
            throw new Refused(code, text, field);
        }
    }

    private static Restored Read(string payload) => JsonSerializer.Deserialize<Restored>(payload, SpmisJson.Options) ?? throw new InvalidOperationException("The proposal is empty.");

    /// <summary>What is proposed.</summary>
    private sealed record Restored(long Id, string Reason, string Evidence);
}
