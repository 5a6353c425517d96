using Shouldly;
using Spmis.Iso20022;
using Spmis.Iso20022.Statements;
using Spmis.Samples.Bank;
using Spmis.Samples.Employers;
using Spmis.Samples.People;
using Spmis.Samples.Places;
using Spmis.Values;
using Xunit;

namespace Spmis.Tests.Samples;

public sealed class BankFilesTests
{
    private const int EmployerCount = 150;
    private static readonly Currency Kes = Currency.Of("KES");
    private static readonly EmployerBook Book = new(new Population(1, 3000), EmployerCount);

    [Fact]
    public async Task Write_BillsInAnyOrder_SameBytes()
    {
        using var first = new SampleFolder();
        using var second = new SampleFolder();
        await Written(first, Bills());
        await Written(second, Bills().Reverse());
        second.Digest().ShouldBe(first.Digest());
    }

    [Fact]
    public async Task Write_SixMonths_StatementsBalanceAndFollowFromOneAnother()
    {
        using var folder = new SampleFolder();
        var files = await Written(folder, Bills());
        var closing = (Money?)null;
        foreach (var file in files.Where(f => f.Kind == StatementKind.Statement))
        {
            Schemas.ShouldBeValid(file.Path, "camt.053.001.08");
            var (lines, check) = await Read(file.Path);
            lines.ShouldAllBe(l => l.Problem == null);
            check.ShouldNotBeNull().Outcome.ShouldBe(BalanceOutcome.Holds);
            (check.Credits, check.Debits).ShouldBe((file.Credits, file.Debits));
            var balances = check.Statement.Balances.ToDictionary(b => b.Type, b => b.Amount);
            (closing ?? balances["OPBD"]).ShouldBe(balances["OPBD"]);
            closing = balances["CLBD"];
        }
    }

    [Fact]
    public async Task Write_LastMonth_NotificationHasTheReceiptsOfTheStatement()
    {
        using var folder = new SampleFolder();
        var files = await Written(folder, Bills());
        var notification = files.Single(f => f.Kind == StatementKind.Notification);
        Schemas.ShouldBeValid(notification.Path, "camt.054.001.08");
        var before = (await Read(notification.Path)).Lines.Select(l => l.Entry!.AgentReference).ToList();
        var after = (await Read(files.Single(f => f.Month == notification.Month && f.Kind == StatementKind.Statement).Path)).Lines.Select(l => l.Entry!.AgentReference).ToList();
        before.Count.ShouldBe(notification.Entries);
        before.ShouldBeSubsetOf(after);
    }

    [Theory]
    [InlineData("in full")]
    [InlineData("in part")]
    [InlineData("too much")]
    [InlineData("late")]
    [InlineData("without a reference")]
    [InlineData("with a wrong reference")]
    [InlineData("not at all")]
    public async Task Write_SixMonths_SomebodyPays(string how)
    {
        using var folder = new SampleFolder();
        var receipts = new List<StatementLine>();
        foreach (var file in (await Written(folder, Bills())).Where(f => f.Kind == StatementKind.Statement))
        {
            receipts.AddRange((await Read(file.Path)).Lines.Where(l => l.Transaction is not null));
        }

        var bills = Bills().ToDictionary(b => b.PaymentReference, StringComparer.Ordinal);
        var quoted = receipts.Select(l => (l.Entry, Bill: Quoted(l, bills))).Where(r => r.Bill is not null).ToList();
        var count = how switch
        {
            "in full" => quoted.Count(r => r.Entry!.Amount == r.Bill!.Amount),
            "in part" => quoted.Count(r => r.Entry!.Amount < r.Bill!.Amount),
            "too much" => quoted.Count(r => r.Entry!.Amount > r.Bill!.Amount),
            "late" => quoted.Count(r => r.Entry!.BookedOn > r.Bill!.DueOn),
            "without a reference" => receipts.Count(l => l.Transaction!.CreditorReference is null && l.Transaction.Remittance is null),
            "with a wrong reference" => receipts.Count(l => l.Transaction!.CreditorReference is { } wrong && !bills.ContainsKey(wrong)),
            _ => bills.Count - quoted.Select(r => r.Bill).Distinct().Count(),
        };
        count.ShouldBeInRange(how == "in full" ? bills.Count / 2 : 1, bills.Count);
    }

    private static Bill? Quoted(StatementLine line, Dictionary<string, Bill> bills) =>
        bills.GetValueOrDefault(line.Transaction!.CreditorReference ?? line.Transaction.Remittance?.Split(' ')[^1] ?? "");

    private static IEnumerable<Bill> Bills() =>
        from employer in SampleFolder.Employers(Book)
        from month in DemoDates.Months
        let line = Employer.LineOf(employer.Reference)
        select new Bill(employer.Number, month, CheckDigit.Append($"{month.Code}{line:D5}"), new Money(100_000 + (line * 977), Kes), DemoDates.ReturnDue(month));

    private static Task<IReadOnlyList<BankFile>> Written(SampleFolder folder, IEnumerable<Bill> bills) =>
        BankFiles.WriteAsync(folder.Path, 1, Book, SampleFolder.Employers(Book), bills, TestContext.Current.CancellationToken);

    private static async Task<(List<StatementLine> Lines, BalanceCheck? Check)> Read(string path)
    {
        using var source = File.OpenRead(path);
        using var reader = await ReadStatements.OpenAsync(source, ReadLimits.Usual, TestContext.Current.CancellationToken);
        var lines = await reader.ReadAsync(TestContext.Current.CancellationToken).ToListAsync(TestContext.Current.CancellationToken);
        return (lines, reader.Checks.SingleOrDefault());
    }
}
