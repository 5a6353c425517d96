using Spmis.Contracts.Registration;
using Spmis.Kernel.Acts;
using Spmis.Kernel.Files;
using Spmis.Registration.Areas;
using Spmis.Registration.Persons;

namespace Spmis.Registration.Employers;

/// <summary>What is told of an employer.</summary>
public sealed record NewEmployer
{
    /// <summary>Registered name; for a household the householder's.</summary>
    public string? Name { get; init; }

    /// <summary>Kind of employer.</summary>
    public LegalForm? LegalForm { get; init; }

    /// <summary>Branch of economic activity.</summary>
    public string? Activity { get; init; }

    /// <summary>Area: its code, or names from above with slashes.</summary>
    public string? Area { get; init; }

    /// <summary>The area found for it.</summary>
    internal Guid? AreaId { get; init; }

    /// <summary>District.</summary>
    public string? District { get; init; }

    /// <summary>Telephone.</summary>
    public string? Phone { get; init; }

    /// <summary>E-mail address.</summary>
    public string? Email { get; init; }

    /// <summary>Workers, as declared.</summary>
    public int? Workers { get; init; }
}

/// <summary>An employer just registered.</summary>
/// <param name="EmployerId">The id.</param>
/// <param name="Number">The employer number.</param>
public sealed record RegisteredEmployer(Guid EmployerId, string Number);

/// <summary>Registers an employer, from a factory to a household with one worker.</summary>
/// <param name="db">The register.</param>
/// <param name="areas">The area tree.</param>
public sealed class RegisterEmployer(RegistrationDb db, FindAreas areas)
{
    /// <summary>Checks, gives a number, records and tells the other modules.</summary>
    /// <param name="input">What was told.</param>
    /// <param name="change">Who and when.</param>
    /// <param name="ct">Cancels.</param>
    /// <exception cref="Refused">What is wrong and in which field.</exception>
    public async Task<RegisteredEmployer> HandleAsync(NewEmployer input, Change change, CancellationToken ct)
    {
        foreach (var (field, problem) in EmployerChecks.Problems(input))
        {
            throw new Refused(problem.Code, $"{problem.Text} {problem.Remedy}", field);
        }

        input = EmployerChecks.In(input, await areas.PlaceAsync(input.Area, input.District, null, change.Today, ct));
        Employer? employer = null;
        await db.WriteAsync(
            async () =>
            {
                employer = EmployerChecks.Make(input, await db.TakeNumbersAsync(Employer.Series, 1, ct), Origin.Desk, change);
                employer.Office = await db.OfficeOfAsync(employer.AreaId, ct) ?? RegisterPerson.OfficeOf(change.Actor);
                db.Add(employer);
                db.Publish(new EmployersRecorded { Employers = [employer.ToFacts()] });
                await db.SaveAsync(change, ct);
            },
            ct);
        return employer is null ? throw new InvalidOperationException("The transaction ended without an employer.") : new RegisteredEmployer(employer.Id, employer.Number);
    }
}

/// <summary>The rules for what is told of an employer: one list for desk, API and file.</summary>
internal static class EmployerChecks
{
    public static IEnumerable<(string Field, FieldProblem Problem)> Problems(NewEmployer e)
    {
        if (string.IsNullOrWhiteSpace(e.Name))
        {
            yield return (nameof(e.Name), new("employer.no-name", "There is no name.", "Enter the registered name; for a household the householder's."));
        }

        if (e.LegalForm is null)
        {
            yield return (nameof(e.LegalForm), new("employer.no-form", "The legal form is missing.", $"Choose one of {string.Join(", ", Employer.LegalForms.Keys)}."));
        }

        foreach (var (field, text) in new[] { (nameof(e.Name), e.Name), (nameof(e.Activity), e.Activity), (nameof(e.District), e.District), (nameof(e.Area), e.Area), (nameof(e.Email), e.Email) })
        {
            if (text is not null && ReadField.Text(text.Trim(), 200, out _) is { } problem)
            {
                yield return (field, problem);
            }
        }

        if (!string.IsNullOrWhiteSpace(e.Phone) && ReadField.Phone(e.Phone.Trim(), out _) is { } phone)
        {
            yield return (nameof(e.Phone), phone);
        }

        if (!string.IsNullOrWhiteSpace(e.Email) && e.Email.Trim() is var mail && (mail.Count(c => c == '@') != 1 || mail.IndexOf('@', StringComparison.Ordinal) is 0 || mail[^1] == '@' || mail.Contains(' ', StringComparison.Ordinal)))
        {
            yield return (nameof(e.Email), new("employer.email", $"'{mail}' is no e-mail address.", "Write it as name@domain, or leave it empty."));
        }

        if (e.Workers is < 0 or > 1_000_000)
        {
            yield return (nameof(e.Workers), new("employer.workers", $"{e.Workers} is no number of workers.", "Write a number from 0 to 1000000."));
        }
    }

    /// <summary>The address in the tree's words.</summary>
    public static NewEmployer In(NewEmployer e, AreaPlace? place) => place is null ? e : e with { AreaId = place.AreaId, District = string.IsNullOrWhiteSpace(e.Area) ? e.District : place.District };

    public static Employer Make(NewEmployer e, long sequence, Origin origin, Change change)
    {
        var name = (e.Name ?? "").Trim().Normalize();
        return new Employer
        {
            Id = Guid.CreateVersion7(), Number = Employer.NumberOf(sequence), Name = name, LegalForm = e.LegalForm ?? throw new InvalidOperationException("The legal form was checked before."),
            Activity = Blank(e.Activity), AreaId = e.AreaId, District = Blank(e.District), Phone = Blank(e.Phone) is { } told && ReadField.Phone(told, out var phone) is null ? phone : null, Email = Blank(e.Email),
            DeclaredWorkers = e.Workers, RegisteredAt = change.Now, Source = origin.Source, Reference = origin.Reference, RowHash = origin.RowHash, ImportRunId = origin.RunId, SearchName = Employer.Fold(name), Version = 1,
        };
    }

    private static string? Blank(string? text) => string.IsNullOrWhiteSpace(text) ? null : text.Trim().Normalize();
}
