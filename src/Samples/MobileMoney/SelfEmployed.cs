using System.Globalization;
using Spmis.Samples.People;
using Spmis.Samples.Places;
using Spmis.Samples.Randomness;
using Spmis.Values;

namespace Spmis.Samples.MobileMoney;

/// <summary>What a self-employed worker pays, and how the payment is written.</summary>
internal static class SelfEmployed
{
    private const int DuplicatesWhoPayInTenThousand = 1500;
    private const long OtherPhonesFrom = 50_000_000; // A neighbour or a shop paid for the worker.

    // Twelve per cent of declared earnings of KES 9,000, 15,000, 20,000, 36,000 and 72,000 a month.
    private static readonly int[] Classes = [1080, 1800, 2400, 4320, 8640];

    /// <summary>The payment of a month, or null.</summary>
    /// <param name="population">The people.</param>
    /// <param name="worker">A self-employed person.</param>
    /// <param name="number">The person's number in SPMIS.</param>
    /// <param name="month">The month.</param>
    public static MobilePayment? Payment(Population population, Person worker, string number, Month month)
    {
        var habits = new Draw(population.Seed, Randomness.Stream.MobileMoney, worker.Line);
        if (population.KindOf(worker.Line) == LineKind.Duplicate && !habits.Chance(DuplicatesWhoPayInTenThousand))
        {
            return null;
        }

        var paysInTenThousand = habits.Class([4500, 7500, 9000, 10_000]) switch { 0 => 9600, 1 => 5500, 2 => 2000, _ => 0 };
        var amount = Classes[habits.Class([5000, 7500, 9000, 9700, 10_000])];
        var draw = new Draw(population.Seed, Randomness.Stream.MobileMoney, ((long)worker.Line * 1_000_000) + month.Code);
        if (!draw.Chance(paysInTenThousand))
        {
            return null;
        }

        amount = draw.Class([9300, 9700, 10_000]) switch { 0 => amount, 1 => amount * 2, _ => amount - 80 };
        return new MobilePayment(
            $"MM{month.Code % 10_000:D4}{worker.Line:D8}",
            At(population, worker.Line, month, ref draw),
            draw.Chance(9000) ? Wallet(population.Seed, worker) : Numbers.Phone(population.Seed, OtherPhonesFrom + worker.Line)[1..],
            $"{worker.Given.Latin} {worker.Family.Latin}".Trim().ToUpperInvariant(),
            Reference(worker, number, ref draw),
            Amount(amount, ref draw, out var currency),
            currency,
            draw.Class([9750, 9900, 10_000]) switch { 0 => MobilePayment.Completed, 1 => MobilePayment.Failed, _ => MobilePayment.Reversed });
    }

    // A statement is sorted by time and workers come in the order of their lines: the month is spread over the lines.
    private static DateTime At(Population population, int line, Month month, ref Draw draw)
    {
        var seconds = (long)(month.Last.DayNumber - month.First.DayNumber + 1) * 24 * 3600;
        var slot = seconds * line / (population.Lines + 1);
        var width = Math.Max(1, seconds / (population.Lines + 1));
        return month.First.ToDateTime(TimeOnly.MinValue, DateTimeKind.Utc).AddSeconds(slot + draw.Below((int)Math.Min(width, int.MaxValue)));
    }

    private static string Wallet(long seed, Person worker) =>
        worker.PayAgency == PaymentAgency.MobileMoney ? worker.PayAccount : Numbers.Phone(seed, worker.Line)[1..];

    private static string Reference(Person worker, string number, ref Draw draw) => draw.Class([9700, 9840, 9930, 10_000]) switch
    {
        0 => number,
        1 when number.Length > 2 && number.All(char.IsAsciiDigit) => Slip.OfDigits(number, ref draw),
        2 => "",
        _ => worker.NationalId,
    };

    private static string Amount(int amount, ref Draw draw, out string currency)
    {
        var at = draw.Class([3, 6, 8, 10, 10_000]);
        currency = at == 3 ? "USD" : "KES";
        return at switch
        {
            0 => "1e9",
            1 => amount.ToString(CultureInfo.InvariantCulture) + ",50",
            2 => "-" + amount.ToString(CultureInfo.InvariantCulture),
            _ => amount.ToString(CultureInfo.InvariantCulture) + ".00",
        };
    }
}
