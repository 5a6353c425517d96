using System.Security.Cryptography;
using Microsoft.EntityFrameworkCore;
using Spmis.Kernel.Acts;
using Spmis.Kernel.Files;
using Spmis.Kernel.Runs;
using Spmis.Payments.Agencies;

namespace Spmis.Payments.Reconciliation;

/// <summary>What would become of a status file.</summary>
/// <param name="Agency">Whose answers they are.</param>
/// <param name="Format">What it is.</param>
/// <param name="ReadBefore">The same content was read already: nothing would be done.</param>
/// <param name="Lines">Answers in it.</param>
/// <param name="Accepted">Of these, taken over or noted.</param>
/// <param name="Refused">Of these, refused.</param>
/// <param name="Outcomes">Payments each outcome would be new for.</param>
/// <param name="Contradictions">Answers that would wait for a person.</param>
public sealed record StatusFileTried(
    string Agency, StatusFormat Format, bool ReadBefore, long Lines, long Accepted, long Refused, IReadOnlyDictionary<OutcomeKind, long> Outcomes, long Contradictions);

/// <summary>A dry run of a status file: reads it to its end and gives every line the verdict it would get, by the same rules and in the same order as the real one, and changes nothing.</summary>
public sealed class TryStatusFile(PaymentsDb db)
{
    private const int Rows = 1000;

    private readonly Dictionary<long, Standing> marks = []; // What the lines before said of a payment; a byte each.
    private readonly Dictionary<OutcomeKind, long> outcomes = [];
    private AnswerLayout? layout;
    private long contradictions;

    /// <summary>Tries it.</summary>
    /// <param name="input">The file; its content can be read again from the start.</param>
    /// <param name="change">Who tries it, and when it would be received.</param>
    /// <param name="told">Told the verdicts, chunk by chunk in the order in which the real run gives them.</param>
    /// <param name="ct">Stops it.</param>
    /// <exception cref="Refused">The agency is unknown or not the user's, or the file is nothing we read, or broken.</exception>
    public async Task<StatusFileTried> HandleAsync(StatusUpload input, Change change, Func<IReadOnlyList<RunLine>, Task> told, CancellationToken ct)
    {
        var agency = await ImportStatusFile.AgencyAsync(db, input.Agency, change.Actor, ct);
        var sha = Convert.ToHexStringLower(await SHA256.HashDataAsync(input.Content, ct));
        input.Content.Position = 0;
        (var version, layout) = await ImportStatusFile.LayoutAsync(db, agency, null, ct);
        var format = await ReadAnswers.RecogniseAsync(input.Content, layout, ct);
        var file = new StatusFile { Agency = agency, AgencyVersion = version, Sha256 = sha, Name = input.FileName, Length = input.Content.Length, Format = format, ReceivedAt = change.Now, ReceivedBy = change.Actor.Name };
        List<LineProblem> warnings = [];
        var groups = await CheckAsync(file, input.Content, warnings, ct);
        var run = Run.Of(StatusWorker.RunKind, sha, input.FileName, new StatusInput(0), change);
        await PaymentsAsync(file, input.Content, run, change, told, ct);
        foreach (var group in groups)
        {
            var step = new RunStep(run, change);
            await GroupAsync(file, group, step, ct);
            await told(step.Lines);
        }

        if (warnings.Count > 0)
        {
            var step = new RunStep(run, change);
            step.Warn(warnings);
            await told(step.Lines);
        }

        var before = await ImportStatusFile.Known(db, agency, sha, version).AnyAsync(ct);
        return new(agency, format, before, run.Done, run.Accepted, run.Refused, outcomes, contradictions);
    }

    private async Task<List<Answer>> CheckAsync(StatusFile file, Stream content, List<LineProblem> warnings, CancellationToken ct)
    {
        List<Answer> groups = [];
        content.Position = 0;
        await foreach (var answer in ReadAnswers.ReadAsync(content, file.Format, layout, warnings, ct))
        {
            if (answer.Scope == AnswerScope.Group)
            {
                groups.Add(answer);
                StatusWorker.RefuseTooMany(groups.Count);
            }
        }

        return groups;
    }

    private async Task PaymentsAsync(StatusFile file, Stream content, Run run, Change change, Func<IReadOnlyList<RunLine>, Task> told, CancellationToken ct)
    {
        List<Answer> answers = [];
        content.Position = 0;
        await foreach (var answer in ReadAnswers.ReadAsync(content, file.Format, layout, [], ct))
        {
            if (answer.Scope != AnswerScope.Group)
            {
                answers.Add(answer);
            }

            if (answers.Count == Rows)
            {
                await told(await ChunkAsync(file, answers, new RunStep(run, change), ct));
                answers = [];
            }
        }

        await told(await ChunkAsync(file, answers, new RunStep(run, change), ct));
    }

    private async Task<IReadOnlyList<RunLine>> ChunkAsync(StatusFile file, List<Answer> answers, RunStep step, CancellationToken ct)
    {
        var standings = await JudgeAnswers.StandingsAsync(db, answers, ct);
        foreach (var payment in standings.Values)
        {
            payment.Add(marks.GetValueOrDefault(payment.Id));
        }

        var judged = JudgeAnswers.Judge(file, answers, standings, step);
        contradictions += judged.Contradictions.Count;
        foreach (var outcome in judged.Taken)
        {
            marks[outcome.Payment.Id] = outcome.Payment.Standing;
            outcomes[outcome.Kind] = outcomes.GetValueOrDefault(outcome.Kind) + 1;
        }

        return step.Lines;
    }

    /// <summary>A group comes after all single answers and speaks of what those left open.</summary>
    private async Task GroupAsync(StatusFile file, Answer group, RunStep step, CancellationToken ct)
    {
        var found = await GroupOf.FindAsync(db, file.Agency, group.Reference, ct);
        var others = 0L;
        if (found is not null && group.Kind is OutcomeKind.Paid or OutcomeKind.Rejected)
        {
            var kind = group.Kind.Value;
            others = await found!.Against(db, kind).LongCountAsync(ct); // Found, see before.
            await foreach (var id in found.OpenPayments(db).OrderBy(i => i.Id).Select(i => i.Id).AsAsyncEnumerable().WithCancellation(ct))
            {
                var said = marks.GetValueOrDefault(id);
                if ((said & Standing.Ended) == 0)
                {
                    marks[id] = said | PaymentStanding.Of(kind);
                    outcomes[kind] = outcomes.GetValueOrDefault(kind) + 1;
                }
                else if (kind == OutcomeKind.Paid ? said.HasFlag(Standing.Rejected) : (said & (Standing.Paid | Standing.Returned)) == Standing.Paid)
                {
                    others++;
                }
            }
        }

        ApplyAnswers.JudgeGroup(file, group, found, others, step);
    }
}
