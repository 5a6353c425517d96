using Microsoft.Extensions.DependencyInjection;
using Spmis.Kernel.Acts;
using Spmis.Kernel.Files;
using Spmis.Kernel.Runs;

namespace Spmis.Eligibility.LifeCertificates;

/// <summary>A file of proofs: what a pay point saw, or what the civil registry answered.</summary>
/// <param name="Content">The content; stays the caller's.</param>
/// <param name="Name">The sender's name for it.</param>
/// <param name="How">How its persons were proved alive.</param>
/// <param name="Length">Its length, if the sender told it.</param>
public sealed record ProofsFile(Stream Content, string Name, ProofHow How, long? Length = null);

/// <summary>Takes a file of proofs: <c>person_number,birth_date,proved_on,evidence</c>, one verdict a line. The same file again does nothing.</summary>
/// <param name="db">The module's database.</param>
/// <param name="files">Where files are kept.</param>
public sealed class ImportProofs(EligibilityDb db, FileStore files)
{
    /// <summary>Keeps the file and starts reading it.</summary>
    /// <exception cref="Refused">It is no such table.</exception>
    public async Task<FileTaken> HandleAsync(ProofsFile input, Change change, CancellationToken ct)
    {
        var file = await TableRun.KeepAsync(files, (input.Content, input.Name, input.Length), ProofsWorker.Format, ct);
        return await TableRun.StartAsync(db, Run.Of(ProofsWorker.RunKind, file.Sha256, $"Proofs of life from {file.Name}", new ProofsRunInput(file.Sha256, file.Name, input.How), change), change, ct);
    }
}

/// <summary>What the run needs.</summary>
/// <param name="Sha256">The file.</param>
/// <param name="Name">Its name.</param>
/// <param name="How">How its persons were proved alive.</param>
public sealed record ProofsRunInput(string Sha256, string Name, ProofHow How);

/// <summary>Reads a file of proofs, a thousand lines at a time.</summary>
public sealed class ProofsWorker(FileStore files) : IRunWorker
{
    /// <summary>The kind of run.</summary>
    public const string RunKind = "eligibility.proofs";

    /// <summary>The columns.</summary>
    public static TabularFormat Format { get; } = new()
    {
        Columns = [new("person_number", true, "registration_number", "worker_number"), new("birth_date", true, "born_on"), new("proved_on", true, "seen_on"), new("evidence", true, "reference")],
    };

    /// <inheritdoc />
    public string Kind => RunKind;

    /// <inheritdoc />
    public string Permission => "certificates.record";

    /// <inheritdoc />
    public IAsyncEnumerable<RunChunk> ChunksAsync(Run run, CancellationToken ct)
    {
        var input = run.InputAs<ProofsRunInput>();
        return TableRun.ChunksAsync(files, input.Sha256, Format, run, (services, rows, step, token) => ApplyAsync(services, input, rows, step, token), ct);
    }

    private static async Task ApplyAsync(IServiceProvider services, ProofsRunInput input, IReadOnlyList<TabularRow> rows, RunStep step, CancellationToken ct)
    {
        List<(TabularRow Row, NewProof Proof)> read = [];
        foreach (var row in rows)
        {
            var fields = new RowFields(row);
            var (number, born, proved, evidence) = (fields.Number("person_number", required: true), fields.Date("birth_date", required: true), fields.Date("proved_on", required: true), fields.Text("evidence", 200, required: true));
            if (fields.Ok && number is not null && born is { } bornOn && proved is { } provedOn)
            {
                read.Add((row, new NewProof { PersonNumber = number, BornOn = bornOn, ProvedOn = provedOn, How = input.How, Evidence = evidence ?? "" }));
            }
            else
            {
                TableRun.RefuseUnread(step, row, fields, number);
            }
        }

        var verdicts = await services.GetRequiredService<ProveLife>().HandleAsync([.. read.Select(r => (r.Proof, $"{input.Name}, line {r.Row.LineNumber}"))], step.Change, ct);
        foreach (var ((row, proof), verdict) in read.Zip(verdicts))
        {
            if (verdict.Refusal is { } refusal)
            {
                step.Refuse(row.LineNumber, refusal.Code, refusal.Message, Column(refusal.Field), Column(refusal.Field) is { } column ? row[column] : null, proof.PersonNumber);
            }
            else
            {
                step.Accept(row.LineNumber, proof.PersonNumber);
            }
        }

        services.GetRequiredService<EligibilityDb>().RecordBulk(step.Change, nameof(LifeCertificate), $"run {step.Run.Id}, lines {rows[0].LineNumber}..{rows[^1].LineNumber}", new { kept = verdicts.Count(v => v.Certificate is not null), lines = rows.Count });
    }

    private static string? Column(string? field) => field switch { "personNumber" => "person_number", "bornOn" => "birth_date", "provedOn" => "proved_on", "evidence" => "evidence", _ => null };
}
