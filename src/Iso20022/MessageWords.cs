namespace Spmis.Iso20022;

/// <summary>What the messages are called by people.</summary>
public static class MessageWords
{
    /// <summary>" (bank statement)" for camt.053, and so on; empty for a message we have no word for.</summary>
    public static string Of(string kind) => kind switch
    {
        "pain.001" => " (payment orders)",
        "pain.002" => " (status report)",
        "pain.008" => " (direct debits)",
        "camt.029" => " (answer to an investigation)",
        "camt.052" => " (account report within the day)",
        "camt.053" => " (bank statement)",
        "camt.054" => " (booking notification)",
        "camt.055" => " (cancellation request)",
        "pacs.002" => " (status report between banks)",
        "pacs.008" => " (transfers between banks)",
        _ => "",
    };
}
