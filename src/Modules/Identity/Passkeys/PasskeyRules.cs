using Microsoft.AspNetCore.Identity;
using Microsoft.Extensions.Options;
using Spmis.Identity.SignIn;

namespace Spmis.Identity.Passkeys;

/// <summary>What is asked of a passkey.</summary>
internal static class PasskeyRules
{
    public static void Set(IdentityPasskeyOptions options, IOptions<SignInSettings> settings)
    {
        // The device must find it without a user name, and must ask for finger, face or PIN each time.
        (options.ResidentKeyRequirement, options.UserVerificationRequirement, options.AttestationConveyancePreference) = ("required", "required", "none");
        var issuer = settings.Value.Issuer is { Length: > 0 } address ? new Uri(address) : null;
        options.ServerDomain = issuer?.Host;
        options.ValidateOrigin = context =>
        {
            var request = context.HttpContext.Request;
            var own = issuer?.GetLeftPart(UriPartial.Authority) ?? $"{request.Scheme}://{request.Host}";
            return ValueTask.FromResult(!context.CrossOrigin && string.Equals(context.Origin, own, StringComparison.OrdinalIgnoreCase));
        };
    }
}
