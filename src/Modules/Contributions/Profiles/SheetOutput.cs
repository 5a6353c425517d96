using System.IO.Compression;
using System.Security;
using System.Text;

namespace Spmis.Contributions.Profiles;

/// <summary>Writes an Excel workbook (XLSX) of one sheet as a stream. Every cell is text, so that long numbers keep their digits and zeros, and none is ever taken for a formula.</summary>
public sealed class SheetOutput : IAsyncDisposable
{
    private const string Main = "http://schemas.openxmlformats.org/spreadsheetml/2006/main";
    private const string Relations = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
    private const string Package = "http://schemas.openxmlformats.org/package/2006";
    private readonly ZipArchive zip;
    private readonly StreamWriter sheet;
    private readonly StringBuilder row = new();

    private SheetOutput(ZipArchive zip, StreamWriter sheet) => (this.zip, this.sheet) = (zip, sheet);

    /// <summary>Starts the workbook. The stream stays the caller's.</summary>
    public static async Task<SheetOutput> StartAsync(Stream target, string name, CancellationToken ct)
    {
        var zip = await ZipArchive.CreateAsync(target, ZipArchiveMode.Create, leaveOpen: true, entryNameEncoding: null, ct);
        await PartAsync(zip, "[Content_Types].xml", $"""<Types xmlns="{Package}/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" ContentType="application/xml"/><Override PartName="/xl/workbook.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"/><Override PartName="/xl/worksheets/sheet1.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.worksheet+xml"/><Override PartName="/xl/styles.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.styles+xml"/></Types>""", ct);
        await PartAsync(zip, "_rels/.rels", $"""<Relationships xmlns="{Package}/relationships"><Relationship Id="rId1" Type="{Relations}/officeDocument" Target="xl/workbook.xml"/></Relationships>""", ct);
        await PartAsync(zip, "xl/workbook.xml", $"""<workbook xmlns="{Main}" xmlns:r="{Relations}"><sheets><sheet name="{SecurityElement.Escape(name)}" sheetId="1" r:id="rId1"/></sheets></workbook>""", ct);
        await PartAsync(zip, "xl/_rels/workbook.xml.rels", $"""<Relationships xmlns="{Package}/relationships"><Relationship Id="rId1" Type="{Relations}/worksheet" Target="worksheets/sheet1.xml"/><Relationship Id="rId2" Type="{Relations}/styles" Target="styles.xml"/></Relationships>""", ct);
        // Number format 49 is text: what is typed into the columns stays as typed.
        await PartAsync(zip, "xl/styles.xml", $"""<styleSheet xmlns="{Main}"><fonts count="1"><font/></fonts><fills count="1"><fill/></fills><borders count="1"><border/></borders><cellStyleXfs count="1"><xf/></cellStyleXfs><cellXfs count="2"><xf/><xf numFmtId="49" applyNumberFormat="1"/></cellXfs></styleSheet>""", ct);
        var writer = new StreamWriter(await zip.CreateEntry("xl/worksheets/sheet1.xml").OpenAsync(ct), new UTF8Encoding(false), 64 * 1024);
        await writer.WriteAsync($"""<?xml version="1.0" encoding="UTF-8" standalone="yes"?><worksheet xmlns="{Main}"><cols><col min="1" max="50" width="18" style="1"/></cols><sheetData>""".AsMemory(), ct);
        return new SheetOutput(zip, writer);
    }

    /// <summary>Adds a row.</summary>
    public async Task RowAsync(IEnumerable<string> cells, CancellationToken ct)
    {
        row.Clear().Append("<row>");
        foreach (var cell in cells)
        {
            row.Append("<c t=\"inlineStr\" s=\"1\"><is><t xml:space=\"preserve\">").Append(SecurityElement.Escape(Clean(cell))).Append("</t></is></c>");
        }

        row.Append("</row>");
        await sheet.WriteAsync(row, ct);
    }

    /// <summary>Ends the workbook; the stream stays open.</summary>
    public async ValueTask DisposeAsync()
    {
        await sheet.WriteAsync("</sheetData></worksheet>");
        await sheet.DisposeAsync();
        await zip.DisposeAsync();
    }

    /// <summary>XML 1.0 has no control characters.</summary>
    private static string Clean(string text) => text.Any(c => char.IsControl(c) || char.IsSurrogate(c)) ? string.Concat(text.EnumerateRunes().Where(r => !Rune.IsControl(r) || r.Value is '\t' or '\n')) : text;

    private static async Task PartAsync(ZipArchive zip, string name, string text, CancellationToken ct)
    {
        await using var writer = new StreamWriter(await zip.CreateEntry(name).OpenAsync(ct), new UTF8Encoding(false));
        await writer.WriteAsync($"""<?xml version="1.0" encoding="UTF-8" standalone="yes"?>{text}""".AsMemory(), ct);
    }
}
