namespace Spmis.Samples.Places;

/// <summary>The payment agencies of the invented country, by the codes that persons.csv and the batch files use.</summary>
public static class PaymentAgency
{
    /// <summary>A bank that takes pain.001 and answers with pain.002; accounts are IBANs.</summary>
    public const string BankA = "BANKA";

    /// <summary>A second bank, the same formats, plain account numbers.</summary>
    public const string BankB = "BANKB";

    /// <summary>A mobile-money operator that takes and answers CSV; accounts are wallets, which are phone numbers.</summary>
    public const string MobileMoney = "MOMO";

    /// <summary>All of them.</summary>
    public static IReadOnlyList<string> All { get; } = [BankA, BankB, MobileMoney];
}
