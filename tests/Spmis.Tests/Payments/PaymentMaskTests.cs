using System.Net;
using System.Reflection;
using System.Text;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.EntityFrameworkCore;
using Spmis.Kernel.Access;
using Spmis.Kernel.Acts;
using Spmis.Kernel.Proposals;
using Spmis.Payments;
using Spmis.Payments.Batches;
using Spmis.Payments.Deductions;
using Spmis.Payments.Emergencies;
using Spmis.Payments.FinancialAddresses;
using Spmis.Payments.Instructions;
using Spmis.Payments.NameChecks;
using Spmis.Payments.Payees;
using Spmis.Payments.Payouts;
using Spmis.Payments.Reconciliation;
using Spmis.TestKit;
using Spmis.Tests.Identity;

namespace Spmis.Tests.Payments;

/// <summary>Accounts of payees, creditors and institutions: whole for who pays and for the agency, by their ends for who only reads.</summary>
public sealed class PaymentMaskTests
{
    private const string Account = "0190MARK77315";
    private const string NextAccount = "0191MARK88426";
    private const string Creditor = "55CREDITOR4411";
    private const string OtherCreditor = "55CREDITOR9922";
    private const string Institution = "66HOME5533";
    private const string Wallet = "0711906317";
    private const string Sent = "9977#MARK#1234";

    private static readonly string[] Marks = [Account, NextAccount, Creditor, OtherCreditor, Institution, Wallet, Sent];

    /// <summary>Where an officer sees a mark, and the others see dots.</summary>
    private static readonly string[] Masked =
    [
        "api/payments/deductions", "api/payments/name-checks/answers/{id:long}/lines", "api/payments/payouts", "api/payments/payouts/due", "api/payments/payouts/{id:long}", "payments/deductions", "payments/deductions?handler=Due", "payments/payouts",
        "payments/payouts/{id:long}", "payments/payouts/{id:long}?handler=Lines", "proposals/{module}/{id:long}", "runs/{module}/{id:long}", "runs/{module}/{id:long}/refused.csv",
        "api/payments/batches/{id:long}/file", "payments/batches/{id:long}/file", "payments/name-checks?handler=List",
    ];

    /// <summary>Of these, those that refuse: an order file, or a list for an agency, with dots in it would be none.</summary>
    private static readonly string[] Refusing = ["api/payments/batches/{id:long}/file", "payments/batches/{id:long}/file", "payments/name-checks?handler=List"];

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Accounts_AskedForByWhoOnlyReads_AreMaskedEverywhere()
    {
        await using var payroll = await Payroll.StartAsync();
        var (reference, run) = await StoryAsync(payroll);

        var crawl = await MaskCrawl.AskAsync(payroll.App, Marks, pattern => Paths(pattern, reference, run), Refusing);

        crawl.Wrong.ShouldBeEmpty();
        crawl.Masked.Order(StringComparer.Ordinal).ShouldBe(Masked.Order(StringComparer.Ordinal));
        using var auditor = payroll.App.Client(new Actor("a-7", "Ada Auditor", [Roles.Auditor]));
        var (_, history) = await MaskCrawl.TextAsync(auditor, "/audit?Act=payments.address");
        history.ShouldNotContain("MARK");
    }

    [Fact]
    public async Task OrderFile_IsWholeForTheAgencyAndWhoPays_AndAMaskedListForTheAuditor()
    {
        await using var payroll = await Payroll.StartAsync();
        await payroll.TellAsync([.. Enumerable.Range(1, 3).Select(n => Payroll.Facts(n, account: n == 1 ? Account : null))]);
        await payroll.TellAsync([.. Enumerable.Range(1, 3).Select(n => Payroll.Award(n))]);
        await payroll.PayAsync();
        var batch = (await payroll.BatchesAsync()).Single();
        var (page, api) = ($"/payments/batches/{batch.Id}/file", $"/api/payments/batches/{batch.Id}/file");
        using var agency = payroll.App.Client(new Actor("bank", "A Bank", [Roles.Agency], Agency: batch.Agency));
        using var officer = payroll.App.Client(new Actor("o-1", "Olga Officer", [Roles.Officer]));
        using var supervisor = payroll.App.Client(SpmisApp.Supervisor with { Office = null });
        using var auditor = payroll.App.Client(new Actor("a-7", "Ada Auditor", [Roles.Auditor]));

        var order = await agency.GetByteArrayAsync(new Uri(page, UriKind.Relative), Ct);
        Convert.ToHexStringLower(System.Security.Cryptography.SHA256.HashData(order)).ShouldBe(batch.FileSha256);
        Encoding.UTF8.GetString(order).ShouldContain(Account);
        foreach (var client in new[] { officer, supervisor })
        {
            (await client.GetByteArrayAsync(new Uri(page, UriKind.Relative), Ct)).ShouldBe(order);
            (await client.GetByteArrayAsync(new Uri(api, UriKind.Relative), Ct)).ShouldBe(order);
        }

        (await MaskCrawl.TextAsync(auditor, page)).Text.ShouldContain("masked", Case.Insensitive);
        var refusal = await MaskCrawl.TextAsync(auditor, api);
        refusal.Status.ShouldBe(HttpStatusCode.BadRequest);
        refusal.Text.ShouldContain("batch.masked");
        refusal.Text.ShouldContain("masked=true");
        (await MaskCrawl.TextAsync(auditor, $"/payments/batches/{batch.Id}")).Text.ShouldContain("handler=Masked");
        using var list = await auditor.GetAsync(new Uri(page + "?handler=Masked", UriKind.Relative), Ct);
        list.Content.Headers.ContentDisposition!.FileName!.ShouldContain("masked-no-order");
        var text = await list.Content.ReadAsStringAsync(Ct);
        text.Split("\r\n", StringSplitOptions.RemoveEmptyEntries).Length.ShouldBe(4);
        text.ShouldContain("•••• 7315");
        text.ShouldNotContain(Account);
        (await MaskCrawl.TextAsync(auditor, api + "?masked=true")).Text.ShouldBe(text);
        (await payroll.BatchesAsync()).Single().FetchedBy.ShouldBe("A Bank");

        // Another agency has neither.
        using var other = payroll.App.Client(new Actor("bank2", "B Bank", [Roles.Agency], Agency: "BANKB"));
        (await MaskCrawl.TextAsync(other, page + "?handler=Masked")).Text.ShouldNotContain("7315");
        (await MaskCrawl.TextAsync(other, api + "?masked=true")).Status.ShouldBe(HttpStatusCode.BadRequest);
    }

    /// <summary>Every download and part of a page that is asked for by ?handler= is in the crawl.</summary>
    [Fact]
    public void Handlers_OfAllPages_AreAsked() => typeof(PaymentsModule).Assembly.GetTypes().Where(t => t.IsSubclassOf(typeof(PageModel)))
        .SelectMany(t => t.GetMethods(BindingFlags.Public | BindingFlags.Instance | BindingFlags.DeclaredOnly).Where(m => m.Name.StartsWith("OnGet", StringComparison.Ordinal)).Select(m => m.Name["OnGet".Length..].Replace("Async", "", StringComparison.Ordinal)))
        .Where(h => h.Length > 0).Order(StringComparer.Ordinal).ShouldBe(Handlers.Values.SelectMany(h => h).Order(StringComparer.Ordinal));

    private static readonly Dictionary<string, string[]> Handlers = new()
    {
        ["payments/batches/{id:long}/file"] = ["Masked", "Signature"],
        ["payments/books"] = ["Balance", "Ledger"],
        ["payments/addresses"] = ["Notices"],
        ["payments/payouts/{id:long}"] = ["Lines"],
        ["payments/emergencies/lists/{id:long}"] = ["Refused"],
        ["payments/name-checks"] = ["List"],
        ["payments/deductions"] = ["Due"],
    };

    private static IEnumerable<string> Paths(string pattern, string reference, Guid run)
    {
        var day = DateOnly.FromDateTime(SpmisApp.Now);
        var path = "/" + pattern.Replace("{number}", Payroll.Facts(1).RegistrationNumber, StringComparison.Ordinal).Replace("{module}", "payments", StringComparison.Ordinal).Replace("{id:guid}", $"{run}", StringComparison.Ordinal)
            .Replace("{reference}", reference, StringComparison.Ordinal).Replace("{code}", "BANKA", StringComparison.Ordinal).Replace("{agency}", "BANKA", StringComparison.Ordinal);
        var paths = path.Contains("{id:long}", StringComparison.Ordinal) ? Enumerable.Range(1, 14).Select(id => path.Replace("{id:long}", $"{id}", StringComparison.Ordinal)) : [path];
        return paths.SelectMany(p => p.StartsWith("/api/", StringComparison.Ordinal) ? [p.EndsWith("/due", StringComparison.Ordinal) ? $"{p}?to={day:yyyy-MM-dd}" : p, p + "?verdict=refused"]
            : Handlers.GetValueOrDefault(pattern, []).Select(h => $"{p}?handler={h}&DueFrom={day:yyyy-MM-dd}&DueTo={day:yyyy-MM-dd}&To={day:yyyy-MM-dd}&id=1&month=2026-07").Append(p).Append($"{p}?To={day:yyyy-MM-dd}").Append($"{p}?q={Account}").Append($"{p}?Name={Creditor}").Append($"{p}?file=1"));
    }

    private static async Task<(string Reference, Guid Run)> StoryAsync(Payroll payroll)
    {
        var app = payroll.App;
        await payroll.TellAsync([.. Enumerable.Range(1, 3).Select(n => Payroll.Facts(n, account: n == 1 ? Account : null))]);
        await payroll.TellAsync([.. Enumerable.Range(1, 3).Select(n => Payroll.Award(n))]);
        Task<Proposal> OrderAsync(string reference, string account) => app.UseAsync<OrderDeduction, Proposal>(act => act.ProposeAsync(
            new NewDeduction { AwardNumber = Payroll.AwardNumber(1), Reference = reference, Creditor = "Mary Mother", CreditorAccount = account, FromMonth = 202607, Monthly = 100 }, SpmisApp.Change("payments.propose-deduction"), default));
        await payroll.AgreeAsync(await OrderAsync("E-1", Creditor));
        await OrderAsync("E-2", OtherCreditor);
        var run = await payroll.PayAsync();
        var paid = (await payroll.InstructionsAsync())[0];
        await payroll.AnswerAsync("BANKA", (paid.Reference, "PAID", paid.Amount.ToPlain()));
        await app.UseAsync<PreparePayout, Payout>(act => act.HandleAsync(
            new NewPayout { Kind = DeductionKind.CourtOrder, Creditor = "Mary Mother", CreditorAccount = Creditor, Currency = "KES", To = DateOnly.FromDateTime(SpmisApp.Now) }, SpmisApp.Change("payments.prepare-payout", now: SpmisApp.Now.AddDays(2)), default));
        await payroll.PayAsync(Payroll.July.Add(1));
        var august = (await payroll.InstructionsAsync()).First(i => i.Month == Payroll.July.Add(1));
        await payroll.AnswerAsync("BANKA", (august.Reference, "PAID", august.Amount.ToPlain()));
        await app.UseAsync<NamePayee, Proposal>(act => act.ProposeAsync(
            new NewNamedPayee { AwardNumber = Payroll.AwardNumber(2), Kind = NamedPayeeKind.Institution, Name = "Sunset Home", Agency = "BANKA", Account = Institution, FromMonth = 202609, Reason = "in care", Evidence = "contract" }, SpmisApp.Change("payments.propose-payee"), default));
        await app.UseAsync<ChooseAddress, Proposal>(act => act.ProposeAsync(
            new NewAddress { PersonNumber = Payroll.Facts(3).RegistrationNumber, Scheme = "demo-old-age-grant", Kind = AddressKind.Wallet, Agency = "BANKB", Account = Wallet, Reason = "asked", Evidence = "form" }, SpmisApp.Change("payments.propose-address"), default));
        await app.UseAsync<MakeNameCheckList, NameCheckList>(act => act.HandleAsync("BANKA", SpmisApp.Change(MakeNameCheckList.Act), default));
        using var answers = new MemoryStream(Encoding.UTF8.GetBytes($"check_reference,account_holder,result,account\n1,Amina,match,{Sent}{new string('9', 60)}\n"));
        await app.UseAsync<ImportNameAnswers, StatusFileTaken>(act => act.HandleAsync(new StatusUpload { Agency = "BANKA", FileName = "answers.csv", Content = answers, Length = answers.Length }, SpmisApp.Change(ImportNameAnswers.Act), default));
        await payroll.TellAsync(Payroll.Facts(1, account: NextAccount, version: 2)); // Cools off, and is on the list of changes.
        await app.SettleAsync();
        return (paid.Reference, run);
    }
}
