using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Spmis.Contracts.Registration;
using Spmis.Kernel.Acts;
using Spmis.Kernel.Proposals;
using Spmis.Payments;
using Spmis.Payments.Agencies;
using Spmis.Payments.FinancialAddresses;
using Spmis.Payments.Instructions;
using Spmis.Payments.Promises;
using Spmis.TestKit;
using Spmis.Values;

namespace Spmis.Tests.Payments;

/// <summary>Where money goes: by scheme, after a change, and against somebody's objection.</summary>
public sealed class AddressTests
{
    private static readonly Month July = Payroll.July;

    /// <summary>An account changed by somebody who is not the person: it cools off, the person objects, it is taken back, and the registry's repeating it changes nothing.</summary>
    [Fact]
    public async Task Change_ObjectedTo_IsNeverPaidAndTheAddressBeforeIs()
    {
        await using var payroll = await Payroll.StartAsync(today: SpmisApp.Now, settings: Cooling(3));
        await payroll.PeopleAsync(2);
        await payroll.TellAsync(Payroll.Facts(1, "BANKB", "9999 8888", version: 2));
        var row = (await OfAsync(payroll, 1)).Single(a => a.CurrentOf is not null);
        (row.Agency, row.PayableFrom).ShouldBe(("BANKB", SpmisApp.Now.AddDays(3)));
        await payroll.PayAsync();
        (await payroll.InstructionsAsync()).Select(i => i.HoldCode).ShouldBe([HoldReasons.AddressCooling, null]);

        using (var officer = payroll.App.Client(SpmisApp.Officer))
        {
            var page = await officer.GetStringAsync("/payments/addresses", TestContext.Current.CancellationToken);
            page.ShouldContain("8888");
            page.ShouldContain("cooling off");
            (await officer.GetStringAsync("/payments/addresses?handler=Notices", TestContext.Current.CancellationToken)).ShouldContain($"{Payroll.Facts(1).RegistrationNumber},{Payroll.Facts(1).Name},,BANKA,");
        }

        (await Payroll.RefusalAsync(() => ObjectAsync(payroll, row.Id, null))).Code.ShouldBe("address.no-reason");
        (await Payroll.RefusalAsync(() => payroll.App.UseAsync<ObjectToAddress>(act => act.HandleAsync(row.Id, Payroll.Person(2), SpmisApp.Change(reason: "not mine"), default)))).Code.ShouldBe("address.unknown"); // Nobody speaks for another.
        await ObjectAsync(payroll, row.Id, "I never asked for it");
        (await Payroll.RefusalAsync(() => ObjectAsync(payroll, row.Id, "again"))).Code.ShouldBe("address.objected");
        (await Payroll.RefusalAsync(() => VerifyAsync(payroll, 1))).Code.ShouldBe("address.objected");

        // Past the cooling-off it is still not paid.
        await payroll.TellAsync(Payroll.Facts(1, "BANKB", "9999 8888", version: 3));
        var august = (await PrepareAtAsync(payroll, July.Add(1), 10)).PaymentRunId;
        (await payroll.InstructionsAsync()).Where(i => i.PaymentRunId == august && i.AwardNumber == Payroll.AwardNumber(1)).Select(i => i.HoldCode).Distinct().ShouldBe([HoldReasons.AddressObjected]);
        (await Payroll.RefusalAsync(() => SettleAsync(payroll, row.Id, keep: false, evidence: " "))).Code.ShouldBe("address.no-evidence");
        (await Payroll.RefusalAsync(() => payroll.App.UseAsync<SettleObjection>(act => act.HandleAsync(row.Id, false, SpmisApp.Change(SettleObjection.Act) with { Evidence = "x" }, default)))).Code.ShouldBe("address.own-objection");
        await SettleAsync(payroll, row.Id, keep: false, "signed at the desk");
        await payroll.TellAsync(Payroll.Facts(1, "BANKB", "9999 8888", version: 4)); // The registry still has it.
        var now = (await OfAsync(payroll, 1)).Single(a => a.CurrentOf is not null);
        (now.Agency, now.Source, now.PayableFrom).ShouldBe(("BANKA", SettleObjection.Act, null));
        (await OfAsync(payroll, 1)).Single(a => a.Withdrawn).Id.ShouldBe(row.Id);
        await payroll.ReleaseAsync(august);
        await payroll.PayAsync(July.Add(2));
        (await payroll.InstructionsAsync()).Where(i => i.AwardNumber == Payroll.AwardNumber(1) && i.State == "sent").Select(i => (i.Month.Number, i.Agency)).ShouldBe([(7, "BANKA"), (8, "BANKA"), (9, "BANKA")]);
        await payroll.TellAsync(Payroll.Facts(1, "BANKB", "7777 6666", version: 5)); // A new wish is one.
        (await OfAsync(payroll, 1)).Single(a => a.CurrentOf is not null).Account.ShouldBe("77776666");
        (await payroll.App.UseAsync<VerifyPayments, PaymentsVerified>(v => v.HandleAsync(new(2026, 7, 10), default))).Checks.SelectMany(c => c.Violations).ShouldBeEmpty();
    }

    /// <summary>A change that is verified, or whose time is over, is paid; one that is settled in favour of the address too.</summary>
    [Fact]
    public async Task Change_VerifiedOrOverOrKept_IsPaid()
    {
        await using var payroll = await Payroll.StartAsync(settings: Cooling(3));
        await payroll.PeopleAsync(3);
        await payroll.TellAsync([.. Enumerable.Range(1, 3).Select(n => Payroll.Facts(n, "BANKB", $"9000 {n}", version: 2))]);
        await VerifyAsync(payroll, 1);
        var third = (await OfAsync(payroll, 3)).Single(a => a.CurrentOf is not null).Id;
        await ObjectAsync(payroll, third, "unsure");
        await SettleAsync(payroll, third, keep: true, "bank letter");
        await payroll.PayAsync();
        (await payroll.InstructionsAsync()).Select(i => (i.Agency, i.HoldCode)).ShouldBe([("BANKB", null), ("BANKB", HoldReasons.AddressCooling), ("BANKB", null)]);
        await PrepareAtAsync(payroll, July.Add(1), 4);
        (await payroll.InstructionsAsync()).Where(i => i.Month == July && i.HoldCode is null && i.AwardNumber == Payroll.AwardNumber(2)).ShouldHaveSingleItem().Attempt.ShouldBe(2);
    }

    /// <summary>What is put back is as it was: a program's word stays held. And an account that came by a merge is looked at when the merge is undone.</summary>
    [Fact]
    public async Task PutBackOrMergedIn_IsNotPaidUnseen()
    {
        await using var payroll = await Payroll.StartAsync(settings: Cooling(0));
        await payroll.PeopleAsync(2);
        await payroll.App.UseAsync<PaymentsDb>(async db =>
        {
            await db.WriteAsync(() => new DeclareAddresses(db, payroll.App.Services.GetRequiredService<CoolingOff>()).HandleAsync([new(Payroll.Person(1), "BANKB", "5555 0001")], SpmisApp.Change(FinancialAddress.ToldByProgram), default), default);
        });
        await payroll.TellAsync(Payroll.Facts(1, "BANKB", "5555 0002", version: 2));
        var declared = (await OfAsync(payroll, 1)).Single(a => a.CurrentOf is not null);
        await ObjectAsync(payroll, declared.Id, "not mine");
        await SettleAsync(payroll, declared.Id, keep: false, "signed");
        (await OfAsync(payroll, 1)).Single(a => a.CurrentOf is not null).IsToldByProgram.ShouldBeTrue();

        await payroll.TellAsync(Payroll.Facts(2, "BANKB", "5555 0001", version: 2));
        var merge = Guid.CreateVersion7();
        await payroll.SayAsync(new PersonsMerged { MergeId = merge, SurvivorId = Payroll.Person(2), MergedIds = [Payroll.Person(1)] });
        await payroll.SayAsync(new MergeUndone { MergeId = merge, SurvivorId = Payroll.Person(2), MergedIds = [Payroll.Person(1)] });
        await payroll.PrepareAsync();
        (await payroll.InstructionsAsync()).Select(i => i.HoldCode).ShouldBe([HoldReasons.AddressNotVerified, HoldReasons.AddressObjected]);
    }

    /// <summary>One scheme is paid to a wallet, the others to the bank; a change between prepare and release is seen; the end brings the usual address back.</summary>
    [Fact]
    public async Task Choice_ForAScheme_IsPaidThereAndNowhereElse()
    {
        await using var payroll = await Payroll.StartAsync(settings: Cooling(0));
        await payroll.PeopleAsync(1);
        await payroll.TellAsync(Payroll.Award(2) with { AwardId = Payroll.Person(77), Scheme = "child-grant", BeneficiaryId = Payroll.Person(1), PayeeId = Payroll.Person(1) });
        var scheme = Payroll.Award(1).Scheme;
        foreach (var (code, input) in new[]
        {
            ("person.unknown", Choice("0000000000", "child-grant")), ("address.value", Choice(Payroll.Facts(1).RegistrationNumber, "other")), ("address.value", Choice(Payroll.Facts(1).RegistrationNumber, "child-grant") with { Agency = "NONE" }),
            ("address.value", Choice(Payroll.Facts(1).RegistrationNumber, "child-grant") with { Account = "GB00WEST12345698765432" }), ("address.value", Choice(Payroll.Facts(1).RegistrationNumber, "child-grant") with { Evidence = " " }),
        })
        {
            (await Payroll.RefusalAsync(() => ChooseAsync(payroll, input))).Code.ShouldBe(code);
        }

        var proposal = await ChooseAsync(payroll, Choice(Payroll.Facts(1).RegistrationNumber, "child-grant"));
        (await Payroll.RefusalAsync(() => payroll.App.UseAsync<FourEyes>(f => f.ApproveAsync("payments", proposal.Id, SpmisApp.Change("proposals.decide", SpmisApp.Officer), default)))).Code.ShouldBe("proposal.own");
        var run = (await payroll.PrepareAsync()).PaymentRunId;
        await payroll.ApproveAsync(run);
        await payroll.AgreeAsync(proposal);
        await payroll.AskReleaseAsync(run);
        await payroll.ClearAsync(run);
        (await payroll.InstructionsAsync()).Select(i => (i.Scheme, i.HoldCode)).ShouldBe([(scheme, null), ("child-grant", HoldReasons.AddressChanged)], ignoreOrder: true);
        await payroll.PayAsync(July.Add(1));
        (await payroll.InstructionsAsync()).Where(i => i.State == "sent").Select(i => (i.Scheme, i.Month.Number, i.Agency)).ShouldBe(
            [(scheme, 7, "BANKA"), (scheme, 8, "BANKA"), ("child-grant", 7, "BANKB"), ("child-grant", 8, "BANKB")], ignoreOrder: true);

        // The registry's word changes the usual address only.
        await payroll.TellAsync(Payroll.Facts(1, "BANKA", "1234 5678", version: 2));
        var chosen = (await OfAsync(payroll, 1)).Single(a => a.CurrentOf is not null && a.Scheme == "child-grant");
        (await Payroll.RefusalAsync(() => ChooseAsync(payroll, Choice(Payroll.Facts(1).RegistrationNumber, "child-grant")))).Code.ShouldBe("address.value");
        await payroll.AgreeAsync(await ChooseAsync(payroll, Choice(Payroll.Facts(1).RegistrationNumber, "child-grant") with { Account = "0700 999" }));
        chosen = (await OfAsync(payroll, 1)).Single(a => a.CurrentOf is not null && a.Scheme == "child-grant");
        chosen.Account.ShouldBe("0700999");
        await payroll.AgreeAsync(await payroll.App.UseAsync<EndChoice, Proposal>(act => act.ProposeAsync(chosen.Id, SpmisApp.Change("payments.propose-address", reason: "wants it together"), default)));
        await payroll.PayAsync(July.Add(2));
        (await payroll.InstructionsAsync()).Where(i => i.Month == July.Add(2)).Select(i => i.Account).Distinct().ShouldBe(["12345678"]);
        (await payroll.App.UseAsync<VerifyPayments, PaymentsVerified>(v => v.HandleAsync(new(2026, 7, 10), default))).Checks.SelectMany(c => c.Violations).ShouldBeEmpty();
        using var officer = payroll.App.Client(SpmisApp.Officer);
        (await officer.GetStringAsync($"/payments/addresses?Person={Payroll.Facts(1).RegistrationNumber}", TestContext.Current.CancellationToken)).ShouldContain("mobile wallet");
        (await officer.GetStringAsync($"/api/payments/addresses?person={Payroll.Facts(1).RegistrationNumber}", TestContext.Current.CancellationToken)).ShouldContain("\"scheme\":\"child-grant\"");
    }

    /// <summary>Two lists of one person's change at a time: of two approvals one is in use, by constraint.</summary>
    [Fact]
    public async Task TwoInUse_ForOneScheme_AreRefusedByTheDatabase()
    {
        await using var payroll = await Payroll.StartAsync();
        await payroll.PeopleAsync(1);
        (await Should.ThrowAsync<Refused>(() => payroll.App.UseAsync<PaymentsDb>(async db =>
        {
            db.FinancialAddresses.Add(new() { PersonId = Payroll.Person(1), CurrentOf = Payroll.Person(1), Agency = "BANKB", Account = "1", FromAt = SpmisApp.Now, Source = "test" });
            await db.SaveAsync(SpmisApp.Change(), default);
        }))).Code.ShouldBe("exists-already");
    }

    /// <summary>Worked examples of check digits: Luhn's of ISO/IEC 7812-1, NUBAN's of the Central Bank of Nigeria (bank 011, serial 000001457, check digit 9).</summary>
    [Theory]
    [InlineData("digits 10", "1234567890", true)]
    [InlineData("digits 10", "123456789", false)]
    [InlineData("digits 8-12", "123456789", true)]
    [InlineData("digits 8-12", "12345678A", false)]
    [InlineData("digits 11 luhn", "79927398713", true)]
    [InlineData("digits 11 luhn", "79927398731", false)]
    [InlineData("digits 10 weights 3 7 3 3 7 3 3 7 3 3 7 3 modulus 10 prefix 011", "0000014579", true)]
    [InlineData("digits 10 weights 3 7 3 3 7 3 3 7 3 3 7 3 modulus 10 prefix 011", "0000014578", false)]
    [InlineData("digits 10 weights 3 7 3 3 7 3 3 7 3 3 7 3 modulus 10 prefix 011", "0000015479", false)]
    [InlineData("digits 10 mod97", "2600012348", true)]
    [InlineData("digits 10 mod97", "2600021348", false)]
    [InlineData("digits 10 luhn", "GB82WEST12345698765432", true)]
    public void AccountRule_Checks(string rule, string account, bool fits) => (Agency(rule).AccountProblem(account) is null).ShouldBe(fits);

    [Theory]
    [InlineData("luhn")]
    [InlineData("digits")]
    [InlineData("digits 1")]
    [InlineData("digits 12-8")]
    [InlineData("digits 10 luhn mod97")]
    [InlineData("digits 10 weights 3 7 modulus 10")]
    [InlineData("digits 3 weights 3 7")]
    [InlineData("digits 3 weights 3 7 modulus 12")]
    [InlineData("digits 3 prefix 011")]
    [InlineData("digits ten")]
    public void AccountRule_WrittenWrong_SaysHow(string rule) => Should.Throw<Refused>(() => Agency(rule)).Message.ShouldContain("Write it as");

    private static AgencyInForce Agency(string rule) => new("BANKA", null, 1, DemoAgencies.All[0] with { AccountRule = rule });

    /// <summary>Taken back by mistake: two people have it used again, and it cools off like any other unless somebody verifies it.</summary>
    [Fact]
    public async Task Address_TakenBackByMistake_IsUsedAgainByTwoPeople()
    {
        await using var payroll = await Payroll.StartAsync(settings: Cooling(3));
        await payroll.PeopleAsync(1);
        await payroll.TellAsync(Payroll.Facts(1, "BANKB", "9999 8888", version: 2));
        var row = (await OfAsync(payroll, 1)).Single(a => a.CurrentOf is not null);
        (await Payroll.RefusalAsync(() => RestoreAsync(payroll, row.Id, "mistake", "form"))).Code.ShouldBe("address.unknown");
        await ObjectAsync(payroll, row.Id, "not mine");
        await SettleAsync(payroll, row.Id, keep: false, "by telephone");
        (await Payroll.RefusalAsync(() => RestoreAsync(payroll, row.Id, " ", "form"))).Code.ShouldBe("address.no-reason");
        (await Payroll.RefusalAsync(() => RestoreAsync(payroll, row.Id, "mistake", ""))).Code.ShouldBe("address.no-evidence");

        using (var officer = payroll.App.Client(SpmisApp.Officer))
        {
            (await officer.GetStringAsync($"/payments/addresses?person={Payroll.Facts(1).RegistrationNumber}", TestContext.Current.CancellationToken)).ShouldContain("handler=Restore");
        }

        var proposal = await RestoreAsync(payroll, row.Id, "it was somebody else who called", "signed at the desk");
        (await Payroll.RefusalAsync(() => payroll.App.UseAsync<FourEyes>(f => f.ApproveAsync("payments", proposal.Id, SpmisApp.Change("proposals.decide", SpmisApp.Officer), default)))).Code.ShouldBe("proposal.own");
        await payroll.AgreeAsync(proposal);
        var again = (await OfAsync(payroll, 1)).Single(a => a.CurrentOf is not null);
        (again.Agency, again.Account, again.Source, again.VerifiedAt, again.IsCooling(SpmisApp.Now)).ShouldBe(("BANKB", "99998888", RestoreAddress.Act, null, true));
        (await OfAsync(payroll, 1)).Single(a => a.Agency == "BANKA" && a.EndedAt == again.FromAt && a.Source == SettleObjection.Act).CurrentOf.ShouldBeNull();
        (await Payroll.RefusalAsync(() => RestoreAsync(payroll, row.Id, "mistake", "form"))).Code.ShouldBe("address.in-use");
        await payroll.PayAsync();
        (await payroll.OnlyAsync()).HoldCode.ShouldBe(HoldReasons.AddressCooling);
        await VerifyAsync(payroll, 1);
        await payroll.PayAsync(July.Add(1));
        (await payroll.InstructionsAsync()).Where(i => i.State == "sent").Select(i => (i.Month.Number, i.Agency)).ShouldBe([(7, "BANKB"), (8, "BANKB")]);
        await payroll.PromisesHoldAsync();
    }

    private static Task<Proposal> RestoreAsync(Payroll payroll, long id, string reason, string evidence) =>
        payroll.App.UseAsync<RestoreAddress, Proposal>(act => act.ProposeAsync(id, SpmisApp.Change("payments.propose-address", reason: reason) with { Evidence = evidence }, default));

    private static Dictionary<string, string?> Cooling(int days) => new() { ["Payments:CoolingOffDays"] = $"{days}" };

    private static NewAddress Choice(string person, string scheme) => new() { PersonNumber = person, Scheme = scheme, Kind = AddressKind.Wallet, Agency = "BANKB", Account = "0700 123", Reason = "for the children", Evidence = "form 4" };

    private static Task<Proposal> ChooseAsync(Payroll payroll, NewAddress input) => payroll.App.UseAsync<ChooseAddress, Proposal>(act => act.ProposeAsync(input, SpmisApp.Change("payments.propose-address"), default));

    private static Task<List<FinancialAddress>> OfAsync(Payroll payroll, int person) => payroll.App.UseAsync<PaymentsDb, List<FinancialAddress>>(db => db.FinancialAddresses.AsNoTracking().Where(a => a.PersonId == Payroll.Person(person)).OrderBy(a => a.Id).ToListAsync());

    private static Task ObjectAsync(Payroll payroll, long id, string? reason) => payroll.App.UseAsync<ObjectToAddress>(act => act.HandleAsync(id, null, SpmisApp.Change("payments.object-address", reason: reason), default));

    private static Task VerifyAsync(Payroll payroll, int person) => payroll.App.UseAsync<VerifyAddress>(act => act.HandleAsync(Payroll.Person(person), FinancialAddress.Usual, SpmisApp.Change("payments.verify-address") with { Evidence = "bank letter" }, default));

    private static Task SettleAsync(Payroll payroll, long id, bool keep, string evidence) => payroll.App.UseAsync<SettleObjection>(act => act.HandleAsync(id, keep, SpmisApp.Change(SettleObjection.Act, SpmisApp.Supervisor) with { Evidence = evidence }, default));

    /// <summary>A run prepared so many days later.</summary>
    private static async Task<Spmis.Payments.PaymentRuns.PaymentRunStarted> PrepareAtAsync(Payroll payroll, Month month, int days)
    {
        var cycle = await payroll.OpenAsync(month);
        var started = await payroll.App.UseAsync<Spmis.Payments.PaymentRuns.PreparePaymentRun, Spmis.Payments.PaymentRuns.PaymentRunStarted>(act => act.HandleAsync(cycle, SpmisApp.Change("payments.prepare", now: SpmisApp.Now.AddDays(days)), default));
        await payroll.App.SettleAsync();
        return started;
    }
}
