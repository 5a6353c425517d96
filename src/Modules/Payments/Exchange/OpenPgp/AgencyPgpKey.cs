using System.Globalization;
using System.Text;
using Org.BouncyCastle.Bcpg.OpenPgp;
using Spmis.Kernel.Acts;
using Spmis.Payments.Agencies;

namespace Spmis.Payments.Exchange.OpenPgp;

/// <summary>An agency's public OpenPGP key, as it was pasted: the key of it that is encrypted for.</summary>
/// <param name="Key">The newest usable key for encryption.</param>
/// <param name="Words">For people: whose, until when, fingerprint of the primary key.</param>
internal sealed record AgencyPgpKey(PgpPublicKey Key, string Words)
{
    private const string Begin = "-----BEGIN PGP PUBLIC KEY BLOCK-----";
    private const int MostCharacters = 100_000;

    /// <summary>Reads and checks it.</summary>
    /// <param name="text">Armored (RFC 9580, 6.2).</param>
    /// <param name="at">When it must not have ended; null when that does not matter, as for a batch whose version was approved while the key was good.</param>
    /// <exception cref="Refused">It is no public key, or none that can be encrypted for.</exception>
    public static AgencyPgpKey Read(string text, DateTime? at)
    {
        if (text.Contains("PRIVATE KEY", StringComparison.Ordinal))
        {
            throw Wrong("This is a private key. It was not kept; whoever has seen it can read the agency's files, so the agency must make a new key. Paste the agency's public key.");
        }

        if (text.Contains("BEGIN CERTIFICATE", StringComparison.Ordinal))
        {
            throw Wrong("This is a certificate, which goes with CMS. Choose CMS, or paste the agency's public OpenPGP key.");
        }

        if (text.Length > MostCharacters || text.Split(Begin).Length != 2)
        {
            throw Wrong($"Paste one public key of the agency in armored form, from {Begin} on; {MostCharacters.ToString("N0", CultureInfo.InvariantCulture)} characters at most.");
        }

        try
        {
            return Of(Ring(text), at);
        }
        catch (Exception broken) when (broken is not Refused)
        {
            // Whatever the reader stumbles over in a text from outside, it is not a key that we can use.
            throw Wrong("This public key cannot be read; it may have been cut off or changed on its way. Ask the agency to export it again (gpg --armor --export).");
        }
    }

    private static PgpPublicKeyRing Ring(string text)
    {
        using var source = PgpUtilities.GetDecoderStream(new MemoryStream(Encoding.UTF8.GetBytes(text[text.IndexOf(Begin, StringComparison.Ordinal)..])));
        return new PgpPublicKeyRingBundle(source).GetKeyRings().ToList() is [var ring] ? ring : throw Wrong("There is more than one key in it, or none; paste the agency's key alone.");
    }

    private static AgencyPgpKey Of(PgpPublicKeyRing ring, DateTime? at)
    {
        var primary = ring.GetPublicKey();
        var own = PgpKeyFacts.Of(primary, primary);
        var fingerprint = Convert.ToHexString(primary.GetFingerprint());
        Require(primary.Version >= 4, "The key is of version 3, which nobody should use any more; ask the agency for a new one.");
        Require(own.Signed, "The key does not sign its own user id, so it may be anybody's; ask the agency to export it again.");
        Require(!own.Revoked, $"The key {fingerprint} was revoked; ask the agency for its new one.");
        Require(at is null || !own.HasEnded(at.Value), $"The key {fingerprint} ended on {own.Until:yyyy-MM-dd}; ask the agency for its new one.");
        var keys = ring.GetPublicKeys().Select(k => (Key: k, Facts: PgpKeyFacts.Of(k, primary))).Where(k => k.Facts.MayEncrypt(k.Key)).ToList();
        Require(keys.Count > 0, $"The key {fingerprint} is for signing only; ask the agency for one that has a key for encryption below it.");
        Require(keys.Exists(k => k.Facts is { Signed: true, Revoked: false }), $"What the key {fingerprint} has for encryption was revoked, or is not signed by it; ask the agency for its new one.");
        var usable = keys.Where(k => k.Facts is { Signed: true, Revoked: false } && (at is null || !k.Facts.HasEnded(at.Value))).OrderByDescending(k => k.Key.CreationTime).FirstOrDefault();
        Require(usable.Key is not null, $"What the key {fingerprint} has for encryption ended on {keys.Max(k => k.Facts.Until):yyyy-MM-dd}; ask the agency for its new one.");
        Require(!PgpKeyFacts.IsWeak(usable.Key!) && !PgpKeyFacts.IsWeak(primary), $"The key {fingerprint} is shorter than 2048 bits; ask the agency for a longer one."); // Required to be there.
        var until = new[] { own.Until, usable.Facts.Until }.Min();
        return new(usable.Key!, $"{primary.GetUserIds().FirstOrDefault()}, {(until is { } end ? $"until {end:yyyy-MM-dd}" : "without end")}, OpenPGP {fingerprint}");
    }

    private static void Require(bool fine, string text)
    {
        if (!fine)
        {
            throw Wrong(text);
        }
    }

    private static Refused Wrong(string text) => new("agency.pgp-key", text, nameof(AgencySettings.EncryptFor));
}
