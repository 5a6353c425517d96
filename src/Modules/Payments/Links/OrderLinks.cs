using Spmis.Payments.Agencies;
using Spmis.Payments.Batches;

namespace Spmis.Payments.Links;

/// <summary>An order on its way: the batch, its agency's version, and its message in the store.</summary>
internal sealed record LinkCall(Batch Batch, AgencyLink Link, Func<Stream> Order, DateTime Now)
{
    /// <summary>Where it goes.</summary>
    public LinkWay Way => new(Batch.Agency, Link, $"Payments:Links:{Batch.Agency}:Secret", Batch.Number, GovStackIds.OfBatch(Batch.Number), Now);
}

/// <summary>What an agency says of one payment: our reference or GovStack's InstructionID, PAID, FAILED, PENDING or a word we do not know, its reason, the amount if it told one, and the day.</summary>
internal sealed record LinkedAnswer(string Id, string Status, string? Reason, string? Amount, DateOnly? On);

/// <summary>What came of a call.</summary>
internal abstract record LinkResult
{
    private LinkResult()
    {
    }

    /// <summary>The agency has the order.</summary>
    /// <param name="Acknowledgement">Its own id for it.</param>
    public sealed record Taken(string? Acknowledgement) : LinkResult;

    /// <summary>The agency does not take the order as it is; a person must look.</summary>
    public sealed record Refused(string Words) : LinkResult;

    /// <summary>It surely did not leave: no token, no connection. It may be sent again without asking.</summary>
    public sealed record NotSent(string Words) : LinkResult;

    /// <summary>It is not known what came of it: nobody answered, or not in a way that tells. It must be asked for before it is sent again.</summary>
    /// <param name="Words">What happened.</param>
    /// <param name="After">When the agency wants to be called again.</param>
    public sealed record Untold(string Words, TimeSpan? After) : LinkResult;

    /// <summary>Asked, the agency says that it does not have the order.</summary>
    public sealed record NotThere : LinkResult;

    /// <summary>Asked, the agency tells what became of the payments.</summary>
    public sealed record Told(IReadOnlyList<LinkedAnswer> Answers) : LinkResult;
}

/// <summary>How one kind of interface is spoken to.</summary>
internal interface IOrderLink
{
    /// <summary>The formats it speaks.</summary>
    OrderFormat Format { get; }

    /// <summary>Sends an order.</summary>
    /// <returns>Taken, refused or untold.</returns>
    Task<LinkResult> SendAsync(LinkCall call, CancellationToken ct);

    /// <summary>Asks what became of an order.</summary>
    /// <returns>Told, not there, or untold.</returns>
    Task<LinkResult> AskAsync(LinkCall call, CancellationToken ct);
}
