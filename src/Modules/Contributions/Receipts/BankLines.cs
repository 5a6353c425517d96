using System.Runtime.CompilerServices;
using Spmis.Contributions.Bills;
using Spmis.Iso20022;
using Spmis.Iso20022.Statements;
using Spmis.Kernel.Acts;
using Spmis.Kernel.Files;

namespace Spmis.Contributions.Receipts;

/// <summary>Reads camt.053 and camt.054 as money that came in or was taken back.</summary>
internal static class BankLines
{
    private const int MostReference = 120;

    /// <summary>What a whole reading proved.</summary>
    internal sealed record Proof(string Format, IReadOnlyList<BalanceCheck> Checks, IReadOnlyList<MessageProblem> Problems);

    /// <summary>Reads the file to its end without doing anything: that it is whole, and that opening balance and entries make the closing balance.</summary>
    /// <exception cref="Refused">It is no such message, is broken, or its balances do not fit.</exception>
    public static async Task<Proof> ProveAsync(Stream content, CancellationToken ct)
    {
        try
        {
            using var reader = await ReadStatements.OpenAsync(content, ReadLimits.Usual, ct);
            await foreach (var line in reader.ReadAsync(ct))
            {
                _ = line; // Read for the sums only.
            }

            return reader.Checks.FirstOrDefault(c => c.Outcome == BalanceOutcome.Fails) is { } wrong
                ? throw new Refused("statement.balance", wrong.Text, "file")
                : new Proof(reader.Message.ToString(), [.. reader.Checks], [.. reader.Problems]);
        }
        catch (MessageRefused e)
        {
            throw new Refused(e.Code, e.Message, "file");
        }
    }

    /// <summary>The lines behind one.</summary>
    public static async IAsyncEnumerable<StatementMoney> ReadAsync(Stream content, long after, [EnumeratorCancellation] CancellationToken ct)
    {
        using var reader = await ReadStatements.OpenAsync(content, ReadLimits.Usual, ct);
        var number = 0L;
        await foreach (var line in reader.ReadAsync(ct))
        {
            if (++number > after)
            {
                yield return Money(line, number, DateOnly.FromDateTime(reader.File.CreatedAt));
            }
        }
    }

    private static StatementMoney Money(StatementLine line, long number, DateOnly madeOn)
    {
        if (line.Problem is { } problem || line.Entry is not { } entry)
        {
            return new StatementMoney
            {
                Line = number, Kind = MoneyKind.Unreadable,
                Problems = [new LineProblem(number, line.Problem?.Field, line.Problem?.Code ?? "entry.unreadable", $"Line {line.Line} of the file: {line.Problem?.Text ?? "the entry cannot be read."}", "")],
            };
        }

        var (tx, own) = (line.Transaction, Reference(line, entry));
        var text = string.Join(" ", new[] { tx?.CreditorReference, tx?.Remittance ?? entry.Text }.OfType<string>());
        return new StatementMoney
        {
            Line = number,
            Kind = KindOf(entry, tx),
            Account = Cut(line.Statement.Account.Number, 60) ?? "",
            Channel = Channel.Bank,
            Reference = own,
            Takes = [.. new[] { own, tx?.AgentReference, entry.AgentReference, tx?.InstructionId, tx?.EndToEndId, entry.Reference }.OfType<string>().Distinct(StringComparer.Ordinal)],
            BookedOn = entry.BookedOn ?? entry.ValueOn ?? line.Statement.To ?? madeOn,
            Amount = tx?.Amount ?? entry.Amount,
            Payer = Cut(tx?.DebtorName, 200),
            Text = Cut(text, 400),
            Numbers = [.. PaymentReference.NumbersIn(tx?.CreditorReference).Concat(PaymentReference.NumbersIn(tx?.Remittance ?? entry.Text)).Concat(PaymentReference.NumbersIn(tx?.EndToEndId)).Distinct(StringComparer.Ordinal)],
            Problems = Other(entry, tx, number) is { } why ? [why] : [],
        };
    }

    private static MoneyKind KindOf(StatementEntry entry, StatementTransaction? tx) => Other(entry, tx, 0) is not null ? MoneyKind.Other
        : (tx?.Direction ?? entry.Direction) == Direction.Credit ? MoneyKind.Credit : MoneyKind.Reversal;

    private static LineProblem? Other(StatementEntry entry, StatementTransaction? tx, long number)
    {
        var credit = (tx?.Direction ?? entry.Direction) == Direction.Credit;
        return entry.Status != "BOOK" ? new(number, "Sts", "entry.not-booked", $"The entry is {entry.Status}, not booked yet.", "It counts when a later statement books it.")
            : credit && entry.IsReversal ? new(number, "RvslInd", "entry.debit-reversed", "A debit was taken back; that is no contribution.", "")
            : credit && tx?.Return is not null ? new(number, "RtrInf", "entry.returned-payment", "A benefit payment came back.", "Import the file under Payments too, where it is reconciled.")
            : !credit && !entry.IsReversal && tx?.Return is null ? new(number, "CdtDbtInd", "entry.debit", "Money went out (a charge or a transfer); that is no contribution.", "")
            : null;
    }

    private static string Reference(StatementLine line, StatementEntry entry)
    {
        var several = line.TransactionNumber > 1 ? $"/{line.TransactionNumber}" : "";
        var reference = line.Transaction?.AgentReference ?? (entry.AgentReference is { } booked ? booked + several : null) ?? (entry.Reference is { } given ? $"{line.Statement.Id}/{given}{several}" : null)
            ?? $"{line.Statement.Id}/{line.EntryNumber}{several}";
        return Cut(reference, MostReference) ?? reference;
    }

    private static string? Cut(string? text, int most) => text is { Length: 0 } ? null : text?.Length > most ? text[..most] : text;
}
