using System.Security.Cryptography;
using Microsoft.IdentityModel.Tokens;
using Spmis.Kernel.Data;

namespace Spmis.Identity.Tokens;

/// <summary>
/// The keys of the OIDC server: made at the first start, kept in the data folder, the same for every process. <see cref="Rotate"/> (command
/// <c>keys rotate</c>) makes new ones; the ones before go on being accepted and published until the next rotation. A key that leaked is taken away by hand.
/// </summary>
public sealed class TokenKeys
{
    private const int RsaBits = 3072; // NIST SP 800-57 part 1, table 2: 128 bits of strength.
    private const int EncryptionBytes = 32;

    private const string SigningFile = "token-signing.pem";
    private const string SigningBefore = "token-signing-before.pem";
    private const string EncryptionFile = "token-encryption.key";
    private const string EncryptionBefore = "token-encryption-before.key";

    /// <summary>Reads the keys, or makes them.</summary>
    public TokenKeys(SpmisDatabase database)
    {
        var folder = KeyFolder.In(database.DataFolder);
        Signing = [ReadRsa(ReadOrMake(Path.Combine(folder, SigningFile), NewRsa)), .. Before(folder, SigningBefore).Select(ReadRsa)];
        Encryption = [ReadSecret(ReadOrMake(Path.Combine(folder, EncryptionFile), NewSecret)), .. Before(folder, EncryptionBefore).Select(ReadSecret)];
    }

    /// <summary>Sign access tokens, the first one new ones; their public halves are published (JWKS).</summary>
    public IReadOnlyList<RsaSecurityKey> Signing { get; }

    /// <summary>Encrypt what only the server itself reads again, the first one what is new.</summary>
    public IReadOnlyList<SymmetricSecurityKey> Encryption { get; }

    /// <summary>Makes new keys; those now in use become the ones before. Processes take them up when they start.</summary>
    /// <returns>The id of the new signing key.</returns>
    public static string Rotate(SpmisDatabase database)
    {
        var folder = KeyFolder.In(database.DataFolder);
        foreach (var (now, before) in new[] { (SigningFile, SigningBefore), (EncryptionFile, EncryptionBefore) })
        {
            if (File.Exists(Path.Combine(folder, now)))
            {
                File.Move(Path.Combine(folder, now), Path.Combine(folder, before), overwrite: true);
            }
        }

        return new TokenKeys(database).Signing[0].KeyId;
    }

    private static IEnumerable<string> Before(string folder, string file) => File.Exists(Path.Combine(folder, file)) ? [File.ReadAllText(Path.Combine(folder, file))] : [];

    private static RsaSecurityKey ReadRsa(string pem)
    {
        var rsa = RSA.Create();
        rsa.ImportFromPem(pem);
        return new RsaSecurityKey(rsa) { KeyId = KeyId(rsa) };
    }

    private static SymmetricSecurityKey ReadSecret(string text) => new(Convert.FromBase64String(text));

    private static string NewSecret() => Convert.ToBase64String(RandomNumberGenerator.GetBytes(EncryptionBytes));

    private static string NewRsa()
    {
        using var rsa = RSA.Create(RsaBits);
        return rsa.ExportPkcs8PrivateKeyPem();
    }

    // The thumbprint of the public key, so that every process names it alike.
    private static string KeyId(RSA rsa) => Convert.ToHexStringLower(SHA256.HashData(rsa.ExportSubjectPublicKeyInfo()))[..16];

    private static string ReadOrMake(string path, Func<string> make)
    {
        if (File.Exists(path))
        {
            return File.ReadAllText(path);
        }

        // Written aside and moved into place: two processes starting together end up with one key, and no half-written one is ever read.
        var aside = $"{path}.{Guid.CreateVersion7():N}";
        var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows())
        {
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        }

        using (var writer = new StreamWriter(aside, options))
        {
            writer.Write(make());
        }

        try
        {
            File.Move(aside, path, overwrite: false);
        }
        catch (IOException) when (File.Exists(path))
        {
            File.Delete(aside); // The other process was faster; its key is the key.
        }

        return File.ReadAllText(path);
    }
}
