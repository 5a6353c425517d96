using Microsoft.EntityFrameworkCore;
using Spmis.Contracts.Contributions;
using Spmis.Contracts.Registration;
using Spmis.Contributions.Bills;
using Spmis.Contributions.Record;
using Spmis.Contributions.Returns;
using Spmis.Kernel.Acts;
using Spmis.Kernel.Access;
using Spmis.Kernel.Runs;
using Spmis.Values;
using static Spmis.Tests.Contributions.ContributionsWorld;

namespace Spmis.Tests.Contributions;

public sealed class FileReturnTests
{
    [Fact]
    public async Task File_GoodReturn_IsAssessedBilledAndTold()
    {
        await using var world = await ContributionsWorld.StartAsync();

        // KE NSSF year 4 (published amounts): 9,000 gives 540 + 540; 108,000 and above 6,480 + 6,480.
        var filed = await world.FileAsync(File(Line(Worker(1), "9000"), Line(Worker(2), "200000.00"), Line(Worker(3), "3000.50")));

        var ret = await world.ReturnAsync(filed.ReturnId);
        ret.State.ShouldBe(ReturnState.Assessed);
        (ret.Lines, ret.Accepted, ret.Refused).ShouldBe((3, 3, 0));
        var bill = (await world.BillsAsync()).ShouldHaveSingleItem();
        PaymentReference.IsValid(bill.PaymentReference).ShouldBeTrue();
        bill.Amount.ShouldBe(new Money(108_000 + 1_296_000 + (2 * 18_003), Currency.Of("KES")));
        bill.DueOn.ShouldBe(new DateOnly(2026, 4, 9));
        bill.State.ShouldBe(BillState.Unpaid);
        var year = (await world.YearAsync(2)).ShouldNotBeNull();
        year.BaseMinor.ShouldBe("0,0,10800000,0,0,0,0,0,0,0,0,0");
        year.InsuredMonths.ShouldBe(0, "declared, not paid");
        await world.App.SettleAsync();
        (await world.DbAsync(db => db.Outbox.CountAsync(o => o.Contract == typeof(WorkersDeclared).FullName))).ShouldBe(1);
        await world.PromisesHoldAsync();
    }

    public static TheoryData<string, string, string> BadLines => new()
    {
        { Line(Worker(1), "9000", employer: Employer(2)), "employer_number", "line.other-employer" },
        { Line(Worker(1), "9000", period: "2026-02"), "period", "line.other-month" },
        { Line(Worker(1), "9000", period: "March"), "period", "month.form" },
        { Line(Worker(1), "-9000"), "wage", "money.sign" },
        { Line(Worker(1), "\"12,50\""), "wage", "money.comma" },
        { Line(Worker(1), "1e9"), "wage", "money.exponent" },
        { Line(Worker(1), ""), "wage", "value.missing" },
        { Line(Worker(1), "99999999999"), "wage", "line.wage-absurd" },
        { Line(Worker(1), "9000", start: "31/02/1990"), "start_date", "" },
        { Line(Worker(1), "9000", start: "2026-03-05", leave: "2026-03-01"), "leave_date", "line.left-before-start" },
        { Line(Worker(1), "9000").Replace(",30,", ",45,"), "days", "number.range" },
        { Line(Worker(2), "9000"), "worker_number", "line.worker-twice" },
    };

    [Theory]
    [MemberData(nameof(BadLines))]
    public async Task File_BadLine_IsRefusedWithReasonAndTheRestIsTaken(string line, string column, string code)
    {
        await using var world = await ContributionsWorld.StartAsync();

        var filed = await world.FileAsync(File(Line(Worker(2), "9000"), line));

        var ret = await world.ReturnAsync(filed.ReturnId);
        (ret.State, ret.Accepted, ret.Refused).ShouldBe((ReturnState.AcceptedWithRefusals, 1, 1));
        var reason = (await world.DbAsync(db => db.RunLines.AsNoTracking().Where(l => l.RunId == filed.RunId).ToListAsync())).ShouldHaveSingleItem();
        (reason.Line, reason.Verdict, reason.Column).ShouldBe((3, RunLine.RefusedVerdict, column));
        reason.Text.ShouldNotBeNullOrWhiteSpace();
        if (code.Length > 0)
        {
            reason.Code.ShouldBe(code);
        }

        (await world.BillsAsync()).ShouldHaveSingleItem().Amount.Minor.ShouldBe(108_000);
        await world.PromisesHoldAsync();
    }

    [Fact]
    public async Task File_SameBytesAgain_IsAnsweredWithTheEarlierReturn()
    {
        await using var world = await ContributionsWorld.StartAsync();
        var text = File(Line(Worker(1), "9000"));
        var first = await world.FileAsync(text);

        var second = await world.FileAsync(text);

        second.AlreadyFiled.ShouldBeTrue();
        second.ReturnId.ShouldBe(first.ReturnId);
        (await world.BillsAsync()).Count.ShouldBe(1);
    }

    [Fact]
    public async Task File_SecondOriginal_IsRefusedWithTheWayOut()
    {
        await using var world = await ContributionsWorld.StartAsync();
        await world.FileAsync(File(Line(Worker(1), "9000")));

        var refused = await Should.ThrowAsync<Refused>(() => world.FileAsync(File(Line(Worker(1), "9500"))));

        refused.Code.ShouldBe("return.filed-already");
        refused.Message.ShouldContain("correction");
    }

    [Fact]
    public async Task File_OriginalThatBroughtNothing_MayBeFiledAnew()
    {
        await using var world = await ContributionsWorld.StartAsync();
        await world.FileAsync(File(Line(Worker(1), "nine")));

        var filed = await world.FileAsync(File(Line(Worker(1), "9000")));

        (await world.ReturnAsync(filed.ReturnId)).Accepted.ShouldBe(1);
        await world.PromisesHoldAsync();
    }

    [Fact]
    public async Task File_ByAnotherEmployersUser_IsRefused()
    {
        await using var world = await ContributionsWorld.StartAsync(employers: 2);
        var user = new Actor("e2", "Employer user", [Roles.Employer], Employer: Employer(2));

        var refused = await Should.ThrowAsync<Refused>(() => world.FileAsync(File(Line(Worker(1), "9000")), actor: user));

        refused.Code.ShouldBe("access.other-employer");
    }

    public static TheoryData<string?, ReturnKind, string, string> BadFilings => new()
    {
        { "", ReturnKind.Original, "2026-03", "file.empty" },
        { "employer_number,period,wage\n", ReturnKind.Original, "2026-03", "file.column-missing" },
        { Header + "\n", ReturnKind.Original, "2026-03", "return.no-lines" },
        { null, ReturnKind.Original, "2026-03", "return.no-file" },
        { "PK\u0003\u0004 a workbook", ReturnKind.Original, "2026-03", "" },
        { File(Line(Worker(1), "9000")), ReturnKind.Nil, "2026-03", "return.nil-with-file" },
        { File(Line(Worker(1), "9000")), ReturnKind.Correction, "2026-03", "return.no-original" },
        { File(Line(Worker(1), "9000")), ReturnKind.Original, "2026-09", "return.month-ahead" },
        { File(Line(Worker(1), "9000")), ReturnKind.Original, "2020-01", "scheme.not-in-force" },
    };

    [Theory]
    [MemberData(nameof(BadFilings))]
    public async Task File_WrongAsAWhole_IsRefusedAndLeavesNothing(string? text, ReturnKind kind, string month, string code)
    {
        await using var world = await ContributionsWorld.StartAsync(1);

        var refused = await Should.ThrowAsync<Refused>(() => world.FileAsync(text, kind, Month.Parse(month)));

        if (code.Length > 0)
        {
            refused.Code.ShouldBe(code);
        }

        (await world.DbAsync(db => db.Set<Return>().CountAsync())).ShouldBe(0);
        (await world.DbAsync(db => db.Runs.CountAsync())).ShouldBe(0);
    }

    [Fact]
    public async Task File_WithoutAnActivePackage_ComputesNothing()
    {
        await using var world = await ContributionsWorld.StartAsync(1, scheme: false);

        (await Should.ThrowAsync<Refused>(() => world.FileAsync(File(Line(Worker(1), "9000"))))).Code.ShouldBe("scheme.none");
    }

    [Fact]
    public async Task File_UnknownWorkers_WaitForRegistrationThenAreAssessed()
    {
        await using var world = await ContributionsWorld.StartAsync(1);
        var filed = await world.FileAsync(File(Line(Worker(1), "9000"), Line("", "9000", given: "Amina", family: "Otieno"), Line("123456", "10000", given: "Kofi"), Line("", "5000"), Line("", "9000", given: "Worker", family: "One")));
        (await world.ReturnAsync(filed.ReturnId)).State.ShouldBe(ReturnState.AwaitingMatches);

        await world.AnswerMatchesAsync(line => line.Line switch
        {
            3 => new MatchVerdict { Line = 3, Outcome = "provisional", PersonId = PersonId(901), RegistrationNumber = Worker(901), Name = "Amina Otieno" },
            4 => new MatchVerdict { Line = 4, Outcome = "likely", PersonId = PersonId(902), RegistrationNumber = Worker(902), Name = "Kofi", Text = "The number is mistyped." },
            6 => new MatchVerdict { Line = 6, Outcome = "certain", PersonId = PersonId(1), RegistrationNumber = Worker(1), Name = "Worker 1" },
            var n => new MatchVerdict { Line = n, Outcome = "refused", Text = "No name and no number." },
        });

        var ret = await world.ReturnAsync(filed.ReturnId);
        (ret.State, ret.Lines, ret.Accepted, ret.Refused).ShouldBe((ReturnState.AcceptedWithRefusals, 5, 3, 2));
        var reasons = await world.DbAsync(db => db.RunLines.AsNoTracking().OrderBy(l => l.Line).Select(l => l.Code).ToListAsync());
        reasons.ShouldBe(["line.worker-provisional", "line.worker-likely", "line.worker-unknown", "line.worker-twice"]);
        (await world.BillsAsync()).ShouldHaveSingleItem().Amount.Minor.ShouldBe(108_000 + 108_000 + 120_000);
        await world.PromisesHoldAsync();
    }

    [Fact]
    public async Task File_WorkersFoundInTheRegister_WhoDiedBeforeOrAreTooYoung_AreRefused()
    {
        await using var world = await ContributionsWorld.StartAsync();
        var filed = await world.FileAsync(File(Line("", "9000", given: "Amina", family: "Otieno"), Line("", "9000", given: "Kofi", family: "Mensah"), Line("", "9000", given: "Esi", family: "Owusu")));

        await world.AnswerMatchesAsync(line => line.Line switch
        {
            2 => new MatchVerdict { Line = 2, Outcome = "certain", PersonId = PersonId(901), RegistrationNumber = Worker(901), Name = "Amina Otieno", DiedOn = new DateOnly(2026, 2, 28) },
            3 => new MatchVerdict { Line = 3, Outcome = "certain", PersonId = PersonId(902), RegistrationNumber = Worker(902), Name = "Kofi Mensah", BornOn = new DateOnly(2013, 1, 1) },
            var n => new MatchVerdict { Line = n, Outcome = "certain", PersonId = PersonId(903), RegistrationNumber = Worker(903), Name = "Esi Owusu", BornOn = new DateOnly(1990, 1, 1), DiedOn = new DateOnly(2026, 3, 20) },
        });

        (await world.ReasonsAsync(filed)).Select(r => r.Split(' ')[^1]).ShouldBe(["line.worker-dead", "line.under-age"]);
        (await world.BillsAsync()).ShouldHaveSingleItem().Amount.Minor.ShouldBe(108_000, "who died in March worked in March");
        await world.PromisesHoldAsync();
    }

    [Fact]
    public async Task File_WithoutSayingWhose_IsTheEmployersItNames()
    {
        await using var world = await ContributionsWorld.StartAsync();
        Task<string> Whose(string text) => world.App.UseAsync<WhoseReturn, string>(act => act.HandleAsync(() => new MemoryStream(System.Text.Encoding.UTF8.GetBytes(text)), null, March, null, default));

        (await Whose(File(Line(Worker(1), "9000")))).ShouldBe(Employer());
        (await Should.ThrowAsync<Refused>(() => Whose(File(Line(Worker(1), "9000", employer: Employer(7)))))).Code.ShouldBe("return.employer-unknown");
        (await Should.ThrowAsync<Refused>(() => Whose(File(Line(Worker(1), "9000", employer: ""))))).Code.ShouldBe("return.no-employer");
    }

    [Fact]
    public async Task File_Correction_BillsTheDifferenceAndCountsTheNewBase()
    {
        await using var world = await ContributionsWorld.StartAsync();
        await world.FileAsync(File(Line(Worker(1), "9000"), Line(Worker(2), "20000")));

        await world.FileAsync(File(Line(Worker(1), "10000"), Line(Worker(2), "20000")), ReturnKind.Correction);

        var bills = await world.BillsAsync();
        bills.Select(b => b.Amount.Minor).ShouldBe([108_000 + 240_000, 12_000]);
        (await world.YearAsync(1))!.BaseMinor.ShouldStartWith("0,0,1000000,");
        (await world.DbAsync(db => db.Set<Contribution>().CountAsync())).ShouldBe(3, "an unchanged line adds nothing");
        await world.PromisesHoldAsync();
    }

    [Fact]
    public async Task File_CorrectionDownwards_TakesTheRestOffTheOpenBill()
    {
        await using var world = await ContributionsWorld.StartAsync();
        await world.FileAsync(File(Line(Worker(1), "20000")));

        await world.FileAsync(File(Line(Worker(1), "9000")), ReturnKind.Correction);

        var bill = (await world.BillsAsync()).ShouldHaveSingleItem();
        (bill.Amount.Minor, bill.Open.Minor, bill.State).ShouldBe((240_000, 108_000, BillState.PartPaid));
        await world.PromisesHoldAsync();
    }

    [Fact]
    public async Task File_CorrectionWhileTheOriginalWaits_IsAssessedAfterIt()
    {
        await using var world = await ContributionsWorld.StartAsync(1);
        await world.FileAsync(File(Line(Worker(1), "9000"), Line("", "9000", given: "Amina")));
        var correction = await world.FileAsync(File(Line(Worker(1), "10000")), ReturnKind.Correction);
        (await world.ReturnAsync(correction.ReturnId)).State.ShouldBe(ReturnState.AwaitingMatches);

        await world.AnswerMatchesAsync(l => new MatchVerdict { Line = l.Line, Outcome = "provisional", PersonId = PersonId(901), RegistrationNumber = Worker(901), Name = "Amina" });

        (await world.ReturnAsync(correction.ReturnId)).State.ShouldBe(ReturnState.Assessed);
        (await world.BillsAsync()).Select(b => b.Amount.Minor).ShouldBe([216_000, 12_000]);
    }

    [Fact]
    public async Task File_Supplementary_AddsWorkersAndRefusesThoseDeclared()
    {
        await using var world = await ContributionsWorld.StartAsync();
        await world.FileAsync(File(Line(Worker(1), "9000")));

        var filed = await world.FileAsync(File(Line(Worker(1), "9000"), Line(Worker(2), "9000")), ReturnKind.Supplementary);

        (await world.ReturnAsync(filed.ReturnId)).Refused.ShouldBe(1);
        (await world.BillsAsync()).Select(b => b.Amount.Minor).ShouldBe([108_000, 108_000]);
        await world.PromisesHoldAsync();
    }

    [Fact]
    public async Task File_Nil_TakesTheMonthWithoutABill()
    {
        await using var world = await ContributionsWorld.StartAsync();

        var filed = await world.FileAsync(null, ReturnKind.Nil);

        (await world.ReturnAsync(filed.ReturnId)).AssessedAt.ShouldNotBeNull();
        (await world.BillsAsync()).ShouldBeEmpty();
        (await Should.ThrowAsync<Refused>(() => world.FileAsync(File(Line(Worker(1), "9000"))))).Code.ShouldBe("return.filed-already");
    }

    [Fact]
    public async Task File_LargeReturn_GoesByRunsAndComesToTheSame()
    {
        const int workers = 2500;
        await using var world = await ContributionsWorld.StartAsync(workers);

        var filed = await world.FileAsync(File(Enumerable.Range(1, workers).Select(i => Line(Worker(i), "9000")).Append(Line(Worker(1), "9000"))));
        await world.App.SettleAsync();

        var ret = await world.ReturnAsync(filed.ReturnId);
        (ret.Lines, ret.Accepted, ret.Refused, ret.State).ShouldBe((workers + 1, workers, 1, ReturnState.AcceptedWithRefusals));
        (await world.BillsAsync()).ShouldHaveSingleItem().Amount.Minor.ShouldBe(108_000L * workers);
        (await world.DbAsync(db => db.Set<ContributionYearRow>().CountAsync())).ShouldBe(workers);
        await world.PromisesHoldAsync();
    }
}
