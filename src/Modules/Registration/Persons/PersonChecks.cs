using System.Text.RegularExpressions;
using Spmis.Kernel.Acts;
using Spmis.Kernel.Files;

namespace Spmis.Registration.Persons;

/// <summary>The rules for what is told of a person: one list for desk, API, file and return.</summary>
public static partial class PersonChecks
{
    private const int OldestAge = 125;

    /// <summary>Brings spellings to one form: blanks trimmed, numbers and phones to digits; what cannot be read is refused later by <see cref="Problems"/>.</summary>
    public static NewPerson Clean(NewPerson input) => input with
    {
        GivenName = Trim(input.GivenName), MiddleName = Trim(input.MiddleName), FamilyName = Trim(input.FamilyName), GrandfatherName = Trim(input.GrandfatherName), OtherName = Trim(input.OtherName), MotherName = Trim(input.MotherName), NativeName = Trim(input.NativeName),
        NationalId = Trim(input.NationalId) is { } id && ReadField.Number(id, out var number) is null ? number : Trim(input.NationalId),
        Phone = Trim(input.Phone) is { } told && ReadField.Phone(told, out var phone) is null ? phone : Trim(input.Phone),
        Area = Trim(input.Area), District = Trim(input.District), Village = Trim(input.Village), Disability = Trim(input.Disability), HouseholdNumber = Trim(input.HouseholdNumber),
        PayAgency = Trim(input.PayAgency)?.ToUpperInvariant(), PayAccount = Trim(input.PayAccount),
    };

    /// <summary>Everything wrong with it; empty when it may be registered. The field is named as in <see cref="NewPerson"/>.</summary>
    public static IEnumerable<(string Field, FieldProblem Problem)> Problems(NewPerson p, DateOnly today)
    {
        if (p.GivenName is null && p.FamilyName is null && p.NativeName is null)
        {
            yield return (nameof(p.GivenName), new("person.no-name", "There is no name.", "Enter a given name or a family name; one name is enough."));
        }

        foreach (var (field, name) in new[] { (nameof(p.GivenName), p.GivenName), (nameof(p.MiddleName), p.MiddleName), (nameof(p.FamilyName), p.FamilyName), (nameof(p.GrandfatherName), p.GrandfatherName), (nameof(p.OtherName), p.OtherName), (nameof(p.MotherName), p.MotherName), (nameof(p.NativeName), p.NativeName) })
        {
            if (NameProblem(name) is { } problem)
            {
                yield return (field, problem);
            }
        }

        if (BirthProblem(p, today) is { } birth)
        {
            yield return (nameof(p.BornOn), birth);
        }

        foreach (var (field, text, length) in new[] { (nameof(p.Area), p.Area, 300), (nameof(p.District), p.District, 200), (nameof(p.Village), p.Village, 200), (nameof(p.Disability), p.Disability, 200), (nameof(p.PayAccount), p.PayAccount, 40) })
        {
            if (text is not null && ReadField.Text(text, length, out _) is { } problem)
            {
                yield return (field, problem);
            }
        }

        foreach (var (field, text) in new[] { (nameof(p.NationalId), p.NationalId), (nameof(p.Phone), p.Phone), (nameof(p.PayAccount), p.PayAccount), (nameof(p.Disability), p.Disability) })
        {
            // Who sees the end of a number only would otherwise write the dots over it.
            if (text?.Contains('•', StringComparison.Ordinal) == true)
            {
                yield return (field, new("person.masked", "Dots stand where something is not shown to you; they are not what is recorded.", "Have it corrected by somebody who sees it in full."));
            }
        }

        foreach (var found in NumberProblems(p))
        {
            yield return found;
        }
    }

    /// <summary>Refuses the first thing that is wrong.</summary>
    /// <exception cref="Refused">What, in which field, and how to mend it.</exception>
    public static void Demand(NewPerson p, DateOnly today)
    {
        foreach (var (field, problem) in Problems(p, today))
        {
            throw new Refused(problem.Code, $"{problem.Text} {problem.Remedy}", field);
        }
    }

    private static IEnumerable<(string Field, FieldProblem Problem)> NumberProblems(NewPerson p)
    {
        if (p.NationalId is not null && ReadField.Number(p.NationalId, out _) is { } id)
        {
            yield return (nameof(p.NationalId), id);
        }

        if (p.NationalId is null && p.NationalIdVerified)
        {
            yield return (nameof(p.NationalId), new("person.nothing-verified", "A number is marked as verified, but none is given.", "Enter the number, or take the mark off."));
        }

        if (p.Phone is not null && ReadField.Phone(p.Phone, out _) is { } phone)
        {
            yield return (nameof(p.Phone), phone);
        }

        if (p.PayAgency is not null && !AgencyCode().IsMatch(p.PayAgency))
        {
            yield return (nameof(p.PayAgency), new("person.agency-code", $"'{p.PayAgency}' is no agency code.", "A code has 2 to 20 letters and digits."));
        }

        if (p.PayAgency is null != p.PayAccount is null)
        {
            yield return (p.PayAgency is null ? nameof(p.PayAgency) : nameof(p.PayAccount), new("person.half-account", "The financial address is incomplete.", "Give both the agency and the account, or neither."));
        }
    }

    private static FieldProblem? NameProblem(string? name)
    {
        if (name is null)
        {
            return null;
        }

        if (ReadField.Text(name, 100, out _) is { } problem)
        {
            return problem;
        }

        return name.Any(char.IsDigit) ? new("person.name-digits", $"The name '{name}' has digits in it.", "Write the name in letters; numbers have fields of their own.")
            : !name.Any(char.IsLetter) ? new("person.name-letters", $"The name '{name}' has no letter in it.", "Write the name, or leave the field empty.") : null;
    }

    private static FieldProblem? BirthProblem(NewPerson p, DateOnly today) => p.BornOn switch
    {
        { } born when born > today => new("person.born-in-future", $"The birth date {born:yyyy-MM-dd} lies after today, {today:yyyy-MM-dd}.", "Correct the year, month or day."),
        { } born when born < today.AddYears(-OldestAge) => new("person.too-old", $"Born on {born:yyyy-MM-dd}, the person would be over {OldestAge} years old.", "Correct the year, or leave the date empty when it is not known."),
        _ => null,
    };

    private static string? Trim(string? text)
    {
        var trimmed = text?.Trim();
        return string.IsNullOrEmpty(trimmed) ? null : trimmed.Normalize();
    }

    [GeneratedRegex("^[A-Z0-9]{2,20}$")]
    private static partial Regex AgencyCode();
}
