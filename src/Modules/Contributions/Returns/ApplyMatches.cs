using Microsoft.EntityFrameworkCore;
using Spmis.Contracts.Registration;
using Spmis.Contributions.Copies;
using Spmis.Contributions.Profiles;
using Spmis.Kernel.Acts;
using Spmis.Kernel.Files;
using Spmis.Kernel.Messages;

namespace Spmis.Contributions.Returns;

/// <summary>Takes Registration's answer about workers of a return; once the last answer is here, the return is assessed.</summary>
public sealed class ApplyMatches(ContributionsDb db, AssessReturn assessment, ProfileBook profiles) : Consumer<ContributionsDb, PersonsMatched>
{
    public override async Task HandleAsync(PersonsMatched message, Change change, CancellationToken ct)
    {
        var request = await db.Set<MatchRequest>().SingleOrDefaultAsync(m => m.RequestId == message.RequestId, ct);
        if (request is null || request.AnsweredAt is not null)
        {
            return; // Another module asked, or it was answered.
        }

        var filed = await db.Set<Return>().SingleAsync(r => r.Id == request.ReturnId, ct);
        var run = await db.Runs.SingleAsync(r => r.Id == message.RunId, ct);
        request.AnsweredAt = change.Now;
        await KeepNamesAsync(db, message.Lines, ct);
        var verdicts = new LineVerdicts(run);
        var (accepted, refused) = await DecideAsync(filed, message.Lines, verdicts, ct);
        await verdicts.WriteAsync(db, ct);
        (filed.Accepted, filed.Refused, filed.Version) = (filed.Accepted + accepted, filed.Refused + refused, filed.Version + 1);
        (run.Done, run.Accepted, run.Refused) = (run.Done + accepted + refused, run.Accepted + accepted, run.Refused + refused);
        db.RecordBulk(change, nameof(ReturnLine), $"return {filed.Id:N} match {request.RequestId:N}", new { accepted, refused });
        await assessment.WhenReadyAsync(filed, change, ct);
    }

    private async Task<(int Accepted, int Refused)> DecideAsync(Return filed, IReadOnlyList<MatchVerdict> answers, LineVerdicts verdicts, CancellationToken ct)
    {
        var profile = profiles.Find(filed.Profile ?? ProfileBook.Own);
        var numbers = answers.Select(a => a.Line).ToList();
        var lines = await db.Set<ReturnLine>().AsNoTracking().Where(l => l.ReturnId == filed.Id && numbers.Contains(l.Line) && l.Verdict == LineVerdict.Waiting).ToDictionaryAsync(l => l.Line, ct);
        var persons = answers.Select(a => a.PersonId).OfType<Guid>().ToList();
        var taken = (await db.Set<ReturnLine>().Where(l => l.ReturnId == filed.Id && l.PersonId != null && persons.Contains(l.PersonId.Value) && l.Verdict != LineVerdict.Refused).Select(l => l.PersonId).ToListAsync(ct)).ToHashSet();
        foreach (var answer in answers.Where(a => lines.ContainsKey(a.Line)))
        {
            var line = lines[answer.Line];
            var reference = line.WorkerNumber ?? line.SentName;
            if (answer.PersonId is not { } person || answer.Outcome == "refused")
            {
                verdicts.Refuse(line.Line, reference, [new LineProblem(line.Line, "worker_number", "line.worker-unknown", answer.Text ?? "The worker cannot be found, and the line says too little to register anybody.", answer.Text is null ? "Give the worker's number, or name and birth date." : "")]);
                line.Verdict = LineVerdict.Refused;
            }
            else if (JudgeLines.RegisterProblem(profile, filed.Month, answer.BornOn, answer.DiedOn) is { } forbidden)
            {
                verdicts.Refuse(line.Line, reference, [forbidden with { Line = line.Line, Value = reference }]);
                line.Verdict = LineVerdict.Refused;
            }
            else if (!taken.Add(person))
            {
                verdicts.Refuse(line.Line, reference, [JudgeLines.Twice]);
                line.Verdict = LineVerdict.Refused;
            }
            else
            {
                (line.PersonId, line.Verdict) = (person, answer.Outcome == "certain" ? LineVerdict.Accepted : LineVerdict.Noted);
                Note(verdicts, line, answer, reference);
            }
        }

        await LearnAsync(filed, [.. answers.Where(a => a.Outcome is "certain" or "provisional" && lines.GetValueOrDefault(a.Line) is { WorkerNumber: not null, Verdict: not LineVerdict.Refused })
            .Select(a => (lines[a.Line].WorkerNumber ?? "", a.PersonId ?? default))], ct);
        var changed = lines.Values.Where(l => l.Verdict != LineVerdict.Waiting).ToList();
        var keys = changed.Select(l => l.Line).ToList();
        await db.Set<ReturnLine>().Where(l => l.ReturnId == filed.Id && keys.Contains(l.Line)).ExecuteDeleteAsync(ct);
        await db.BulkInsertAsync(changed, ct);
        return (changed.Count(l => l.Verdict != LineVerdict.Refused), changed.Count(l => l.Verdict == LineVerdict.Refused));
    }

    /// <summary>Remembers whose the member numbers are; of somebody only likely the register is asked again.</summary>
    private async Task LearnAsync(Return filed, List<(string Number, Guid PersonId)> found, CancellationToken ct)
    {
        if (filed.Profile is null || profiles.Find(filed.Profile).Issuer is not { } issuer || found.Count == 0)
        {
            return;
        }

        var numbers = found.Select(f => f.Number).ToList();
        var known = (await db.Set<MemberNumber>().Where(m => m.Issuer == issuer && numbers.Contains(m.Number)).Select(m => m.Number).ToListAsync(ct)).ToHashSet(StringComparer.Ordinal);
        await db.BulkInsertAsync([.. found.Where(f => known.Add(f.Number)).Select(f => new MemberNumber { Issuer = issuer, Number = f.Number, PersonId = f.PersonId })], ct);
    }

    private static void Note(LineVerdicts verdicts, ReturnLine line, MatchVerdict answer, string? reference)
    {
        if (line.Verdict == LineVerdict.Noted)
        {
            var (code, text) = answer.Outcome == "likely"
                ? ("line.worker-likely", $"Taken to be {answer.Name}, number {answer.RegistrationNumber}. {answer.Text}".TrimEnd())
                : ("line.worker-provisional", $"Nobody like this was registered; {answer.Name} is registered provisionally under number {answer.RegistrationNumber}. Use this number from now on.");
            verdicts.Note(line.Line, code, text, reference, answer.RegistrationNumber);
        }
    }

    /// <summary>The worker's facts may still be on their way; the number and name of the answer serve until then.</summary>
    internal static async Task KeepNamesAsync(ContributionsDb db, IReadOnlyList<MatchVerdict> answers, CancellationToken ct)
    {
        var matched = answers.Where(a => a.PersonId is not null && a.RegistrationNumber is not null).GroupBy(a => a.PersonId ?? default).ToDictionary(g => g.Key, g => g.First());
        var ids = matched.Keys.ToList();
        var known = await db.Set<WorkerCopy>().Where(w => ids.Contains(w.PersonId)).Select(w => w.PersonId).ToListAsync(ct);
        known.ForEach(k => matched.Remove(k));
        await db.BulkInsertAsync([.. matched.Select(m => new WorkerCopy { PersonId = m.Key, RegistrationNumber = m.Value.RegistrationNumber ?? "", Name = m.Value.Name ?? "", BornOn = m.Value.BornOn, DiedOn = m.Value.DiedOn, Version = 0 })], ct);
    }
}
