using System.Text.Json;
using FsCheck;
using FsCheck.Fluent;
using Microsoft.EntityFrameworkCore;
using Spmis.Contracts.Payments;
using Spmis.Kernel.Data;
using Spmis.Kernel.Proposals;
using Spmis.Payments;
using Spmis.Payments.Deductions;
using Spmis.Payments.Instructions;
using Spmis.Payments.Payees;
using Spmis.Payments.Promises;
using Spmis.Payments.Reconciliation;
using Spmis.TestKit;
using Spmis.Values;

namespace Spmis.Tests.Payments;

/// <summary>Several recipients of one household's award.</summary>
public sealed class ShareTests
{
    private static readonly Month July = Payroll.July;

    /// <summary>Two wives receive a third each, the head the rest; one share comes back and is paid to her daughter.</summary>
    [Fact]
    public async Task Shares_PaidRejectedAndPassedOn_MakeTheWholeOfEveryMonth()
    {
        await using var payroll = await Payroll.StartAsync();
        await payroll.TellAsync([.. new[] { 1, 7, 8, 9 }.Select(n => Payroll.Facts(n))]);
        await payroll.TellAsync(Payroll.Award(1, minor: 200_001));
        await NameAsync(payroll, Share(8, 33.33m));
        await NameAsync(payroll, Share(9, 33.33m));
        foreach (var (code, input) in new[]
        {
            ("payee.value", Share(7, 0m)), ("payee.value", Share(7, 100m)), ("payee.value", Share(7, 0.001m)), ("payee.shares", Share(7, 33.34m)), ("payee.shares", Share(7, 10m) with { Part = 3 }),
            ("payee.shares", Share(7, 66.67m) with { Part = 1 }), ("payee.shares", Share(7, null) with { Part = 0 }),
        })
        {
            (await Payroll.RefusalAsync(() => ProposeAsync(payroll, input))).Code.ShouldBe(code);
        }

        await payroll.PayAsync();
        var july = (await payroll.InstructionsAsync()).OrderBy(i => i.Part).ToList();
        july.Select(i => (i.Part, i.PayeeName, i.AmountMinor)).ShouldBe([(0, Payroll.Facts(1).Name, 66_681), (1, Payroll.Facts(8).Name, 66_660), (2, Payroll.Facts(9).Name, 66_660)]);
        july.Select(i => i.Reference).Distinct().Count().ShouldBe(3);
        july.ShouldAllBe(i => PaymentReference.IsValid(i.Reference) && i.State == "sent");

        // What was sent stays as it was shared out; who receives a share may change.
        (await Payroll.RefusalAsync(() => ProposeAsync(payroll, Share(7, 10m)))).Code.ShouldBe("payee.share-sent");
        (await Payroll.RefusalAsync(() => ProposeAsync(payroll, Share(7, 20m) with { Part = 2 }))).Code.ShouldBe("payee.share-sent");
        var second = await payroll.App.UseAsync<PaymentsDb, NamedPayee>(db => db.NamedPayees.SingleAsync(p => p.Part == 2));
        (await Payroll.RefusalAsync(() => payroll.App.UseAsync<EndPayee>(act => act.ProposeAsync(second.Id, July.Add(-1), SpmisApp.Change(reason: "x"), default)))).Code.ShouldBe("payee.share-sent");
        await payroll.AnswerAsync("BANKA", (july[0].Reference, "PAID", "666.81"), (july[1].Reference, "PAID", "666.60"), (july[2].Reference, "FAILED", "666.60"));
        await payroll.App.UseAsync<ReissuePayment>(act => act.HandleAsync(july[2].Reference, SpmisApp.Change("payments.reissue"), default));
        await NameAsync(payroll, Share(7, null) with { Part = 2 });
        var first = await payroll.App.UseAsync<PaymentsDb, Guid>(db => db.NamedPayees.Where(p => p.Part == 1).Select(p => p.Id).SingleAsync());
        await payroll.AgreeAsync(await payroll.App.UseAsync<EndPayee, Proposal>(act => act.ProposeAsync(first, July, SpmisApp.Change("payments.propose-payee", reason: "moved out"), default)));
        await payroll.PayAsync(July.Add(1));
        var paid = await payroll.InstructionsAsync();
        paid.Where(i => i.State == "sent").OrderBy(i => i.Month).ThenBy(i => i.Part).Select(i => (i.Month.Number, i.Part, i.Attempt, i.PayeeName, i.AmountMinor)).ShouldBe(
            [(7, 2, 2, Payroll.Facts(7).Name, 66_660), (8, 0, 1, Payroll.Facts(1).Name, 133_341), (8, 2, 1, Payroll.Facts(7).Name, 66_660)]);
        paid.Where(i => i.Live == true).GroupBy(i => i.Month).ShouldAllBe(m => m.Sum(i => i.AmountMinor) == 200_001);
        await CleanAsync(payroll);

        // Eligibility is told of the month as paid, share by share.
        (await payroll.App.UseAsync<PaymentsDb, List<string>>(async db =>
            [.. (await db.Outbox.AsNoTracking().Where(o => o.Contract == typeof(PaymentsSettled).FullName).Select(o => o.Payload).ToListAsync())
                .SelectMany(o => JsonSerializer.Deserialize<PaymentsSettled>(o, SpmisJson.Options)!.Payments).Select(p => $"{p.Component} {p.Outcome} {p.AmountMinor}").Order(StringComparer.Ordinal)]))
            .ShouldBe(["main paid 66681", "main/1 paid 66660", "main/2 rejected 66660"]);
        using var officer = payroll.App.Client(SpmisApp.Officer);
        (await officer.GetStringAsync("/payments/payees", TestContext.Current.CancellationToken)).ShouldContain("Share 2: 33.33 %");
        (await officer.GetStringAsync($"/api/payments/payees?award={Payroll.AwardNumber(1)}", TestContext.Current.CancellationToken)).ShouldContain("\"sharePercent\":33.33");
    }

    /// <summary>A share approved or ended while a run is on its way holds what it changed, and the next run pays the month once.</summary>
    [Fact]
    public async Task Share_ChangedBetweenPrepareAndRelease_IsHeldAndPaidAnew()
    {
        await using var payroll = await Payroll.StartAsync();
        await payroll.TellAsync(Payroll.Facts(1), Payroll.Facts(2, agency: null), Payroll.Facts(3), Payroll.Facts(8), Payroll.Facts(9, agency: null));
        await payroll.TellAsync(Payroll.Award(1), Payroll.Award(2), Payroll.Award(3));
        await NameAsync(payroll, Share(9, 25m) with { AwardNumber = Payroll.AwardNumber(2) });
        var run = (await payroll.PrepareAsync()).PaymentRunId;
        await payroll.ApproveAsync(run);
        await NameAsync(payroll, Share(8, 40m));
        await payroll.AskReleaseAsync(run);
        await payroll.ClearAsync(run);
        (await payroll.InstructionsAsync()).Select(i => (i.AwardNumber, i.Part, i.HoldCode)).ShouldBe(
            [(Payroll.AwardNumber(1), 0, HoldReasons.AwardChanged), (Payroll.AwardNumber(2), 0, HoldReasons.NoAddress), (Payroll.AwardNumber(2), 1, HoldReasons.NoAddress), (Payroll.AwardNumber(3), 0, null)], ignoreOrder: true);

        // Nothing of the second award was sent, so its share can be taken back for July: what was held for it is in the rest again.
        var share = await payroll.App.UseAsync<PaymentsDb, Guid>(db => db.NamedPayees.Where(p => p.AwardNumber == Payroll.AwardNumber(2)).Select(p => p.Id).SingleAsync());
        await payroll.AgreeAsync(await payroll.App.UseAsync<EndPayee, Proposal>(act => act.ProposeAsync(share, July.Add(-1), SpmisApp.Change("payments.propose-payee", reason: "withdrawn"), default)));
        await payroll.TellAsync(Payroll.Facts(2, version: 2));

        // As if a share had been agreed on in the very moment in which the whole month left: it is seen, and not paid beside the whole.
        await payroll.App.UseAsync<PaymentsDb>(async db =>
        {
            db.NamedPayees.Add(new() { Id = Guid.CreateVersion7(), AwardNumber = Payroll.AwardNumber(3), Sequence = 1, Part = 1, ShareBasisPoints = 5000, Kind = NamedPayeeKind.Other, PersonId = Payroll.Person(8), FromMonth = July, Reason = "r", Evidence = "e", ApprovedAt = SpmisApp.Now, ApprovedBy = "x", ChangedAt = SpmisApp.Now });
            await db.SaveAsync(SpmisApp.Change("payments.name-payee"), default);
        });
        await payroll.PayAsync(July.Add(1));
        var after = await payroll.InstructionsAsync();
        after.Where(i => i.Month == July && i.State == "sent").OrderBy(i => i.AwardNumber).ThenBy(i => i.Part).Select(i => (i.AwardNumber, i.Part, i.Attempt, i.AmountMinor)).ShouldBe(
            [(Payroll.AwardNumber(1), 0, 2, 120_000), (Payroll.AwardNumber(1), 1, 1, 80_000), (Payroll.AwardNumber(2), 0, 2, 200_000), (Payroll.AwardNumber(3), 0, 1, 200_000)]);
        after.Single(i => i.AwardNumber == Payroll.AwardNumber(2) && i.Part == 1).State.ShouldBe("lapsed");
        after.Single(i => i.AwardNumber == Payroll.AwardNumber(3) && i.Part == 1 && i.Month == July).HoldCode.ShouldBe(HoldReasons.SharesOver);
        after.Where(i => i.AwardNumber == Payroll.AwardNumber(3) && i.Month != July).OrderBy(i => i.Part).Select(i => i.AmountMinor).ShouldBe([100_000, 100_000]);
        await CleanAsync(payroll);
    }

    /// <summary>A lowered award and a court's order see the month as a whole, whoever receives it.</summary>
    [Fact]
    public async Task Shares_OfALoweredAwardWithAnOrder_ArePaidOnceAndKeepTheFloor()
    {
        await using var payroll = await Payroll.StartAsync();
        await payroll.TellAsync(Payroll.Facts(1), Payroll.Facts(8));
        await payroll.TellAsync(Payroll.Award(1));
        await NameAsync(payroll, Share(8, 50m));
        var order = new NewDeduction { AwardNumber = Payroll.AwardNumber(1), Reference = "D-1", Creditor = "District Court", FromMonth = 202607, Monthly = 500, Floor = 1600 };
        await payroll.AgreeAsync(await payroll.App.UseAsync<OrderDeduction, Proposal>(act => act.ProposeAsync(order, SpmisApp.Change("payments.propose-deduction"), default)));
        await payroll.PayAsync();
        var july = await payroll.InstructionsAsync();
        july.Sum(i => i.WithheldMinor).ShouldBe(40_000);
        july.Sum(i => i.AmountMinor).ShouldBe(160_000);

        // Half of July came back, and the award is lowered from July on: nothing is paid that comes to more than the lowered month.
        var back = july.Single(i => i.Part == 0);
        await payroll.AnswerAsync("BANKA", [.. july.Select(i => (i.Reference, i.Part == 0 ? "FAILED" : "PAID", i.Amount.Major.ToString("0.00", System.Globalization.CultureInfo.InvariantCulture)))]);
        await payroll.TellAsync(Payroll.Award(1, version: 2) with { ToMonth = 202606 }, Payroll.Award(1, minor: 180_000) with { Component = "low1" });
        await payroll.App.UseAsync<ReissuePayment>(act => act.HandleAsync(back.Reference, SpmisApp.Change("payments.reissue"), default));
        await payroll.PayAsync(July.Add(1));
        var parts = (await payroll.InstructionsAsync()).Where(i => i.Month == July && i.Component == "low1").OrderBy(i => i.Part).Select(i => (i.Part, i.GrossMinor, i.HoldCode)).ToList();
        // 100,000 of 180,000 are paid, so 90,000 more would be too much.
        parts.ShouldBe([(0, 90_000, HoldReasons.SharesOver), (1, 90_000, HoldReasons.MonthTaken)]);
        await CleanAsync(payroll);
    }

    /// <summary>Whatever the shares, the parts are none below nothing and make the whole.</summary>
    [Fact]
    public void ShareOf_AnyShares_LeaveTheRestAboveOrAtNothing() => Prop.ForAll(
        ArbMap.Default.ArbFor<long>(),
        Gen.Choose(1, NamedPayee.Whole - 1).ListOf(5).Select(l => l.ToList()).Where(l => l.Sum() < NamedPayee.Whole).ToArbitrary(),
        (amount, shares) =>
        {
            var parts = shares.ConvertAll(s => Row(s).ShareOf(amount));
            return parts.TrueForAll(p => p >= 0) && (amount <= 0 ? parts.TrueForAll(p => p == 0) : amount - parts.Sum() >= 0 && shares.Zip(parts).All(x => (decimal)amount * x.First / NamedPayee.Whole - x.Second is >= 0 and < 1));
        }).QuickCheckThrowOnFailure();

    private static async Task CleanAsync(Payroll payroll)
    {
        (await payroll.App.UseAsync<VerifyPayments, PaymentsVerified>(v => v.HandleAsync(new(2026, 7, 12), default))).Checks.SelectMany(c => c.Violations).ShouldBeEmpty();
        await payroll.PromisesHoldAsync();
    }

    private static NamedPayee Row(int basisPoints) => new()
    {
        Id = Guid.Empty, AwardNumber = "", Sequence = 1, Part = 1, ShareBasisPoints = basisPoints, Kind = NamedPayeeKind.Other, FromMonth = July, Reason = "", Evidence = "", ApprovedAt = default, ApprovedBy = "", ChangedAt = default,
    };

    private static NewNamedPayee Share(int person, decimal? percent) => new()
    {
        AwardNumber = Payroll.AwardNumber(1), Kind = NamedPayeeKind.Other, PersonNumber = Payroll.Facts(person).RegistrationNumber, SharePercent = percent, FromMonth = July.Code, Reason = "keeps a hearth of her own", Evidence = "letter of the household",
    };

    private static Task<Proposal> ProposeAsync(Payroll payroll, NewNamedPayee input) => payroll.App.UseAsync<NamePayee, Proposal>(act => act.ProposeAsync(input, SpmisApp.Change("payments.propose-payee"), default));

    private static async Task NameAsync(Payroll payroll, NewNamedPayee input) => await payroll.AgreeAsync(await ProposeAsync(payroll, input));
}
