using System.Runtime.CompilerServices;
using Spmis.Iso20022;
using Spmis.Iso20022.Codes;
using Spmis.Iso20022.Statuses;

namespace Spmis.Payments.Reconciliation;

/// <summary>Answers out of pain.002 (.03 and .10): of the file, of a part, of a payment.</summary>
internal static class Pain002Answers
{
    public static async IAsyncEnumerable<Answer> ReadAsync(Stream source, [EnumeratorCancellation] CancellationToken ct)
    {
        ReadStatusReport? report = null;
        IAsyncEnumerator<StatusLine>? lines = null;
        var numbers = default(LineNumbers);
        try
        {
            while (true)
            {
                Answer answer;
                try
                {
                    report ??= await ReadStatusReport.OpenAsync(source, ReadLimits.Usual, ct);
                    lines ??= report.ReadAsync(ct).GetAsyncEnumerator(ct);
                    if (!await lines.MoveNextAsync())
                    {
                        break;
                    }

                    answer = Of(lines.Current, report.Report, numbers.Next(lines.Current.Line));
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

            report?.Dispose();
        }
    }

    private static Answer Of(StatusLine line, StatusReport report, long number)
    {
        var group = line.Level != StatusLevel.Payment;
        return new()
        {
            Line = number,
            Scope = group ? AnswerScope.Group : AnswerScope.Payment,
            Reference = line.Level switch
            {
                StatusLevel.File => report.OriginalMessageId,
                StatusLevel.Batch => line.OriginalBatchId,
                _ => line.OriginalEndToEndId,
            },
            Kind = PaymentStatuses.OutcomeOf(line.Status) switch
            {
                PaymentOutcome.Paid => OutcomeKind.Paid,
                PaymentOutcome.Rejected => OutcomeKind.Rejected,
                PaymentOutcome.UnderWay or PaymentOutcome.Partly => OutcomeKind.Accepted,
                _ => null,
            },
            Said = line.Status, ReasonCode = line.ReasonCode, ReasonText = line.Reasons.Count == 0 ? null : line.Words,
            Amount = line.OriginalAmount?.ToPlain(), Currency = line.OriginalAmount?.Currency.Code, On = DateOnly.FromDateTime(report.CreatedAt),
            Problems = line.Problem is { } problem ? [(problem.Code, problem.Text, problem.Field, line.Status)] : [],
        };
    }
}
