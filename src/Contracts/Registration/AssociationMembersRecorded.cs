namespace Spmis.Contracts.Registration;

/// <summary>Memberships of associations began, ended or went over to another record of the same person. At most 1,000; apply each by version.</summary>
public sealed record AssociationMembersRecorded
{
    /// <summary>The memberships as they now stand.</summary>
    public required IReadOnlyList<AssociationMemberFacts> Members { get; init; }
}

/// <summary>A spell of membership.</summary>
public sealed record AssociationMemberFacts
{
    /// <summary>The spell's id.</summary>
    public required Guid MembershipId { get; init; }

    /// <summary>The association.</summary>
    public required Guid AssociationId { get; init; }

    /// <summary>The member.</summary>
    public required Guid PersonId { get; init; }

    /// <summary>The member's number in the association, if it gives numbers.</summary>
    public string? MemberNumber { get; init; }

    /// <summary>member or leader.</summary>
    public required string Role { get; init; }

    /// <summary>First day.</summary>
    public required DateOnly From { get; init; }

    /// <summary>Last day; null while it lasts.</summary>
    public DateOnly? Until { get; init; }

    /// <summary>Why it ended: left, died, census, merge, closed or error; null while it lasts.</summary>
    public string? EndReason { get; init; }

    /// <summary>Rises with every change of this spell.</summary>
    public required long Version { get; init; }
}
