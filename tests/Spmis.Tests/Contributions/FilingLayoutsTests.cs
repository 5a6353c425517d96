using System.Text;
using Microsoft.EntityFrameworkCore;
using Spmis.Contracts.Contributions;
using Spmis.Contracts.Registration;
using Spmis.Contributions.Profiles;
using Spmis.Contributions.Returns;
using Spmis.Kernel.Acts;
using Spmis.Kernel.Runs;
using Spmis.Values;
using static Spmis.Tests.Contributions.ContributionsWorld;
using static Spmis.Tests.Contributions.LayoutFiles;

namespace Spmis.Tests.Contributions;

public sealed class FilingLayoutsTests
{
    private static readonly DateTime October = new(2026, 10, 5, 9, 0, 0, DateTimeKind.Utc);

    [Fact]
    public async Task File_EcrSamples_AreReadAndTheNumberGivenTwiceIsRefused()
    {
        await using var world = await ContributionsWorld.StartAsync(0);

        var filed = await world.FileLayoutAsync(Sample("in-epfo-ecr2/samples.txt"), March);

        var ret = await world.ReturnAsync(filed.ReturnId);
        (ret.Profile, ret.Lines, ret.Refused).ShouldBe(("in-epfo-ecr2", 6, 2));
        (await world.ReasonsAsync(filed)).ShouldBe(["4 UAN line.worker-twice", "6 UAN line.worker-twice"]);
        await world.AnswerMatchesAsync(Provisional);
        (await world.ReturnAsync(filed.ReturnId)).WageMinor.ShouldBe((15_000 + 10_000 + 22_300 + 32_000) * 100);
        await world.PromisesHoldAsync();
    }

    [Fact]
    public async Task File_EcrNextMonth_KnowsTheMembersAndAsksNobody()
    {
        await using var world = await ContributionsWorld.StartAsync(0);
        await world.FileLayoutAsync(Bytes(Ecr("100427607286", "RAVI KUMAR S", 12_000), Ecr("100427607287", "ASHA KUMAR", 9_000)), March);
        await world.AnswerMatchesAsync(Provisional);

        var filed = await world.FileLayoutAsync(Bytes(Ecr("100427607286", "RAVI KUMAR S", 12_500)), March.Add(1));

        (await world.ReturnAsync(filed.ReturnId)).State.ShouldBe(ReturnState.Assessed);
        (await world.DbAsync(db => db.Outbox.CountAsync(o => o.Contract == typeof(MatchPersons).FullName))).ShouldBe(1);
    }

    public static TheoryData<string, string> BadEcr => new()
    {
        { Ecr("100427607288", "B", 9_000).Replace("#~#9000#~#9000", "#~#9000.50#~#9000", StringComparison.Ordinal), "money.whole" },
        { Ecr("100427607288", "B", 9_000).Replace("#~#0#~#0", "#~#0", StringComparison.Ordinal), "line.values" },
        { Ecr("100427607288", "B", 9_000, days: 45), "number.range" },
        { Ecr("100427607288", "B 2", 9_000), "text.pattern" },
        { Ecr("1004276072881", "B", 9_000), "id.length" },
        { Ecr("", "B", 9_000), "value.missing" },
        { Ecr("100427607288", "B", -9_000), "money.sign" },
        { Ecr("100427607288", "B", 9_000).Replace("#~#1080#~#750#~#330", "#~#1080#~#750#~#331", StringComparison.Ordinal), "line.sum" },
    };

    [Theory]
    [MemberData(nameof(BadEcr))]
    public async Task File_EcrWithABadLine_RefusesItAndTakesTheRest(string line, string code)
    {
        await using var world = await ContributionsWorld.StartAsync(0);

        var filed = await world.FileLayoutAsync(Bytes(Ecr("100427607286", "RAVI KUMAR S", 12_000, end: "#~#"), line), March, "in-epfo-ecr2");

        (await world.ReturnAsync(filed.ReturnId)).Refused.ShouldBe(1);
        (await world.ReasonsAsync(filed)).ShouldContain(r => r.StartsWith("2 ") && r.EndsWith(code));
        Encoding.UTF8.GetString(await RefusedAsync(world, filed)).ShouldBe(line + "\r\n");
    }

    [Fact]
    public async Task File_UifSample_IsReadAndTheEmployerKnownByItsReference()
    {
        await using var world = await ContributionsWorld.StartAsync(0, 2);
        var sample = Sample("za-uif-e03/sample.001");

        var found = await world.CheckAsync(sample, new Month(2026, 9), now: October);
        (found.Profile.Name, found.Recognised, found.Lines, found.Unknown, found.Refused).ShouldBe(("za-uif-e03", true, 2, 2, 0));
        found.Wages.Minor.ShouldBe(2_500_000);
        (await world.DbAsync(db => db.Set<Return>().CountAsync())).ShouldBe(0);
        (await world.DbAsync(db => db.Set<EmployerReference>().CountAsync())).ShouldBe(0);

        var filed = await world.FileLayoutAsync(sample, new Month(2026, 9), now: October);
        await world.AnswerMatchesAsync(Provisional);
        (await world.ReturnAsync(filed.ReturnId)).State.ShouldBe(ReturnState.Assessed);

        var other = await Should.ThrowAsync<Refused>(() => world.FileLayoutAsync(sample, new Month(2026, 9), employer: Employer(2), now: October));
        other.Code.ShouldBe("return.other-employer");
        var month = await Should.ThrowAsync<Refused>(() => world.FileLayoutAsync(sample, new Month(2026, 8), now: October));
        month.Code.ShouldBe("return.other-month");
        month.Message.ShouldContain("2026-09");
    }

    public static TheoryData<string, string, string> BadUif
    {
        get
        {
            var worker = UifWorker("8001015009087", "Mokoena", "Thabo", "25000.00", "17712.00", "354.24");
            string Whole(params IEnumerable<string> lines) => string.Join("\r\n", lines) + "\r\n";
            return new()
            {
                { Whole(UifHead, worker, UifFoot("25000.01", "17712.00", "354.24", 1)), "file.totals", "8130 says 25000.01, but the 8300 of the lines come to 25000" },
                { Whole(UifHead, worker, UifFoot("25000", "17712", "354.24", 2)), "file.totals", "8150 says 2, but the file has 1 lines" },
                { Whole(UifHead, worker), "file.cut-off", "control totals" },
                { Whole(worker, UifFoot("25000.00", "17712.00", "354.24", 1)), "", "" },
                { Whole(UifHead, worker, UifFoot("25000.00", "17712.00", "354.24", 1), worker), "file.order", "line 4" },
                { Whole(UifHead.Replace("LIVE", "TEST", StringComparison.Ordinal), worker, UifFoot("25000.00", "17712.00", "354.24", 1)), "file.test", "TEST" },
                { Whole(UifHead.Replace("001234568", "001234567", StringComparison.Ordinal), worker, UifFoot("25000.00", "17712.00", "354.24", 1)), "id.check-digit", "8020" },
                { Whole(UifHead, UifFoot("0", "0", "0", 0)), "return.no-lines", "" },
            };
        }
    }

    [Theory]
    [MemberData(nameof(BadUif))]
    public async Task File_UifWrongAsAWhole_IsRefusedWithPlaceAndLeavesNothing(string text, string code, string words)
    {
        await using var world = await ContributionsWorld.StartAsync(0);

        var refused = await Should.ThrowAsync<Refused>(() => world.FileLayoutAsync(Encoding.UTF8.GetBytes(text), March, "za-uif-e03"));

        if (code.Length > 0)
        {
            refused.Code.ShouldBe(code);
        }

        refused.Message.ShouldContain(words, Case.Insensitive);
        (await world.DbAsync(db => db.Set<Return>().CountAsync())).ShouldBe(0);
    }

    [Fact]
    public async Task Download_RefusedUifLines_ComeBackAsAFileThatCanBeFiled()
    {
        await using var world = await ContributionsWorld.StartAsync(0);
        var good = UifWorker("8001015009087", "Mokoena", "Thabo", "25000.00", "17712.00", "354.24");
        var bad = UifWorker("8001015009088", "Dlamini", "Zanele", "9000.00", "9000.00", "180.00");
        var filed = await world.FileLayoutAsync(Bytes(UifHead, good, bad, UifFoot("34000.00", "26712.00", "534.24", 2)), March);
        (await world.ReasonsAsync(filed)).ShouldBe(["3 8200 id.check-digit"]);
        await world.AnswerMatchesAsync(Provisional);

        var text = Encoding.UTF8.GetString(await RefusedAsync(world, filed));

        text.ShouldBe(string.Join("\r\n", UifHead, bad, UifFoot("9000.00", "9000.00", "180.00", 1)) + "\r\n");
        var again = await world.FileLayoutAsync(Encoding.UTF8.GetBytes(text.Replace("8001015009088", "9202204720083", StringComparison.Ordinal)), March, kind: ReturnKind.Supplementary);
        await world.AnswerMatchesAsync(Provisional);
        (await world.ReturnAsync(again.ReturnId)).State.ShouldBe(ReturnState.Assessed);
        await world.PromisesHoldAsync();
    }

    [Fact]
    public async Task File_Napsa_ChecksEachLineOwnMonthAndDates()
    {
        await using var world = await ContributionsWorld.StartAsync(0);

        var filed = await world.FileLayoutAsync(
            Bytes(NapsaHead, "1002003,2026,3,123456789,123456/10/1,Banda,Chanda,,28/02/1990,9000.00,450.00,450.00", "1002003,2026,2,123456780,,Phiri,Mwape,,28/02/1990,9000,450,450", "1002003,2026,03,123456781,,Zulu,Bwalya,M,31/02/1990,9000,450,450", "1002003,2026,3,,,Tembo,Kunda,,01/03/1988,9000,450,450", "1002003,2026,3,123456782,,Lungu,Ruth,,01/03/2020,9000,450,450"),
            March);

        (await world.ReturnAsync(filed.ReturnId)).Profile.ShouldBe("zm-napsa");
        (await world.ReasonsAsync(filed)).ShouldBe(["3 Month line.other-month", "4 Date of Birth date.no-such-day", "5 SSN value.missing", "6 Date of Birth line.under-age"]);
    }

    [Fact]
    public async Task File_NapsaOfAnotherMonthThroughout_IsRefusedAsAWhole()
    {
        await using var world = await ContributionsWorld.StartAsync(0);

        var refused = await Should.ThrowAsync<Refused>(() => world.FileLayoutAsync(Bytes(NapsaHead, "1002003,2026,2,123456789,,Banda,Chanda,,28/02/1990,9000.00,450.00,450.00"), March));

        refused.Code.ShouldBe("return.other-month");
    }

    [Fact]
    public async Task File_Sf24_TakesBothTiersAsOneWorkerAndChecksTheTotals()
    {
        await using var world = await ContributionsWorld.StartAsync(0);
        string[] Lines(string total) =>
        [
            "NSSF CONTRIBUTIONS,,", "EMPLOYER KRA PIN,P051234567A", "EMPLOYER NSSF NUMBER,00123456", "EMPLOYER NAME,Acme Ltd", "PERIOD,032026", $"TOTALS,{total}", "RECORDS,3", "", Sf24Head,
            "1,Otieno,Amina,12345678,A001234567B,123456789,101,9000,1,480,480,960", "1,Otieno,Amina,12345678,A001234567B,123456789,102,9000,1,60,60,120", "2,Mwangi,Kofi,23456789,,20123456X,101,8000,1,480,480,960",
        ];
        (await Should.ThrowAsync<Refused>(() => world.FileLayoutAsync(Bytes(Lines("2050")), March))).Message.ShouldContain("TOTAL CONTRIBUTIONS says 2050");

        var filed = await world.FileLayoutAsync(Bytes(Lines("2040")), March);

        await world.AnswerMatchesAsync(Provisional);
        var ret = await world.ReturnAsync(filed.ReturnId);
        (ret.Profile, ret.Lines, ret.Refused, ret.WageMinor).ShouldBe(("ke-nssf-sf24", 2, 0, 1_700_000));
        ret.EmployerReference.ShouldBe("00123456");
    }

    [Fact]
    public async Task File_KenyaUploadSheet_ReadsCellsAndRefusesFormulasHiddenRowsAndTotals()
    {
        await using var world = await ContributionsWorld.StartAsync(0);
        string Who(string name, string id) => Texts("1", name, "Amina", id, "A001234567B", $"0{id}");
        var file = Workbook(
            (Texts(UploadHead.Split(',')), false),
            (Who("Otieno", "12345678") + Number("9000.5") + Number("0"), false),
            (Who("Mwangi", "12345679") + Formula("G2*2", "18001"), false),
            (Who("Njeri", "12345680") + Number("9000"), true),
            ("", false),
            (Texts("", "TOTAL", "", "", "", "") + Number("36001.5"), false));

        var filed = await world.FileLayoutAsync(file, March);

        (await world.ReturnAsync(filed.ReturnId)).Profile.ShouldBe("ke-nssf-upload");
        (await world.ReasonsAsync(filed)).ShouldBe(["3 GROSS PAY cell.formula", "4  row.hidden", "6  line.totals-row"]);
        var line = (await world.DbAsync(db => db.Set<ReturnLine>().AsNoTracking().SingleAsync(l => l.ReturnId == filed.ReturnId && l.Verdict == LineVerdict.Waiting)));
        (line.WageMinor, line.WorkerNumber).ShouldBe((900_050, "012345678"));

        // The refused lines come back as a workbook; values in place of formulas make it good.
        await world.AnswerMatchesAsync(Provisional);
        var again = await world.FileLayoutAsync(await RefusedAsync(world, filed), March, kind: ReturnKind.Supplementary);
        (await world.ReturnAsync(again.ReturnId)).Lines.ShouldBe(3);
        (await world.ReasonsAsync(again)).ShouldBe(["4  line.totals-row"]);
    }

    [Fact]
    public async Task File_OwnTemplateAsSheet_IsRecognisedAndAssessed()
    {
        await using var world = await ContributionsWorld.StartAsync(2);
        using var memory = new MemoryStream();
        await using (var sheet = await SheetOutput.StartAsync(memory, "Return", default))
        {
            await sheet.RowAsync([.. Header.Split(','), "currency"], default);
            await sheet.RowAsync([.. Line(Worker(1), "9000").Split(','), "KES"], default);
            await sheet.RowAsync([.. Line(Worker(2), "9000").Split(','), "USD"], default);
        }

        var filed = await world.FileLayoutAsync(memory.ToArray(), March);

        (await world.ReturnAsync(filed.ReturnId)).State.ShouldBe(ReturnState.AcceptedWithRefusals);
        (await world.ReasonsAsync(filed)).ShouldBe(["3 currency currency.other"]);
    }

    [Fact]
    public async Task Check_DryRun_ShowsVerdictsAndTotalsAndChangesNothing()
    {
        await using var world = await ContributionsWorld.StartAsync(2);

        var found = await world.CheckAsync(Encoding.UTF8.GetBytes(File(Line(Worker(1), "9000"), Line(Worker(1), "9000"), Line(Worker(2), "x"), Line("", "5000", given: "Amina"))), March);

        (found.Lines, found.Accepted, found.Unknown, found.Refused).ShouldBe((4, 1, 1, 2));
        found.Problems.Select(p => p.Code).ShouldBe(["line.worker-twice", "money.form"]);
        (found.EmployeeShare.Minor, found.EmployerShare.Minor).ShouldBe((54_000 + 30_000, 54_000 + 30_000));
        (await world.DbAsync(db => db.Set<Return>().CountAsync())).ShouldBe(0);
        (await world.DbAsync(db => db.Runs.CountAsync())).ShouldBe(0);
    }

    [Fact]
    public async Task File_AnotherEmployersFileThroughout_IsRefusedAsAWhole()
    {
        await using var world = await ContributionsWorld.StartAsync(1, 2);

        (await Should.ThrowAsync<Refused>(() => world.FileAsync(File(Line(Worker(1), "9000", employer: Employer(2)))))).Code.ShouldBe("return.other-employer");
    }

    internal static MatchVerdict Provisional(PersonToMatch line) => new()
    {
        Line = line.Line, Outcome = "provisional", PersonId = new Guid(System.Security.Cryptography.SHA256.HashData(Encoding.UTF8.GetBytes($"{line.NationalId}|{line.GivenName}|{line.FamilyName}"))[..16]), RegistrationNumber = Worker(900 + (int)line.Line), Name = $"{line.GivenName} {line.FamilyName}",
    };

    private static Task<byte[]> RefusedAsync(ContributionsWorld world, ReturnFiled filed) => world.App.UseAsync<DownloadRefused, byte[]>(async act =>
    {
        using var memory = new MemoryStream();
        await act.WriteAsync(await world.ReturnAsync(filed.ReturnId), memory, default);
        return memory.ToArray();
    });
}
