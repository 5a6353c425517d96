namespace Spmis.Registration.Persons;

/// <summary>A number somebody else gave the person: national id, passport, refugee card. After a merge the survivor has the merged one's too.</summary>
public sealed class Identifier
{
    /// <summary>Type of the national identity number.</summary>
    public const string National = "national-id";

    /// <summary>What a number can be.</summary>
    public static IReadOnlyList<string> Types { get; } = [National, "passport", "refugee-card", "birth-certificate", "driving-licence", "voter-card", "tax-number", "other"];

    /// <summary>How a number can be verified.</summary>
    public static IReadOnlyList<string> Verifications { get; } = ["document-seen", "issuer-asked", "biometric"];

    /// <summary>Never shown to people.</summary>
    public required Guid Id { get; init; }

    /// <summary>Whose it is.</summary>
    public required Guid PersonId { get; set; }

    /// <summary>national-id, passport ...</summary>
    public required string Type { get; init; }

    /// <summary>Capital letters and digits.</summary>
    [Kernel.History.Identifying]
    public required string Value { get; init; }

    /// <summary>Who gave it; null for the country's own office.</summary>
    public string? Issuer { get; init; }

    /// <summary>When it was verified against its issuer; null while it was only told.</summary>
    public DateTime? VerifiedAt { get; set; }

    /// <summary>How, one of <see cref="Verifications"/>; null where that was not recorded.</summary>
    public string? VerifiedBy { get; set; }

    /// <summary>Type, issuer and value once verified, null before: nobody shares a verified number, by constraint.</summary>
    [Kernel.History.Identifying]
    public string? VerifiedKey { get; set; }

    /// <summary>Makes one, verified or not.</summary>
    public static Identifier Of(Guid personId, string type, string value, string? issuer, DateTime? verifiedAt, string? verifiedBy = null) => new()
    {
        Id = Guid.CreateVersion7(), PersonId = personId, Type = type, Value = value, Issuer = issuer, VerifiedAt = verifiedAt, VerifiedBy = verifiedBy,
        VerifiedKey = verifiedAt is null ? null : $"{type}:{issuer}:{value}",
    };
}

/// <summary>One blocking key of a person, written in the same transaction as the person: the desk finds likely duplicates by it in milliseconds.</summary>
public sealed class PersonKey : Kernel.Data.IKernelRow
{
    /// <summary>The person under whom the key is found; after a merge the survivor.</summary>
    public required Guid PersonId { get; init; }

    /// <summary>A hash; holds no readable fact.</summary>
    public required long Key { get; init; }
}
