using System.Globalization;
using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using Spmis.Kernel.Acts;
using Spmis.Kernel.Data;
using Spmis.Kernel.Proposals;

namespace Spmis.Payments.Agencies;

/// <summary>What approval is about.</summary>
internal sealed record CloseAgencyPayload(string Code);

/// <summary>Closes an agency, by two people: no new payment goes there, what was sent is still answered. Payees who use it are held until they name another.</summary>
public sealed class CloseAgency(PaymentsDb db, FourEyes fourEyes) : IProposedAct
{
    /// <summary>The act's name.</summary>
    public const string Act = "payments.close-agency";

    /// <summary>Puts it up for a second person.</summary>
    /// <exception cref="Refused">There is no such agency, it is closed, or no reason was given.</exception>
    public async Task<Proposal> ProposeAsync(string code, Change change, CancellationToken ct)
    {
        await OpenAsync(code, ct);
        if (string.IsNullOrWhiteSpace(change.Reason))
        {
            throw new Refused("agency.no-reason", "Say why it is closed, so that the second person can judge it.", "reason");
        }

        return await fourEyes.ProposeAsync(PaymentsModule.ModuleName, Act, code, $"Close agency {code}", new CloseAgencyPayload(code), change, ct);
    }

    /// <inheritdoc />
    public async Task<IReadOnlyList<ShownField>> ShowAsync(string payload, CancellationToken ct)
    {
        var code = Read(payload);
        return
        [
            new("Agency", null, code),
            new("Payees whose address is there", null, Count(await db.FinancialAddresses.LongCountAsync(a => a.Agency == code && a.CurrentOf != null, ct))),
            new("Payments without an end", null, Count(await db.Instructions.LongCountAsync(i => i.Agency == code && i.BatchId != null && i.PaidOn == null && i.RejectedOn == null && i.ReturnedOn == null, ct))),
        ];
    }

    /// <inheritdoc />
    public async Task ApplyAsync(string payload, Change change, CancellationToken ct)
    {
        var agency = await OpenAsync(Read(payload), ct);
        (agency.ClosedAt, agency.ChangedAt) = (change.Now, change.Now);
        agency.Version++;
    }

    private async Task<Agency> OpenAsync(string code, CancellationToken ct)
    {
        var agency = await db.Agencies.SingleOrDefaultAsync(a => a.Code == code, ct) ?? throw new Refused("agency.unknown", $"There is no agency '{code}'.", "code");
        return agency.ClosedAt is null ? agency : throw new Refused("agency.closed", $"Agency {code} was closed on {agency.ClosedAt:yyyy-MM-dd} already.", "code");
    }

    private static string Count(long n) => n.ToString("N0", CultureInfo.InvariantCulture);

    private static string Read(string payload) => JsonSerializer.Deserialize<CloseAgencyPayload>(payload, SpmisJson.Options)?.Code ?? throw new InvalidOperationException("The proposal names no agency.");
}
