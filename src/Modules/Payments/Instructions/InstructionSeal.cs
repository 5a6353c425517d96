using System.Buffers;
using System.Linq.Expressions;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Microsoft.Extensions.Configuration;
using Spmis.Kernel.Data;

namespace Spmis.Payments.Instructions;

/// <summary>
/// Proves that what is paid is what was prepared and approved: an HMAC-SHA256 per instruction under a key that is not in the database.
/// The key is the setting <c>Payments:SealKey</c> (base64, 32 bytes; needed where several processes share a database) or else the file <c>payments.seal</c> in the data folder.
/// </summary>
public sealed class InstructionSeal
{
    /// <summary>What a seal is over, the seal, and nothing else: a look at every payment of a run need not read what became of it. A field forgotten here fits no seal.</summary>
    internal static readonly Expression<Func<Instruction, Instruction>> Sealed = i => new Instruction
    {
        Id = i.Id, PaymentRunId = i.PaymentRunId, AwardId = i.AwardId, AwardNumber = i.AwardNumber, Component = i.Component, Month = i.Month, Part = i.Part, Attempt = i.Attempt, Scheme = i.Scheme, Branch = i.Branch,
        BeneficiaryId = i.BeneficiaryId, PayeeId = i.PayeeId, PayeeNumber = i.PayeeNumber, PayeeName = i.PayeeName, Agency = i.Agency, Account = i.Account,
        AmountMinor = i.AmountMinor, WithheldMinor = i.WithheldMinor, Currency = i.Currency, Reference = i.Reference, Seal = i.Seal,
    };

    [ThreadStatic]
    private static ArrayBufferWriter<byte>? buffer;

    private readonly byte[] key;

    public InstructionSeal(IConfiguration configuration, SpmisDatabase database)
    {
        if (configuration["Payments:SealKey"] is { Length: > 0 } text)
        {
            key = Convert.FromBase64String(text);
            if (key.Length < 32)
            {
                throw new InvalidOperationException("Payments:SealKey must hold at least 32 bytes in base64; make one with: openssl rand -base64 32");
            }
        }
        else
        {
            key = ReadOrMake(Path.Combine(database.DataFolder, "payments.seal"));
        }
    }

    /// <summary>The seal of an instruction.</summary>
    public byte[] Of(Instruction i)
    {
        var seal = new byte[HMACSHA256.HashSizeInBytes];
        Write(i, seal);
        return seal;
    }

    /// <summary>Whether nothing was changed since it was sealed.</summary>
    public bool Holds(Instruction i)
    {
        Span<byte> seal = stackalloc byte[HMACSHA256.HashSizeInBytes];
        Write(i, seal);
        return CryptographicOperations.FixedTimeEquals(seal, i.Seal);
    }

    /// <summary>A key of 32 bytes for another purpose, that follows from this one and gives nothing of it away (HKDF, RFC 5869).</summary>
    internal byte[] KeyFor(string purpose) => HKDF.DeriveKey(HashAlgorithmName.SHA256, key, 32, info: Encoding.UTF8.GetBytes($"spmis-payments-{purpose}"));

    private void Write(Instruction i, Span<byte> seal)
    {
        var text = buffer ??= new ArrayBufferWriter<byte>(512);
        text.ResetWrittenCount();
        // JSON keeps the fields apart: no two instructions write the same text.
        using (var json = new Utf8JsonWriter(text))
        {
            json.WriteStartArray();
            json.WriteStringValue(i.PaymentRunId);
            json.WriteStringValue(i.AwardId);
            json.WriteStringValue(i.AwardNumber);
            json.WriteStringValue(i.Component);
            json.WriteNumberValue(i.Month.Code);
            json.WriteNumberValue(i.Attempt);
            json.WriteStringValue(i.Scheme);
            json.WriteStringValue(i.Branch);
            json.WriteStringValue(i.BeneficiaryId);
            json.WriteStringValue(i.PayeeId);
            json.WriteStringValue(i.PayeeNumber);
            json.WriteStringValue(i.PayeeName);
            json.WriteStringValue(i.Agency);
            json.WriteStringValue(i.Account);
            json.WriteNumberValue(i.AmountMinor);
            json.WriteStringValue(i.Currency);
            json.WriteStringValue(i.Reference);
            if (i.WithheldMinor != 0 || i.Part != 0)
            {
                json.WriteNumberValue(i.WithheldMinor); // Seals of before know no deductions.
            }

            if (i.Part != 0)
            {
                json.WriteNumberValue(i.Part); // Nor shares.
            }

            json.WriteEndArray();
        }

        HMACSHA256.HashData(key, text.WrittenSpan, seal);
    }

    private static byte[] ReadOrMake(string path)
    {
        if (!File.Exists(path))
        {
            Directory.CreateDirectory(Path.GetDirectoryName(path) ?? ".");
            var aside = path + ".new";
            var options = new FileStreamOptions { Mode = FileMode.Create, Access = FileAccess.Write };
            if (!OperatingSystem.IsWindows())
            {
                options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
            }

            using (var file = new FileStream(aside, options))
            {
                file.Write(RandomNumberGenerator.GetBytes(32));
                file.Flush(flushToDisk: true);
            }

            File.Move(aside, path, overwrite: false);
        }

        return File.ReadAllBytes(path) is { Length: 32 } key ? key : throw new InvalidOperationException($"{path} does not hold the 32 bytes of the payments' seal; restore it from the backup.");
    }
}
