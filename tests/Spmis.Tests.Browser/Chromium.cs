using Microsoft.Playwright;

namespace Spmis.Tests.Browser;

/// <summary>Debian's Chromium (or what SPMIS_CHROMIUM names), driven headless.</summary>
internal static class Chromium
{
    // Without these it looks for updates and accounts on the network.
    private static readonly string[] Arguments =
    [
        "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking", "--disable-component-update", "--disable-sync",
    ];

    /// <summary>The program; null where there is none.</summary>
    public static string? Path { get; } = Find();

    public static Task<IBrowser> LaunchAsync(IPlaywright playwright) =>
        playwright.Chromium.LaunchAsync(new BrowserTypeLaunchOptions { ExecutablePath = Path, Args = Arguments, Headless = true });

    private static string? Find()
    {
        var path = Environment.GetEnvironmentVariable("SPMIS_CHROMIUM") ?? "/usr/bin/chromium";
        return File.Exists(path) ? path : null;
    }
}
