using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Spmis.Kernel.Access;
using Spmis.Kernel.Acts;
using Spmis.Kernel.Api;
using Spmis.Payments.FinancialAddresses;

namespace Spmis.Payments.GovStack;

/// <summary>GovStack Payments, government to person, under <c>/api/payments/govstack</c>: bulk payment, prepayment validation, beneficiaries. Both spellings of each path, as specification and implementations write them.</summary>
internal static class GovStackApi
{
    private const string May = "payments.govstack";
    private const string Received = "00";
    private const string NotReceived = "01";
    private const int MostWords = 200;

    /// <summary>By which of a party's keys a payee is known.</summary>
    private static readonly string[] PartyKeys = ["payeeFunctionalId", "functionalId", "payeeIdentity", "personalId"];

    public static void Map(RouteGroupBuilder api)
    {
        if (!((IEndpointRouteBuilder)api).ServiceProvider.GetRequiredService<GovStackProfile>().Enabled)
        {
            return;
        }

        var paths = api.MapGroup("/govstack").WithTags("GovStack").RequireAuthorization();
        paths.MapPost("/prepayment-validation", ValidateAsync).RequireAuthorization(May).WithSummary("GovStack: whether credit instructions could be paid");
        paths.MapPost("/credit-instructions", PayAsync).RequireAuthorization(May).WithSummary("GovStack: hands over a batch of credit instructions");
        paths.MapPost("/bulk-payment", PayAsync).RequireAuthorization(May).WithSummary("GovStack: hands over a batch of credit instructions");
        paths.MapPost("/batchtransactions", RawAsync).RequireAuthorization(May).WithSummary("GovStack: hands over a batch of transactions (type=raw)");
        paths.MapPost("/register-beneficiary", (HttpContext http, TakeInstructions act, GovStackProfile profile, CurrentActor current, CancellationToken ct) => NoteAsync(http, act, profile, current, false, ct)).RequireAuthorization(May).WithSummary("GovStack: notes payees' accounts");
        paths.MapPost("/update-beneficiary-details", (HttpContext http, TakeInstructions act, GovStackProfile profile, CurrentActor current, CancellationToken ct) => NoteAsync(http, act, profile, current, false, ct)).RequireAuthorization(May).WithSummary("GovStack: changes payees' accounts");
        paths.MapPost("/identityAccountMapper/beneficiary", (HttpContext http, TakeInstructions act, GovStackProfile profile, CurrentActor current, CancellationToken ct) => NoteAsync(http, act, profile, current, true, ct)).RequireAuthorization(May).WithSummary("GovStack: notes payees' accounts");
        paths.MapPut("/identityAccountMapper/beneficiary", (HttpContext http, TakeInstructions act, GovStackProfile profile, CurrentActor current, CancellationToken ct) => NoteAsync(http, act, profile, current, true, ct)).RequireAuthorization(May).WithSummary("GovStack: changes payees' accounts");
        GovStackVouchersApi.Map(paths);
    }

    private static async Task<IResult> ValidateAsync(HttpContext http, TakeInstructions act, GovStackProfile profile, CancellationToken ct)
    {
        var (head, instructions, wrong) = await InstructionsAsync(http, profile, ct);
        if (instructions is null)
        {
            return wrong;
        }

        // What cannot be paid is said with 200 and code 01, as the specification has it.
        var problems = await act.ProblemsAsync(instructions, ct);
        return problems.Count == 0 ? Answer(head, Received, "Request successfully received by Pay-BB") : Answer(head, NotReceived, Words(problems));
    }

    private static async Task<IResult> PayAsync(HttpContext http, TakeInstructions act, GovStackProfile profile, CurrentActor current, CancellationToken ct)
    {
        var (head, instructions, wrong) = await InstructionsAsync(http, profile, ct);
        if (instructions is null)
        {
            return wrong;
        }

        try
        {
            await act.TakeAsync(head.BatchId, instructions, current.Change("payments.check-emergency"), ct);
            return Answer(head, Received, "Request successfully received by Pay-BB");
        }
        catch (Refused refused)
        {
            return Answer(head, NotReceived, refused.Message, StatusCodes.Status400BadRequest);
        }
    }

    private static async Task<IResult> RawAsync(HttpContext http, TakeInstructions act, GovStackProfile profile, CurrentActor current, CancellationToken ct)
    {
        var (correlation, tenant) = (http.Request.Headers["X-CorrelationID"].ToString(), http.Request.Headers["Platform-TenantId"].ToString());
        var rows = (await GovStackBody.ReadAsync(http.Request, ct))?.Rows();
        if (http.Request.Query["type"] != "raw" || correlation.Length is 0 or > 20 || tenant.Length is 0 or > 20 || rows is not { Count: > 0 })
        {
            return Results.BadRequest(new { message = "Send type=raw, X-CorrelationID and Platform-TenantId of 1 to 20 characters, and an array of 1 to 10,000 transactions." });
        }

        List<CreditInstruction> instructions = [];
        foreach (var row in rows)
        {
            var party = row.Rows("creditParty") ?? [];
            var payee = PartyKeys.Select(key => party.FirstOrDefault(p => key.Equals(p.Text("key"), StringComparison.OrdinalIgnoreCase))?.Text("value")).FirstOrDefault(v => v is { Length: > 0 });
            if (row.Text("requestId") is not { Length: >= 1 and <= 16 } id || payee is null || row.Number("amount") is not > 0 || row.Text("currency") is not { Length: 3 } currency || row.Rows("debitParty") is null || row.Text("paymentMode") is not { Length: >= 1 and <= 20 })
            {
                return Results.BadRequest(new { message = $"Transaction {row.Text("requestId")}: requestId, creditParty with payeeFunctionalID, debitParty, paymentMode, amount and currency are needed." });
            }

            instructions.Add(new(id, payee, row.Number("amount") ?? 0, currency));
        }

        try
        {
            var batch = await act.TakeAsync(correlation, instructions, current.Change("payments.check-emergency"), ct);
            return Results.Json(new { batchId = batch.ToString(System.Globalization.CultureInfo.InvariantCulture) }, statusCode: StatusCodes.Status202Accepted);
        }
        catch (Refused refused)
        {
            return Results.BadRequest(new { message = refused.Message });
        }
    }

    private static async Task<IResult> NoteAsync(HttpContext http, TakeInstructions act, GovStackProfile profile, CurrentActor current, bool mapper, CancellationToken ct)
    {
        var body = await GovStackBody.ReadAsync(http.Request, ct);
        var source = body?.Text("SourceBBID") ?? (mapper ? http.Request.Headers["X-Registering-Institution-ID"].ToString() : "");
        var head = new Head(body?.Text("RequestID") ?? "", source, "", mapper);
        if (head.Problem(batch: false) is { } problem)
        {
            return Answer(head, NotReceived, problem, StatusCodes.Status400BadRequest);
        }

        var rows = body?.Rows("Beneficiaries");
        if (rows is not { Count: > 0 } || rows.Any(r => (r.Text("PayeeFunctionalID") ?? r.Text("payeeIdentity")) is not { Length: >= 1 and <= 20 } || r.Text("PaymentModality") is not null and not { Length: 2 } || r.Text("FinancialAddress") is { Length: > 30 }))
        {
            return Answer(head, NotReceived, "Beneficiaries need PayeeFunctionalID (20), PaymentModality (2) and FinancialAddress (30 at most).", StatusCodes.Status400BadRequest);
        }

        if (!profile.Knows(source))
        {
            return Answer(head, NotReceived, "The source building block is not known.", StatusCodes.Status400BadRequest);
        }

        var problems = await act.NoteAsync(
            [.. rows.Select(r => new GovStackPayee(r.Text("PayeeFunctionalID") ?? r.Text("payeeIdentity") ?? "", r.Text("PaymentModality") ?? "", r.Text("bankingInstitutionCode"), r.Text("FinancialAddress")))], current.Change(FinancialAddress.ToldByProgram), ct);
        return problems.Count == 0 ? Answer(head, Received, "Request successfully received by Pay-BB") : Answer(head, NotReceived, Words(problems));
    }

    private static async Task<(Head Head, IReadOnlyList<CreditInstruction>? Instructions, IResult Wrong)> InstructionsAsync(HttpContext http, GovStackProfile profile, CancellationToken ct)
    {
        var body = await GovStackBody.ReadAsync(http.Request, ct);
        var head = new Head(body?.Text("RequestID") ?? "", body?.Text("SourceBBID") ?? "", body?.Text("BatchID") ?? "", false);
        if ((head.Problem(batch: true) ?? (profile.Knows(head.Source) ? null : "The source building block is not known.")) is { } problem)
        {
            return (head, null, Answer(head, NotReceived, problem, StatusCodes.Status400BadRequest));
        }

        List<CreditInstruction> read = [];
        foreach (var row in body?.Rows("CreditInstructions") ?? [])
        {
            if (row.Text("InstructionID") is not { Length: 16 } id || row.Text("PayeeFunctionalID") is not { Length: 20 } payee || row.Number("Amount") is not { } amount || row.Text("Currency") is not { Length: 3 } currency || row.Text("Narration") is { Length: > 50 })
            {
                return (head, null, Answer(head, NotReceived, $"Instruction {row.Text("InstructionID")}: InstructionID (16), PayeeFunctionalID (20), Amount, Currency (3) and Narration (50 at most) are needed.", StatusCodes.Status400BadRequest));
            }

            read.Add(new(id, payee, amount, currency));
        }

        return read.Count == 0 ? (head, null, Answer(head, NotReceived, "CreditInstructions holds 1 to 10,000 instructions.", StatusCodes.Status400BadRequest)) : (head, read, Results.Empty);
    }

    private static string Words(IReadOnlyList<string> problems) => $"{problems.Count} failed: {string.Join("; ", problems)}";

    private static IResult Answer(Head head, string code, string words, int status = StatusCodes.Status200OK)
    {
        words = words.Length <= MostWords ? words : words[..(MostWords - 1)] + "…";
        var echo = head.RequestId.Length == 12 ? head.RequestId : "000000000000"; // An answer has 12 characters whatever was asked.
        return head.Lower ? Results.Json(new Dictionary<string, string> { ["responseCode"] = code, ["responseDescription"] = words, ["requestID"] = echo }, statusCode: status)
            : Results.Json(new Dictionary<string, string> { ["ResponseCode"] = code, ["ResponseDescription"] = words, ["RequestID"] = echo }, statusCode: status);
    }

    /// <summary>What every request bears.</summary>
    private sealed record Head(string RequestId, string Source, string BatchId, bool Lower)
    {
        public string? Problem(bool batch) => RequestId.Length != 12 ? "RequestID has 12 characters."
            : Source.Length is 0 or > 12 || (!Lower && Source.Length != 12) ? "SourceBBID has 12 characters."
            : batch && BatchId.Length != 12 ? "BatchID has 12 characters." : null;
    }
}
