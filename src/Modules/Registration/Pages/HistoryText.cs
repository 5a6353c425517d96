using System.Text;

namespace Spmis.Registration.Pages;

/// <summary>Words of histories.</summary>
public static class HistoryText
{
    /// <summary>bornOn as "Born on", the key of its text.</summary>
    public static string Field(string name)
    {
        var words = new StringBuilder();
        foreach (var c in name)
        {
            words.Append(words.Length == 0 ? char.ToUpperInvariant(c).ToString() : char.IsUpper(c) ? " " + char.ToLowerInvariant(c) : c.ToString());
        }

        return words.ToString();
    }
}
