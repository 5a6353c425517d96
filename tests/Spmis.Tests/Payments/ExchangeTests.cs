using System.Diagnostics;
using System.Security.Cryptography;
using System.Security.Cryptography.Pkcs;
using System.Security.Cryptography.X509Certificates;
using Microsoft.EntityFrameworkCore;
using Spmis.Payments;
using Spmis.Payments.Agencies;
using Spmis.Payments.Batches;
using Spmis.Payments.Exchange;
using Spmis.Payments.Promises;
using Spmis.TestKit;

namespace Spmis.Tests.Payments;

/// <summary>Signed and encrypted files through an agency's folder, and its answers back.</summary>
public sealed class ExchangeTests : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("spmis-exchange-").FullName;

    [Fact]
    public async Task Exchange_SignedEncryptedAndThroughAFolder_GoesAndComesOnce()
    {
        var (certificate, key) = Pair("CN=Fund");
        var (theirs, theirKey) = Pair("CN=Bank A");
        await using var payroll = await Payroll.StartAsync(settings: new Dictionary<string, string?>
        {
            ["Payments:Folders"] = Path.Combine(folder, "agencies"), ["Payments:Signing:Certificate"] = certificate, ["Payments:Signing:Key"] = key,
        });
        await payroll.ChangeAgencyAsync("BANKA", s => s with { Sign = true, UseFolders = true });
        await payroll.ChangeAgencyAsync("BANKB", s => s with { Sign = true, EncryptFor = File.ReadAllText(theirs), UseFolders = true });
        await payroll.PeopleAsync(4, agency: n => n > 2 ? "BANKB" : "BANKA");
        await payroll.PayAsync();

        (await ExchangeAsync(payroll)).Dropped.ShouldBe(2);
        (await ExchangeAsync(payroll)).Dropped.ShouldBe(0);
        var batches = await payroll.BatchesAsync();
        var plain = Names("BANKA", "out");
        plain.ShouldBe([$"{batches[0].Number}.xml", $"{batches[0].Number}.xml.p7s"]);
        Names("BANKB", "out").ShouldBe([$"{batches[1].Number}.xml.p7m", $"{batches[1].Number}.xml.p7s"]);
        var order = await File.ReadAllBytesAsync(At("BANKA", "out", plain[0]), TestContext.Current.CancellationToken);
        order.ShouldBe(await payroll.FileAsync(batches[0].Id));
        var verified = Verified(At("BANKA", "out", plain[1]), At("BANKA", "out", plain[0]), certificate);
        verified.ShouldNotBe(false);
        order[^20] ^= 1;
        OrderSignature.Fits(order, await File.ReadAllBytesAsync(At("BANKA", "out", plain[1]), TestContext.Current.CancellationToken)).ShouldBeFalse("a changed byte breaks the signature");
        await DecryptsAsync(batches[1], theirs, theirKey);
        (await VerifyAsync(payroll)).ShouldBeEmpty();
        await AnswersAsync(payroll);
        Assert.SkipWhen(verified is null, "openssl is not installed: all held, but no other program has verified the signature");
    }

    public void Dispose() => Directory.Delete(folder, recursive: true);

    private async Task AnswersAsync(Payroll payroll)
    {
        var refs = (await payroll.InstructionsAsync()).Select(i => i.Reference).ToList();
        var text = $"payment_reference,status,reason,amount,executed_on\n{refs[0]},PAID,,2000.00,2026-07-11\n";
        Put("good.csv", text);
        Put("wrong.csv", $"payment_reference,status,reason,amount,executed_on\n{refs[1]},PAID,,1999.99,2026-07-11\n");
        Put("junk.pdf", "%PDF-1.7 no answer at all");
        Put("half.csv.part", text);
        Put("fresh.csv", text, SpmisApp.Now);
        Put("a-first.csv", text, SpmisApp.Now.AddHours(-1));

        // Somebody has the first of them open: it is told, and stops no other.
        await using (new FileStream(At("BANKA", "in", "a-first.csv"), FileMode.Open, FileAccess.ReadWrite, FileShare.None))
        {
            await ExchangeAsync(payroll);
            await payroll.App.SettleAsync();
            await ExchangeAsync(payroll);
        }

        var note = await payroll.App.UseAsync<PaymentsDb, FolderFile>(db => db.FolderFiles.AsNoTracking().SingleAsync(f => f.Sha256 == ""));
        (note.Name, note.Fine).ShouldBe(("a-first.csv", false));
        File.Delete(At("BANKA", "in", "a-first.csv"));
        await ExchangeAsync(payroll);
        (await payroll.App.UseAsync<PaymentsDb, int>(db => db.FolderFiles.CountAsync(f => f.Sha256 == ""))).ShouldBe(0);

        Names("BANKA", "in").ShouldBe(["fresh.csv", "half.csv.part"], "what is being written, and what may be, is left alone");
        Names("BANKA", "in", "done").ShouldContain("good.csv");
        Names("BANKA", "in", "failed").ShouldBe(["junk.pdf", "wrong.csv"]);
        Verdicts("BANKA", "failed", "wrong.csv").ShouldContain("amount.differs");
        Verdicts("BANKA", "failed", "junk.pdf").ShouldContain("payment_reference");
        Verdicts("BANKA", "done", "good.csv").ShouldContain("accepted");

        // The same answer again, under its own name and another: read once, moved, nothing doubled.
        Put("good.csv", text);
        Put("again.csv", text);
        (await ExchangeAsync(payroll)).PickedUp.ShouldBe(2);
        Names("BANKA", "in", "done").ShouldBe(["again.csv", "good-2.csv", "good.csv"]);
        (await payroll.App.UseAsync<PaymentsDb, int>(db => db.Outcomes.CountAsync())).ShouldBe(1);
        (await payroll.App.UseAsync<PaymentsDb, int>(db => db.StatusFiles.CountAsync())).ShouldBe(2);
        (await payroll.App.UseAsync<PaymentsDb, List<bool?>>(db => db.FolderFiles.Where(f => f.Direction == FolderDirection.PickedUp).OrderBy(f => f.Name).Select(f => f.Fine).ToListAsync())).ShouldBe([true, true, false, false]);
        await payroll.PromisesHoldAsync();
    }

    private static Task<Exchanged> ExchangeAsync(Payroll payroll) => payroll.App.UseAsync<ExchangeFiles, Exchanged>(act => act.HandleAsync(null, SpmisApp.Change(ExchangeFiles.Act), default));

    private static async Task<IEnumerable<Violation>> VerifyAsync(Payroll payroll) =>
        (await payroll.App.UseAsync<VerifyPayments, PaymentsVerified>(v => v.HandleAsync(new(2026, 7, 11), default))).Checks.SelectMany(c => c.Violations);

    private async Task DecryptsAsync(Batch batch, string certificate, string key)
    {
        var cms = new EnvelopedCms();
        cms.Decode(await File.ReadAllBytesAsync(At("BANKB", "out", $"{batch.Number}.xml.p7m"), TestContext.Current.CancellationToken));
        using var theirs = X509Certificate2.CreateFromPemFile(certificate, key);
        cms.Decrypt([theirs]);
        Convert.ToHexStringLower(SHA256.HashData(cms.ContentInfo.Content)).ShouldBe(batch.FileSha256);
        OrderSignature.Fits(cms.ContentInfo.Content, await File.ReadAllBytesAsync(At("BANKB", "out", $"{batch.Number}.xml.p7s"), TestContext.Current.CancellationToken)).ShouldBeTrue();
    }

    /// <summary>By the openssl program, so that our signatures are not only what our own library takes for one; null where it is not there.</summary>
    private static bool? Verified(string signature, string content, string certificate)
    {
        try
        {
            using var openssl = Process.Start(new ProcessStartInfo("openssl", ["cms", "-verify", "-binary", "-inform", "DER", "-in", signature, "-content", content, "-CAfile", certificate, "-purpose", "any", "-out", "/dev/null"]) { RedirectStandardError = true, RedirectStandardOutput = true })!;
            openssl.WaitForExit(30_000).ShouldBeTrue();
            return openssl.ExitCode == 0;
        }
        catch (System.ComponentModel.Win32Exception)
        {
            return null;
        }
    }

    private (string Certificate, string Key) Pair(string name)
    {
        using var rsa = RSA.Create(2048);
        var request = new CertificateRequest(name, rsa, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
        using var certificate = request.CreateSelfSigned(new DateTimeOffset(2020, 1, 1, 0, 0, 0, TimeSpan.Zero), new DateTimeOffset(2099, 1, 1, 0, 0, 0, TimeSpan.Zero));
        var stem = Path.Combine(folder, name[3..].Replace(' ', '-'));
        File.WriteAllText(stem + ".crt", certificate.ExportCertificatePem());
        File.WriteAllText(stem + ".key", rsa.ExportPkcs8PrivateKeyPem());
        return (stem + ".crt", stem + ".key");
    }

    private string At(params string[] parts) => Path.Combine([folder, "agencies", .. parts]);

    /// <summary>What lies in a folder, verdicts left out.</summary>
    private string[] Names(params string[] parts) => [.. Directory.GetFiles(At(parts)).Select(f => Path.GetFileName(f)!).Where(n => !n.EndsWith(".verdicts.csv", StringComparison.Ordinal)).Order(StringComparer.Ordinal)];

    private string Verdicts(string agency, string where, string file) => File.ReadAllText(Directory.GetFiles(At(agency, "in", where), $"{file}.*.verdicts.csv").Single());

    private void Put(string name, string text, DateTime? at = null)
    {
        Directory.CreateDirectory(At("BANKA", "in"));
        File.WriteAllText(At("BANKA", "in", name), text);
        File.SetLastWriteTimeUtc(At("BANKA", "in", name), at ?? SpmisApp.Now.AddMinutes(-1));
    }
}
