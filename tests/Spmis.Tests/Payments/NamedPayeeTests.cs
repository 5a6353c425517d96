using Spmis.Kernel.Acts;
using Spmis.Kernel.Proposals;
using Spmis.Payments.Instructions;
using Spmis.Payments.Payees;
using Spmis.Payments.PaymentRuns;
using Spmis.Payments.Promises;
using Spmis.TestKit;
using Spmis.Values;

namespace Spmis.Tests.Payments;

public sealed class NamedPayeeTests
{
    private static readonly Month July = Payroll.July;

    /// <summary>Guardian, institution, the end of one between prepare and release, and who sees it.</summary>
    [Fact]
    public async Task Payee_NamedEndedAndReplaced_ReceivesExactlyItsMonths()
    {
        await using var payroll = await Payroll.StartAsync();
        await payroll.PeopleAsync(3);
        await payroll.TellAsync(Payroll.Facts(9, "BANKB"));
        await RefusedAsync(payroll);
        await NameAsync(payroll, Guardian(1, 9, July.Code, July.Add(1).Code));
        await NameAsync(payroll, Institution(2, July.Code));
        var own = await ProposeAsync(payroll, Guardian(3, 9, July.Code));
        (await Payroll.RefusalAsync(() => payroll.App.UseAsync<FourEyes>(f => f.ApproveAsync("payments", own.Id, SpmisApp.Change("proposals.decide", SpmisApp.Officer), default)))).Code.ShouldBe("proposal.own");

        var run = (await payroll.PrepareAsync()).PaymentRunId;
        var july = await payroll.InstructionsAsync();
        july.Select(i => (i.PayeeName, i.Agency, i.HoldCode)).ShouldBe([(Payroll.Facts(9).Name, "BANKB", null), ("Home of Hope", "BANKA", null), (Payroll.Facts(3).Name, "BANKA", null)]);
        july[1].PayeeNumber.ShouldBe(Payroll.Facts(2).RegistrationNumber); // By which the home knows for whom it is.
        july[0].PayeeId.ShouldBe(Payroll.Person(9));

        // Between prepare and release the guardian's time is cut to nothing, and a guardian is named for the third: both wait.
        var later = SpmisApp.Now.AddHours(1);
        await payroll.ApproveAsync(run);
        var guardian = await payroll.App.UseAsync<Spmis.Payments.PaymentsDb, NamedPayee>(db => Task.FromResult(db.NamedPayees.Single(p => p.PersonId == Payroll.Person(9))));
        (await Payroll.RefusalAsync(() => payroll.App.UseAsync<EndPayee>(act => act.ProposeAsync(guardian.Id, July.Add(-2), SpmisApp.Change(reason: "x"), default)))).Code.ShouldBe("payee.last-month");
        await payroll.AgreeAsync(await payroll.App.UseAsync<EndPayee, Proposal>(act => act.ProposeAsync(guardian.Id, July.Add(-1), SpmisApp.Change("payments.propose-payee", now: later, reason: "the court took it back"), default)));
        await payroll.AgreeAsync(own);
        await payroll.AskReleaseAsync(run);
        await payroll.ClearAsync(run);
        (await payroll.InstructionsAsync()).Select(i => i.HoldCode).ShouldBe([HoldReasons.PayeeChanged, null, HoldReasons.PayeeChanged]);
        (await payroll.BatchesAsync()).ShouldHaveSingleItem().Count.ShouldBe(1);

        // The next run pays July and August as it is now right.
        await payroll.PayAsync(July.Add(1));
        (await payroll.InstructionsAsync()).Where(i => i.State == "sent").Select(i => (i.AwardNumber, i.Month.Number, i.Attempt, i.PayeeName)).ShouldBe(
        [
            (Payroll.AwardNumber(1), 7, 2, Payroll.Facts(1).Name), (Payroll.AwardNumber(1), 8, 1, Payroll.Facts(1).Name), (Payroll.AwardNumber(2), 7, 1, "Home of Hope"), (Payroll.AwardNumber(2), 8, 1, "Home of Hope"),
            (Payroll.AwardNumber(3), 7, 2, Payroll.Facts(9).Name), (Payroll.AwardNumber(3), 8, 1, Payroll.Facts(9).Name),
        ]);

        // A dead guardian is not paid, and another one takes the place from a month on.
        await payroll.TellAsync(Payroll.Facts(9, "BANKB", version: 2) with { DiedOn = new DateOnly(2026, 8, 20) });
        await payroll.PayAsync(July.Add(2));
        (await payroll.InstructionsAsync()).Single(i => i.AwardNumber == Payroll.AwardNumber(3) && i.Month == July.Add(2)).HoldCode.ShouldBe(HoldReasons.PayeeDead);
        await NameAsync(payroll, Guardian(3, 1, July.Add(2).Code));
        await payroll.PayAsync(July.Add(3));
        (await payroll.InstructionsAsync()).Where(i => i.AwardNumber == Payroll.AwardNumber(3) && i.State == "sent").Select(i => (i.Month.Number, i.PayeeName)).ShouldBe(
            [(7, Payroll.Facts(9).Name), (8, Payroll.Facts(9).Name), (9, Payroll.Facts(1).Name), (10, Payroll.Facts(1).Name)]);
        (await payroll.App.UseAsync<VerifyPayments, PaymentsVerified>(v => v.HandleAsync(new(2026, 7, 10), default))).Checks.SelectMany(c => c.Violations).ShouldBeEmpty();
        await payroll.PromisesHoldAsync();

        // On both persons' pages.
        using var officer = payroll.App.Client(SpmisApp.Officer);
        (await officer.GetStringAsync($"/payments/persons/{Payroll.Facts(3).RegistrationNumber}", TestContext.Current.CancellationToken)).ShouldContain($"To {Payroll.Facts(9).Name}");
        (await officer.GetStringAsync($"/payments/persons/{Payroll.Facts(1).RegistrationNumber}", TestContext.Current.CancellationToken)).ShouldContain("Receives for");
        (await officer.GetStringAsync("/payments/payees", TestContext.Current.CancellationToken)).ShouldContain("replaced before it began");
        (await officer.GetStringAsync($"/api/payments/payees?award={Payroll.AwardNumber(3)}&limit=1", TestContext.Current.CancellationToken)).ShouldContain(Payroll.Facts(1).RegistrationNumber);
    }

    private static async Task RefusedAsync(Payroll payroll)
    {
        var bad = new (string Code, NewNamedPayee Input)[]
        {
            ("award.unknown", Guardian(7, 9, July.Code)), ("person.unknown", Guardian(1, 8, July.Code)), ("payee.value", Guardian(1, 1, July.Code)), ("payee.value", Guardian(1, 9, July.Code) with { Evidence = " " }),
            ("payee.value", Guardian(1, 9, July.Code, July.Add(-1).Code)), ("payee.value", Institution(2, July.Code) with { Account = "" }), ("payee.value", Institution(2, July.Code) with { Agency = "NONE" }),
        };
        foreach (var (code, input) in bad)
        {
            (await Payroll.RefusalAsync(() => ProposeAsync(payroll, input))).Code.ShouldBe(code);
        }
    }

    private static NewNamedPayee Guardian(int award, int person, int from, int? to = null) => new()
    {
        AwardNumber = Payroll.AwardNumber(award), Kind = NamedPayeeKind.Guardian, PersonNumber = Payroll.Facts(person).RegistrationNumber, FromMonth = from, ToMonth = to, Reason = "cannot act alone", Evidence = "court file 3/2026",
    };

    private static NewNamedPayee Institution(int award, int from) => new()
    {
        AwardNumber = Payroll.AwardNumber(award), Kind = NamedPayeeKind.Institution, Name = "Home of Hope", Agency = "BANKA", Account = "4010 9999", FromMonth = from, Reason = "lives there", Evidence = "agreement 7",
    };

    private static Task<Proposal> ProposeAsync(Payroll payroll, NewNamedPayee input) => payroll.App.UseAsync<NamePayee, Proposal>(act => act.ProposeAsync(input, SpmisApp.Change("payments.propose-payee"), default));

    private static async Task NameAsync(Payroll payroll, NewNamedPayee input) => await payroll.AgreeAsync(await ProposeAsync(payroll, input));
}
