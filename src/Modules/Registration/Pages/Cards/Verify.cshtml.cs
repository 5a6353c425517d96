using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Spmis.Registration.Cards;

namespace Spmis.Registration.Pages.Cards;

/// <summary>For shops, agents and other offices: whether a card is genuine. Open to everybody and says nothing that the card in hand does not say; without a genuine signature the register is not asked at all, so nothing can be guessed here.</summary>
[AllowAnonymous]
public sealed class VerifyModel(ReadCards cards, TimeProvider time) : PageModel
{
    [BindProperty]
    public string Code { get; set; } = "";

    public CardCheck? Check { get; private set; }

    public string State { get; private set; } = "none";

    public void OnGet()
    {
    }

    public async Task OnPostAsync(CancellationToken ct) => (Check, State) = await cards.VerifyAsync(Code, DateOnly.FromDateTime(time.GetUtcNow().UtcDateTime), ct);
}
