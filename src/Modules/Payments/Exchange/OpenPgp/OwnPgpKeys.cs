using System.Text;
using System.Text.RegularExpressions;
using Microsoft.Extensions.Configuration;
using Org.BouncyCastle.Bcpg.OpenPgp;
using Spmis.Kernel.Acts;

namespace Spmis.Payments.Exchange.OpenPgp;

/// <summary>A key of ours that signs.</summary>
internal sealed record OwnPgpKey(PgpPublicKey Public, PgpPrivateKey Private);

/// <summary>
/// Our own OpenPGP keys: the armored blocks of the file <c>Payments:Signing:PgpKeys</c> (<c>Payments:Signing:PgpPassword</c> when they are protected), never in the database. The newest private
/// key that is good signs; the others, private or public, stay in the file so that what they signed can be verified.
/// </summary>
public sealed partial class OwnPgpKeys(IConfiguration configuration)
{
    /// <summary>Whether there is such a file.</summary>
    public bool IsConfigured => FilePath.Length > 0;

    private string FilePath => configuration["Payments:Signing:PgpKeys"] ?? "";

    /// <summary>The key that signs at a moment.</summary>
    /// <exception cref="Refused">There is none, or the file or a key cannot be read.</exception>
    internal OwnPgpKey Newest(DateTime at)
    {
        var keys = Read(text => Blocks(text, "PRIVATE").SelectMany(b => new PgpSecretKeyRingBundle(b).GetKeyRings()).ToList());
        var newest = keys.SelectMany(ring => ring.GetSecretKeys().Select(k => (Key: k, Facts: PgpKeyFacts.Of(k.PublicKey, ring.GetPublicKey()), Primary: PgpKeyFacts.Of(ring.GetPublicKey(), ring.GetPublicKey()))))
            .Where(k => k.Key.IsSigningKey && !k.Key.IsPrivateKeyEmpty && k.Facts is { Signed: true, Revoked: false, MaySign: true } && !k.Facts.HasEnded(at) && !k.Primary.HasEnded(at) && !PgpKeyFacts.IsWeak(k.Key.PublicKey))
            .OrderByDescending(k => k.Key.PublicKey.CreationTime).Select(k => k.Key).FirstOrDefault()
            ?? throw Unusable("no private key in it may sign: all have ended, were revoked or are too short");
        return Read(_ => new OwnPgpKey(newest.PublicKey, newest.ExtractPrivateKeyUtf8((configuration["Payments:Signing:PgpPassword"] ?? "").ToCharArray()) ?? throw new PgpException("There is no private part.")));
    }

    /// <summary>The public key with an id; null when it is not in the file.</summary>
    /// <exception cref="Refused">The file cannot be read.</exception>
    internal PgpPublicKey? Find(long id) => Read(text =>
        Blocks(text, "PRIVATE").SelectMany(b => new PgpSecretKeyRingBundle(b).GetKeyRings()).SelectMany(r => r.GetSecretKeys()).Select(k => k.PublicKey)
            .Concat(Blocks(text, "PUBLIC").SelectMany(b => new PgpPublicKeyRingBundle(b).GetKeyRings()).SelectMany(r => r.GetPublicKeys())).FirstOrDefault(k => k.KeyId == id));

    private static IEnumerable<Stream> Blocks(string text, string kind) => Block().Matches(text).Where(m => m.Groups["kind"].Value == kind)
        .Select(m => PgpUtilities.GetDecoderStream(new MemoryStream(Encoding.UTF8.GetBytes(m.Value))));

    private T Read<T>(Func<string, T> read)
    {
        try
        {
            return read(File.ReadAllText(FilePath));
        }
        catch (Exception broken) when (broken is not Refused)
        {
            // A file of the operator's own; the reason is told without a word of its content.
            throw Unusable($"it cannot be read ({broken.GetType().Name})");
        }
    }

    private static Refused Unusable(string why) => new("agency.no-key", $"The OpenPGP key to sign with is not usable: {why}. Look at Payments:Signing:PgpKeys and Payments:Signing:PgpPassword. Nothing was released.");

    [GeneratedRegex("-----BEGIN PGP (?<kind>PUBLIC|PRIVATE) KEY BLOCK-----.*?-----END PGP \\k<kind> KEY BLOCK-----", RegexOptions.Singleline | RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture)]
    private static partial Regex Block();
}
