using System.Security.Cryptography;
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
        // JSON keeps the fields apart: no two instructions write the same text.
        object?[] fields =
        [
            i.PaymentRunId, i.AwardId, i.AwardNumber, i.Component, i.Month.Code, i.Attempt, i.Scheme, i.Branch, i.BeneficiaryId, i.PayeeId,
            i.PayeeNumber, i.PayeeName, i.Agency, i.Account, i.AmountMinor, i.Currency, i.Reference,
        ];
        return HMACSHA256.HashData(key, JsonSerializer.SerializeToUtf8Bytes(fields));
    }

    /// <summary>Whether nothing was changed since it was sealed.</summary>
    public bool Holds(Instruction i) => CryptographicOperations.FixedTimeEquals(Of(i), i.Seal);

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
