using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Spmis.Contributions.DayWork;
using Spmis.Kernel.Access;
using Spmis.Kernel.Acts;
using Spmis.Kernel.Api;
using Spmis.Kernel.Proposals;
using Spmis.Values;

namespace Spmis.Contributions.Api;

/// <summary>A purchase of vouchers as the API gives it; amounts in major units.</summary>
public sealed record PurchaseAnswer(string PaymentReference, string Scheme, int Count, string Price, string WorkerShare, string EmployerShare, string Tax, string Currency, DateOnly PayUntil, DateOnly ExpiresOn, string Bill, int Alive, int Assigned, int Used, int Expired, int Cancelled, int TakenBack)
{
    internal static PurchaseAnswer Of(PurchaseShown s)
    {
        var (p, currency) = (s.Purchase, Values.Currency.Of(s.Purchase.Currency));
        string Plain(long minor) => new Money(minor, currency).ToPlain();
        return new(p.PaymentReference, p.Scheme, p.Count, Plain(p.PriceMinor), Plain(p.EmployeeMinor), Plain(p.EmployerMinor), Plain(p.TaxMinor), p.Currency, p.PayUntil, p.ExpiresOn, s.Bill.ToString(), s.Alive, s.Assigned, s.Used, s.Expired, s.Cancelled, s.TakenBack);
    }
}

/// <summary>A purchase just made.</summary>
/// <param name="PaymentReference">Under which it is paid.</param>
/// <param name="Amount">What is to be paid.</param>
/// <param name="Currency">ISO 4217.</param>
/// <param name="PayUntil">Last day to pay; unpaid vouchers are cancelled then.</param>
/// <param name="ExpiresOn">Last day for which they can be used.</param>
public sealed record BoughtAnswer(string PaymentReference, string Amount, string Currency, DateOnly PayUntil, DateOnly ExpiresOn);

/// <summary>How many vouchers.</summary>
public sealed record BuyBody(int? Count, string? Scheme);

/// <summary>Days to put vouchers to, at most 500.</summary>
public sealed record AssignDaysBody(IReadOnlyList<AssignDay>? Days, string? Scheme);

/// <summary>A worker's day.</summary>
/// <param name="WorkerNumber">Registration number.</param>
/// <param name="Day">The day of work.</param>
/// <param name="Worked">Confirms the day with it.</param>
public sealed record AssignDay(string? WorkerNumber, DateOnly? Day, bool? Worked);

/// <summary>Vouchers named by their codes, at most 500.</summary>
public sealed record SerialsBody(IReadOnlyList<string>? Serials);

/// <summary>How many vouchers are given back; all that are left when left out.</summary>
public sealed record CancelBody(int? Count);

/// <summary>Why a day is taken back.</summary>
public sealed record TakeBackBody(string? Reason);

/// <summary>A day as the API gives it.</summary>
public sealed record DayAnswer(string Serial, DateOnly Day, string State, string? ConfirmedBy, string? WorkerNumber, string? WorkerName, string EmployerName)
{
    internal static DayAnswer Of(DayShown d) => new(d.Serial, d.Day, d.State.ToString(), d.UsedBy, d.WorkerNumber, d.WorkerName, d.EmployerName);
}

/// <summary>Endpoints for vouchers for day work.</summary>
internal static class DayWorkApi
{
    private const string Module = ContributionsModule.ModuleName;
    private const long MaxFile = 16L * 1024 * 1024;

    public static void Map(RouteGroupBuilder api)
    {
        api.MapPost("/employers/{number}/day-vouchers", async (BuyVouchers act, CurrentActor actor, string number, BuyBody body, CancellationToken ct) =>
        {
            var p = await act.HandleAsync(number, body.Count, body.Scheme, actor.Change(BuyVouchers.Act), ct);
            return new BoughtAnswer(p.PaymentReference, new Money(p.Count * p.PriceMinor, Currency.Of(p.Currency)).ToPlain(), p.Currency, p.PayUntil, p.ExpiresOn);
        }).Writes(Module, May.DayWork).WithSummary("Buy vouchers for day work (1 to 1,000) at the price of the day; they are of use once the bill is paid.");
        api.MapGet("/employers/{number}/day-vouchers", async (FindDayWork find, CurrentActor actor, string number, int? limit, CancellationToken ct) =>
            (await find.PurchasesAsync((await find.EmployerAsync(number, actor.Actor, ct)).EmployerId, limit ?? 25, ct)).Select(PurchaseAnswer.Of)).Reads(May.ReadDayWork).WithSummary("An employer's purchases of vouchers, the latest first, with what became of them.");
        api.MapPost("/day-vouchers/{reference}/cancellation", async (EndVouchers act, CurrentActor actor, string reference, CancelBody body, CancellationToken ct) => new { ended = await act.CancelAsync(reference, body.Count, actor.Change(EndVouchers.CancelAct), ct) })
            .Writes(Module, May.DayWork).WithSummary("Give vouchers back that are put to no day; their money is credited.");
        api.MapGet("/employers/{number}/day-work", async (FindDayWork find, CurrentActor actor, string number, DateOnly? day, int? limit, CancellationToken ct) =>
            (await find.DaysAsync((await find.EmployerAsync(number, actor.Actor, ct)).EmployerId, day, limit ?? 100, ct)).Select(DayAnswer.Of)).Reads(May.ReadDayWork).WithSummary("Days of work: of one day, or all that are assigned and not confirmed.");
        api.MapPost("/employers/{number}/day-work", async (AssignDays act, CurrentActor actor, string number, AssignDaysBody body, CancellationToken ct) =>
            await act.HandleAsync(number, body.Scheme, [.. (body.Days ?? []).Select((d, i) => new DayToAssign(i + 1, d.WorkerNumber?.Trim() ?? "", d.Day ?? throw new Refused("value.missing", "Give the day of each.", "day"), d.Worked ?? false))], actor.Change(AssignDays.Act), ct))
            .Writes(Module, May.DayWork).WithSummary("Put vouchers to workers' days, and confirm days: a verdict each.");
        api.MapPost("/employers/{number}/day-work/confirmation", async (ConfirmDays act, CurrentActor actor, string number, SerialsBody body, CancellationToken ct) => new { confirmed = await act.HandleAsync(number, [.. body.Serials ?? []], actor.Change(ConfirmDays.Act), ct) })
            .Writes(Module, May.DayWork).WithSummary("Confirm days of work; each becomes the worker's contribution.");
        api.MapPost("/employers/{number}/day-work/release", async (EndVouchers act, CurrentActor actor, string number, SerialsBody body, CancellationToken ct) =>
        {
            await act.ReleaseAsync(number, [.. body.Serials ?? []], actor.Change(EndVouchers.ReleaseAct), ct);
            return new { released = body.Serials?.Count ?? 0 };
        }).Writes(Module, May.DayWork).WithSummary("Call days off before they come; the vouchers can be put to other days.");
        api.MapPost("/employers/{number}/day-work/file", FileAsync).Writes(Module, May.DayWork).TakesFiles(MaxFile).DisableAntiforgery().WithSummary("A file of days (multipart, field 'file'; CSV: number or name and birth_date, day, worked). The same file twice is one, unless lines of it were refused.");
        api.MapPost("/day-vouchers/{serial}/take-back", async (TakeDayBack act, CurrentActor actor, string serial, TakeBackBody body, CancellationToken ct) => PreparedAnswer.Of(await act.ProposeAsync(serial, actor.Change(TakeDayBack.Act, body.Reason), ct)))
            .Writes(Module, May.CorrectDayWork).WithSummary("Prepare to take a confirmed day back; another person approves it.");
        api.MapPost("/day-work/proposals/{id:long}", DecideAsync).Writes(Module, May.ApproveDayWork).WithSummary("Approve or reject taking a day back that somebody else prepared.");
        api.MapGet("/me/day-work", async (FindDayWork find, CurrentActor actor, CancellationToken ct) => (await find.OwnAsync(actor.Actor.OwnNumber(), ct)).Select(DayAnswer.Of)).Reads(May.OwnDayWork).WithSummary("The own days of voucher work, the latest first.");
        api.MapPost("/me/day-work/{serial}", async (ConfirmDays act, CurrentActor actor, string serial, CancellationToken ct) =>
        {
            await act.OwnAsync(serial, actor.Actor.OwnNumber(), actor.Change(ConfirmDays.Act), ct);
            return new { serial };
        }).Writes(Module, May.OwnDayWork).WithSummary("Confirm an own day of work.");
    }

    private static async Task<DaysFiled> FileAsync(FileDays act, CurrentActor actor, string number, HttpRequest request, CancellationToken ct)
    {
        var form = request.HasFormContentType ? await request.ReadFormAsync(ct) : null;
        var file = form?.Files.GetFile("file") ?? throw new Refused("import.no-file", "Send the file as multipart/form-data in a field named file.", "file");
        await using var content = file.OpenReadStream();
        return await act.HandleAsync(number, form["scheme"].ToString(), content, file.FileName, actor.Change("daywork.file"), ct);
    }

    private static async Task<StepTaken> DecideAsync(ContributionsDb db, FourEyes fourEyes, CurrentActor actor, long id, DecisionBody body, CancellationToken ct)
    {
        _ = await Microsoft.EntityFrameworkCore.EntityFrameworkQueryableExtensions.SingleOrDefaultAsync(db.Proposals, p => p.Id == id && p.Act == TakeDayBack.Act, ct) ?? throw new Refused("proposal.unknown", $"There is no proposal {id} of this kind.");
        return await (body.Approve ? fourEyes.ApproveAsync(Module, id, actor.Change("daywork.approve", body.Reason), ct) : fourEyes.RejectAsync(Module, id, actor.Change("daywork.reject", body.Reason), ct));
    }
}
