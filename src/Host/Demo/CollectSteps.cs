using Microsoft.EntityFrameworkCore;
using Spmis.Contributions;
using Spmis.Contributions.Arrears;
using Spmis.Contributions.Bills;
using Spmis.Contributions.Receipts;
using Spmis.Contributions.Returns;
using Spmis.Samples.Bank;
using Spmis.Samples.Employers;
using Spmis.Samples.MobileMoney;
using Spmis.Samples.Returns;
using Spmis.Values;

namespace Spmis.Host.Demo;

/// <summary>Collect: employers' returns of six months, the bank's statements, payments by phone, interest on what is late.</summary>
internal static class CollectSteps
{
    private static readonly DateOnly InterestDay = new(2026, 7, 15);

    public static IReadOnlyList<DemoStep> All { get; } =
    [
        new("write-returns", "Employers write their returns of six months", WriteReturnsAsync),
        new("file-returns", "File the returns: assess each line, bill each employer", FileReturnsAsync),
        new("write-statements", "The bank and the mobile-money operator write their statements", WriteStatementsAsync),
        new("import-statements", "Take the receipts and allocate them to bills", ImportStatementsAsync),
        new("accrue-interest", "Charge interest on what is late", AccrueInterestAsync),
    ];

    private static async Task<long> WriteReturnsAsync(DemoContext demo, CancellationToken ct)
    {
        var people = demo.People;
        var employers = await demo.EmployersIssuedAsync(ct);
        var plan = await new ReturnFiles(people, new EmployerBook(people, demo.Options.Employers)).WriteAsync(demo.Options.Folder, employers, demo.WorkersIssuedAsync(ct), ct);
        return plan.Sum(p => (long)p.Lines);
    }

    private static async Task<long> FileReturnsAsync(DemoContext demo, CancellationToken ct)
    {
        var plan = ReturnFiles.ReadPlan(demo.Options.Folder) ?? throw new InvalidOperationException("The step before wrote no plan.");
        var done = 0;
        foreach (var planned in plan)
        {
            if (planned.Kind != ReturnPlan.Original)
            {
                await demo.SettleAsync(ct); // A correction corrects what is assessed.
            }

            await using (var file = File.OpenRead(demo.Path(planned.Path)))
            {
                var input = new NewReturn { EmployerNumber = planned.EmployerNumber, Month = planned.Month, Kind = Enum.Parse<ReturnKind>(planned.Kind, ignoreCase: true), File = file, FileName = Path.GetFileName(planned.Path), Length = file.Length };
                await demo.UseAsync<FileReturn>(act => act.HandleAsync(input, DemoContext.On(planned.FiledOn, demo.Officer, FileReturn.RunKind), ct));
            }

            demo.Tell(++done, plan.Count);
        }

        await demo.SettleAsync(ct);
        return plan.Sum(p => (long)p.Lines);
    }

    private static async Task<long> WriteStatementsAsync(DemoContext demo, CancellationToken ct)
    {
        var people = demo.People;
        var employers = await demo.EmployersIssuedAsync(ct);
        var bank = await BankFiles.WriteAsync(demo.Options.Folder, demo.Options.Seed, new EmployerBook(people, demo.Options.Employers), employers, await BillsAsync(demo, ct), ct);
        var mobile = await StatementFiles.WriteAsync(demo.Options.Folder, people, demo.WorkersIssuedAsync(ct), ct);
        return bank.Sum(f => (long)f.Entries) + mobile.Count;
    }

    private static async Task<List<Samples.Bank.Bill>> BillsAsync(DemoContext demo, CancellationToken ct)
    {
        List<Samples.Bank.Bill> bills = [];
        string? after = null;
        while (await demo.UseAsync<ListBills, IReadOnlyList<BillItem>>(act => act.HandleAsync(demo.Officer, after, ListBills.Most, BillKind.Contributions, null, false, ct)) is { Count: > 0 } page)
        {
            bills.AddRange(page.Select(b => new Samples.Bank.Bill(b.EmployerNumber, b.Month, b.PaymentReference, b.Amount, b.DueOn, DateOnly.FromDateTime(b.IssuedAt))));
            after = page[^1].PaymentReference;
        }

        // By what they are, not by when they were numbered: the same payments at every run of the seed.
        return [.. bills.OrderBy(b => b.EmployerNumber, StringComparer.Ordinal).ThenBy(b => b.Period).ThenBy(b => b.IssuedOn).ThenBy(b => b.Amount.Minor)];
    }

    private static async Task<long> ImportStatementsAsync(DemoContext demo, CancellationToken ct)
    {
        var files = Directory.GetFiles(demo.Path("bank"), "*.xml").Concat(Directory.GetFiles(demo.Path("mobile-money"), "*.csv"))
            .Select(path => (Path: path, On: Month.Parse(System.IO.Path.GetFileNameWithoutExtension(path)[^7..]).Add(1).First))
            .OrderBy(f => f.On).ThenBy(f => f.Path, StringComparer.Ordinal);
        foreach (var (path, on) in files)
        {
            await using (var file = File.OpenRead(path))
            {
                var day = on > InterestDay ? InterestDay : on;
                await demo.UseAsync<ImportStatement>(act => act.HandleAsync(new NewStatement { File = file, FileName = System.IO.Path.GetFileName(path), Length = file.Length }, DemoContext.On(day, demo.Officer, ImportStatement.RunKind), ct));
            }

            await demo.SettleAsync(ct); // One statement after the other, as they come: the oldest money pays the oldest bill.
        }

        return await demo.UseAsync<ContributionsDb, long>(db => db.Runs.Where(r => r.Kind == ImportStatement.RunKind).SumAsync(r => r.Done, ct));
    }

    private static async Task<long> AccrueInterestAsync(DemoContext demo, CancellationToken ct)
    {
        await demo.UseAsync<AccrueInterest>(act => act.HandleAsync(InterestDay, DemoContext.On(InterestDay, demo.Officer, AccrueInterest.RunKind), ct));
        await demo.SettleAsync(ct);
        return await demo.UseAsync<ContributionsDb, long>(db => db.Runs.Where(r => r.Kind == AccrueInterest.RunKind).SumAsync(r => r.Done, ct));
    }
}
