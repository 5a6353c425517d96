using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Spmis.Contributions.Recalculations;
using Spmis.Kernel.Access;
using Spmis.Kernel.Acts;
using Spmis.Kernel.Api;
using Spmis.Kernel.Proposals;
using Spmis.Values;

namespace Spmis.Contributions.Api;

/// <summary>What is to be reckoned again.</summary>
/// <param name="Scheme">The scheme's id.</param>
/// <param name="From">First month, as 2026-01; left out, the first that the last activation decides.</param>
public sealed record RecalculationBody(string Scheme, string? From);

/// <summary>How differences are put up for approval.</summary>
/// <param name="DueOn">Last day to pay the new bills; left out, by the package's rule for the month of approval.</param>
public sealed record SubmitBody(DateOnly? DueOn);

/// <summary>A recalculation as the API gives it.</summary>
public sealed record RecalculationAnswer(
    long Id, string Scheme, string PackageVersion, string FromMonth, string ThroughMonth, string Currency, int Differences, int ByHand, string More, string Less, int Waiting, long Missed, long? RunId,
    DateTime StartedAt, string StartedBy, DateTime? FinishedAt, DateTime? ApprovedAt, string? ApprovedBy, DateOnly? DueOn, DateTime? PostedAt, int LeftOut, DateTime? GivenUpAt)
{
    /// <summary>As it stands.</summary>
    public static RecalculationAnswer Of(Recalculation r)
    {
        var currency = Values.Currency.Of(r.Currency);
        return new(
            r.Id, r.Scheme, r.PackageVersion, r.FromMonth.ToString(), r.ThroughMonth.ToString(), r.Currency, r.Differences, r.ByHand, new Money(r.MoreMinor, currency).ToPlain(), new Money(r.LessMinor, currency).ToPlain(), r.Waiting, r.Missed, r.RunId,
            r.StartedAt, r.StartedBy, r.FinishedAt, r.ApprovedAt, r.ApprovedBy, r.DueOn, r.PostedAt, r.LeftOut, r.GivenUpAt);
    }
}

/// <summary>Base and both shares.</summary>
public sealed record SharesAnswer(string Base, string Employee, string Employer);

/// <summary>A difference as the API gives it.</summary>
public sealed record DifferenceAnswer(long Id, string PersonNumber, string? EmployerNumber, string Month, string Kind, string Wage, SharesAnswer Was, SharesAnswer? Now, string Difference, Guid? ReturnId, long? Line, Guid? ReceiptId, bool LeftOut)
{
    internal static DifferenceAnswer Of(AssessmentDifference d, Currency currency)
    {
        string Plain(long minor) => new Money(minor, currency).ToPlain();
        return new(
            d.Id, d.PersonNumber, d.EmployerNumber.Length == 0 ? null : d.EmployerNumber, d.Month.ToString(), d.Kind.ToString(), Plain(d.WageMinor), new(Plain(d.WasBaseMinor), Plain(d.WasEmployeeMinor), Plain(d.WasEmployerMinor)),
            d is { NowBaseMinor: { } b, NowEmployeeMinor: { } w, NowEmployerMinor: { } e } ? new(Plain(b), Plain(w), Plain(e)) : null, Plain(d.DifferenceMinor), d.ReturnId, d.Line, d.ReceiptId, d.LeftOut);
    }
}

/// <summary>Differences by employer as the API gives them.</summary>
public sealed record EmployerDifferenceAnswer(string? EmployerNumber, int Persons, int Months, string More, string Less);

/// <summary>A page of a list and the key behind which the next begins.</summary>
public sealed record Listed<T>(IReadOnlyList<T> Items, string? Next);

/// <summary>Endpoints for contributions reckoned again after a change of the law.</summary>
internal static class RecalculationsApi
{
    public static void Map(RouteGroupBuilder api)
    {
        api.MapGet("/recalculations", async (ListRecalculations act, long? before, int? limit, CancellationToken ct) => (await act.HandleAsync(before, limit ?? 25, ct)).Select(RecalculationAnswer.Of)).Reads(May.ReadRecalculations).WithSummary("Contributions reckoned again after a change of the law, newest first.");
        api.MapGet("/recalculations/{id:long}", async (ListRecalculations act, long id, CancellationToken ct) => RecalculationAnswer.Of(await act.ReadAsync(id, ct))).Reads(May.ReadRecalculations).WithSummary("A recalculation with its sums.");
        api.MapGet("/recalculations/{id:long}/differences", DifferencesAsync).Reads(May.ReadRecalculations).WithSummary("What comes out otherwise, by worker, employer and month.");
        api.MapGet("/recalculations/{id:long}/employers", EmployersAsync).Reads(May.ReadRecalculations).WithSummary("Differences by employer; own payments of self-employed workers have no number.");
        api.MapPost("/recalculations", (StartRecalculation act, CurrentActor actor, RecalculationBody body, CancellationToken ct) => act.HandleAsync(body.Scheme, GivenMonth.Of(body.From, "from"), actor.Change(RecalculateWorker.RunKind), ct))
            .Writes(ContributionsModule.ModuleName, May.Recalculate).WithSummary("Reckon again what was assessed, by the law as it is known now. Nothing is billed by it.");
        api.MapPost("/recalculations/{id:long}/submit", async (ApproveRecalculation act, CurrentActor actor, long id, SubmitBody body, CancellationToken ct) => PreparedAnswer.Of(await act.ProposeAsync(id, body.DueOn, actor.Change(ApproveRecalculation.Act), ct)))
            .Writes(ContributionsModule.ModuleName, May.Recalculate).WithSummary("Put the differences up for a second person.");
        api.MapPost("/recalculations/proposals/{id:long}", DecideAsync).Writes(ContributionsModule.ModuleName, May.ApproveRecalculations).WithSummary("Approve or reject the differences that somebody else prepared.");
    }

    private static async Task<Listed<DifferenceAnswer>> DifferencesAsync(ListRecalculations act, long id, DifferenceKind? kind, string? employer, bool? leftOut, long? after, int? limit, CancellationToken ct)
    {
        var currency = Currency.Of((await act.ReadAsync(id, ct)).Currency);
        var (rows, next) = await act.DifferencesAsync(id, kind, employer, leftOut ?? false, after ?? 0, limit ?? 25, ct);
        return new([.. rows.Select(d => DifferenceAnswer.Of(d, currency))], next);
    }

    private static async Task<Listed<EmployerDifferenceAnswer>> EmployersAsync(ListRecalculations act, long id, string? after, int? limit, CancellationToken ct)
    {
        var currency = Currency.Of((await act.ReadAsync(id, ct)).Currency);
        var (rows, next) = await act.EmployersAsync(id, after, limit ?? 25, ct);
        return new([.. rows.Select(e => new EmployerDifferenceAnswer(e.EmployerNumber.Length == 0 ? null : e.EmployerNumber, e.Persons, e.Months, new Money(e.MoreMinor, currency).ToPlain(), new Money(e.LessMinor, currency).ToPlain()))], next);
    }

    private static async Task<StepTaken> DecideAsync(ApproveRecalculation act, CurrentActor actor, long id, DecisionBody body, CancellationToken ct)
    {
        return await act.DecideAsync(id, body.Approve, actor.Change(body.Approve ? ApproveRecalculation.Act : "recalculations.reject", body.Reason), ct);
    }
}
