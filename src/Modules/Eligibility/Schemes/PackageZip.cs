using System.IO.Compression;
using System.Text;
using Spmis.Kernel.Acts;

namespace Spmis.Eligibility.Schemes;

/// <summary>Unpacks a package from a zip file, without believing what the file says of itself.</summary>
public static class PackageZip
{
    /// <summary>Bytes of a zip file that is read at all; what is inside may be as large again.</summary>
    public const long MostZipBytes = MostBytes;

    private const int MostFiles = 500;
    private const long MostBytes = 5 * 1024 * 1024;
    private static readonly UTF8Encoding Strict = new(false, throwOnInvalidBytes: true);

    /// <summary>The files beside and below the outermost scheme.yaml, by path with forward slashes. Reads to the end of the stream; keeps at most 5 MB of either side in memory.</summary>
    /// <exception cref="Refused">It is no zip file, holds no scheme.yaml, too many or too large files, a file twice, or one that is not UTF-8.</exception>
    public static async Task<Dictionary<string, string>> ReadAsync(Stream content, CancellationToken ct)
    {
        // A request's stream cannot seek, and the directory of a zip file stands at its end.
        using var kept = new MemoryStream();
        var packed = await CopyAsync(content, kept, MostZipBytes, ct);
        if (packed > MostZipBytes)
        {
            throw TooLarge();
        }

        kept.Position = 0;
        try
        {
            using var zip = new ZipArchive(kept, ZipArchiveMode.Read);
            return await ReadAsync(zip, ct);
        }
        catch (InvalidDataException)
        {
            throw new Refused("scheme.no-zip", "This is no zip file. Put the folder with scheme.yaml into a zip file and choose that.", "files");
        }
    }

    private static async Task<Dictionary<string, string>> ReadAsync(ZipArchive zip, CancellationToken ct)
    {
        if (zip.Entries.Count > MostFiles)
        {
            throw TooLarge();
        }

        var entries = zip.Entries.Where(e => e.Name.Length > 0).ToList();
        var main = entries.Where(e => e.Name == "scheme.yaml").MinBy(e => e.FullName.Length) ?? throw new Refused("scheme.no-yaml", "The zip file holds no scheme.yaml.", "files");
        var root = main.FullName[..^main.Name.Length];
        var files = new Dictionary<string, string>(StringComparer.Ordinal);
        long total = 0;
        foreach (var entry in entries.Where(e => e.FullName.StartsWith(root, StringComparison.Ordinal)))
        {
            // The length told in the directory may lie: no more is unpacked than is allowed.
            await using var packed = await entry.OpenAsync(ct);
            using var text = new MemoryStream();
            total += await CopyAsync(packed, text, MostBytes - total, ct);
            if (total > MostBytes || !files.TryAdd(entry.FullName[root.Length..], Decode(entry.FullName, text)))
            {
                throw TooLarge();
            }
        }

        return files;
    }

    /// <summary>Copies until the end or until one byte more than allowed was seen.</summary>
    private static async Task<long> CopyAsync(Stream from, Stream to, long most, CancellationToken ct)
    {
        var buffer = new byte[64 * 1024];
        long total = 0;
        int read;
        while (total <= most && (read = await from.ReadAsync(buffer, ct)) > 0)
        {
            total += read;
            await to.WriteAsync(buffer.AsMemory(0, read), ct);
        }

        return total;
    }

    private static string Decode(string path, MemoryStream text)
    {
        try
        {
            return Strict.GetString(text.GetBuffer(), 0, (int)text.Length);
        }
        catch (DecoderFallbackException)
        {
            throw new Refused("scheme.no-utf8", $"'{path}' is not UTF-8. Save it as UTF-8 (in a spreadsheet: CSV UTF-8).", "files");
        }
    }

    private static Refused TooLarge() => new("scheme.too-large", $"The zip file holds more than {MostFiles} files or {MostBytes / 1024 / 1024} MB, or a file twice.", "files");
}
