using Org.BouncyCastle.Bcpg;
using Org.BouncyCastle.Bcpg.OpenPgp;

namespace Spmis.Payments.Exchange.OpenPgp;

/// <summary>What a primary key says, and has signed, of itself or of a key below it.</summary>
/// <param name="Signed">Whether there is any such signature that is right: without one the key may be anybody's.</param>
/// <param name="Revoked">Whether there is a revocation. One that is not right counts too: nobody shall pass by a broken one.</param>
/// <param name="Until">When it ends; null for never.</param>
/// <param name="Flags">What it is for (RFC 9580, 5.2.3.29); null when nothing is said.</param>
internal sealed record PgpKeyFacts(bool Signed, bool Revoked, DateTime? Until, int? Flags)
{
    private const int Encrypts = PgpKeyFlags.CanEncryptCommunications | PgpKeyFlags.CanEncryptStorage;
    private const int LeastBits = 2048;

    /// <summary>Whether it is for encryption.</summary>
    public bool MayEncrypt(PgpPublicKey key) => key.IsEncryptionKey && (Flags is not { } flags || (flags & Encrypts) != 0);

    /// <summary>Whether it is for signing.</summary>
    public bool MaySign => Flags is not { } flags || (flags & PgpKeyFlags.CanSign) != 0;

    /// <summary>Whether it has ended at a moment.</summary>
    public bool HasEnded(DateTime at) => Until <= at;

    /// <summary>Whether it is too short for anybody today; curves are not.</summary>
    public static bool IsWeak(PgpPublicKey key) => key.Algorithm is PublicKeyAlgorithmTag.Dsa
        || (key.Algorithm is PublicKeyAlgorithmTag.RsaGeneral or PublicKeyAlgorithmTag.RsaEncrypt or PublicKeyAlgorithmTag.RsaSign or PublicKeyAlgorithmTag.ElGamalEncrypt or PublicKeyAlgorithmTag.ElGamalGeneral && key.BitStrength < LeastBits);

    /// <summary>Reads them; only signatures by the primary key itself that are right say anything.</summary>
    public static PgpKeyFacts Of(PgpPublicKey key, PgpPublicKey primary)
    {
        var last = (key.IsMasterKey ? OwnOf(primary) : BindingsOf(key, primary)).OrderByDescending(s => s.CreationTime).FirstOrDefault();
        var said = last?.GetHashedSubPackets();
        var seconds = said?.GetKeyExpirationTime() ?? 0;
        return new(
            last is not null, key.HasRevocation() || primary.HasRevocation(), seconds == 0 ? null : key.CreationTime.AddSeconds(seconds),
            said is not null && said.HasSubpacket(SignatureSubpacketTag.KeyFlags) ? said.GetKeyFlags() : null);
    }

    private static IEnumerable<PgpSignature> OwnOf(PgpPublicKey primary)
    {
        foreach (var id in primary.GetUserIds())
        {
            foreach (var signature in primary.GetSignaturesForId(id).Where(s => s.KeyId == primary.KeyId && s.SignatureType is >= PgpSignature.DefaultCertification and <= PgpSignature.PositiveCertification))
            {
                signature.InitVerify(primary);
                if (signature.VerifyCertification(id, primary))
                {
                    yield return signature;
                }
            }
        }
    }

    private static IEnumerable<PgpSignature> BindingsOf(PgpPublicKey key, PgpPublicKey primary)
    {
        foreach (var signature in key.GetSignaturesOfType(PgpSignature.SubkeyBinding).Where(s => s.KeyId == primary.KeyId))
        {
            signature.InitVerify(primary);
            if (signature.VerifyCertification(primary, key))
            {
                yield return signature;
            }
        }
    }
}
