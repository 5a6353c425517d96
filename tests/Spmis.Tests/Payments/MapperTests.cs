using System.Net;
using System.Net.Http.Json;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Spmis.Kernel.Access;
using Spmis.Kernel.Acts;
using Spmis.Kernel.Data;
using Spmis.Kernel.Runs;
using Spmis.Payments;
using Spmis.Payments.FinancialAddresses;
using Spmis.Payments.Instructions;
using Spmis.Payments.Mapper;
using Spmis.TestKit;

namespace Spmis.Tests.Payments;

/// <summary>The account mapper of G2P Connect, against one that lies, repeats, answers half, in another order and not at all.</summary>
public sealed class MapperTests
{
    private static readonly Actor Auditor = new("auditor-1", "Ada Auditor", [Roles.Auditor], "HQ");

    /// <summary>Persons 1 to 15 without an address, each answered in another way; 16 has one of their own.</summary>
    [Fact]
    public async Task Resolve_WhateverTheMapperSays_IsAnAddressOnlyWhenItIsOne()
    {
        await using var system = await MapperSystem.StartAsync();
        await using var payroll = await Payroll.StartAsync(settings: system.Settings());
        await payroll.TellAsync([.. Enumerable.Range(1, 16).Select(n => Payroll.Facts(n, n == 16 ? "BANKA" : null))]);
        await payroll.TellAsync([.. Enumerable.Range(1, 16).Select(n => Payroll.Award(n))]);
        void Has(int n, string address, bool active = true) => system.Accounts[Id(n)] = (address, active);
        void Lies(int n, Func<string, object[]> lie) => system.Lies[$"resolve {Id(n)}"] = lie;
        Has(1, "account:40100001@BANK-A.example");
        Has(3, "account:40100003@bank-a.example", active: false);
        Has(4, "account:40100004@elsewhere.example");
        Has(5, "account:GB00WEST12345698765432@bank-a.example");
        Has(6, "token:12345");
        Lies(7, r => [MapperSystem.Line(r, "rjct", "rjct.id.invalid")]);
        Lies(8, r => [MapperSystem.Line(r, "pdng")]);
        Lies(9, r => [MapperSystem.Line(r, "succ", "succ.id.active", Id(1), "account:40100001@bank-a.example")]);
        Lies(10, r => [MapperSystem.Line(r, "succ", "succ.id.active", Id(10), "account:1@bank-a.example"), MapperSystem.Line(r, "succ", "succ.id.active", Id(10), "account:2@bank-a.example")]);
        Lies(11, r => [MapperSystem.Line(r, "succ", "succ.fa.active", Id(11), "account:40100011@bank-b.example"), MapperSystem.Line(r, "succ", "succ.fa.active", Id(11), "account:40100011@bank-b.example"), MapperSystem.Line("nobody", "succ")]);
        Lies(12, _ => []);
        Lies(13, r => [MapperSystem.Line(r, "succ", "succ.id.active", Id(13), "account:40100013@bank-a.example", "bank-b.example")]);
        Lies(14, r => [MapperSystem.Line(r, "succ", "succ.perhaps", Id(14), "account:40100014@bank-a.example")]);
        Lies(15, r => [MapperSystem.Line(r, "succ", null, null, "account:40100015@bank-b.example", "bank-b.example")]);

        // The dry run says the same and declares nothing.
        var dry = await ResolveAsync(payroll, new() { DryRun = true });
        string[] verdicts =
        [
            "taken", "mapper.not-found", "mapper.inactive", "mapper.provider-unknown", "mapper.account-invalid", "mapper.address-malformed", "mapper.rejected", "mapper.pending", "mapper.other-person", "mapper.contradicts",
            "taken", "mapper.no-answer", "mapper.contradicts", "mapper.unknown-word", "taken",
        ];
        (await VerdictsAsync(payroll, dry)).ShouldBe(verdicts);
        (await AddressesAsync(payroll)).Count.ShouldBe(1);
        system.Resolved.ToList().ShouldBe([6, 6, 3], "the chunks asked for");

        // Out of order for three tries: the run stops with what was done, and goes on when the mapper is well. In between one answer gets lost, which is asked for again.
        system.Next("resolve", Mood.Takes, Mood.TakesAndHangsUp, Mood.Fails, Mood.Fails);
        var broken = await ResolveAsync(payroll, new(), fails: true);
        (await payroll.TechnicalRunAsync(broken)).Problem!.ShouldContain("no clear answer");
        (await VerdictsAsync(payroll, broken)).ShouldBe(verdicts[..6]);
        await ResumeAsync(payroll, broken);
        (await VerdictsAsync(payroll, broken)).ShouldBe(verdicts);
        var addresses = await AddressesAsync(payroll);
        addresses.Where(a => a.Source == FinancialAddress.ToldByMapper && a.VerifiedAt is null).Select(a => (a.PersonId, a.Agency, a.Account)).ShouldBe(
            [(Payroll.Person(1), "BANKA", "40100001"), (Payroll.Person(11), "BANKB", "40100011"), (Payroll.Person(15), "BANKB", "40100015")], ignoreOrder: true);
        addresses.Count.ShouldBe(4);

        // Nothing is sent there before somebody verified it; asked again, it stays as it is.
        await payroll.TellAsync(Payroll.Facts(1, null, version: 2));
        (await VerdictsAsync(payroll, await ResolveAsync(payroll, new() { Of = ResolveOf.Named, Numbers = [Number(1), Number(16), "2699999999", " " + Number(1)] }))).ShouldBe(["taken", "mapper.not-found", "mapper.person-unknown"]);
        await payroll.App.UseAsync<VerifyAddress>(act => act.HandleAsync(Payroll.Person(11), FinancialAddress.Usual, SpmisApp.Change("payments.verify-address") with { Evidence = "letter" }, default));
        await payroll.PrepareAsync();
        (await payroll.InstructionsAsync()).Where(i => i.HoldCode != HoldReasons.NoAddress).Select(i => (i.PayeeNumber, i.HoldCode)).ShouldBe([(Number(1), HoldReasons.AddressNotVerified), (Number(11), null), (Number(15), HoldReasons.AddressNotVerified), (Number(16), null)], ignoreOrder: true);

        // A moved account is renewed while nobody verified it; what was verified, or declared by the person, is not replaced.
        Has(1, "account:99@bank-b.example");
        system.Lies.Remove($"resolve {Id(11)}");
        Has(11, "account:98@bank-a.example");
        Has(16, "account:97@bank-a.example");
        (await VerdictsAsync(payroll, await ResolveAsync(payroll, new() { Of = ResolveOf.All }))).Where((_, at) => at is 0 or 10 or 15).ShouldBe(["taken", "mapper.other-address", "mapper.other-address"]);
        (await AddressesAsync(payroll)).Where(a => a.PersonId == Payroll.Person(1)).Select(a => a.Account).ShouldBe(["99"]);
        system.Next("resolve", Mood.Declines);
        var declined = await ResolveAsync(payroll, new(), fails: true);
        (await payroll.TechnicalRunAsync(declined)).Problem!.ShouldContain("err.sender_id.invalid who are you?");
        Assert.SkipUnless(GovStackSchemas.Folder is not null, "../shared not present: all held, but the messages were not compared with the published schema");
        system.Faults.ShouldBeEmpty();
    }

    /// <summary>Link, update and unlink, each once, whatever happens between.</summary>
    [Fact]
    public async Task Tell_VerifiedAddressesAndTheirEnds_AreToldOnceAndOthersAreLeftAlone()
    {
        await using var system = await MapperSystem.StartAsync();
        await using var payroll = await Payroll.StartAsync(settings: system.Settings());
        await payroll.TellAsync([.. Enumerable.Range(1, 7).Select(n => Payroll.Facts(n, n == 6 ? "MOMO" : "BANKA"))]);
        foreach (var n in new[] { 1, 2, 3, 4, 5, 6 })
        {
            await VerifyAsync(payroll, n);
        }

        system.Accounts[Id(3)] = (Fa(3), true); // There already.
        system.Accounts[Id(4)] = ("account:1234@bank-b.example", true); // Somebody else's word.
        system.Lies[$"link {Id(5)}"] = r => [MapperSystem.Line(r, "rjct", "rjct.fa.invalid")];
        (await VerdictsAsync(payroll, await TellAsync(payroll, dry: true))).ShouldBe(["taken", "taken", "taken", "mapper.other-address", "taken", "mapper.provider-unknown"]);
        (system.Did.Count, await payroll.App.UseAsync<PaymentsDb, int>(db => db.MapperTellings.CountAsync())).ShouldBe((0, 0));

        // It takes the links and hangs up: nobody knows. The next run asks first, and tells nothing twice.
        system.Next("link", Mood.TakesAndHangsUp);
        var silent = await TellAsync(payroll, fails: true);
        (await payroll.TechnicalRunAsync(silent)).State.ShouldBe("failed");
        (await StatesAsync(payroll)).ShouldBe(["untold", "untold", "told", "refused", "untold", "refused"]);
        await ResumeAsync(payroll, silent);
        (await StatesAsync(payroll)).Count(s => s == "untold").ShouldBe(3, "what is not known is for the next run");
        await TellAsync(payroll);
        (await StatesAsync(payroll)).ShouldBe(["told", "told", "told", "refused", "refused", "refused"]);
        system.Did.ToList().ShouldBe([("link", Id(1)), ("link", Id(2))], ignoreOrder: true);
        await TellAsync(payroll);
        system.Did.Count.ShouldBe(2, "what was told is not told again");

        // The refusal and its remedy are on the page; the office has it told again, auditors may not.
        using var officer = payroll.App.Client(SpmisApp.Officer);
        var page = await officer.GetStringAsync("/payments/mapper", TestContext.Current.CancellationToken);
        page.ShouldContain("rjct.fa.invalid");
        page.ShouldContain("correct what its reason names");
        (await officer.GetStringAsync("/api/payments/mapper/tellings?state=refused", TestContext.Current.CancellationToken)).ShouldContain("mapper.provider-unknown");
        (await officer.GetStringAsync("/api/payments/mapper", TestContext.Current.CancellationToken)).ShouldContain("\"refused\":3");
        using var auditor = payroll.App.Client(Auditor);
        (await PostAsync(auditor, "/api/payments/mapper/tell", new { })).ShouldBe(HttpStatusCode.Forbidden);
        system.Lies.Clear();
        var fifth = await payroll.App.UseAsync<PaymentsDb, long>(db => db.MapperTellings.Where(t => t.PersonId == Payroll.Person(5)).Select(t => t.Id).SingleAsync());
        (await PostAsync(officer, $"/api/payments/mapper/tellings/{fifth}/again", new { })).ShouldBe(HttpStatusCode.OK);

        // 1 moves and the new account is verified: update. 2 died: unlink. 3 moves and nobody verified it yet: unlink. 7 is verified now: link.
        await payroll.TellAsync(Payroll.Facts(1, account: "777", version: 2), Payroll.Facts(2, version: 2) with { DiedOn = new DateOnly(2026, 6, 1) }, Payroll.Facts(3, account: "888", version: 2));
        await VerifyAsync(payroll, 1);
        await VerifyAsync(payroll, 7);
        system.Did.Clear();
        (await PostAsync(officer, "/api/payments/mapper/tell", new { dryRun = false })).ShouldBe(HttpStatusCode.OK);
        await payroll.App.SettleAsync(failuresAllowed: true);
        system.Did.ToList().ShouldBe([("update", Id(1)), ("unlink", Id(2)), ("unlink", Id(3)), ("link", Id(5)), ("link", Id(7))], ignoreOrder: true);
        system.Accounts[Id(1)].Address.ShouldBe("account:777@bank-a.example");
        system.Accounts[Id(4)].Address.ShouldBe("account:1234@bank-b.example", "what others told it is theirs");
        system.Did.Clear();
        await TellAsync(payroll);
        system.Did.ShouldBeEmpty();

        // Somebody else unlinked it meanwhile, then the person dies: there is nothing left to end.
        system.Accounts.TryRemove(Id(7), out _);
        await payroll.TellAsync(Payroll.Facts(7, version: 2) with { DiedOn = new DateOnly(2026, 6, 2) });
        await TellAsync(payroll);
        system.Did.ShouldBeEmpty();

        // It takes an update and hangs up, then the person dies: what it may have is ended too.
        await payroll.TellAsync(Payroll.Facts(1, account: "999", version: 3));
        await VerifyAsync(payroll, 1);
        system.Next("update", Mood.TakesAndHangsUp);
        await ResumeAsync(payroll, await TellAsync(payroll, fails: true));
        await payroll.TellAsync(Payroll.Facts(1, account: "999", version: 4) with { DiedOn = new DateOnly(2026, 6, 3) });
        await TellAsync(payroll);
        system.Did.ToList().ShouldBe([("update", Id(1)), ("unlink", Id(1))]);
        system.Accounts.ContainsKey(Id(1)).ShouldBeFalse();
        Assert.SkipUnless(GovStackSchemas.Folder is not null, "../shared not present: all held, but the messages were not compared with the published schema");
        system.Faults.ShouldBeEmpty();
    }

    /// <summary>A merge and a death that were recorded by mistake: what was ended is linked again, and ended again when that is so after all.</summary>
    [Fact]
    public async Task Tell_EndedByMistake_IsLinkedAgainAsOftenAsNeeded()
    {
        await using var system = await MapperSystem.StartAsync();
        await using var payroll = await Payroll.StartAsync(settings: system.Settings());
        await payroll.TellAsync(Payroll.Facts(1), Payroll.Facts(2));
        await VerifyAsync(payroll, 1);
        await VerifyAsync(payroll, 2);
        await TellAsync(payroll);
        system.Did.Clear();

        for (var turn = 0; turn < 2; turn++)
        {
            var version = 2 + (2 * turn);
            await payroll.TellAsync(Payroll.Facts(1, version: version) with { DiedOn = new DateOnly(2026, 6, 1) }, Payroll.Facts(2, version: version) with { MergedIntoId = Payroll.Person(1) });
            await TellAsync(payroll);
            system.Did.ToList().ShouldBe([("unlink", Id(1)), ("unlink", Id(2))], ignoreOrder: true);
            await TellAsync(payroll);
            system.Did.Count.ShouldBe(2, "an end is told once");
            system.Did.Clear();
            await payroll.TellAsync(Payroll.Facts(1, version: version + 1), Payroll.Facts(2, version: version + 1));
            await TellAsync(payroll);
            system.Did.ToList().ShouldBe([("link", Id(1)), ("link", Id(2))], ignoreOrder: true);
            await TellAsync(payroll);
            system.Did.Count.ShouldBe(2, "a link is told once");
            system.Did.Clear();
        }

        // It takes the end and hangs up; before anybody asked, the death turns out to be a mistake: the mapper is asked, and linked again.
        await payroll.TellAsync(Payroll.Facts(1, version: 6) with { DiedOn = new DateOnly(2026, 6, 1) });
        system.Next("unlink", Mood.TakesAndHangsUp);
        await ResumeAsync(payroll, await TellAsync(payroll, fails: true));
        await payroll.TellAsync(Payroll.Facts(1, version: 7));
        await TellAsync(payroll);
        system.Did.ToList().ShouldBe([("unlink", Id(1)), ("link", Id(1))]);
        await TellAsync(payroll);
        system.Did.Count.ShouldBe(2);

        // Dead after all; and the mapper has something else by then, which is not ours to end.
        system.Accounts[Id(1)] = ("account:1234@bank-b.example", true);
        await payroll.TellAsync(Payroll.Facts(1, version: 8) with { DiedOn = new DateOnly(2026, 6, 1) });
        await TellAsync(payroll);
        system.Did.Count.ShouldBe(2);
        (await payroll.App.UseAsync<PaymentsDb, List<int>>(db => db.MapperTellings.OrderBy(t => t.AddressId).ThenBy(t => t.Ends).Select(t => t.Turn).ToListAsync())).ShouldBe([4, 4, 3, 2]);
    }

    [Fact]
    public async Task Mapper_NightlyAndTrusted_CountsAsVerifiedAndRunsOnceANight()
    {
        await using var system = await MapperSystem.StartAsync();
        var settings = system.Settings();
        (settings["Payments:Mapper:CountsAsVerified"], settings["Payments:Mapper:NightlyHour"]) = ("true", "2");
        await using var payroll = await Payroll.StartAsync(settings: settings);
        await payroll.TellAsync(Payroll.Facts(1, null));
        await payroll.TellAsync([Payroll.Award(1)]);
        system.Accounts[Id(1)] = (Fa(1), true);
        var (scopes, of) = (payroll.App.Services.GetRequiredService<IServiceScopeFactory>(), payroll.App.Services.GetRequiredService<MapperSettings>());
        await MapperClock.LookAsync(scopes, of, SpmisApp.Now.Date.AddHours(1), default);
        (await RunsAsync(payroll)).ShouldBe(0, "too early");
        await MapperClock.LookAsync(scopes, of, SpmisApp.Now.Date.AddHours(2), default);
        await payroll.App.SettleAsync();
        await MapperClock.LookAsync(scopes, of, SpmisApp.Now.Date.AddHours(3), default);
        (await RunsAsync(payroll)).ShouldBe(2, "one of each");
        (await AddressesAsync(payroll)).ShouldHaveSingleItem().VerifiedBy.ShouldBe("account mapper spmis.example");
        await payroll.PrepareAsync();
        (await payroll.OnlyAsync()).HoldCode.ShouldBeNull();
        await TellAsync(payroll);
        system.Did.ShouldBeEmpty("what it told us it is not told");
    }

    [Fact]
    public async Task Mapper_WithoutSettings_IsOffAndSaysSo()
    {
        await using var payroll = await Payroll.StartAsync(settings: new Dictionary<string, string?> { ["Payments:Mapper:Address"] = "https://mapper.example.org/v1" });
        (await Payroll.RefusalAsync(() => ResolveAsync(payroll, new()))).Message.ShouldContain("Payments:Links:Hosts");
        using var officer = payroll.App.Client(SpmisApp.Officer);
        (await officer.GetStringAsync("/payments/mapper", TestContext.Current.CancellationToken)).ShouldContain("may not call mapper.example.org");
    }

    private static string Number(int n) => Payroll.Facts(n).RegistrationNumber;

    private static string Id(int n) => MapperSystem.Id(Number(n));

    private static string Fa(int n) => $"account:{Payroll.Facts(n).PayAccount}@bank-a.example";

    private static async Task<long> ResolveAsync(Payroll payroll, ResolveRequest request, bool fails = false)
    {
        var run = await payroll.App.UseAsync<ResolveAddresses, long>(act => act.HandleAsync(request, SpmisApp.Change(ResolveAddresses.Act), default));
        await payroll.App.SettleAsync(failuresAllowed: true);
        (await payroll.TechnicalRunAsync(run)).State.ShouldBe(fails ? "failed" : "finished");
        return run;
    }

    private static async Task<long> TellAsync(Payroll payroll, bool dry = false, bool fails = false)
    {
        var run = await payroll.App.UseAsync<TellMapper, long>(act => act.HandleAsync(new TellRequest(dry), SpmisApp.Change(TellMapper.Act), default));
        await payroll.App.SettleAsync(failuresAllowed: true);
        (await payroll.TechnicalRunAsync(run)).State.ShouldBe(fails ? "failed" : "finished");
        return run;
    }

    private static async Task ResumeAsync(Payroll payroll, long run)
    {
        await payroll.App.UseAsync<PaymentsDb>(db => ResumeRun.RunAsync(db, payroll.App.Services.GetRequiredService<RunSignal>(), run, SpmisApp.Change("runs.resume"), default));
        await payroll.App.SettleAsync(failuresAllowed: true);
        (await payroll.TechnicalRunAsync(run)).State.ShouldBe("finished");
    }

    private static async Task<List<string>> VerdictsAsync(Payroll payroll, long run) => [.. (await payroll.LinesAsync(run)).Select(l => l.Code ?? "taken")];

    private static Task<List<FinancialAddress>> AddressesAsync(Payroll payroll) => payroll.App.UseAsync<PaymentsDb, List<FinancialAddress>>(db => db.FinancialAddresses.AsNoTracking().Where(a => a.CurrentOf != null).OrderBy(a => a.Id).ToListAsync());

    private static async Task<List<string>> StatesAsync(Payroll payroll) => [.. (await payroll.App.UseAsync<PaymentsDb, List<MapperTelling>>(db => db.MapperTellings.AsNoTracking().OrderBy(t => t.AddressId).ToListAsync())).Select(t => t.State)];

    private static Task<int> RunsAsync(Payroll payroll) => payroll.App.UseAsync<PaymentsDb, int>(db => db.Runs.CountAsync(r => r.Kind.StartsWith("payments.mapper")));

    private static Task VerifyAsync(Payroll payroll, int n) => payroll.App.UseAsync<VerifyAddress>(act => act.HandleAsync(Payroll.Person(n), FinancialAddress.Usual, SpmisApp.Change("payments.verify-address") with { Evidence = "letter" }, default));

    private static async Task<HttpStatusCode> PostAsync(HttpClient client, string path, object body)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, path) { Content = JsonContent.Create(body) };
        request.Headers.Add("Idempotency-Key", Guid.CreateVersion7().ToString());
        return (await client.SendAsync(request, TestContext.Current.CancellationToken)).StatusCode;
    }
}
