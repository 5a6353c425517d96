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
        var judged = JudgeAnswers.Judge(file, answers, await JudgeAnswers.StandingsAsync(db, answers, ct), step);
        db.Contradictions.AddRange(judged.Contradictions);
        await outcomes.HandleAsync(file, judged.Taken, step.Change, ct);
    }

    /// <summary>An answer about many payments, for some of those nothing else was said of.</summary>
    internal async Task ToGroupAsync(StatusFile file, Answer group, IReadOnlyList<long> ids, RunStep step, CancellationToken ct)
    {
        var payments = await JudgeAnswers.StandingsAsync(db, db.Instructions.Where(i => EF.Parameter(ids).Contains(i.Id) && i.PaidOn == null && i.RejectedOn == null && i.ReturnedOn == null), ct);
        var kind = group.Kind ?? throw new InvalidOperationException("Only what is understood is applied.");
        var on = JudgeAnswers.On(file, group);
        await outcomes.HandleAsync(file, [.. payments.Select(p => new NewOutcome(p, kind, on, group))], step.Change, ct);
    }

    /// <summary>The verdict on the group's own line, once its payments are done.</summary>
    internal async Task CloseGroupAsync(StatusFile file, Answer group, GroupOf? found, RunStep step, CancellationToken ct)
    {
        var others = found is not null && group.Kind is OutcomeKind.Paid or OutcomeKind.Rejected ? await found!.Against(db, group.Kind.Value).CountAsync(ct) : 0; // Found, see before.
        JudgeGroup(file, group, found, others, step);
    }

    /// <summary>The verdict on a group's line.</summary>
    internal static void JudgeGroup(StatusFile file, Answer group, GroupOf? found, long others, RunStep step)
    {
        if (group.Problems.Count > 0)
        {
            step.Refuse(group.Line, group.Problems, group.Reference);
        }
        else if (found is null)
        {
            step.Refuse(group.Line, "batch.unknown", $"'{LineProblem.Shown(group.Reference)}' is no batch ordered from {file.Agency}, nor a part of one. Answer with the MsgId and PmtInfId of the order.", "OrgnlMsgId", group.Reference, group.Reference);
        }
        else if (others > 0)
        {
            step.Note(group.Line, "answer.not-for-all", $"'{group.Said}' is said of all, but {others} payments were answered otherwise one by one; those answers stand.", reference: group.Reference);
        }
        else
        {
            step.Accept(group.Line, group.Reference);
        }
    }
}
