using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Localization;
using Spmis.Kernel.Access;
using Spmis.Payments.Deductions;
using Spmis.Payments.FinancialAddresses;
using Spmis.Payments.Pages.Payments;
using Spmis.Payments.Payees;

namespace Spmis.Payments.Pages.Me;

/// <summary>The own payments. Whose they are stands in the session; a number in the address counts for nothing.</summary>
public abstract class MyPaymentsPage(PaymentsDb db, DeductionFigures deductions, PayeeFigures payees, CurrentActor current, PersonsShown shown) : PersonPaymentsPage(db, deductions, payees)
{
    private readonly PaymentsDb payments = db;

    /// <summary>False for somebody registered a moment ago: the copy follows.</summary>
    public bool IsKnown { get; private set; }

    /// <inheritdoc />
    public override bool MayObject => true;

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
public sealed class MyPaymentsModel(PaymentsDb db, DeductionFigures deductions, PayeeFigures payees, ObjectToAddress objectTo, CurrentActor current, PersonsShown shown, IStringLocalizer<PaymentsTexts> T) : MyPaymentsPage(db, deductions, payees, current, shown)
{
    private readonly PaymentsDb payments = db;
    private readonly CurrentActor me = current;

    /// <summary>Says that an own account is wrong.</summary>
    public Task<IActionResult> OnPostObjectAsync([FromForm] long id, [FromForm] string? reason, CancellationToken ct) => TryAsync(async () =>
    {
        var number = me.Actor.OwnNumber();
        var person = await payments.Payees.AsNoTracking().Where(p => p.RegistrationNumber == number).OrderBy(p => p.PersonId).Select(p => (Guid?)p.PersonId).FirstOrDefaultAsync(ct);
        await objectTo.HandleAsync(id, person ?? Guid.Empty, me.Change("payments.object-address", reason), ct);
        Done(T["Nothing is sent there until it is settled."]);
        return Redirect("/me/payments");
    });

    /// <inheritdoc />
    protected override Task OnRedisplayAsync() => OnGetAsync(HttpContext.RequestAborted);
}

/// <summary>The part of the report.</summary>
[Authorize(Policy = "me.payments")]
public sealed class MyPaymentsFragmentModel(PaymentsDb db, DeductionFigures deductions, PayeeFigures payees, CurrentActor current, PersonsShown shown) : MyPaymentsPage(db, deductions, payees, current, shown);
