using Microsoft.AspNetCore.Authorization;
using Microsoft.EntityFrameworkCore;
using Spmis.Kernel.Access;
using Spmis.Payments.Deductions;
using Spmis.Payments.Pages.Payments;
using Spmis.Payments.Payees;

namespace Spmis.Payments.Pages.Me;

/// <summary>The own payments. Whose they are stands in the session; a number in the address counts for nothing.</summary>
public abstract class MyPaymentsPage(PaymentsDb db, DeductionFigures deductions, PayeeFigures payees, CurrentActor current, PersonsShown shown) : PersonPaymentsPage(db, deductions, payees)
{
    private readonly PaymentsDb payments = db;

    /// <summary>False for somebody registered a moment ago: the copy follows.</summary>
    public bool IsKnown { get; private set; }

    public async Task OnGetAsync(CancellationToken ct)
    {
        Number = current.Actor.OwnNumber();
        shown.Add(Number);
        IsKnown = await payments.Payees.AnyAsync(p => p.RegistrationNumber == Number, ct);
        if (IsKnown)
        {
            await LoadAsync(ct);
        }
    }
}

/// <summary>The page.</summary>
[Authorize(Policy = "me.payments")]
public sealed class MyPaymentsModel(PaymentsDb db, DeductionFigures deductions, PayeeFigures payees, CurrentActor current, PersonsShown shown) : MyPaymentsPage(db, deductions, payees, current, shown);

/// <summary>The part of the report.</summary>
[Authorize(Policy = "me.payments")]
public sealed class MyPaymentsFragmentModel(PaymentsDb db, DeductionFigures deductions, PayeeFigures payees, CurrentActor current, PersonsShown shown) : MyPaymentsPage(db, deductions, payees, current, shown);
