using System.Globalization;
using Spmis.Samples.Employers;
using Spmis.Samples.People;
using Spmis.Samples.Places;
using Spmis.Samples.Randomness;
using Spmis.Values;

namespace Spmis.Samples.Bank;

/// <summary>How employers pay: each has a habit, and the draw of a bill depends on (seed, employer, month, how-manieth bill of the month) alone.</summary>
internal static class PaymentHabits
{
    private const int OnTime = 0;
    private const int Late = 1;
    private const int Partial = 2;
    private const int Over = 3;
    private const int None = 4;
    private static readonly int[] Habits = [7600, 8700, 9200, 9500, 10_000];

    public static IEnumerable<Receipt> Receipts(long seed, Employer employer, Bill bill, int nth)
    {
        // The first employers of the file show one habit each, so that the smallest demo has every kind of receipt.
        var habit = employer.Line <= Habits.Length ? employer.Line - 1 : new Draw(seed, Randomness.Stream.Receipt, employer.Line).Class(Habits);
        var draw = new Draw(seed, Randomness.Stream.Receipt, (((long)employer.Line * 1_000_000) + bill.Period.Code) * 10 + nth);
        if (bill.Amount.Minor <= 0 || (habit == None && draw.Chance(8000)))
        {
            yield break;
        }

        var first = bill.DueOn.AddDays(habit == Late && draw.Chance(7500) ? draw.Between(5, 40) : -draw.Below(6));
        first = first < bill.IssuedOn ? bill.IssuedOn.Value.AddDays(draw.Below(3)) : first;
        var amount = bill.Amount;
        if (habit == Partial && amount.Minor > 1)
        {
            var part = new Money(Math.Max(1, amount.Minor * draw.Between(30, 80) / 100), amount.Currency);
            yield return One(employer, bill, nth, 1, first, part, ref draw);
            if (draw.Chance(4000))
            {
                yield return One(employer, bill, nth, 2, first.AddDays(draw.Between(7, 30)), amount - part, ref draw);
            }

            yield break;
        }

        var more = habit == Over && draw.Chance(6000) ? Math.Max(1, amount.Minor * draw.Between(1, 20) / 100) : 0;
        yield return One(employer, bill, nth, 1, first, amount + new Money(more, amount.Currency), ref draw);
    }

    private static Receipt One(Employer employer, Bill bill, int nth, int part, DateOnly on, Money amount, ref Draw draw)
    {
        var id = string.Create(CultureInfo.InvariantCulture, $"RCPT{bill.Period.Code}{employer.Line:D5}{nth}{part}");
        var (structured, text) = draw.Class([5500, 9000, 9300, 9500, 9700, 10_000]) switch
        {
            0 => (bill.PaymentReference, null),
            1 => (null, $"Contributions {bill.Period} ref {bill.PaymentReference}"),
            2 => (null, $"Social security {bill.Period}"),
            3 => (null, $"Contributions {bill.Period} employer {bill.EmployerNumber}"),
            4 => (Wrong(bill.PaymentReference, ref draw), null),
            _ => ((string?)null, (string?)null),
        };
        return new Receipt(id, on, amount, employer.Name.Length > 0 ? employer.Name : employer.Reference, structured, text);
    }

    // Two digits at the end change places or one is another; where there are no digits, a letter is lost.
    private static string Wrong(string reference, ref Draw draw)
    {
        var digits = reference.Length - reference.AsSpan().TrimEnd("0123456789").Length;
        return digits > 2 ? reference[..^digits] + Slip.OfDigits(reference[^digits..], ref draw) : reference[..^1];
    }
}
