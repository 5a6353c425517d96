using System.Globalization;
using System.Runtime.CompilerServices;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Spmis.Kernel.Acts;
using Spmis.Kernel.Files;
using Spmis.Kernel.Runs;
using Spmis.Payments.Agencies;

namespace Spmis.Payments.Reconciliation;

/// <summary>
/// Reads a status file twice: first to its end, so that a broken or cut-off file changes nothing; then in chunks, each line matched by our reference and given its verdict.
/// What is said of a whole file or part comes last and only for payments nothing else was said of.
/// </summary>
/// <param name="db">For finding what is left; the work is done in each chunk's own scope.</param>
/// <param name="store">Where the file is.</param>
public sealed class StatusWorker(PaymentsDb db, FileStore store) : IRunWorker
{
    internal const string RunKind = "payments.status";

    private const int Rows = 1000;
    private const int MaxGroups = 10_000;
    private const int Breath = 50_000;
    private const string GroupMark = "group ";
    private static readonly string Warned = GroupMark + int.MaxValue.ToString(CultureInfo.InvariantCulture); // Behind every group.

    /// <inheritdoc />
    public string Kind => RunKind;

    /// <inheritdoc />
    public string Permission => "payments.answer";

    /// <inheritdoc />
    public async IAsyncEnumerable<RunChunk> ChunksAsync(Run run, [EnumeratorCancellation] CancellationToken ct)
    {
        var file = await db.StatusFiles.AsNoTracking().SingleAsync(f => f.Id == run.InputAs<StatusInput>().StatusFileId, ct);
        var layout = file.Format == StatusFormat.Mapped ? (await ImportStatusFile.LayoutAsync(db, file.Agency, file.AgencyVersion, ct)).Layout : null;
        var check = new FileCheck();
        await foreach (var breath in CheckAsync(file, layout, check, run.Checkpoint ?? "0", ct))
        {
            yield return breath;
        }

        var (total, groups) = (check.Total, check.Groups);
        var doneGroups = run.Checkpoint is { } mark && mark.StartsWith(GroupMark, StringComparison.Ordinal) ? int.Parse(mark[GroupMark.Length..], CultureInfo.InvariantCulture) : -1;
        if (doneGroups < 0)
        {
            var after = run.Checkpoint is null ? 0 : long.Parse(run.Checkpoint, CultureInfo.InvariantCulture);
            await foreach (var chunk in PaymentsAsync(file, layout, total, after, ct))
            {
                yield return chunk;
            }
        }

        for (var n = Math.Max(0, doneGroups); n < groups.Count; n++)
        {
            await foreach (var chunk in GroupAsync(file, groups[n], n, ct))
            {
                yield return chunk;
            }
        }

        if (check.Warnings.Count > 0 && run.Checkpoint != Warned)
        {
            yield return RunChunk.OfWarnings(Warned, check.Warnings);
        }
    }

    /// <summary>Groups are held in memory.</summary>
    internal static void RefuseTooMany(int groups)
    {
        if (groups > MaxGroups)
        {
            throw new Refused("status.too-many-parts", $"The file speaks of more than {MaxGroups} parts of batches; no order of ours has as many. Nothing was read.", "file");
        }
    }

    /// <summary>Reads the whole file without applying anything. An empty chunk now and then keeps the run's lease and lets it be cancelled.</summary>
    private async IAsyncEnumerable<RunChunk> CheckAsync(StatusFile file, AnswerLayout? layout, FileCheck check, string checkpoint, [EnumeratorCancellation] CancellationToken ct)
    {
        await using var content = store.Open(file.Sha256);
        await foreach (var answer in ReadAnswers.ReadAsync(content, file.Format, layout, check.Warnings, ct))
        {
            if (++check.Total % Breath == 0)
            {
                yield return new RunChunk(checkpoint, (_, _, _) => Task.CompletedTask);
            }

            if (answer.Scope == AnswerScope.Group)
            {
                check.Groups.Add(answer);
                RefuseTooMany(check.Groups.Count);
            }
        }
    }

    private async IAsyncEnumerable<RunChunk> PaymentsAsync(StatusFile file, AnswerLayout? layout, long total, long after, [EnumeratorCancellation] CancellationToken ct)
    {
        await using var content = store.Open(file.Sha256);
        List<Answer> answers = [];
        await foreach (var answer in ReadAnswers.ReadAsync(content, file.Format, layout, [], ct))
        {
            if (answer.Line <= after || answer.Scope == AnswerScope.Group)
            {
                continue;
            }

            answers.Add(answer);
            if (answers.Count == Rows)
            {
                yield return Chunk(file, total, answers);
                answers = [];
            }
        }

        if (answers.Count > 0 || after == 0)
        {
            yield return Chunk(file, total, answers);
        }
    }

    private static RunChunk Chunk(StatusFile file, long total, List<Answer> answers) => new(
        (answers.Count == 0 ? 0 : answers[^1].Line).ToString(CultureInfo.InvariantCulture),
        (services, step, token) =>
        {
            step.Run.Total ??= total;
            return services.GetRequiredService<ApplyAnswers>().HandleAsync(file, answers, step, token);
        });

    private async IAsyncEnumerable<RunChunk> GroupAsync(StatusFile file, Answer group, int n, [EnumeratorCancellation] CancellationToken ct)
    {
        var mark = GroupMark + n.ToString(CultureInfo.InvariantCulture);
        var found = await GroupOf.FindAsync(db, file.Agency, group.Reference, ct);
        if (found is not null && group.Kind is OutcomeKind.Paid or OutcomeKind.Rejected)
        {
            var after = 0L;
            while (await found!.OpenPayments(db).Where(i => i.Id > after).OrderBy(i => i.Id).Select(i => i.Id).Take(Rows).ToListAsync(ct) is { Count: > 0 } ids) // Found, see above.
            {
                yield return new RunChunk(mark, (services, step, token) => services.GetRequiredService<ApplyAnswers>().ToGroupAsync(file, group, ids, step, token));
                after = ids[^1];
            }
        }

        yield return new RunChunk(
            GroupMark + (n + 1).ToString(CultureInfo.InvariantCulture),
            (services, step, token) => services.GetRequiredService<ApplyAnswers>().CloseGroupAsync(file, group, found, step, token));
    }

    /// <summary>What the first reading found.</summary>
    private sealed class FileCheck
    {
        public long Total { get; set; }

        public List<Answer> Groups { get; } = [];

        public List<LineProblem> Warnings { get; } = [];
    }
}
