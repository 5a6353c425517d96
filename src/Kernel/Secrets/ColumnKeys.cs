using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Microsoft.Extensions.Configuration;
using Spmis.Kernel.Acts;
using Spmis.Kernel.Data;

namespace Spmis.Kernel.Secrets;

/// <summary>Which value of which row: it goes into the seal, so that a sealed value moved to another row or column does not open there.</summary>
/// <param name="Table">The table.</param>
/// <param name="Column">The column.</param>
/// <param name="Row">The row's key, which never changes.</param>
public sealed record SecretPlace(string Table, string Column, string Row);

/// <summary>
/// Seals the few values that must not be readable in a copied database (AES-256-GCM, NIST SP 800-38D): <c>s1.KEY.TEXT</c>, where TEXT is nonce, ciphertext and tag in base64url.
/// The keys are files <c>NUMBER.key</c> in <c>keys/columns</c> of the data folder, or in the folder of the setting <c>Secrets:ColumnKeys</c>, which lies elsewhere where copies of databases and keys must not travel together.
/// The highest number seals; all open. The first key is made when something is sealed for the first time. Keys are read from their files at each use, so processes need no restart after a rotation, and a key that was taken away opens nothing.
/// </summary>
public sealed class ColumnKeys
{
    private const string Mark = "s1.";
    internal const int IdLetters = 12;
    private const string Changed = "it was changed, or belongs to another row";
    private static readonly int NonceBytes = AesGcm.NonceByteSizes.MaxSize;
    private static readonly int TagBytes = AesGcm.TagByteSizes.MaxSize;

    private readonly string folder;
    private readonly Lock making = new();

    /// <summary>Finds the folder; nothing is made yet.</summary>
    public ColumnKeys(IConfiguration configuration, SpmisDatabase database) => folder = configuration["Secrets:ColumnKeys"] is { Length: > 0 } elsewhere ? elsewhere : Path.Combine(database.DataFolder, "keys", "columns");

    /// <summary>The code of the refusal of what does not open.</summary>
    public const string UnreadableCode = "secret.unreadable";

    /// <summary>Ids of all keys, the oldest first; the last one seals.</summary>
    public IReadOnlyList<string> Ids => [.. Files().Select(f => Read(f).Id)];

    /// <summary>With what every value begins that is sealed with the newest key; makes the first key.</summary>
    public string CurrentMark => $"{Mark}{Newest().Id}.";

    /// <summary>With what every sealed value begins.</summary>
    public static string SealedMark => Mark;

    /// <summary>Seals a text for its place, with the newest key.</summary>
    public string Seal(SecretPlace place, string text)
    {
        var (id, sealedBytes) = SealBytes(place, Encoding.UTF8.GetBytes(text));
        return $"{Mark}{id}.{System.Buffers.Text.Base64Url.EncodeToString(sealedBytes)}";
    }

    /// <summary>Seals a content for its place, with the newest key.</summary>
    /// <returns>The key's id, and nonce, ciphertext and tag.</returns>
    internal (string Id, byte[] Sealed) SealBytes(SecretPlace place, ReadOnlySpan<byte> plain)
    {
        var (id, key) = Newest();
        var sealedBytes = new byte[NonceBytes + plain.Length + TagBytes];
        var nonce = sealedBytes.AsSpan(0, NonceBytes);
        RandomNumberGenerator.Fill(nonce);
        using var aes = new AesGcm(key, TagBytes);
        aes.Encrypt(nonce, plain, sealedBytes.AsSpan(NonceBytes, plain.Length), sealedBytes.AsSpan(NonceBytes + plain.Length), Bound(id, place));
        return (id, sealedBytes);
    }

    /// <summary>Opens what was sealed for this place. A text that was never sealed is given back as it is while <see cref="EndPlain"/> was not said of its table.</summary>
    /// <exception cref="Refused">The key is not here, or the value was changed or belongs elsewhere. Nothing unreadable is ever taken for a text.</exception>
    public string Open(SecretPlace place, string stored)
    {
        if (!stored.StartsWith(Mark, StringComparison.Ordinal))
        {
            return PlainIsOver(place.Table) ? throw Unreadable(place, $"it is not sealed, though all of {place.Table} was; after a restore from before the sealing delete {PlainMark(place.Table)}") : stored;
        }

        if (stored.Split('.') is not [_, var id, var text])
        {
            throw Unreadable(place, "it is no sealed value");
        }

        try
        {
            return Encoding.UTF8.GetString(OpenBytes(place, id, System.Buffers.Text.Base64Url.DecodeFromChars(text)));
        }
        catch (FormatException)
        {
            throw Unreadable(place, Changed);
        }
    }

    /// <summary>Opens what <see cref="SealBytes"/> sealed.</summary>
    /// <exception cref="Refused">As <see cref="Open"/>.</exception>
    internal byte[] OpenBytes(SecretPlace place, string id, ReadOnlySpan<byte> all)
    {
        var key = Files().Select(Read).Where(k => k.Id == id).Select(k => k.Key).FirstOrDefault() ?? throw Unreadable(place, $"the key {id} is not in {folder}; put its file back");
        try
        {
            var plain = new byte[Math.Max(0, all.Length - NonceBytes - TagBytes)];
            using var aes = new AesGcm(key, TagBytes);
            aes.Decrypt(all[..NonceBytes], all.Slice(NonceBytes, plain.Length), all[(NonceBytes + plain.Length)..], plain, Bound(id, place));
            return plain;
        }
        catch (Exception e) when (e is CryptographicException or ArgumentException)
        {
            throw Unreadable(place, Changed);
        }
    }

    /// <summary>Makes a new key, which seals from now on.</summary>
    /// <returns>Its id.</returns>
    public string Rotate()
    {
        lock (making)
        {
            return Make((Files().Select(NumberOf).Append(0).Max() + 1, RandomNumberGenerator.GetBytes(KeyFile.KeyBytes)));
        }
    }

    /// <summary>Whether every value of a table is sealed, so that one that is not was put there by somebody else.</summary>
    public bool PlainIsOver(string table) => File.Exists(PlainMark(table));

    /// <summary>Every value of a table is sealed from now on. Kept beside the keys, out of reach of who can only write to the database.</summary>
    /// <returns>False where the folder cannot be written: values that were never sealed go on being read, and somebody must be told.</returns>
    public bool EndPlain(string table)
    {
        try
        {
            KeyFile.MakeFolder(folder);
            File.WriteAllText(PlainMark(table), "");
            return true;
        }
        catch (Exception e) when (e is UnauthorizedAccessException or IOException)
        {
            return false; // A folder mounted for reading only, as of a key store.
        }
    }

    private static byte[] Bound(string id, SecretPlace place) => Encoding.UTF8.GetBytes(string.Join('\n', Mark, id, place.Table, place.Column, place.Row));

    internal static Refused Unreadable(SecretPlace place, string why) => new(UnreadableCode, $"A value in {place.Table} cannot be read: {why}. Tell whoever looks after the installation.");

    private static int NumberOf(string file) => int.TryParse(Path.GetFileNameWithoutExtension(file), NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : 0;

    private static (string Id, byte[] Key) Read(string file)
    {
        var key = new KeyFile(file).Read();
        return (Convert.ToHexStringLower(HMACSHA256.HashData(key, "spmis column key"u8))[..IdLetters], key);
    }

    private (string Id, byte[] Key) Newest()
    {
        if (Files() is [.., var newest])
        {
            return Read(newest);
        }

        lock (making)
        {
            if (Files().Count == 0)
            {
                Make((1, RandomNumberGenerator.GetBytes(KeyFile.KeyBytes)));
            }
        }

        return Read(Files()[^1]);
    }

    private IReadOnlyList<string> Files() => Directory.Exists(folder) ? [.. Directory.GetFiles(folder, "*.key").Where(f => NumberOf(f) > 0).OrderBy(NumberOf)] : [];

    /// <summary>The file that says so.</summary>
    public string PlainMark(string table) => Path.Combine(folder, table + ".sealed");

    private string Make((int Number, byte[] Key) made)
    {
        var path = Path.Combine(folder, made.Number.ToString("D4", CultureInfo.InvariantCulture) + ".key");
        new KeyFile(path).Make(made.Key);
        return Read(path).Id;
    }
}
