using Microsoft.EntityFrameworkCore;
using Spmis.Kernel.Acts;
using Spmis.Values;

namespace Spmis.Contributions.Bills;

/// <summary>A bill in a list.</summary>
public sealed record BillItem
{
    public required string PaymentReference { get; init; }

    public required BillKind Kind { get; init; }

    public required string EmployerNumber { get; init; }

    public required Month Month { get; init; }

    public required Money Amount { get; init; }

    public required Money Open { get; init; }

    public required DateOnly DueOn { get; init; }

    public required DateTime IssuedAt { get; init; }

    public required BillState State { get; init; }
}

/// <summary>Bills in the order of their payment references, which is the order of issue.</summary>
public sealed class ListBills(ContributionsDb db)
{
    public const int Most = 1000;

    /// <summary>The next bills behind a payment reference.</summary>
    /// <param name="actor">An employer's user sees its own only.</param>
    /// <param name="after">The last reference seen, or null.</param>
    /// <param name="limit">At most 1,000.</param>
    /// <param name="kind">One kind only, or null.</param>
    /// <param name="employerNumber">One employer only, or null.</param>
    /// <param name="openOnly">Leaves out what is paid.</param>
    /// <param name="ct">Cancels.</param>
    public async Task<IReadOnlyList<BillItem>> HandleAsync(Actor actor, string? after, int limit, BillKind? kind, string? employerNumber, bool openOnly, CancellationToken ct)
    {
        var bills = Visible(db, actor);
        bills = kind is null ? bills : bills.Where(b => b.Kind == kind);
        bills = employerNumber is null ? bills : bills.Where(b => b.EmployerNumber == employerNumber);
        bills = openOnly ? bills.Where(b => b.PaidOn == null) : bills;
        var number = PaymentReference.NumberOf(after);
        return [.. (await bills.Where(b => b.Number > number).OrderBy(b => b.Number).Take(Math.Clamp(limit, 1, Most)).ToListAsync(ct)).Select(Item)];
    }

    /// <summary>The bills an actor may see.</summary>
    internal static IQueryable<Bill> Visible(ContributionsDb db, Actor actor) =>
        actor.Employer is { } own ? db.Set<Bill>().AsNoTracking().Where(b => b.EmployerNumber == own) : db.Set<Bill>().AsNoTracking();

    internal static BillItem Item(Bill b)
    {
        var currency = Currency.Of(b.Currency);
        return new BillItem
        {
            PaymentReference = b.PaymentReference, Kind = b.Kind, EmployerNumber = b.EmployerNumber, Month = b.Month, Amount = new Money(b.AmountMinor, currency), Open = new Money(b.OpenMinor, currency), DueOn = b.DueOn, IssuedAt = b.IssuedAt, State = b.State,
        };
    }
}
