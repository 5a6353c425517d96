using Spmis.Payments.Agencies;

namespace Spmis.Payments.Mapper;

/// <summary>What the mapper's word on one id comes to.</summary>
/// <param name="Code">One of <see cref="MapperVerdicts"/>.</param>
/// <param name="Detail">The mapper's own reason, or the provider's code; no account number.</param>
/// <param name="Agency">Our agency, when an account was told.</param>
/// <param name="Account">The account.</param>
internal sealed record MapperVerdict(string Code, string? Detail = null, string? Agency = null, string? Account = null);

/// <summary>Verdicts in words, each with what to do about it.</summary>
public static class MapperVerdicts
{
    public const string Found = "mapper.found";
    public const string NotFound = "mapper.not-found";
    public const string Inactive = "mapper.inactive";
    public const string ProviderUnknown = "mapper.provider-unknown";
    public const string Malformed = "mapper.address-malformed";
    public const string AccountInvalid = "mapper.account-invalid";
    public const string Rejected = "mapper.rejected";
    public const string NoAnswer = "mapper.no-answer";
    public const string Pending = "mapper.pending";
    public const string Contradicts = "mapper.contradicts";
    public const string OtherPerson = "mapper.other-person";
    public const string UnknownWord = "mapper.unknown-word";
    public const string OtherAddress = "mapper.other-address";
    public const string PersonUnknown = "mapper.person-unknown";
    public const string Untold = "mapper.untold";

    private static readonly Dictionary<string, string> Texts = new(StringComparer.Ordinal)
    {
        [Found] = "The mapper has an account.",
        [NotFound] = "The mapper has no account for this person; ask the person for one.",
        [Inactive] = "The account the mapper has is not active; ask the person for another.",
        [ProviderUnknown] = "The bank or provider is none of our agencies; have the administrator add it to Payments:Mapper:Providers, or record another address.",
        [Malformed] = "The financial address is not written as agreed with the mapper; tell the people who run it.",
        [AccountInvalid] = "The account number cannot be right; ask the person, and tell the people who run the mapper.",
        [Rejected] = "The mapper refuses this person's line; correct what its reason names, then tell it again.",
        [NoAnswer] = "The mapper answered the message and left this person out; it is asked again with the next run.",
        [Pending] = "The mapper has not decided yet; it is asked again with the next run.",
        [Contradicts] = "The mapper said two different things of this person; tell the people who run it.",
        [OtherPerson] = "The mapper answered for another person than the one asked for; tell the people who run it.",
        [UnknownWord] = "The mapper gave a reason that the standard does not have; nothing was taken from it.",
        [OtherAddress] = "The mapper has another account than the one in use; ask the person which is right, and record that one.",
        [PersonUnknown] = "There is no such person to be paid; check the number.",
        [Untold] = "It is not known whether the mapper took it; the next run asks before it tells it again.",
    };

    /// <summary>All codes.</summary>
    public static IEnumerable<string> All => Texts.Keys;

    /// <summary>A verdict in words.</summary>
    public static string Words(string code) => Texts.GetValueOrDefault(code, code);

    /// <summary>What an answer to <c>resolve</c> comes to. Only an active address that can be read, of a provider that is an agency of ours, is one.</summary>
    internal static MapperVerdict OfResolve(MapperItem asked, IReadOnlyDictionary<string, MapperAnswer?> said, MapperSettings settings)
    {
        if (!said.TryGetValue(asked.Reference, out var answer))
        {
            return new(NoAnswer);
        }

        return answer is null ? new(Contradicts)
            : answer.Id is { } id && !string.Equals(id, asked.Id, StringComparison.OrdinalIgnoreCase) ? new(OtherPerson)
            : answer.Status is "rcvd" or "pdng" ? new(Pending)
            : answer.Status == "rjct" ? new(Rejected, Reason(answer))
            : answer.Status != "succ" ? new(UnknownWord, Cut(answer.Status))
            : answer.Reason switch
            {
                "succ.id.not_found" or "succ.fa.not_found" or "succ.fa.not_linked_to_id" => new(NotFound),
                "succ.fa.inactive" or "succ.id.inactive" => new(Inactive),
                "succ.fa.active" or "succ.id.active" or null => Address(answer, settings),
                var other => new(UnknownWord, Cut(other)),
            };
    }

    private static MapperVerdict Address(MapperAnswer answer, MapperSettings settings)
    {
        if (string.IsNullOrWhiteSpace(answer.Address))
        {
            return answer.Reason is null ? new(NotFound) : new(Malformed); // Active, and no address.
        }

        if (settings.Read(answer.Address) is not { } read || (read.Provider ?? answer.Provider) is not { } provider)
        {
            return new(Malformed);
        }

        // Said in two places, it must be one: which of them would the money follow?
        if (answer.Provider is { } beside && settings.AgencyOf(beside) is { } told && settings.AgencyOf(provider) is { } written && told != written)
        {
            return new(Contradicts, Cut($"{provider}, {beside}"));
        }

        return settings.AgencyOf(provider) is not { } agency ? new(ProviderUnknown, Cut(provider))
            : AccountNumbers.Problem(read.Account) is not null ? new(AccountInvalid, Cut(provider))
            : new(Found, null, agency, AccountNumbers.Clean(read.Account));
    }

    // Its words may hold the account, which a verdict that many read does not repeat.
    internal static string? Reason(MapperAnswer answer) => Cut(Kernel.Access.IdentifierMask.InText($"{answer.Reason} {answer.Words}".Trim()));

    private static string? Cut(string? text) => text is { Length: > 200 } ? text[..200] : text;
}
