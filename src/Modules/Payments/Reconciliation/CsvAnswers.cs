using System.Globalization;
using System.Runtime.CompilerServices;
using Spmis.Iso20022.Codes;
using Spmis.Kernel.Acts;
using Spmis.Kernel.Files;
using Spmis.Payments.Agencies;

namespace Spmis.Payments.Reconciliation;

/// <summary>Answers out of an agency's CSV: payment_reference,status,reason,amount,executed_on, and optionally currency and agency.</summary>
internal static class CsvAnswers
{
    private const string Reference = "payment_reference";
    private const string Status = "status";
    private const string Reason = "reason";
    private const string Amount = "amount";
    private const string ExecutedOn = "executed_on";
    private const string CurrencyColumn = "currency";
    private const string AgencyColumn = "agency";

    private static readonly TabularFormat Format = new()
    {
        Columns =
        [
            new(Reference, Required: true), new(Status, Required: true), new(Reason), new(Amount, Required: true), new(ExecutedOn),
            new(CurrencyColumn), new(AgencyColumn),
        ],
    };

    private static readonly Dictionary<string, OutcomeKind> Statuses = new(StringComparer.OrdinalIgnoreCase)
    {
        ["PAID"] = OutcomeKind.Paid, ["FAILED"] = OutcomeKind.Rejected, ["REJECTED"] = OutcomeKind.Rejected, ["RETURNED"] = OutcomeKind.Returned,
        ["REVERSED"] = OutcomeKind.Returned, ["PENDING"] = OutcomeKind.Accepted, ["ACCEPTED"] = OutcomeKind.Accepted,
    };

    /// <summary>Reads the header only.</summary>
    public static async Task CheckAsync(Stream source, AnswerLayout? layout, CancellationToken ct) => await TabularFile.OpenAsync(source, layout is null ? Format : Theirs(layout), ct);

    /// <summary>Whether the header is the house's; leaves the file at its start.</summary>
    public static async Task<bool> IsHouseAsync(Stream source, CancellationToken ct)
    {
        source.Position = 0;
        try
        {
            await CheckAsync(source, null, ct);
            return true;
        }
        catch (Refused)
        {
            return false;
        }
        finally
        {
            source.Position = 0;
        }
    }

    public static async IAsyncEnumerable<Answer> ReadAsync(Stream source, AnswerLayout? layout, List<LineProblem> warnings, [EnumeratorCancellation] CancellationToken ct)
    {
        var file = await TabularFile.OpenAsync(source, layout is null ? Format : Theirs(layout), ct);
        await foreach (var row in file.ReadAsync(0, ct))
        {
            yield return layout is null ? Of(row) : Of(row, layout);
        }

        warnings.AddRange(file.Warnings);
    }

    private static TabularFormat Theirs(AnswerLayout layout) => new()
    {
        Columns = [.. layout.Headings.Select(h => new TabularColumn(h.Value, Required: h.Key is "reference" or "status" or "amount"))],
    };

    private static Answer Of(TabularRow row)
    {
        var fields = row.Fields();
        var reference = fields.Text(Reference, 100, required: true);
        var status = fields.Text(Status, 40, required: true);
        var reason = fields.Text(Reason, 400);
        var amount = fields.Text(Amount, 40);
        var on = fields.Date(ExecutedOn);
        OutcomeKind? kind = status is not null && Statuses.TryGetValue(status, out var known) ? known : null;
        if (status is not null && kind is null)
        {
            fields.Refuse(Status, "status.unknown", $"'{status}' is no status.", "Write PAID, FAILED, RETURNED or PENDING.");
        }

        // Read before the line's problems are gathered, or one of theirs would be lost and the line believed without them.
        var (currency, agency) = (fields.Text(CurrencyColumn, 3), fields.Text(AgencyColumn, 40));
        return Of(row, fields, reference, status, reason, amount, on, kind, Amount) with { Currency = currency, Agency = agency };
    }

    /// <summary>A line of the agency's own file.</summary>
    private static Answer Of(TabularRow row, AnswerLayout layout)
    {
        var fields = row.Fields();
        string? Text(string field, int length, bool required = false) => layout.Headings.TryGetValue(field, out var heading) ? fields.Text(heading, length, required) : null;
        var reference = Text("reference", 100, required: true);
        var status = Text("status", 40, required: true);
        var currency = Text("currency", 3);
        var amount = layout.Amount(Text("amount", 40), currency);
        OutcomeKind? kind = status is not null && layout.Statuses.TryGetValue(status, out var known) ? known : null;
        if (status is not null && kind is null)
        {
            fields.Refuse(layout.Headings["status"], "status.unknown", $"'{status}' is no status of this agency.", $"Known are {string.Join(", ", layout.Statuses.Keys.Order(StringComparer.Ordinal))}; if it is a new word of theirs, have it added to the agency.");
        }

        return Of(row, fields, reference, status, Text("reason", 400), amount, Day(fields, layout, row), kind, layout.Headings["amount"]) with { Currency = currency };
    }

    private static DateOnly? Day(RowFields fields, AnswerLayout layout, TabularRow row)
    {
        if (!layout.Headings.TryGetValue("executed-on", out var heading) || row[heading] is not { Length: > 0 } text)
        {
            return null;
        }

        if (DateOnly.TryParseExact(text, layout.Text.Days, CultureInfo.InvariantCulture, DateTimeStyles.None, out var day))
        {
            return day;
        }

        fields.Refuse(heading, "date.form", $"'{LineProblem.Shown(text)}' is no day.", $"Write it as {layout.Text.Days}.");
        return null;
    }

    private static Answer Of(TabularRow row, RowFields fields, string? reference, string? status, string? reason, string? amount, DateOnly? on, OutcomeKind? kind, string amountColumn)
    {
        if (kind is OutcomeKind.Paid or OutcomeKind.Returned && row[amountColumn].Length == 0)
        {
            fields.Refuse(amountColumn, "amount.missing", "The amount is missing.", "Say how much was paid, such as 1234.50.");
        }

        var (code, text) = SplitReason(reason);
        return new()
        {
            Line = row.LineNumber, Reference = reference, Kind = kind, Said = status ?? "", ReasonCode = code, ReasonText = text, Amount = amount, On = on,
            Problems = [.. fields.Problems.Select(p => (p.Code, p.Words, p.Column, p.Value))],
        };
    }

    /// <summary>"AC04 Account closed": operators put ISO's code before their words, or no code at all.</summary>
    private static (string? Code, string? Text) SplitReason(string? reason)
    {
        var cut = reason?.IndexOf(' ', StringComparison.Ordinal) ?? -1;
        var first = reason is null ? null : cut < 0 ? reason : reason[..cut];
        return first is { Length: 4 } && ReasonCodes.IsIso(first) ? (first, ReasonCodes.Describe(first, cut < 0 ? null : reason![(cut + 1)..].Trim())) : (null, reason); // A cut means there is a reason.
    }
}
