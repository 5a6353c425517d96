using System.Globalization;
using System.Text.RegularExpressions;
using Microsoft.Extensions.Configuration;
using Spmis.Kernel.Acts;
using Spmis.Payments.Agencies;
using Spmis.Payments.Links;
using Spmis.Payments.Links.Signing;

namespace Spmis.Payments.Mapper;

/// <summary>The account mapper this installation asks, as <c>Payments:Mapper:*</c> has it; off without an address.</summary>
public sealed class MapperSettings(IConfiguration configuration, LinkHosts hosts, OwnG2pKeys own)
{
    /// <summary>The most ids one call may have.</summary>
    public const int MostIds = 1000;

    internal const string NumberMark = "{number}";
    internal const string AccountMark = "{account}";
    internal const string ProviderMark = "{provider}";

    /// <summary>Whether there is a mapper.</summary>
    public bool IsOn => Address.Length > 0;

    /// <summary>Where its interface begins: <c>mapper/sync/resolve</c> comes behind it.</summary>
    public string Address => Text("Address").TrimEnd('/');

    /// <summary>Who we are to it.</summary>
    public string Sender => Text("Sender");

    /// <summary>How an id is written: a text with <c>{number}</c>, the registration number, in it.</summary>
    public string IdForm => Text("Id", NumberMark);

    /// <summary>How a financial address is written and read: <c>{account}</c> and, unless the provider is told beside it, <c>{provider}</c>.</summary>
    public string AddressForm => Text("FinancialAddress", $"account:{AccountMark}@{ProviderMark}");

    /// <summary>Whether what the mapper tells counts as verified.</summary>
    public bool CountsAsVerified => configuration.GetValue("Payments:Mapper:CountsAsVerified", false);

    /// <summary>The hour of the day, UTC, from which it is asked and told each night; null for never.</summary>
    public int? NightlyHour => configuration.GetValue<int?>("Payments:Mapper:NightlyHour");

    /// <summary>Ids in one call, 1 to 1,000.</summary>
    public int IdsPerCall => Math.Clamp(configuration.GetValue("Payments:Mapper:IdsPerCall", MostIds), 1, MostIds);

    /// <summary>How long to wait before a call without an answer is made again.</summary>
    public TimeSpan RetryAfter => TimeSpan.FromSeconds(Math.Clamp(configuration.GetValue("Payments:Mapper:RetrySeconds", 5), 0, 60));

    /// <summary>Our agency behind a provider's code; null when nobody said.</summary>
    public string? AgencyOf(string provider) => Providers.FirstOrDefault(p => string.Equals(p.Key, provider, StringComparison.OrdinalIgnoreCase)).Value?.ToUpperInvariant();

    /// <summary>The provider's code for an agency of ours; null when nobody said.</summary>
    public string? ProviderOf(string agency) => Providers.FirstOrDefault(p => string.Equals(p.Value, agency, StringComparison.OrdinalIgnoreCase)).Key;

    /// <summary>What keeps it from being called, and how to mend it; null when nothing does.</summary>
    public string? Problem =>
        !IsOn ? "No account mapper is set; the administrator sets Payments:Mapper:Address and the settings beside it."
        : hosts.Problem(Address) is { } address ? address
        : Text("TokenAddress") is { Length: > 0 } token && hosts.Problem(token) is { } other ? other
        : Sender.Length == 0 ? "Who we are to the mapper is not set; set Payments:Mapper:Sender."
        : !IdForm.Contains(NumberMark, StringComparison.Ordinal) ? $"Payments:Mapper:Id must have {NumberMark} in it."
        : !AddressForm.Contains(AccountMark, StringComparison.Ordinal) ? $"Payments:Mapper:FinancialAddress must have {AccountMark} in it."
        : Providers.Count == 0 ? "No provider is set; say which of its codes is which agency, as Payments:Mapper:Providers:CODE = AGENCY."
        : configuration.GetValue("Payments:Mapper:Sign", false) && !own.IsConfigured ? "Messages to the mapper are to be signed, and there is no key; set Payments:G2p:Keys."
        : KeysProblem;

    /// <summary>What is wrong with the file of the mapper's keys.</summary>
    private string? KeysProblem
    {
        get
        {
            try
            {
                _ = Keys();
                return null;
            }
            catch (Refused refused)
            {
                return refused.Message;
            }
        }
    }

    private List<KeyValuePair<string, string>> Providers =>
        [.. configuration.GetSection("Payments:Mapper:Providers").GetChildren().Where(c => !string.IsNullOrWhiteSpace(c.Value)).Select(c => new KeyValuePair<string, string>(c.Key, c.Value!.Trim()))]; // Filtered to be there.

    /// <summary>Refuses what cannot be called.</summary>
    internal void Demand()
    {
        if (Problem is { } problem)
        {
            throw new Refused("mapper.off", problem);
        }
    }

    /// <summary>An id as the mapper has it.</summary>
    internal string IdOf(string number) => IdForm.Replace(NumberMark, number, StringComparison.Ordinal);

    /// <summary>A financial address as the mapper has it.</summary>
    internal string AddressOf(string account, string provider) => AddressForm.Replace(AccountMark, account, StringComparison.Ordinal).Replace(ProviderMark, provider, StringComparison.Ordinal);

    /// <summary>Account and provider of a financial address; null when it is not written as agreed. Letters may be of either case (cdpi_FinancialAddress, 1).</summary>
    internal (string Account, string? Provider)? Read(string address)
    {
        var pattern = "^" + Regex.Escape(AddressForm).Replace(@"\{account}", "(?<account>[^@]{1,60})", StringComparison.Ordinal).Replace(@"\{provider}", "(?<provider>[^@]{1,100})", StringComparison.Ordinal) + "$";
        var match = Regex.Match(address.Trim(), pattern, RegexOptions.NonBacktracking | RegexOptions.IgnoreCase | RegexOptions.CultureInvariant);
        return match.Success ? (match.Groups["account"].Value, match.Groups["provider"] is { Success: true, Value: var provider } ? provider : null) : null;
    }

    internal LinkWay Way(string message, DateTime now) => new(
        "mapper",
        new AgencyLink
        {
            Address = Address, TokenAddress = Text("TokenAddress"), ClientId = Text("ClientId"), Sender = Sender, CallsPerMinute = Math.Clamp(configuration.GetValue("Payments:Mapper:CallsPerMinute", 60), 1, 6000),
            SignMessages = configuration.GetValue("Payments:Mapper:Sign", false), Keys = Keys(), UnsignedAllowed = configuration.GetValue("Payments:Mapper:UnsignedAllowed", false),
        },
        "Payments:Mapper:Secret", message, message[^12..], now);

    /// <summary>The public keys of the mapper: the text of the file that <c>Payments:Mapper:Keys</c> names; empty when there is none.</summary>
    private string Keys()
    {
        if (Text("Keys") is not { Length: > 0 } file)
        {
            return "";
        }

        try
        {
            var text = File.ReadAllText(file);
            PinnedKeys.Read(text, "Payments:Mapper:Keys");
            return text;
        }
        catch (Exception broken) when (broken is IOException or UnauthorizedAccessException or Refused)
        {
            throw new Refused("mapper.keys", $"The mapper's public keys cannot be used; look at the file Payments:Mapper:Keys. {(broken is Refused ? broken.Message : broken.GetType().Name)}");
        }
    }

    private string Text(string name, string otherwise = "") => configuration[string.Create(CultureInfo.InvariantCulture, $"Payments:Mapper:{name}")] is { } text && text.Trim().Length > 0 ? text.Trim() : otherwise;
}
