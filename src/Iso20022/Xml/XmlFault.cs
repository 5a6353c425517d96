using System.Xml;

namespace Spmis.Iso20022.Xml;

/// <summary>Turns what the XML reader says into what a person can mend. The reader has no codes, so its (never translated) words are looked at.</summary>
internal static class XmlFault
{
    /// <param name="e">What the reader said.</param>
    /// <param name="ended">Whether the stream has ended.</param>
    /// <param name="at">Where the reader stands: it does not tell the place of a document type.</param>
    public static MessageRefused Explain(XmlException e, bool ended, (int Line, int Column) at)
    {
        var (line, column) = e.LineNumber > 0 ? (e.LineNumber, e.LinePosition) : at;
        var where = $" (line {line}, column {column})";
        var (code, text) = e.Message switch
        {
            var m when Has(m, "DTD is prohibited") => ("xml.dtd",
                "The file has a document type (DOCTYPE), which no bank message has and which can be used to attack the reader; it is not read" + where + "."),
            var m when Has(m, "Root element is missing") => ("xml.empty", "The file is empty."),
            var m when Has(m, "Data at the root level is invalid") && e.LineNumber <= 1 => ("xml.not-xml", "This is no XML file: it does not begin with '<'. Was another file chosen?"),
            var m when ended || Has(m, "end of file") || Has(m, "not closed") => ("xml.truncated",
                "The file ends in the middle" + where + ": it was probably not sent to the end. Send it again."),
            var m when Has(m, "XML declaration must be the first node") => ("xml.second-document",
                "In the middle of the file another one begins with <?xml" + where + ": two files were run together, or blank lines stand before the first. Send each file by itself, <?xml first."),
            var m when Has(m, "multiple root elements") => ("xml.second-document", "Behind the message another one begins" + where + ": two files were run together. Send each file by itself."),
            var m when Has(m, "0x00") => ("xml.nul", "The file holds NUL bytes" + where + ": it is of another encoding than it says, or was damaged; save it as UTF-8 or have it sent again."),
            var m when Has(m, "given encoding") => ("xml.encoding",
                "The file holds bytes that are not of the encoding its first line names" + where + "; save it as UTF-8."),
            var m when Has(m, "does not support") && Has(m, "encoding") => ("xml.encoding", "The file names an encoding we do not know" + where + "; save it as UTF-8."),
            var m when Has(m, "undeclared entity") => ("xml.entity", "The file uses an entity that XML does not have by itself" + where + "; entities of a document type are not read."),
            var m => ("xml.broken", "The XML is broken" + where + ": " + m),
        };
        return new MessageRefused(code, text, line, column, e);
    }

    private static bool Has(string message, string words) => message.Contains(words, StringComparison.OrdinalIgnoreCase);
}
