using System.Globalization;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Configuration;
using Spmis.Kernel.Runs;
using Spmis.Values;

namespace Spmis.Contributions.Subsidies;

/// <summary>Bills donors who do not pay beforehand, once a month: what was given since the last bill, to be paid within the days of the setting <c>Contributions:DonorBillDays</c> (30). What was taken back meanwhile is off it.</summary>
public sealed class BillDonors(ContributionsDb db, IConfiguration settings)
{
    private const int DaysToPay = 30;

    internal async Task HandleAsync(DateOnly on, RunStep step, CancellationToken ct)
    {
        var month = Month.Of(on);
        var days = int.TryParse(settings["Contributions:DonorBillDays"], CultureInfo.InvariantCulture, out var set) && set is >= 0 and <= 366 ? set : DaysToPay;
        var donors = await db.Set<Donor>().Where(d => !d.Prepaid && d.GivenMinor > d.BilledMinor && !db.Set<DonorBill>().Any(b => b.DonorId == d.Id && b.Month == month)).OrderBy(d => d.Id).ToListAsync(ct);
        foreach (var donor in donors)
        {
            db.Add(new DonorBill
            {
                Id = Guid.CreateVersion7(), DonorId = donor.Id, Month = month, AmountMinor = donor.GivenMinor - donor.BilledMinor, ThroughMinor = donor.GivenMinor, DueOn = on.AddDays(days),
            });
            donor.BilledMinor = donor.GivenMinor;
        }

        await db.SaveAsync(step.Change, ct);
    }
}
