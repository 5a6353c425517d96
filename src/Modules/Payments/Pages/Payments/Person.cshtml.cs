using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Localization;
using Spmis.Kernel.Access;
using Spmis.Kernel.Acts;
using Spmis.Payments.Copies;
using Spmis.Payments.Deductions;
using Spmis.Payments.FinancialAddresses;
using Spmis.Payments.Instructions;
using Spmis.Payments.Payees;
using Spmis.Payments.Reconciliation;
using Spmis.Web.Forms;
using Spmis.Web.Shell;

namespace Spmis.Payments.Pages.Payments;

/// <summary>A person's payments, as a page and as a part of another module's page.</summary>
public abstract class PersonPaymentsPage(PaymentsDb db, DeductionFigures deductions, PayeeFigures payees) : FormPage
{
    private const int PageRows = 25;
    private const int MostAddresses = 50;

    [BindProperty(SupportsGet = true)]
    public string Number { get; set; } = "";

    [BindProperty(SupportsGet = true)]
    public long? After { get; set; }

    public PayeeCopy Payee { get; private set; } = null!; // Loaded before the page is drawn.

    /// <summary>The usual address.</summary>
    public FinancialAddress? Address => Addresses.FirstOrDefault(a => a.Address.Scheme == FinancialAddress.Usual)?.Address;

    /// <summary>Addresses in use, the usual one first.</summary>
    public IReadOnlyList<AddressShown> Addresses { get; private set; } = [];

    /// <summary>The moment of the look.</summary>
    public DateTime Now { get; private set; }

    public IReadOnlyList<Instruction> Rows { get; private set; } = [];

    public string? Next { get; private set; }

    /// <summary>What was withheld, by the payment's reference.</summary>
    public ILookup<string, PaymentDeduction> Deductions { get; private set; } = Array.Empty<PaymentDeduction>().ToLookup(d => d.Reference);

    /// <summary>Who receives for this person, and for whom this person receives.</summary>
    public IReadOnlyList<NamedPayeeShown> Named { get; private set; } = [];

    /// <summary>Whether the reader is the person, who may say that an account is wrong.</summary>
    public virtual bool MayObject => false;

    protected override Task OnRedisplayAsync() => LoadAsync(HttpContext.RequestAborted);

    protected async Task LoadAsync(CancellationToken ct)
    {
        Payee = await db.Payees.AsNoTracking().Where(p => p.RegistrationNumber == Number).OrderBy(p => p.PersonId).FirstOrDefaultAsync(ct) ?? throw new Refused("person.unknown", $"There is no person {Number}.");
        Now = HttpContext.RequestServices.GetRequiredService<TimeProvider>().GetUtcNow().UtcDateTime;
        var figures = new AddressFigures(db);
        Addresses = await figures.OfAsync(await figures.OfPerson(Payee.PersonId).Where(a => a.CurrentOf != null).OrderBy(a => a.Scheme).Take(MostAddresses).ToListAsync(ct), ct);
        var before = After ?? long.MaxValue;
        Named = await payees.OfPersonAsync(Payee.PersonId, PersonPayments.MostNamed, ct);
        HttpContext.RequestServices.GetRequiredService<PersonsShown>().Add(Named.SelectMany(n => new[] { n.BeneficiaryNumber, n.PayeeNumber }));
        var found = await (await PersonPayments.OfAsync(db, Payee.PersonId, Payee.RegistrationNumber, Named, ct)).Where(i => i.Id < before).OrderByDescending(i => i.Id).Take(PageRows + 1).ToListAsync(ct);
        Rows = [.. found.Take(PageRows)];
        Deductions = await deductions.OfPaymentsAsync([.. Rows.Where(i => i.WithheldMinor > 0).Select(i => i.Reference)], ct);
        Next = found.Count > PageRows ? Rows[^1].Id.ToString(System.Globalization.CultureInfo.InvariantCulture) : null;
    }
}

/// <summary>The page.</summary>
[Authorize(Policy = "payments.read")]
public sealed class PersonModel(PaymentsDb db, DeductionFigures deductions, PayeeFigures payees, ReissuePayment reissue, VerifyAddress verify, CurrentActor current, IAuthorizationService authorization, IStringLocalizer<PaymentsTexts> T) : PersonPaymentsPage(db, deductions, payees)
{
    [BindProperty]
    public string Evidence { get; set; } = "";

    public async Task OnGetAsync(CancellationToken ct) => await LoadAsync(ct);

    public Task<IActionResult> OnPostVerifyAsync(CancellationToken ct) => TryAsync(async () =>
    {
        if (!await User.MayAsync("payments.prepare", authorization))
        {
            return Forbid();
        }

        await LoadAsync(ct);
        await verify.HandleAsync(Payee.PersonId, FinancialAddress.Usual, current.Change("payments.verify-address", evidence: Evidence.Trim()), ct);
        Done(T["The financial address is verified."]);
        return Redirect($"/payments/persons/{Number}");
    });

    public Task<IActionResult> OnPostAsync([FromForm] string reference, CancellationToken ct) => TryAsync(async () =>
    {
        if (!await User.MayAsync("payments.prepare", authorization))
        {
            return Forbid();
        }

        await reissue.HandleAsync(reference, current.Change("payments.reissue"), ct);
        Done(T["The next payment run tries it again."]);
        return Redirect($"/payments/persons/{Number}");
    });
}

/// <summary>The part.</summary>
[Authorize(Policy = "payments.read")]
public sealed class PersonFragmentModel(PaymentsDb db, DeductionFigures deductions, PayeeFigures payees) : PersonPaymentsPage(db, deductions, payees)
{
    public async Task OnGetAsync(CancellationToken ct) => await LoadAsync(ct);
}
