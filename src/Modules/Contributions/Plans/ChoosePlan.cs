using Microsoft.EntityFrameworkCore;
using Spmis.Contributions.Copies;
using Spmis.Kernel.Acts;
using Spmis.Values;

namespace Spmis.Contributions.Plans;

/// <summary>What somebody without an employer chooses.</summary>
public sealed record PlanInput
{
    /// <summary>Registration number.</summary>
    public required string Number { get; init; }

    /// <summary>The scheme; left out where only one collects.</summary>
    public string? Scheme { get; init; }

    /// <summary>Income of a month, as 120000 or 1234.50, where the package asks for it.</summary>
    public string? Income { get; init; }

    /// <summary>Class of contributions, where the package has classes.</summary>
    public string? Class { get; init; }

    /// <summary>For how long at a time, a word of the package, where it has several.</summary>
    public string? Periodicity { get; init; }

    /// <summary>The first month, as 2026-03; left out, the present one.</summary>
    public string? From { get; init; }
}

/// <summary>
/// Chooses, changes or ends the plan of somebody without an employer. A new choice holds from its first month on, what was bought before stays as it was bought; money held for the worker is put to the plan at once.
/// </summary>
public sealed class ChoosePlan(ContributionsDb db, SchemeBook schemes, FillPlans fill, FindPlans find)
{
    /// <summary>The act's name.</summary>
    public const string Act = "plans.choose";

    /// <summary>The act that ends a plan.</summary>
    public const string EndAct = "plans.end";

    private const int MostMonthsAhead = 12;

    /// <summary>Chooses.</summary>
    /// <exception cref="Refused">The person is unknown or dead, the package does not offer this, the month lies too far ahead or can no longer be paid, or it is the plan already.</exception>
    public async Task<ContributionPlan> HandleAsync(PlanInput input, Change change, CancellationToken ct)
    {
        var worker = await find.WorkerAsync(input.Number, ct);
        if (worker.DiedOn is not null)
        {
            throw new Refused("plan.died", "This person has died according to the register; nobody can contribute for them any more.", "number");
        }

        var scheme = await schemes.SchemeAsync(input.Scheme, ct);
        var from = await FromAsync(scheme, input.From, change.Today, ct);
        var rules = await schemes.ForMonthAsync(scheme, from, ct);
        var choice = Choice(rules, input);
        if (rules.Open().TryPrice(choice, from) is null)
        {
            throw new Refused("plan.no-price", $"The package of {scheme} gives no price for this choice in {from}; choose otherwise, or have the package looked at.", "periodicity");
        }

        ContributionPlan? made = null;
        await db.WriteAsync(async () => made = await WriteAsync(worker, scheme, rules.Currency, from, choice, change, ct), ct);
        return made ?? throw new InvalidOperationException("The transaction ended without a plan.");
    }

    /// <summary>Ends a plan with the present month, or with the last one bought where that is later.</summary>
    /// <exception cref="Refused">The person is unknown or has no open plan in the scheme.</exception>
    public async Task EndAsync(string number, string scheme, Change change, CancellationToken ct)
    {
        var worker = await find.WorkerAsync(number, ct);
        await db.WriteAsync(
            async () =>
            {
                if ((await OpenAsync(worker.PersonId, scheme, ct)).Count == 0)
                {
                    throw new Refused("plan.none", $"There is no open plan in {scheme}.", "scheme");
                }

                var last = await db.Set<PlanMonth>().Where(m => m.PersonId == worker.PersonId && m.Scheme == scheme).OrderByDescending(m => m.Month).Select(m => (Month?)m.Month).FirstOrDefaultAsync(ct);
                await EndAsync(worker.PersonId, scheme, last is { } bought && bought > Month.Of(change.Today) ? bought : Month.Of(change.Today), change, ct);
            },
            ct);
    }

    private async Task<ContributionPlan> WriteAsync(WorkerCopy worker, string scheme, Currency currency, Month from, OwnChoice choice, Change change, CancellationToken ct)
    {
        var open = await OpenAsync(worker.PersonId, scheme, ct);
        if (open.Find(p => p.Choice == choice && p.From <= from) is not null)
        {
            throw new Refused("plan.same", "This is the plan already.", "periodicity");
        }

        await EndAsync(worker.PersonId, scheme, from.Add(-1), change, ct);
        var plan = new ContributionPlan
        {
            Id = Guid.CreateVersion7(), PersonId = worker.PersonId, DeclaredPersonId = worker.PersonId, Scheme = scheme, Currency = currency.Code, From = from, Open = true,
            IncomeMinor = choice.IncomeMinor, Class = choice.Class, Periodicity = choice.Periodicity, ChosenAt = change.Now, ChosenBy = change.Actor.Name, Version = 1,
        };
        db.Add(plan);
        await db.SaveAsync(change, ct);
        await fill.ForAsync([worker.PersonId], change, ct);
        return plan;
    }

    private Task<List<ContributionPlan>> OpenAsync(Guid person, string scheme, CancellationToken ct) => db.Set<ContributionPlan>().Where(p => p.PersonId == person && p.Scheme == scheme && p.Open == true).ToListAsync(ct);

    /// <summary>Ends what is open, of merged records all; a plan that had not begun ends before it does.</summary>
    private async Task EndAsync(Guid person, string scheme, Month last, Change change, CancellationToken ct)
    {
        foreach (var plan in await OpenAsync(person, scheme, ct))
        {
            (plan.Open, plan.Until, plan.Version) = (null, last, plan.Version + 1);
        }

        await db.SaveAsync(change, ct);
    }

    private async Task<Month> FromAsync(string scheme, string? written, DateOnly today, CancellationToken ct)
    {
        var present = Month.Of(today);
        if (string.IsNullOrWhiteSpace(written))
        {
            return present;
        }

        var month = Month.TryParse(written.Trim(), out var read) ? read : throw new Refused("value.month", "Write the month as 2026-03.", "from");
        if (month > present.Add(MostMonthsAhead))
        {
            throw new Refused("plan.ahead", $"Choose a first month up to {present.Add(MostMonthsAhead)}.", "from");
        }

        return month >= present || (await schemes.ForMonthAsync(scheme, month, ct)).Open().TryDueDate(month) >= today
            ? month
            : throw new Refused("plan.past", $"The last day to pay {month} has passed; choose a later month.", "from");
    }

    private static OwnChoice Choice(SchemeRules rules, PlanInput input)
    {
        long? income = null;
        if (rules.AsksIncome)
        {
            income = string.IsNullOrWhiteSpace(input.Income) ? throw new Refused("plan.income", "Write your income of a month; the contribution follows from it.", "income")
                : !Money.TryParse(input.Income.Trim(), rules.Currency, out var money, out var problem) ? throw new Refused("amount.form", problem ?? "The amount cannot be read.", "income")
                : money.Minor;
        }

        return new OwnChoice(income, Word(rules, SchemeRules.ClassFact, input.Class, "class"), Word(rules, SchemeRules.PeriodicityFact, input.Periodicity, "periodicity"));
    }

    private static string? Word(SchemeRules rules, string fact, string? written, string field)
    {
        var words = rules.Choices(fact);
        return words.Count == 0 ? null : words.Contains(written?.Trim()) ? written?.Trim() : throw new Refused("plan.choice", $"Choose one of {string.Join(", ", words)}.", field);
    }
}
