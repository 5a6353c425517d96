using Spmis.Contributions.Copies;
using Spmis.Kernel.Acts;
using Spmis.Values;

namespace Spmis.Contributions.Plans;

/// <summary>A way to pay for oneself.</summary>
/// <param name="Periodicity">For how long at a time, the package's word; null where it knows only months.</param>
/// <param name="Months">Months paid for at a time.</param>
/// <param name="Price">For all of them together.</param>
/// <param name="Saved">Saved against paying month by month.</param>
/// <param name="Base">Insured earnings of each month.</param>
public sealed record PlanOffer(string? Periodicity, int Months, Money Price, Money Saved, Money Base);

/// <summary>What a scheme offers somebody who pays for themself.</summary>
/// <param name="Scheme">The scheme.</param>
/// <param name="AsksIncome">The contribution follows from the income of a month.</param>
/// <param name="Classes">Classes to choose from; none where the package has none.</param>
/// <param name="Periods">The package's words for how long one can pay at a time.</param>
/// <param name="Offers">What each costs; none as long as income or class is missing.</param>
public sealed record SchemeOffers(string Scheme, bool AsksIncome, IReadOnlyList<string> Classes, IReadOnlyList<string> Periods, IReadOnlyList<PlanOffer> Offers);

/// <summary>What the packages in force offer people who pay for themselves, with the prices of a month.</summary>
public sealed class ListOffers(SchemeBook schemes)
{
    /// <summary>The schemes that collect and are in force in a month.</summary>
    public async Task<IReadOnlyList<string>> SchemesAsync(Month month, CancellationToken ct)
    {
        List<string> found = [];
        foreach (var scheme in await schemes.CollectingAsync(ct))
        {
            if (await schemes.IsInForceAsync(scheme, month, long.MaxValue, ct))
            {
                found.Add(scheme);
            }
        }

        return found;
    }

    /// <summary>The currency a scheme collects in.</summary>
    /// <exception cref="Refused">No version of it is active.</exception>
    public Task<Currency> CurrencyAsync(string scheme, CancellationToken ct) => schemes.CurrencyOfAsync(scheme, ct);

    /// <summary>Income as written, in minor units; null when none is.</summary>
    /// <exception cref="Refused">It cannot be read, or the scheme is not active.</exception>
    internal async Task<long?> IncomeAsync(string scheme, string? written, CancellationToken ct) => string.IsNullOrWhiteSpace(written) ? null
        : Money.TryParse(written.Trim(), await CurrencyAsync(scheme, ct), out var money, out var problem) ? money.Minor : throw new Refused("amount.form", problem ?? "The amount cannot be read.", "income");

    /// <summary>What a scheme offers for a choice of income and class.</summary>
    /// <exception cref="Refused">The scheme collects nothing, or is not in force in the month.</exception>
    public async Task<SchemeOffers> HandleAsync(string scheme, Month month, long? incomeMinor, string? ofClass, CancellationToken ct)
    {
        var rules = await schemes.ForMonthAsync(await schemes.SchemeAsync(scheme, ct), month, ct);
        var session = rules.Open();
        var periods = rules.Choices(SchemeRules.PeriodicityFact);
        List<PlanOffer> offers = [];
        foreach (var word in periods.Count == 0 ? [null] : periods.Cast<string?>())
        {
            if ((incomeMinor is not null || !rules.AsksIncome) && session.TryPrice(new OwnChoice(incomeMinor, ofClass, word), month) is { } price)
            {
                offers.Add(new PlanOffer(word, price.Months, new Money(price.PriceMinor, rules.Currency), new Money(price.SavedMinor, rules.Currency), new Money(price.BaseMinor, rules.Currency)));
            }
        }

        return new SchemeOffers(scheme, rules.AsksIncome, rules.Choices(SchemeRules.ClassFact), periods, offers);
    }
}
