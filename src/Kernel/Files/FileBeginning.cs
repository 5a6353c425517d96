using System.Text;
using Spmis.Kernel.Acts;

namespace Spmis.Kernel.Files;

/// <summary>Looks at the first bytes of an upload: refuses what is no text and finds a byte order mark.</summary>
internal static class FileBeginning
{
    private const string Swift = "file.mt940";

    private static readonly (byte[] Magic, string Code, string What)[] Others =
    [
        ("PK\u0003\u0004"u8.ToArray(), "file.workbook", "an Excel file (XLSX) or another packed file; save it as CSV (UTF-8) and send that"),
        ([0xD0, 0xCF, 0x11, 0xE0], "file.workbook", "an Excel file (XLS); save it as CSV (UTF-8) and send that"),
        ("%PDF"u8.ToArray(), "file.not-text", "a PDF; a table as CSV is needed"),
        ([0x1F, 0x8B], "file.not-text", "a packed file (gzip); unpack it and send what is inside"),
        ([0x89, (byte)'P', (byte)'N', (byte)'G'], "file.not-text", "a picture; a table as CSV is needed"),
        ([0xFF, 0xD8, 0xFF], "file.not-text", "a picture; a table as CSV is needed"),
        ("{\\rtf"u8.ToArray(), "file.not-text", "a text document (RTF); a table as CSV is needed"),
        (":20:"u8.ToArray(), Swift, "a SWIFT statement (MT940 or MT942); money received is imported from it under Receipts, elsewhere it is not read: ask the bank for camt.053 or camt.054"),
        ("{1:F"u8.ToArray(), Swift, "a SWIFT message; money received is imported from it under Receipts, elsewhere it is not read: ask the bank for camt.053 or camt.054"),
    ];

    /// <summary>The same file as UTF-8 or an older one-byte encoding, without byte order mark.</summary>
    /// <exception cref="Refused">It is empty or no text.</exception>
    public static async Task<Stream> CheckAsync(Stream source, CancellationToken ct, bool swift = false)
    {
        var head = new byte[4096];
        var length = await source.ReadAtLeastAsync(head, head.Length, throwOnEndOfStream: false, ct);
        var bytes = head.AsMemory(0, length);
        if (length == 0)
        {
            throw new Refused("file.empty", "The file is empty; was it saved and sent to the end?", "file");
        }

        foreach (var (magic, code, what) in Others)
        {
            if (bytes.Span.StartsWith(magic) && !(swift && code == Swift))
            {
                throw new Refused(code, $"This is {what}.", "file");
            }
        }

        if (bytes.Span.StartsWith(Encoding.UTF8.Preamble))
        {
            return new PrefixedStream(bytes[3..], source);
        }

        var wide = bytes.Span.StartsWith(Encoding.Unicode.Preamble) ? Encoding.Unicode
            : bytes.Span.StartsWith(Encoding.BigEndianUnicode.Preamble) ? Encoding.BigEndianUnicode : null;
        if (wide is not null)
        {
            return Encoding.CreateTranscodingStream(new PrefixedStream(bytes[2..], source), wide, Encoding.UTF8, leaveOpen: true);
        }

        RefuseBinary(bytes.Span);
        return new PrefixedStream(bytes, source);
    }

    private static void RefuseBinary(ReadOnlySpan<byte> bytes)
    {
        var zeros = bytes.Count((byte)0);
        if (zeros * 10 > bytes.Length * 4 && zeros * 10 < bytes.Length * 9)
        {
            throw new Refused("file.utf16-without-mark", "The file seems to be UTF-16 without a byte order mark; save it as UTF-8 and send that.", "file");
        }

        if (zeros * 50 > bytes.Length)
        {
            throw new Refused("file.not-text", "The file is no text; a table as CSV is needed.", "file");
        }

        if (bytes.TrimStart(" \t\r\n"u8) is [(byte)'<', ..])
        {
            throw new Refused("file.markup", "This is XML or a web page; a table as CSV is needed. A bank's XML file is uploaded as such.", "file");
        }
    }
}
