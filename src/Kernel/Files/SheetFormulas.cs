using System.Globalization;
using System.IO.Compression;
using System.Xml;

namespace Spmis.Kernel.Files;

/// <summary>Says, row by row, which cells of a sheet hold a formula or show an error; ExcelDataReader gives only kept results. Runs beside it over the same file, one row held.</summary>
internal sealed class SheetFormulas : IDisposable
{
    private const string Main = "http://schemas.openxmlformats.org/spreadsheetml/2006/main";
    private readonly Stream content;
    private readonly ZipArchive zip;
    private readonly XmlReader? sheet;
    private int row;
    private List<(int Column, string Place)> found = [];
    private List<string> errors = [];

    private SheetFormulas(Stream content, int number)
    {
        this.content = content;
        zip = new ZipArchive(content, ZipArchiveMode.Read, leaveOpen: true);
        sheet = PathOf(number) is { } path && zip.GetEntry(path) is { } entry ? XmlReader.Create(entry.Open(), Settings()) : throw new InvalidDataException($"Sheet {number + 1} is not where the workbook says.");
    }

    /// <summary>Opens a sheet by its number from 0; the stream is closed with this.</summary>
    public static SheetFormulas Open(Stream content, int number)
    {
        try
        {
            return new(content, number);
        }
        catch
        {
            content.Dispose();
            throw;
        }
    }

    /// <summary>C5 for column 2, row 5.</summary>
    public static string Place(int column, int row)
    {
        var letters = "";
        for (var rest = column + 1; rest > 0; rest = (rest - 1) / 26)
        {
            letters = (char)('A' + ((rest - 1) % 26)) + letters;
        }

        return letters + row.ToString(CultureInfo.InvariantCulture);
    }

    /// <summary>The formulas of a row, and the cells that show an error; rows are asked for in rising order.</summary>
    public (IReadOnlyList<(int Column, string Place)> Formulas, IReadOnlyList<string> Errors) Of(int wanted)
    {
        while (row < wanted && NextRow())
        {
        }

        return row == wanted ? (found, errors) : ([], []);
    }

    public void Dispose()
    {
        sheet?.Dispose();
        zip.Dispose();
        content.Dispose();
    }

    private static XmlReaderSettings Settings() => new() { DtdProcessing = DtdProcessing.Prohibit, XmlResolver = null, CloseInput = true };

    private bool NextRow()
    {
        if (sheet is null || (!IsStart("row") && !To("row")))
        {
            row = int.MaxValue;
            return false;
        }

        row = int.TryParse(sheet.GetAttribute("r"), NumberStyles.None, CultureInfo.InvariantCulture, out var told) ? told : row + 1;
        (found, errors) = ([], []);
        var column = -1;
        if (sheet.IsEmptyElement)
        {
            sheet.Read();
            return true;
        }

        while (sheet.Read() && !IsStart("row") && sheet.NodeType is not XmlNodeType.None)
        {
            if (IsStart("c"))
            {
                column = sheet.GetAttribute("r") is { } place ? ColumnOf(place) : column + 1;
                if (sheet.GetAttribute("t") == "e")
                {
                    errors.Add(Place(column, row));
                }
            }
            else if (IsStart("f"))
            {
                found.Add((column, Place(column, row)));
            }
            else if (sheet.NodeType == XmlNodeType.EndElement && sheet.LocalName == "row")
            {
                sheet.Read();
                break;
            }
        }

        return true;
    }

    private bool To(string name)
    {
        while (sheet!.Read()) // Not null: asked by NextRow.
        {
            if (IsStart(name))
            {
                return true;
            }
        }

        return false;
    }

    private bool IsStart(string name) => sheet is { NodeType: XmlNodeType.Element } && sheet.LocalName == name;

    private static int ColumnOf(string place) => place.TakeWhile(char.IsAsciiLetter).Aggregate(0, (sum, c) => (sum * 26) + (char.ToUpperInvariant(c) - 'A' + 1)) - 1;

    /// <summary>workbook.xml names the sheets in order, its relations say where each lies.</summary>
    private string? PathOf(int number)
    {
        var book = zip.Entries.FirstOrDefault(e => e.Name == "workbook.xml") ?? throw new InvalidDataException("The workbook names no sheets.");
        var folder = book.FullName[..^book.Name.Length];
        var ids = Elements(book, "sheet").Select(a => a.GetValueOrDefault("id")).ToList();
        var relations = zip.GetEntry($"{folder}_rels/workbook.xml.rels") ?? throw new InvalidDataException("The workbook does not say where its sheets lie.");
        var target = number < ids.Count ? Elements(relations, "Relationship").Find(a => a.GetValueOrDefault("Id") == ids[number])?.GetValueOrDefault("Target") : null;
        return target is null ? null : target.StartsWith('/') ? target[1..] : folder + target;
    }

    private static List<Dictionary<string, string>> Elements(ZipArchiveEntry entry, string name)
    {
        List<Dictionary<string, string>> found = [];
        using var reader = XmlReader.Create(entry.Open(), Settings());
        while (reader.Read())
        {
            if (reader.NodeType == XmlNodeType.Element && reader.LocalName == name && reader.NamespaceURI is Main or "http://purl.oclc.org/ooxml/spreadsheetml/main" or "http://schemas.openxmlformats.org/package/2006/relationships")
            {
                Dictionary<string, string> attributes = new(StringComparer.Ordinal);
                while (reader.MoveToNextAttribute())
                {
                    attributes[reader.LocalName] = reader.Value;
                }

                found.Add(attributes);
            }
        }

        return found;
    }
}
