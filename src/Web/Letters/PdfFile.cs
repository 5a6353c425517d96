using System.Globalization;
using System.Text;

namespace Spmis.Web.Letters;

/// <summary>Puts the objects of a PDF 1.4 file (ISO 32000-1) together with its table and trailer.</summary>
public static class PdfFile
{
    /// <param name="objects">The bodies of objects 1, 2, ...; the first is the catalogue. Every character stands for one byte.</param>
    /// <param name="trailer">More entries of the trailer.</param>
    public static byte[] Write(IReadOnlyList<string> objects, string trailer = "")
    {
        var file = new StringBuilder("%PDF-1.4\n");
        List<int> places = [];
        foreach (var (body, i) in objects.Select((o, i) => (o, i)))
        {
            places.Add(file.Length);
            file.Append(CultureInfo.InvariantCulture, $"{i + 1} 0 obj\n{body}\nendobj\n");
        }

        var table = file.Length;
        file.Append(CultureInfo.InvariantCulture, $"xref\n0 {objects.Count + 1}\n0000000000 65535 f \n");
        places.ForEach(p => file.Append(CultureInfo.InvariantCulture, $"{p:D10} 00000 n \n"));
        file.Append(CultureInfo.InvariantCulture, $"trailer\n<</Size {objects.Count + 1}/Root 1 0 R{trailer}>>\nstartxref\n{table}\n%%EOF\n");
        return Encoding.Latin1.GetBytes(file.ToString());
    }
}
