namespace Spmis.Kernel.Files;

/// <summary>Tells XML from a table by the first character that shows, whatever the encoding.</summary>
public static class MarkupFile
{
    /// <summary>Whether it begins as XML does. The stream is put back to its beginning.</summary>
    public static async Task<bool> IsAsync(Stream content, CancellationToken ct)
    {
        var head = new byte[4096];
        var length = await content.ReadAtLeastAsync(head, head.Length, throwOnEndOfStream: false, ct);
        content.Position = 0;

        // A letter may take two bytes (UTF-16), and a byte order mark may come first.
        return new ReadOnlySpan<byte>(head, 0, length).TrimStart<byte>([0, 0xEF, 0xBB, 0xBF, 0xFE, 0xFF, (byte)' ', (byte)'\t', (byte)'\r', (byte)'\n']) is [(byte)'<', ..];
    }
}
