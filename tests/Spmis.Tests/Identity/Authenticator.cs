using System.Buffers.Binary;
using System.Buffers.Text;
using System.Formats.Cbor;
using System.Net;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Spmis.TestKit;

namespace Spmis.Tests.Identity;

/// <summary>A device with one passkey, in software: what it signs can be right, or wrong in one thing at a time (WebAuthn level 3, 6 and 7).</summary>
internal sealed class Authenticator : IDisposable
{
    private const byte Present = 0x01;
    private const byte Verified = 0x04;
    private const byte HasKey = 0x40;
    private readonly ECDsa key = ECDsa.Create(ECCurve.NamedCurves.nistP256);

    public byte[] Id { get; } = RandomNumberGenerator.GetBytes(32);

    public byte[] UserHandle { get; set; } = [];

    public uint Count { get; set; } = 1;

    public string Host { get; set; } = "localhost";

    public string Origin { get; set; } = "http://localhost";

    public bool Verifies { get; set; } = true;

    /// <summary>Registers itself on the page.</summary>
    public async Task<HttpResponseMessage> RegisterAsync(HttpClient browser, string name)
    {
        var asked = await AskAsync(browser, "/account/passkeys?handler=Question");
        return await SpmisApp.PostFormAsync(browser, "/account/passkeys", "/account/passkeys?handler=Add", ("Name", name), ("Passkey", Made(asked)));
    }

    /// <summary>Signs in at the door.</summary>
    public async Task<HttpResponseMessage> SignInAsync(HttpClient browser) =>
        await SpmisApp.PostFormAsync(browser, "/sign-in/passkey", ("Passkey", Signed(await AskAsync(browser, "/sign-in/passkey?handler=Question"))));

    /// <summary>What the page's script fetches.</summary>
    public static async Task<JsonElement> AskAsync(HttpClient browser, string path)
    {
        using var answer = await browser.GetAsync(new Uri(path, UriKind.Relative));
        answer.StatusCode.ShouldBe(HttpStatusCode.OK);
        return JsonElement.Parse(await answer.Content.ReadAsStringAsync());
    }

    /// <summary>A new passkey, as the browser hands it over.</summary>
    public string Made(JsonElement asked)
    {
        UserHandle = Base64Url.DecodeFromChars(asked.GetProperty("options").GetProperty("user").GetProperty("id").GetString());
        var data = new CborWriter();
        data.WriteStartMap(3);
        data.WriteTextString("fmt");
        data.WriteTextString("none");
        data.WriteTextString("attStmt");
        data.WriteStartMap(0);
        data.WriteEndMap();
        data.WriteTextString("authData");
        data.WriteByteString([.. Data(HasKey), .. new byte[16], 0, (byte)Id.Length, .. Id, .. PublicKey()]);
        data.WriteEndMap();
        return Field(asked, new { clientDataJSON = Text(Client("webauthn.create", asked)), attestationObject = Text(data.Encode()), transports = new[] { "internal" } });
    }

    /// <summary>A proof, as the browser hands it over.</summary>
    public string Signed(JsonElement asked, string? challenge = null)
    {
        var (data, client) = (Data(0), Client("webauthn.get", asked, challenge));
        var signature = key.SignData([.. data, .. SHA256.HashData(client)], HashAlgorithmName.SHA256, DSASignatureFormat.Rfc3279DerSequence);
        return Field(asked, new { clientDataJSON = Text(client), authenticatorData = Text(data), signature = Text(signature), userHandle = Text(UserHandle) });
    }

    public void Dispose() => key.Dispose();

    private static string Text(byte[] bytes) => Base64Url.EncodeToString(bytes);

    private string Field(JsonElement asked, object response) => JsonSerializer.Serialize(new
    {
        state = asked.GetProperty("state").GetString(),
        credential = new { id = Text(Id), rawId = Text(Id), type = "public-key", authenticatorAttachment = "platform", clientExtensionResults = new { }, response },
    });

    private byte[] Client(string type, JsonElement asked, string? challenge = null) =>
        Encoding.UTF8.GetBytes(JsonSerializer.Serialize(new { type, challenge = challenge ?? asked.GetProperty("options").GetProperty("challenge").GetString(), origin = Origin, crossOrigin = false }));

    private byte[] Data(byte flags)
    {
        var count = new byte[sizeof(uint)];
        BinaryPrimitives.WriteUInt32BigEndian(count, Count);
        return [.. SHA256.HashData(Encoding.UTF8.GetBytes(Host)), (byte)(flags | Present | (Verifies ? Verified : 0)), .. count];
    }

    // RFC 9053, 7.1.1: ES256 on P-256, in the canonical order of CTAP2.
    private byte[] PublicKey()
    {
        var point = key.ExportParameters(false).Q;
        var cose = new CborWriter(CborConformanceMode.Ctap2Canonical);
        cose.WriteStartMap(5);
        foreach (var (label, value) in new[] { (1, 2), (3, -7), (-1, 1) })
        {
            cose.WriteInt32(label);
            cose.WriteInt32(value);
        }

        cose.WriteInt32(-2);
        cose.WriteByteString(point.X ?? []);
        cose.WriteInt32(-3);
        cose.WriteByteString(point.Y ?? []);
        cose.WriteEndMap();
        return cose.Encode();
    }
}
