using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Spmis.Kernel.Access;
using Spmis.Kernel.Api;
using Spmis.Registration.Photos;

namespace Spmis.Registration.Api;

/// <summary>Why a photograph is removed.</summary>
/// <param name="Reason">In words.</param>
public sealed record PhotoRemovalBody(string? Reason);

/// <summary>Endpoints for photographs.</summary>
internal static class PhotosApi
{
    public static void Map(RouteGroupBuilder api)
    {
        const string module = RegistrationModule.ModuleName;
        api.MapGet("/persons/{number}/photo", async (ReadPhoto read, HttpResponse response, string number, CancellationToken ct) => Picture(response, await read.HandleAsync(number, ct))).Reads(May.SeePhotos)
            .WithSummary("A person's photograph, a JPEG of at most 600 by 800 pixels; who looked is on the record.");
        api.MapPost("/persons/{number}/photo", async (KeepPhoto act, CurrentActor actor, HttpRequest request, string number, string? evidence, CancellationToken ct) =>
        {
            await act.HandleAsync(number, request.Body, actor.Change("photos.take", evidence: evidence), ct);
            return new NumberAnswer(RegistrationDb.Digits(number));
        }).Writes(module, May.KeepPhotos).TakesFiles(2 * PhotoPicture.MostBytes)
            .WithSummary("Takes in a photograph, or another in its place: the body is the JPEG or PNG, at most 10 MB; where no consent is on record yet, the address names its evidence.");
        api.MapPost("/persons/{number}/photo/removal", async (KeepPhoto act, CurrentActor actor, string number, PhotoRemovalBody body, CancellationToken ct) =>
        {
            await act.RemoveAsync(number, actor.Change("photos.remove", body.Reason), ct);
            return new NumberAnswer(RegistrationDb.Digits(number));
        }).Writes(module, May.KeepPhotos).WithSummary("Removes a person's photograph.");
        api.MapGet("/me/photo", async (ReadPhoto read, CurrentActor current, HttpResponse response, CancellationToken ct) => Picture(response, await read.HandleAsync(current.Actor.OwnNumber(), ct))).Reads(May.ReadOwn)
            .WithSummary("The own photograph.");
    }

    private static IResult Picture(HttpResponse response, byte[] jpeg)
    {
        response.Headers.CacheControl = "no-store"; // Every look goes on the record.
        return Results.Bytes(jpeg, ReadPhoto.ContentType);
    }
}
