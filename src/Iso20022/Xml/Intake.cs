using System.Text;
using System.Xml;

namespace Spmis.Iso20022.Xml;

/// <summary>A stranger's XML, walked element by element: no document type, no entities, no outside files, bounded depth and size (OWASP XXE prevention), faults with line and column.</summary>
internal sealed partial class Intake : IDisposable
{
    private readonly BoundedStream bounded;
    private readonly XmlReader xml;
    private readonly ReadLimits limits;

    static Intake() => Encoding.RegisterProvider(CodePagesEncodingProvider.Instance); // Some banks' files say windows-1252.

    private Intake(Stream source, ReadLimits limits)
    {
        this.limits = limits;
        bounded = new BoundedStream(source, limits);
        xml = XmlReader.Create(bounded, new XmlReaderSettings
        {
            Async = true,
            DtdProcessing = DtdProcessing.Prohibit,
            XmlResolver = null,
            MaxCharactersFromEntities = 1024,
            IgnoreComments = true,
            IgnoreProcessingInstructions = true,
            IgnoreWhitespace = true,
            CloseInput = false,
        });
    }

    /// <summary>Which message it is.</summary>
    public MessageName Message { get; private set; } = new("", "", "");

    /// <summary>Local name of the element the reader stands on.</summary>
    public string Name => xml.LocalName;

    public int Line => ((IXmlLineInfo)xml).LineNumber;

    private int Column => ((IXmlLineInfo)xml).LinePosition;

    /// <summary>Goes to the message's own element (CstmrCdtTrfInitn ...) or refuses.</summary>
    public static async Task<Intake> OpenAsync(Stream source, ReadLimits limits, IReadOnlyList<Readable> readable, CancellationToken ct)
    {
        var intake = new Intake(source, limits);
        try
        {
            await intake.FindDocumentAsync(ct).ConfigureAwait(false);
            var named = intake.Message.Kind.Length > 0;
            var wanted = named ? Choose(intake, readable) : null;
            var any = await intake.NextChildAsync(intake.Enter(), ct).ConfigureAwait(false);
            wanted ??= ChooseByRoot(intake, readable);
            if (!any || intake.Name != wanted.Root)
            {
                throw intake.Refuse("iso.wrong-root", $"Under Document stands {(intake.Name == "Document" ? "nothing" : intake.Name)}; {intake.Message} has {wanted.Root} there.");
            }

            return intake;
        }
        catch
        {
            intake.Dispose();
            throw;
        }
    }

    /// <summary>The element the reader stands on, to walk its children.</summary>
    public Scope Enter() => new(xml.Depth, xml.IsEmptyElement);

    /// <summary>Goes to the next child element, passing over what was not read of the one before. False at the parent's end.</summary>
    public async ValueTask<bool> NextChildAsync(Scope parent, CancellationToken ct)
    {
        if (parent.IsEmpty)
        {
            return false;
        }

        while (true)
        {
            await AdvanceAsync(ct).ConfigureAwait(false);
            if (xml.NodeType == XmlNodeType.EndElement && xml.Depth == parent.Depth)
            {
                return false;
            }

            if (xml.NodeType == XmlNodeType.Element && xml.Depth == parent.Depth + 1)
            {
                bounded.BeginRecord();
                return true;
            }
        }
    }

    /// <summary>Takes the element the reader stands on, with all it holds.</summary>
    public async ValueTask<Node> TakeAsync(CancellationToken ct)
    {
        bounded.BeginRecord();
        var top = NewNode();
        if (xml.IsEmptyElement)
        {
            return top;
        }

        var open = new Stack<Node>([top]);
        while (open.Count > 0)
        {
            await AdvanceAsync(ct).ConfigureAwait(false);
            switch (xml.NodeType)
            {
                case XmlNodeType.Element:
                    var child = NewNode();
                    open.Peek().Add(child);
                    if (!xml.IsEmptyElement)
                    {
                        open.Push(child);
                    }

                    break;
                case XmlNodeType.EndElement:
                    open.Pop();
                    break;
                case XmlNodeType.Text or XmlNodeType.CDATA or XmlNodeType.SignificantWhitespace:
                    open.Peek().Text += await TextAsync().ConfigureAwait(false);
                    break;
                default:
                    break;
            }
        }

        return top;
    }

    /// <summary>Reads what follows the message, so that a file cut off behind it, or two files run together, are noticed.</summary>
    public async Task FinishAsync(CancellationToken ct)
    {
        try
        {
            bounded.BeginRecord();
            while (await xml.ReadAsync().ConfigureAwait(false))
            {
                ct.ThrowIfCancellationRequested();
            }
        }
        catch (XmlException e)
        {
            throw XmlFault.Explain(e, bounded.Ended, (Line, Column));
        }
    }

    public MessageRefused Refuse(string code, string text) => new(code, text + $" (line {Line}, column {Column})", Line, Column);

    public void Dispose() => xml.Dispose();

    /// <summary>The text may not yet be in the reader's buffer, so that getting it can fail as reading on can.</summary>
    private async ValueTask<string> TextAsync()
    {
        try
        {
            return await xml.GetValueAsync().ConfigureAwait(false);
        }
        catch (XmlException e)
        {
            throw XmlFault.Explain(e, bounded.Ended, (Line, Column));
        }
    }

    private Node NewNode() => new(xml.LocalName, Line) { Currency = xml.HasAttributes ? xml.GetAttribute("Ccy") : null };

    private async ValueTask AdvanceAsync(CancellationToken ct)
    {
        ct.ThrowIfCancellationRequested();
        try
        {
            if (!await xml.ReadAsync().ConfigureAwait(false))
            {
                throw new MessageRefused("xml.ended", $"The file ends before the message does (line {Line}, column {Column}); send it again.", Line, Column);
            }
        }
        catch (XmlException e)
        {
            throw XmlFault.Explain(e, bounded.Ended, (Line, Column));
        }

        if (xml.Depth > limits.Depth)
        {
            throw Refuse("xml.too-deep", $"Elements nest deeper than {limits.Depth}, which no ISO 20022 message does.");
        }
    }

    internal readonly record struct Scope(int Depth, bool IsEmpty);
}
