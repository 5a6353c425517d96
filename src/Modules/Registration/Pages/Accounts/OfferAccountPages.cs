using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Extensions.Localization;
using Spmis.Kernel.Access;
using Spmis.Kernel.Acts;
using Spmis.Registration.Accounts;
using Spmis.Web.Forms;

namespace Spmis.Registration.Pages.Accounts;

/// <summary>Hands a code to somebody at the desk.</summary>
public abstract class OfferAccountPage(CurrentActor current, IStringLocalizer<RegistrationTexts> texts) : FormPage
{
    [BindProperty(SupportsGet = true)]
    public string Number { get; set; } = "";

    [BindProperty]
    public string Evidence { get; set; } = "";

    /// <summary>The code just made, shown this once.</summary>
    public OfferedAccount? Offered { get; private set; }

    /// <summary>Where the code is typed.</summary>
    public string Address => $"{Request.Scheme}://{Request.Host}/sign-up";

    /// <summary>What the code does, for the officer.</summary>
    public abstract string Explanation { get; }

    /// <exception cref="Refused">Nobody there to whom a code may be given.</exception>
    public Task OnGetAsync(CancellationToken ct) => FindAsync(ct);

    public Task<IActionResult> OnPostAsync(CancellationToken ct)
    {
        FormKey = null; // The answer is this page, with a code that is nowhere else.
        return TryAsync(async () =>
        {
            Offered = await OfferAsync(current.Change("accounts.offer", evidence: Evidence.Trim()), ct);
            return Page();
        });
    }

    protected override void Check()
    {
        if (string.IsNullOrWhiteSpace(Evidence))
        {
            Refuse(nameof(Evidence), texts["Write which papers you have seen."]);
        }
    }

    protected abstract Task FindAsync(CancellationToken ct);

    protected abstract Task<OfferedAccount> OfferAsync(Change change, CancellationToken ct);
}

/// <summary>To a person.</summary>
[Authorize(May.OfferAccounts)]
public sealed class PersonAccountModel(OfferAccount offer, CurrentActor current, IStringLocalizer<RegistrationTexts> texts) : OfferAccountPage(current, texts)
{
    private readonly IStringLocalizer words = texts;

    public override string Explanation => words["The person opens an account with this code and sees the own record, contributions, claims and payments. An account that is there already gets a new password with it."];

    protected override Task FindAsync(CancellationToken ct) => offer.PersonAsync(Number, ct);

    protected override Task<OfferedAccount> OfferAsync(Change change, CancellationToken ct) => offer.ToPersonAsync(Number, change, ct);
}

/// <summary>To an association.</summary>
[Authorize(May.OfferAccounts)]
public sealed class AssociationAccountModel(OfferAccount offer, CurrentActor current, IStringLocalizer<RegistrationTexts> texts) : OfferAccountPage(current, texts)
{
    private readonly IStringLocalizer words = texts;

    public override string Explanation => words["Somebody who acts for this association, such as its treasurer, opens an account with this code, sees its members and pays for them. Each code opens one account."];

    protected override Task FindAsync(CancellationToken ct) => offer.AssociationAsync(Number, ct);

    protected override Task<OfferedAccount> OfferAsync(Change change, CancellationToken ct) => offer.ToAssociationAsync(Number, change, ct);
}

/// <summary>To an employer.</summary>
[Authorize(May.OfferAccounts)]
public sealed class EmployerAccountModel(OfferAccount offer, CurrentActor current, IStringLocalizer<RegistrationTexts> texts) : OfferAccountPage(current, texts)
{
    private readonly IStringLocalizer words = texts;

    public override string Explanation => words["Somebody who acts for this employer opens an account with this code, files returns and sees bills of this employer only. Each code opens one account."];

    protected override Task FindAsync(CancellationToken ct) => offer.EmployerAsync(Number, ct);

    protected override Task<OfferedAccount> OfferAsync(Change change, CancellationToken ct) => offer.ToEmployerAsync(Number, change, ct);
}
