namespace Spmis.Contracts.Identity;

/// <summary>A person of the register holds an account of staff. That person's record is left out of what the account reads, so every module must know which of its rows are that person's.</summary>
public sealed record StaffHolderNamed
{
    /// <summary>Registration number.</summary>
    public required string PersonNumber { get; init; }
}
