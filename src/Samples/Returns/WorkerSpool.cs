namespace Spmis.Samples.Returns;

/// <summary>
/// Groups workers by employer without holding all of them: each is written to one of a few files by employer,
/// and each file is read back alone. The number of files grows with the population so that none gets large.
/// </summary>
internal sealed class WorkerSpool : IDisposable
{
    private const int PersonsPerFile = 400_000;
    private const int MostFiles = 64;
    private readonly string folder;
    private readonly BinaryWriter[] files;

    public WorkerSpool(string folder, int persons)
    {
        this.folder = folder;
        Directory.CreateDirectory(folder);
        var count = Math.Clamp(persons / PersonsPerFile, 1, MostFiles);
        files = [.. Enumerable.Range(0, count).Select(i => new BinaryWriter(File.Create(PathOf(i))))];
    }

    /// <summary>A worker: employer's line, person's line, the person's number in SPMIS.</summary>
    public readonly record struct Worker(int Employer, int Line, string Number);

    public void Add(Worker worker)
    {
        var file = files[worker.Employer % files.Length];
        file.Write(worker.Employer);
        file.Write(worker.Line);
        file.Write(worker.Number);
    }

    /// <summary>Each employer's workers in the order of persons.csv.</summary>
    public IEnumerable<IReadOnlyList<Worker>> ByEmployer()
    {
        for (var i = 0; i < files.Length; i++)
        {
            files[i].Dispose();
            foreach (var group in Read(PathOf(i)).GroupBy(w => w.Employer).OrderBy(g => g.Key))
            {
                yield return [.. group.OrderBy(w => w.Line)];
            }
        }
    }

    public void Dispose()
    {
        foreach (var file in files)
        {
            file.Dispose();
        }

        Directory.Delete(folder, recursive: true);
    }

    private static IEnumerable<Worker> Read(string path)
    {
        using var reader = new BinaryReader(File.OpenRead(path));
        while (reader.BaseStream.Position < reader.BaseStream.Length)
        {
            yield return new Worker(reader.ReadInt32(), reader.ReadInt32(), reader.ReadString());
        }
    }

    private string PathOf(int i) => Path.Combine(folder, $"workers-{i:D2}");
}
