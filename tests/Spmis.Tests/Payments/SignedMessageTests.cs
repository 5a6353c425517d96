using System.Buffers.Text;
using System.Net;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;
using Spmis.Kernel.Access;
using Spmis.Kernel.Acts;
using Spmis.Kernel.Data;
using Spmis.Kernel.Runs;
using Spmis.Payments;
using Spmis.Payments.Agencies;
using Spmis.Payments.FinancialAddresses;
using Spmis.Payments.Links;
using Spmis.Payments.Mapper;
using Spmis.TestKit;

namespace Spmis.Tests.Payments;

/// <summary>Signed messages of G2P Connect: ours are verified by another library with the keys that we publish; theirs by the keys agreed on, and by no others.</summary>
public sealed class SignedMessageTests : IDisposable
{
    private static readonly Actor BankA = new("agency-a", "Ana Agency", [Roles.Agency], Agency: "BANKA");
    private readonly string folder = Directory.CreateTempSubdirectory("spmis-jws-").FullName;
    private readonly RSA own = RSA.Create(2048);
    private readonly RSA theirs = RSA.Create(2048);
    private readonly RSA strange = RSA.Create(2048);
    private DateTime now = SpmisApp.Now.AddDays(8);

    [Fact]
    public async Task Order_SignedBothWays_IsSentAndAnsweredAndKeysAreChanged()
    {
        await using var system = await PayingSystem.StartAsync();
        await using var payroll = await StartAsync(system);
        await payroll.PeopleAsync(3);
        await payroll.PayAsync();
        var batch = (await payroll.BatchesAsync()).ShouldHaveSingleItem();
        system.Next(Mood.TakesAndHangsUp);
        await LookAsync(payroll);

        // What went out is the order file with a signature by the key that we publish.
        var sent = JsonDocument.Parse(system.Orders.Single()).RootElement;
        var published = await JwksAsync(payroll);
        var payload = await VerifiedAsync(sent.GetProperty("signature").GetString()!, published); // Written by us.
        Encoding.UTF8.GetBytes(payload).ShouldBe(await payroll.FileAsync(batch.Id));
        JsonElement.DeepEquals(JsonDocument.Parse(payload).RootElement.GetProperty("message"), sent.GetProperty("message")).ShouldBeTrue();

        // Asked what became of it, an answer without a signature, or with somebody else's, tells nothing, least of all that the order is not there.
        system.Forgets = true;
        foreach (var (signs, words) in new (Func<string, string>?, string)[] { (null, "not signed"), (text => Signed(text, strange), "names no key"), (text => Signed(text, strange, kid: Kid(theirs)), "is wrong") })
        {
            (system.Signs, now) = (signs, now.AddHours(2));
            await LookAsync(payroll);
            var sending = await SendingAsync(payroll);
            (sending.State, sending.Tries).ShouldBe(("untold", 1));
            sending.Problem!.ShouldContain(words); // It has one.
        }

        // A true answer to another question, sent again: it would have the order sent twice.
        (system.SaysAgain, system.Signs, now) = ($"{batch.Number}-20260101000000", text => Signed(text, theirs), now.AddHours(2));
        await LookAsync(payroll);
        ((await SendingAsync(payroll)).State, system.Orders.Count).ShouldBe(("untold", 1));
        system.SaysAgain = null;

        // Signed as agreed it counts.
        (system.Forgets, system.Signs, now) = (false, text => Signed(text, theirs), now.AddHours(2));
        await LookAsync(payroll);
        (await SendingAsync(payroll)).State.ShouldBe("taken");
        (await payroll.InstructionsAsync()).ShouldAllBe(i => i.State == "paid");
        system.Orders.Count.ShouldBe(1);

        // A new key is published before it signs, then signs, and the old one stays published.
        using var next = RSA.Create(2048);
        await File.WriteAllTextAsync(Path.Combine(folder, "2026-09.pem"), next.ExportSubjectPublicKeyInfoPem(), TestContext.Current.CancellationToken);
        (await KidsAsync(payroll)).ShouldBe([Kid(next), Kid(own)]);
        (await SentKidAsync(payroll, system, Payroll.July.Add(1))).ShouldBe(Kid(own));
        await File.WriteAllTextAsync(Path.Combine(folder, "2026-09.pem"), next.ExportPkcs8PrivateKeyPem(), TestContext.Current.CancellationToken);
        (await SentKidAsync(payroll, system, Payroll.July.Add(2))).ShouldBe(Kid(next));
        (await KidsAsync(payroll)).ShouldBe([Kid(next), Kid(own)]);
        await payroll.PromisesHoldAsync();
    }

    [Fact]
    public async Task OnDisburse_OfHostileSignatures_IsRefusedAndTheRightOneIsTaken()
    {
        await using var system = await PayingSystem.StartAsync();
        await using var payroll = await StartAsync(system);
        await payroll.PeopleAsync(1);
        await payroll.PayAsync();
        var batch = (await payroll.BatchesAsync()).ShouldHaveSingleItem();
        var reference = (await payroll.OnlyAsync()).Reference;
        string Told(string status) => $$$"""{"header":{"message_id":"9","message_ts":"2026-07-11T09:00:00Z","action":"on-disburse","status":"succ"},"message":{"transaction_id":"{{{batch.Number}}}","disbursements_status":[{"reference_id":"{{{reference}}}","timestamp":"2026-07-10T08:00:00Z","status":"{{{status}}}"}]}}""";
        var told = Told("succ");
        var kid = Kid(theirs);
        foreach (var (what, body, code) in new (string, string, string)[]
        {
            ("missing", told, "err.signature.missing"),
            ("empty", With(told, ""), "err.signature.missing"),
            ("no JWS", With(told, "Signature: namespace=\"g2p\""), "err.signature.invalid"),
            ("alg none", With(told, $"{Part($$"""{"alg":"none","kid":"{{kid}}"}""")}.{Part(told)}."), "err.signature.invalid"),
            ("alg none with a signature", Signed(told, theirs, alg: "none"), "err.signature.invalid"),
            ("HS256 by the public key", Hmac(told, kid), "err.signature.invalid"),
            ("RS512 in the head", Signed(told, theirs, alg: "RS512"), "err.signature.invalid"),
            ("a key of their own", Signed(told, strange), "err.signature.invalid"),
            ("another key under the name", Signed(told, strange, kid: kid), "err.signature.invalid"),
            ("a key in the head", Signed(told, strange, more: $",\"jwk\":{Jwk(strange)}"), "err.signature.invalid"),
            ("an address in the head", Signed(told, strange, more: $",\"jku\":\"{system.Address}/elsewhere\""), "err.signature.invalid"),
            ("no key named", Signed(told, theirs, kid: "none"), "err.signature.invalid"),
            ("critical words", Signed(told, theirs, more: ",\"crit\":[\"b64\"],\"b64\":false"), "err.signature.invalid"),
            ("another body", With(Told("rjct"), Jws(told, theirs)), "err.signature.invalid"),
            ("another header", With(told.Replace("\"9\"", "\"10\"", StringComparison.Ordinal), Jws(told, theirs)), "err.signature.invalid"),
            ("a name twice", $"{{\"message\":{{\"transaction_id\":\"{batch.Number}\"}},{Signed(told, theirs)[1..]}", "err.request.bad"),
        })
        {
            var (status, said) = await PostAsync(payroll, body);
            status.ShouldBe(HttpStatusCode.BadRequest, what);
            said.ShouldContain(code, customMessage: what);
        }

        system.CallsElsewhere.ShouldBe(0, "no address that a message names is called");
        (await payroll.App.UseAsync<PaymentsDb, int>(db => db.StatusFiles.CountAsync())).ShouldBe(0);

        // Written in another way, the same values: signatures are of values, not bytes.
        (await PostAsync(payroll, With(told.Replace(":", " : ", StringComparison.Ordinal).Replace("09 : 00 : 00", "09:00:00", StringComparison.Ordinal).Replace("08 : 00 : 00", "08:00:00", StringComparison.Ordinal), Jws(told, theirs)))).Status.ShouldBe(HttpStatusCode.OK);
        await payroll.App.SettleAsync();
        (await payroll.OnlyAsync()).State.ShouldBe("paid");
    }

    [Fact]
    public async Task Agency_ThatMayComeUnsigned_IsHeardButNeverWithAWrongSignature()
    {
        await using var system = await PayingSystem.StartAsync();
        await using var payroll = await StartAsync(system, unsigned: true);
        await payroll.PeopleAsync(1);
        await payroll.PayAsync();
        var batch = (await payroll.BatchesAsync()).ShouldHaveSingleItem();
        var told = $$$"""{"header":{"message_id":"9","action":"on-disburse"},"message":{"transaction_id":"{{{batch.Number}}}","disbursements_status":[{"reference_id":"{{{(await payroll.OnlyAsync()).Reference}}}","timestamp":"2026-07-10T08:00:00Z","status":"succ"}]}}""";
        (await PostAsync(payroll, Signed(told, strange))).Status.ShouldBe(HttpStatusCode.BadRequest);
        (await PostAsync(payroll, told)).Status.ShouldBe(HttpStatusCode.OK);

        // Keys that are none, or private, are not agreed on.
        foreach (var (keys, words) in new[] { (theirs.ExportPkcs8PrivateKeyPem(), "private"), ("hello", "public keys"), ("{\"keys\":[{\"kty\":\"RSA\",\"n\":\"AQAB\",\"e\":\"AQAB\",\"d\":\"AQAB\"}]}", "private"), ("{\"keys\":[]}", "public keys"), ("{", "cannot be read") })
        {
            (await Payroll.RefusalAsync(() => payroll.ChangeAgencyAsync("BANKA", s => s with { Link = s.Link! with { Keys = keys } }))).Message.ShouldContain(words); // Linked.
        }

        using var bank = payroll.App.Client(BankA);
        (await bank.GetStringAsync("/api/payments/g2p-connect/.well-known/jwks.json", TestContext.Current.CancellationToken)).ShouldNotContain("\"d\"");
    }

    [Fact]
    public async Task Mapper_SignedBothWays_IsAskedAndToldAndNotBelievedOtherwise()
    {
        await using var system = await MapperSystem.StartAsync();
        var settings = system.Settings();
        await File.WriteAllTextAsync(Path.Combine(folder, "mapper.jwks"), $"{{\"keys\":[{Jwk(theirs)}]}}", TestContext.Current.CancellationToken);
        (settings["Payments:Mapper:Sign"], settings["Payments:Mapper:Keys"], settings["Payments:G2p:Keys"]) = ("true", Path.Combine(folder, "mapper.jwks"), OwnFolder());
        await using var payroll = await Payroll.StartAsync(settings: settings);
        await payroll.TellAsync(Payroll.Facts(1));
        await payroll.App.UseAsync<VerifyAddress>(act => act.HandleAsync(Payroll.Person(1), FinancialAddress.Usual, SpmisApp.Change("payments.verify-address") with { Evidence = "letter" }, default));

        var run = await TellAsync(payroll);
        (await ProblemAsync(payroll, run)).ShouldContain("not signed");
        system.Signs = text => Signed(text, strange);
        await ResumeAsync(payroll, run);
        (await ProblemAsync(payroll, run)).ShouldContain("names no key");
        system.Signs = text => $"{{\"message\":{{\"ack_status\":\"ACK\",{JsonDocument.Parse(text).RootElement.GetProperty("message").GetRawText()[1..]}}}";
        await ResumeAsync(payroll, run);
        (await ProblemAsync(payroll, run)).ShouldContain("not signed", Case.Sensitive, "an acknowledgement in front makes no answer of it");
        system.Did.ShouldBeEmpty("what it says it has is not believed, so nothing is told");

        system.Signs = text => Signed(text, theirs);
        await ResumeAsync(payroll, run);
        (await payroll.TechnicalRunAsync(run)).State.ShouldBe("finished");
        system.Did.ShouldHaveSingleItem().Verb.ShouldBe("link");
        var body = JsonDocument.Parse(system.Bodies.Last()).RootElement;
        await VerifiedAsync(body.GetProperty("signature").GetString()!, await JwksAsync(payroll)); // Written by us.
        File.Delete(settings["Payments:Mapper:Keys"]!); // Set above.
        (await Payroll.RefusalAsync(() => TellAsync(payroll))).Message.ShouldContain("Payments:Mapper:Keys");
    }

    public void Dispose()
    {
        own.Dispose();
        theirs.Dispose();
        strange.Dispose();
        Directory.Delete(folder, recursive: true);
    }

    private string OwnFolder()
    {
        File.WriteAllText(Path.Combine(folder, "2026-01.pem"), own.ExportPkcs8PrivateKeyPem());
        return folder;
    }

    private async Task<Payroll> StartAsync(PayingSystem system, bool unsigned = false)
    {
        var payroll = await Payroll.StartAsync(today: SpmisApp.Now.AddDays(8), settings: new Dictionary<string, string?>
        {
            ["Payments:Links:Hosts"] = "127.0.0.1", ["Payments:Links:BANKA:Secret"] = "a/secret", ["Payments:Links:Seconds"] = "86400", ["Payments:G2p:Keys"] = OwnFolder(),
        });
        await payroll.ChangeAgencyAsync("BANKA", s => s with
        {
            Format = OrderFormat.G2pConnect, Currency = "KES", MaxPaymentsPerBatch = 1000,
            Link = new()
            {
                Address = $"{system.Address}/v1/", TokenAddress = $"{system.Address}/token", ClientId = "spmis", Sender = "spmis.example", AccountForm = "account:{account}@bank-a.example", CallsPerMinute = 6000,
                SignMessages = true, Keys = theirs.ExportSubjectPublicKeyInfoPem(), UnsignedAllowed = unsigned,
            },
        });
        return payroll;
    }

    private async Task<string?> SentKidAsync(Payroll payroll, PayingSystem system, Values.Month month)
    {
        await payroll.PayAsync(month);
        now = now.AddHours(2);
        await LookAsync(payroll);
        return new JsonWebToken(JsonDocument.Parse(system.Orders.Last()).RootElement.GetProperty("signature").GetString()).Kid;
    }

    private async Task LookAsync(Payroll payroll)
    {
        await payroll.App.UseAsync<SendBatches, int>(act => act.HandleAsync(null, SpmisApp.Change(SendBatches.Act, Actor.System, now), default));
        await payroll.App.SettleAsync();
    }

    private static Task<BatchSending> SendingAsync(Payroll payroll) => payroll.App.UseAsync<PaymentsDb, BatchSending>(db => db.BatchSendings.AsNoTracking().SingleAsync());

    private static async Task<long> TellAsync(Payroll payroll)
    {
        var run = await payroll.App.UseAsync<TellMapper, long>(act => act.HandleAsync(new TellRequest(false), SpmisApp.Change(TellMapper.Act), default));
        await payroll.App.SettleAsync(failuresAllowed: true);
        return run;
    }

    private static async Task ResumeAsync(Payroll payroll, long run)
    {
        await payroll.App.UseAsync<PaymentsDb>(db => ResumeRun.RunAsync(db, payroll.App.Services.GetRequiredService<RunSignal>(), run, SpmisApp.Change("runs.resume"), default));
        await payroll.App.SettleAsync(failuresAllowed: true);
    }

    /// <summary>Why a run failed.</summary>
    private static async Task<string> ProblemAsync(Payroll payroll, long run) => (await payroll.TechnicalRunAsync(run)).Problem.ShouldNotBeNull();

    private static async Task<(HttpStatusCode Status, string Body)> PostAsync(Payroll payroll, string body)
    {
        using var bank = payroll.App.Client(BankA);
        using var content = new StringContent(body, Encoding.UTF8, "application/json");
        using var answer = await bank.PostAsync(new Uri("/api/payments/g2p-connect/on-disburse", UriKind.Relative), content, TestContext.Current.CancellationToken);
        return (answer.StatusCode, await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
    }

    private static async Task<string> JwksAsync(Payroll payroll)
    {
        using var anybody = payroll.App.Client();
        return await anybody.GetStringAsync(new Uri("/api/payments/g2p-connect/.well-known/jwks.json", UriKind.Relative), TestContext.Current.CancellationToken);
    }

    private static async Task<List<string?>> KidsAsync(Payroll payroll) => [.. JsonDocument.Parse(await JwksAsync(payroll)).RootElement.GetProperty("keys").EnumerateArray().Select(k => k.GetProperty("kid").GetString())];

    /// <summary>By another library, with the keys as they are published.</summary>
    private static async Task<string> VerifiedAsync(string jws, string jwks)
    {
        var verified = await new JsonWebTokenHandler().ValidateTokenAsync(jws, new TokenValidationParameters
        {
            IssuerSigningKeys = new JsonWebKeySet(jwks).GetSigningKeys(), ValidateIssuer = false, ValidateAudience = false, ValidateLifetime = false, RequireExpirationTime = false, ValidAlgorithms = ["RS256"],
        });
        verified.IsValid.ShouldBeTrue($"{verified.Exception}");
        return Base64UrlEncoder.Decode(jws.Split('.')[1]);
    }

    private static string Kid(RSA key) => Base64UrlEncoder.Encode(JsonWebKeyConverter.ConvertFromRSASecurityKey(new RsaSecurityKey(key.ExportParameters(false))).ComputeJwkThumbprint());

    private static string Jwk(RSA key)
    {
        var parameters = key.ExportParameters(false);
        return JsonSerializer.Serialize(new { kty = "RSA", use = "sig", kid = "theirs", n = Base64UrlEncoder.Encode(parameters.Modulus), e = Base64UrlEncoder.Encode(parameters.Exponent) });
    }

    private static string Part(string text) => Base64Url.EncodeToString(Encoding.UTF8.GetBytes(text));

    private static string With(string message, string signature) => $"{{\"signature\":{JsonSerializer.Serialize(signature)},{message[1..]}";

    private static string Jws(string message, RSA key, string alg = "RS256", string? kid = null, string more = "")
    {
        var head = $"{Part($"{{\"alg\":\"{alg}\",\"kid\":\"{kid ?? Kid(key)}\"{more}}}")}.{Part(message)}";
        return $"{head}.{Base64Url.EncodeToString(key.SignData(Encoding.ASCII.GetBytes(head), HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1))}";
    }

    private static string Signed(string message, RSA key, string alg = "RS256", string? kid = null, string more = "") => With(message, Jws(message, key, alg, kid, more));

    private string Hmac(string message, string kid)
    {
        var head = $"{Part($$"""{"alg":"HS256","kid":"{{kid}}"}""")}.{Part(message)}";
        return With(message, $"{head}.{Base64Url.EncodeToString(HMACSHA256.HashData(Encoding.ASCII.GetBytes(theirs.ExportSubjectPublicKeyInfoPem()), Encoding.ASCII.GetBytes(head)))}");
    }
}
