namespace Spmis.Contracts.Registration;

/// <summary>An officer has handed a person or an employer a one-time code with which they open an account of their own. The code itself is nowhere but on that paper.</summary>
public sealed record AccountOffered
{
    /// <summary>The offer.</summary>
    public required Guid OfferId { get; init; }

    /// <summary><c>person</c> or <c>employer</c>: the role the account gets.</summary>
    public required string Role { get; init; }

    /// <summary>Registration number of the person or number of the employer: all that the account will see.</summary>
    public required string Number { get; init; }

    /// <summary>The name in the register.</summary>
    public required string Name { get; init; }

    /// <summary>SHA-256 over <c>NUMBER:code</c>, hexadecimal; the code in small letters and digits only.</summary>
    public required string CodeHash { get; init; }

    /// <summary>The code opens nothing after this (UTC).</summary>
    public required DateTime ExpiresAt { get; init; }
}
