using System.Text.Json;
using Spmis.Rules.Testing;

namespace Spmis.Rules;

/// <summary>Runs files of published worked examples (the format of <c>../shared/schemes/vectors</c>) through the packages, in both evaluators.</summary>
public static class Vectors
{
    private const int MostBytes = 50 * 1024 * 1024;

    /// <summary>Runs every file.</summary>
    /// <param name="path">A folder of *.json files, or one file.</param>
    /// <param name="packageFolders">Folders whose subfolders are packages (or that are one themselves); the first that answers to a file's id is taken.</param>
    /// <exception cref="ArgumentException">There is nothing at the path.</exception>
    public static VectorReport Run(string path, IReadOnlyList<string> packageFolders)
    {
        var files = Directory.Exists(path) ? Directory.GetFiles(path, "*.json").Order(StringComparer.Ordinal).ToList() : [path];
        if (files.Count == 0 || !File.Exists(files[0]))
        {
            throw new ArgumentException($"There are no worked examples at '{path}'. Name a folder with *.json files, or one such file.", nameof(path));
        }

        var packages = new VectorPackages(packageFolders);
        var schemes = new List<SchemeVectors>();
        var broken = new List<string>();
        foreach (var file in files)
        {
            try
            {
                schemes.Add(RunFile(file, packages));
            }
            catch (Exception e) when (e is JsonException or InvalidOperationException or KeyNotFoundException or IOException)
            {
                broken.Add($"{Path.GetFileName(file)} cannot be read as worked examples: {e.Message}");
            }
        }

        return new VectorReport(schemes, [.. broken, .. packages.Broken]);
    }

    private static SchemeVectors RunFile(string file, VectorPackages packages)
    {
        if (new FileInfo(file).Length > MostBytes)
        {
            throw new IOException($"it is larger than {MostBytes / 1024 / 1024} MB.");
        }

        using var json = JsonDocument.Parse(File.ReadAllText(file));
        var id = json.RootElement.GetProperty("id").GetString() ?? Path.GetFileNameWithoutExtension(file);
        var vectors = json.RootElement.GetProperty("vectors").EnumerateArray().ToList();
        if (packages.For(id) is not { } package)
        {
            return new SchemeVectors(id, null, [.. vectors.Select(v => new VectorResult(VectorCase.IdOf(v), VectorOutcome.NotSupported, [], [], $"There is no package for '{id}'."))]);
        }

        return new SchemeVectors(id, $"{package.Scheme.Id} {package.Scheme.Version}", [.. vectors.Select(v => new VectorCase(package, v).Run())]);
    }
}
