using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using Spmis.Kernel.Acts;
using Spmis.Kernel.Data;
using Spmis.Kernel.Proposals;
using Spmis.Values;

namespace Spmis.Payments.Payees;

/// <summary>What approval is about.</summary>
internal sealed record EndPayeePayload(Guid Id, int LastMonth);

/// <summary>Ends a named payee after a month, by two people: the months after it go to whom Eligibility names. Payments prepared for those months and not sent are held, and the next run pays them so.</summary>
public sealed class EndPayee(PaymentsDb db, FourEyes fourEyes) : IProposedAct
{
    /// <summary>The act's name.</summary>
    public const string Act = "payments.end-payee";

    /// <summary>Puts it up for a second person.</summary>
    /// <exception cref="Refused">There is no such payee, it ends by then already, or no reason was given.</exception>
    public async Task<Proposal> ProposeAsync(Guid id, Month lastMonth, Change change, CancellationToken ct)
    {
        var payee = await OneAsync(id, lastMonth, ct);
        if (string.IsNullOrWhiteSpace(change.Reason))
        {
            throw new Refused("payee.no-reason", "Say why it ends, such as the court's decision.", "reason");
        }

        return await fourEyes.ProposeAsync(PaymentsModule.ModuleName, Act, payee.Id.ToString(), $"End the payee of award {payee.AwardNumber} after {lastMonth}", new EndPayeePayload(id, lastMonth.Code), change, ct);
    }

    /// <inheritdoc />
    public async Task<IReadOnlyList<ShownField>> ShowAsync(string payload, CancellationToken ct)
    {
        var (id, last) = Read(payload);
        var payee = await OneAsync(id, last, ct);
        var name = payee.PersonId is { } person ? await db.Payees.Where(p => p.PersonId == person).Select(p => p.RegistrationNumber + " " + p.Name).SingleOrDefaultAsync(ct) : payee.Name;
        return [new("Award", null, payee.AwardNumber), new("Payee", null, name ?? "-"), new("First month", null, payee.FromMonth.ToString()), new("Last month", payee.ToMonth?.ToString() ?? "-", last.ToString())];
    }

    /// <inheritdoc />
    public async Task ApplyAsync(string payload, Change change, CancellationToken ct)
    {
        var (id, last) = Read(payload);
        var payee = await OneAsync(id, last, ct);
        (payee.ToMonth, payee.ChangedAt) = (last, change.Now);
        payee.Version++;
    }

    private async Task<NamedPayee> OneAsync(Guid id, Month last, CancellationToken ct)
    {
        var payee = await db.NamedPayees.SingleOrDefaultAsync(p => p.Id == id, ct) ?? throw new Refused("payee.unknown", "There is no such payee.");
        if (last < payee.FromMonth.Add(-1))
        {
            throw new Refused("payee.last-month", $"It begins with {payee.FromMonth}; to take it back altogether, name the month before.", "lastMonth");
        }

        if (payee.ToMonth is { } to && last >= to)
        {
            throw new Refused("payee.ended", $"It ends with {to} already; an earlier month can be named, and a later one only by naming the payee anew.", "lastMonth");
        }

        if (payee.Part > 0)
        {
            await Shares.NotSentAsync(db, payee.AwardNumber, last.Add(1), payee.ToMonth, "lastMonth", ct);
        }

        return payee;
    }

    private static (Guid Id, Month Last) Read(string payload)
    {
        var read = JsonSerializer.Deserialize<EndPayeePayload>(payload, SpmisJson.Options) ?? throw new InvalidOperationException("The proposal names no payee.");
        return (read.Id, Month.FromCode(read.LastMonth));
    }
}
