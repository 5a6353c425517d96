using System.Security.Cryptography;
using System.Text.RegularExpressions;
using Microsoft.Extensions.Configuration;
using Spmis.Kernel.Data;

namespace Spmis.Registration.Cards;

/// <summary>
/// The keys cards are signed with: files <c>keys/cards/ID.pem</c> (private, the newest signs) and <c>keys/cards/ID.pub.pem</c> in the data folder, so that a backup has them, or in the folder of the setting <c>Registration:CardKeys</c>, which several processes
/// may share. The id is the beginning of the public key's SHA-256. After a rotation old public keys stay, so cards issued before go on being verified; a key that was stolen is taken away by deleting its public file.
/// </summary>
public sealed partial class CardKeys
{
    private const string Current = "current";

    private readonly string folder;
    private readonly Lock making = new();

    /// <summary>Finds the folder; nothing is made before the first card.</summary>
    public CardKeys(IConfiguration configuration, SpmisDatabase database) => folder = configuration["Registration:CardKeys"] ?? Path.Combine(database.DataFolder, "keys", "cards");

    /// <summary>The public keys by id, as PEM: what a verifier without connection needs.</summary>
    public IReadOnlyDictionary<string, string> PublicKeys => Directory.Exists(folder)
        ? Directory.GetFiles(folder, "*.pub.pem").Order(StringComparer.Ordinal).ToDictionary(f => Path.GetFileName(f)[..8], File.ReadAllText)
        : new Dictionary<string, string>();

    /// <summary>The id of a public key.</summary>
    public static string IdOf(ECDsa key) => Convert.ToHexStringLower(SHA256.HashData(key.ExportSubjectPublicKeyInfo()))[..8];

    /// <summary>Signs what a card says with the newest key, which is made if there is none.</summary>
    public string Sign(CardContent content)
    {
        lock (making)
        {
            var path = Path.Combine(folder, Current);
            var id = File.Exists(path) ? File.ReadAllText(path).Trim() : Make();
            using var key = ECDsa.Create();
            key.ImportFromPem(File.ReadAllText(Path.Combine(folder, id + ".pem")));
            return CardPayload.Write(content, id, key);
        }
    }

    /// <summary>Checks a payload with the keys of this folder.</summary>
    public CardCheck Check(string? payload) => CardPayload.Read(payload, id => KeyId().IsMatch(id) && Path.Combine(folder, id + ".pub.pem") is var path && File.Exists(path) ? FromPem(File.ReadAllText(path)) : null);

    /// <summary>A new key signs from now on.</summary>
    /// <returns>Its id.</returns>
    public string Rotate()
    {
        lock (making)
        {
            return Make();
        }
    }

    /// <summary>A public key from its PEM.</summary>
    public static ECDsa FromPem(string pem)
    {
        var key = ECDsa.Create();
        key.ImportFromPem(pem);
        return key;
    }

    private string Make()
    {
        Directory.CreateDirectory(folder);
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var id = IdOf(key);
        Write(Path.Combine(folder, id + ".pem"), key.ExportPkcs8PrivateKeyPem());
        Write(Path.Combine(folder, id + ".pub.pem"), key.ExportSubjectPublicKeyInfoPem());
        Write(Path.Combine(folder, Current), id); // Last, when both others are there.
        return id;
    }

    private static void Write(string path, string text)
    {
        var options = new FileStreamOptions { Mode = FileMode.Create, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows())
        {
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        }

        using (var file = new StreamWriter(path + ".new", options))
        {
            file.Write(text);
            file.Flush();
            ((FileStream)file.BaseStream).Flush(flushToDisk: true);
        }

        File.Move(path + ".new", path, overwrite: true);
    }

    [GeneratedRegex("^[0-9a-f]{8}$")]
    private static partial Regex KeyId();
}
