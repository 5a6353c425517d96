using Spmis.Values;

namespace Spmis.Iso20022.Transfers;

/// <summary>The version of pain.001 a bank wants.</summary>
public enum CreditTransferVersion
{
    /// <summary>pain.001.001.03, still asked for by many banks.</summary>
    V03,

    /// <summary>pain.001.001.09.</summary>
    V09,
}

/// <summary>The head of a pain.001: who orders, and from when it is.</summary>
public sealed record CreditTransferFile
{
    /// <summary>Unique for ever with this agency; 1 to 35 characters.</summary>
    public required string MessageId { get; init; }

    /// <summary>UTC; taken from the act, so that a file written again is the same byte for byte.</summary>
    public required DateTime CreatedAt { get; init; }

    /// <summary>Name of the institution that orders.</summary>
    public required string InitiatingParty { get; init; }

    /// <summary>Its number with the bank, if the bank gave one.</summary>
    public string? InitiatingPartyId { get; init; }
}

/// <summary>One PmtInf of a pain.001: the payments of one programme, day and currency out of one account.</summary>
public sealed record CreditTransferBatch
{
    /// <summary>Unique in the file; 1 to 35 characters.</summary>
    public required string Id { get; init; }

    /// <summary>The day the bank shall pay.</summary>
    public required DateOnly ExecuteOn { get; init; }

    /// <summary>Whose account pays.</summary>
    public required string DebtorName { get; init; }

    /// <summary>The account that pays.</summary>
    public required Account DebtorAccount { get; init; }

    /// <summary>The bank of that account.</summary>
    public required Agent DebtorAgent { get; init; }

    /// <summary>ExternalCategoryPurpose1Code: GOVT, PENS or SALA.</summary>
    public string? CategoryPurpose { get; init; }

    /// <summary>Whether the bank books one sum (true) or every payment (false); null leaves it to the bank's contract.</summary>
    public bool? BatchBooking { get; init; }

    /// <summary>Who bears the charges: SLEV, SHAR, DEBT, CRED.</summary>
    public string ChargeBearer { get; init; } = "DEBT";

    /// <summary>How many payments follow: must be given to write, and is checked while they are written; null when a file read does not say.</summary>
    public int? Count { get; init; }

    /// <summary>What they add up to in major units: must be given to write, and is checked while they are written; null when a file read does not say.</summary>
    public decimal? Sum { get; init; }
}

/// <summary>One payment to one person.</summary>
public sealed record CreditTransfer
{
    /// <summary>Our payment number, unique for ever, 1 to 35 characters; comes back in every status and return.</summary>
    public required string EndToEndId { get; init; }

    /// <summary>Number between us and the bank, if it differs.</summary>
    public string? InstructionId { get; init; }

    /// <summary>More than nothing.</summary>
    public required Money Amount { get; init; }

    /// <summary>Who gets it.</summary>
    public required string CreditorName { get; init; }

    /// <summary>Into which account; null for cash at a counter of the agent.</summary>
    public Account? CreditorAccount { get; init; }

    /// <summary>The bank or operator of that account.</summary>
    public Agent? CreditorAgent { get; init; }

    /// <summary>ExternalPurpose1Code: SSBE (social security benefit), PENS, BENE.</summary>
    public string? Purpose { get; init; }

    /// <summary>Text for the person, 140 characters at most.</summary>
    public string? Remittance { get; init; }
}
