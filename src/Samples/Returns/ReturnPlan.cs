using System.Globalization;
using Spmis.Samples.Files;
using Spmis.Values;

namespace Spmis.Samples.Returns;

/// <summary>A return file that an employer sends, and when.</summary>
/// <param name="EmployerNumber">The employer's number in SPMIS.</param>
/// <param name="Month">The contribution month.</param>
/// <param name="Kind">original or correction, the words SPMIS uses for returns.</param>
/// <param name="FiledOn">Day of filing.</param>
/// <param name="Path">The file, below the folder of the samples, with forward slashes.</param>
/// <param name="Lines">Lines without the header.</param>
/// <param name="Mistakes">Lines that have to be refused.</param>
/// <param name="SameBytesAs">The path of an earlier file that this one repeats byte for byte, or empty.</param>
public sealed record ReturnPlan(string EmployerNumber, Month Month, string Kind, DateOnly FiledOn, string Path, int Lines, int Mistakes, string SameBytesAs)
{
    /// <summary>The kind of a first return.</summary>
    public const string Original = "original";

    /// <summary>The kind of a return that replaces what was said before.</summary>
    public const string Correction = "correction";

    internal static readonly string[] Header = ["employer_number", "month", "kind", "filed_on", "path", "lines", "mistakes", "same_bytes_as"];

    internal string[] Fields() =>
    [
        EmployerNumber, Month.ToString(), Kind, FiledOn.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture), Path,
        Lines.ToString(CultureInfo.InvariantCulture), Mistakes.ToString(CultureInfo.InvariantCulture), SameBytesAs,
    ];

    internal static ReturnPlan Read(string line)
    {
        var f = Csv.Cut(line);
        return new ReturnPlan(
            f[0], Month.Parse(f[1]), f[2], DateOnly.ParseExact(f[3], "yyyy-MM-dd", CultureInfo.InvariantCulture), f[4],
            int.Parse(f[5], CultureInfo.InvariantCulture), int.Parse(f[6], CultureInfo.InvariantCulture), f[7]);
    }
}
