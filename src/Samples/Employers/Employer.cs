using System.Globalization;

namespace Spmis.Samples.Employers;

/// <summary>An invented employer as one line of employers.csv tells it.</summary>
/// <param name="Line">Line of the file without its header, from 1.</param>
/// <param name="Name">Name of the enterprise or of the household that employs.</param>
/// <param name="LegalForm">company, cooperative, household or public.</param>
/// <param name="Activity">Branch of activity.</param>
/// <param name="District">District.</param>
/// <param name="Phone">Phone.</param>
/// <param name="Email">An address under a domain kept for examples (RFC 2606), or empty.</param>
/// <param name="Workers">About how many it employs.</param>
/// <param name="IsMistake">The line has to be refused, and nobody works there.</param>
public sealed record Employer(int Line, string Name, string LegalForm, string Activity, string District, string Phone, string Email, int Workers, bool IsMistake)
{
    /// <summary>E00001.</summary>
    public string Reference => "E" + Line.ToString("D5", CultureInfo.InvariantCulture);

    /// <summary>The line of a reference.</summary>
    /// <exception cref="FormatException">It is no reference of employers.csv.</exception>
    public static int LineOf(string reference) =>
        reference is ['E', ..] && int.TryParse(reference.AsSpan(1), NumberStyles.None, CultureInfo.InvariantCulture, out var line) && line > 0
            ? line
            : throw new FormatException($"'{reference}' is no reference of employers.csv; they look like E00001.");
}
