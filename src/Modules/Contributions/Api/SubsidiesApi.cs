using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Spmis.Contributions.Subsidies;
using Spmis.Kernel.Access;
using Spmis.Kernel.Api;
using Spmis.Kernel.Proposals;
using Spmis.Values;

namespace Spmis.Contributions.Api;

/// <summary>A programme as the API gives it. Amounts are plain decimals in the currency of the scheme.</summary>
public sealed record SubsidyAnswer(long Id, string Name, string Donor, string PaymentReference, bool Prepaid, string Scheme, string Kind, string Reach, string From, string? To, string Given, string? Budget, string? Left, string DonorGiven, string DonorReceived, string Currency)
{
    public static SubsidyAnswer Of(ProgrammeRow r)
    {
        var (p, d) = (r.Programme, r.Donor);
        string Plain(long minor) => new Money(minor, Values.Currency.Of(p.Currency)).ToPlain();
        return new(p.Id, p.Name, d.Name, d.PaymentReference, d.Prepaid, p.Scheme, p.Kind.ToString(), p.Reach.ToString(), p.From.ToString(), p.To?.ToString(), Plain(p.GivenMinor), p.BudgetMinor is { } budget ? Plain(budget) : null, r.LeftMinor is { } left ? Plain(left) : null, Plain(d.GivenMinor), Plain(d.ReceivedMinor), p.Currency);
    }
}

/// <summary>A month of a programme.</summary>
/// <param name="Month">The month helped with.</param>
/// <param name="Persons">For how many.</param>
/// <param name="Given">Given, less what was taken back.</param>
/// <param name="NotCovered">What the budget or the fund had no more for.</param>
public sealed record SubsidyMonthAnswer(string Month, int Persons, string Given, string NotCovered);

/// <summary>A donor's bill.</summary>
public sealed record DonorBillAnswer(string Month, string Amount, string Paid, string Open, DateOnly DueOn);

/// <summary>The donor's report.</summary>
public sealed record SubsidyReportAnswer(SubsidyAnswer Programme, IEnumerable<SubsidyMonthAnswer> Months, IEnumerable<DonorBillAnswer> Bills)
{
    public static SubsidyReportAnswer Of(ProgrammeReport r)
    {
        string Plain(long minor) => new Money(minor, Currency.Of(r.Row.Programme.Currency)).ToPlain();
        return new(SubsidyAnswer.Of(r.Row), r.Months.Select(m => new SubsidyMonthAnswer(m.Month.ToString(), m.Persons, Plain(m.GivenMinor), Plain(m.ShortMinor))), r.Bills.Select(b => new DonorBillAnswer(b.Bill.Month.ToString(), Plain(b.Bill.AmountMinor), Plain(b.PaidMinor), Plain(b.OpenMinor), b.Bill.DueOn)));
    }
}

/// <summary>A programme to be started, and why.</summary>
public sealed record ProgrammeBody(NewProgramme Programme, string? Reason);

/// <summary>The last month of a programme, and why.</summary>
public sealed record ProgrammeEndBody(string? To, string? Reason);

/// <summary>Endpoints for subsidies of third payers.</summary>
internal static class SubsidiesApi
{
    public static void Map(RouteGroupBuilder api)
    {
        api.MapGet("/subsidies", async (FindSubsidies act, CancellationToken ct) => (await act.ListAsync(ct)).Select(SubsidyAnswer.Of)).Reads(May.ReadSubsidies).WithSummary("Subsidy programmes with their donors' accounts, the latest first; at most 200.");
        api.MapGet("/subsidies/{id:long}", async (FindSubsidies act, long id, CancellationToken ct) => SubsidyReportAnswer.Of(await act.ReportAsync(id, ct))).Reads(May.ReadSubsidies).WithSummary("The donor's report: months with persons and amounts, and the donor's bills. No names.");
        api.MapPost("/subsidies", async (StartProgramme act, CurrentActor actor, ProgrammeBody body, CancellationToken ct) => PreparedAnswer.Of(await act.ProposeAsync(body.Programme, actor.Change(StartProgramme.Act, body.Reason), ct)))
            .Writes(ContributionsModule.ModuleName, May.PrepareSubsidies).WithSummary("Prepare a subsidy programme; another person approves it.");
        api.MapPost("/subsidies/{id:long}/end", async (EndProgramme act, CurrentActor actor, long id, ProgrammeEndBody body, CancellationToken ct) => PreparedAnswer.Of(await act.ProposeAsync(id, body.To, actor.Change(EndProgramme.Act, body.Reason), ct)))
            .Writes(ContributionsModule.ModuleName, May.PrepareSubsidies).WithSummary("Prepare the last month of a programme; another person approves it.");
        api.MapPost("/subsidies/proposals/{id:long}", DecideAsync).Writes(ContributionsModule.ModuleName, May.ApproveSubsidies).WithSummary("Approve or reject a programme, or its end, that somebody else prepared.");
    }

    private static async Task<StepTaken> DecideAsync(FindSubsidies find, FourEyes fourEyes, CurrentActor actor, long id, DecisionBody body, CancellationToken ct)
    {
        await find.CheckProposalAsync(id, ct);
        return await (body.Approve ? fourEyes.ApproveAsync(ContributionsModule.ModuleName, id, actor.Change("subsidies.approve", body.Reason), ct) : fourEyes.RejectAsync(ContributionsModule.ModuleName, id, actor.Change("subsidies.reject", body.Reason), ct));
    }
}
