using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Spmis.Kernel.Access;
using Spmis.Kernel.Api;
using Spmis.Registration.Facts;
using Spmis.Registration.Persons;

namespace Spmis.Registration.Api;

/// <summary>The own record, as the page of the own account shows it: nothing of the household, of likely duplicates or of the office's notes.</summary>
public sealed record MyRecordAnswer(
    string Number, string Name, string BornOn, string? Sex, string? Phone, string? District, string? Village, string? MergedInto, IReadOnlyList<IdentifierLine> Identifiers, IReadOnlyList<EmploymentLine> Employments, PhotoLine? Photo);

/// <summary>What a person sees of the own record, by a program that acts for that person. Whose it is stands in the token; there is no number to send.</summary>
internal static class MyApi
{
    public static void Map(RouteGroupBuilder api)
    {
        api.MapGet("/me", async (ReadPerson read, CurrentActor current, CancellationToken ct) => Of(await read.HandleAsync(current.Actor.OwnNumber(), ct))).Reads(May.ReadOwn).WithSummary("The own record of the person for whom the program acts.");
        api.MapGet("/me/consents", async (ReadPerson read, ReadFacts facts, CurrentActor current, CancellationToken ct) =>
            (await facts.HandleAsync((await read.HandleAsync(current.Actor.OwnNumber(), ct)).Person, sensitive: false, ct)).Consents.Select(c => new ConsentLine(c.Id, c.Purpose, c.GivenOn, c.Evidence, c.WithdrawnOn, c.WithdrawnEvidence)))
            .Reads(May.ReadOwn).WithSummary("The own consents, those withdrawn included.");
    }

    private static MyRecordAnswer Of(PersonRecord record)
    {
        var p = record.Person;
        return new MyRecordAnswer(
            p.Number, p.Name, BirthText.Of(p.BornOn, p.BirthPrecision) ?? "", p.Sex?.ToString(), p.Phone, p.District, p.Village, record.MergedIntoNumber, [.. record.Identifiers.Select(i => i with { VerifiedBy = null })], record.Employments, record.Photo is { } photo ? photo with { TakenBy = "" } : null);
    }
}
