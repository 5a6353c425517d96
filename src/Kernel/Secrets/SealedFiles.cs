using System.Security.Cryptography;
using System.Text;
using Spmis.Kernel.Acts;
using Spmis.Kernel.Data;

namespace Spmis.Kernel.Secrets;

/// <summary>
/// Papers that must not be readable in a copied data folder (medical certificates, what supports a decision), each sealed for the row it belongs to with the keys of <see cref="ColumnKeys"/>:
/// <c>files/sealed/TABLE/AB/ROW</c>, where AB are two letters that keep folders small. A file moved to another row's name does not open there.
/// </summary>
/// <param name="keys">The keys.</param>
/// <param name="database">Says where the data folder is.</param>
public sealed class SealedFiles(ColumnKeys keys, SpmisDatabase database)
{
    private const string Incoming = "incoming"; // Left out of backups.
    private const string Column = "content";

    private string Folder => Path.Combine(database.DataFolder, "files", "sealed");

    /// <summary>The place of a row's file; the name of the file says the same.</summary>
    public static SecretPlace PlaceOf(string table, Guid row) => new(table, Column, row.ToString("N"));

    /// <summary>Keeps a content: written aside, forced to the disk, then moved to its name in one step. One that is there is replaced.</summary>
    public async Task SaveAsync(SecretPlace place, ReadOnlyMemory<byte> content, CancellationToken ct)
    {
        var (id, sealedBytes) = keys.SealBytes(place, content.Span);
        var aside = Path.Combine(Folder, Incoming, Guid.CreateVersion7().ToString("N"));
        var path = Locate(place);
        Directory.CreateDirectory(Path.Combine(Folder, Incoming));
        Directory.CreateDirectory(Path.GetDirectoryName(path) ?? Folder);
        try
        {
            await using (var file = new FileStream(aside, FileMode.CreateNew, FileAccess.Write, FileShare.None, bufferSize: 1, useAsync: true))
            {
                await file.WriteAsync(Encoding.ASCII.GetBytes(MarkOf(id)), ct);
                await file.WriteAsync(sealedBytes, ct);
                file.Flush(flushToDisk: true);
            }

            File.Move(aside, path, overwrite: true);
        }
        finally
        {
            File.Delete(aside);
        }
    }

    /// <summary>Whether there is one.</summary>
    public bool Has(SecretPlace place) => File.Exists(Locate(place));

    /// <summary>Opens one.</summary>
    /// <exception cref="Refused">It is not there, its key is not, or it was changed or belongs elsewhere.</exception>
    public async Task<byte[]> OpenAsync(SecretPlace place, CancellationToken ct)
    {
        if (!Has(place))
        {
            throw new Refused("file.not-kept", "The file is not in the store; it may have been deleted, or never arrived.", "file");
        }

        var all = await File.ReadAllBytesAsync(Locate(place), ct);
        var length = MarkOf("").Length + ColumnKeys.IdLetters;
        return all.Length > length && Encoding.ASCII.GetString(all, 0, length).Split('.') is [_, { Length: ColumnKeys.IdLetters } id, ""]
            ? keys.OpenBytes(place, id, all.AsSpan(length))
            : throw ColumnKeys.Unreadable(place, "it is no sealed file");
    }

    /// <summary>Opens one and says whether it is still the content with this SHA-256 (lower-case hexadecimal); null when it is not.</summary>
    public async Task<byte[]?> OpenSameAsync(SecretPlace place, string sha256, CancellationToken ct)
    {
        var content = Has(place) ? await OpenAsync(place, ct) : null;
        return content is not null && Convert.ToHexStringLower(SHA256.HashData(content)) == sha256 ? content : null;
    }

    /// <summary>Seals all anew whose key is not the newest. Broken off it is done again: what is sealed already is passed over.</summary>
    /// <returns>How many were.</returns>
    public async Task<long> SealAnewAsync(CancellationToken ct)
    {
        var (all, newest) = (0L, keys.Ids is [.., var last] ? last : null);
        foreach (var path in Paths())
        {
            if (newest is not null && await IdOfAsync(path, ct) != newest)
            {
                var place = new SecretPlace(Path.GetFileName(Path.GetDirectoryName(Path.GetDirectoryName(path))) ?? "", Column, Path.GetFileName(path));
                await SaveAsync(place, await OpenAsync(place, ct), ct);
                all++;
            }
        }

        return all;
    }

    /// <summary>How many files each key seals.</summary>
    public async Task<IReadOnlyDictionary<string, long>> UseAsync(CancellationToken ct)
    {
        Dictionary<string, long> use = [];
        foreach (var path in Paths())
        {
            var id = await IdOfAsync(path, ct);
            use[id] = use.GetValueOrDefault(id) + 1;
        }

        return use;
    }

    private IEnumerable<string> Paths() => Directory.Exists(Folder)
        ? Directory.EnumerateDirectories(Folder).Where(d => Path.GetFileName(d) != Incoming).SelectMany(d => Directory.EnumerateFiles(d, "*", SearchOption.AllDirectories)) : [];

    private static async Task<string> IdOfAsync(string path, CancellationToken ct)
    {
        var head = new byte[MarkOf("").Length + ColumnKeys.IdLetters];
        await using var file = File.OpenRead(path);
        await file.ReadAtLeastAsync(head, head.Length, throwOnEndOfStream: false, ct);
        return Encoding.ASCII.GetString(head).Split('.') is [_, var id, ..] ? id : "";
    }

    private static string MarkOf(string id) => $"{ColumnKeys.SealedMark}{id}.";

    // Tables and keys of rows are our own words; a hash would say the same in more letters.
    private string Locate(SecretPlace place)
    {
        if (!place.Row.All(char.IsAsciiLetterOrDigit) || place.Row.Length < 4)
        {
            throw new InvalidOperationException($"'{place.Row}' is no name for a sealed file.");
        }

        return Path.Combine(Folder, place.Table, place.Row[^2..], place.Row);
    }
}
