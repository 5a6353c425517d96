using System.Collections.Concurrent;
using System.Globalization;
using System.Text;
using System.Xml;
using Spmis.Values;

namespace Spmis.Iso20022.Xml;

/// <summary>Writes XML that is the same byte for byte for the same input: UTF-8 without mark, two blanks, line feeds. Elements go to a small buffer, the buffer to the target, so that the target is only written asynchronously.</summary>
internal sealed class Outlet : IDisposable
{
    private const int FlushAt = 64 * 1024;

    private static readonly ConcurrentDictionary<string, string[]> Paths = new(StringComparer.Ordinal); // A handful, all written in this library.

    private readonly MemoryStream buffer = new(2 * FlushAt);
    private readonly XmlWriter xml;
    private readonly Stream target;
    private readonly string ns;

    public Outlet(Stream target, string ns)
    {
        (this.target, this.ns) = (target, ns);
        xml = XmlWriter.Create(buffer, new XmlWriterSettings { Encoding = new UTF8Encoding(false), Indent = true, IndentChars = "  ", NewLineChars = "\n" });
        xml.WriteStartElement("Document", ns);
    }

    public void Open(params ReadOnlySpan<string> names)
    {
        foreach (var name in names)
        {
            xml.WriteStartElement(name, ns);
        }
    }

    public void Close(int levels = 1)
    {
        for (var i = 0; i < levels; i++)
        {
            xml.WriteEndElement();
        }
    }

    /// <summary>One element with text; nothing when there is no text.</summary>
    public void Leaf(string name, string? text)
    {
        if (!string.IsNullOrEmpty(text))
        {
            xml.WriteElementString(name, ns, text);
        }
    }

    /// <summary>A text inside nested elements: <c>Purp/Cd</c>.</summary>
    public void Path(string path, string? text)
    {
        if (!string.IsNullOrEmpty(text))
        {
            var names = Paths.GetOrAdd(path, static p => p.Split('/'));
            Open(names.AsSpan(0, names.Length - 1));
            Leaf(names[^1], text);
            Close(names.Length - 1);
        }
    }

    public void Leaf(string name, Money amount)
    {
        xml.WriteStartElement(name, ns);
        xml.WriteAttributeString("Ccy", amount.Currency.Code);
        xml.WriteString(amount.ToPlain());
        xml.WriteEndElement();
    }

    public void Leaf(string name, DateOnly date) => Leaf(name, date.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture));

    public void Leaf(string name, DateTime utc) => Leaf(name, utc.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture));

    public void Leaf(string name, int number) => Leaf(name, number.ToString(CultureInfo.InvariantCulture));

    /// <summary>A control sum: no currency, and two decimals or as many as it needs.</summary>
    public void Sum(string name, decimal sum) => Leaf(name, sum.ToString(sum == decimal.Truncate(sum) ? "0" : "0.00###", CultureInfo.InvariantCulture));

    public void Account(string name, Account account, string? currency = null, Action? more = null)
    {
        Open(name, "Id");
        if (account.IsIban)
        {
            Leaf("IBAN", account.Number);
        }
        else
        {
            Open("Othr");
            Leaf("Id", account.Number);
            // ExternalAccountIdentification1Code knows these three; any other scheme is proprietary.
            Path(account.Scheme is "BBAN" or "CUID" or "UPIC" ? "SchmeNm/Cd" : "SchmeNm/Prtry", account.Scheme);
            Close();
        }

        Close();
        Leaf("Ccy", currency);
        more?.Invoke();
        Close();
    }

    /// <summary>A bank; one without any mark is NOTPROVIDED, as the SEPA guidelines have it.</summary>
    public void Agent(string name, Agent agent, string bicElement)
    {
        Open(name, "FinInstnId");
        Leaf(bicElement, agent.Bic);
        if (agent.MemberId is { Length: > 0 } member)
        {
            Open("ClrSysMmbId");
            Path("ClrSysId/Cd", agent.ClearingSystem);
            Leaf("MmbId", member);
            Close();
        }

        Leaf("Nm", agent.Name);
        if (string.IsNullOrEmpty(agent.Bic) && string.IsNullOrEmpty(agent.MemberId) && string.IsNullOrEmpty(agent.Name))
        {
            Path("Othr/Id", "NOTPROVIDED");
        }

        Close(2);
    }

    /// <summary>Rsn and AddtlInf of a status or a return. Words longer than the 105 characters of one AddtlInf go on in the next.</summary>
    public void Reason(Statuses.StatusReason reason)
    {
        Path(Codes.ReasonCodes.IsIso(reason.Code) ? "Rsn/Cd" : "Rsn/Prtry", reason.Code);
        foreach (var line in WordWrap.Lines(reason.Text ?? "", 105))
        {
            Leaf("AddtlInf", line);
        }
    }

    public async ValueTask FlushIfFullAsync(CancellationToken ct)
    {
        // The writer itself holds a few kilobytes more; the position is near enough.
        if (buffer.Position > FlushAt)
        {
            await EmptyAsync(ct).ConfigureAwait(false);
        }
    }

    public async Task FinishAsync(CancellationToken ct)
    {
        xml.WriteEndDocument();
        xml.Flush();
        buffer.WriteByte((byte)'\n');
        await EmptyAsync(ct).ConfigureAwait(false);
        await target.FlushAsync(ct).ConfigureAwait(false);
    }

    public void Dispose()
    {
        // A message broken off by a refusal leaves open elements; they were never sent.
        buffer.Dispose();
    }

    private async Task EmptyAsync(CancellationToken ct)
    {
        await target.WriteAsync(buffer.GetBuffer().AsMemory(0, (int)buffer.Position), ct).ConfigureAwait(false);
        buffer.SetLength(0);
        buffer.Position = 0;
    }
}
