using System.Globalization;
using System.Runtime.CompilerServices;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Spmis.Kernel.Files;
using Spmis.Kernel.Runs;

namespace Spmis.Payments.NameChecks;

/// <summary>What the agency says in so many words.</summary>
internal enum NameAnswerWord
{
    Match,
    NoMatch,
    Unknown,
}

/// <summary>A line of an answer as it was sent.</summary>
internal sealed record NameAnswer(long Line, string? Reference, string? Holder, NameAnswerWord? Word, string? Account, LineProblem? Problem);

/// <summary>Reads a file of answers twice: first to its end, so that a broken one changes nothing; then in chunks of 1,000 lines, each with its verdict.</summary>
/// <param name="db">For finding the file; the work is done in each chunk's own scope.</param>
/// <param name="store">Where it is.</param>
internal sealed class NameAnswerWorker(PaymentsDb db, FileStore store) : IRunWorker
{
    internal const string RunKind = "payments.name-answers";

    private const int Rows = 1000;
    private const int Breath = 50_000;

    private static readonly Dictionary<string, NameAnswerWord> Words = new(StringComparer.OrdinalIgnoreCase)
    {
        ["match"] = NameAnswerWord.Match, ["yes"] = NameAnswerWord.Match, ["same"] = NameAnswerWord.Match,
        ["no-match"] = NameAnswerWord.NoMatch, ["no match"] = NameAnswerWord.NoMatch, ["no"] = NameAnswerWord.NoMatch, ["no_match"] = NameAnswerWord.NoMatch,
        ["unknown"] = NameAnswerWord.Unknown, ["not-found"] = NameAnswerWord.Unknown, ["closed"] = NameAnswerWord.Unknown,
    };

    /// <inheritdoc />
    public string Kind => RunKind;

    /// <inheritdoc />
    public string Permission => "payments.name-checks";

    /// <inheritdoc />
    public async IAsyncEnumerable<RunChunk> ChunksAsync(Run run, [EnumeratorCancellation] CancellationToken ct)
    {
        var file = await db.NameAnswerFiles.AsNoTracking().SingleAsync(f => f.Id == run.InputAs<NameAnswerInput>().FileId, ct);
        var after = run.Checkpoint is null ? 0 : long.Parse(run.Checkpoint, CultureInfo.InvariantCulture);
        var total = 0L;
        await using (var first = store.Open(file.Sha256))
        {
            var table = await TabularFile.OpenAsync(first, ImportNameAnswers.Format, ct);
            await foreach (var row in table.ReadAsync(0, ct))
            {
                _ = row;
                if (++total % Breath == 0)
                {
                    yield return new RunChunk(after.ToString(CultureInfo.InvariantCulture), (_, _, _) => Task.CompletedTask);
                }
            }
        }

        await using var content = store.Open(file.Sha256);
        var answers = await TabularFile.OpenAsync(content, ImportNameAnswers.Format, ct);
        List<NameAnswer> rows = [];
        await foreach (var row in answers.ReadAsync(after, ct))
        {
            rows.Add(Read(row));
            if (rows.Count == Rows)
            {
                yield return Chunk(file, total, rows);
                rows = [];
            }
        }

        if (rows.Count > 0)
        {
            yield return Chunk(file, total, rows);
        }
    }

    private static NameAnswer Read(TabularRow row)
    {
        var fields = row.Fields();
        var reference = fields.Text(ImportNameAnswers.Reference, 30, required: true);
        var holder = fields.Text(ImportNameAnswers.Holder, 400);
        var word = fields.Choice(ImportNameAnswers.Result, Words);
        var account = fields.Text(ImportNameAnswers.Account, 60);
        if (fields.Ok && string.IsNullOrWhiteSpace(holder) && word is null)
        {
            fields.Refuse(ImportNameAnswers.Holder, "name-check.empty", "The line does not say whose account it is.", "Write the account holder's name, or match, no-match or unknown.");
        }

        return new(row.LineNumber, reference, string.IsNullOrWhiteSpace(holder) ? null : holder.Trim(), word, account, row.Problem ?? (fields.Ok ? null : fields.Problems[0]));
    }

    private static RunChunk Chunk(NameAnswerFile file, long total, List<NameAnswer> rows) => new(
        rows[^1].Line.ToString(CultureInfo.InvariantCulture),
        (services, step, token) =>
        {
            step.Run.Total ??= total;
            return services.GetRequiredService<ApplyNameAnswers>().HandleAsync(file, rows, step, token);
        });
}
