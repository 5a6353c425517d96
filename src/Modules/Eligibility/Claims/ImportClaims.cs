using System.Globalization;
using System.Runtime.CompilerServices;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Spmis.Eligibility.Schemes;
using Spmis.Kernel.Acts;
using Spmis.Kernel.Files;
using Spmis.Kernel.Runs;

namespace Spmis.Eligibility.Claims;

/// <summary>A file of claims.</summary>
public sealed record ClaimsFile
{
    /// <summary>The content; stays the caller's.</summary>
    public required Stream Content { get; init; }

    /// <summary>The sender's name for it.</summary>
    public required string Name { get; init; }

    /// <summary>The scheme claimed.</summary>
    public required string Scheme { get; init; }

    /// <summary>Its length, if the sender told it.</summary>
    public long? Length { get; init; }
}

/// <summary>Where the import is.</summary>
/// <param name="RunId">The run with its verdicts.</param>
/// <param name="SentBefore">The same file was sent before; nothing was done.</param>
public sealed record ImportStarted(long RunId, bool SentBefore);

/// <summary>Takes a file of claims: <c>worker_number,confinement_date,filed_on</c>, one verdict a line. The same file again does nothing.</summary>
/// <param name="db">The module's database.</param>
/// <param name="schemes">The packages in force.</param>
/// <param name="files">Where files are kept.</param>
public sealed class ImportClaims(EligibilityDb db, SchemeBook schemes, FileStore files)
{
    /// <summary>Keeps the file and starts reading it.</summary>
    /// <exception cref="Refused">It is no such table, or the scheme takes no claims.</exception>
    public async Task<ImportStarted> HandleAsync(ClaimsFile input, Change change, CancellationToken ct)
    {
        await SchemeOfClaims.CheckAsync(schemes, input.Scheme, change.Today, ct);
        var file = await files.SaveAsync(input.Content, input.Name, input.Length, ct);
        await using (var content = files.Open(file.Sha256))
        {
            await TabularFile.CheckAsync(content, ClaimsWorker.Format, ct);
        }

        var run = Run.Of(ClaimsWorker.RunKind, $"{input.Scheme}:{file.Sha256}", $"Claims from {file.Name}", new ClaimsRunInput(input.Scheme, file.Sha256, file.Name), change);
        if (await db.Runs.AsNoTracking().Where(r => r.Key == run.Key).Select(r => new { r.Id }).SingleOrDefaultAsync(ct) is { } before)
        {
            return new ImportStarted(before.Id, true);
        }

        db.Runs.Add(run);
        await db.SaveAsync(change, ct);
        return new ImportStarted(run.Id, false);
    }
}

/// <summary>What the run needs.</summary>
/// <param name="Scheme">The scheme claimed.</param>
/// <param name="Sha256">The file.</param>
/// <param name="Name">Its name.</param>
public sealed record ClaimsRunInput(string Scheme, string Sha256, string Name);

/// <summary>Reads a file of claims, a thousand lines at a time.</summary>
public sealed class ClaimsWorker(FileStore files) : IRunWorker
{
    /// <summary>The kind of run.</summary>
    public const string RunKind = "eligibility.claims";

    private const int Lines = 1_000;

    /// <summary>The columns.</summary>
    public static TabularFormat Format { get; } = new()
    {
        Columns = [new("worker_number", true, "registration_number", "person_number"), new("confinement_date", true, "event_date"), new("filed_on", true, "claim_date")],
    };

    /// <inheritdoc />
    public string Kind => RunKind;

    /// <inheritdoc />
    public string Permission => "claims.file";

    /// <inheritdoc />
    public async IAsyncEnumerable<RunChunk> ChunksAsync(Run run, [EnumeratorCancellation] CancellationToken ct)
    {
        var input = run.InputAs<ClaimsRunInput>();
        await using var content = files.Open(input.Sha256);
        var table = await TabularFile.OpenAsync(content, Format, ct);
        var after = run.Checkpoint is { } done ? long.Parse(done, CultureInfo.InvariantCulture) : 0;
        List<TabularRow> rows = [];
        await foreach (var row in table.ReadAsync(after, ct))
        {
            rows.Add(row);
            if (rows.Count == Lines)
            {
                yield return Chunk(input, rows);
                rows = [];
            }
        }

        if (rows.Count > 0)
        {
            yield return Chunk(input, rows);
        }

        if (table.Warnings.Count > 0 && after != TabularFile.BehindAll)
        {
            yield return RunChunk.OfWarnings(TabularFile.BehindAll.ToString(CultureInfo.InvariantCulture), table.Warnings);
        }
    }

    private static RunChunk Chunk(ClaimsRunInput input, List<TabularRow> rows) =>
        new(rows[^1].LineNumber.ToString(CultureInfo.InvariantCulture), (services, step, ct) => ApplyAsync(services, input, rows, step, ct));

    private static async Task ApplyAsync(IServiceProvider services, ClaimsRunInput input, List<TabularRow> rows, RunStep step, CancellationToken ct)
    {
        var db = services.GetRequiredService<EligibilityDb>();
        List<(TabularRow Row, NewClaim Claim)> read = [];
        foreach (var row in rows)
        {
            var fields = new RowFields(row);
            var (number, eventOn, filedOn) = (fields.Number("worker_number", required: true), fields.Date("confinement_date", required: true), fields.Date("filed_on", required: true));
            if (fields.Ok && number is not null && eventOn is { } day && filedOn is { } filed)
            {
                read.Add((row, new NewClaim { PersonNumber = number, Scheme = input.Scheme, EventOn = day, FiledOn = filed, Channel = ClaimChannel.File }));
            }
            else
            {
                step.Refuse(row.LineNumber, fields.Problems.Select(p => (p.Code, $"{p.Text} {p.Remedy}".Trim(), p.Column, p.Value)), number);
            }
        }

        var take = services.GetRequiredService<TakeClaims>();
        var verdicts = await take.HandleAsync([.. read.Select(r => (r.Claim, $"{input.Name}, line {r.Row.LineNumber}"))], step.Change, ct);
        foreach (var ((row, claim), verdict) in read.Zip(verdicts))
        {
            if (verdict.Claim is { } taken)
            {
                step.Accept(row.LineNumber, claim.PersonNumber, taken.Number);
            }
            else if (verdict.Refusal is { } refusal)
            {
                step.Refuse(row.LineNumber, refusal.Code, refusal.Message, Column(refusal.Field), Column(refusal.Field) is { } column ? row[column] : null, claim.PersonNumber);
            }
        }

        db.RecordBulk(step.Change, nameof(Claim), $"run {step.Run.Id}, lines {rows[0].LineNumber}..{rows[^1].LineNumber}", new { taken = verdicts.Count(v => v.Claim is not null), lines = rows.Count });
    }

    private static string? Column(string? field) => field switch { "personNumber" => "worker_number", "eventOn" => "confinement_date", "filedOn" => "filed_on", _ => null };
}
