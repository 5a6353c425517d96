using System.Security.Cryptography;
using Spmis.Samples;
using Spmis.Samples.Employers;
using Spmis.Samples.People;
using Spmis.Values;

namespace Spmis.Tests.Samples;

/// <summary>A folder that is gone after the test, and the numbers SPMIS would have given.</summary>
internal sealed class SampleFolder : IDisposable
{
    public string Path { get; } = Directory.CreateTempSubdirectory("spmis-samples-").FullName;

    public static IEnumerable<Issued> Workers(Population population) => Enumerable.Range(1, population.Lines)
        .Where(line => population.KindOf(line) != LineKind.Mistake)
        .Select(line => new Issued(Person.ReferenceOf(line), CheckDigit.Append($"26{line:D7}")));

    public static IEnumerable<Issued> Employers(EmployerBook employers) =>
        employers.All.Where(e => !e.IsMistake).Select(e => new Issued(e.Reference, CheckDigit.Append($"9{e.Line:D6}")));

    /// <summary>Data rows of a CSV file without quotes.</summary>
    public IEnumerable<string[]> Rows(string file) => File.ReadLines(System.IO.Path.Combine(Path, file)).Skip(1).Select(line => line.Split(','));

    /// <summary>One digest over names and bytes of all files.</summary>
    public string Digest()
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        foreach (var file in Directory.EnumerateFiles(Path, "*", SearchOption.AllDirectories).Order(StringComparer.Ordinal))
        {
            hash.AppendData(System.Text.Encoding.UTF8.GetBytes(System.IO.Path.GetRelativePath(Path, file)));
            hash.AppendData(File.ReadAllBytes(file));
        }

        return Convert.ToHexString(hash.GetHashAndReset());
    }

    public void Dispose() => Directory.Delete(Path, recursive: true);
}
