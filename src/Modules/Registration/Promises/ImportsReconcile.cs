using Microsoft.EntityFrameworkCore;
using Spmis.Kernel.Files;
using Spmis.Registration.Imports;

namespace Spmis.Registration.Promises;

/// <summary>Of every imported file of persons, employers and areas each row was done: the kept file, read again, has as many rows as its run says.</summary>
/// <param name="db">The register.</param>
/// <param name="files">The kept files.</param>
public sealed class ImportsReconcile(RegistrationDb db, FileStore files)
{
    private const int Most = 1_000;

    private static readonly Dictionary<string, TabularFormat> Formats = new()
    {
        [ImportPersonsWorker.RunKind] = PersonRow.Format,
        [ImportEmployersWorker.RunKind] = EmployerRow.Format,
        [ImportAreasWorker.RunKind] = AreaRow.Format,
    };

    /// <summary>Whether it holds, and the figures or the runs that differ; the newest thousand files are read.</summary>
    public async Task<(bool Holds, string Detail)> HandleAsync(CancellationToken ct)
    {
        var runs = await db.Runs.AsNoTracking().Where(r => Formats.Keys.Contains(r.Kind) && r.FinishedAt != null).OrderByDescending(r => r.Id).Take(Most).ToListAsync(ct);
        List<string> wrong = [];
        foreach (var run in runs)
        {
            var rows = await CountAsync(run.InputAs<ImportInput>().Sha256, Formats[run.Kind], ct);
            if (rows != run.Done)
            {
                wrong.Add($"{run.Title} (run {run.Id}) did {run.Done} rows; its file has {rows}.");
            }
        }

        return (wrong.Count == 0, wrong.Count == 0 ? $"{runs.Count} files of the register: {runs.Sum(r => r.Done)} rows, each done." : string.Join(" ", wrong.Take(3)));
    }

    private async Task<long> CountAsync(string sha256, TabularFormat format, CancellationToken ct)
    {
        await using var content = files.Open(sha256);
        var file = await TabularFile.OpenAsync(content, format, ct);
        return await file.ReadAsync(1, ct).LongCountAsync(ct);
    }
}
