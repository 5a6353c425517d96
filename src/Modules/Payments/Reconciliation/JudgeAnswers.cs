using Microsoft.EntityFrameworkCore;
using Spmis.Kernel.Runs;
using Spmis.Payments.Instructions;
using Spmis.Values;

namespace Spmis.Payments.Reconciliation;

/// <summary>What a chunk of answers comes to.</summary>
/// <param name="Taken">Outcomes that are new.</param>
/// <param name="Contradictions">For a person to decide.</param>
internal sealed record Judged(IReadOnlyList<NewOutcome> Taken, IReadOnlyList<Contradiction> Contradictions);

/// <summary>Gives every answer of a chunk its verdict, in the order of the file; changes nothing but the standings it was given, so that a line knows what the one before it said.</summary>
internal static class JudgeAnswers
{
    public static Judged Judge(StatusFile file, IReadOnlyList<Answer> answers, IReadOnlyDictionary<string, PaymentStanding> payments, RunStep step)
    {
        List<NewOutcome> taken = [];
        List<Contradiction> contradictions = [];
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
                JudgeOne(file, answer.Reference is { } reference ? payments.GetValueOrDefault(reference) : null, answer, step, taken, contradictions);
            }
        }

        return new(taken, contradictions);
    }

    /// <summary>How the payments named in a chunk stand now.</summary>
    public static async Task<Dictionary<string, PaymentStanding>> StandingsAsync(PaymentsDb db, IReadOnlyList<Answer> answers, CancellationToken ct)
    {
        var references = answers.Select(a => a.Reference).OfType<string>().Distinct().ToList();
        return (await StandingsAsync(db, db.Instructions.Where(i => EF.Parameter(references).Contains(i.Reference)), ct)).ToDictionary(p => p.Reference);
    }

    /// <summary>How payments stand now.</summary>
    public static async Task<List<PaymentStanding>> StandingsAsync(PaymentsDb db, IQueryable<Instruction> rows, CancellationToken ct)
    {
        var found = await rows.AsNoTracking().Select(i => new
        {
            i.Id, i.Reference, i.Agency, i.BatchId, i.AmountMinor, i.WithheldMinor, i.Currency, i.Scheme, i.AwardId, i.Component, i.Part, i.Month, i.Attempt, i.HoldCode,
            Lapsed = i.LapsedAt != null, Paid = i.PaidOn != null, Rejected = i.RejectedOn != null, Returned = i.ReturnedOn != null, i.ReturnedOn,
        }).ToListAsync(ct);
        var ids = found.Select(i => i.Id).ToList();
        var accepted = (await db.Outcomes.AsNoTracking().Where(o => o.Kind == OutcomeKind.Accepted && EF.Parameter(ids).Contains(o.InstructionId)).Select(o => o.InstructionId).ToListAsync(ct)).ToHashSet();
        return [.. found.Select(i => new PaymentStanding
        {
            Id = i.Id, Reference = i.Reference, Agency = i.Agency, BatchId = i.BatchId, Amount = new(i.AmountMinor, Currency.Of(i.Currency)), WithheldMinor = i.WithheldMinor, Scheme = i.Scheme, AwardId = i.AwardId, Component = Instruction.Named(i.Component, i.Part),
            Month = i.Month, Attempt = i.Attempt, HoldCode = i.HoldCode, Lapsed = i.Lapsed, Accepted = accepted.Contains(i.Id), Paid = i.Paid, Rejected = i.Rejected, Returned = i.Returned, ReturnedOn = i.ReturnedOn,
        })];
    }

    /// <summary>The day an answer counts.</summary>
    public static DateOnly On(StatusFile file, Answer answer) => answer.On ?? DateOnly.FromDateTime(file.ReceivedAt);

    private static void JudgeOne(StatusFile file, PaymentStanding? payment, Answer answer, RunStep step, List<NewOutcome> taken, List<Contradiction> contradictions)
    {
        switch (AnswerRules.Judge(payment, answer, file.Agency))
        {
            case Verdict.Apply apply when payment is not null:
                step.Accept(answer.Line, answer.Reference, payment.Reference);
                foreach (var kind in apply.Kinds)
                {
                    payment.Mark(kind);
                    payment.ReturnedOn = kind == OutcomeKind.Returned ? On(file, answer) : payment.ReturnedOn;
                    taken.Add(new NewOutcome(payment, kind, On(file, answer), answer));
                }

                break;
            case Verdict.Known known:
                step.Note(answer.Line, known.Code, known.Text, reference: answer.Reference, number: payment?.Reference);
                break;
            case Verdict.Contradicts contradicts when payment is { BatchId: { } batch }:
                step.Note(answer.Line, "answer.contradicts", contradicts.Text, "status", answer.Said, answer.Reference, payment.Reference);
                contradictions.Add(new Contradiction
                {
                    InstructionId = payment.Id, BatchId = batch, Had = contradicts.Had, Said = contradicts.Said, On = On(file, answer),
                    StatusFileId = file.Id, Line = answer.Line, At = step.Change.Now,
                });
                break;
            case Verdict.Refuse refuse:
                step.Refuse(answer.Line, refuse.Code, refuse.Text, refuse.Column, refuse.Value, answer.Reference);
                break;
            case var other:
                throw new InvalidOperationException($"{other} is no verdict for this line.");
        }
    }
}
