using System.Globalization;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Spmis.Kernel.Access;
using Spmis.Kernel.Acts;
using Spmis.Payments.Agencies;
using Spmis.Payments.Batches;
using Spmis.Payments.Links.Signing;

namespace Spmis.Payments.Links;

/// <summary>Where an agency of G2P Connect tells by itself what became of an order: <c>on-disburse</c> under <c>/api/payments/g2p-connect</c>. There where the installation calls agencies at all.</summary>
internal static class G2pConnectApi
{
    private const string JwksPath = "/g2p-connect/.well-known/jwks.json";

    public static void Map(RouteGroupBuilder api)
    {
        if (((IEndpointRouteBuilder)api).ServiceProvider.GetRequiredService<OwnG2pKeys>().IsConfigured)
        {
            // Public by nature, and apart from the keys of tokens, which are the sign-in's.
            api.MapGet(JwksPath, Jwks).AllowAnonymous().WithTags("G2P Connect").WithSummary("G2P Connect: our public keys (JSON Web Key Set), the newest first");
        }

        if (((IEndpointRouteBuilder)api).ServiceProvider.GetRequiredService<LinkHosts>().IsConfigured)
        {
            api.MapPost("/g2p-connect/on-disburse", OnDisburseAsync).RequireAuthorization("payments.answer").WithTags("G2P Connect").WithSummary("G2P Connect: what became of the payments of an order");
        }
    }

    private static IResult Jwks(OwnG2pKeys keys, HttpContext http)
    {
        http.Response.Headers.CacheControl = "public, max-age=300";
        return Results.Json(new { keys = keys.Published().Select(k => new { kty = "RSA", use = "sig", alg = "RS256", kid = k.Kid, n = k.N, e = k.E }) });
    }

    private static async Task<IResult> OnDisburseAsync(HttpContext http, SendBatch act, PaymentsDb db, CurrentActor current, CancellationToken ct)
    {
        var change = current.Change("payments.answer");
        try
        {
            using var json = await JsonDocument.ParseAsync(http.Request.Body, G2pSignature.Strict, ct);
            var number = G2pMessages.Transaction(json.RootElement) ?? throw new Refused("g2p.transaction", "message.transaction_id is needed.");
            var batch = await db.Batches.AsNoTracking().VisibleTo(change.Actor).SingleOrDefaultAsync(b => b.Number == number && b.ReleasedAt != null, ct) ?? throw new Refused("batch.unknown", $"There is no order '{number}'.");
            if (await act.LinkOfAsync(batch, ct) is { Keys.Length: > 0 } link && G2pSignature.Problem(json.RootElement, PinnedKeys.Read(link.Keys, nameof(link.Keys)), link.UnsignedAllowed) is { } problem)
            {
                return Say("ERR", number, change, problem.Words, problem.Code);
            }

            if (G2pMessages.Answers(json.RootElement, number) is not { Count: > 0 } answers)
            {
                throw new Refused("g2p.answers", "message.disbursements_status is needed, and names at least one payment.");
            }

            await act.HearAsync(batch, answers, change, ct);
            return Say("ACK", number, change, null);
        }
        catch (JsonException)
        {
            return Say("ERR", "", change, "This is no JSON, or has a name twice in one place.");
        }
        catch (Refused refused)
        {
            return Say("ERR", "", change, refused.Message);
        }
    }

    private static IResult Say(string ack, string correlation, Change change, string? wrong, string code = "err.request.bad") => Results.Json(
        new
        {
            message = new
            {
                ack_status = ack, timestamp = change.Now.ToString("yyyy-MM-ddTHH:mm:ssZ", CultureInfo.InvariantCulture), correlation_id = correlation,
                error = wrong is null ? null : new { code, message = wrong },
            },
        },
        statusCode: wrong is null ? StatusCodes.Status200OK : StatusCodes.Status400BadRequest);
}
