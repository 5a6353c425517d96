using System.Globalization;
using Microsoft.EntityFrameworkCore;
using Spmis.Kernel.Acts;
using Spmis.Kernel.Proposals;

namespace Spmis.Payments.FinancialAddresses;

/// <summary>Ends what was chosen for a scheme, by two people: its payments go to the usual address again.</summary>
public sealed class EndChoice(PaymentsDb db, FourEyes fourEyes) : IProposedAct
{
    /// <summary>The act's name.</summary>
    public const string Act = "payments.end-address";

    /// <summary>Puts it up for a second person.</summary>
    /// <exception cref="Refused">There is no such address in use, or no reason was given.</exception>
    public async Task<Proposal> ProposeAsync(long id, Change change, CancellationToken ct)
    {
        var address = await OneAsync(id, ct);
        if (string.IsNullOrWhiteSpace(change.Reason))
        {
            throw new Refused("address.no-reason", "Say why it ends.", "reason");
        }

        return await fourEyes.ProposeAsync(PaymentsModule.ModuleName, Act, $"{address.PersonId} {address.Scheme}", $"Pay {address.Scheme} to the usual address again", id, change, ct);
    }

    /// <inheritdoc />
    public async Task<IReadOnlyList<ShownField>> ShowAsync(string payload, CancellationToken ct)
    {
        var address = await OneAsync(long.Parse(payload, CultureInfo.InvariantCulture), ct);
        var usual = await db.FinancialAddresses.AsNoTracking().SingleOrDefaultAsync(a => a.CurrentOf == address.PersonId && a.Scheme == FinancialAddress.Usual, ct);
        return
        [
            new("Person", null, await db.Payees.Where(p => p.PersonId == address.PersonId).Select(p => p.RegistrationNumber + " " + p.Name).SingleOrDefaultAsync(ct)), new("Scheme", null, address.Scheme),
            new("Account", $"{address.Agency} {address.Account}", usual is null ? "-" : $"{usual.Agency} {usual.Account}"),
        ];
    }

    /// <inheritdoc />
    public async Task ApplyAsync(string payload, Change change, CancellationToken ct)
    {
        var address = await OneAsync(long.Parse(payload, CultureInfo.InvariantCulture), ct);
        (address.EndedAt, address.CurrentOf) = (change.Now, null);
    }

    private async Task<FinancialAddress> OneAsync(long id, CancellationToken ct) =>
        await db.FinancialAddresses.SingleOrDefaultAsync(a => a.Id == id && a.CurrentOf != null && a.Scheme != FinancialAddress.Usual, ct)
        ?? throw new Refused("address.unknown", "There is no such address chosen for a scheme; the usual address is changed in the registry.");
}
