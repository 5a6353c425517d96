using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using Spmis.Kernel.Acts;
using Spmis.Kernel.Data;
using Spmis.Kernel.Proposals;
using Spmis.Values;

namespace Spmis.Payments.Deductions;

/// <summary>What approval is about.</summary>
internal sealed record EndDeductionPayload(long OrderId);

/// <summary>Ends a court order, by two people: nothing more is withheld; what was withheld stays withheld.</summary>
public sealed class EndDeduction(PaymentsDb db, FourEyes fourEyes) : IProposedAct
{
    /// <summary>The act's name.</summary>
    public const string Act = "payments.end-deduction";

    /// <summary>Puts it up for a second person.</summary>
    /// <exception cref="Refused">There is no such order, it is ended or a recovery, or no reason was given.</exception>
    public async Task<Proposal> ProposeAsync(long id, Change change, CancellationToken ct)
    {
        var order = await OpenAsync(id, ct);
        if (string.IsNullOrWhiteSpace(change.Reason))
        {
            throw new Refused("deduction.no-reason", "Say why it ends, such as the court's decision.", "reason");
        }

        return await fourEyes.ProposeAsync(PaymentsModule.ModuleName, Act, $"{id}", $"End deduction {order.Reference} of award {order.AwardNumber}", new EndDeductionPayload(id), change, ct);
    }

    /// <inheritdoc />
    public async Task<IReadOnlyList<ShownField>> ShowAsync(string payload, CancellationToken ct)
    {
        var order = await OpenAsync(Read(payload), ct);
        var taken = (await DeductionBook.TakenAsync(db, db.DeductionOrders.Where(o => o.Id == order.Id), [], ct)).Values.Sum();
        return [new("Award", null, order.AwardNumber), new("Reference", null, order.Reference), new("Creditor", null, order.Creditor), new("Withheld so far", null, new Money(taken, Currency.Of(order.Currency)).ToString())];
    }

    /// <inheritdoc />
    public async Task ApplyAsync(string payload, Change change, CancellationToken ct)
    {
        var order = await OpenAsync(Read(payload), ct);
        (order.EndedAt, order.ChangedAt) = (change.Now, change.Now);
        order.Version++;
    }

    private async Task<DeductionOrder> OpenAsync(long id, CancellationToken ct)
    {
        var order = await db.DeductionOrders.SingleOrDefaultAsync(o => o.Id == id, ct) ?? throw new Refused("deduction.unknown", "There is no such deduction.");
        return order.Kind == DeductionKind.Recovery ? throw new Refused("deduction.recovery", "An overpayment is recovered as Eligibility decided; change it there.")
            : order.EndedAt is { } ended ? throw new Refused("deduction.ended", $"{order.Reference} was ended on {ended:yyyy-MM-dd} already.")
            : order;
    }

    private static long Read(string payload) => JsonSerializer.Deserialize<EndDeductionPayload>(payload, SpmisJson.Options)?.OrderId ?? throw new InvalidOperationException("The proposal names no deduction.");
}
