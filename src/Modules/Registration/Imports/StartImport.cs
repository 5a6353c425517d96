using Microsoft.EntityFrameworkCore;
using Spmis.Kernel.Acts;
using Spmis.Kernel.Files;
using Spmis.Kernel.Runs;

namespace Spmis.Registration.Imports;

/// <summary>What a file registers.</summary>
public enum ImportKind
{
    /// <summary>Persons with their households.</summary>
    Persons,

    /// <summary>Employers.</summary>
    Employers,

    /// <summary>The area tree.</summary>
    Areas,
}

/// <summary>A started import.</summary>
/// <param name="RunId">The run.</param>
/// <param name="SentBefore">The same file was imported before; this is that run.</param>
public sealed record StartedImport(long RunId, bool SentBefore);

/// <summary>What an import works on.</summary>
/// <param name="Sha256">The file in the store.</param>
/// <param name="FileName">The sender's name for it.</param>
/// <param name="Source">Whose register it is; references are unique within it. Null: the file stands for itself.</param>
internal sealed record ImportInput(string Sha256, string FileName, string? Source);

/// <summary>Takes a file of persons or employers and starts reading it. The same file twice is done once: the second time answers with the first run.</summary>
/// <param name="db">The register.</param>
/// <param name="files">Where the file is kept.</param>
public sealed class StartImport(RegistrationDb db, FileStore files)
{
    /// <summary>Keeps the file, looks at its head and starts the run.</summary>
    /// <param name="kind">What it registers.</param>
    /// <param name="content">The file.</param>
    /// <param name="name">The sender's name for it.</param>
    /// <param name="source">Whose register it is, such as <c>census-2026</c>: references are unique within it. Null: the file stands for itself.</param>
    /// <param name="change">Who and when.</param>
    /// <param name="ct">Cancels.</param>
    /// <exception cref="Refused">It is empty, no table, or lacks columns.</exception>
    public async Task<StartedImport> HandleAsync(ImportKind kind, Stream content, string name, string? source, Change change, CancellationToken ct)
    {
        source = string.IsNullOrWhiteSpace(source) ? null : source.Trim();
        if (source?.Length > 60)
        {
            throw new Refused("import.source", $"The name of the register has {source.Length} characters; 60 are allowed.", "source");
        }

        var file = await files.SaveTableAsync(content, name, ct);
        var (worker, format) = kind switch
        {
            ImportKind.Persons => (ImportPersonsWorker.RunKind, PersonRow.Format),
            ImportKind.Employers => (ImportEmployersWorker.RunKind, EmployerRow.Format),
            _ => (ImportAreasWorker.RunKind, AreaRow.Format),
        };
        var run = Run.Of(worker, file.Sha256, $"Import of {file.Name}", new ImportInput(file.Sha256, file.Name, source), change);
        if (await db.Runs.Where(r => r.Key == run.Key).Select(r => (long?)r.Id).SingleOrDefaultAsync(ct) is { } before)
        {
            return new StartedImport(before, true);
        }

        await using (var opened = files.Open(file.Sha256))
        {
            await TabularFile.CheckAsync(opened, format, ct); // Refuses before a run is made.
        }

        db.Add(run);
        await db.SaveAsync(change, ct);
        return new StartedImport(run.Id, false);
    }
}
