using System.Net;
using System.Text;
using Microsoft.EntityFrameworkCore;
using Spmis.Contracts.Payments;
using Spmis.Kernel.Acts;
using Spmis.Kernel.Proposals;
using Spmis.Payments;
using Spmis.Payments.Cycles;
using Spmis.Payments.Emergencies;
using Spmis.Payments.Promises;
using Spmis.TestKit;
using Spmis.Values;

namespace Spmis.Tests.Payments;

public sealed class EmergencyTests
{
    private static readonly Month July = Payroll.July;

    /// <summary>Persons 1 to 5 with an account, 3 of them dead, 4 with an excluded benefit; lists in files, a second list within the days, and all beneficiaries of a scheme.</summary>
    [Fact]
    public async Task Lists_FromFileToPayment_HoldDoubleBenefitKeepTheCeilingAndPayOnce()
    {
        await using var payroll = await Payroll.StartAsync();
        await payroll.TellAsync([.. Enumerable.Range(1, 6).Select(n => Payroll.Facts(n))]);
        await payroll.TellAsync(Payroll.Facts(3, version: 2) with { DiedOn = new DateOnly(2026, 6, 1) });
        await payroll.TellAsync([Payroll.Award(4)]);
        (await Payroll.RefusalAsync(() => CheckAsync(payroll, "first", "registration_number\n1\n", 10))).Code.ShouldBe("emergency.unknown");
        await payroll.AgreeAsync(await payroll.App.UseAsync<OpenEvent, Proposal>(act => act.ProposeAsync(
            new NewEvent { Code = "flood26", Name = "Flood", Currency = "KES", Ceiling = 7000, WithinDays = 30, ExcludedSchemes = "demo-old-age-grant, other" }, SpmisApp.Change("payments.propose-emergency"), default)));
        (await Payroll.RefusalAsync(() => CheckAsync(payroll, "first", "registration_number\n1\n", null))).Code.ShouldBe("emergency.value"); // No amount anywhere.

        // A rapid assessment: two are not registered, one has no amount, one stands twice.
        var csv = "name,registration_number,amount\n" + string.Concat(new[] { 1, 2, 3, 4, 1 }.Select(n => $"x,{Number(n)},1500.50\n")) + $"Nobody,,1500\ny,2699999999,1500\nz,{Number(5)},none\nw,{Number(6)},0\n";
        var first = await CheckAsync(payroll, "first", csv, null);
        (first.State, first.ToPay, first.TotalMinor, first.Held, first.Refused).ShouldBe(("checked", 2, 300_100, 3, 4));
        (await payroll.LinesAsync(first.RunId)).Where(l => l.Verdict != "accepted").Select(l => $"{l.Line} {l.Verdict} {l.Code}").ShouldBe(
            ["4 noted person.dead", "5 noted emergency.has-scheme", "6 noted emergency.twice", "7 refused person.not-registered", "8 refused person.unknown", "9 refused money.form", "10 refused amount.not-positive"], Case.Sensitive);

        // Two lists within the days, both checked before either is approved; the ceiling holds for both together.
        var second = await CheckAsync(payroll, "second", $"number\n{Number(2)}\n{Number(5)}\n", 3000);
        (second.ToPay, second.Held).ShouldBe((2, 0));
        var proposal = await SubmitAsync(payroll, first.Id);
        proposal.ReadRule()!.Amounts.ShouldBe([new AmountAtStake("KES", 300_100)]);
        await payroll.AgreeAsync(proposal);
        await payroll.App.SettleAsync();
        (await Payroll.RefusalAsync(() => SubmitAsync(payroll, second.Id))).Code.ShouldBe("emergency.over-ceiling");
        await payroll.App.UseAsync<CheckList>(act => act.CancelAsync(second.Id, SpmisApp.Change("payments.cancel-emergency"), default));
        var third = await CheckAsync(payroll, "third", $"number\n{Number(2)}\n{Number(5)}\n", 1500);
        (third.ToPay, third.Held).ShouldBe((1, 1)); // The second person has the first list's transfer.

        // All beneficiaries of a scheme: the only one is excluded.
        var scheme = await CheckAsync(payroll, "scheme", null, 100);
        (scheme.ToPay, scheme.Held).ShouldBe((0, 1));
        (await Payroll.RefusalAsync(() => SubmitAsync(payroll, scheme.Id))).Code.ShouldBe("emergency.nothing-to-pay");

        // Between check and hand-over one more list pays the fifth: it is held then, and the budget has it back.
        var fourth = await CheckAsync(payroll, "fourth", $"number\n{Number(5)}\n{Number(6)}\n", 1000);
        var (earlier, later) = (await SubmitAsync(payroll, third.Id), await SubmitAsync(payroll, fourth.Id)); // Both wait at once.
        await payroll.AgreeAsync(earlier);
        await payroll.AgreeAsync(later);
        await payroll.App.SettleAsync();
        (await ListAsync(payroll, fourth.Id)).ToPay.ShouldBe(1);
        (await payroll.App.UseAsync<PaymentsDb, long>(db => db.EmergencyEvents.Select(e => e.CommittedMinor).SingleAsync())).ShouldBe(300_100 + 150_000 + 100_000);

        // The ordinary run of a cycle of its own; the usual cycle of all schemes leaves it alone.
        var usual = await payroll.PayAsync();
        (await payroll.InstructionsAsync()).Where(i => i.PaymentRunId == usual).Select(i => i.AwardNumber).ShouldBe([Payroll.AwardNumber(4)]);
        var cycle = (await ListAsync(payroll, first.Id)).CycleId.ShouldNotBeNull();
        (await payroll.App.UseAsync<PaymentsDb, Cycle>(db => db.Cycles.AsNoTracking().SingleAsync(c => c.Id == cycle))).Kind.ShouldBe(CycleKind.OneOff);
        var run = (await payroll.PrepareAsync(cycle)).PaymentRunId;
        await payroll.ReleaseAsync(run);
        var paid = (await payroll.InstructionsAsync()).Where(i => i.PaymentRunId == run).ToList();
        paid.Select(i => (i.PayeeNumber, i.AmountMinor, i.State)).ShouldBe([(Number(1), 150_050, "sent"), (Number(2), 150_050, "sent"), (Number(5), 150_000, "sent"), (Number(6), 100_000, "sent")], ignoreOrder: true);
        await payroll.AnswerAsync("BANKA", [.. paid.Select(i => (i.Reference, "PAID", i.Amount.ToPlain()))]);
        await payroll.PromisesHoldAsync();
        await VerifiedAsync(payroll, true);
        (await payroll.App.UseAsync<PaymentsDb, int>(db => db.Outbox.CountAsync(o => o.Contract.EndsWith(nameof(PaymentsSettled))))).ShouldBe(0); // Eligibility is told nothing.

        using var officer = payroll.App.Client(SpmisApp.Officer);
        (await officer.GetStringAsync("/payments/emergencies/FLOOD26", TestContext.Current.CancellationToken)).ShouldContain("fourth");
        (await officer.GetStringAsync($"/payments/emergencies/lists/{first.Id}", TestContext.Current.CancellationToken)).ShouldContain("The person gets a benefit that the event excludes.");
        (await officer.GetStringAsync($"/payments/emergencies/lists/{first.Id}?handler=Refused", TestContext.Current.CancellationToken)).ShouldContain("Nobody has no registration number");
        (await officer.GetStringAsync($"/api/payments/emergencies/lists/{first.Id}/lines?verdict=noted&limit=1", TestContext.Current.CancellationToken)).ShouldContain("\"next\":\"4\"");
        using var request = new HttpRequestMessage(HttpMethod.Post, "/api/payments/emergencies/FLOOD26/lists?name=api&month=2026-07&valueDate=2026-07-10&amount=10") { Content = new StringContent($"number\n{Number(1)}\n", Encoding.UTF8, "text/csv"), Headers = { { "Idempotency-Key", "emergency-0001" } } };
        (await officer.SendAsync(request, TestContext.Current.CancellationToken)).StatusCode.ShouldBe(HttpStatusCode.Created);
        await payroll.App.SettleAsync();

        // Somebody with the database in his hands pays one more.
        await payroll.App.UseAsync<PaymentsDb>(db => db.EmergencyLines.Where(l => l.ListId == first.Id && l.Line == 2).ExecuteUpdateAsync(s => s.SetProperty(l => l.AmountMinor, 9_000_000)));
        await VerifiedAsync(payroll, false);
    }

    /// <summary>Three lists of one event and month: two for the same day, one for a later one.</summary>
    [Fact]
    public async Task Lists_OfOneMonth_AreEachPaidOnTheirOwnValueDate()
    {
        await using var payroll = await Payroll.StartAsync();
        await payroll.TellAsync([.. Enumerable.Range(1, 3).Select(n => Payroll.Facts(n))]);
        await payroll.AgreeAsync(await payroll.App.UseAsync<OpenEvent, Proposal>(act => act.ProposeAsync(
            new NewEvent { Code = "flood26", Name = "Flood", Currency = "KES", Ceiling = 7000, WithinDays = 0, ExcludedSchemes = "" }, SpmisApp.Change("payments.propose-emergency"), default)));
        List<EmergencyList> lists = [];
        foreach (var (name, person, day) in new[] { ("early", 1, 9), ("late", 2, 23), ("early too", 3, 9) })
        {
            var list = await CheckAsync(payroll, name, $"number\n{Number(person)}\n{Number(1)}\n", 100, July.First.AddDays(day));
            await payroll.AgreeAsync(await SubmitAsync(payroll, list.Id));
            await payroll.App.SettleAsync();
            lists.Add(await ListAsync(payroll, list.Id));
        }

        lists.Select(l => l.CycleId.ShouldNotBeNull()).Distinct().Count().ShouldBe(2);
        lists[2].CycleId.ShouldBe(lists[0].CycleId);
        foreach (var cycle in new[] { lists[1].CycleId!.Value, lists[0].CycleId!.Value }) // Looked at above.
        {
            await payroll.ReleaseAsync((await payroll.PrepareAsync(cycle)).PaymentRunId);
        }

        (await payroll.BatchesAsync()).Select(b => (b.ValueDate, b.Count)).ShouldBe([(July.First.AddDays(23), 2L), (July.First.AddDays(9), 3L)]);
        (await Payroll.RefusalAsync(() => payroll.OpenAsync(July, "emergency/FLOOD26"))).Code.ShouldBe("cycle.emergency");
        await payroll.PromisesHoldAsync();
        await VerifiedAsync(payroll, true);
    }

    private static string Number(int n) => Payroll.Facts(n).RegistrationNumber;

    private static async Task<EmergencyList> CheckAsync(Payroll payroll, string name, string? csv, decimal? flat, DateOnly? on = null)
    {
        var input = new NewEmergencyList { Event = "FLOOD26", Name = name, Month = July, ValueDate = on ?? July.First.AddDays(9), Flat = flat, Content = csv is null ? null : new MemoryStream(Encoding.UTF8.GetBytes(csv)), FromScheme = csv is null ? "demo-old-age-grant" : null };
        var list = await payroll.App.UseAsync<CheckList, EmergencyList>(act => act.HandleAsync(input, SpmisApp.Change("payments.check-emergency"), default));
        await payroll.App.SettleAsync();
        return await ListAsync(payroll, list.Id);
    }

    private static Task<EmergencyList> ListAsync(Payroll payroll, long id) => payroll.App.UseAsync<PaymentsDb, EmergencyList>(db => db.EmergencyLists.AsNoTracking().SingleAsync(l => l.Id == id));

    private static Task<Proposal> SubmitAsync(Payroll payroll, long id) => payroll.App.UseAsync<ApproveList, Proposal>(act => act.ProposeAsync(id, SpmisApp.Change("payments.propose-emergency"), default));

    private static async Task VerifiedAsync(Payroll payroll, bool holds)
    {
        var verified = await payroll.App.UseAsync<VerifyPayments, PaymentsVerified>(v => v.HandleAsync(new(2026, 7, 10), default));
        if (holds)
        {
            verified.Checks.SelectMany(c => c.Violations).ShouldBeEmpty();
        }
        else
        {
            verified.Checks.Single(c => c.Check == "emergencies-agree").Holds().ShouldBeFalse();
        }
    }
}
