using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;
using Spmis.Identity.SignIn;

namespace Spmis.Identity.Users;

/// <summary>
/// Passwords known from break-ins elsewhere (setting <c>SignIn:BreachedPasswords</c>): a text file of Have I Been Pwned's form "ordered by hash", a line <c>SHA-1 in hexadecimal:count</c> each,
/// sorted by hash. It has some forty gigabytes, so it is searched on the disk by halves, some thirty lines a password, in constant memory; nothing leaves the machine.
/// </summary>
/// <param name="settings">Where it lies.</param>
public sealed class BreachedPasswords(IOptions<SignInSettings> settings) : IHostedService
{
    private const int HashLetters = 40;
    private const int LongestLine = 64;
    private const int Probes = 64;

    private string? FilePath => string.IsNullOrWhiteSpace(settings.Value.BreachedPasswords) ? null : settings.Value.BreachedPasswords;

    /// <summary>A file that is missing or none of the form is told at the start, not when somebody changes a password.</summary>
    /// <exception cref="InvalidOperationException">What is wrong with it.</exception>
    public Task StartAsync(CancellationToken cancellationToken)
    {
        if (FilePath is { } path)
        {
            Check(path);
        }

        return Task.CompletedTask;
    }

    /// <inheritdoc />
    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <summary>Whether it stands in the file; no where there is none.</summary>
    public bool Has(string password)
    {
        if (FilePath is not { } path)
        {
            return false;
        }

        var wanted = HashOf(password);
        using var file = Open(path);
        // The line wanted begins at low or behind it, and before high.
        var (low, high) = (0L, file.Length);
        while (low < high)
        {
            var middle = low + ((high - low) / 2);
            var (start, line) = LineFrom(file, middle, path);
            if (line is null || start >= high)
            {
                high = middle;
                continue;
            }

            switch (string.CompareOrdinal(line, wanted))
            {
                case 0: return true;
                case < 0: low = start + 1; break;
                default: high = middle; break;
            }
        }

        return false;
    }

    private static void Check(string path)
    {
        if (!File.Exists(path))
        {
            throw Wrong(path, "there is no such file");
        }

        using var file = Open(path);
        string? before = null;
        for (var i = 0; i < Probes; i++)
        {
            var (_, line) = LineFrom(file, file.Length / Probes * i, path);
            if (line is null && before is null)
            {
                throw Wrong(path, "it is empty");
            }

            if (line is not null && string.CompareOrdinal(line, before) < 0)
            {
                throw Wrong(path, "it is not sorted by hash; take the file that is ordered by hash, not the one by prevalence");
            }

            before = line ?? before;
        }
    }

    /// <summary>The hash on the first line that begins at a place or behind it; null behind the last.</summary>
    private static (long Start, string? Hash) LineFrom(FileStream file, long place, string path)
    {
        Span<byte> bytes = stackalloc byte[2 * LongestLine];
        // From the byte before: where that ends a line, the place itself begins one.
        file.Seek(Math.Max(0, place - 1), SeekOrigin.Begin);
        var read = bytes[..file.ReadAtLeast(bytes, bytes.Length, throwOnEndOfStream: false)];
        var skip = 0;
        if (place > 0)
        {
            var end = read.IndexOf((byte)'\n');
            if (end < 0)
            {
                return read.Length < bytes.Length ? (file.Length, null) : throw Wrong(path, "a line is longer than a hash and its count");
            }

            skip = end + 1;
        }

        var line = read[skip..];
        if (line.Trim("\r\n"u8).IsEmpty)
        {
            return (file.Length, null);
        }

        var hash = line.Length >= HashLetters ? Encoding.ASCII.GetString(line[..HashLetters]).ToUpperInvariant() : "";
        return hash.Length == HashLetters && hash.All(char.IsAsciiHexDigit) && (line.Length == HashLetters || line[HashLetters] is (byte)':' or (byte)'\r' or (byte)'\n')
            ? (Math.Max(0, place - 1) + skip, hash)
            : throw Wrong(path, string.Create(CultureInfo.InvariantCulture, $"near byte {place} stands no line of 40 hexadecimal digits, a colon and a count"));
    }

    [SuppressMessage("Security", "CA5350", Justification = "The file is of SHA-1 hashes; nothing is protected by it.")]
    private static string HashOf(string password) => Convert.ToHexString(SHA1.HashData(Encoding.UTF8.GetBytes(password)));

    private static FileStream Open(string path) => new(path, new FileStreamOptions { Mode = FileMode.Open, Access = FileAccess.Read, Share = FileShare.ReadWrite, BufferSize = 0, Options = FileOptions.RandomAccess });

    private static InvalidOperationException Wrong(string path, string why) => new($"{SignInSettings.Section}:{nameof(SignInSettings.BreachedPasswords)} names {path}, which is no file of breached passwords: {why}.");
}
