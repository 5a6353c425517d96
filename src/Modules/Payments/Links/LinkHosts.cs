using Microsoft.Extensions.Configuration;

namespace Spmis.Payments.Links;

/// <summary>
/// Where this installation may call: the hosts in <c>Payments:Links:Hosts</c>, with commas between. An agency's address is typed by people of the office, so it may not lead anywhere else,
/// least of all into the network behind this server.
/// </summary>
public sealed class LinkHosts(IConfiguration configuration)
{
    private string[] Named => (configuration["Payments:Links:Hosts"] ?? "").Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);

    /// <summary>Whether there are any.</summary>
    public bool IsConfigured => Named.Length > 0;

    /// <summary>What is wrong with an address, and how to mend it; null when it may be called.</summary>
    public string? Problem(string address) =>
        !Uri.TryCreate(address, UriKind.Absolute, out var uri) || uri.UserInfo.Length > 0 || uri.Query.Length > 0 || uri.Fragment.Length > 0 ? $"'{address}' is no plain address; write it as https://pay.example.org/v1."
        : uri.Scheme != Uri.UriSchemeHttps && !(uri.Scheme == Uri.UriSchemeHttp && uri.IsLoopback) ? $"'{address}' is not protected; an agency's interface is called by https."
        : Named.Contains(uri.Host, StringComparer.OrdinalIgnoreCase) ? null
        : $"This installation may not call {uri.Host}; the administrator names the hosts of agencies in Payments:Links:Hosts.";
}
