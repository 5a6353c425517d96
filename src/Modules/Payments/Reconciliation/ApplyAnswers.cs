using Microsoft.EntityFrameworkCore;
using Spmis.Kernel.Files;
using Spmis.Kernel.Runs;

namespace Spmis.Payments.Reconciliation;

/// <summary>Applies a chunk of answers: one look at the payments, a verdict per line, then everything set-based.</summary>
public sealed class ApplyAnswers(PaymentsDb db, RecordOutcomes outcomes)
{
    /// <summary>Answers about single payments.</summary>
    internal async Task HandleAsync(StatusFile file, IReadOnlyList<Answer> answers, RunStep step, CancellationToken ct)
    {
        var references = answers.Select(a => a.Reference).OfType<string>().Distinct().ToList();
        var payments = (await StandingsAsync(db.Instructions.Where(i => references.Contains(i.Reference)), ct)).ToDictionary(p => p.Reference);
        List<NewOutcome> taken = [];
        foreach (var answer in answers)
        {
            if (answer.Problems.Count > 0)
            {
                step.Refuse(answer.Line, answer.Problems, answer.Reference);
            }
            else if (answer.NotOurs is { } words)
            {
                step.Note(answer.Line, "answer.not-ours", words);
            }
            else
            {
                var payment = answer.Reference is { } reference ? payments.GetValueOrDefault(reference) : null;
                taken.AddRange(Judge(file, payment, answer, step));
            }
        }

        await outcomes.HandleAsync(file, taken, step.Change, ct);
    }

    /// <summary>An answer about many payments, for some of those nothing else was said of.</summary>
    internal async Task ToGroupAsync(StatusFile file, Answer group, IReadOnlyList<long> ids, RunStep step, CancellationToken ct)
    {
        var payments = await StandingsAsync(db.Instructions.Where(i => ids.Contains(i.Id) && i.PaidOn == null && i.RejectedOn == null && i.ReturnedOn == null), ct);
        var kind = group.Kind ?? throw new InvalidOperationException("Only what is understood is applied.");
        var on = On(file, group);
        await outcomes.HandleAsync(file, [.. payments.Select(p => new NewOutcome(p, kind, on, group))], step.Change, ct);
    }

    /// <summary>The verdict on the group's own line, once its payments are done.</summary>
    internal async Task CloseGroupAsync(StatusFile file, Answer group, GroupOf? found, RunStep step, CancellationToken ct)
    {
        if (group.Problems.Count > 0)
        {
            step.Refuse(group.Line, group.Problems, group.Reference);
        }
        else if (found is null)
        {
            step.Refuse(group.Line, "batch.unknown", $"'{LineProblem.Shown(group.Reference)}' is no batch ordered from {file.Agency}, nor a part of one. Answer with the MsgId and PmtInfId of the order.", "OrgnlMsgId", group.Reference, group.Reference);
        }
        else if (group.Kind is OutcomeKind.Paid or OutcomeKind.Rejected && await found.Against(db, group.Kind.Value).CountAsync(ct) is > 0 and var others)
        {
            step.Note(group.Line, "answer.not-for-all", $"'{group.Said}' is said of all, but {others} payments were answered otherwise one by one; those answers stand.", reference: group.Reference);
        }
        else
        {
            step.Accept(group.Line, group.Reference);
        }
    }

    private List<NewOutcome> Judge(StatusFile file, PaymentStanding? payment, Answer answer, RunStep step)
    {
        switch (AnswerRules.Judge(payment, answer, file.Agency))
        {
            case Verdict.Apply apply when payment is not null:
                step.Accept(answer.Line, answer.Reference, payment.Reference);
                apply.Kinds.ToList().ForEach(k => Mark(payment, k));
                return [.. apply.Kinds.Select(k => new NewOutcome(payment, k, On(file, answer), answer))];
            case Verdict.Known known:
                step.Note(answer.Line, known.Code, known.Text, reference: answer.Reference, number: payment?.Reference);
                return [];
            case Verdict.Contradicts contradicts when payment is { BatchId: { } batch }:
                step.Note(answer.Line, "answer.contradicts", contradicts.Text, "status", answer.Said, answer.Reference, payment.Reference);
                db.Contradictions.Add(new Contradiction
                {
                    InstructionId = payment.Id, BatchId = batch, Had = contradicts.Had, Said = contradicts.Said, On = On(file, answer),
                    StatusFileId = file.Id, Line = answer.Line, At = step.Change.Now,
                });
                return [];
            case Verdict.Refuse refuse:
                step.Refuse(answer.Line, refuse.Code, refuse.Text, refuse.Column, refuse.Value, answer.Reference);
                return [];
            case var other:
                throw new InvalidOperationException($"{other} is no verdict for this line.");
        }
    }

    private static void Mark(PaymentStanding payment, OutcomeKind kind)
    {
        switch (kind)
        {
            case OutcomeKind.Accepted: payment.Accepted = true; break;
            case OutcomeKind.Paid: payment.Paid = true; break;
            case OutcomeKind.Rejected: payment.Rejected = true; break;
            case OutcomeKind.Returned: payment.Returned = true; break;
            default: throw new InvalidOperationException($"{kind} is no outcome.");
        }
    }

    private static DateOnly On(StatusFile file, Answer answer) => answer.On ?? DateOnly.FromDateTime(file.ReceivedAt);

    private async Task<List<PaymentStanding>> StandingsAsync(IQueryable<Instructions.Instruction> rows, CancellationToken ct)
    {
        var found = await rows.AsNoTracking().ToListAsync(ct);
        var ids = found.Select(i => i.Id).ToList();
        var accepted = (await db.Outcomes.AsNoTracking().Where(o => o.Kind == OutcomeKind.Accepted && ids.Contains(o.InstructionId)).Select(o => o.InstructionId).ToListAsync(ct)).ToHashSet();
        return [.. found.Select(i => new PaymentStanding
        {
            Id = i.Id, Reference = i.Reference, Agency = i.Agency, BatchId = i.BatchId, Amount = i.Amount, Scheme = i.Scheme, AwardId = i.AwardId, Component = i.Component,
            Month = i.Month, Attempt = i.Attempt, HoldCode = i.HoldCode, Lapsed = i.LapsedAt is not null, Accepted = accepted.Contains(i.Id),
            Paid = i.PaidOn is not null, Rejected = i.RejectedOn is not null, Returned = i.ReturnedOn is not null,
        })];
    }
}
