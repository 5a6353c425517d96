using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Spmis.Kernel.Access;
using Spmis.Kernel.Api;
using Spmis.Registration.Employers;

namespace Spmis.Registration.Api;

/// <summary>An employer as the API takes it.</summary>
public sealed record EmployerBody
{
    /// <summary>Registered name.</summary>
    public string? Name { get; init; }

    /// <summary>company, cooperative, household or public.</summary>
    public string? LegalForm { get; init; }

    /// <summary>Branch of economic activity.</summary>
    public string? Activity { get; init; }

    /// <summary>Area: its code, or names from above with slashes.</summary>
    public string? Area { get; init; }

    /// <summary>District.</summary>
    public string? District { get; init; }

    /// <summary>Telephone.</summary>
    public string? Phone { get; init; }

    /// <summary>E-mail address.</summary>
    public string? Email { get; init; }

    /// <summary>Workers, as declared.</summary>
    public int? Workers { get; init; }

    internal NewEmployer ToInput() => new()
    {
        Name = Name, LegalForm = PersonBody.Choose(nameof(LegalForm), LegalForm, Employer.LegalForms), Activity = Activity, Area = Area, District = District, Phone = Phone, Email = Email, Workers = Workers,
    };
}

/// <summary>An employer as the API gives it.</summary>
public sealed record EmployerAnswer(string Number, string Name, string LegalForm, string? Activity, string? District, string? Phone, string? Email, int? Workers)
{
    internal static EmployerAnswer Of(Employer e) => new(e.Number, e.Name, Employer.WordOf(e.LegalForm), e.Activity, e.District, e.Phone, e.Email, e.DeclaredWorkers);
}

/// <summary>Endpoints for employers.</summary>
internal static class EmployersApi
{
    public static void Map(RouteGroupBuilder api)
    {
        api.MapGet("/employers", async (SearchEmployers act, CurrentActor actor, string? q, int? limit, CancellationToken ct) => (await act.HandleAsync(q, limit ?? 25, actor.Actor, ct)).Select(EmployerAnswer.Of))
            .Reads(May.ReadEmployers).WithSummary("Find employers by number or the beginning of the name.");
        api.MapGet("/employers/{number}", async (SearchEmployers act, CurrentActor actor, string number, CancellationToken ct) => EmployerAnswer.Of(await act.ReadAsync(number, actor.Actor, ct)))
            .Reads(May.ReadEmployers).WithSummary("An employer.");
        api.MapPost("/employers", RegisterAsync).Writes(RegistrationModule.ModuleName, May.RegisterEmployers).WithSummary("Register an employer.");
    }

    private static async Task<Created> RegisterAsync(RegisterEmployer act, CurrentActor actor, EmployerBody body, CancellationToken ct)
    {
        var employer = await act.HandleAsync(body.ToInput(), actor.Change("employers.register"), ct);
        return new Created($"/api/registration/employers/{employer.Number}", new NumberAnswer(employer.Number));
    }
}
