using System.Xml;

namespace Spmis.Iso20022.Xml;

/// <summary>A message we read: its kind, the versions of it, and the element under Document.</summary>
internal sealed record Readable(string Kind, string Root, params string[] Versions);

internal sealed partial class Intake
{
    /// <summary>Document is the root, or lies in an envelope beside a business application header (head.001).</summary>
    private async Task FindDocumentAsync(CancellationToken ct)
    {
        string? root = null;
        for (var elements = 0; ;)
        {
            try
            {
                await AdvanceAsync(ct).ConfigureAwait(false);
            }
            catch (MessageRefused e) when (root is not null && e.Code == "xml.ended")
            {
                throw NoDocument(root);
            }

            if (xml.NodeType != XmlNodeType.Element)
            {
                continue;
            }

            root ??= xml.LocalName;
            if (++elements > 500)
            {
                throw NoDocument(root); // An application header before it is far shorter.
            }

            if (xml.LocalName == "Document" && xml.Depth <= 3)
            {
                // Some banks leave the namespace out; then the element under Document tells what it is.
                Message = xml.NamespaceURI.Length == 0 ? Message : MessageName.FromNamespace(xml.NamespaceURI)
                    ?? throw Refuse("iso.no-namespace", $"The namespace of Document is '{Shorten(xml.NamespaceURI)}', which names no ISO 20022 message; expected one such as urn:iso:std:iso:20022:tech:xsd:camt.053.001.08.");
                return;
            }
        }
    }

    private static MessageRefused NoDocument(string root) => new("iso.wrong-root", $"The file is XML but holds {Shorten(root)}, not an ISO 20022 Document (line 1).", 1, 1);

    private static string Shorten(string text) => text.Length <= 100 ? text : text[..100] + "...";

    private static Readable ChooseByRoot(Intake intake, IReadOnlyList<Readable> readable)
    {
        var wanted = readable.FirstOrDefault(r => r.Root == intake.Name)
            ?? throw intake.Refuse("iso.no-namespace", $"Document has no namespace and holds {Shorten(intake.Name)}, so it is none of {string.Join(", ", readable.Select(r => r.Kind))}.");
        intake.Message = new(wanted.Kind, "001", MessageName.UnknownVersion);
        return wanted;
    }

    private static Readable Choose(Intake intake, IReadOnlyList<Readable> readable)
    {
        var wanted = readable.FirstOrDefault(r => r.Kind == intake.Message.Kind);
        if (wanted is null)
        {
            var expected = string.Join(" or ", readable.Select(r => r.Kind + MessageWords.Of(r.Kind)));
            throw intake.Refuse("iso.wrong-message", $"This is {intake.Message}{MessageWords.Of(intake.Message.Kind)}; here {expected} is expected.");
        }

        return wanted.Versions.Contains(intake.Message.Version)
            ? wanted
            : throw intake.Refuse("iso.wrong-version", $"This is {intake.Message}; we read {string.Join(" ", wanted.Versions.Select(v => "." + v))}. Ask the sender for one of these versions.");
    }
}
