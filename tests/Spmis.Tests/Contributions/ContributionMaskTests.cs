using System.Net;
using System.Reflection;
using System.Text;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.EntityFrameworkCore;
using Spmis.Contributions;
using Spmis.Contributions.Accounts;
using Spmis.Contributions.Profiles;
using Spmis.Contributions.Receipts;
using Spmis.Contributions.Returns;
using Spmis.Kernel.Access;
using Spmis.Kernel.Acts;
using Spmis.Kernel.Proposals;
using Spmis.TestKit;
using Spmis.Tests.Identity;
using static Spmis.Tests.Contributions.ContributionsWorld;

namespace Spmis.Tests.Contributions;

/// <summary>Workers' identity numbers, payers' telephones and accounts for refunds: whole for the employer and who collects, by their ends for who only reads.</summary>
public sealed class ContributionMaskTests
{
    private const string SentId = "NX#7Q41Z9083";
    private const string SheetId = "2299#7711#45";
    private const string WholeLine = "NX7Q41Z9555";
    private const string PayerPhone = "254711906317";
    private const string WrittenPhone = "0722333944";
    private const string PayTo = "0190MARK77315";
    private const string OtherPayTo = "0190MARK99137";

    private static readonly string[] Marks = [SentId, SheetId, WholeLine, PayerPhone, WrittenPhone, PayTo, OtherPayTo];
    private static readonly Actor Auditor = new("a-7", "Ada Auditor", [Roles.Auditor]);
    private static readonly Actor Own = new("e1", "Own Employer", [Roles.Employer], Employer: Employer(1));

    /// <summary>Where an officer sees a mark, and the others see dots.</summary>
    private static readonly string[] Masked =
    [
        "api/contributions/receipts", "api/contributions/returns/{id:guid}/lines", "proposals/{module}/{id:long}", "receipts", "receipts/statements/{id:guid}", "receipts/{id:guid}", "returns/{id:guid}", "returns/{id:guid}?handler=Reasons",
        "returns/{id:guid}?handler=Refused", "runs/{module}/{id:long}", "runs/{module}/{id:long}/refused.csv",
    ];

    private static readonly Dictionary<string, string[]> Handlers = new()
    {
        ["arrears/reminders"] = ["Csv"],
        ["association/payments/new"] = ["Csv"],
        ["association/payments/year"] = ["Csv"],
        ["contributions/takeovers"] = ["Template"],
        ["contributions/takeovers/{id:long}"] = ["Refused"],
        ["contributions/takeovers/reconciliation"] = ["Csv"],
        ["returns/new"] = ["Template"],
        ["returns/{id:guid}"] = ["Refused", "Reasons"],
        ["subsidies/{id:long}"] = ["Csv"],
    };

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Numbers_AskedForByWhoOnlyReads_AreMaskedEverywhere()
    {
        await using var world = await ContributionsWorld.StartAsync(2);
        var ids = await StoryAsync(world);

        var crawl = await MaskCrawl.AskAsync(world.App, Marks, pattern => Paths(pattern, ids), "returns/{id:guid}?handler=Refused");

        crawl.Wrong.ShouldBeEmpty();
        crawl.Masked.Order(StringComparer.Ordinal).ShouldBe(Masked.Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task RefusedLines_AreWholeForTheEmployer_AndRefusedToTheAuditorWithWords()
    {
        await using var world = await ContributionsWorld.StartAsync(1);
        var filed = await world.FileAsync(File(Line(Worker(1), "9000"), $"{Employer()},2026-03,,{SentId},Ann,Otieno,1990-01-05,9000,30,,,"));
        await world.App.SettleAsync();
        var address = $"/returns/{filed.ReturnId}";
        using var employer = world.App.Client(Own);
        using var officer = world.App.Client(SpmisApp.Officer);
        using var auditor = world.App.Client(Auditor);

        foreach (var client in new[] { employer, officer })
        {
            (await MaskCrawl.TextAsync(client, $"{address}?handler=Refused")).Text.ShouldContain(SentId);
            (await MaskCrawl.TextAsync(client, address)).Text.ShouldContain("handler=Refused");
            (await MaskCrawl.TextAsync(client, $"{address}?handler=Reasons")).Text.ShouldContain(SentId);
        }

        var (status, words) = await MaskCrawl.TextAsync(auditor, $"{address}?handler=Refused");
        status.ShouldBe(HttpStatusCode.UnprocessableEntity);
        words.ShouldContain("Download the reasons instead");
        (await MaskCrawl.TextAsync(auditor, address)).Text.ShouldNotContain("handler=Refused");
        (await MaskCrawl.TextAsync(auditor, $"{address}?handler=Reasons")).Text.ShouldContain("•••• 9083");
    }

    [Fact]
    public async Task Receipt_ToTheAuditor_KeepsNameAndReferenceOfTheBill()
    {
        await using var world = await ContributionsWorld.StartAsync(1);
        await world.FileAsync(File(Line(Worker(1), "9000")));
        var bill = (await world.BillsAsync())[0].PaymentReference;
        await world.ImportAsync(Statement($"M1,2026-03-05T10:00:00Z,{PayerPhone},Amina Otieno,{bill} tel {WrittenPhone},1080.00,KES,COMPLETED"));
        using var auditor = world.App.Client(Auditor);

        var (_, text) = await MaskCrawl.TextAsync(auditor, "/receipts");

        text.ShouldContain("Amina Otieno •••• 6317");
        text.ShouldContain($"{bill} tel •••• 3944");
    }

    [Fact]
    public async Task Request_ForAnAccount_HasItsTelephoneInTheHistoryByItsEnd()
    {
        await using var world = await ContributionsWorld.StartAsync(1);
        await StoryAsync(world);
        using var auditor = world.App.Client(Auditor);

        var (_, text) = await MaskCrawl.TextAsync(auditor, "/audit?Act=accounts.ask");

        text.ShouldContain("•••• 1944");
        text.ShouldNotContain("700551944");
    }

    [Fact]
    public void Layouts_OfAllKinds_TellWhichColumnsAreIdentities()
    {
        var book = new ProfileBook((string?)null);
        foreach (var column in new[] { "ID NO", "NRC", "8200", "8210", "national_id", "KRA PIN" })
        {
            book.IsIdentity(column).ShouldBeTrue(column);
        }

        book.IsIdentity("wage").ShouldBeFalse();
        book.IsIdentity("worker_number").ShouldBeFalse("a registration number is no secret");
    }

    [Fact]
    public void Handlers_OfAllPages_AreAsked() => typeof(ContributionsModule).Assembly.GetTypes().Where(t => t.IsSubclassOf(typeof(PageModel)))
        .SelectMany(t => t.GetMethods(BindingFlags.Public | BindingFlags.Instance | BindingFlags.DeclaredOnly).Where(m => m.Name.StartsWith("OnGet", StringComparison.Ordinal)).Select(m => m.Name["OnGet".Length..].Replace("Async", "", StringComparison.Ordinal)))
        .Where(h => h.Length > 0).Order(StringComparer.Ordinal).ShouldBe(Handlers.Values.SelectMany(h => h).Order(StringComparer.Ordinal));

    private static IEnumerable<string> Paths(string pattern, IReadOnlyList<Guid> ids)
    {
        var path = "/" + pattern.Replace("{number}", Employer(), StringComparison.Ordinal).Replace("{module}", "contributions", StringComparison.Ordinal);
        IEnumerable<string> paths = path.Contains("{id:guid}", StringComparison.Ordinal) ? ids.Select(id => path.Replace("{id:guid}", $"{id}", StringComparison.Ordinal)) : [path];
        paths = paths.SelectMany(p => p.Contains("{id:long}", StringComparison.Ordinal) ? Enumerable.Range(1, 8).Select(id => p.Replace("{id:long}", $"{id}", StringComparison.Ordinal)) : [p]);
        return paths.SelectMany(p => p.StartsWith("/api/", StringComparison.Ordinal) ? [p, p + "?verdict=refused"] : Handlers.GetValueOrDefault(pattern, []).Select(h => $"{p}?handler={h}").Append(p).Append($"{p}?held=true"));
    }

    private static string Statement(params IEnumerable<string> lines) => string.Join('\n', lines.Prepend("transaction_id,completed_at,payer_phone,payer_name,reference,amount,currency,status")) + "\n";

    private static async Task<IReadOnlyList<Guid>> StoryAsync(ContributionsWorld world)
    {
        var filed = await world.FileAsync(File(Line(Worker(1), "9000"), $"{Employer()},2026-03,,{SentId},Ann,Otieno,1990-01-05,9000,30,,,", $"{Employer()},{WholeLine}"));
        await world.App.SettleAsync();
        var sheet = await world.FileLayoutAsync(Encoding.UTF8.GetBytes($"PAYROLL NUMBER,SURNAME,OTHER NAMES,ID NO,KRA PIN,NSSF NO,GROSS PAY,VOLUNTARY\n1,Otieno,Amina,{SheetId},,,9000,0\n"), March.Add(1), "ke-nssf-upload");
        await world.ImportAsync(Statement($"M1,2026-03-05T10:00:00Z,{PayerPhone},Amina Otieno,fees {WrittenPhone},500.00,KES,COMPLETED"));
        var receipt = await world.DbAsync(db => db.Set<Receipt>().AsNoTracking().SingleAsync(r => r.Reference == "M1"));
        Task<Proposal> RefundAsync(string amount, string payTo) => world.App.UseAsync<RefundReceipt, Proposal>(act => act.ProposeAsync(receipt.Id, amount, null, payTo, SpmisApp.Change(RefundReceipt.Act, reason: "Paid by mistake"), default));
        var first = await RefundAsync("100.00", PayTo);
        await world.App.UseAsync<DecideReceipt>(act => act.HandleAsync(first.Id, true, SpmisApp.Change("receipts.approve", SpmisApp.Supervisor), default));
        await RefundAsync("200.00", OtherPayTo);
        var bill = (await world.BillsAsync())[0].PaymentReference;
        await world.App.UseAsync<AskForAccount>(act => act.HandleAsync(
            new NewAccountRequest { EmployerNumber = Employer(), PaymentReference = bill, Name = "Carla Clerk", Phone = "+254 700551944" }, SpmisApp.Change("accounts.ask", now: TimeProvider.System.GetUtcNow().UtcDateTime), default));
        var request = await world.DbAsync(db => db.Set<AccountRequest>().AsNoTracking().SingleAsync());
        return [filed.ReturnId, sheet.ReturnId, receipt.Id, receipt.StatementId!.Value, request.Id];
    }
}
