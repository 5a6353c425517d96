using Microsoft.Data.Sqlite;
using Spmis.Tests.Samples;

namespace Spmis.Tests.Servers.Processes;

/// <summary>What <c>demo</c> promises is looked up in the books: at other sizes and seeds it holds, and where the books were tampered with the promise that broke is named.</summary>
public sealed class DemoPromisesTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(8);

    [Theory]
    [InlineData(20, 1, 3)]
    [InlineData(300, 10, 42)]
    [InlineData(1000, 30, 999)]
    public async Task Demo_OfAnySizeAndSeed_KeepsItsPromisesAndWritesOrdersThatFitTheSchema(int persons, int employers, int seed)
    {
        using var month = new DemoMonth(persons, employers, seed);

        (await month.RunAsync()).Promises.ShouldAllBe(p => p.Value);

        var orders = Directory.GetFiles(Path.Combine(month.Data, "demo", "batches"), "*.xml");
        if (persons > 100)
        {
            orders.ShouldNotBeEmpty();
        }

        foreach (var order in orders)
        {
            Schemas.ShouldBeValid(order, "pain.001.001.09");
        }
    }

    [Fact]
    public async Task Demo_BooksTamperedWith_EndsWithCodeOneAndNamesEachBrokenPromise()
    {
        using var month = new DemoMonth(300, 10, 1);
        await month.RunAsync();
        Tamper(month, "contributions", "UPDATE ledger_postings SET \"DebitMinor\" = \"DebitMinor\" + 1 WHERE rowid = (SELECT min(rowid) FROM ledger_postings WHERE \"DebitMinor\" > 0)");
        Tamper(month, "registration", "UPDATE runs SET \"Done\" = \"Done\" + 1, \"Accepted\" = \"Accepted\" + 1 WHERE \"Kind\" = 'persons.import'");
        Tamper(month, "registration", "UPDATE run_lines SET \"Text\" = NULL WHERE rowid = (SELECT min(rowid) FROM run_lines WHERE \"Verdict\" = 'refused')");

        await using var again = month.Start(resume: true);
        (await again.EndAsync(Patience)).ShouldBe(1, again.Output);

        again.Said("Promise broken: books-balance").ShouldBeTrue();
        again.Said("Promise broken: files-reconcile").ShouldBeTrue();
        again.Said("Promise broken: refusals-explained").ShouldBeTrue();
        (await month.ReportAsync()).Promises.Where(p => !p.Value).Select(p => p.Key).ShouldBe(["books-balance", "files-reconcile", "refusals-explained"], ignoreOrder: true);
    }

    private static void Tamper(DemoMonth month, string module, string sql)
    {
        using var connection = new SqliteConnection($"Data Source={Path.Combine(month.Data, module + ".db")};Pooling=False");
        connection.Open();
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        command.ExecuteNonQuery().ShouldBeGreaterThan(0, sql);
    }
}
