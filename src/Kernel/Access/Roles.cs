namespace Spmis.Kernel.Access;

/// <summary>The named sets of permissions that ship with the product.</summary>
public static class Roles
{
    /// <summary>Social security officer in an office.</summary>
    public const string Officer = "officer";

    /// <summary>A person of an employer; sees that employer only.</summary>
    public const string Employer = "employer";

    /// <summary>A person of an association (its treasurer, say); sees that association and what it pays for its members only.</summary>
    public const string Association = "association";

    /// <summary>A person of a payment agency; sees that agency's batches only.</summary>
    public const string Agency = "agency";

    /// <summary>An insured person or beneficiary; sees the own record only.</summary>
    public const string Person = "person";

    /// <summary>Approves what somebody else prepared.</summary>
    public const string Supervisor = "supervisor";

    /// <summary>Reads everything, changes nothing.</summary>
    public const string Auditor = "auditor";

    /// <summary>Users, roles, offices, keys.</summary>
    public const string Administrator = "administrator";

    /// <summary>The system itself; never given to a user.</summary>
    public const string System = "system";

    /// <summary>The roles a user may hold.</summary>
    public static IReadOnlyList<string> ForUsers { get; } = [Officer, Employer, Association, Agency, Person, Supervisor, Auditor, Administrator];

    /// <summary>The roles of people who work in the institution.</summary>
    public static IReadOnlyList<string> OfStaff { get; } = [Officer, Supervisor, Auditor, Administrator];
}
