namespace Spmis.Contracts.Registration;

/// <summary>Records were put up for review as likely one person; nothing is paid to them until it is settled. At most 1,000.</summary>
public sealed record DuplicatesOpened
{
    /// <summary>The open cases.</summary>
    public required IReadOnlyList<DuplicateCaseFacts> Cases { get; init; }
}

/// <summary>Review cases were settled (same, or not the same person). At most 1,000.</summary>
public sealed record DuplicatesSettled
{
    /// <summary>The settled cases.</summary>
    public required IReadOnlyList<DuplicateCaseFacts> Cases { get; init; }
}

/// <summary>A review case: two records that look alike.</summary>
/// <param name="CaseId">The case.</param>
/// <param name="PersonId">One record.</param>
/// <param name="OtherPersonId">The other.</param>
public sealed record DuplicateCaseFacts(Guid CaseId, Guid PersonId, Guid OtherPersonId);
