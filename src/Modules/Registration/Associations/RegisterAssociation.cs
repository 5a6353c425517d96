using Microsoft.Extensions.Configuration;
using Spmis.Contracts.Registration;
using Spmis.Kernel.Acts;
using Spmis.Kernel.Files;
using Spmis.Registration.Areas;
using Spmis.Registration.Persons;

namespace Spmis.Registration.Associations;

/// <summary>What is told of an association.</summary>
public sealed record NewAssociation
{
    /// <summary>Registered name.</summary>
    public string? Name { get; init; }

    /// <summary>Kind of association.</summary>
    public AssociationKind? Kind { get; init; }

    /// <summary>Its number in the public register of such bodies.</summary>
    public string? Reference { get; init; }

    /// <summary>Area of the seat: its code, or names from above with slashes.</summary>
    public string? Area { get; init; }

    /// <summary>District of the seat.</summary>
    public string? District { get; init; }

    /// <summary>Who answers for it.</summary>
    public string? Contact { get; init; }

    /// <summary>Telephone.</summary>
    public string? Phone { get; init; }

    /// <summary>E-mail address.</summary>
    public string? Email { get; init; }
}

/// <summary>How often members are counted: the setting <c>Registration:CensusMonths</c>, twelve when it says nothing.</summary>
/// <param name="configuration">The settings.</param>
public sealed class CensusInterval(IConfiguration configuration)
{
    private const int Usual = 12;

    /// <summary>Months from one census to the next, 1 to 120.</summary>
    public int Months { get; } = Math.Clamp(configuration.GetValue("Registration:CensusMonths", Usual), 1, 120);
}

/// <summary>Registers an association.</summary>
/// <param name="db">The register.</param>
/// <param name="areas">The area tree.</param>
/// <param name="interval">When its members are counted first.</param>
public sealed class RegisterAssociation(RegistrationDb db, FindAreas areas, CensusInterval interval)
{
    /// <summary>Checks, gives a number, records and tells the other modules.</summary>
    /// <param name="input">What was told.</param>
    /// <param name="change">Who and when.</param>
    /// <param name="ct">Cancels.</param>
    /// <returns>The association's number.</returns>
    /// <exception cref="Refused">What is wrong and in which field.</exception>
    public async Task<string> HandleAsync(NewAssociation input, Change change, CancellationToken ct)
    {
        Demand(input);
        var place = await areas.PlaceAsync(input.Area, input.District, null, change.Today, ct);
        var number = "";
        await db.WriteAsync(
            async () =>
            {
                number = Association.NumberOf(await db.TakeNumbersAsync(Association.Series, 1, ct));
                var made = new Association
                {
                    Id = Guid.CreateVersion7(), Number = number, Name = "", Kind = AssociationKind.Other, AreaId = place?.AreaId,
                    District = place is not null && !string.IsNullOrWhiteSpace(input.Area) ? place.District : Blank(input.District),
                    RegisteredAt = change.Now, NextCensusOn = change.Today.AddMonths(interval.Months), Version = 1,
                };
                Fill(made, input);
                made.Office = await db.OfficeOfAsync(made.AreaId, ct) ?? RegisterPerson.OfficeOf(change.Actor);
                db.Add(made);
                db.Publish(new AssociationsRecorded { Associations = [made.ToFacts()] });
                await db.SaveAsync(change, ct);
            },
            ct);
        return number;
    }

    /// <exception cref="Refused">What is wrong and in which field.</exception>
    internal static void Demand(NewAssociation input)
    {
        foreach (var (field, problem) in Problems(input))
        {
            throw new Refused(problem.Code, $"{problem.Text} {problem.Remedy}", field);
        }
    }

    /// <summary>Writes what was told into the record, but its seat.</summary>
    internal static void Fill(Association made, NewAssociation input)
    {
        (made.Name, made.Kind, made.Reference, made.Contact) = ((input.Name ?? "").Trim().Normalize(), input.Kind ?? AssociationKind.Other, Blank(input.Reference), Blank(input.Contact));
        (made.Phone, made.Email) = (Blank(input.Phone) is { } told && ReadField.Phone(told, out var phone) is null ? phone : null, Blank(input.Email));
        made.SearchName = Employers.Employer.Fold(made.Name);
    }

    private static IEnumerable<(string Field, FieldProblem Problem)> Problems(NewAssociation a)
    {
        if (string.IsNullOrWhiteSpace(a.Name))
        {
            yield return (nameof(a.Name), new("association.no-name", "There is no name.", "Enter the registered name."));
        }

        if (a.Kind is null)
        {
            yield return (nameof(a.Kind), new("association.no-kind", "The kind is missing.", $"Choose one of {string.Join(", ", Association.Kinds.Keys)}."));
        }

        foreach (var (field, text, most) in new[] { (nameof(a.Name), a.Name, 200), (nameof(a.Reference), a.Reference, 80), (nameof(a.District), a.District, 200), (nameof(a.Area), a.Area, 200), (nameof(a.Contact), a.Contact, 200), (nameof(a.Email), a.Email, 200) })
        {
            if (text is not null && ReadField.Text(text.Trim(), most, out _) is { } problem)
            {
                yield return (field, problem);
            }
        }

        if (!string.IsNullOrWhiteSpace(a.Phone) && ReadField.Phone(a.Phone.Trim(), out _) is { } phone)
        {
            yield return (nameof(a.Phone), phone);
        }

        if (!string.IsNullOrWhiteSpace(a.Email) && a.Email.Trim() is var mail && (mail.Count(c => c == '@') != 1 || mail[0] == '@' || mail[^1] == '@' || mail.Contains(' ', StringComparison.Ordinal)))
        {
            yield return (nameof(a.Email), new("association.email", $"'{mail}' is no e-mail address.", "Write it as name@domain, or leave it empty."));
        }
    }

    internal static string? Blank(string? text) => string.IsNullOrWhiteSpace(text) ? null : text.Trim().Normalize();
}
