namespace Spmis.TestKit;

/// <summary>Where the repository and the shared specifications beside it lie.</summary>
public static class Repository
{
    /// <summary>The folder with SPMIS.sln.</summary>
    public static string Root { get; } = FindRoot();

    /// <summary>The folder <c>shared</c> beside the repository (or what SPMIS_SHARED names); null where it is absent, and tests that need it say so.</summary>
    public static string? Shared { get; } = FindShared();

    private static string FindRoot()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (folder is not null && !File.Exists(Path.Combine(folder.FullName, "SPMIS.sln")))
        {
            folder = folder.Parent;
        }

        return folder?.FullName ?? throw new InvalidOperationException("The tests run inside the repository.");
    }

    private static string? FindShared()
    {
        var path = Environment.GetEnvironmentVariable("SPMIS_SHARED") ?? Path.Combine(Root, "..", "shared");
        return Directory.Exists(path) ? Path.GetFullPath(path) : null;
    }
}
