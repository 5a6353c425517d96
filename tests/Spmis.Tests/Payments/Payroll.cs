using System.Text;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Spmis.Contracts.Eligibility;
using Spmis.Contracts.Registration;
using Spmis.Kernel.Access;
using Spmis.Kernel.Acts;
using Spmis.Kernel.Proposals;
using Spmis.Kernel.Runs;
using Spmis.Payments;
using Spmis.Payments.Agencies;
using Spmis.Payments.Batches;
using Spmis.Payments.Cycles;
using Spmis.Payments.Instructions;
using Spmis.Payments.PaymentRuns;
using Spmis.Payments.Promises;
using Spmis.Payments.Reconciliation;
using Spmis.TestKit;
using Spmis.Values;
using RegistrationClearance = Spmis.Contracts.Registration.ClearanceGiven;
using EligibilityClearance = Spmis.Contracts.Eligibility.ClearanceGiven;

namespace Spmis.Tests.Payments;

/// <summary>The payments module alone on its database; the messages of the other modules come out of its own outbox.</summary>
internal sealed class Payroll(SpmisApp app) : IAsyncDisposable
{
    public static readonly Month July = new(2026, 7);
    public static readonly Actor Cashier = new("supervisor-2", "Clara Cashier", [Roles.Supervisor], "HQ");

    public SpmisApp App => app;

    public static async Task<Payroll> StartAsync(int maxPerBatch = 50_000, DateTime? today = null, IReadOnlyDictionary<string, string?>? settings = null)
    {
        var payroll = new Payroll(await SpmisApp.StartAsync("payments", builder =>
        {
            builder.Configuration.AddInMemoryCollection(settings ?? new Dictionary<string, string?>());
            if (today is { } day)
            {
                builder.Services.AddSingleton<TimeProvider>(new Clock(day));
            }
        }));
        foreach (var agency in DemoAgencies.All)
        {
            await payroll.AddAgencyAsync(agency with { MaxPaymentsPerBatch = maxPerBatch });
        }

        return payroll;
    }

    /// <summary>One proposes it, another approves.</summary>
    public async Task AddAgencyAsync(NewAgency agency) => await AgreeAsync(await app.UseAsync<ProposeAgency, Proposal>(act => act.AddAsync(agency, SpmisApp.Change("payments.propose-agency"), default)));

    /// <summary>Other settings from those in force, by two people.</summary>
    public async Task ChangeAgencyAsync(string code, Func<AgencySettings, AgencySettings> change) => await AgreeAsync(await app.UseAsync<ProposeAgency, Proposal>(async act =>
    {
        var now = await app.UseAsync<PaymentsDb, AgencyInForce?>(db => AgencyInForce.FindAsync(db, code, default));
        return await act.ChangeAsync(code, change(now!.Settings), SpmisApp.Change("payments.propose-agency", reason: "they asked"), default);
    }));

    public Task AgreeAsync(Proposal proposal) => app.UseAsync<FourEyes>(f => f.ApproveAsync("payments", proposal.Id, SpmisApp.Change("proposals.decide", SpmisApp.Supervisor), default));

    public static Guid Person(int n) => new(n, 1, 0, new byte[8]);

    public static PersonFacts Facts(int n, string? agency = "BANKA", string? account = null, long version = 1) => new()
    {
        PersonId = Person(n), RegistrationNumber = CheckDigit.Append($"26{n:D7}"), Name = $"Amina Wanjiru {Letters(n)}", BirthPrecision = "Day", Provisional = false,
        PayAgency = agency, PayAccount = agency is null ? null : account ?? $"4010{n:D8}", Version = version,
    };

    public static AwardFacts Award(int n, int fromMonth = 202607, long minor = 200_000, long version = 1) => new()
    {
        AwardId = new(n, 2, 0, new byte[8]), AwardNumber = AwardNumber(n), Scheme = "demo-old-age-grant", Branch = "old-age", BeneficiaryId = Person(n), PayeeId = Person(n),
        Component = "main", MonthlyMinor = minor, Currency = "KES", FromMonth = fromMonth, Version = version,
    };

    public static string AwardNumber(int n) => CheckDigit.Append($"7{n:D7}");

    /// <summary>Tells this module something as its owner would, and waits until it is applied.</summary>
    public async Task<Guid> SayAsync<T>(T message)
        where T : class
    {
        var id = await app.UseAsync<PaymentsDb, Guid>(async db =>
        {
            var sent = db.Publish(message);
            await db.SaveAsync(SpmisApp.Change("test.tell"), default);
            return sent;
        });
        await app.SettleAsync();
        return id;
    }

    public Task TellAsync(params PersonFacts[] persons) => SayAsync(new PersonsRecorded { Persons = persons });

    public Task TellAsync(params AwardFacts[] awards) => SayAsync(new AwardsDecided { Awards = awards });

    /// <summary>So many persons with an address and an award each.</summary>
    public async Task PeopleAsync(int count, int fromMonth = 202607, Func<int, string>? agency = null)
    {
        foreach (var slice in Enumerable.Range(1, count).Chunk(1000))
        {
            await TellAsync([.. slice.Select(n => Facts(n, agency?.Invoke(n) ?? "BANKA"))]);
            await TellAsync([.. slice.Select(n => Award(n, fromMonth))]);
        }
    }

    public Task<Guid> OpenAsync(Month? month = null, string scheme = Cycle.AllSchemes) => app.UseAsync<OpenCycle, Guid>(act =>
        act.HandleAsync(new NewCycle { Month = month ?? July, Scheme = scheme, ValueDate = (month ?? July).First.AddDays(9) }, SpmisApp.Change("cycles.open"), default));

    public async Task<PaymentRunStarted> PrepareAsync(Guid cycle)
    {
        var started = await app.UseAsync<PreparePaymentRun, PaymentRunStarted>(act => act.HandleAsync(cycle, SpmisApp.Change("payments.prepare"), default));
        await app.SettleAsync();
        return started;
    }

    public async Task<PaymentRunStarted> PrepareAsync(Month? month = null) => await PrepareAsync(await OpenAsync(month));

    public Task ApproveAsync(Guid run, Actor? by = null) => app.UseAsync<ApprovePaymentRun>(act => act.HandleAsync(run, SpmisApp.Change("payments.approve", by ?? SpmisApp.Supervisor), default));

    public Task AskReleaseAsync(Guid run, Actor? by = null) => app.UseAsync<ReleasePaymentRun>(act => act.HandleAsync(run, SpmisApp.Change("payments.release", by ?? Cashier), default));

    public async Task ClearAsync(Guid run)
    {
        await SayAsync(new RegistrationClearance { PaymentRunId = run, MustHaveApplied = [] });
        await SayAsync(new EligibilityClearance { PaymentRunId = run, MustHaveApplied = [] });
    }

    public async Task ReleaseAsync(Guid run)
    {
        await ApproveAsync(run);
        await AskReleaseAsync(run);
        await ClearAsync(run);
    }

    /// <summary>A run from preparation to release.</summary>
    public async Task<Guid> PayAsync(Month? month = null)
    {
        var run = (await PrepareAsync(month)).PaymentRunId;
        await ReleaseAsync(run);
        return run;
    }

    public Task<List<Instruction>> InstructionsAsync() => app.UseAsync<PaymentsDb, List<Instruction>>(db => db.Instructions.AsNoTracking().OrderBy(i => i.AwardNumber).ThenBy(i => i.Month).ThenBy(i => i.Attempt).ToListAsync());

    public async Task<Instruction> OnlyAsync() => (await InstructionsAsync()).ShouldHaveSingleItem();

    public Task<List<Batch>> BatchesAsync() => app.UseAsync<PaymentsDb, List<Batch>>(db => db.Batches.AsNoTracking().OrderBy(b => b.Id).ToListAsync());

    public Task<PaymentRun> RunAsync(Guid id) => app.UseAsync<PaymentsDb, PaymentRun>(db => db.PaymentRuns.AsNoTracking().SingleAsync(r => r.Id == id));

    public async Task<byte[]> FileAsync(long batchId, Actor? by = null)
    {
        var file = await app.UseAsync<DownloadBatch, BatchFile>(act => act.HandleAsync(batchId, SpmisApp.Change("batches.fetch", by), default));
        await using var content = file.Content;
        using var bytes = new MemoryStream();
        await content.CopyToAsync(bytes);
        return bytes.ToArray();
    }

    public Task<StatusFileTaken> SendAsync(string agency, string text, Actor? by = null) => SendAsync(agency, Encoding.UTF8.GetBytes(text), by);

    public async Task<StatusFileTaken> SendAsync(string agency, byte[] content, Actor? by = null, long? length = null)
    {
        var upload = new StatusUpload { Agency = agency, FileName = "answer", Content = new MemoryStream(content), Length = length };
        var taken = await app.UseAsync<ImportStatusFile, StatusFileTaken>(act => act.HandleAsync(upload, SpmisApp.Change("payments.answer", by), default));
        await app.SettleAsync();
        return taken;
    }

    /// <summary>Answers of the CSV kind: reference, status, amount in major units.</summary>
    public Task<StatusFileTaken> AnswerAsync(string agency, params (string Reference, string Status, string Amount)[] lines) => SendAsync(
        agency, "payment_reference,status,reason,amount,executed_on\n" + string.Concat(lines.Select(l => $"{l.Reference},{l.Status},AC04 closed,{l.Amount},2026-07-11\n")));

    public Task<Run> TechnicalRunAsync(long id) => app.UseAsync<PaymentsDb, Run>(db => db.Runs.AsNoTracking().SingleAsync(r => r.Id == id));

    public Task<List<RunLine>> LinesAsync(long runId) => app.UseAsync<PaymentsDb, List<RunLine>>(db => db.RunLines.AsNoTracking().Where(l => l.RunId == runId).OrderBy(l => l.Line).ThenBy(l => l.Part).ToListAsync());

    public async Task PromisesHoldAsync()
    {
        foreach (var promise in await app.UseAsync<PaymentPromises, IReadOnlyList<PromiseChecked>>(p => p.CheckAsync(default)))
        {
            promise.Holds.ShouldBeTrue($"{promise.Name}: {promise.Detail}");
        }
    }

    public static async Task<Refused> RefusalAsync(Func<Task> act) => await Should.ThrowAsync<Refused>(act);

    public ValueTask DisposeAsync() => app.DisposeAsync();

    /// <summary>The day a page is looked at.</summary>
    private sealed class Clock(DateTime now) : TimeProvider
    {
        public override DateTimeOffset GetUtcNow() => now;
    }

    // Names have letters only.
    private static string Letters(int n) => new([.. $"{n}".Select(c => (char)(c - '0' + 'a'))]);
}
