using System.Text.Json;
using Microsoft.Playwright;

namespace Spmis.Tests.Browser;

/// <summary>What a page costs on the wire, counted by the browser itself: heads and compressed bodies.</summary>
internal sealed class Wire
{
    private readonly Dictionary<string, string> addresses = [];
    private readonly Dictionary<string, long> bytes = [];

    /// <summary>All bytes so far.</summary>
    public long Bytes => bytes.Values.Sum();

    /// <summary>Each request with its bytes.</summary>
    public IReadOnlyList<string> Parts => [.. bytes.Select(b => $"{addresses.GetValueOrDefault(b.Key)} {b.Value}")];

    public static async Task<Wire> ListenAsync(IPage page)
    {
        var wire = new Wire();
        var session = await page.Context.NewCDPSessionAsync(page);
        session.Event("Network.requestWillBeSent").OnEvent += (_, e) => wire.Note(e, (data, id) => wire.addresses[id] = data.GetProperty("request").GetProperty("url").GetString() ?? "");
        session.Event("Network.loadingFinished").OnEvent += (_, e) => wire.Note(e, (data, id) => wire.bytes[id] = data.GetProperty("encodedDataLength").GetInt64());
        await session.SendAsync("Network.enable");
        return wire;
    }

    /// <summary>Requests to anybody else.</summary>
    public IReadOnlyList<string> Foreign(Uri home) => [.. addresses.Values.Where(a => !a.StartsWith(home.ToString(), StringComparison.Ordinal) && !a.StartsWith("data:", StringComparison.Ordinal))];

    private void Note(JsonElement? data, Action<JsonElement, string> note)
    {
        if (data is { } element && element.GetProperty("requestId").GetString() is { } id)
        {
            lock (bytes)
            {
                note(element, id);
            }
        }
    }
}
