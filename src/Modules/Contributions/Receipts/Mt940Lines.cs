using System.Globalization;
using System.Runtime.CompilerServices;
using System.Text.RegularExpressions;
using Spmis.Contributions.Bills;
using Spmis.Kernel.Files;
using Spmis.Values;

namespace Spmis.Contributions.Receipts;

/// <summary>Reads MT940 as money that came in or was taken back.</summary>
internal static partial class Mt940Lines
{
    public const string Format = "MT940";
    private const int MostReference = 120;
    private const int MostText = 400;

    /// <summary>Reads the file to its end without doing anything.</summary>
    /// <exception cref="Kernel.Acts.Refused">It is cut off, broken, or its balances do not fit.</exception>
    public static async Task<IReadOnlyList<Mt940Proved>> ProveAsync(Stream content, CancellationToken ct)
    {
        var file = new Mt940File(content);
        await foreach (var entry in file.ReadAsync(ct))
        {
            _ = entry; // Read for the sums only.
        }

        return file.Proved;
    }

    /// <summary>The lines behind one.</summary>
    public static async IAsyncEnumerable<StatementMoney> ReadAsync(Stream content, long after, [EnumeratorCancellation] CancellationToken ct)
    {
        var number = 0L;
        await foreach (var entry in new Mt940File(content).ReadAsync(ct))
        {
            if (++number > after)
            {
                yield return Money(entry, number);
            }
        }
    }

    private static StatementMoney Money(Mt940Entry found, long number)
    {
        var (entry, statement) = (found.Entry, found.Statement);
        var own = entry.BankReference ?? string.Create(CultureInfo.InvariantCulture, $"{statement.Opening.On:yyyyMMdd}/{statement.Number}/{found.Number}");
        var (spaced, glued) = Texts(found.Text);
        var other = Other(entry, number);
        return new StatementMoney
        {
            Line = number,
            Kind = other is not null ? MoneyKind.Other : entry.Mark == "C" ? MoneyKind.Credit : MoneyKind.Reversal,
            Account = Cut(statement.Account, 60) ?? "",
            Channel = Channel.Bank,
            Reference = Cut(own, MostReference) ?? own,
            Takes = [.. new[] { own, entry.BankReference, entry.CustomerReference }.OfType<string>().Distinct(StringComparer.Ordinal)],
            BookedOn = entry.BookedOn,
            Amount = new Money(entry.AmountMinor, statement.Opening.Currency),
            Payer = Cut(Payer(found.Text), 200),
            Text = Cut(string.Join(' ', new[] { entry.CustomerReference, spaced }.OfType<string>().Where(t => t.Length > 0)), MostText),
            Numbers = [.. PaymentReference.NumbersIn(entry.CustomerReference).Concat(PaymentReference.NumbersIn(spaced)).Concat(PaymentReference.NumbersIn(glued)).Distinct(StringComparer.Ordinal)],
            Problems = other is null ? [] : [other],
        };
    }

    /// <summary>RTI is a returned item (SWIFT transaction type codes): money we had received goes back.</summary>
    private static LineProblem? Other(Mt940Line entry, long number) => entry switch
    {
        { AmountMinor: 0 } => new(number, "61", "amount.zero", "A booking of nothing.", ""),
        { Mark: "RD" } => new(number, "61", "entry.debit-reversed", "A debit was taken back; that is no contribution.", ""),
        { Mark: "D" } when !entry.Type.EndsWith("RTI", StringComparison.Ordinal) => new(number, "61", "entry.debit", "Money went out (a charge or a transfer); that is no contribution.", ""),
        { Mark: "C" } when entry.Type.EndsWith("RTI", StringComparison.Ordinal) => new(number, "61", "entry.returned-payment", "A benefit payment came back.", "Import the file under Payments too, where it is reconciled."),
        _ => null,
    };

    /// <summary>What the payer wrote: with a blank at each line end, and without, since a number may go on behind it. Sub-fields 20 to 29 and 60 to 63 hold it where the bank uses them.</summary>
    private static (string Spaced, string Glued) Texts(IReadOnlyList<string> lines)
    {
        var whole = string.Concat(lines);
        var fields = SubFields(whole).Where(f => f.Code is >= 20 and <= 29 or >= 60 and <= 63).Select(f => f.Text).ToList();
        return fields.Count > 0 ? (string.Join(' ', fields), string.Concat(fields)) : (string.Join(' ', lines).Trim(), whole);
    }

    private static string? Payer(IReadOnlyList<string> lines)
    {
        var whole = string.Concat(lines);
        var name = string.Join(' ', SubFields(whole).Where(f => f.Code is 32 or 33).Select(f => f.Text)).Trim();
        return name.Length > 0 ? name : Name().Match(whole) is { Success: true } match ? match.Groups["n"].Value.Trim() : null;
    }

    private static IEnumerable<(int Code, string Text)> SubFields(string whole) =>
        SubField().Matches(whole).Select(m => (int.Parse(m.Groups["c"].ValueSpan, NumberStyles.None, CultureInfo.InvariantCulture), m.Groups["t"].Value));

    private static string? Cut(string? text, int most) => text is null or { Length: 0 } ? null : text.Length > most ? text[..most] : text;

    [GeneratedRegex("\\?(?<c>[0-9]{2})(?<t>[^?]*)", RegexOptions.CultureInvariant | RegexOptions.NonBacktracking)]
    private static partial Regex SubField();

    [GeneratedRegex("/(NAME|ORDP/+NAME)/(?<n>[^/]+)", RegexOptions.CultureInvariant | RegexOptions.NonBacktracking)]
    private static partial Regex Name();
}
