namespace Spmis.Contributions.Profiles;

/// <summary>One line of a CSV of any width, safe to open in a spreadsheet: what <see cref="Kernel.Files.CsvOutput"/> does for lines that all have the same columns.</summary>
internal static class CsvLine
{
    public static string Of(IReadOnlyList<string> cells) => string.Join(',', cells.Select(Kernel.Files.CsvOutput.Cell)) + "\r\n";
}
