using System.Globalization;
using Microsoft.Extensions.Configuration;

namespace Spmis.Contributions.DayWork;

/// <summary>How long things of day work may wait; no law of the ones read says it.</summary>
public sealed class DayWorkSettings(IConfiguration configuration)
{
    /// <summary>Days to pay a purchase (<c>Contributions:DayVoucherPayDays</c>, 14): what is unpaid then is cancelled.</summary>
    public int PayDays => Days("DayVoucherPayDays", 14);

    /// <summary>Days after the day of work within which it may be confirmed (<c>Contributions:DayVoucherConfirmDays</c>, 31); afterwards the voucher is alive again, or has expired.</summary>
    public int ConfirmDays => Days("DayVoucherConfirmDays", 31);

    private int Days(string name, int otherwise) => int.TryParse(configuration[$"Contributions:{name}"], NumberStyles.None, CultureInfo.InvariantCulture, out var days) && days is >= 1 and <= 366 ? days : otherwise;
}
