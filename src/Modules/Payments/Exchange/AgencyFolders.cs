using Microsoft.Extensions.Configuration;

namespace Spmis.Payments.Exchange;

/// <summary>
/// Where files of agencies lie: <c>Payments:Folders</c>, in it a folder per agency with <c>out</c> (order files to fetch) and <c>in</c> (answers they put there), and in that <c>done</c> and
/// <c>failed</c>. An SFTP server gives each agency its own folder as its home.
/// </summary>
public sealed class AgencyFolders(IConfiguration configuration)
{
    /// <summary>Names under which files are still being written.</summary>
    private static readonly string[] Unfinished = [".part", ".tmp", ".filepart", ".writing"];

    /// <summary>Whether there are any.</summary>
    public bool IsConfigured => Root.Length > 0;

    private string Root => configuration["Payments:Folders"] ?? "";

    /// <summary>Where an agency fetches.</summary>
    public string Out(string agency) => Make(agency, "out");

    /// <summary>Where an agency puts answers.</summary>
    public string In(string agency) => Make(agency, "in");

    /// <summary>Where what was read goes.</summary>
    public string Done(string agency) => Make(agency, "in", "done");

    /// <summary>Where what could not be read goes.</summary>
    public string Failed(string agency) => Make(agency, "in", "failed");

    /// <summary>Files an agency has put there, those still being written left out, oldest first.</summary>
    internal IReadOnlyList<FileInfo> Waiting(string agency, DateTime quietSince, int most) => [.. new DirectoryInfo(In(agency)).EnumerateFiles()
        .Where(f => !f.Name.StartsWith('.') && !Unfinished.Any(e => f.Name.EndsWith(e, StringComparison.OrdinalIgnoreCase)) && f.LinkTarget is null && f.LastWriteTimeUtc <= quietSince)
        .OrderBy(f => f.LastWriteTimeUtc).ThenBy(f => f.Name, StringComparer.Ordinal).Take(most)];

    /// <summary>Writes a file under a name that is none yet and nobody else writes, forces it to the disk, and moves it to its name in one step.</summary>
    internal static async Task WriteAsync(string folder, string name, Func<Stream, Task> write)
    {
        var aside = Path.Combine(folder, $".{Guid.CreateVersion7():N}.writing");
        try
        {
            await using (var target = new FileStream(aside, new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write, Options = FileOptions.Asynchronous }))
            {
                await write(target);
                target.Flush(flushToDisk: true);
            }

            File.Move(aside, Path.Combine(folder, name), overwrite: true);
        }
        finally
        {
            File.Delete(aside); // Nothing there unless it failed.
        }
    }

    /// <summary>Moves a file into a folder; a file of that name that is there already stays, and the new one gets a number.</summary>
    internal static string MoveInto(FileInfo file, string folder)
    {
        for (var n = 0; ; n++)
        {
            var name = n == 0 ? file.Name : $"{Path.GetFileNameWithoutExtension(file.Name)}-{n + 1}{file.Extension}";
            try
            {
                File.Move(file.FullName, Path.Combine(folder, name), overwrite: false);
                return name;
            }
            catch (IOException) when (File.Exists(Path.Combine(folder, name)) && n < 10_000)
            {
                // Taken; the next number.
            }
        }
    }

    private string Make(params string[] parts) => Directory.CreateDirectory(Path.Combine([Root, .. parts])).FullName;
}
