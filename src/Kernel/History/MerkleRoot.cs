using System.Security.Cryptography;

namespace Spmis.Kernel.History;

/// <summary>Merkle tree hash over digests, with leaf and node prefixes as in RFC 6962 section 2.1.</summary>
public static class MerkleRoot
{
    /// <summary>The root; of nothing, the hash of nothing.</summary>
    public static byte[] Of(IReadOnlyList<byte[]> digests)
    {
        var level = digests.Select(d => SHA256.HashData([0, .. d])).ToList();
        while (level.Count > 1)
        {
            var next = new List<byte[]>((level.Count + 1) / 2);
            for (var i = 0; i < level.Count; i += 2)
            {
                next.Add(i + 1 < level.Count ? SHA256.HashData([1, .. level[i], .. level[i + 1]]) : level[i]);
            }

            level = next;
        }

        return level.Count == 0 ? SHA256.HashData([]) : level[0];
    }
}
