using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Extensions.Localization;
using Spmis.Kernel.Access;
using Spmis.Kernel.Acts;
using Spmis.Registration.Cards;
using Spmis.Registration.Persons;
using Spmis.Web.Forms;

namespace Spmis.Registration.Pages.Cards;

[Authorize(May.ReadPersons)]
public sealed class CardsModel(ReadPerson read, ReadCards cards, IssueCard issue, CurrentActor actor, IAuthorizationService authorization, IStringLocalizer<RegistrationTexts> texts) : FormPage
{
    [BindProperty(SupportsGet = true)]
    public string Number { get; set; } = "";

    [BindProperty]
    public string Reason { get; set; } = "";

    public PersonRecord Record { get; private set; } = null!; // Read before the page is drawn.

    public IReadOnlyList<Card> Cards { get; private set; } = [];

    public DateOnly Today => actor.Change("check").Today;

    public IEnumerable<Choice> Reasons => new[] { VoidReason.Lost, VoidReason.Damaged, VoidReason.Corrected }.Select(r => new Choice(r.ToString().ToLowerInvariant(), CardText.Reason(r, texts)));

    public Task OnGetAsync(CancellationToken ct) => OnRedisplayAsync();

    public Task<IActionResult> OnPostAsync(CancellationToken ct) => TryAsync(async () =>
    {
        if (!(await authorization.AuthorizeAsync(User, May.IssueCards)).Succeeded)
        {
            throw new Refused("access.forbidden", texts["You may not issue cards."]);
        }

        await OnRedisplayAsync();
        var valid = Cards.FirstOrDefault(c => c.VoidedAt is null && c.ValidUntil >= Today);
        if (valid is not null && !IssueCard.Reasons.ContainsKey(Reason))
        {
            Refuse(nameof(Reason), texts["Choose why the card is replaced."]);
            return Page();
        }

        var card = valid is null ? await issue.HandleAsync(Number, actor.Change("cards.issue"), ct) : await issue.ReplaceAsync(Number, IssueCard.Reasons[Reason], actor.Change("cards.replace"), ct);
        Done(texts["The card {0} is issued.", card.Serial]);
        return Redirect($"/persons/{Number}/cards/{card.Serial}");
    });

    protected override async Task OnRedisplayAsync()
    {
        Record = await read.HandleAsync(Number, HttpContext.RequestAborted);
        Cards = await cards.OfAsync(Record.Person, HttpContext.RequestAborted);
    }
}

/// <summary>Words of cards.</summary>
public static class CardText
{
    /// <summary>Why a card is void.</summary>
    public static string Reason(VoidReason reason, IStringLocalizer T) => reason switch
    {
        VoidReason.Lost => T["Lost or stolen"],
        VoidReason.Damaged => T["Damaged"],
        VoidReason.Corrected => T["The details on it changed"],
        _ => T["Ran out"],
    };
}
