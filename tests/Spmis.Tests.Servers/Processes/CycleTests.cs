using System.Globalization;
using System.Text.Json;
using Spmis.Eligibility.Schemes;
using Spmis.Payments.Agencies;
using Spmis.Samples.Agencies;
using Spmis.Samples.Bank;
using Spmis.Samples.Employers;
using Spmis.Samples.People;
using Spmis.Samples.Persons;
using Spmis.Samples.Places;
using Spmis.Samples.Returns;
using Spmis.Tests.Servers.Bus;

namespace Spmis.Tests.Servers.Processes;

/// <summary>
/// A small cycle through the APIs with Registration in one process and the other modules in another, over RabbitMQ; Registration's process is killed
/// on the way and started again. In the end the books say the same as those of one undisturbed process.
/// </summary>
[Collection(Broker.OneAfterTheOther)]
public sealed class CycleTests(ITestOutputHelper output)
{
    private const int Persons = 200;
    private const int Employers = 8;
    private const string Apart = "contributions,eligibility,payments,identity";
    private const string OldAge = "demo-old-age-grant";

    [Fact]
    public async Task Cycle_InTwoProcessesOnSqlite_RegistrationKilledTwice_EndsWithTheBooksOfOneProcess()
    {
        var broker = await Broker.UseAsync();
        await using var apart = await Deployment.StartAsync(new Dictionary<string, string?> { ["Database:Provider"] = "Sqlite", [broker.Setting.Key] = broker.Setting.Value }, "registration", Apart);
        await CompareAsync(apart, killedWhileImporting: true);
    }

    [Fact]
    public async Task Cycle_InTwoProcessesOnPostgreSql_RegistrationKilledOnce_EndsWithTheBooksOfOneProcess()
    {
        var server = Environment.GetEnvironmentVariable("SPMIS_TEST_POSTGRES");
        Assert.SkipWhen(server is null, "no PostgreSQL: SPMIS_TEST_POSTGRES is not set; infra/tools/servers/start.sh starts one");
        var broker = await Broker.UseAsync();
        await using var database = await ServerDatabase.CreateAsync(server);
        await using var apart = await Deployment.StartAsync(new Dictionary<string, string?>(database.Settings) { [broker.Setting.Key] = broker.Setting.Value }, "registration", Apart);
        await CompareAsync(apart, killedWhileImporting: false);
    }

    private async Task CompareAsync(Deployment apart, bool killedWhileImporting)
    {
        await using var whole = await Deployment.StartAsync(new Dictionary<string, string?> { ["Database:Provider"] = "Sqlite" }, "all");
        await RunAsync(whole, killedWhileImporting: null);
        var (expected, _) = await whole.Books.TotalsAsync();
        try
        {
            await RunAsync(apart, killedWhileImporting);
        }
        catch (Exception e) when (e is not OperationCanceledException)
        {
            output.WriteLine(apart.Output);
            throw;
        }

        var (figures, broken) = await apart.Books.TotalsAsync();
        figures.ShouldBe(expected);
        broken.ShouldBeEmpty();
        var (due, applied) = await apart.Books.AppliedAsync();
        applied.ShouldBe(due, "each message applied once by each consumer");
        output.WriteLine($"{applied} messages applied\n{figures}");
    }

    private static async Task RunAsync(Deployment spmis, bool? killedWhileImporting)
    {
        await PutLawInForceAsync(spmis);
        await RegisterAsync(spmis, killedWhileImporting is true);
        await CollectAsync(spmis, killedWhileImporting is not null);
        await DecideAsync(spmis);
        await PayAsync(spmis);
    }

    private static async Task PutLawInForceAsync(Deployment spmis)
    {
        foreach (var package in ShippedPackages.All().Where(p => p.Scheme is "ke-nssf" or OldAge))
        {
            var kept = await spmis.Officer.PostAsync(spmis.Rest, "/api/eligibility/packages", new { files = package.Files, branch = package.Branch });
            var prepared = await spmis.Officer.PostAsync(spmis.Rest, $"/api/eligibility/packages/{kept.GetProperty("packageId").GetInt64()}/activation", new { effectiveFrom = "2025-01-01", reason = "Test" });
            await spmis.Supervisor.PostAsync(spmis.Rest, $"/api/eligibility/packages/approvals/{prepared.GetProperty("id").GetInt64()}", new { approve = true, reason = "Checked" });
        }

        foreach (var agency in DemoAgencies.All)
        {
            var proposed = await spmis.Officer.PostAsync(spmis.Rest, "/api/payments/agencies", new { agency.Code, agency.Name, format = JsonNamingPolicy.CamelCase.ConvertName(agency.Format.ToString()), agency.DebtorName, agency.DebtorAccount, agency.DebtorBic, agency.PayeeBic });
            await spmis.Supervisor.PostAsync(spmis.Rest, $"/api/payments/agencies/approvals/{proposed.GetProperty("id").GetInt64()}", new { approve = true });
        }

        await spmis.Books.SettleAsync();
    }

    private static async Task RegisterAsync(Deployment spmis, bool killed)
    {
        var people = new Population(seed: 11, Persons);
        PersonsFile.Write(spmis.Files, people);
        EmployersFile.Write(spmis.Files, new EmployerBook(people, Employers));
        await spmis.Officer.PostFileAsync(spmis.Registration, "/api/registration/imports/persons", Path.Combine(spmis.Files, PersonsFile.Name));
        await spmis.Officer.PostFileAsync(spmis.Registration, "/api/registration/imports/employers", Path.Combine(spmis.Files, EmployersFile.Name));
        if (killed)
        {
            await spmis.KillRegistrationAsync(); // The files are in, their runs have just begun.
            await spmis.RestartRegistrationAsync();
        }

        await spmis.Books.SettleAsync();
        await MergeAsync(spmis);
    }

    private static async Task MergeAsync(Deployment spmis)
    {
        await spmis.Officer.PostAsync(spmis.Registration, "/api/registration/duplicates/rounds", new { full = true });
        await spmis.Books.SettleAsync();
        var proposed = await spmis.Officer.PostAsync(spmis.Registration, "/api/registration/merges/certain", new { });
        await spmis.Supervisor.PostAsync(spmis.Registration, $"/api/registration/proposals/{proposed.GetProperty("proposalId").GetInt64()}/decision", new { approve = true, reason = "Checked" });
        await spmis.Books.SettleAsync();
    }

    private static async Task CollectAsync(Deployment spmis, bool killed)
    {
        var people = new Population(seed: 11, Persons);
        var plan = await new ReturnFiles(people, new EmployerBook(people, Employers)).WriteAsync(spmis.Files, await spmis.Books.EmployersAsync(), spmis.Books.WorkersAsync());
        var originals = plan.Where(p => p is { Kind: ReturnPlan.Original, SameBytesAs: "" }).ToList();
        for (var i = 0; i < originals.Count; i++)
        {
            if (killed && i == originals.Count / 2)
            {
                await spmis.KillRegistrationAsync(); // Questions of the returns so far, and of those to come, wait for its answers.
            }

            var filed = originals[i];
            await spmis.Officer.PostFileAsync(
                spmis.Rest, "/api/contributions/returns", Path.Combine(spmis.Files, filed.Path),
                ("employerNumber", filed.EmployerNumber), ("month", filed.Month.ToString()), ("kind", filed.Kind));
        }

        if (killed)
        {
            await spmis.RestartRegistrationAsync();
        }

        await spmis.Books.SettleAsync();
        await ReceiveAsync(spmis, new EmployerBook(people, Employers));
    }

    private static async Task ReceiveAsync(Deployment spmis, EmployerBook employers)
    {
        await BankFiles.WriteAsync(spmis.Files, 11, employers, await spmis.Books.EmployersAsync(), await spmis.Books.BillsAsync());
        foreach (var statement in Directory.GetFiles(Path.Combine(spmis.Files, "bank"), "*.xml").OrderBy(f => f[^11..], StringComparer.Ordinal))
        {
            await spmis.Officer.PostFileAsync(spmis.Rest, "/api/contributions/statements", statement);
            await spmis.Books.SettleAsync(); // One after the other, as they come: the oldest money pays the oldest bill.
        }
    }

    private static async Task DecideAsync(Deployment spmis)
    {
        await spmis.Officer.PostAsync(spmis.Rest, "/api/eligibility/rounds", new { scheme = OldAge, month = "2026-07" });
        await spmis.Books.SettleAsync();
        var open = await spmis.Supervisor.GetAsync(spmis.Rest, "/api/eligibility/awards/approvals");
        foreach (var proposal in open.EnumerateArray())
        {
            await spmis.Supervisor.PostAsync(spmis.Rest, $"/api/eligibility/awards/approvals/{proposal.GetProperty("id").GetInt64()}", new { approve = true, reason = "Checked" });
        }

        await spmis.Books.SettleAsync();
    }

    private static async Task PayAsync(Deployment spmis)
    {
        var valueDate = DateOnly.FromDateTime(TimeProvider.System.GetUtcNow().UtcDateTime).AddDays(7).ToString("O", CultureInfo.InvariantCulture);
        var cycle = await spmis.Officer.PostAsync(spmis.Rest, "/api/payments/cycles", new { month = "2026-07", valueDate });
        var started = await spmis.Officer.PostAsync(spmis.Rest, "/api/payments/runs", new { cycleId = cycle.GetProperty("id").GetGuid() });
        var run = $"/api/payments/runs/{started.GetProperty("paymentRunId").GetGuid()}";
        await spmis.Books.SettleAsync();
        await spmis.Supervisor.PostAsync(spmis.Rest, run + "/approve", new { });
        await spmis.Treasurer.PostAsync(spmis.Rest, run + "/release", new { });
        await spmis.Books.SettleAsync();
        var released = await Eventually.ReachAsync("a released payment run", () => spmis.Officer.GetAsync(spmis.Rest, run), r => r.GetProperty("run").GetProperty("releasedAt").ValueKind != JsonValueKind.Null, seconds: 120);
        released.GetProperty("run").GetProperty("payments").GetInt64().ShouldBeGreaterThan(0);
        await ReconcileAsync(spmis);
    }

    private static async Task ReconcileAsync(Deployment spmis)
    {
        var (orders, answers) = (Directory.CreateDirectory(Path.Combine(spmis.Files, "orders")), Directory.CreateDirectory(Path.Combine(spmis.Files, "answers")));
        var batches = (await spmis.Officer.GetAsync(spmis.Rest, "/api/payments/batches")).GetProperty("items").EnumerateArray().Select(b => (Id: b.GetProperty("id").GetInt64(), Agency: b.GetProperty("agency").GetString()!)).OrderBy(b => b.Id).ToList();
        batches.ShouldNotBeEmpty();
        var today = DateOnly.FromDateTime(TimeProvider.System.GetUtcNow().UtcDateTime);
        foreach (var (id, agency) in batches)
        {
            var order = await spmis.Supervisor.FetchAsync(spmis.Rest, $"/api/payments/batches/{id}/file", orders.FullName);
            _ = agency == PaymentAgency.MobileMoney
                ? await new MobileMoneyAgency(11).AnswerAsync(order, answers.FullName, today)
                : await new TransferAgency(11, agency).AnswerAsync(order, answers.FullName, today);
            foreach (var answer in Directory.GetFiles(answers.FullName, Path.GetFileNameWithoutExtension(order) + "-*").OrderByDescending(f => f, StringComparer.Ordinal)) // What was paid or rejected before what came back.
            {
                await spmis.Officer.PostBodyAsync(spmis.Rest, $"/api/payments/agencies/{agency}/answers?name={Uri.EscapeDataString(Path.GetFileName(answer))}", answer);
                await spmis.Books.SettleAsync();
            }

            await spmis.Supervisor.PostAsync(spmis.Rest, $"/api/payments/batches/{id}/close", new { });
        }

        await spmis.Books.SettleAsync();
    }
}
