using System.Security.Cryptography;
using System.Security.Cryptography.Pkcs;
using System.Security.Cryptography.X509Certificates;
using Microsoft.Extensions.Configuration;
using Spmis.Kernel.Acts;

namespace Spmis.Payments.Exchange;

/// <summary>
/// Signs order files with a detached CMS signature (RFC 5652, RSA, SHA-256, DER) and encrypts them for an agency (enveloped data, AES-256-CBC). Certificate and key are PEM files named by
/// <c>Payments:Signing:Certificate</c> and <c>Payments:Signing:Key</c> (<c>Payments:Signing:Password</c> when the key is encrypted); the key is never in the database.
/// </summary>
public sealed class OrderSignature(IConfiguration configuration)
{
    // RFC 5652 content types and NIST AES-256-CBC.
    private const string Aes256Cbc = "2.16.840.1.101.3.4.1.42";
    private const string Sha256 = "2.16.840.1.101.3.4.2.1";

    /// <summary>Whether this installation can sign.</summary>
    public bool IsConfigured => CertificatePath.Length > 0 && KeyPath.Length > 0;

    private string CertificatePath => configuration["Payments:Signing:Certificate"] ?? "";

    private string KeyPath => configuration["Payments:Signing:Key"] ?? "";

    /// <summary>A detached signature of a content.</summary>
    /// <exception cref="Refused">There is no key, or it is not usable.</exception>
    public byte[] Sign(byte[] content)
    {
        using var certificate = Open();
        var cms = new SignedCms(new ContentInfo(content), detached: true);
        cms.ComputeSignature(new CmsSigner(SubjectIdentifierType.IssuerAndSerialNumber, certificate) { DigestAlgorithm = new Oid(Sha256), IncludeOption = X509IncludeOption.EndCertOnly });
        return cms.Encode();
    }

    /// <summary>Whether a detached signature is of this content. Whose it is, its reader decides.</summary>
    public static bool Fits(byte[] content, byte[] signature)
    {
        try
        {
            var cms = new SignedCms(new ContentInfo(content), detached: true);
            cms.Decode(signature);
            cms.CheckSignature(verifySignatureOnly: true);
            return true;
        }
        catch (CryptographicException)
        {
            return false;
        }
    }

    /// <summary>Encrypts a content for whoever has the certificate's key.</summary>
    public static byte[] Encrypt(byte[] content, string pem)
    {
        using var certificate = X509Certificate2.CreateFromPem(pem);
        var cms = new EnvelopedCms(new ContentInfo(content), new AlgorithmIdentifier(new Oid(Aes256Cbc)));
        cms.Encrypt(new CmsRecipient(SubjectIdentifierType.IssuerAndSerialNumber, certificate, RSAEncryptionPadding.OaepSHA256));
        return cms.Encode();
    }

    /// <summary>A certificate in words: subject, end and the beginning of its SHA-256.</summary>
    public static string Name(string pem)
    {
        using var certificate = X509Certificate2.CreateFromPem(pem);
        return $"{certificate.Subject}, until {certificate.NotAfter.ToUniversalTime():yyyy-MM-dd}, SHA-256 {certificate.GetCertHashString(HashAlgorithmName.SHA256)[..16]}";
    }

    private X509Certificate2 Open()
    {
        try
        {
            return configuration["Payments:Signing:Password"] is { Length: > 0 } password
                ? X509Certificate2.CreateFromEncryptedPemFile(CertificatePath, password, KeyPath)
                : X509Certificate2.CreateFromPemFile(CertificatePath, KeyPath);
        }
        catch (Exception broken) when (broken is CryptographicException or IOException or ArgumentException or UnauthorizedAccessException)
        {
            throw new Refused("agency.no-key", "The key to sign with cannot be read; look at Payments:Signing:Certificate, Payments:Signing:Key and Payments:Signing:Password. Nothing was released.");
        }
    }
}
