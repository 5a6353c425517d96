using System.Net;
using System.Net.Http.Json;
using System.Text;
using Microsoft.EntityFrameworkCore;
using Spmis.Kernel.Acts;
using Spmis.Payments;
using Spmis.Payments.FinancialAddresses;
using Spmis.Payments.Instructions;
using Spmis.Payments.NameChecks;
using Spmis.Payments.Reconciliation;
using Spmis.TestKit;

namespace Spmis.Tests.Payments;

/// <summary>Lists of accounts to agencies, and their answers.</summary>
public sealed class NameCheckTests
{
    private static readonly string[] Names =
        ["Amina Wanjiru Otieno", "Mohamed Hassan", "Grace Njeri Kamau", "Peter Odhiambo", "Joyce Akinyi", "Daniel Mutua", "Ruth Chebet", "Silas Kiprono", "Esther Wairimu", "Tom Barasa"];

    /// <summary>1 the same in another order, 2 in another script, 3 married, 4 another person, 5 unknown to the bank, 6 changed meanwhile, 7 matched by a word, 8 by a word that the name contradicts, 9 never answered, 10 another bank's.</summary>
    [Fact]
    public async Task Answers_FromListToDecision_VerifyHoldOrWaitForSomebodyElse()
    {
        await using var payroll = await Payroll.StartAsync(settings: new Dictionary<string, string?> { ["Payments:CoolingOffDays"] = "0" });
        await payroll.TellAsync([.. Names.Select((name, at) => Payroll.Facts(at + 1, at == 9 ? "BANKB" : "BANKA") with { Name = name })]);
        await payroll.TellAsync([.. Names.Select((_, at) => Payroll.Award(at + 1))]);
        var list = await MakeAsync(payroll, "banka");
        (list.Agency, list.Count).ShouldBe(("BANKA", 9));
        (await Payroll.RefusalAsync(() => MakeAsync(payroll, "BANKA"))).Code.ShouldBe("name-check.nothing");
        var other = await MakeAsync(payroll, "BANKB");
        using var officer = payroll.App.Client(SpmisApp.Officer);
        var csv = await officer.GetStringAsync($"/api/payments/name-checks/lists/{list.Id}/file", TestContext.Current.CancellationToken);
        (await officer.GetStringAsync($"/payments/name-checks?handler=List&id={list.Id}", TestContext.Current.CancellationToken)).ShouldBe(csv);
        var lines = csv.TrimStart('\uFEFF').Split("\r\n", StringSplitOptions.RemoveEmptyEntries);
        (lines[0], lines.Length).ShouldBe(("check_reference,account,name", 10));
        lines[1].ShouldEndWith(",401000000001,Amina Wanjiru Otieno");
        var refs = lines.Skip(1).Select(l => l.Split(',')[0]).ToList();
        var otherRef = await payroll.App.UseAsync<PaymentsDb, string>(db => db.NameChecks.Where(c => c.ListId == other.Id).Select(c => c.Reference).SingleAsync());

        // Between list and answer.
        await payroll.TellAsync(Payroll.Facts(6, account: "555", version: 2) with { Name = Names[5] });
        var answer = "Check Reference;Account Name;Match;Account\n"
            + $"{refs[0]};OTIENO AMINA WANJIRU;;401000000001\n{refs[1]};محمد حسن;;\n{refs[2]};Grace Njeri Mwangi;;\n{refs[3]};Selemani Juma;;\n{refs[4]};;unknown;\n{refs[5]};Daniel Mutua;;\n{refs[6]};;match;\n"
            + $"{refs[7]};Silas Kiprono;no match;\n{otherRef};Tom Barasa;;\n{refs[8]};Esther Wairimu;;401000000001\n{refs[0]};OTIENO AMINA WANJIRU;;\n{refs[1]};Somebody Else;;\n000;X;;\n{refs[8]};;;\n{refs[8]};;perhaps;\n";
        var taken = await AnswerAsync(payroll, answer);
        (await payroll.LinesAsync(taken.RunId)).Where(l => l.Part == 0).Select(l => l.Code ?? "same").ShouldBe(
            [
                "same", "same", "name-check.near", "name-check.different", "name-check.unknown", "name-check.changed", "same", "name-check.near", "name-check.unknown-reference", "name-check.other-account", "name-check.again", "name-check.answered",
                "name-check.unknown-reference", "name-check.empty", "choice.unknown",
            ]);
        (await VerifiedAsync(payroll)).ShouldBe([1, 2, 7]);
        (await AnswerAsync(payroll, answer)).ShouldBe(taken with { ReadBefore = true });

        // Held while nobody decided; what is near, or was not answered, is paid as before.
        await payroll.PrepareAsync();
        (await payroll.InstructionsAsync()).Where(i => i.HoldCode is not null).Select(i => (i.PayeeNumber, i.HoldCode)).ShouldBe([(Number(4), HoldReasons.NameDiffers), (Number(5), HoldReasons.NameDiffers)]);

        // Somebody else than the sender decides, with both names before them.
        var page = await officer.GetStringAsync("/payments/name-checks", TestContext.Current.CancellationToken);
        page.ShouldContain("Grace Njeri Mwangi");
        page.ShouldContain("You sent the agency&#x27;s file in");
        using var supervisor = payroll.App.Client(SpmisApp.Supervisor);
        (await supervisor.GetStringAsync("/payments/name-checks", TestContext.Current.CancellationToken)).ShouldContain("Grace Njeri Kamau");
        var third = await CheckAsync(payroll, 3);
        (await Payroll.RefusalAsync(() => DecideAsync(payroll, third.Id, true, "seen", SpmisApp.Officer))).Code.ShouldBe("name-check.own-file");
        (await Payroll.RefusalAsync(() => DecideAsync(payroll, third.Id, true, "seen", SpmisApp.Supervisor with { OtherIds = [SpmisApp.Officer.Id] }))).Code.ShouldBe("name-check.own-file");
        (await Payroll.RefusalAsync(() => DecideAsync(payroll, third.Id, true, " ", SpmisApp.Supervisor))).Field.ShouldBe("Reason");
        (await PostAsync(supervisor, $"/api/payments/name-checks/{third.Id}/decide", new { theirs = true, reason = "marriage certificate seen" })).ShouldBe(HttpStatusCode.OK);
        (await Payroll.RefusalAsync(() => DecideAsync(payroll, third.Id, false, "no", SpmisApp.Supervisor))).Code.ShouldBe("name-check.decided");
        await DecideAsync(payroll, (await CheckAsync(payroll, 4)).Id, false, "the bank's word", SpmisApp.Supervisor);
        (await VerifiedAsync(payroll)).ShouldBe([1, 2, 3, 7]);

        // 4 brings a letter, 5 another account: both are paid by the next run.
        await payroll.App.UseAsync<VerifyAddress>(act => act.HandleAsync(Payroll.Person(4), FinancialAddress.Usual, SpmisApp.Change("payments.verify-address") with { Evidence = "letter of the bank" }, default));
        await payroll.TellAsync(Payroll.Facts(5, account: "556", version: 2) with { Name = Names[4] });
        (await Payroll.RefusalAsync(async () => await DecideAsync(payroll, (await CheckAsync(payroll, 5)).Id, true, "seen", SpmisApp.Supervisor))).Code.ShouldBe("name-check.changed");
        (await officer.GetStringAsync("/api/payments/name-checks", TestContext.Current.CancellationToken)).ShouldNotContain(Number(5), Case.Sensitive, "what was replaced needs no decision");
        await payroll.PrepareAsync(new Values.Month(2026, 8));
        (await payroll.InstructionsAsync()).Where(i => i.PayeeNumber == Number(4) || i.PayeeNumber == Number(5)).ShouldContain(i => i.HoldCode == null, 2);

        // The accounts that are new since are in the next list; what is open is not.
        (await MakeAsync(payroll, "BANKA")).Count.ShouldBe(2);
        (await Payroll.RefusalAsync(() => AnswerAsync(payroll, "check_reference,name\n1,x\n"))).Code.ShouldBe("name-check.columns");
        (await PostAsync(supervisor, "/api/payments/name-checks/lists/BANKA", new { })).ShouldBe(HttpStatusCode.Forbidden);
    }

    /// <summary>Released only with what was known when it was prepared: an answer that comes between holds the payment.</summary>
    [Fact]
    public async Task Answer_BetweenPrepareAndRelease_HoldsThePayment()
    {
        await using var payroll = await Payroll.StartAsync();
        await payroll.PeopleAsync(2);
        var list = await MakeAsync(payroll, "BANKA");
        var run = (await payroll.PrepareAsync()).PaymentRunId;
        var reference = await payroll.App.UseAsync<PaymentsDb, string>(db => db.NameChecks.Where(c => c.ListId == list.Id && c.PersonId == Payroll.Person(2)).Select(c => c.Reference).SingleAsync());
        await AnswerAsync(payroll, $"check_reference,result\n{reference},no-match\n");
        await payroll.ReleaseAsync(run);
        (await payroll.InstructionsAsync()).Select(i => (i.State, i.HoldCode)).ShouldBe([("sent", null), ("held", HoldReasons.NameDiffers)]);
        await payroll.PromisesHoldAsync();
    }

    private static string Number(int n) => Payroll.Facts(n).RegistrationNumber;

    private static Task<NameCheckList> MakeAsync(Payroll payroll, string agency) => payroll.App.UseAsync<MakeNameCheckList, NameCheckList>(act => act.HandleAsync(agency, SpmisApp.Change(MakeNameCheckList.Act), default));

    private static async Task<StatusFileTaken> AnswerAsync(Payroll payroll, string csv)
    {
        var bytes = Encoding.UTF8.GetBytes(csv);
        var taken = await payroll.App.UseAsync<ImportNameAnswers, StatusFileTaken>(act => act.HandleAsync(new StatusUpload { Agency = "BANKA", FileName = "names.csv", Content = new MemoryStream(bytes), Length = bytes.Length }, SpmisApp.Change(ImportNameAnswers.Act), default));
        await payroll.App.SettleAsync();
        return taken;
    }

    private static Task DecideAsync(Payroll payroll, long id, bool theirs, string reason, Actor by) => payroll.App.UseAsync<DecideNameCheck>(act => act.HandleAsync(id, theirs, SpmisApp.Change(DecideNameCheck.Act, by, reason: reason), default));

    private static Task<NameCheck> CheckAsync(Payroll payroll, int n) => payroll.App.UseAsync<PaymentsDb, NameCheck>(db => db.NameChecks.AsNoTracking().SingleAsync(c => c.PersonId == Payroll.Person(n)));

    private static async Task<List<int>> VerifiedAsync(Payroll payroll)
    {
        var verified = await payroll.App.UseAsync<PaymentsDb, List<Guid>>(db => db.FinancialAddresses.Where(a => a.VerifiedAt != null).Select(a => a.PersonId).ToListAsync());
        return [.. Enumerable.Range(1, Names.Length).Where(n => verified.Contains(Payroll.Person(n)))];
    }

    private static async Task<HttpStatusCode> PostAsync(HttpClient client, string path, object body)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, path) { Content = JsonContent.Create(body) };
        request.Headers.Add("Idempotency-Key", Guid.CreateVersion7().ToString());
        return (await client.SendAsync(request, TestContext.Current.CancellationToken)).StatusCode;
    }
}
