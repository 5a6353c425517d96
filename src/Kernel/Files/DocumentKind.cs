using Spmis.Kernel.Acts;

namespace Spmis.Kernel.Files;

/// <summary>What documents may be: a PDF or a picture, told by their first bytes and never by their name alone.</summary>
/// <param name="ContentType">As it is served, always as a download.</param>
/// <param name="Name">For people.</param>
/// <param name="Endings">Endings such a file may have.</param>
/// <param name="Starts">What such a file begins with.</param>
public sealed record DocumentKind(string ContentType, string Name, IReadOnlyList<string> Endings, byte[] Starts)
{
    /// <summary>Bytes a document may have: a scanned page is well under one million.</summary>
    public const int MostBytes = 10 * 1024 * 1024;

    private static readonly DocumentKind[] All =
    [
        new("application/pdf", "PDF", [".pdf"], "%PDF-"u8.ToArray()),
        new("image/jpeg", "JPEG", [".jpg", ".jpeg"], [0xFF, 0xD8, 0xFF]),
        new("image/png", "PNG", [".png"], [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A]),
    ];

    /// <summary>What of a PDF would act by itself or carry another file (ISO 32000-1, 12.6.4 and 7.11.4); a paper that is read needs none of it.</summary>
    private static readonly string[] Active = ["/JavaScript", "/JS ", "/JS(", "/JS<", "/Launch", "/EmbeddedFile", "/RichMedia"];

    /// <summary>The kind of a document.</summary>
    /// <param name="name">The sender's name for it.</param>
    /// <param name="content">All of it.</param>
    /// <exception cref="Refused">Empty, too large, not one of the kinds, not what its name says, or a PDF that would act by itself.</exception>
    public static DocumentKind Of(string name, ReadOnlySpan<byte> content)
    {
        if (content.Length is 0 or > MostBytes)
        {
            throw content.Length == 0
                ? new Refused("document.empty", $"'{name}' is empty. Choose the scanned paper.", "file")
                : new Refused("document.too-large", $"'{name}' has more than {MostBytes / 1024 / 1024} MB. Scan it in grey at 200 dpi, or send its pages one by one.", "file");
        }

        var ending = Path.GetExtension(name).ToLowerInvariant();
        var said = All.FirstOrDefault(k => k.Endings.Contains(ending));
        var found = Find(content);
        if (said is null || found is null || said != found)
        {
            throw new Refused("document.not-what-it-says", $"'{name}' calls itself {said?.Name ?? (ending.Length > 0 ? $"a file of kind '{ending}'" : "nothing")}, but its content is {found?.Name ?? "neither PDF, JPEG nor PNG"}. Send a PDF, JPEG or PNG under its right name.", "file");
        }

        return found == All[0] && FindActive(content) is { } active
            ? throw new Refused("document.active", $"'{name}' carries something that acts by itself ({active.Trim('/', ' ', '(', '<')}). Print it and scan the paper, or save it as a plain PDF.", "file")
            : found;
    }

    /// <summary>Reads a document that comes in, at most one byte more than is allowed, and looks at it.</summary>
    /// <param name="content">The content; stays the caller's.</param>
    /// <param name="name">The sender's name for it.</param>
    /// <param name="ct">Cancels.</param>
    /// <exception cref="Refused">As <see cref="Of"/>.</exception>
    public static async Task<(DocumentKind Kind, byte[] Content)> ReadAsync(Stream content, string name, CancellationToken ct)
    {
        using var memory = new MemoryStream();
        var buffer = new byte[64 * 1024];
        for (int read; memory.Length <= MostBytes && (read = await content.ReadAsync(buffer, ct)) > 0;)
        {
            memory.Write(buffer, 0, read);
        }

        var all = memory.ToArray();
        return (Of(name, all), all);
    }

    private static string? FindActive(ReadOnlySpan<byte> content)
    {
        foreach (var word in Active)
        {
            if (content.IndexOf(System.Text.Encoding.ASCII.GetBytes(word)) >= 0)
            {
                return word;
            }
        }

        return null;
    }

    private static DocumentKind? Find(ReadOnlySpan<byte> content)
    {
        foreach (var kind in All)
        {
            if (content.StartsWith(kind.Starts))
            {
                return kind;
            }
        }

        return null;
    }
}
