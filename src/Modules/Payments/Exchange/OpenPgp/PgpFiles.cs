using Org.BouncyCastle.Bcpg;
using Org.BouncyCastle.Bcpg.OpenPgp;
using Org.BouncyCastle.Security;

namespace Spmis.Payments.Exchange.OpenPgp;

/// <summary>OpenPGP (RFC 9580, in the forms of RFC 4880 that every program reads): detached armored signatures, and encryption with integrity protection. All as streams, whatever their length.</summary>
internal static class PgpFiles
{
    private const int BufferBytes = 64 * 1024;

    /// <summary>Writes a detached signature (binary document, SHA-256).</summary>
    /// <param name="content">What is signed.</param>
    /// <param name="target">Where the signature goes.</param>
    /// <param name="key">The key.</param>
    /// <param name="at">When it says that it was made; never before the key was.</param>
    /// <param name="ct">Stops it.</param>
    public static async Task SignAsync(Stream content, Stream target, OwnPgpKey key, DateTime at, CancellationToken ct)
    {
        var generator = new PgpSignatureGenerator(key.Public.Algorithm, HashAlgorithmTag.Sha256);
        generator.InitSign(PgpSignature.BinaryDocument, key.Private);
        var said = new PgpSignatureSubpacketGenerator();
        said.SetSignatureCreationTime(true, at < key.Public.CreationTime ? key.Public.CreationTime : at);
        said.SetIssuerFingerprint(false, key.Public);
        generator.SetHashedSubpackets(said.Generate());
        await EachAsync(content, generator.Update, ct);
        using var armor = new ArmoredOutputStream(target, addVersionHeader: false);
        generator.Generate().Encode(armor);
    }

    /// <summary>What is wrong with a detached signature of a content; null when it is right.</summary>
    public static async Task<string?> ProblemAsync(Stream content, Stream signature, Func<long, PgpPublicKey?> keyOf, CancellationToken ct)
    {
        PgpSignature? read;
        try
        {
            read = new PgpObjectFactory(PgpUtilities.GetDecoderStream(signature)).NextPgpObject() is PgpSignatureList { Count: 1 } list ? list[0] : null;
        }
        catch (Exception broken) when (broken is PgpException or IOException or ArgumentException)
        {
            read = null;
        }

        if (read is null)
        {
            return "Its signature cannot be read.";
        }

        if (keyOf(read.KeyId) is not { } key)
        {
            return $"Its signature was made with the key {read.KeyId:X16}, which is not in Payments:Signing:PgpKeys; keep the public part of former keys there.";
        }

        read.InitVerify(key);
        await EachAsync(content, read.Update, ct);
        return read.Verify() ? null : "Its signature is not that of its file.";
    }

    /// <summary>Encrypts for a key (AES-256, with a modification detection code).</summary>
    public static async Task EncryptAsync(Stream content, Stream target, PgpPublicKey key, string name, DateTime at, CancellationToken ct)
    {
        var generator = new PgpEncryptedDataGenerator(SymmetricKeyAlgorithmTag.Aes256, withIntegrityPacket: true, new SecureRandom());
        generator.AddMethod(key);
        await using var encrypted = generator.Open(target, new byte[BufferBytes]);
        await using var literal = new PgpLiteralDataGenerator().Open(encrypted, PgpLiteralData.Binary, name, at, new byte[BufferBytes]);
        await EachAsync(content, literal.Write, ct);
    }

    private static async Task EachAsync(Stream content, Action<byte[], int, int> take, CancellationToken ct)
    {
        var buffer = new byte[BufferBytes];
        int read;
        while ((read = await content.ReadAsync(buffer, ct)) > 0)
        {
            take(buffer, 0, read);
        }
    }
}
