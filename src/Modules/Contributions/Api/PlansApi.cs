using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Spmis.Contributions.Plans;
using Spmis.Kernel.Access;
using Spmis.Kernel.Acts;
using Spmis.Kernel.Api;
using Spmis.Values;

namespace Spmis.Contributions.Api;

/// <summary>A choice as the API takes it. Whose it is stands in the address.</summary>
public sealed record PlanBody(string? Scheme, string? Income, string? Class, string? Periodicity, string? From);

/// <summary>The plan that is ended.</summary>
public sealed record PlanEndBody(string? Scheme);

/// <summary>An open plan as the API gives it.</summary>
public sealed record PlanAnswer(string Scheme, string Currency, string From, string? Income, string? Class, string? Periodicity)
{
    internal static PlanAnswer Of(ContributionPlan p) => new(p.Scheme, p.Currency, p.From.ToString(), p.IncomeMinor is { } minor ? new Money(minor, Values.Currency.Of(p.Currency)).ToPlain() : null, p.Class, p.Periodicity);
}

/// <summary>What is to be paid next, as the API gives it.</summary>
public sealed record NextPeriodAnswer(string Scheme, string First, string Last, string Amount, string Currency, DateOnly DueOn);

/// <summary>A month bought, as the API gives it.</summary>
public sealed record MonthBoughtAnswer(string Scheme, string Month, string PeriodFirst, string Price, string Paid, string Currency, DateOnly BoughtOn);

/// <summary>How somebody pays for themself, as the API gives it.</summary>
public sealed record PersonPlansAnswer(string PersonNumber, IEnumerable<PlanAnswer> Plans, IEnumerable<NextPeriodAnswer> Next, IEnumerable<string> Held, IEnumerable<MonthBoughtAnswer> Months)
{
    internal static PersonPlansAnswer Of(PersonPlans p) => new(
        p.Number, p.Plans.Select(PlanAnswer.Of), p.Next.Select(n => new NextPeriodAnswer(n.Scheme, n.First.ToString(), n.Last.ToString(), n.Amount.ToPlain(), n.Amount.Currency.Code, n.DueOn)), p.Held.Select(h => h.ToString()),
        p.Months.Select(m => new MonthBoughtAnswer(m.Scheme, m.Month.ToString(), m.PeriodFirst.ToString(), m.Price.ToPlain(), m.Paid.ToPlain(), m.Price.Currency.Code, m.BoughtOn)));
}

/// <summary>Endpoints for people who pay for themselves.</summary>
internal static class PlansApi
{
    public static void Map(RouteGroupBuilder api)
    {
        api.MapGet("/persons/{number}/plan", async (FindPlans find, TimeProvider time, string number, CancellationToken ct) => PersonPlansAnswer.Of(await find.HandleAsync(number, DateOnly.FromDateTime(time.GetUtcNow().UtcDateTime), ct)))
            .Reads(May.ReadRecord).WithSummary("How a person without an employer pays: open plans, what is next, what is held, months bought.");
        api.MapGet("/me/plan", async (FindPlans find, CurrentActor actor, TimeProvider time, CancellationToken ct) => PersonPlansAnswer.Of(await find.HandleAsync(actor.Actor.OwnNumber(), DateOnly.FromDateTime(time.GetUtcNow().UtcDateTime), ct)))
            .Reads(May.OwnPlans).WithSummary("How the person signed in pays for themself.");
        api.MapPost("/me/plan", (ChoosePlan act, CurrentActor actor, PlanBody body, CancellationToken ct) => ChooseAsync(act, actor, actor.Actor.OwnNumber(), body, ct))
            .Writes(ContributionsModule.ModuleName, May.OwnPlans).WithSummary("Choose or change the own plan.");
        api.MapPost("/persons/{number}/plan", ChooseAsync)
            .Writes(ContributionsModule.ModuleName, May.ChoosePlans).WithSummary("Choose or change the plan of a person without an employer: scheme (left out, the only one), income of a month, class and for how long at a time, as far as the package asks.");
        api.MapPost("/persons/{number}/plan/end", async (ChoosePlan act, CurrentActor actor, string number, PlanEndBody body, CancellationToken ct) =>
        {
            await act.EndAsync(number, body.Scheme ?? "", actor.Change(ChoosePlan.EndAct), ct);
            return new { number };
        }).Writes(ContributionsModule.ModuleName, May.ChoosePlans).WithSummary("End a plan with the present month, or with the last one bought.");
        api.MapGet("/plan-offers/{scheme}", async (ListOffers offers, TimeProvider time, string scheme, string? income, string? ofClass, CancellationToken ct) =>
                Offers(await offers.HandleAsync(scheme, Month.Of(DateOnly.FromDateTime(time.GetUtcNow().UtcDateTime)), await offers.IncomeAsync(scheme, income, ct), ofClass, ct)))
            .Reads(May.ReadRecord).WithSummary("What a scheme offers people who pay for themselves this month, with prices; income of a month and class as far as the package asks.");
    }

    private static async Task<PlanAnswer> ChooseAsync(ChoosePlan act, CurrentActor actor, string number, PlanBody body, CancellationToken ct) =>
        PlanAnswer.Of(await act.HandleAsync(new PlanInput { Number = number, Scheme = body.Scheme, Income = body.Income, Class = body.Class, Periodicity = body.Periodicity, From = body.From }, actor.Change(ChoosePlan.Act), ct));

    private static object Offers(SchemeOffers o) => new
    {
        o.Scheme, o.AsksIncome, o.Classes, o.Periods,
        offers = o.Offers.Select(x => new { x.Periodicity, x.Months, price = x.Price.ToPlain(), saved = x.Saved.ToPlain(), @base = x.Base.ToPlain(), currency = x.Price.Currency.Code }),
    };
}
