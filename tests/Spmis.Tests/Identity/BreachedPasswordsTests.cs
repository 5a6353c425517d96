using System.Security.Cryptography;
using System.Text;
using Microsoft.Extensions.Options;
using Spmis.Identity.SignIn;
using Spmis.Identity.Users;
using Spmis.Kernel.Acts;

namespace Spmis.Tests.Identity;

/// <summary>A file of breached passwords, searched on the disk: every line found, nothing else, and a wrong file told at the start.</summary>
public sealed class BreachedPasswordsTests : IDisposable
{
    private readonly string path = Path.Combine(Path.GetTempPath(), $"spmis-breached-{Guid.CreateVersion7():N}.txt");

    public void Dispose() => File.Delete(path);

    [Theory]
    [InlineData("\r\n", 1)]
    [InlineData("\n", 2)]
    [InlineData("\r\n", 3)]
    [InlineData("\r\n", 2_000)]
    [InlineData("\n", 2_001)]
    public async Task Passwords_OfTheFile_AreFoundAndNoOthers(string lineEnd, int count)
    {
        var passwords = Enumerable.Range(0, count).Select(i => $"correct horse {i}").ToList();
        await File.WriteAllTextAsync(path, string.Concat(passwords.Select(HashOf).Order(StringComparer.Ordinal).Select((h, i) => $"{h}:{i * 7919}{lineEnd}")));
        var breached = Of(path);
        await breached.StartAsync(default);

        passwords.ShouldAllBe(p => breached.Has(p));
        Enumerable.Range(0, 200).ShouldAllBe(i => !breached.Has($"wrong horse {i}"));
        var rules = new PasswordRules(breached);
        Should.Throw<Refused>(() => rules.Check("correct horse 0", "olive", "password")).Code.ShouldBe("password.breached");
        rules.Check("nine herons over the delta", "olive", "password");
    }

    [Theory]
    [InlineData(null, "no such file")]
    [InlineData("", "it is empty")]
    [InlineData("password\nletmein\n", "no line of 40 hexadecimal digits")]
    [InlineData("FFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFF:1\n0000000000000000000000000000000000000000:2\n", "not sorted by hash")]
    public async Task File_ThatIsNone_IsToldAtTheStart(string? content, string words)
    {
        if (content is not null)
        {
            await File.WriteAllTextAsync(path, content);
        }

        (await Should.ThrowAsync<InvalidOperationException>(() => Of(path).StartAsync(default))).Message.ShouldContain(words);
    }

    [Fact]
    public async Task Setting_Empty_FindsNothing()
    {
        await Of(null).StartAsync(default);
        Of(null).Has("correct horse 0").ShouldBeFalse();
    }

    private static BreachedPasswords Of(string? file) => new(Options.Create(new SignInSettings { BreachedPasswords = file }));

#pragma warning disable CA5350 // The file is of SHA-1 hashes.
    private static string HashOf(string password) => Convert.ToHexString(SHA1.HashData(Encoding.UTF8.GetBytes(password)));
#pragma warning restore CA5350
}
