using System.Globalization;
using Shouldly;
using Spmis.Samples.Employers;
using Spmis.Samples.Maternity;
using Spmis.Samples.MobileMoney;
using Spmis.Samples.People;
using Xunit;

namespace Spmis.Tests.Samples;

public sealed class StatementFilesTests
{
    [Fact]
    public async Task Write_SixMonths_TotalsAreTheFiles()
    {
        using var folder = new SampleFolder();
        var population = new Population(1, 5000);
        var statements = await StatementFiles.WriteAsync(folder.Path, population, SampleFolder.Workers(population).ToAsyncEnumerable(), TestContext.Current.CancellationToken);
        statements.Count.ShouldBe(6);
        foreach (var statement in statements)
        {
            var rows = folder.Rows(Path.GetRelativePath(folder.Path, statement.Path)).ToList();
            rows.Count.ShouldBe(statement.Lines);
            statement.Lines.ShouldBe(statement.Completed + statement.NotCompleted + statement.Repeated + statement.Mistakes);
            statement.Repeated.ShouldBeGreaterThan(0);
            statement.NotCompleted.ShouldBeGreaterThan(0);
            rows.Select(r => r[1]).ShouldBeInOrder();
            var completed = rows.DistinctBy(r => r[0]).Where(r => r.Length == 8 && r[7] == "completed" && r[6] == "KES" && !r[5].Contains('-') && !r[5].Contains('e')).ToList();
            completed.Sum(r => decimal.Parse(r[5], CultureInfo.InvariantCulture)).ShouldBe(statement.CompletedTotal.Major);
            rows.ShouldContain(r => r[4].Length == 0);
        }
    }

    [Fact]
    public async Task Write_SameSeedTwice_SameBytes()
    {
        using var first = new SampleFolder();
        using var second = new SampleFolder();
        foreach (var folder in new[] { first, second })
        {
            var population = new Population(9, 1500);
            var employers = new EmployerBook(population, 40);
            await StatementFiles.WriteAsync(folder.Path, population, SampleFolder.Workers(population).ToAsyncEnumerable(), TestContext.Current.CancellationToken);
            await new MaternityClaims(population, employers).WriteAsync(folder.Path, SampleFolder.Workers(population).ToAsyncEnumerable(), TestContext.Current.CancellationToken);
        }

        second.Digest().ShouldBe(first.Digest());
    }

    [Fact]
    public async Task Maternity_TwentyThousandLines_AboutOneInHundredEmployedWomenClaims()
    {
        using var folder = new SampleFolder();
        var population = new Population(1, 20_000);
        var claims = new MaternityClaims(population, new EmployerBook(population, 200));
        var count = await claims.WriteAsync(folder.Path, SampleFolder.Workers(population).ToAsyncEnumerable(), TestContext.Current.CancellationToken);
        var women = Enumerable.Range(1, population.Lines).Where(l => population.KindOf(l) == LineKind.Person).Select(population.PersonAt)
            .Count(p => p.Sex == 'F' && p.Activity == Activity.Employed);
        (count * 1000 / women).ShouldBeInRange(7, 20);
        folder.Rows(MaternityClaims.Name).ShouldAllBe(r => r[1].StartsWith("2026-05", StringComparison.Ordinal) || r[1].StartsWith("2026-06", StringComparison.Ordinal));
    }
}
