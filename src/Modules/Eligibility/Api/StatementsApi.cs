using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Spmis.Eligibility.Statements;
using Spmis.Kernel.Access;
using Spmis.Kernel.Api;

namespace Spmis.Eligibility.Api;

/// <summary>Yearly statements to make.</summary>
/// <param name="Year">This year.</param>
public sealed record StatementsRequest(int Year);

internal static class StatementsApi
{
    public static void Map(RouteGroupBuilder api)
    {
        api.MapGet("/persons/{number}/statement", (string number, MakeStatement make, TimeProvider time, CancellationToken ct) => make.OfAsync(number, DateOnly.FromDateTime(time.GetUtcNow().UtcDateTime), ct))
            .Reads("eligibility.read").WithSummary("What a person has, what is missing for each benefit, and what would come of it at 60, 62 and 65 under today's packages");
        api.MapGet("/persons/{number}/statements/{year:int}", async (string number, int year, ReadStatement read, CancellationToken ct) => (await read.OfAsync(number, year, ct)).Statement)
            .Reads("eligibility.read").WithSummary("The statement made for a person in a year, as it was kept");
        api.MapPost("/statements", (StatementsRequest r, StartStatements act, CurrentActor current, CancellationToken ct) => act.HandleAsync(r.Year, current.Change(StatementsWorker.RunKind), ct))
            .Writes(EligibilityModule.ModuleName, "statements.start").WithSummary("Makes this year's statements of everybody with contributions, once");
    }
}
