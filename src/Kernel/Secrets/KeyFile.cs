using System.Security.Cryptography;
using System.Text;

namespace Spmis.Kernel.Secrets;

/// <summary>A key of 32 bytes in a file of its own, in base64.</summary>
/// <param name="path">The file.</param>
public sealed class KeyFile(string path)
{
    /// <summary>Length of a key.</summary>
    public const int KeyBytes = 32;

    /// <summary>The key.</summary>
    /// <exception cref="InvalidOperationException">What is in the file is no key.</exception>
    public byte[] Read()
    {
        var key = new byte[KeyBytes];
        return Convert.TryFromBase64String(File.ReadAllText(path).Trim(), key, out var length) && length == KeyBytes
            ? key
            : throw new InvalidOperationException($"{path} is no key: it must hold {KeyBytes} bytes in base64.");
    }

    /// <summary>The key; made at random when there is none.</summary>
    public byte[] ReadOrMake()
    {
        if (!File.Exists(path))
        {
            Make(RandomNumberGenerator.GetBytes(KeyBytes));
        }

        return Read();
    }

    /// <summary>
    /// Writes a key, unless there is one: written aside and moved into place, so of two processes the slower one takes the faster one's key, and no half-written key is ever read.
    /// </summary>
    public void Make(byte[] key)
    {
        MakeFolder(Path.GetDirectoryName(Path.GetFullPath(path))!); // A file always lies in a folder.
        var aside = $"{path}.{Guid.CreateVersion7():N}";
        var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows())
        {
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        }

        using (var file = new FileStream(aside, options))
        {
            file.Write(Encoding.ASCII.GetBytes(Convert.ToBase64String(key)));
            file.Flush(flushToDisk: true); // What it seals is soon on the disk for good; so must it be.
        }

        try
        {
            File.Move(aside, path, overwrite: false);
        }
        catch (IOException) when (File.Exists(path))
        {
            File.Delete(aside);
        }
    }

    /// <summary>Makes a folder that only the own account reads.</summary>
    public static void MakeFolder(string folder) => _ = OperatingSystem.IsWindows() ? Directory.CreateDirectory(folder) : Directory.CreateDirectory(folder, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
}
