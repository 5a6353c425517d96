using System.Runtime.CompilerServices;
using System.Text;
using Spmis.Kernel.Acts;
using Spmis.Kernel.Files;

namespace Spmis.Contributions.Receipts;

/// <summary>A statement of an MT940 file as far as it was read.</summary>
/// <param name="Reference">Tag 20.</param>
/// <param name="Account">Tag 25, the bank's own code before a slash taken off.</param>
/// <param name="Number">Tag 28C: statement and sequence number.</param>
/// <param name="Opening">Tag 60F or 60M.</param>
internal sealed record Mt940Statement(string Reference, string Account, string Number, Mt940Balance Opening);

/// <summary>An entry of an MT940 statement.</summary>
/// <param name="Statement">Its statement.</param>
/// <param name="Number">Running number in the statement, from 1.</param>
/// <param name="Line">Line of the file.</param>
/// <param name="Entry">Tag 61.</param>
/// <param name="Text">Tag 86, its lines.</param>
internal sealed record Mt940Entry(Mt940Statement Statement, int Number, long Line, Mt940Line Entry, IReadOnlyList<string> Text);

/// <summary>A statement read to its end, its balances proved.</summary>
internal sealed record Mt940Proved(Mt940Statement Statement, Mt940Balance Closing);

/// <summary>
/// Reads MT940 customer statements (SWIFT, category 9), one entry held: with or without the envelope of the network, several statements and several pages of one in a file.
/// Each page must add up, and its closing balance be the next page's opening one.
/// </summary>
internal sealed class Mt940File(Stream content)
{
    private const int Beginning = 1024;
    private const int MostTextLines = 60;
    private readonly List<string> text = [];
    private Mt940Balance? opening;
    private Mt940Statement? statement;
    private Mt940Line? entry;
    private Mt940Proved? page;
    private string reference = "";
    private string account = "";
    private string number = "";
    private string tag = "";
    private long signed;
    private long entryLine;
    private int entries;
    private long at;

    /// <summary>Statements read to their end.</summary>
    public List<Mt940Proved> Proved { get; } = [];

    /// <summary>Whether the beginning of a file looks like MT940. The stream is put back to its beginning.</summary>
    public static async Task<bool> LooksAsync(Stream content, CancellationToken ct)
    {
        var head = new byte[Beginning];
        var length = await content.ReadAtLeastAsync(head, head.Length, throwOnEndOfStream: false, ct);
        content.Position = 0;
        return Encoding.UTF8.GetString(head, 0, length).Split('\n').Any(line => line.TrimStart('\uFEFF') is { } begins && (begins.StartsWith(":20:", StringComparison.Ordinal) || begins.StartsWith("{1:", StringComparison.Ordinal) || begins.StartsWith("{4:", StringComparison.Ordinal)));
    }

    /// <summary>The entries, in order.</summary>
    /// <exception cref="Refused">A line cannot be read, something is missing, or balances do not fit.</exception>
    public async IAsyncEnumerable<Mt940Entry> ReadAsync([EnumeratorCancellation] CancellationToken ct)
    {
        var lines = await TextLines.OpenAsync(content, ct, swift: true);
        while (await lines.NextAsync(ct))
        {
            at = lines.Number;
            if (lines.Problem is { } problem)
            {
                throw Wrong("statement.mt940-line", $"{problem.Text} {problem.Remedy}");
            }

            var line = Mt940Line.WithoutEnvelope(lines.Text);
            if (line.Length == 0)
            {
                continue;
            }

            var end = line.IndexOf(':', 1);
            if (line[0] != ':' || end is < 3 or > 4)
            {
                More(line);
                continue;
            }

            var (next, value) = (line[1..end], line[(end + 1)..]);
            if (next is "61" or "62F" or "62M" && Take() is { } taken)
            {
                yield return taken;
            }

            Tag(next, value);
        }

        if (statement is not null || reference.Length > 0 || page is not null)
        {
            throw new Refused("statement.cut-off", $"The file ends after line {at} within a statement, before its closing balance (:62F:). It was not sent to the end; ask the bank for it again.", "file");
        }

        if (Proved.Count == 0)
        {
            throw new Refused("file.empty", "The file holds no statement.", "file");
        }
    }

    private void Tag(string next, string value)
    {
        tag = next;
        switch (next)
        {
            case "20":
                Start(value);
                break;
            case "25" or "25P":
                account = value[(value.LastIndexOf('/') + 1)..].Replace(" ", "", StringComparison.Ordinal);
                break;
            case "28C" or "28":
                number = value.Trim();
                break;
            case "60F" or "60M":
                Open(Mt940Balance.Read(value) ?? throw Wrong("statement.mt940-balance", $"The opening balance ':{next}:{Short(value)}' cannot be read; it should look like C260401KES1234,50."), next);
                break;
            case "61":
                _ = statement ?? throw Wrong("statement.mt940-order", "An entry (:61:) stands before the opening balance (:60F:).");
                (entry, entryLine, entries) = (Mt940Line.Read(value, statement.Opening.Currency) ?? throw Wrong("statement.mt940-line", $"The entry ':61:{Short(value)}' cannot be read; it should look like 2604050405C1234,50NTRFREFERENCE//BANKREF."), at, entries + 1);
                signed = checked(signed + entry.SignedMinor);
                break;
            case "86" when entry is not null && value.Length > 0:
                text.Add(value);
                break;
            case "62F" or "62M":
                Close(Mt940Balance.Read(value) ?? throw Wrong("statement.mt940-balance", $"The closing balance ':{next}:{Short(value)}' cannot be read; it should look like C260430KES1234,50."), next == "62M");
                break;
        }
    }

    private void Start(string value)
    {
        if (statement is not null)
        {
            throw Wrong("statement.cut-off", "A new statement (:20:) begins before the one before it has its closing balance (:62F:).");
        }

        (reference, account, number) = (value.Trim(), "", "");
    }

    private void Open(Mt940Balance balance, string next)
    {
        if (account.Length == 0 || statement is not null)
        {
            throw Wrong("statement.mt940-order", statement is null ? "The statement does not say of which account it is (:25:)." : $"A second opening balance (:{next}:) stands before the closing one.");
        }

        if (next == "60M" && page is { } before && before.Statement.Account == account && before.Closing.SignedMinor != balance.SignedMinor)
        {
            throw Wrong("statement.balance", $"Page {number} of account {account} opens with {balance}, but the page before it closed with {before.Closing}: a page is missing.");
        }

        if (next == "60F" && page is not null)
        {
            throw Wrong("statement.cut-off", "A new statement opens (:60F:), but the one before it closed with :62M:, so a further page of it must follow.");
        }

        opening = next == "60M" && page is not null ? opening ?? page.Statement.Opening : balance;
        (statement, signed, entries) = (new Mt940Statement(reference, account, number, balance), 0, 0);
    }

    private void Close(Mt940Balance closing, bool more)
    {
        var open = statement ?? throw Wrong("statement.mt940-order", "A closing balance stands where no statement was opened (:60F:).");
        if (open.Opening.Currency != closing.Currency || open.Opening.SignedMinor + signed != closing.SignedMinor)
        {
            throw Wrong("statement.balance", $"Statement {number} of account {account}: {open.Opening} at its opening and its {entries} entries do not make the closing balance {closing}. It was changed or damaged on the way; ask the bank for it again.");
        }

        page = new Mt940Proved(open, closing);
        if (!more)
        {
            Proved.Add(new Mt940Proved(open with { Opening = opening ?? open.Opening }, closing));
            page = null;
        }

        (statement, opening, reference) = (null, more ? opening : null, "");
    }

    /// <summary>The entry held, once the next one or the end shows that its text is whole.</summary>
    private Mt940Entry? Take()
    {
        var taken = entry is null || statement is null ? null : new Mt940Entry(statement, entries, entryLine, entry, [.. text]);
        (entry, tag) = (null, "");
        text.Clear();
        return taken;
    }

    /// <summary>A line that goes on with what the tag before it began.</summary>
    private void More(string line)
    {
        if (tag is "86" or "61" && entry is not null && text.Count < MostTextLines)
        {
            text.Add(tag == "61" ? $" {line} " : line);
        }
    }

    private Refused Wrong(string code, string words) => new(code, $"Line {at}: {words}", "file");

    private static string Short(string text) => text.Length <= 40 ? text : text[..40] + "...";
}
