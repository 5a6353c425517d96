using System.Text.Json;
using Spmis.Payments.Agencies;
using Spmis.Payments.Links.Signing;

namespace Spmis.Payments.Links;

/// <summary>G2P Connect 1.0.0: <c>POST disburse</c>, and <c>POST disburse/sync/txn/status</c> for what became of it.</summary>
internal sealed class G2pConnectLink(LinkClient client, SignedLink signed) : IOrderLink
{
    public OrderFormat Format => OrderFormat.G2pConnect;

    public async Task<LinkResult> SendAsync(LinkCall call, CancellationToken ct)
    {
        var answer = SignedLink.Believed(call.Link, await client.CallAsync(call.Way, HttpMethod.Post, "disburse", () => signed.Content(call.Link, call.Order), ct), bareAcknowledgement: true);
        return answer.Status is not null && answer.Read(root => G2pMessages.Reason(root) is "rjct.message_id.duplicate" ? new LinkResult.Taken(null) : answer.Untold) is LinkResult.Taken known ? known : answer.Status switch
        {
            null or 408 or 425 or 429 or >= 500 => answer.Untold,
            < 200 or >= 300 => new LinkResult.Refused(answer.Words),
            _ => answer.Read(root => G2pMessages.Acknowledgement(root) switch
            {
                ("ACK", _, var correlation) => new LinkResult.Taken(correlation),
                ("NACK" or "ERR", var words, _) => new LinkResult.Refused(words ?? "The agency does not take the message and says no more."),
                _ => answer.Untold, // 200 without an acknowledgement tells nothing.
            }),
        };
    }

    public async Task<LinkResult> AskAsync(LinkCall call, CancellationToken ct)
    {
        // Here an acknowledgement may say that it does not have the order, which is then sent again: nobody is believed without a signature.
        var question = G2pMessages.StatusRequest(call.Batch.Number, call.Link.Sender, call.Now);
        var answer = SignedLink.Believed(call.Link, await client.CallAsync(call.Way, HttpMethod.Post, "disburse/sync/txn/status", () => signed.Content(call.Link, () => new MemoryStream(question)), ct), bareAcknowledgement: false);
        // A true answer to another question, sent again by somebody, is none to this one.
        var must = call.Link is { Keys.Length: > 0, UnsignedAllowed: false } ? G2pMessages.QuestionId(call.Batch.Number, call.Now) : null;
        return answer.Status is >= 200 and < 300 ? answer.Read(root => must is null || G2pMessages.Names(root, must) ? Of(root, call.Batch.Number) ?? answer.Untold : answer.Untold) : answer.Untold;
    }

    private static LinkResult? Of(JsonElement root, string batch)
    {
        if (G2pMessages.Answers(root, batch) is { Count: > 0 } answers)
        {
            return new LinkResult.Told(answers);
        }

        // Only these say that the transaction is not there; any other refusal is of the question.
        return G2pMessages.Reason(root) is "rjct.srch_transaction_id.not_found" or "err.request.not_found" ? new LinkResult.NotThere() : null;
    }
}
