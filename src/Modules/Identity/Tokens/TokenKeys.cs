using System.Security.Cryptography;
using Microsoft.IdentityModel.Tokens;
using Spmis.Kernel.Data;

namespace Spmis.Identity.Tokens;

/// <summary>The keys of the OIDC server: made at the first start, kept in the data folder, the same for every process. To replace one, take its file away and start again; tokens signed with it end.</summary>
public sealed class TokenKeys
{
    private const int RsaBits = 2048;
    private const int EncryptionBytes = 32;

    /// <summary>Reads the keys, or makes them.</summary>
    public TokenKeys(SpmisDatabase database)
    {
        var folder = KeyFolder.In(database.DataFolder);
        var rsa = RSA.Create();
        rsa.ImportFromPem(ReadOrMake(Path.Combine(folder, "token-signing.pem"), NewRsa));
        Signing = new RsaSecurityKey(rsa) { KeyId = KeyId(rsa) };
        var secret = ReadOrMake(Path.Combine(folder, "token-encryption.key"), () => Convert.ToBase64String(RandomNumberGenerator.GetBytes(EncryptionBytes)));
        Encryption = new SymmetricSecurityKey(Convert.FromBase64String(secret));
    }

    /// <summary>Signs access tokens; its public half is published (JWKS).</summary>
    public RsaSecurityKey Signing { get; }

    /// <summary>Encrypts what only the server itself reads again.</summary>
    public SymmetricSecurityKey Encryption { get; }

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
