using System.Globalization;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.RateLimiting;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Spmis.Contributions.Bills;
using Spmis.Kernel.Access;
using Spmis.Kernel.Acts;
using Spmis.Kernel.Api;
using Spmis.Values;

namespace Spmis.Contributions.P2g;

/// <summary>
/// GovStack Payments, person to government, under <c>/api/contributions/govstack</c>: bill inquiry and payment notice (P2G.yaml, billInquiryRequest, billPaymentRequest and markBillPaymentRequest of the working group's
/// repository, 2026-01-23). The files differ among themselves: headers with and without X-, requestID and requestId, code and responseCode; each is read, and answers bear both. Requests to pay are not sent by us, so there is no status of them to ask for.
/// </summary>
internal static class P2gApi
{
    private const string Success = "00";
    private const string Failure = "01";
    private const int MostHeader = 20;
    private const int MostWords = 100; // The shorter of the two lengths the files give.

    public static void Map(RouteGroupBuilder api)
    {
        if (!((IEndpointRouteBuilder)api).ServiceProvider.GetRequiredService<P2gProfile>().Enabled)
        {
            return;
        }

        var paths = api.MapGroup("/govstack").WithTags("GovStack").RequireAuthorization().RequireRateLimiting(P2gProfile.Limit)
            .AddEndpointFilter(async (call, next) => IsProgram(call.HttpContext) ? await next(call) : Answer(new Head("", "", "", ""), Failure, "Only a program with a token of its own may call this.", StatusCodes.Status403Forbidden));
        paths.MapGet("/bills/{billId}", InquireAsync).RequireAuthorization(May.P2g).WithSummary("GovStack: what is to be paid of a bill");
        paths.MapPost("/billTransferRequests", NoticeAsync).RequireAuthorization(May.P2g).WithSummary("GovStack: a bill is paid");
    }

    /// <summary>Whether no person signed in: neither by the portal's cookie nor through a program that acts for them.</summary>
    private static bool IsProgram(HttpContext http) => !http.User.HasClaim(c => c.Type == SpmisClaims.AuthenticatedAt);

    private static async Task<IResult> InquireAsync(HttpContext http, ContributionsDb db, P2gProfile profile, string billId, string? fields, CancellationToken ct)
    {
        var (head, body) = await HeadAsync(http, ct);
        var problem = head.Problem ?? (fields is null or "inquiry" ? null : "fields is inquiry.") ?? (body?.Text("billId") is { } named && named != billId ? "billId in the path and in the body differ." : null);
        if (problem is not null)
        {
            return Answer(head, Failure, problem, StatusCodes.Status400BadRequest);
        }

        if (await TakeNotice.FindAsync(db, billId, ct) is not { } bill)
        {
            return Answer(head, Failure, "There is no such bill.", StatusCodes.Status400BadRequest);
        }

        // What a payer needs and no more: neither whose bill it is nor of which month. Interest is a bill of its own, so the amount is the same after the due date.
        var open = new Money(bill.OpenMinor, Currency.Of(bill.Currency)).Major;
        var details = new Dictionary<string, object?>
        {
            ["billerId"] = profile.BillerId, ["billerName"] = profile.BillerName, ["billStatus"] = Word(bill.State),
            ["dueDate"] = bill.DueOn.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture), ["amountonDueDate"] = Plain(open), ["amountAfterDueDate"] = Plain(open), ["currency"] = bill.Currency,
        };
        return Answer(head, Success, "Bill found", StatusCodes.Status202Accepted, new() { ["billId"] = billId, ["billDetails"] = new[] { details } });
    }

    private static async Task<IResult> NoticeAsync(HttpContext http, TakeNotice act, CurrentActor current, CancellationToken ct)
    {
        var (head, body) = await HeadAsync(http, ct);
        var (bill, transaction, amount) = (body?.Text("billId"), body?.Text("paymentReferenceID"), body?.Text("amount"));
        var paid = 0m;
        var problem = head.Problem
            ?? (head.RequestId.Length is 0 or > 12 ? "requestId has 1 to 12 characters." : null)
            ?? (bill is null or { Length: > 20 } ? "billId has 1 to 20 characters." : null)
            ?? (transaction is null ? "paymentReferenceID is needed." : null)
            ?? (amount is not null && !decimal.TryParse(amount, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out paid) ? "amount is no number." : null);
        if (problem is not null)
        {
            return Answer(head, Failure, problem, StatusCodes.Status400BadRequest);
        }

        try
        {
            var (found, isNew) = await act.HandleAsync(new PaymentNotice(head.Institution, transaction ?? "", bill ?? "", amount is null ? null : paid), current.Change(TakeNotice.Act), ct);
            return Answer(head, Success, isNew ? "Payment noted" : "Payment was noted before", StatusCodes.Status202Accepted, new() { ["billId"] = found.PaymentReference, ["PaymentStatus"] = Word(found.State) });
        }
        catch (Refused refused)
        {
            return Answer(head, Failure, refused.Message, StatusCodes.Status400BadRequest);
        }
    }

    private static async Task<(Head Head, GovStackBody? Body)> HeadAsync(HttpContext http, CancellationToken ct)
    {
        var body = await GovStackBody.ReadAsync(http.Request, ct);
        string Of(params string[] names) => names.Select(n => http.Request.Headers[n].ToString()).FirstOrDefault(v => v.Length > 0) ?? "";
        return (new Head(Of("X-CorrelationID"), Of("X-Platform-TenantId", "Platform-TenantId"), Of("X-PayerFI-Id", "PayerFI-Id"), body?.Text("requestID") ?? ""), body);
    }

    private static string Word(BillState state) => state switch { BillState.Paid => "PAID", BillState.PartPaid => "PARTPAID", _ => "UNPAID" };

    private static object Plain(decimal major) => major == decimal.Truncate(major) ? (long)major : major;

    private static IResult Answer(Head head, string code, string words, int status, Dictionary<string, object?>? more = null)
    {
        words = words.Length <= MostWords ? words : words[..(MostWords - 1)] + "…";
        var answer = new Dictionary<string, object?> { ["code"] = code, ["responseCode"] = code, ["reason"] = words, ["requestID"] = head.RequestId, ["requestId"] = head.RequestId };
        foreach (var (name, value) in more ?? [])
        {
            answer[name] = value;
        }

        return Results.Json(answer, statusCode: status);
    }

    /// <summary>What every request bears.</summary>
    private sealed record Head(string Correlation, string Tenant, string Institution, string RequestId)
    {
        public string? Problem => Correlation.Length is 0 or > MostHeader ? "X-CorrelationID has 1 to 20 characters."
            : Tenant.Length is 0 or > MostHeader ? "X-Platform-TenantId has 1 to 20 characters."
            : Institution.Length is 0 or > MostHeader ? "X-PayerFI-Id has 1 to 20 characters."
            : RequestId.Length > 12 ? "requestId has at most 12 characters." : null;
    }
}
