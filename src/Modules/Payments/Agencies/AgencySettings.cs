using Spmis.Iso20022;

namespace Spmis.Payments.Agencies;

/// <summary>The form of the file that orders payments.</summary>
public enum OrderFormat
{
    /// <summary>ISO 20022 pain.001.001.09.</summary>
    Pain001V09,

    /// <summary>ISO 20022 pain.001.001.03.</summary>
    Pain001V03,

    /// <summary>payment_reference,payee_name,account,amount,currency,note.</summary>
    Csv,

    /// <summary>Values between separators, in columns the agency names.</summary>
    Delimited,

    /// <summary>Values at positions the agency names, with a trailer of control totals.</summary>
    FixedWidth,

    /// <summary>The message <c>disburse</c> of G2P Connect 1.0.0 (JSON), sent to the agency's interface.</summary>
    G2pConnect,

    /// <summary>The body of GovStack's <c>bulk-payment</c> (JSON), sent to the agency's interface.</summary>
    GovStack,
}

/// <summary>How an amount is written.</summary>
public enum DecimalForm
{
    /// <summary>1234.50.</summary>
    Point,

    /// <summary>1234,50.</summary>
    Comma,

    /// <summary>123450: minor units.</summary>
    Minor,
}

/// <summary>The bytes of a text.</summary>
public enum FileEncoding
{
    Utf8,

    /// <summary>UTF-8 with a byte order mark.</summary>
    Utf8Bom,

    /// <summary>ISO 8859-1.</summary>
    Latin1,

    /// <summary>ASCII; letters lose their accents.</summary>
    Ascii,
}

/// <summary>How a file is signed and encrypted.</summary>
public enum FileProtection
{
    /// <summary>CMS with certificates (RFC 5652).</summary>
    Cms,

    /// <summary>OpenPGP (RFC 9580).</summary>
    Pgp,
}

/// <summary>What ends a line.</summary>
public enum LineEnd
{
    Lf,

    CrLf,
}

/// <summary>The columns of a delimited or fixed-width order file, as text: one column a line (see the module's README).</summary>
public sealed record OrderLayoutText
{
    /// <summary>Delimited: <c>HEADING = field</c>; fixed width: <c>1-35 field left|right blanks|zeros cut</c>.</summary>
    public string Columns { get; init; } = "";

    /// <summary>Fixed width: a record before the payments, in the same form; empty for none.</summary>
    public string Head { get; init; } = "";

    /// <summary>Fixed width: a record behind the payments, with control totals; empty for none.</summary>
    public string Trailer { get; init; } = "";

    /// <summary>Delimited: whether the first line names the columns.</summary>
    public bool Header { get; init; } = true;

    /// <summary>Delimited: <c>,</c> <c>;</c> <c>|</c> or <c>tab</c>.</summary>
    public string Separator { get; init; } = ",";

    public DecimalForm Decimals { get; init; }

    /// <summary>Days: yyyy-MM-dd, yyyyMMdd, dd/MM/yyyy, dd.MM.yyyy, ddMMyyyy or MM/dd/yyyy.</summary>
    public string Days { get; init; } = "yyyy-MM-dd";

    public FileEncoding Encoding { get; init; }

    public LineEnd LineEnd { get; init; }

    /// <summary>Ending of the file's name, without a dot.</summary>
    public string Extension { get; init; } = "txt";
}

/// <summary>How to read an agency's own status file: a delimited file whose first line names its columns.</summary>
public sealed record AnswerLayoutText
{
    /// <summary><c>THEIR HEADING = field</c>, one a line: reference, status, amount, reason, executed-on, currency.</summary>
    public string Columns { get; init; } = "";

    /// <summary><c>THEIR WORD = paid|rejected|returned|accepted</c>, one a line.</summary>
    public string Statuses { get; init; } = "";

    public DecimalForm Decimals { get; init; }

    /// <summary>As in <see cref="OrderLayoutText.Days"/>.</summary>
    public string Days { get; init; } = "yyyy-MM-dd";
}

/// <summary>The interface of an agency that takes orders over the network. The secret of <see cref="ClientId"/> is not here: <c>Payments:Links:CODE:Secret</c>.</summary>
public sealed record AgencyLink
{
    /// <summary>Where the interface begins, at a host that <c>Payments:Links:Hosts</c> names: https, or http on this machine.</summary>
    public string Address { get; init; } = "";

    /// <summary>Where access tokens are given for client id and secret (OAuth 2.0, RFC 6749, 4.4), at such a host too; empty when it asks for none.</summary>
    public string TokenAddress { get; init; } = "";

    /// <summary>Who we are where tokens are given.</summary>
    public string ClientId { get; init; } = "";

    /// <summary>Who we are to it: <c>sender_id</c> of G2P Connect; <c>SourceBBID</c> of GovStack, 12 characters.</summary>
    public string Sender { get; init; } = "";

    /// <summary>G2P Connect: how it writes accounts, <c>account:{account}@bank.example</c> or <c>mobile:{account}@operator</c>.</summary>
    public string AccountForm { get; init; } = "";

    /// <summary>Calls in a minute at most.</summary>
    public int CallsPerMinute { get; init; } = 60;

    /// <summary>G2P Connect: whether our messages to it are signed, with our key.</summary>
    public bool SignMessages { get; init; }

    /// <summary>G2P Connect: its public keys, in PEM form or as a JSON key set; empty when none is agreed on, and then nobody looks at its signatures.</summary>
    public string Keys { get; init; } = "";

    /// <summary>G2P Connect: whether its messages may come without a signature though its keys are known. A wrong signature is always refused.</summary>
    public bool UnsignedAllowed { get; init; }
}

/// <summary>Everything one needs to know to have an agency pay.</summary>
public record AgencySettings
{
    /// <summary>Name for people.</summary>
    public required string Name { get; init; }

    /// <summary>The file it takes.</summary>
    public required OrderFormat Format { get; init; }

    /// <summary>The one currency it pays (ISO 4217); null when it pays any.</summary>
    public string? Currency { get; init; }

    /// <summary>Payments in one file at most; what is more goes into the next.</summary>
    public int MaxPaymentsPerBatch { get; init; } = 50_000;

    /// <summary>Sum of one file at most, in major units; null for no limit. A single payment above it is held.</summary>
    public decimal? MaxSumPerBatch { get; init; }

    /// <summary>Whose account pays, as that account is named.</summary>
    public required string DebtorName { get; init; }

    /// <summary>The account from which the agency takes the money: an IBAN, or its own numbering.</summary>
    public required string DebtorAccount { get; init; }

    /// <summary>BIC of that account's bank; null where the agency has none.</summary>
    public string? DebtorBic { get; init; }

    /// <summary>BIC of the payees' bank, if it has one.</summary>
    public string? PayeeBic { get; init; }

    /// <summary>Which characters it takes.</summary>
    public TextRule Text { get; init; } = TextRule.Latin;

    /// <summary>How its own account numbers are made, see <see cref="Agencies.AccountRule"/>; empty when nothing is known of them. A payment to a number that is not so is held.</summary>
    public string AccountRule { get; init; } = "";

    /// <summary>Columns of a delimited or fixed-width file; null for all other formats.</summary>
    public OrderLayoutText? Layout { get; init; }

    /// <summary>How to read the agency's own status file, beside pain.002, camt and the house's CSV; null when it has none.</summary>
    public AnswerLayoutText? Answers { get; init; }

    /// <summary>What is released later than this (in the portal's time zone) counts as released the next working day; null for none.</summary>
    public TimeOnly? CutOff { get; init; }

    /// <summary>Working days the agency needs from release to value date, 0 to 10.</summary>
    public int ValueDays { get; init; }

    /// <summary>The form of signature and encryption of its order files.</summary>
    public FileProtection Protection { get; init; }

    /// <summary>Whether order files go with a detached signature.</summary>
    public bool Sign { get; init; }

    /// <summary>The agency's certificate (CMS, PEM) or public key (OpenPGP, armored): order files are encrypted for it. Null for none.</summary>
    public string? EncryptFor { get; init; }

    /// <summary>Whether files go and come through its folder on this machine, which an SFTP server shows.</summary>
    public bool UseFolders { get; init; }

    /// <summary>Its interface, to which orders are sent and which tells what became of them; for G2P Connect and GovStack, null for all others.</summary>
    public AgencyLink? Link { get; init; }

    /// <summary>Whether orders are messages to an interface, not files.</summary>
    public bool IsLinked() => Format is OrderFormat.G2pConnect or OrderFormat.GovStack;
}

/// <summary>A new agency.</summary>
public sealed record NewAgency : AgencySettings
{
    /// <summary>2 to 12 capital letters and digits.</summary>
    public required string Code { get; init; }
}
