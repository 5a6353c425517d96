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
    /// <summary>Keeps a file. A stream that breaks off or does not have the length declared leaves nothing behind.</summary>
    public Task<StoredFile> SaveAsync(Stream content, string name, long? declaredLength, CancellationToken ct) => throw new NotSupportedException(folder);

    /// <summary>Opens a file for reading.</summary>
    public Stream Open(string sha256) => throw new NotSupportedException();

    /// <summary>Whether the store has it.</summary>
    public bool Has(string sha256) => throw new NotSupportedException();
}
