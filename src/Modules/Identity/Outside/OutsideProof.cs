using System.Globalization;
using System.Security.Claims;
using Microsoft.AspNetCore.Authentication;
using Spmis.Kernel.Acts;

namespace Spmis.Identity.Outside;

/// <summary>For what somebody is sent to the authority.</summary>
public enum OutsidePurpose
{
    /// <summary>To come in.</summary>
    SignIn,

    /// <summary>To link the account there to the one here.</summary>
    Link,

    /// <summary>To show again who it is, before what moves money.</summary>
    Again,
}

/// <summary>What an authority said of somebody, in an id token whose signature, issuer, audience, dates and nonce were checked.</summary>
public sealed record OutsideProof
{
    internal const string AuthTime = "auth_time";
    internal const string Acr = "spmis:acr";

    // The authority's clock may run behind ours by so much.
    private static readonly TimeSpan Drift = TimeSpan.FromMinutes(1);

    /// <summary>The authority.</summary>
    public required string Issuer { get; init; }

    /// <summary>Who it is there.</summary>
    public required string Subject { get; init; }

    /// <summary>What it calls itself there; shown, never compared.</summary>
    public string? Name { get; init; }

    /// <summary>For what it was asked.</summary>
    public required OutsidePurpose Purpose { get; init; }

    /// <summary>Where to go on.</summary>
    public string? To { get; init; }

    /// <summary>Who was signed in here when it was asked; null at the door.</summary>
    public Guid? UserId { get; init; }

    /// <summary>By which session; null at the door.</summary>
    public Guid? Session { get; init; }

    /// <summary>When it was asked.</summary>
    public required DateTime AskedAt { get; init; }

    /// <summary>When the person last showed there who they are; null when the authority did not say.</summary>
    public DateTime? ShownAt { get; init; }

    /// <summary>The authority says it asked for two factors.</summary>
    public bool IsStrong { get; init; }

    /// <summary>Refuses an old single sign-on where the person was to show anew who they are.</summary>
    /// <exception cref="Refused">It is old, or the authority does not say.</exception>
    public void RequireFresh()
    {
        if (ShownAt is not { } at || at < AskedAt - Drift)
        {
            throw new Refused("outside.not-fresh", "The authority did not ask you again who you are, or does not say so. Show it here instead, with password or code.");
        }
    }

    /// <summary>The form of it between the authority's answer and the page that acts on it.</summary>
    internal static AuthenticationProperties Ask(OutsidePurpose purpose, string? to, Guid? user, Guid? session, DateTime now)
    {
        var asked = new AuthenticationProperties { RedirectUri = OutsideDoor.CamePath };
        asked.Items["purpose"] = purpose.ToString();
        asked.Items["to"] = to;
        asked.Items["user"] = user?.ToString();
        asked.Items["session"] = session?.ToString();
        asked.Items["asked"] = now.Ticks.ToString(CultureInfo.InvariantCulture);
        return asked;
    }

    internal static OutsidePurpose PurposeOf(AuthenticationProperties asked) => asked.Items.TryGetValue("purpose", out var text) && Enum.TryParse<OutsidePurpose>(text, out var purpose) ? purpose : OutsidePurpose.SignIn;

    internal static OutsideProof? Read(AuthenticateResult came, AuthoritySettings settings)
    {
        if (came is not { Succeeded: true, Principal: { } who, Properties: { } asked } || who.FindFirstValue("sub") is not { Length: > 0 and <= OutsideLink.LongestSubject } subject
            || !long.TryParse(asked.Items.TryGetValue("asked", out var ticks) ? ticks : null, NumberStyles.None, CultureInfo.InvariantCulture, out var at))
        {
            return null;
        }

        Guid? Id(string item) => asked.Items.TryGetValue(item, out var text) && Guid.TryParse(text, out var id) ? id : null;
        return new OutsideProof
        {
            Issuer = settings.Issuer, Subject = subject, Name = who.FindFirstValue("name"), Purpose = PurposeOf(asked), To = asked.Items.TryGetValue("to", out var to) && to is { Length: > 0 } ? to : null, // Nothing is carried as an empty text.
            UserId = Id("user"), Session = Id("session"), AskedAt = new DateTime(at, DateTimeKind.Utc),
            ShownAt = long.TryParse(who.FindFirstValue(AuthTime), NumberStyles.None, CultureInfo.InvariantCulture, out var seconds) ? DateTimeOffset.FromUnixTimeSeconds(seconds).UtcDateTime : null,
            IsStrong = who.FindFirstValue(Acr) is { } acr && settings.StrongAcrs.Contains(acr),
        };
    }
}
