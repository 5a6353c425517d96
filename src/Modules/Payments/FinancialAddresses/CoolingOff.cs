using Microsoft.Extensions.Configuration;

namespace Spmis.Payments.FinancialAddresses;

/// <summary>How long nothing is sent to an address that took another's place, so that whoever did not want it can say so: <c>Payments:CoolingOffDays</c>, 3 when left out, 0 for none.</summary>
public sealed class CoolingOff(IConfiguration configuration)
{
    private const int MostDays = 90;

    /// <summary>Days, 0 to 90.</summary>
    /// <exception cref="InvalidOperationException">The setting is no such number.</exception>
    public int Days => configuration.GetValue<int?>("Payments:CoolingOffDays") is not { } days ? 3
        : days is >= 0 and <= MostDays ? days
        : throw new InvalidOperationException($"Payments:CoolingOffDays is {days}; it is 0 to {MostDays}.");

    /// <summary>When an address that begins now may be paid to; null at once.</summary>
    public DateTime? Until(DateTime now) => Days == 0 ? null : now.AddDays(Days);
}
