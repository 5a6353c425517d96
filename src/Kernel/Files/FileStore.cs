using System.Buffers;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Spmis.Kernel.Acts;

namespace Spmis.Kernel.Files;

/// <summary>A file kept.</summary>
/// <param name="Sha256">Its content's SHA-256 in lower-case hexadecimal: its name in the store.</param>
/// <param name="Length">Bytes.</param>
/// <param name="Name">The name its sender gave it, for people.</param>
/// <param name="AlreadyKept">Whether the same content was there before: a file sent twice.</param>
public sealed record StoredFile(string Sha256, long Length, string Name, bool AlreadyKept);

/// <summary>Files by content in a folder: written once, never changed, the same content never twice.</summary>
/// <param name="folder">The folder; made when it is not there.</param>
public sealed class FileStore(string folder)
{
    private const int Chunk = 128 * 1024;
    private const int LongestName = 200;
    private const int LongestEnding = 10;

    /// <summary>Bytes a file may have.</summary>
    public long MaxLength { get; init; } = 8L * 1024 * 1024 * 1024;

    private string Incoming => Path.Combine(folder, "incoming");

    /// <summary>Keeps a file: written aside, forced to the disk, then moved to its name in one step. A stream that breaks off or does not have the length declared leaves nothing behind.</summary>
    /// <param name="content">The content; stays the caller's.</param>
    /// <param name="name">The sender's name for it; a path before it is taken off.</param>
    /// <param name="declaredLength">The length the sender told beforehand, if it did.</param>
    /// <param name="ct">Stops the writing.</param>
    /// <exception cref="Refused">It is shorter or longer than declared, or too large.</exception>
    public async Task<StoredFile> SaveAsync(Stream content, string name, long? declaredLength, CancellationToken ct)
    {
        Directory.CreateDirectory(Incoming);
        var aside = Path.Combine(Incoming, Guid.CreateVersion7().ToString("N"));
        try
        {
            var (sha256, length) = await CopyAsync(content, aside, declaredLength, ct);
            if (declaredLength is { } told && told != length)
            {
                throw new Refused("file.incomplete", $"{length} of {told} bytes arrived; the file was not sent to the end. Send it again.", "file");
            }

            return Keep(aside, sha256, length, name);
        }
        finally
        {
            File.Delete(aside);
        }
    }

    /// <summary>Keeps a file that is made here, written where it is kept: aside, forced to the disk, then moved to its name in one step. What breaks off leaves nothing behind.</summary>
    /// <param name="write">Writes the content from its beginning to its end; the stream cannot go back.</param>
    /// <param name="name">Its name, for people.</param>
    /// <param name="ct">Stops the writing.</param>
    /// <exception cref="Refused">It is too large.</exception>
    public async Task<StoredFile> MakeAsync(Func<Stream, Task> write, string name, CancellationToken ct)
    {
        Directory.CreateDirectory(Incoming);
        var aside = Path.Combine(Incoming, Guid.CreateVersion7().ToString("N"));
        try
        {
            using var hash = SHA256.Create();
            long length;
            await using (var file = new FileStream(aside, FileMode.CreateNew, FileAccess.Write, FileShare.None, bufferSize: 1, useAsync: true))
            {
                await using (var hashed = new CryptoStream(file, hash, CryptoStreamMode.Write, leaveOpen: true))
                {
                    await write(hashed);
                    await hashed.FlushFinalBlockAsync(ct);
                }

                length = file.Length <= MaxLength ? file.Length : throw TooLarge();
                file.Flush(flushToDisk: true);
            }

            var sha256 = Convert.ToHexStringLower(hash.Hash ?? throw new InvalidOperationException("The file was written to its end, and yet has no hash."));
            return Keep(aside, sha256, length, name);
        }
        finally
        {
            File.Delete(aside);
        }
    }

    /// <summary>Opens a file for reading.</summary>
    /// <exception cref="Refused">The store does not have it.</exception>
    public Stream Open(string sha256) => Has(sha256)
        ? new FileStream(Locate(sha256), new FileStreamOptions { Mode = FileMode.Open, Access = FileAccess.Read, Share = FileShare.Read, Options = FileOptions.Asynchronous | FileOptions.SequentialScan, BufferSize = Chunk })
        : throw new Refused("file.not-kept", "The file is not in the store; it may have been deleted after its term, or never arrived.", "file");

    /// <summary>Deletes a file; whoever asks knows that nothing names it any more.</summary>
    public void Delete(string sha256)
    {
        if (Has(sha256))
        {
            File.Delete(Locate(sha256));
        }
    }

    /// <summary>Whether the store has it.</summary>
    public bool Has(string sha256) => IsHash(sha256) && File.Exists(Locate(sha256));

    /// <summary>Deletes what uploads left that a crash broke off: everything aside that was begun before a moment.</summary>
    /// <returns>How many there were.</returns>
    public int DeleteAbandoned(DateTime beforeUtc)
    {
        if (!Directory.Exists(Incoming))
        {
            return 0;
        }

        var old = Directory.GetFiles(Incoming).Where(f => File.GetLastWriteTimeUtc(f) < beforeUtc).ToArray();
        Array.ForEach(old, File.Delete);
        return old.Length;
    }

    private async Task<(string Sha256, long Length)> CopyAsync(Stream content, string aside, long? declaredLength, CancellationToken ct)
    {
        var limit = Math.Min(declaredLength ?? MaxLength, MaxLength);
        if (declaredLength > MaxLength)
        {
            throw TooLarge();
        }

        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        var buffer = ArrayPool<byte>.Shared.Rent(Chunk);
        try
        {
            await using var file = new FileStream(aside, FileMode.CreateNew, FileAccess.Write, FileShare.None, bufferSize: 1, useAsync: true);
            var length = 0L;
            for (int read; (read = await content.ReadAsync(buffer.AsMemory(0, Chunk), ct)) > 0;)
            {
                length += read;
                if (length > limit)
                {
                    throw limit == MaxLength ? TooLarge() : new Refused("file.incomplete", $"More than the {limit} bytes declared arrived; send the file again.", "file");
                }

                hash.AppendData(buffer, 0, read);
                await file.WriteAsync(buffer.AsMemory(0, read), ct);
            }

            file.Flush(flushToDisk: true);
            return (Convert.ToHexStringLower(hash.GetHashAndReset()), length);
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }

    private StoredFile Keep(string aside, string sha256, long length, string name)
    {
        var kept = Locate(sha256);
        Directory.CreateDirectory(Path.GetDirectoryName(kept) ?? folder);

        // A file of another length under this name was left by a disk that lost data: the new one takes its place.
        var already = File.Exists(kept) && new FileInfo(kept).Length == length;
        if (!already)
        {
            File.Move(aside, kept, overwrite: true);
        }

        return new(sha256, length, CleanName(name), already);
    }

    private Refused TooLarge() => new("file.too-large", $"The file has more than {MaxLength} bytes; send it in several.", "file");

    /// <summary>256 folders keep each of them small; the hash is checked, so a name from a request never leaves the folder.</summary>
    private string Locate(string sha256) => IsHash(sha256)
        ? Path.Combine(folder, sha256[..2], sha256)
        : throw new ArgumentException("A SHA-256 has 64 hexadecimal digits, lower case.", nameof(sha256));

    private static bool IsHash(string sha256) => sha256.Length == 64 && sha256.All(char.IsAsciiHexDigitLower);

    /// <summary>The sender's name for a file without its path, control characters and what cannot be seen.</summary>
    public static string CleanName(string name)
    {
        var last = name[(name.LastIndexOfAny(['/', '\\']) + 1)..];
        // Neither control characters nor what turns the direction of writing or cannot be seen: "x\u202Efdp.exe" is drawn as "xexe.pdf".
        var clean = string.Concat(last.EnumerateRunes().Where(r => Rune.GetUnicodeCategory(r) is not (UnicodeCategory.Control or UnicodeCategory.Format or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator or UnicodeCategory.OtherNotAssigned) && r != Rune.ReplacementChar)).Trim();
        if (clean.Length <= LongestName)
        {
            return clean.Trim('.').Length == 0 ? "unnamed" : clean;
        }

        // The ending says what it is, and stays.
        var ending = Path.GetExtension(clean) is { Length: <= LongestEnding } told ? told : "";
        var kept = LongestName - ending.Length;
        return clean[..(char.IsHighSurrogate(clean[kept - 1]) ? kept - 1 : kept)] + ending;
    }
}
