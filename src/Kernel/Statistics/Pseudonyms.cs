using System.Security.Cryptography;
using System.Text;
using Microsoft.Extensions.Configuration;
using Spmis.Kernel.Data;
using Spmis.Kernel.Secrets;

namespace Spmis.Kernel.Statistics;

/// <summary>
/// Pseudonyms of persons in one project: a keyed hash, the same in all extracts of the project, whichever module made them, and another in every other project, so that two recipients cannot put their files together.
/// The key is the file <c>keys/pseudonyms.key</c> of the data folder, or the one that the setting <c>Secrets:Pseudonyms</c> names; without it nobody finds the person to a pseudonym. It is never rotated: the projects' series would break.
/// </summary>
/// <param name="configuration">The settings.</param>
/// <param name="database">For the data folder.</param>
public sealed class Pseudonyms(IConfiguration configuration, SpmisDatabase database)
{
    private const int Bytes = 10; // 80 bits: among ten million persons two alike come once in 24 thousand million projects.

    private readonly KeyFile key = new(configuration["Secrets:Pseudonyms"] is { Length: > 0 } elsewhere ? elsewhere : Path.Combine(database.DataFolder, "keys", "pseudonyms.key"));

    /// <summary>Makes the pseudonyms of a project: 20 letters and digits each.</summary>
    public Func<Guid, string> Of(string project)
    {
        var own = HMACSHA256.HashData(key.ReadOrMake(), Encoding.UTF8.GetBytes("spmis statistics " + project));
        return person => Convert.ToHexStringLower(HMACSHA256.HashData(own, person.ToByteArray(bigEndian: true)).AsSpan(0, Bytes));
    }
}
