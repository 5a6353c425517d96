using System.Security.Cryptography;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.Http;

namespace Spmis.Web.Fragments;

/// <summary>
/// Says that the portal itself asks for a part, for a page whose person it has looked up already. A module that keeps no copy of persons cannot tell which office's they are;
/// to who is bound to an office it answers only with this. The keys are those of the data folder, which every process reads.
/// </summary>
/// <param name="protection">The keys.</param>
public sealed class FragmentTicket(IDataProtectionProvider protection)
{
    private const string Header = "Spmis-Fragment";
    private static readonly TimeSpan Holds = TimeSpan.FromMinutes(2);
    private readonly ITimeLimitedDataProtector protector = protection.CreateProtector("Spmis.Fragment").ToTimeLimitedDataProtector();

    /// <summary>Puts it on a request for a path.</summary>
    internal void Add(HttpRequestMessage message, string path) => message.Headers.TryAddWithoutValidation(Header, protector.Protect(path, Holds));

    /// <summary>Whether the request carries one for its own path.</summary>
    public bool IsOn(HttpRequest request)
    {
        try
        {
            return request.Headers[Header].ToString() is { Length: > 0 } ticket && protector.Unprotect(ticket) == request.Path.Value;
        }
        catch (CryptographicException)
        {
            return false;
        }
    }
}
