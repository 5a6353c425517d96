using System.Globalization;
using Spmis.Values;

namespace Spmis.Iso20022.Xml;

/// <summary>The parts all messages share, in every version's spelling.</summary>
internal static class Parts
{
    /// <summary>An amount with its Ccy; xs:decimal also allows +5, .5 and 5.</summary>
    public static bool TryAmount(Node? node, string field, int line, out Money money, out MessageProblem? problem)
    {
        money = default;
        problem = null;
        var text = node?.Text.Trim().TrimStart('+').TrimEnd('.') ?? "";
        if (text.StartsWith('.'))
        {
            text = "0" + text;
        }

        if (node is null || text.Length == 0)
        {
            problem = new(node?.Line ?? line, field, "iso.amount-missing", "The amount is missing.");
        }
        else if (node.Currency is not { Length: 3 } code || !code.All(char.IsAsciiLetterUpper))
        {
            problem = new(node.Line, field, "iso.currency", $"'{node.Currency}' is no currency; Ccy has three capital letters, such as KES.");
        }
        else if (!Money.TryParse(text, Currency.Of(code), out money, out var words))
        {
            problem = new(node.Line, field, "iso.amount", words!); // Never null when it could not be read.
        }

        return problem is null;
    }

    /// <summary>The civil date of a choice of Dt and DtTm, or of a plain date, as the bank's own clock has it.</summary>
    public static DateOnly? Date(Node? node)
    {
        var text = node?.Value("Dt", "DtTm") ?? node?.Text.Trim() ?? "";
        return text.Length >= 10 && DateOnly.TryParseExact(text.AsSpan(0, 10), "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var date) ? date : null;
    }

    /// <summary>An instant; without a zone it is taken as UTC.</summary>
    public static DateTime? Instant(string? text) =>
        DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var at) ? at.UtcDateTime : null;

    public static int? Count(string? text) => int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var n) ? n : null;

    public static decimal? Sum(string? text) =>
        decimal.TryParse(text, NumberStyles.AllowDecimalPoint | NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var n) ? n : null;

    public static Account? Account(Node? account)
    {
        if (account?.Value("Id/IBAN") is { } iban)
        {
            return Iso20022.Account.AsRead(iban.Replace(" ", "", StringComparison.Ordinal).ToUpperInvariant(), true, null);
        }

        if (account?.Value("Id/Othr/Id") is { } other)
        {
            return Iso20022.Account.AsRead(other, false, account.Value("Id/Othr/SchmeNm/Cd", "Id/Othr/SchmeNm/Prtry"));
        }

        // From version 09 on a wallet may be named by its alias alone.
        return account?.Value("Prxy/Id") is { } alias ? Iso20022.Account.AsRead(alias, false, account.Value("Prxy/Tp/Cd", "Prxy/Tp/Prtry")) : null;
    }

    public static Agent? Agent(Node? agent) => agent?.Find("FinInstnId") is not { } bank ? null : new Agent
    {
        Bic = bank.Value("BICFI", "BIC"),
        MemberId = bank.Value("ClrSysMmbId/MmbId"),
        ClearingSystem = bank.Value("ClrSysMmbId/ClrSysId/Cd", "ClrSysMmbId/ClrSysId/Prtry"),
        Name = bank.Value("Nm"),
    };

    /// <summary>A party's name: plain up to version 04 of camt, inside a choice of party and agent later.</summary>
    public static string? PartyName(Node? party) => party?.Value("Nm", "Pty/Nm", "Agt/FinInstnId/Nm");

    public static Statuses.StatusReason Reason(Node info)
    {
        var words = string.Join(" ", info.All("AddtlInf").Select(a => a.Text.Trim()).Where(t => t.Length > 0));
        return new(info.Value("Rsn/Cd", "Rsn/Prtry"), words.Length > 0 ? words : null);
    }
}
