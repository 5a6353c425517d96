using Microsoft.EntityFrameworkCore;
using Spmis.Kernel.Access;
using Spmis.Kernel.Acts;
using Spmis.Kernel.Hosting;
using Spmis.Kernel.Proposals;
using Spmis.Payments;
using Spmis.Payments.Agencies;
using Spmis.Payments.Copies;
using Spmis.Payments.FinancialAddresses;
using Spmis.Values;

namespace Spmis.Host.Bench;

/// <summary>So many invented people with an award and an account each, all paid by one bank.</summary>
internal sealed class BenchWorld(IServiceProvider services)
{
    public static readonly Actor Officer = new("bench-officer", "Bench officer", [Roles.Officer]);
    public static readonly Actor Supervisor = new("bench-supervisor", "Bench supervisor", [Roles.Supervisor]);
    public static readonly Actor Releaser = new("bench-releaser", "Bench releaser", [Roles.Supervisor]);
    public static readonly Month Month = new(2026, 7);
    private const int Slice = 10_000;
    private static readonly DateTime Now = new(2026, 7, 1, 9, 0, 0, DateTimeKind.Utc);

    public static Change Change(string act, Actor actor) => new() { Act = act, Actor = actor, Now = Now };

    // An agency that is changed at the very moment of the release is looked at once more, with all its payments; that is not the usual cycle.
    private static Change Before(string act, Actor actor) => new() { Act = act, Actor = actor, Now = Now.AddDays(-1) };

    /// <summary>Makes them; not measured.</summary>
    public async Task MakeAsync(int count, CancellationToken ct, int maxPerBatch = 50_000)
    {
        var proposal = await UseAsync<ProposeAgency, Proposal>(act => act.AddAsync(DemoAgencies.All[0] with { MaxPaymentsPerBatch = maxPerBatch }, Before("payments.propose-agency", Officer), ct));
        await UseAsync<FourEyes>(f => f.ApproveAsync(PaymentsModule.ModuleName, proposal.Id, Before(ProposeAgency.Act, Supervisor), ct));
        foreach (var slice in Enumerable.Range(1, count).Chunk(Slice))
        {
            await UseAsync<PaymentsDb>(db => db.WriteAsync(
                async () =>
                {
                    await db.BulkInsertAsync([.. slice.Select(Payee)], ct);
                    await db.BulkInsertAsync([.. slice.Select(Address)], ct);
                    await db.BulkInsertAsync([.. slice.Select(Award)], ct);
                },
                ct));
        }
    }

    /// <summary>Uses a service in a scope of its own.</summary>
    public async Task<TResult> UseAsync<TService, TResult>(Func<TService, Task<TResult>> use)
        where TService : notnull
    {
        await using var scope = services.CreateAsyncScope();
        return await use(scope.ServiceProvider.GetRequiredService<TService>());
    }

    /// <summary>Uses a service in a scope of its own.</summary>
    public async Task UseAsync<TService>(Func<TService, Task> use)
        where TService : notnull
    {
        await using var scope = services.CreateAsyncScope();
        await use(scope.ServiceProvider.GetRequiredService<TService>());
    }

    public Task SettleAsync(CancellationToken ct) => Settle.WaitAsync(services, null, ct);

    private static Guid Person(int n) => new(n, 1, 0, new byte[8]);

    private static PayeeCopy Payee(int n) => new()
    {
        PersonId = Person(n), RegistrationNumber = CheckDigit.Append($"26{n:D8}"), Name = $"Amina Wanjiru {Letters(n)}", PayAgency = DemoAgencies.All[0].Code, PayAccount = $"4010{n:D8}", Version = 1,
    };

    private static FinancialAddress Address(int n) => new()
    {
        PersonId = Person(n), CurrentOf = Person(n), Agency = DemoAgencies.All[0].Code, Account = $"4010{n:D8}", FromAt = Now, Source = "bench",
    };

    private static AwardCopy Award(int n) => new()
    {
        AwardId = new(n, 2, 0, new byte[8]), Component = "main", AwardNumber = CheckDigit.Append($"7{n:D8}"), Scheme = "demo-old-age-grant", Branch = "old-age",
        BeneficiaryId = Person(n), PayeeId = Person(n), MonthlyMinor = 200_000 + (n % 1000), Currency = "KES", FromMonth = Month, Version = 1,
    };

    // Names have letters only.
    private static string Letters(int n) => string.Concat($"{n}".Select(c => (char)(c - '0' + 'a')));
}
