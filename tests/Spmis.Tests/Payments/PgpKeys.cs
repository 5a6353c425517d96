using System.Security.Cryptography;
using System.Text;
using Org.BouncyCastle.Bcpg;
using Org.BouncyCastle.Bcpg.OpenPgp;
using Org.BouncyCastle.Security;

namespace Spmis.Tests.Payments;

/// <summary>An OpenPGP key as somebody may have one: a primary key that signs and, unless it is for signing only, a key for encryption below it.</summary>
internal sealed class PgpKeys
{
    private static readonly DateTime Made = new(2026, 1, 1, 0, 0, 0, DateTimeKind.Utc);

    private PgpKeys(PgpSecretKeyRing secret, PgpPublicKeyRing open) => (Secret, Public) = (secret, open);

    public PgpSecretKeyRing Secret { get; }

    public PgpPublicKeyRing Public { get; private set; }

    public string PublicText => Armor(Public.Encode);

    public string SecretText => Armor(Secret.Encode);

    /// <summary>Makes one.</summary>
    /// <param name="name">User id.</param>
    /// <param name="days">Until the primary key ends; null for never.</param>
    /// <param name="encrypts">Whether there is a key for encryption.</param>
    /// <param name="encryptsDays">Until that ends.</param>
    /// <param name="bits">Of both.</param>
    /// <param name="made">When; the first of 2026 when left out.</param>
    public static PgpKeys Make(string name, int? days = null, bool encrypts = true, int? encryptsDays = null, int bits = 2048, DateTime? made = null)
    {
        var generator = new PgpKeyRingGenerator(
            PgpSignature.PositiveCertification, Pair(bits, made ?? Made), name, SymmetricKeyAlgorithmTag.Null, HashAlgorithmTag.Sha256, Array.Empty<char>(), false,
            Said(PgpKeyFlags.CanCertify | PgpKeyFlags.CanSign, days), null, new SecureRandom());
        if (encrypts)
        {
            generator.AddSubKey(Pair(bits, made ?? Made), Said(PgpKeyFlags.CanEncryptCommunications | PgpKeyFlags.CanEncryptStorage, encryptsDays), null);
        }

        return new(generator.GenerateSecretKeyRing(), generator.GeneratePublicKeyRing());
    }

    /// <summary>The same, revoked.</summary>
    public PgpKeys Revoked()
    {
        var primary = Public.GetPublicKey();
        var generator = new PgpSignatureGenerator(primary.Algorithm, HashAlgorithmTag.Sha256);
        generator.InitSign(PgpSignature.KeyRevocation, Secret.GetSecretKey().ExtractPrivateKey([]));
        Public = PgpPublicKeyRing.InsertPublicKey(Public, PgpPublicKey.AddCertification(primary, generator.GenerateCertification(primary)));
        return this;
    }

    /// <summary>What was encrypted for it.</summary>
    public byte[] Decrypt(byte[] encrypted)
    {
        var list = (PgpEncryptedDataList)new PgpObjectFactory(encrypted).NextPgpObject();
        var data = list.GetEncryptedDataObjects().OfType<PgpPublicKeyEncryptedData>().Single();
        var key = Secret.GetSecretKey(data.KeyId).ExtractPrivateKey([]);
        var literal = (PgpLiteralData)new PgpObjectFactory(data.GetDataStream(key)).NextPgpObject();
        using var content = new MemoryStream();
        literal.GetInputStream().CopyTo(content);
        data.IsIntegrityProtected().ShouldBeTrue();
        data.Verify().ShouldBeTrue();
        return content.ToArray();
    }

    private static PgpKeyPair Pair(int bits, DateTime made)
    {
        using var rsa = RSA.Create(bits);
        return new(PublicKeyAlgorithmTag.RsaGeneral, DotNetUtilities.GetRsaKeyPair(rsa), made);
    }

    private static PgpSignatureSubpacketVector Said(int flags, int? days)
    {
        var said = new PgpSignatureSubpacketGenerator();
        said.SetKeyFlags(true, flags);
        if (days is { } end)
        {
            said.SetKeyExpirationTime(true, end * 86_400L);
        }

        return said.Generate();
    }

    private static string Armor(Action<Stream> encode)
    {
        using var target = new MemoryStream();
        using (var armor = new ArmoredOutputStream(target, addVersionHeader: false))
        {
            encode(armor);
        }

        return Encoding.ASCII.GetString(target.ToArray());
    }
}
