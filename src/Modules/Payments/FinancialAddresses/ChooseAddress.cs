using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using Spmis.Kernel.Acts;
using Spmis.Kernel.Data;
using Spmis.Kernel.Proposals;
using Spmis.Payments.Agencies;
using Spmis.Payments.Copies;

namespace Spmis.Payments.FinancialAddresses;

/// <summary>Where the payments of one scheme shall go.</summary>
public sealed record NewAddress
{
    /// <summary>Registration number of who receives.</summary>
    public required string PersonNumber { get; init; }

    /// <summary>Code of the scheme.</summary>
    public required string Scheme { get; init; }

    public required AddressKind Kind { get; init; }

    /// <summary>Code of an open agency.</summary>
    public required string Agency { get; init; }

    public required string Account { get; init; }

    /// <summary>Why, 1 to 400 characters.</summary>
    public required string Reason { get; init; }

    /// <summary>What the person signed, 1 to 200 characters.</summary>
    public required string Evidence { get; init; }
}

/// <summary>
/// Has the payments of one scheme go to another address than the person's usual one: one person puts it up, another approves it. An address that takes the place of another cools off
/// (<see cref="CoolingOff"/>). The usual address itself is the registry's, and is changed there.
/// </summary>
public sealed class ChooseAddress(PaymentsDb db, FourEyes fourEyes, CoolingOff cooling) : IProposedAct
{
    /// <summary>The act's name.</summary>
    public const string Act = "payments.choose-address";

    /// <summary>Puts it up for a second person.</summary>
    /// <exception cref="Refused">A value is not usable, or the person, the scheme or the agency is unknown.</exception>
    public async Task<Proposal> ProposeAsync(NewAddress input, Change change, CancellationToken ct)
    {
        var (row, payee, _) = await MakeAsync(input, change.Now, ct);
        return await fourEyes.ProposeAsync(PaymentsModule.ModuleName, Act, $"{row.PersonId} {row.Scheme}", $"Pay {row.Scheme} of {payee.RegistrationNumber} to another address", input, change, ct);
    }

    /// <inheritdoc />
    public async Task<IReadOnlyList<ShownField>> ShowAsync(string payload, CancellationToken ct)
    {
        var input = Read(payload);
        var (row, payee, before) = await MakeAsync(input, default, ct);
        return
        [
            new("Person", null, $"{payee.RegistrationNumber} {payee.Name}"), new("Scheme", null, row.Scheme), new("Kind", before?.Kind.ToString(), row.Kind.ToString()),
            new("Account", before is null ? null : $"{before.Agency} {before.Account}", $"{row.Agency} {row.Account}"), new("Reason", null, input.Reason.Trim()), new("Evidence", null, input.Evidence.Trim()),
        ];
    }

    /// <inheritdoc />
    public async Task ApplyAsync(string payload, Change change, CancellationToken ct)
    {
        var (row, _, before) = await MakeAsync(Read(payload), change.Now, ct);
        if (before is { Scheme.Length: > 0 })
        {
            var old = await db.FinancialAddresses.SingleAsync(a => a.Id == before.Id, ct);
            (old.EndedAt, old.CurrentOf) = (change.Now, null);
        }

        db.FinancialAddresses.Add(row);
    }

    private async Task<(FinancialAddress Row, PayeeCopy Payee, FinancialAddress? Before)> MakeAsync(NewAddress input, DateTime now, CancellationToken ct)
    {
        var (number, scheme, account) = (input.PersonNumber.Trim(), input.Scheme.Trim(), AccountNumbers.Clean(input.Account));
        await db.DemandOpenAsync(number, nameof(input.PersonNumber), ct);
        var payee = await db.Payees.AsNoTracking().Where(p => p.RegistrationNumber == number).OrderBy(p => p.PersonId).FirstOrDefaultAsync(ct)
            ?? throw new Refused("person.unknown", $"There is no person '{number}'.", nameof(input.PersonNumber));
        Require(payee.DiedOn is null && payee.MergedIntoId is null, nameof(input.PersonNumber), $"{number} has died or was merged into another record.");
        Require(scheme.Length is >= 1 and <= 64 && await db.AwardCopies.AnyAsync(a => a.Scheme == scheme && (a.PayeeId == payee.PersonId || a.BeneficiaryId == payee.PersonId) || a.Scheme == scheme && db.NamedPayees.Any(n => n.PersonId == payee.PersonId && n.AwardNumber == a.AwardNumber), ct), nameof(input.Scheme), $"{number} receives nothing of a scheme '{scheme}'.");
        Require(input.Reason.Trim().Length is >= 1 and <= 400, nameof(input.Reason), "Say why, 1 to 400 characters.");
        Require(input.Evidence.Trim().Length is >= 1 and <= 200, nameof(input.Evidence), "Name what the person signed, 1 to 200 characters.");
        var agency = await AgencyInForce.FindAsync(db, input.Agency.Trim().ToUpperInvariant(), ct);
        if (agency is not { ClosedAt: null })
        {
            throw new Refused("address.value", $"There is no open agency '{input.Agency.Trim()}'.", nameof(input.Agency));
        }

        var problem = agency.AccountProblem(account);
        Require(problem is null, nameof(input.Account), $"The account is not usable: {problem}");
        var inUse = await db.FinancialAddresses.AsNoTracking().Where(a => a.CurrentOf == payee.PersonId && (a.Scheme == scheme || a.Scheme == FinancialAddress.Usual)).OrderByDescending(a => a.Scheme).ToListAsync(ct);
        var before = inUse.FirstOrDefault();
        Require(before is null || before.Scheme.Length == 0 || before.Agency != agency.Code || before.Account != account, nameof(input.Account), "The payments of this scheme go there already.");
        return (new FinancialAddress
        {
            PersonId = payee.PersonId, CurrentOf = payee.PersonId, Scheme = scheme, Kind = input.Kind, Agency = agency.Code, Account = account, FromAt = now, Source = Act,
            PayableFrom = await db.FinancialAddresses.AnyAsync(a => a.PersonId == payee.PersonId, ct) ? cooling.Until(now) : null,
        }, payee, before);
    }

    private static void Require(bool fine, string field, string text)
    {
        if (!fine)
        {
            throw new Refused("address.value", text, field);
        }
    }

    private static NewAddress Read(string payload) => JsonSerializer.Deserialize<NewAddress>(payload, SpmisJson.Options) ?? throw new InvalidOperationException("The proposal is empty.");
}
