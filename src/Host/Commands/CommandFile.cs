using Spmis.Kernel.Acts;

namespace Spmis.Host.Commands;

/// <summary>A file a command writes for somebody to carry away.</summary>
internal static class CommandFile
{
    /// <summary>Writes it aside first, so that there is never half a file under its name; an older one is replaced.</summary>
    /// <exception cref="Refused">It cannot be written.</exception>
    public static async Task WriteAsync(string path, string option, Func<Stream, Task> write)
    {
        var aside = path + ".part";
        try
        {
            await using (var target = File.Create(aside))
            {
                await write(target);
            }

            File.Move(aside, path, overwrite: true);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new Refused("file.not-written", $"{path} cannot be written: {e.Message}", option);
        }
        finally
        {
            if (File.Exists(aside))
            {
                File.Delete(aside);
            }
        }
    }
}
