using System.Text;
using Shouldly;
using Spmis.Kernel.Acts;
using Spmis.Kernel.Files;
using Xunit;

namespace Spmis.Tests.Files;

public sealed class FileStoreTests : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("spmis-files-").FullName;

    private FileStore Store => new(folder);

    [Fact]
    public async Task Save_TheSameContentTwice_IsKeptOnceAndSaidSo()
    {
        var content = Encoding.UTF8.GetBytes(new string('a', 300_000));
        var first = await Store.SaveAsync(new TrickleStream(content), "C:\\files\\return\u0007.csv", content.Length, CancellationToken.None);
        var second = await Store.SaveAsync(new MemoryStream(content), "other.csv", null, CancellationToken.None);

        first.Name.ShouldBe("return.csv");
        first.AlreadyKept.ShouldBeFalse();
        second.ShouldBe(first with { Name = "other.csv", AlreadyKept = true });
        await using var kept = Store.Open(first.Sha256);
        using var copy = new MemoryStream();
        await kept.CopyToAsync(copy);
        copy.ToArray().ShouldBe(content);
        first.Sha256.ShouldBe(Convert.ToHexStringLower(System.Security.Cryptography.SHA256.HashData(content)));
        Files().Length.ShouldBe(1);
    }

    [Fact]
    public async Task Save_HalfAnUpload_LeavesNothing()
    {
        (await Should.ThrowAsync<Refused>(() => Store.SaveAsync(new MemoryStream(new byte[10]), "a", 11, CancellationToken.None))).Code.ShouldBe("file.incomplete");
        (await Should.ThrowAsync<Refused>(() => Store.SaveAsync(new MemoryStream(new byte[10]), "a", 9, CancellationToken.None))).Code.ShouldBe("file.incomplete");
        await Should.ThrowAsync<IOException>(() => Store.SaveAsync(new BrokenStream(new byte[10]), "a", null, CancellationToken.None));
        await Should.ThrowAsync<OperationCanceledException>(() => Store.SaveAsync(new MemoryStream(new byte[10]), "a", null, new CancellationToken(true)));
        (await Should.ThrowAsync<Refused>(() => new FileStore(folder) { MaxLength = 5 }.SaveAsync(new MemoryStream(new byte[10]), "a", null, CancellationToken.None))).Code.ShouldBe("file.too-large");
        (await Should.ThrowAsync<Refused>(() => new FileStore(folder) { MaxLength = 5 }.SaveAsync(new MemoryStream(new byte[10]), "a", 10, CancellationToken.None))).Code.ShouldBe("file.too-large");
        Files().ShouldBeEmpty();
    }

    [Fact]
    public async Task Make_AFileWrittenHere_IsTheSameAsOneSaved()
    {
        var content = Encoding.UTF8.GetBytes(new string('b', 300_001));
        var made = await Store.MakeAsync(
            async target =>
            {
                await target.WriteAsync(content.AsMemory(0, 7));
                target.Write(content, 7, 100_000);
                await target.WriteAsync(content.AsMemory(100_007));
            },
            "order.xml", CancellationToken.None);
        made.ShouldBe(new StoredFile(Convert.ToHexStringLower(System.Security.Cryptography.SHA256.HashData(content)), content.Length, "order.xml", false));
        (await Store.SaveAsync(new MemoryStream(content), "order.xml", null, CancellationToken.None)).ShouldBe(made with { AlreadyKept = true });
        (await Store.MakeAsync(async target => await target.WriteAsync(content), "order.xml", CancellationToken.None)).ShouldBe(made with { AlreadyKept = true });
        (await File.ReadAllBytesAsync(Files().ShouldHaveSingleItem())).ShouldBe(content);
    }

    [Fact]
    public async Task Make_BrokenOffOrTooLarge_LeavesNothing()
    {
        await Should.ThrowAsync<Refused>(() => Store.MakeAsync(
            async target =>
            {
                await target.WriteAsync(new byte[100_000]);
                throw new Refused("batch.totals", "Another sum.");
            },
            "order.xml", CancellationToken.None));
        (await Should.ThrowAsync<Refused>(() => new FileStore(folder) { MaxLength = 5 }.MakeAsync(async target => await target.WriteAsync(new byte[6]), "order.xml", CancellationToken.None))).Code.ShouldBe("file.too-large");
        Files().ShouldBeEmpty();
    }

    [Fact]
    public async Task Save_OverAFileTheDiskLost_MendsIt()
    {
        var stored = await Store.SaveAsync(new MemoryStream(new byte[10]), "a", null, CancellationToken.None);
        await File.WriteAllBytesAsync(Files()[0], []);
        (await Store.SaveAsync(new MemoryStream(new byte[10]), "a", null, CancellationToken.None)).AlreadyKept.ShouldBeFalse();
        (await Store.SaveAsync(new MemoryStream(new byte[10]), "a", null, CancellationToken.None)).ShouldBe(stored with { AlreadyKept = true });
    }

    [Fact]
    public async Task Save_ManyTimesAtOnce_KeepsOne()
    {
        var saved = await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => Store.SaveAsync(new TrickleStream(new byte[50_000]), "a", null, CancellationToken.None)));
        saved.Select(s => s.Sha256).Distinct().ShouldHaveSingleItem();
        Files().ShouldHaveSingleItem();
    }

    [Theory]
    [InlineData("../../etc/passwd")]
    [InlineData("")]
    [InlineData("AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA")]
    public void Open_NoHash_IsRefused(string sha256) => Should.Throw<Refused>(() => Store.Open(sha256)).Code.ShouldBe("file.not-kept");

    [Fact]
    public void DeleteAbandoned_OldUploads_Go()
    {
        Store.DeleteAbandoned(DateTime.MaxValue).ShouldBe(0);
        Directory.CreateDirectory(Path.Combine(folder, "incoming"));
        File.WriteAllText(Path.Combine(folder, "incoming", "x"), "half");
        Store.DeleteAbandoned(new DateTime(2000, 1, 1, 0, 0, 0, DateTimeKind.Utc)).ShouldBe(0);
        Store.DeleteAbandoned(new DateTime(2999, 1, 1, 0, 0, 0, DateTimeKind.Utc)).ShouldBe(1);
    }

    public void Dispose() => Directory.Delete(folder, recursive: true);

    private string[] Files() => Directory.GetFiles(folder, "*", SearchOption.AllDirectories);
}
