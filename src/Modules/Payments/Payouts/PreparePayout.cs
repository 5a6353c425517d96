using System.Globalization;
using Microsoft.EntityFrameworkCore;
using Spmis.Kernel.Acts;
using Spmis.Payments.Deductions;
using Spmis.Values;

namespace Spmis.Payments.Payouts;

/// <summary>What shall be paid out.</summary>
public sealed record NewPayout
{
    /// <summary>Court orders, or recoveries back to their scheme.</summary>
    public required DeductionKind Kind { get; init; }

    /// <summary>The creditor as the orders name it; the scheme of recoveries.</summary>
    public required string Creditor { get; init; }

    /// <summary>The creditor's account as the orders name it; null when they name none.</summary>
    public string? CreditorAccount { get; init; }

    /// <summary>ISO 4217.</summary>
    public required string Currency { get; init; }

    /// <summary>The last day whose lines it takes; a day that is over (UTC).</summary>
    public required DateOnly To { get; init; }
}

/// <summary>Gathers what is due to a creditor and stands in no payout yet into a payout of its own. Another person confirms that it was paid.</summary>
public sealed class PreparePayout(PaymentsDb db, PayoutFigures figures)
{
    /// <summary>Lines of one payout; what is more stays for the next, the oldest go first.</summary>
    public const int MaxLines = 5000;

    /// <summary>Prepares it.</summary>
    /// <exception cref="Refused">The day is not over, nothing is due, or more came back than is due.</exception>
    public async Task<Payout> HandleAsync(NewPayout input, Change change, CancellationToken ct)
    {
        Payout? payout = null;
        await db.WriteAsync(
            async () =>
            {
                // Takes the lock of the series: of two prepared at once the second sees what the first took.
                var sequence = await db.TakeNumbersAsync($"payout-{change.Now.Year}", 1, ct);
                var (creditor, account) = (input.Creditor.Trim(), string.IsNullOrWhiteSpace(input.CreditorAccount) ? null : input.CreditorAccount.Trim());
                var rows = await figures.Open(input.To, change.Today).Where(d => d.Kind == input.Kind && d.Creditor == creditor && d.CreditorAccount == account && d.Currency == input.Currency)
                    .OrderBy(d => d.KnownAt).ThenBy(d => d.Reference).ThenBy(d => d.OrderId).ThenBy(d => d.CameBack).Take(MaxLines).ToListAsync(ct);
                if (rows.Count == 0)
                {
                    throw new Refused("payout.nothing-due", $"Nothing is due to '{creditor}' in {input.Currency} up to {input.To:yyyy-MM-dd} that is not in a payout already.", nameof(input.Creditor));
                }

                var total = rows.Sum(r => r.AmountMinor);
                if (total <= 0)
                {
                    throw new Refused("payout.below-nothing", $"More came back from '{creditor}' than is due to it; the difference is taken off when something is due again.", nameof(input.Creditor));
                }

                payout = new Payout
                {
                    Number = NumberOf(change.Now.Year, sequence), Kind = input.Kind, Creditor = creditor, CreditorAccount = account, Currency = input.Currency,
                    ToDay = input.To, Lines = rows.Count, TotalMinor = total, PreparedAt = change.Now, PreparedById = change.Actor.Id, PreparedBy = change.Actor.Name,
                };
                db.Payouts.Add(payout);
                await db.SaveAsync(change, ct);
                await db.BulkInsertAsync([.. rows.Select(r => new PayoutLine { PayoutId = payout.Id, Reference = r.Reference, OrderId = r.OrderId, CameBack = r.CameBack, Scheme = r.Scheme, AmountMinor = r.AmountMinor, KnownAt = r.KnownAt })], ct);
                db.RecordBulk(change, nameof(PayoutLine), $"payout {payout.Number}", new { payout.Lines, payout.TotalMinor });
                await db.SaveAsync(change, ct);
            },
            ct);
        return payout!; // Set by the work above, which ran.
    }

    /// <summary>The number a payout bears.</summary>
    internal static string NumberOf(int year, long sequence) => "PO" + CheckDigit.Append(string.Create(CultureInfo.InvariantCulture, $"{year}{sequence:D4}"));

    /// <summary>Year and sequence out of a payout's number; null when its check digits do not fit.</summary>
    internal static (int Year, long Sequence)? SequenceOf(string number) => number.Length >= 12 && number.StartsWith("PO", StringComparison.Ordinal) && CheckDigit.IsValid(number[2..])
        ? (int.Parse(number[2..6], CultureInfo.InvariantCulture), long.Parse(number[6..^2], CultureInfo.InvariantCulture)) : null;
}
