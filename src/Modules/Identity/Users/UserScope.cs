using Spmis.Kernel.Access;
using Spmis.Kernel.Acts;
using Spmis.Values;

namespace Spmis.Identity.Users;

/// <summary>Which roles go together with which scope, for people and for programs alike.</summary>
internal static class UserScope
{
    /// <summary>Refuses roles that do not exist, none at all, or a scope that does not fit them.</summary>
    public static void Check(IReadOnlyCollection<string> roles, string? employer, string? agency, string? personNumber = null, string? association = null)
    {
        if (roles.Count == 0)
        {
            throw new Refused("user.no-role", "Choose at least one role.", "roles");
        }

        if (roles.FirstOrDefault(r => !Roles.ForUsers.Contains(r)) is { } unknown)
        {
            throw new Refused("user.role-unknown", $"There is no role '{unknown}'.", "roles");
        }

        Pair(roles, Roles.Employer, employer, "employer", "the number of the employer");
        Pair(roles, Roles.Person, personNumber, "personNumber", "the person's registration number");
        Pair(roles, Roles.Agency, agency, "agency", "the code of the agency");
        Pair(roles, Roles.Association, association, "association", "the number of the association");
    }

    private static void Pair(IReadOnlyCollection<string> roles, string role, string? scope, string field, string what)
    {
        var has = roles.Contains(role);
        if (has && roles.Count > 1)
        {
            // Somebody from outside who also worked inside would see what the scope is there to hide.
            throw new Refused("user.role-mixed", $"The role '{role}' goes with no other role. Make another account for other work.", "roles");
        }

        if (has && scope is null)
        {
            throw new Refused($"user.no-{field}", $"The role '{role}' needs {what}.", field);
        }

        if (!has && scope is not null)
        {
            throw new Refused($"user.{field}-unused", $"Only the role '{role}' has {what}; leave it empty.", field);
        }
    }

    /// <summary>The staff number, trimmed. Who works in the institution has one: without it one person with two accounts would be two pairs of eyes.</summary>
    /// <exception cref="Refused">A role of staff without one, or one that is too long.</exception>
    public static string? Staff(IReadOnlyCollection<string> roles, string? text)
    {
        var number = Clean(text);
        if (number is null && roles.Any(Roles.OfStaff.Contains))
        {
            throw new Refused("user.no-staff-number", "Enter the staff number. Whoever works in the institution has one, the same in all accounts of one person, so that nobody approves by a second account what they prepared.", "staff");
        }

        return number is { Length: > LongestStaff } ? throw new Refused("user.staff-number-long", $"A staff number has at most {LongestStaff} characters.", "staff") : number;
    }

    private const int LongestStaff = 60;

    /// <summary>The digits of a registration number, checked; null when blank.</summary>
    public static string? Number(string? text)
    {
        var digits = new string([.. (text ?? "").Where(char.IsAsciiDigit)]);
        return digits.Length == 0 ? null : CheckDigit.IsValid(digits) && digits.Length <= 20 ? digits
            : throw new Refused("user.person-number", "This is no registration number; its last two digits do not check the others.", "personNumber");
    }

    /// <summary>The digits of the number of an association, checked; null when blank.</summary>
    public static string? AssociationNumber(string? text)
    {
        var digits = new string([.. (text ?? "").Where(char.IsAsciiDigit)]);
        return digits.Length == 0 ? null : CheckDigit.IsValid(digits) && digits.Length <= 20 ? digits
            : throw new Refused("user.association", "This is no number of an association; its last two digits do not check the others.", "association");
    }

    /// <summary>Trimmed, or null when blank.</summary>
    public static string? Clean(string? text) => string.IsNullOrWhiteSpace(text) ? null : text.Trim();
}
