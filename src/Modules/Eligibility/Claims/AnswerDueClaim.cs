using Spmis.Kernel.Acts;

namespace Spmis.Eligibility.Claims;

/// <summary>A person answers a claim that an event opened for them: claims it, or says that it is not wanted. The same acts and rules as at the desk, for oneself only.</summary>
/// <param name="file">Finds the own claims.</param>
/// <param name="confirm">Claims it.</param>
/// <param name="close">Ends it.</param>
public sealed class AnswerDueClaim(PersonFile file, ConfirmClaim confirm, CloseClaim close)
{
    private const int MostReason = 500;

    /// <summary>Claims it today, also after it was declined.</summary>
    /// <param name="number">The claim.</param>
    /// <param name="lateBecause">Why it comes late, where it does.</param>
    /// <param name="language">Language of its letters.</param>
    /// <param name="change">By the person.</param>
    /// <param name="ct">Cancels.</param>
    /// <exception cref="Refused">It is no own claim opened by an event, it is a survivor's, or a rule for taking claims says no.</exception>
    public async Task<Claim> ConfirmAsync(string number, string? lateBecause, string? language, Change change, CancellationToken ct)
    {
        await OwnAsync(number, change, ct);
        return await confirm.HandleAsync(
            new Confirmation { Number = number, FiledOn = change.Today, Channel = ClaimChannel.Person, LateBecause = string.IsNullOrWhiteSpace(lateBecause) ? null : lateBecause.Trim(), Language = language }, change, ct);
    }

    /// <summary>Declines it. Nothing is decided, and it can be claimed after all as long as the law gives time.</summary>
    /// <param name="number">The claim.</param>
    /// <param name="because">In the person's own words; not needed.</param>
    /// <param name="change">By the person.</param>
    /// <param name="ct">Cancels.</param>
    /// <exception cref="Refused">It is no own claim opened by an event, it is declined already, or the reason is too long.</exception>
    public async Task DeclineAsync(string number, string? because, Change change, CancellationToken ct)
    {
        await OwnAsync(number, change, ct);
        var words = because?.Trim() ?? "";
        if (words.Length > MostReason)
        {
            throw new Refused("claim.reason-long", $"At most {MostReason} characters.", nameof(because));
        }

        await close.HandleAsync(number, change with { Reason = words.Length == 0 ? "Declined by the claimant in the own account" : $"Declined by the claimant in the own account: {words}" }, ct);
    }

    private async Task OwnAsync(string number, Change change, CancellationToken ct)
    {
        var claim = (await file.OfAsync(change.Actor.OwnNumber(), ct)).Claims.FirstOrDefault(c => c.Number == number) ?? throw new Refused("claim.unknown", $"You have no claim {number}.", nameof(number));
        if (!claim.Draft)
        {
            throw new Refused("claim.not-by-event", $"Claim {number} was not opened by an event, or it is claimed already. To take a claim back, ask the office.", nameof(number));
        }

        if (claim.InsuredId is not null)
        {
            throw new Refused("claim.not-for-oneself", "What survivors claim is taken at the desk, with the certificate.", nameof(number));
        }
    }
}
