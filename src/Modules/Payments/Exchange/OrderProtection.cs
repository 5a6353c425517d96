using Spmis.Kernel.Acts;
using Spmis.Payments.Agencies;
using Spmis.Payments.Exchange.OpenPgp;

namespace Spmis.Payments.Exchange;

/// <summary>Signs and encrypts order files in the form an agency takes: CMS (RFC 5652) or OpenPGP (RFC 9580).</summary>
public sealed class OrderProtection(OrderSignature cms, OwnPgpKeys pgp)
{
    /// <summary>What a signature's name ends with.</summary>
    public static string SignatureEnding(FileProtection form) => form == FileProtection.Pgp ? ".asc" : ".p7s";

    /// <summary>What an encrypted file's name ends with.</summary>
    public static string EncryptedEnding(FileProtection form) => form == FileProtection.Pgp ? ".pgp" : ".p7m";

    /// <summary>Whose key or certificate it is, in words.</summary>
    public static string Name(FileProtection form, string key) => form == FileProtection.Pgp ? AgencyPgpKey.Read(key, null).Words : OrderSignature.Name(key);

    /// <summary>Whether this installation can sign in a form.</summary>
    public bool CanSign(FileProtection form) => form == FileProtection.Pgp ? pgp.IsConfigured : cms.IsConfigured;

    /// <summary>Writes the detached signature of a content.</summary>
    /// <exception cref="Refused">There is no key, or it is not usable.</exception>
    public async Task SignAsync(FileProtection form, Stream content, Stream target, DateTime at, CancellationToken ct)
    {
        if (form == FileProtection.Pgp)
        {
            await PgpFiles.SignAsync(content, target, pgp.Newest(at), at, ct);
            return;
        }

        await target.WriteAsync(cms.Sign(await AllAsync(content, ct)), ct);
    }

    /// <summary>Writes a content encrypted for an agency.</summary>
    public static async Task EncryptAsync(FileProtection form, Stream content, Stream target, string key, string name, DateTime at, CancellationToken ct)
    {
        if (form == FileProtection.Pgp)
        {
            await PgpFiles.EncryptAsync(content, target, AgencyPgpKey.Read(key, null).Key, name, at, ct);
            return;
        }

        await target.WriteAsync(OrderSignature.Encrypt(await AllAsync(content, ct), key), ct);
    }

    /// <summary>What is wrong with a detached signature of a content; null when it is right.</summary>
    public async Task<string?> ProblemAsync(FileProtection form, Stream content, Stream signature, CancellationToken ct)
    {
        if (form == FileProtection.Pgp)
        {
            try
            {
                return await PgpFiles.ProblemAsync(content, signature, pgp.Find, ct);
            }
            catch (Refused refused)
            {
                return $"Its signature cannot be verified. {refused.Message}";
            }
        }

        return OrderSignature.Fits(await AllAsync(content, ct), await AllAsync(signature, ct)) ? null : "Its signature is not that of its file.";
    }

    /// <summary>CMS of .NET is made in memory; <see cref="AgencyChecks.MostSigned"/> payments at most.</summary>
    private static async Task<byte[]> AllAsync(Stream source, CancellationToken ct)
    {
        var bytes = new byte[source.Length];
        await source.ReadExactlyAsync(bytes, ct);
        return bytes;
    }
}
