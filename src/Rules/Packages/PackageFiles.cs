using System.Security.Cryptography;
using System.Text;

namespace Spmis.Rules.Packages;

/// <summary>The files of a package by their path with forward slashes, bounded in size and number, and nothing outside the folder.</summary>
internal sealed class PackageFiles
{
    public const string Main = "scheme.yaml";
    private const int MostBytes = 5 * 1024 * 1024;
    private const int MostFiles = 500;
    private static readonly string[] Extensions = [".yaml", ".csv", ".md"];
    private static readonly UTF8Encoding Strict = new(false, throwOnInvalidBytes: true);

    private readonly SortedDictionary<string, string> texts = new(StringComparer.Ordinal);

    public PackageFiles(IEnumerable<KeyValuePair<string, Func<byte[]>>> files)
    {
        long total = 0;
        foreach (var (path, read) in files)
        {
            if (!Extensions.Contains(Path.GetExtension(path)) || path.Split('/').Any(p => p is "" or "." or "..") || path.Contains('\\', StringComparison.Ordinal))
            {
                throw Bad(path, $"'{path}' is not a file of a package.", "A package holds scheme.yaml, tests/*.csv, tables/*.csv and *.md.");
            }

            var bytes = read();
            total += bytes.Length;
            if (total > MostBytes || texts.Count >= MostFiles)
            {
                throw Bad(path, $"The package is larger than {MostBytes / 1024 / 1024} MB or has more than {MostFiles} files.", "Keep only the scheme, its tests and its tables in the folder.");
            }

            texts.Add(path, Decode(path, bytes));
        }

        if (!texts.ContainsKey(Main))
        {
            throw Bad(Main, "The package has no scheme.yaml.", "Name a folder that holds scheme.yaml.");
        }
    }

    public IReadOnlyDictionary<string, string> Texts => texts;

    public static PackageFiles FromFolder(string folder)
    {
        if (!Directory.Exists(folder))
        {
            throw Bad(Main, $"There is no folder '{folder}'.", "Name the folder that holds scheme.yaml.");
        }

        // Links are not followed: a package holds its own files only.
        var options = new EnumerationOptions { RecurseSubdirectories = true, MaxRecursionDepth = 3, AttributesToSkip = FileAttributes.ReparsePoint | FileAttributes.Hidden };
        var paths = Directory.EnumerateFiles(folder, "*", options).Where(p => Extensions.Contains(Path.GetExtension(p))).Order(StringComparer.Ordinal);
        return new PackageFiles(paths.Select(p => KeyValuePair.Create(Path.GetRelativePath(folder, p).Replace('\\', '/'), new Func<byte[]>(() => ReadBounded(p)))));
    }

    /// <summary>SHA-256 over paths and texts; line ends count as LF, so a checkout on Windows has the same hash.</summary>
    public string Hash()
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        foreach (var (path, text) in texts)
        {
            hash.AppendData(Encoding.UTF8.GetBytes($"{path}\n{Encoding.UTF8.GetByteCount(text)}\n"));
            hash.AppendData(Encoding.UTF8.GetBytes(text));
        }

        return Convert.ToHexStringLower(hash.GetHashAndReset());
    }

    private static byte[] ReadBounded(string path) => new FileInfo(path).Length <= MostBytes
        ? File.ReadAllBytes(path)
        : throw Bad(Path.GetFileName(path), $"The file is larger than {MostBytes / 1024 / 1024} MB.", "Cut it down.");

    private static string Decode(string path, byte[] bytes)
    {
        try
        {
            return Strict.GetString(bytes).TrimStart('\uFEFF').Replace("\r\n", "\n", StringComparison.Ordinal);
        }
        catch (DecoderFallbackException e)
        {
            var line = bytes.AsSpan(0, Math.Clamp(e.Index, 0, bytes.Length)).Count((byte)'\n') + 1;
            throw new SchemeErrors([new SchemeError(path, line, 1, "The file is not UTF-8.", "Save it as UTF-8 (in a spreadsheet: CSV UTF-8).")]);
        }
    }

    private static SchemeErrors Bad(string file, string wrong, string right) => new([new SchemeError(file, 1, 1, wrong, right)]);
}
