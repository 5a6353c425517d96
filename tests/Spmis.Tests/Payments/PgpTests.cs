using System.Diagnostics;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Configuration;
using Spmis.Kernel.Acts;
using Spmis.Kernel.Files;
using Spmis.Payments;
using Spmis.Payments.Agencies;
using Spmis.Payments.Batches;
using Spmis.Payments.Exchange;
using Spmis.Payments.Exchange.OpenPgp;
using Spmis.Payments.Links;
using Spmis.Payments.Links.Signing;
using Spmis.Payments.Promises;
using Spmis.TestKit;

namespace Spmis.Tests.Payments;

/// <summary>Order files signed and encrypted by OpenPGP: bad keys, our own new keys, long files, and what gpg makes of them.</summary>
public sealed class PgpTests : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("spmis-pgp-").FullName;

    public static TheoryData<string, Func<string>, string> Bad => new()
    {
        { "no key", () => "hello", "BEGIN PGP PUBLIC KEY BLOCK" },
        { "a private key", () => PgpKeys.Make("Bank").SecretText, "must make a new key" },
        { "a certificate", () => "-----BEGIN CERTIFICATE-----\nMIIB\n-----END CERTIFICATE-----", "Choose CMS" },
        { "two keys", () => PgpKeys.Make("Bank").PublicText + PgpKeys.Make("Other").PublicText, "one public key" },
        { "cut off", () => PgpKeys.Make("Bank").PublicText is var text ? text[..(text.Length / 2)] : "", "cut off" },
        { "a changed letter", () => PgpKeys.Make("Bank").PublicText is var text ? Changed(text) : "", "cannot be read|does not sign its own user id|is not signed by it" },
        { "ended", () => PgpKeys.Make("Bank", days: 30).PublicText, "ended on 2026-01-31" },
        { "encryption ended", () => PgpKeys.Make("Bank", encryptsDays: 30).PublicText, "for encryption ended on 2026-01-31" },
        { "revoked", () => PgpKeys.Make("Bank").Revoked().PublicText, "was revoked" },
        { "signing only", () => PgpKeys.Make("Bank", encrypts: false).PublicText, "for signing only" },
        { "short", () => PgpKeys.Make("Bank", bits: 1024).PublicText, "shorter than 2048 bits" },
    };

    [Theory]
    [MemberData(nameof(Bad))]
    public void Check_OfAKeyThatCannotBeUsed_IsRefusedInWords(string what, Func<string> key, string words)
    {
        var configuration = Settings([]);
        var checks = new AgencyChecks(Protection(configuration), configuration, new LinkHosts(configuration), new OwnG2pKeys(configuration));
        var agency = DemoAgencies.All[0] with { Protection = FileProtection.Pgp, EncryptFor = PgpKeys.Make("Bank", days: 400, encryptsDays: 300).PublicText };
        checks.Settings(agency, SpmisApp.Now);

        var refused = Should.Throw<Refused>(() => checks.Settings(agency with { EncryptFor = key() }, SpmisApp.Now), what);

        (refused.Code, refused.Field).ShouldBe(("agency.pgp-key", "EncryptFor"));
        words.Split('|').ShouldContain(w => refused.Message.Contains(w, StringComparison.Ordinal), refused.Message);
        Should.Throw<Refused>(() => checks.Settings(agency with { EncryptFor = null, Sign = true }, SpmisApp.Now)).Message.ShouldContain("Payments:Signing:PgpKeys");
        Should.Throw<Refused>(() => checks.Settings(agency with { Protection = FileProtection.Cms }, SpmisApp.Now)).Message.ShouldContain("Choose OpenPGP");
    }

    [Fact]
    public async Task Files_SignedAndEncrypted_AreVerifiedWithFormerKeysToo()
    {
        var (first, second, bank) = (PgpKeys.Make("Fund <fund@example.org>"), PgpKeys.Make("Fund 2 <fund@example.org>", made: new(2026, 6, 1, 0, 0, 0, DateTimeKind.Utc)), PgpKeys.Make("Bank"));
        var keys = Put("keys.asc", first.SecretText);
        await using var payroll = await StartAsync(keys, bank.PublicText);
        await payroll.PayAsync();
        var batches = await payroll.BatchesAsync();
        batches.Select(b => b.Protection).ShouldBe([FileProtection.Pgp, FileProtection.Pgp]);

        // What the agency fetches is encrypted, and is the order file; its signature is of our first key.
        var order = await OrderAsync(payroll, batches[1]);
        bank.Decrypt(await payroll.FileAsync(batches[1].Id)).ShouldBe(order);
        (await payroll.App.UseAsync<ExchangeFiles, Exchanged>(act => act.HandleAsync(null, SpmisApp.Change(ExchangeFiles.Act), default))).Dropped.ShouldBe(2);
        Names("BANKA").ShouldBe([$"{batches[0].Number}.xml", $"{batches[0].Number}.xml.asc"]);
        Names("BANKB").ShouldBe([$"{batches[1].Number}.xml.asc", $"{batches[1].Number}.xml.pgp"]);
        (await VerifyAsync(payroll)).ShouldBeEmpty();

        // A new key signs from the next file on; the former one, or its public part, still verifies. Without it nobody can, and that is told.
        await File.WriteAllTextAsync(keys, first.PublicText + second.SecretText);
        await payroll.PayAsync(Payroll.July.Add(1));
        (await VerifyAsync(payroll)).ShouldBeEmpty();
        await File.WriteAllTextAsync(keys, second.SecretText);
        (await VerifyAsync(payroll)).Select(v => v.Record).ShouldBe([batches[0].Number, batches[1].Number]);
        (await VerifyAsync(payroll))[0].Text.ShouldContain("keep the public part of former keys");

        // A new key that has ended signs nothing.
        await File.WriteAllTextAsync(keys, PgpKeys.Make("Fund", days: 10).SecretText);
        (await Payroll.RefusalAsync(() => SignAsync(Protection(Settings(new() { ["Payments:Signing:PgpKeys"] = keys })), new MemoryStream(order), Stream.Null))).Message.ShouldContain("have ended");
    }

    [Fact]
    public async Task Files_OfAnyLength_AreSignedAndEncryptedAsStreams()
    {
        const int length = 16 * 1024 * 1024;
        var fund = PgpKeys.Make("Fund");
        var bank = PgpKeys.Make("Bank").PublicText;
        var protection = Protection(Settings(new() { ["Payments:Signing:PgpKeys"] = Put("keys.asc", fund.SecretText) }));
        using var signature = new MemoryStream();
        await SignAsync(protection, new Zeros(length), signature);
        using var counted = new Counted();
        // What was read is soon written: nothing waits for the end.
        var held = 0L;
        await OrderProtection.EncryptAsync(FileProtection.Pgp, new Zeros(length, given => held = Math.Max(held, given - counted.Written)), counted, bank, "x.xml", SpmisApp.Now, default);
        held.ShouldBeLessThan(1024 * 1024);
        counted.Written.ShouldBeGreaterThan(length);

        signature.Position = 0;
        (await protection.ProblemAsync(FileProtection.Pgp, new Zeros(length), signature, default)).ShouldBeNull();
        signature.Position = 0;
        (await protection.ProblemAsync(FileProtection.Pgp, new Zeros(length - 1), signature, default)).ShouldBe("Its signature is not that of its file.");
        (await protection.ProblemAsync(FileProtection.Pgp, new Zeros(1), new MemoryStream("junk"u8.ToArray()), default)).ShouldBe("Its signature cannot be read.");
    }

    /// <summary>By another program: it takes our signature for one, and reads what we encrypted for a key that it made.</summary>
    [Fact]
    public async Task Files_ReadByGpg_VerifyAndDecrypt()
    {
        var home = Directory.CreateDirectory(Path.Combine(folder, "g")).FullName;
        if (!OperatingSystem.IsWindows())
        {
            File.SetUnixFileMode(home, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        }

        Assert.SkipWhen(Gpg(home, "--version") is null, "skipped: no gpg");
        try
        {
            Gpg(home, "--passphrase", "", "--quick-generate-key", "Bank <bank@example.org>", "default", "default", "never").ShouldBe(0);
            var theirs = Path.Combine(folder, "bank.asc");
            Gpg(home, "--armor", "--output", theirs, "--export", "bank@example.org").ShouldBe(0);
            var fund = PgpKeys.Make("Fund <fund@example.org>");
            Gpg(home, "--import", Put("fund.asc", fund.PublicText)).ShouldBe(0);
            await using var payroll = await StartAsync(Put("keys.asc", fund.SecretText), await File.ReadAllTextAsync(theirs, TestContext.Current.CancellationToken));
            await payroll.PayAsync();
            await payroll.App.UseAsync<ExchangeFiles, Exchanged>(act => act.HandleAsync(null, SpmisApp.Change(ExchangeFiles.Act), default));
            var batches = await payroll.BatchesAsync();

            Gpg(home, "--verify", At("BANKA", $"{batches[0].Number}.xml.asc"), At("BANKA", $"{batches[0].Number}.xml")).ShouldBe(0);
            var read = Path.Combine(folder, "read.xml");
            Gpg(home, "--output", read, "--decrypt", At("BANKB", $"{batches[1].Number}.xml.pgp")).ShouldBe(0);
            (await File.ReadAllBytesAsync(read, TestContext.Current.CancellationToken)).ShouldBe(await OrderAsync(payroll, batches[1]));
            Gpg(home, "--verify", At("BANKB", $"{batches[1].Number}.xml.asc"), read).ShouldBe(0);
            await File.AppendAllTextAsync(read, " ", TestContext.Current.CancellationToken);
            Gpg(home, "--verify", At("BANKB", $"{batches[1].Number}.xml.asc"), read).ShouldBe(1, "a byte more");
        }
        finally
        {
            Run("gpgconf", "--homedir", home, "--kill", "gpg-agent");
        }
    }

    public void Dispose() => Directory.Delete(folder, recursive: true);

    private async Task<Payroll> StartAsync(string keys, string bank)
    {
        var payroll = await Payroll.StartAsync(settings: new Dictionary<string, string?> { ["Payments:Folders"] = Path.Combine(folder, "agencies"), ["Payments:Signing:PgpKeys"] = keys });
        await payroll.ChangeAgencyAsync("BANKA", s => s with { Protection = FileProtection.Pgp, Sign = true, UseFolders = true, MaxPaymentsPerBatch = 1_000_000 });
        await payroll.ChangeAgencyAsync("BANKB", s => s with { Protection = FileProtection.Pgp, Sign = true, EncryptFor = bank, UseFolders = true });
        await payroll.PeopleAsync(4, agency: n => n > 2 ? "BANKB" : "BANKA");
        return payroll;
    }

    private static async Task<IReadOnlyList<Violation>> VerifyAsync(Payroll payroll) =>
        [.. (await payroll.App.UseAsync<VerifyPayments, PaymentsVerified>(v => v.HandleAsync(new(2026, 7, 11), default))).Checks.SelectMany(c => c.Violations)];

    /// <summary>The order file itself, as it would be written again.</summary>
    private static async Task<byte[]> OrderAsync(Payroll payroll, Batch batch)
    {
        var stored = await payroll.App.UseAsync<WriteBatchFile, StoredFile>(w => w.WriteAsync(batch.Id, default));
        stored.Sha256.ShouldBe(batch.FileSha256);
        return await payroll.App.UseAsync<FileStore, byte[]>(async store =>
        {
            await using var source = store.Open(stored.Sha256);
            using var content = new MemoryStream();
            await source.CopyToAsync(content);
            return content.ToArray();
        });
    }

    private static Task SignAsync(OrderProtection protection, Stream content, Stream target) => protection.SignAsync(FileProtection.Pgp, content, target, SpmisApp.Now, default);

    private static IConfiguration Settings(Dictionary<string, string?> settings) => new ConfigurationBuilder().AddInMemoryCollection(settings).Build();

    private static OrderProtection Protection(IConfiguration configuration) => new(new OrderSignature(configuration), new OwnPgpKeys(configuration));

    /// <summary>One letter in the middle is another.</summary>
    private static string Changed(string text)
    {
        var at = text.Length / 3;
        while (!char.IsAsciiLetter(text[at]))
        {
            at++;
        }

        return string.Concat(text.AsSpan(0, at), text[at] == 'A' ? "B" : "A", text.AsSpan(at + 1));
    }

    private string At(string agency, string name) => Path.Combine(folder, "agencies", agency, "out", name);

    private string[] Names(string agency) => [.. Directory.GetFiles(Path.Combine(folder, "agencies", agency, "out")).Select(f => Path.GetFileName(f)!).Order(StringComparer.Ordinal)];

    private string Put(string name, string text)
    {
        var path = Path.Combine(folder, name);
        File.WriteAllText(path, text);
        return path;
    }

    private static int? Gpg(string home, params string[] arguments) => Run("gpg", ["--homedir", home, "--batch", "--no-tty", "--pinentry-mode", "loopback", .. arguments]);

    /// <summary>Exit code; null where the program is not there.</summary>
    private static int? Run(string program, params string[] arguments)
    {
        try
        {
            using var process = Process.Start(new ProcessStartInfo(program, arguments) { RedirectStandardError = true, RedirectStandardOutput = true })!; // Started anew.
            process.OutputDataReceived += (_, _) => { };
            process.ErrorDataReceived += (_, _) => { };
            process.BeginOutputReadLine();
            process.BeginErrorReadLine();
            process.WaitForExit(60_000).ShouldBeTrue();
            return process.ExitCode;
        }
        catch (System.ComponentModel.Win32Exception)
        {
            return null;
        }
    }

    /// <summary>So many zeros, in no memory; says before each part how many it gave.</summary>
    private sealed class Zeros(long length, Action<long>? each = null) : Stream
    {
        private long left = length;
        private long given;

        public override bool CanRead => true;

        public override bool CanSeek => false;

        public override bool CanWrite => false;

        public override long Length => throw new NotSupportedException();

        public override long Position { get => throw new NotSupportedException(); set => throw new NotSupportedException(); }

        public override int Read(byte[] buffer, int offset, int count)
        {
            var taken = (int)Math.Min(left, count);
            Array.Clear(buffer, offset, taken);
            each?.Invoke(given);
            (left, given) = (left - taken, given + taken);
            return taken;
        }

        public override void Flush()
        {
        }

        public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

        public override void SetLength(long value) => throw new NotSupportedException();

        public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();
    }

    /// <summary>Counts what is written.</summary>
    private sealed class Counted : Stream
    {
        public long Written { get; private set; }

        public override bool CanRead => false;

        public override bool CanSeek => false;

        public override bool CanWrite => true;

        public override long Length => Written;

        public override long Position { get => Written; set => throw new NotSupportedException(); }

        public override void Write(byte[] buffer, int offset, int count) => Written += count;

        public override void Flush()
        {
        }

        public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

        public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

        public override void SetLength(long value) => throw new NotSupportedException();
    }
}
