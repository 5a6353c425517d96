namespace Spmis.Contracts.Registration;

/// <summary>Several records were found to be one person. Everything kept for the merged ones now belongs to the survivor.</summary>
public sealed record PersonsMerged
{
    /// <summary>The decision, for undoing.</summary>
    public required Guid MergeId { get; init; }

    /// <summary>The record that stays in use.</summary>
    public required Guid SurvivorId { get; init; }

    /// <summary>The records that now point to the survivor.</summary>
    public required IReadOnlyList<Guid> MergedIds { get; init; }
}

/// <summary>A merge was reversed; the records stand alone again.</summary>
public sealed record MergeUndone
{
    /// <summary>The decision that was reversed.</summary>
    public required Guid MergeId { get; init; }

    /// <summary>The former survivor.</summary>
    public required Guid SurvivorId { get; init; }

    /// <summary>The records that stand alone again.</summary>
    public required IReadOnlyList<Guid> MergedIds { get; init; }
}
