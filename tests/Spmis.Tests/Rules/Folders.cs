using Xunit;

namespace Spmis.Tests.Rules;

/// <summary>Where the tests of the rules language find packages and worked examples.</summary>
internal static class Folders
{
    public static string Root { get; } = FindRoot();

    public static string Packages => Path.Combine(Root, "src", "Modules", "Eligibility", "Packages");

    /// <summary>A file of the folder of specifications and worked examples beside the repository; skips the test where it is not.</summary>
    public static string Shared(params string[] parts)
    {
        var shared = Environment.GetEnvironmentVariable("SPMIS_SHARED") ?? Path.Combine(Path.GetDirectoryName(Root)!, "shared"); // The root is never "/".
        Assert.SkipUnless(Directory.Exists(shared), "../shared not present");
        return Path.Combine([shared, .. parts]);
    }

    private static string FindRoot()
    {
        var folder = AppContext.BaseDirectory;
        while (!File.Exists(Path.Combine(folder, "Directory.Packages.props")))
        {
            folder = Path.GetDirectoryName(folder) ?? throw new InvalidOperationException("The tests do not run inside the repository.");
        }

        return folder;
    }
}
