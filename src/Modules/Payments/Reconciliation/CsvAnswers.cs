using System.Runtime.CompilerServices;
using Spmis.Iso20022.Codes;
using Spmis.Kernel.Files;

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
    public static async Task CheckAsync(Stream source, CancellationToken ct) => await TabularFile.OpenAsync(source, Format, ct);

    public static async IAsyncEnumerable<Answer> ReadAsync(Stream source, List<LineProblem> warnings, [EnumeratorCancellation] CancellationToken ct)
    {
        var file = await TabularFile.OpenAsync(source, Format, ct);
        await foreach (var row in file.ReadAsync(0, ct))
        {
            yield return Of(row);
        }

        warnings.AddRange(file.Warnings);
    }

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

        if (kind is OutcomeKind.Paid or OutcomeKind.Returned && row[Amount].Length == 0)
        {
            fields.Refuse(Amount, "amount.missing", "The amount is missing.", "Say how much was paid, such as 1234.50.");
        }

        var (code, text) = SplitReason(reason);
        return new()
        {
            Line = row.LineNumber, Reference = reference, Kind = kind, Said = status ?? "", ReasonCode = code, ReasonText = text, Amount = amount,
            Currency = fields.Text(CurrencyColumn, 3), On = on, Agency = fields.Text(AgencyColumn, 40),
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
