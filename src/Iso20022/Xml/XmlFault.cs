using System.Xml;

namespace Spmis.Iso20022.Xml;

/// <summary>Turns what the XML reader says into what a person can mend. The reader has no codes, so its (never translated) words are looked at.</summary>
internal static class XmlFault
{
    public static MessageRefused Explain(XmlException e, bool ended)
    {
        var where = $" (line {e.LineNumber}, column {e.LinePosition})";
        var (code, text) = e.Message switch
        {
            var m when Has(m, "DTD is prohibited") => ("xml.dtd",
                "The file has a document type (DOCTYPE), which no bank message has and which can be used to attack the reader; it is not read" + where + "."),
            var m when Has(m, "Root element is missing") => ("xml.empty", "The file is empty."),
            var m when Has(m, "Data at the root level is invalid") && e.LineNumber <= 1 => ("xml.not-xml", "This is no XML file: it does not begin with '<'. Was another file chosen?"),
            var m when ended || Has(m, "end of file") || Has(m, "not closed") => ("xml.truncated",
                "The file ends in the middle" + where + ": it was probably not sent to the end. Send it again."),
            var m when Has(m, "given encoding") => ("xml.encoding",
                "The file holds bytes that are not of the encoding its first line names" + where + "; save it as UTF-8."),
            var m when Has(m, "does not support") && Has(m, "encoding") => ("xml.encoding", "The file names an encoding we do not know" + where + "; save it as UTF-8."),
            var m when Has(m, "undeclared entity") => ("xml.entity", "The file uses an entity that XML does not have by itself" + where + "; entities of a document type are not read."),
            var m => ("xml.broken", "The XML is broken" + where + ": " + m),
        };
        return new MessageRefused(code, text, e.LineNumber, e.LinePosition, e);
    }

    private static bool Has(string message, string words) => message.Contains(words, StringComparison.OrdinalIgnoreCase);
}
