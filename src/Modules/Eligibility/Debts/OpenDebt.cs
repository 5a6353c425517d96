using System.Runtime.CompilerServices;
using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Spmis.Eligibility.Awards;
using Spmis.Eligibility.Recalculations;
using Spmis.Kernel.Acts;
using Spmis.Kernel.Data;
using Spmis.Kernel.Proposals;
using Spmis.Kernel.Runs;
using Spmis.Values;

namespace Spmis.Eligibility.Debts;

/// <summary>What was paid too much, found by a person.</summary>
/// <param name="AwardNumber">The award.</param>
/// <param name="FromMonth">First month of it, yyyyMM.</param>
/// <param name="ThroughMonth">Last month of it, yyyyMM.</param>
/// <param name="AmountMinor">How much too much in all, minor units.</param>
/// <param name="Reason">In words the person will understand.</param>
public sealed record NewDebt(string AwardNumber, int FromMonth, int ThroughMonth, long AmountMinor, string Reason);

/// <summary>Opens a debt that a person found, such as after a decision was withdrawn; by two people. Those of a recalculation are opened with its approval.</summary>
/// <param name="db">The module's database.</param>
/// <param name="fourEyes">Proposals.</param>
public sealed class OpenDebt(EligibilityDb db, FourEyes fourEyes) : IProposedAct, IAmountAtStake
{
    /// <summary>The act's name.</summary>
    public const string Act = "debts.open";

    /// <summary>Puts the debt up for a second person.</summary>
    /// <exception cref="Refused">No such award, no reason, or more than was paid in those months and is not a debt already.</exception>
    public async Task<Proposal> ProposeAsync(NewDebt input, Change change, CancellationToken ct)
    {
        var reason = DebtRules.Reason(input.Reason);
        var award = await CheckAsync(input, ct);
        return await fourEyes.ProposeAsync(EligibilityModule.ModuleName, Act, award.Number, $"Debt of award {award.Number}: {new Money(input.AmountMinor, Currency.Of(award.Currency))}", input with { Reason = reason }, change, ct);
    }

    /// <inheritdoc />
    public async Task<IReadOnlyList<ShownField>> ShowAsync(string payload, CancellationToken ct)
    {
        var input = Read(payload);
        var award = await AwardQueries.ByNumberAsync(db, input.AwardNumber, ct);
        return
        [
            new("Award", null, award.Number),
            new("Months", null, $"{Month.FromCode(input.FromMonth)} – {Month.FromCode(input.ThroughMonth)}"),
            new("Paid too much", null, new Money(input.AmountMinor, Currency.Of(award.Currency)).ToString()),
            new("Because", null, input.Reason),
        ];
    }

    /// <inheritdoc />
    public async Task<IReadOnlyList<Money>> AtStakeAsync(string payload, CancellationToken ct)
    {
        var input = Read(payload);
        var award = await AwardQueries.ByNumberAsync(db, input.AwardNumber, ct);
        return [new Money(input.AmountMinor, Currency.Of(award.Currency))];
    }

    /// <inheritdoc />
    public async Task ApplyAsync(string payload, Change change, CancellationToken ct)
    {
        var input = Read(payload);
        var award = await CheckAsync(input, ct);
        var person = await db.Persons.AsNoTracking().Where(p => p.PersonId == award.PersonId).Select(p => p.RegistrationNumber).SingleAsync(ct);
        db.Debts.Add(new Debt
        {
            Id = Guid.CreateVersion7(), Number = Debt.NumberOf(await db.TakeNumbersAsync(Debt.Series, 1, ct)), AwardId = award.Id, AwardNumber = award.Number, Scheme = award.Scheme, Currency = award.Currency, PersonNumber = person,
            FromMonth = Month.FromCode(input.FromMonth), ThroughMonth = Month.FromCode(input.ThroughMonth), AmountMinor = input.AmountMinor, Reason = input.Reason, OpenedAt = change.Now, OpenedBy = change.Actor.Name,
        });
        await db.SaveAsync(change, ct);
    }

    /// <summary>No more can be owed of months than was paid of them and is not a debt already.</summary>
    private async Task<Award> CheckAsync(NewDebt input, CancellationToken ct)
    {
        var award = await AwardQueries.ByNumberAsync(db, input.AwardNumber, ct);
        var (from, through) = (Month.FromCode(input.FromMonth), Month.FromCode(input.ThroughMonth));
        if (input.AmountMinor <= 0 || through < from)
        {
            throw new Refused("debt.amount", "Give how much was paid too much, above 0, and the first and last month of it.", input.AmountMinor <= 0 ? "amount" : "throughMonth");
        }

        var paid = await db.AwardMonths.Where(m => m.AwardId == award.Id && m.Outcome == KeepPaidMonths.Paid && m.Month >= from && m.Month <= through).SumAsync(m => m.AmountMinor, ct);
        var owed = await db.Debts.Where(d => d.AwardId == award.Id && d.FromMonth <= through && d.ThroughMonth >= from).SumAsync(d => d.AmountMinor, ct);
        return input.AmountMinor <= paid - owed
            ? award
            : throw new Refused("debt.more-than-paid", $"Of {from} to {through} award {award.Number} was paid {new Money(paid, Currency.Of(award.Currency))}, and {new Money(owed, Currency.Of(award.Currency))} of it is a debt already: no more than the rest can be owed.", "amount");
    }

    private static NewDebt Read(string payload) => JsonSerializer.Deserialize<NewDebt>(payload, SpmisJson.Options) ?? throw new InvalidOperationException("The proposal is empty.");
}

/// <summary>Opens the debts of an approved recalculation, one an award, five hundred at a time.</summary>
public sealed class OpenDebtsWorker(EligibilityDb db) : IRunWorker
{
    /// <summary>The kind of run.</summary>
    public const string RunKind = "eligibility.open-debts";

    private const int Awards = 500;

    /// <inheritdoc />
    public string Kind => RunKind;

    /// <inheritdoc />
    public string Permission => "awards.prepare";

    /// <inheritdoc />
    public bool MayStop => false;

    /// <inheritdoc />
    public async IAsyncEnumerable<RunChunk> ChunksAsync(Run run, [EnumeratorCancellation] CancellationToken ct)
    {
        var r = await db.Recalculations.AsNoTracking().SingleAsync(x => x.Id == run.InputAs<RecalculateInput>().RecalculationId, ct);
        var after = run.Checkpoint ?? "";
        while (true)
        {
            var from = after;
            var numbers = await db.AwardDifferences.Where(d => d.RecalculationId == r.Id && d.Kind == DifferenceKind.Overpaid && string.Compare(d.AwardNumber, from) > 0).Select(d => d.AwardNumber).Distinct().OrderBy(n => n).Take(Awards).ToListAsync(ct);
            if (numbers.Count == 0)
            {
                yield break;
            }

            after = numbers[^1];
            yield return new RunChunk(after, (services, step, token) => OpenAsync(services.GetRequiredService<EligibilityDb>(), r, numbers, step, token));
        }
    }

    private static async Task OpenAsync(EligibilityDb db, Recalculation r, List<string> numbers, RunStep step, CancellationToken ct)
    {
        var months = (await db.AwardDifferences.AsNoTracking().Where(d => d.RecalculationId == r.Id && d.Kind == DifferenceKind.Overpaid && numbers.Contains(d.AwardNumber)).ToListAsync(ct)).GroupBy(d => d.AwardNumber).OrderBy(g => g.Key, StringComparer.Ordinal).ToList();
        var first = await db.TakeNumbersAsync(Debt.Series, months.Count, ct);
        var debts = months.Select((g, n) => new Debt
        {
            Id = Guid.CreateVersion7(), Number = Debt.NumberOf(first + n), AwardId = g.First().AwardId, AwardNumber = g.Key, Scheme = r.Scheme, Currency = r.Currency, PersonNumber = g.First().PersonNumber, RecalculationId = r.Id,
            FromMonth = g.Min(d => d.Month), ThroughMonth = g.Max(d => d.Month), AmountMinor = -g.Sum(d => d.DifferenceMinor), Reason = $"{r.Scheme} {r.PackageVersion}", OpenedAt = step.Change.Now, OpenedBy = step.Change.Actor.Name,
        }).ToList();
        await db.BulkInsertAsync(debts, ct);
        db.RecordBulk(step.Change, nameof(Debt), $"recalculation {r.Id}, up to {numbers[^1]}", new { debts = debts.Count, minor = debts.Sum(d => d.AmountMinor) });
        step.Count(debts.Count, 0);
    }
}
