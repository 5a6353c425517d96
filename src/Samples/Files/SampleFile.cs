using System.Text;

namespace Spmis.Samples.Files;

/// <summary>A file that appears whole or not at all: written beside its place and moved there by <see cref="Keep"/>, so that a process killed half-way leaves no half file to import.</summary>
internal sealed class SampleFile : IDisposable
{
    private const int BufferBytes = 1 << 16;
    public static readonly UTF8Encoding Utf8 = new(encoderShouldEmitUTF8Identifier: false);
    private readonly string path;
    private readonly string partPath;
    private bool kept;

    private SampleFile(string path)
    {
        this.path = path;
        partPath = path + ".part";
        Directory.CreateDirectory(Path.GetDirectoryName(Path.GetFullPath(path))!); // A full path of a file always has a folder.
        Text = new StreamWriter(partPath, append: false, Utf8, BufferBytes) { NewLine = "\n" };
    }

    public StreamWriter Text { get; }

    /// <summary>For writers of bytes; not together with <see cref="Text"/>.</summary>
    public Stream Bytes => Text.BaseStream;

    public static SampleFile Create(string path) => new(path);

    public void Keep()
    {
        Text.Dispose();
        File.Move(partPath, path, overwrite: true);
        kept = true;
    }

    public void Dispose()
    {
        Text.Dispose();
        if (!kept)
        {
            File.Delete(partPath);
        }
    }
}
