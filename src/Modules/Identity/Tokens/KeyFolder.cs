namespace Spmis.Identity.Tokens;

/// <summary>Where keys lie: a folder that only the account SPMIS runs as may read.</summary>
internal static class KeyFolder
{
    /// <summary>The folder, made when missing.</summary>
    public static string In(string dataFolder)
    {
        var path = Path.Combine(dataFolder, "keys");
        if (OperatingSystem.IsWindows())
        {
            Directory.CreateDirectory(path); // The data folder's own rights hold.
        }
        else
        {
            Directory.CreateDirectory(path, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        }

        return path;
    }
}
