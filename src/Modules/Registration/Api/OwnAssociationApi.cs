using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Spmis.Kernel.Access;
using Spmis.Kernel.Api;
using Spmis.Registration.Associations;

namespace Spmis.Registration.Api;

/// <summary>What an association sees of itself, by a program that acts for somebody of it. Which one it is stands in the token; there is no number to send.</summary>
internal static class OwnAssociationApi
{
    public static void Map(RouteGroupBuilder api)
    {
        api.MapGet("/association", async (ReadOwnAssociation read, CurrentActor current, CancellationToken ct) => AssociationAnswer.Of(await read.HandleAsync(current.Actor, ct))).Reads(May.OwnAssociation).WithSummary("The association for which the program acts.");
        api.MapGet("/association/members", async (ReadOwnAssociation read, CurrentActor current, string? q, bool? past, Guid? after, int? limit, CancellationToken ct) =>
            await read.MembersAsync(await read.HandleAsync(current.Actor, ct), q, past ?? false, after, limit ?? 25, ct)).Reads(May.OwnAssociation).WithSummary("Its members, or with past those whose membership ended.");
    }
}
