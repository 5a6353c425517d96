using System.Globalization;
using System.Security.Claims;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Spmis.Kernel.Access;
using Spmis.Kernel.Acts;

namespace Spmis.TestKit;

/// <summary>Signs in whoever the test says, by a header; permissions are checked as for anybody. The real sign-in has tests of its own.</summary>
public static class TestUsers
{
    private const string Header = "X-Test-User";
    /// <summary>Before the id of an actor that is a program with a token of its own.</summary>
    public const string Program = "program-";

    private const string SchemeName = "Test";
    private const string TokenType = "spmis-token"; // As the identity module's tokens are known.

    /// <summary>Signs this client in as the actor.</summary>
    public static void ActAs(this HttpClient client, Actor actor) => client.DefaultRequestHeaders.Add(Header, Write(actor));

    private static string Write(Actor actor) => Convert.ToBase64String(Encoding.UTF8.GetBytes(JsonSerializer.Serialize(actor)));

    /// <summary>Lets the header sign in.</summary>
    public static void AddTestUsers(this WebApplicationBuilder builder)
    {
        builder.Services.AddAuthentication().AddScheme<AuthenticationSchemeOptions, Handler>(SchemeName, null);
        builder.Services.PostConfigure<AuthenticationOptions>(o =>
            (o.DefaultScheme, o.DefaultAuthenticateScheme, o.DefaultChallengeScheme, o.DefaultForbidScheme) = (SchemeName, SchemeName, SchemeName, SchemeName));
    }

    private sealed class Handler(IOptionsMonitor<AuthenticationSchemeOptions> options, ILoggerFactory logger, UrlEncoder encoder) : AuthenticationHandler<AuthenticationSchemeOptions>(options, logger, encoder)
    {
        protected override Task<AuthenticateResult> HandleAuthenticateAsync()
        {
            if (Request.Headers[Header].ToString() is not { Length: > 0 } text
                || JsonSerializer.Deserialize<Actor>(Encoding.UTF8.GetString(Convert.FromBase64String(text))) is not { } actor)
            {
                return Task.FromResult(AuthenticateResult.NoResult());
            }

            List<Claim> claims = [new(ClaimTypes.NameIdentifier, actor.Id), new(ClaimTypes.Name, actor.Name), .. actor.Roles.Select(r => new Claim(ClaimTypes.Role, r)), .. actor.OtherIds.Select(id => new Claim(SpmisClaims.OtherAccount, id))];
            var program = actor.Id.StartsWith(Program, StringComparison.Ordinal);
            if (program)
            {
                claims.Add(new Claim("oi_scp", Request.Path.Value?.Split('/').ElementAtOrDefault(2) ?? "")); // OpenIddict's name of a scope; this program has that of every module.
            }
            else
            {
                claims.Add(new Claim(SpmisClaims.AuthenticatedAt, TimeProvider.GetUtcNow().ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture))); // Signed in a moment ago.
            }

            AddScope(claims, SpmisClaims.Office, actor.Office);
            AddScope(claims, SpmisClaims.Offices, actor.Offices is { } offices ? string.Join(' ', offices) : null);
            AddScope(claims, SpmisClaims.Employer, actor.Employer);
            AddScope(claims, SpmisClaims.Association, actor.Association);
            AddScope(claims, SpmisClaims.Agency, actor.Agency);
            AddScope(claims, SpmisClaims.PersonNumber, actor.PersonNumber);
            AddScope(claims, SpmisClaims.Staff, actor.Staff ?? (actor.Roles.Any(Roles.OfStaff.Contains) ? actor.Id : null)); // People of the institution have a number each, unless the test says which.
            AddScope(claims, SpmisClaims.Holder, actor.Holder);
            return Task.FromResult(AuthenticateResult.Success(new AuthenticationTicket(new ClaimsPrincipal(new ClaimsIdentity(claims, program ? TokenType : SchemeName)), SchemeName)));
        }

        private static void AddScope(List<Claim> claims, string type, string? value)
        {
            if (value is not null)
            {
                claims.Add(new Claim(type, value));
            }
        }
    }
}
