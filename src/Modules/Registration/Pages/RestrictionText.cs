using Microsoft.Extensions.Localization;
using Spmis.Registration.Restrictions;
using Spmis.Web.Shell;

namespace Spmis.Registration.Pages;

/// <summary>A restriction in words.</summary>
public static class RestrictionText
{
    /// <summary>Kind and days.</summary>
    public static string Of(Restriction r, Show show, IStringLocalizer texts) =>
        r.Until is { } until ? texts["{0}, from {1} until {2}.", Kind(r.Kind, texts), show.Date(r.From), show.Date(until)] : texts["{0}, from {1}.", Kind(r.Kind, texts), show.Date(r.From)];

    /// <summary>The kind.</summary>
    public static string Kind(RestrictionKind kind, IStringLocalizer texts) => kind switch
    {
        RestrictionKind.ProtectedPerson => texts["Protected person"],
        RestrictionKind.Staff => texts["Staff of the institution or their kin"],
        RestrictionKind.PublicInterest => texts["Person of public interest"],
        _ => texts["Other ground"],
    };
}
