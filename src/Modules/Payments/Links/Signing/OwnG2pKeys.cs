using System.Security.Cryptography;
using Microsoft.Extensions.Configuration;
using Spmis.Kernel.Acts;

namespace Spmis.Payments.Links.Signing;

/// <summary>
/// Our own keys for messages of G2P Connect: PEM files (RSA) in the folder <c>Payments:G2p:Keys</c> (<c>Payments:G2p:Password</c> when they are encrypted), never in the database. The last private
/// key by the name of its file signs, so name them by day; all are published, so a new one can be made known before it signs (as a public key), and an old one as long as somebody may ask for it.
/// </summary>
public sealed class OwnG2pKeys(IConfiguration configuration)
{
    private const int MostFiles = 50;
    private (string Of, IReadOnlyList<JsonKey> Keys) published = ("", []); // Replaced as a whole.

    /// <summary>Whether there is such a folder.</summary>
    public bool IsConfigured => Folder.Length > 0;

    private string Folder => configuration["Payments:G2p:Keys"] ?? "";

    /// <summary>All public keys, the newest first.</summary>
    /// <exception cref="Refused">A file cannot be read, or is no such key.</exception>
    internal IReadOnlyList<JsonKey> Published()
    {
        // Anybody may ask, and opening a protected key is work: it is done once for each state of the folder.
        var files = Files();
        var of = string.Join('|', files.Select(f => $"{f} {File.GetLastWriteTimeUtc(f).Ticks}"));
        var known = published;
        if (known.Of != of)
        {
            published = known = (of, [.. files.Select(f =>
            {
                using var key = Open(f);
                return Checked(key, f);
            }).DistinctBy(k => k.Kid)]);
        }

        return known.Keys;
    }

    /// <summary>Signs with the newest private key (RS256: RSASSA-PKCS1-v1_5 with SHA-256).</summary>
    /// <param name="content">Makes what is signed out of the key's name.</param>
    /// <exception cref="Refused">There is no private key, or a file cannot be read.</exception>
    internal (byte[] Content, byte[] Signature) Sign(Func<string, byte[]> content)
    {
        var newest = Files().FirstOrDefault(f => Text(f).Contains("PRIVATE KEY", StringComparison.Ordinal)) ?? throw Unusable($"there is no private key in {Folder}");
        using var key = Open(newest);
        var signed = content(Checked(key, newest).Kid);
        return (signed, key.SignData(signed, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1));
    }

    private List<string> Files()
    {
        try
        {
            return [.. Directory.EnumerateFiles(Folder, "*.pem").OrderByDescending(Path.GetFileName, StringComparer.Ordinal).Take(MostFiles)];
        }
        catch (Exception broken) when (broken is IOException or UnauthorizedAccessException or ArgumentException)
        {
            throw Unusable($"the folder cannot be read ({broken.GetType().Name})");
        }
    }

    private static string Text(string file)
    {
        try
        {
            return File.ReadAllText(file);
        }
        catch (Exception broken) when (broken is IOException or UnauthorizedAccessException)
        {
            throw Unusable($"{Path.GetFileName(file)} cannot be read ({broken.GetType().Name})");
        }
    }

    private RSA Open(string file)
    {
        var key = RSA.Create();
        try
        {
            var text = Text(file);
            if (text.Contains("ENCRYPTED PRIVATE KEY", StringComparison.Ordinal))
            {
                key.ImportFromEncryptedPem(text, configuration["Payments:G2p:Password"] ?? "");
            }
            else
            {
                key.ImportFromPem(text);
            }

            return key;
        }
        catch (Exception broken)
        {
            key.Dispose();
            throw broken is CryptographicException or ArgumentException ? Unusable($"{Path.GetFileName(file)} is no RSA key in PEM form, or its password is another") : broken;
        }
    }

    private static JsonKey Checked(RSA key, string file) => JsonKey.Of(key) ?? throw Unusable($"{Path.GetFileName(file)} has {key.KeySize} bits; it takes {JsonKey.LeastBits} or more");

    private static Refused Unusable(string why) => new("link.signing-key", $"Messages cannot be signed: {why}. Look at Payments:G2p:Keys and Payments:G2p:Password.");
}
