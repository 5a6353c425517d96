using System.Runtime.CompilerServices;
using Spmis.Iso20022;
using Spmis.Iso20022.Statements;

namespace Spmis.Payments.Reconciliation;

/// <summary>Answers out of camt.053 and camt.054: a debit with our reference is a payment that left, a credit with it one that came back.</summary>
internal static class CamtAnswers
{
    public static async IAsyncEnumerable<Answer> ReadAsync(Stream source, [EnumeratorCancellation] CancellationToken ct)
    {
        ReadStatements? statements = null;
        IAsyncEnumerator<StatementLine>? lines = null;
        var numbers = default(LineNumbers);
        try
        {
            while (true)
            {
                Answer answer;
                try
                {
                    statements ??= await ReadStatements.OpenAsync(source, ReadLimits.Usual, ct);
                    lines ??= statements.ReadAsync(ct).GetAsyncEnumerator(ct);
                    if (!await lines.MoveNextAsync())
                    {
                        break;
                    }

                    answer = Of(lines.Current, DateOnly.FromDateTime(statements.File.CreatedAt), numbers.Next(lines.Current.Line));
                }
                catch (MessageRefused refused)
                {
                    throw ReadAnswers.Refuse(refused);
                }

                yield return answer;
            }
        }
        finally
        {
            if (lines is not null)
            {
                await lines.DisposeAsync();
            }

            statements?.Dispose();
        }
    }

    private static Answer Of(StatementLine line, DateOnly created, long number)
    {
        if (line.Problem is { } problem)
        {
            return new() { Line = number, Reference = line.Transaction?.EndToEndId, Problems = [(problem.Code, problem.Text, problem.Field, null)] };
        }

        if (line.Transaction is not { EndToEndId: { } reference } transaction)
        {
            return new() { Line = number, NotOurs = "The booking bears no payment reference of ours: a fee, a receipt, or a batch booked as one sum." };
        }

        var on = line.Entry?.BookedOn ?? line.Entry?.ValueOn ?? created;
        return new()
        {
            Line = number, Reference = reference, Said = transaction.Direction == Direction.Credit ? "CRDT" : "DBIT",
            // An entry that is only announced (PDNG, INFO) moves no money.
            Kind = line.Entry?.Status != "BOOK" ? OutcomeKind.Accepted : transaction.Direction == Direction.Credit ? OutcomeKind.Returned : OutcomeKind.Paid,
            ReasonCode = transaction.Return?.Code, ReasonText = transaction.Return?.Words,
            Amount = transaction.Amount.ToPlain(), Currency = transaction.Amount.Currency.Code, On = on,
        };
    }
}
