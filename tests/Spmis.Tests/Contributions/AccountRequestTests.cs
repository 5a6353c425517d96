using System.Net;
using System.Text.RegularExpressions;
using Microsoft.EntityFrameworkCore;
using Spmis.Contributions;
using Spmis.Contributions.Accounts;
using Spmis.Contributions.Bills;
using Spmis.Kernel.Access;
using Spmis.Kernel.Acts;
using Spmis.TestKit;
using static Spmis.Tests.Contributions.ContributionsWorld;

namespace Spmis.Tests.Contributions;

/// <summary>An employer asks for an account with a bill: the request opens nothing and tells nothing, and the office decides.</summary>
public sealed class AccountRequestTests
{
    private const string Ask = "/sign-up/employer";
    private const string List = "/contributions/account-requests";
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Request_WithABill_ReachesTheOffice_AndTellsNobodyAnything()
    {
        await using var world = await ContributionsWorld.StartAsync(2, 1);
        await world.FileAsync(File(Line(Worker(1), "9000")));
        var bill = (await world.BillsAsync())[0];
        var now = TimeProvider.System.GetUtcNow().UtcDateTime;
        Task IssuedAsync(DateTime at) => world.App.UseAsync<ContributionsDb>(db => db.WriteAsync(() => db.Set<Bill>().ExecuteUpdateAsync(s => s.SetProperty(b => b.IssuedAt, at)), default));
        await IssuedAsync(now.AddDays(-300));

        // The same words for what fits and for what does not; and a field that is missing is said.
        List<string> answers = [];
        foreach (var (number, reference) in new[] { (Employer(2), bill.PaymentReference), (Employer(1), Spmis.Contributions.Bills.PaymentReference.Of(99_999)), ("", ""), (Employer(1), bill.PaymentReference.Insert(4, " ")), (Employer(1), bill.PaymentReference) })
        {
            using var browser = world.App.Browser();
            var watch = System.Diagnostics.Stopwatch.StartNew();
            using var answer = await SpmisApp.PostFormAsync(browser, Ask, ("EmployerNumber", number), ("PaymentReference", reference), ("Name", "Carla Clerk"), ("Phone", "+254 700 000 000"));
            var text = await answer.Content.ReadAsStringAsync(Ct);
            if (number.Length == 0)
            {
                answer.StatusCode.ShouldBe(HttpStatusCode.UnprocessableEntity);
                text.ShouldContain("Enter the number of the employer.");
                text.ShouldContain("Carla Clerk", customMessage: "nothing typed is lost");
                continue;
            }

            watch.ElapsedMilliseconds.ShouldBeGreaterThan(380);
            answer.StatusCode.ShouldBe(HttpStatusCode.OK, text);
            answers.Add(Regex.Replace(text, "value=\"[^\"]+\"", ""));
        }

        answers.Distinct().Count().ShouldBe(1);
        var request = (await RequestsAsync(world)).ShouldHaveSingleItem();
        (request.EmployerNumber, request.PaymentReference, request.Name, request.AnsweredAt).ShouldBe((Employer(1), bill.PaymentReference, "Carla Clerk", null));
        await IssuedAsync(now.AddDays(-400));
        await AskAsync(world, bill.PaymentReference, now);
        (await RequestsAsync(world)).Count.ShouldBe(1, "an old bill is in too many hands");

        // The office: on the home page, in the list, answered once with words.
        using var officer = world.App.Browser(SpmisApp.Officer);
        (await officer.GetStringAsync("/", Ct)).ShouldContain("Answer employers who ask for an account");
        (await officer.GetStringAsync(List, Ct)).ShouldContain("Carla Clerk");
        var page = $"{List}/{request.Id}";
        (await officer.GetStringAsync(page, Ct)).ShouldContain($"/employers/{Employer(1)}/account");
        using (var bare = await SpmisApp.PostFormAsync(officer, page, ("Note", " ")))
        {
            bare.StatusCode.ShouldBe(HttpStatusCode.UnprocessableEntity);
        }

        using (var given = await SpmisApp.PostFormAsync(officer, page, ("Note", "Called the director at the number on record")))
        {
            given.StatusCode.ShouldBe(HttpStatusCode.Redirect, await given.Content.ReadAsStringAsync(Ct));
        }

        (await officer.GetStringAsync(List, Ct)).ShouldNotContain("Carla Clerk");
        (await officer.GetStringAsync($"{List}?answered=true", Ct)).ShouldContain("Code given");
        (await Should.ThrowAsync<Refused>(() => world.App.UseAsync<AnswerAccountRequest>(act => act.HandleAsync(request.Id, false, "late", SpmisApp.Change(), default)))).Code.ShouldBe("account-request.answered");
        var history = await world.App.UseAsync<ContributionsDb, List<string>>(db => db.History.Where(h => h.Entity == nameof(AccountRequest)).OrderBy(h => h.Seq).Select(h => h.Act + " by " + h.ActorId).ToListAsync());
        history.ShouldBe(["accounts.ask by nobody", $"accounts.request-given by {SpmisApp.Officer.Id}"]);

        // Another office sees nothing of it; one is open for a bill, and a few for an employer.
        using var elsewhere = world.App.Browser(SpmisApp.Officer with { Office = "EAST", Offices = ["EAST"] });
        (await elsewhere.GetStringAsync($"{List}?answered=true", Ct)).ShouldNotContain("Carla Clerk");
        using (var hidden = await elsewhere.GetAsync(page, Ct))
        {
            hidden.StatusCode.ShouldBe(HttpStatusCode.NotFound);
        }

        await IssuedAsync(now);
        await AskAsync(world, bill.PaymentReference, now);
        await AskAsync(world, bill.PaymentReference, now);
        (await RequestsAsync(world)).Count(r => r.AnsweredAt is null).ShouldBe(1);
    }

    private static Task AskAsync(ContributionsWorld world, string reference, DateTime now) => world.App.UseAsync<AskForAccount>(act => act.HandleAsync(
        new NewAccountRequest { EmployerNumber = Employer(1), PaymentReference = reference, Name = "Carla Clerk", Phone = "1" }, SpmisApp.Change("accounts.ask", new Actor("nobody", "Somebody not signed in", []), now), default));

    private static Task<List<AccountRequest>> RequestsAsync(ContributionsWorld world) => world.App.UseAsync<ContributionsDb, List<AccountRequest>>(db => db.Set<AccountRequest>().AsNoTracking().ToListAsync());
}
