using System.Globalization;
using Shouldly;
using Spmis.Samples;
using Spmis.Samples.Employers;
using Spmis.Samples.People;
using Spmis.Samples.Places;
using Spmis.Samples.Returns;
using Xunit;

namespace Spmis.Tests.Samples;

public sealed class ReturnFilesTests
{
    private const int Persons = 6000;
    private const int EmployerCount = 120;

    [Fact]
    public async Task Write_WorkersInAnyOrder_SameBytes()
    {
        using var first = new SampleFolder();
        using var second = new SampleFolder();
        await Written(first, 7);
        await Written(second, 7, w => w.Reverse());
        second.Digest().ShouldBe(first.Digest());
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(77)]
    public async Task Write_AnySeed_OneCorrectionAndOneFileSentTwice(long seed)
    {
        using var folder = new SampleFolder();
        var plans = await Written(folder, seed);
        var correction = plans.Single(p => p.Kind == ReturnPlan.Correction);
        var original = plans.Single(p => p.EmployerNumber == correction.EmployerNumber && p.Month == correction.Month && p.Kind == ReturnPlan.Original);
        var changed = Enumerable.Zip(folder.Rows(original.Path), folder.Rows(correction.Path)).Where(p => !p.First.SequenceEqual(p.Second)).ShouldHaveSingleItem();
        changed.First.Zip(changed.Second).Count(f => f.First != f.Second).ShouldBe(1);
        correction.FiledOn.ShouldBeGreaterThan(original.FiledOn);

        var again = plans.Single(p => p.SameBytesAs.Length > 0);
        File.ReadAllBytes(Path.Combine(folder.Path, again.Path)).ShouldBe(File.ReadAllBytes(Path.Combine(folder.Path, again.SameBytesAs)));
        ReturnFiles.ReadPlan(folder.Path).ShouldBe(plans);
        Directory.Exists(Path.Combine(folder.Path, "returns-spool")).ShouldBeFalse();
    }

    [Fact]
    public async Task Write_SixMonths_EmployersBehaveAsInLife()
    {
        using var folder = new SampleFolder();
        var plans = await Written(folder, 1);
        var originals = plans.Where(p => p.Kind == ReturnPlan.Original && p.SameBytesAs.Length == 0).ToList();
        var late = originals.Count(p => p.FiledOn > DemoDates.ReturnDue(p.Month)) * 100 / originals.Count;
        late.ShouldBeInRange(3, 25);
        originals.GroupBy(p => p.EmployerNumber).Count(g => g.Count() < DemoDates.Months.Count).ShouldBeGreaterThan(0);
        plans.Select(p => p.FiledOn).ShouldBeInOrder();
        plans.ShouldAllBe(p => p.FiledOn <= DemoDates.LastArrival);
        plans.ShouldAllBe(p => folder.Rows(p.Path).Count() == p.Lines);
    }

    [Fact]
    public async Task Write_SixMonths_LinesHoldTheCasesTheImporterMustMaster()
    {
        using var folder = new SampleFolder();
        var plans = await Written(folder, 1);
        var rows = plans.SelectMany(p => folder.Rows(p.Path)).ToList();
        (rows.Count(r => r[2].Length == 0) * 1000 / rows.Count).ShouldBeInRange(4, 25);
        var good = rows.Where(r => r.Length == 12 && decimal.TryParse(r[7], out var wage) && wage >= 0).ToList();
        var wages = good.Select(r => decimal.Parse(r[7], CultureInfo.InvariantCulture)).ToList();
        wages.ShouldContain(w => w < 8000);
        wages.ShouldContain(w => w > 108_000);
        good.ShouldContain(r => r[10].Length > 0 && r[11].Length > 0);
        plans.Sum(p => p.Mistakes).ShouldBeInRange(3, rows.Count / 100);
        (rows.Count - good.Count).ShouldBeLessThanOrEqualTo(plans.Sum(p => p.Mistakes));
    }

    [Fact]
    public void Employers_OfOneBook_AreFewLargeAndManyTiny()
    {
        var sizes = new EmployerBook(new Population(1, 40_000), 800).All.Select(e => e.Workers).Order().ToList();
        sizes[sizes.Count / 2].ShouldBeLessThanOrEqualTo(5);
        sizes[^1].ShouldBeGreaterThan(100);
        sizes.Sum().ShouldBeInRange(40_000 * 20 / 100, 40_000 * 30 / 100);
    }

    [Fact]
    public void EmployersFile_SameSeed_SameBytesAndAFewBadLines()
    {
        using var first = new SampleFolder();
        using var second = new SampleFolder();
        var written = EmployersFile.Write(first.Path, new EmployerBook(new Population(4, 1000), 200));
        EmployersFile.Write(second.Path, new EmployerBook(new Population(4, 1000), 200));
        second.Digest().ShouldBe(first.Digest());
        written.Mistakes.ShouldBeInRange(1, 10);
    }

    private static Task<IReadOnlyList<ReturnPlan>> Written(SampleFolder folder, long seed, Func<IEnumerable<Issued>, IEnumerable<Issued>>? order = null)
    {
        var population = new Population(seed, Persons);
        var employers = new EmployerBook(population, EmployerCount);
        var workers = SampleFolder.Workers(population);
        return new ReturnFiles(population, employers).WriteAsync(
            folder.Path, SampleFolder.Employers(employers), (order?.Invoke(workers) ?? workers).ToAsyncEnumerable(), TestContext.Current.CancellationToken);
    }
}
