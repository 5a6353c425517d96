using System.Globalization;
using Spmis.Kernel.Api;
using Spmis.Payments.Agencies;
using Spmis.Payments.GovStack;

namespace Spmis.Payments.Links;

/// <summary>GovStack Payments: <c>POST bulk-payment</c>, and <c>GET batch/detail</c>, page by page, for what became of it.</summary>
internal sealed class GovStackLink(LinkClient client) : IOrderLink
{
    private const int PageSize = 1000;

    public OrderFormat Format => OrderFormat.GovStack;

    public async Task<LinkResult> SendAsync(LinkCall call, CancellationToken ct)
    {
        var answer = await client.CallAsync(call.Way, HttpMethod.Post, "bulk-payment", () => new StreamContent(call.Order()), ct);
        return answer.Status switch
        {
            null or 408 or 425 or 429 or >= 500 => answer.Untold,
            < 200 or >= 300 => new LinkResult.Refused(answer.Words),
            _ => answer.Read(root => (new GovStackBody(root).Text("ResponseCode"), new GovStackBody(root).Text("ResponseDescription")) switch
            {
                ("00", _) => new LinkResult.Taken(null), // It echoes our own RequestID.
                ({ } code, var words) => new LinkResult.Refused($"{code} {words}".Trim()),
                _ => answer.Untold,
            }),
        };
    }

    public async Task<LinkResult> AskAsync(LinkCall call, CancellationToken ct)
    {
        List<LinkedAnswer> told = [];
        // Until all payments are told or a page is empty: an interface may give fewer on a page than it was asked for.
        for (var (page, empty) = (0, false); !empty && told.Count < call.Batch.Count; page++)
        {
            var answer = await client.CallAsync(call.Way, HttpMethod.Get, $"batch/detail?batchId={GovStackIds.OfBatch(call.Batch.Number)}&pageNo={page}&pageSize={PageSize}", null, ct);
            var before = told.Count;
            if ((answer.Status is >= 200 and < 300 ? Page(answer, told) : answer.Untold) is not LinkResult.Told)
            {
                return answer.Untold;
            }

            empty = told.Count == before;
        }

        // An empty list is how it says that it has no such batch; a 404 may as well be a wrong address.
        return told.Count == 0 ? new LinkResult.NotThere() : new LinkResult.Told(told);
    }

    private static LinkResult Page(LinkAnswer answer, List<LinkedAnswer> told) => answer.Read(root =>
    {
        if (new GovStackBody(root).Rows() is not { } rows)
        {
            return answer.Untold;
        }

        told.AddRange(rows.Select(Answer));
        return new LinkResult.Told(told);
    });

    private static LinkedAnswer Answer(GovStackBody line)
    {
        var said = line.Text("status") ?? "";
        var known = said.ToUpperInvariant() switch { "COMPLETED" or "SUCCESS" => "PAID", "FAILED" => "FAILED", "IN_PROGRESS" or "ONGOING" or "PENDING" => "PENDING", _ => said };
        return new(
            line.Text("transactionId") ?? "", known, $"{line.Text("statusDetail")} {line.Text("errorInformation")}".Trim(), line.Text("amount"),
            known is "PAID" or "FAILED" && DateTimeOffset.TryParse(line.Text("completedAt"), CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var at) ? DateOnly.FromDateTime(at.DateTime) : null);
    }
}
