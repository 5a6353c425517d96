using System.Net;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Spmis.Identity;
using Spmis.Identity.Users;
using Spmis.Kernel.Access;
using Spmis.Kernel.Acts;
using Spmis.Kernel.Data;
using Spmis.Kernel.Proposals;
using Spmis.Payments;
using Spmis.TestKit;

namespace Spmis.Tests.Identity;

/// <summary>Whoever works in the institution has a staff number; without one nobody prepares or approves, and one number is one person whatever its accounts.</summary>
public sealed class StaffNumberTests : IAsyncLifetime
{
    private const string Act = "notes.pin";
    private Door door = null!; // Set before each test.

    public async ValueTask InitializeAsync() => door = await Door.OpenAsync(configure: builder =>
        builder.Services.AddKeyedScoped<IProposedAct, Pin>($"{PaymentsModule.ModuleName}.{Act}").AddSingleton(new ProposedAct(PaymentsModule.ModuleName, Act, "payments.reconcile")));

    public async ValueTask DisposeAsync() => await door.DisposeAsync();

    [Fact]
    public async Task Account_OfStaffWithoutANumber_IsNotMade_NorLeftWithoutOne()
    {
        (await CodeAsync(() => CreateAsync(new NewUser { UserName = "olive", DisplayName = "Olive", Roles = [Roles.Officer], Person = " " }))).ShouldBe("user.no-staff-number");
        (await CodeAsync(() => CreateAsync(new NewUser { UserName = "olive", DisplayName = "Olive", Roles = [Roles.Administrator], Person = new string('9', 61) }))).ShouldBe("user.staff-number-long");
        await CreateAsync(new NewUser { UserName = "shop", DisplayName = "Cy", Roles = [Roles.Employer], Employer = "1000007" }); // People from outside have none.
        var ada = await door.UserAsync("ada", Roles.Administrator);
        using var administrator = await door.SignedInAsync("ada");
        using var bare = await SpmisApp.PostFormAsync(administrator, "/users/new", ("UserName", "boris"), ("DisplayName", "Boris"), ("RoleNames", Roles.Officer));
        bare.StatusCode.ShouldBe(HttpStatusCode.UnprocessableEntity);
        (await bare.Content.ReadAsStringAsync()).ShouldContain("Enter the staff number");

        var version = await door.App.UseAsync<IdentityDb, string>(async db => (await db.Users.SingleAsync(u => u.Id == ada)).ConcurrencyStamp!);
        (await CodeAsync(() => door.App.UseAsync<ChangeUser>(act => act.HandleAsync(new UserChange { Id = ada, Version = version, DisplayName = "Ada", Roles = [Roles.Administrator] }, SpmisApp.Change(), default)))).ShouldBe("user.no-staff-number");
    }

    [Fact]
    public async Task Account_FromBeforeWithoutANumber_IsATask_AndNeitherPreparesNorApproves_UntilItHasOne()
    {
        var olive = await door.UserAsync("olive", Roles.Officer);
        var sam = await door.UserAsync("sam", Roles.Supervisor);
        await door.UserAsync("ada", Roles.Administrator);
        await door.App.UseAsync<IdentityDb>(db => db.Users.Where(u => u.Id == sam).ExecuteUpdateAsync(s => s.SetProperty(u => u.Person, (string?)null)));
        var path = await ProposeAsync(olive, "S-olive");
        using var administrator = await door.SignedInAsync("ada");
        (await administrator.GetStringAsync(new Uri("/", UriKind.Relative))).ShouldContain("/users?unnumbered=true");
        var list = await administrator.GetStringAsync(new Uri("/users?unnumbered=true", UriKind.Relative));
        list.ShouldSatisfyAllConditions(t => t.ShouldContain("Name of sam"), t => t.ShouldNotContain("Name of olive"));

        using var supervisor = await door.SignedInAsync("sam");
        using var refused = await SpmisApp.PostFormAsync(supervisor, path, ("Decision", "approve"));
        refused.StatusCode.ShouldBe(HttpStatusCode.UnprocessableEntity);
        (await refused.Content.ReadAsStringAsync()).ShouldContain("has no staff number");

        var page = await administrator.GetStringAsync(new Uri($"/users/{sam}", UriKind.Relative));
        using var given = await SpmisApp.SendFormAsync(administrator, page, $"/users/{sam}", ("Version", Door.Hidden(page, "Version")), ("DisplayName", "Sam"), ("RoleNames", Roles.Supervisor), ("Staff", "S-18"));
        given.StatusCode.ShouldBe(HttpStatusCode.Redirect, await given.Content.ReadAsStringAsync());
        using var done = await SpmisApp.PostFormAsync(supervisor, path, ("Decision", "approve")); // The session that is open follows.
        done.StatusCode.ShouldBe(HttpStatusCode.Redirect, await done.Content.ReadAsStringAsync());
    }

    [Fact]
    public async Task Proposal_OfTheSameStaffNumber_IsOnesOwn_AlsoWhenTheAccountsKnowNothingOfEachOther()
    {
        // By number alone: neither actor names the other's account.
        var (first, second) = (new Actor("a-1", "Olive", [Roles.Officer]) { Staff = "S-7" }, new Actor("a-2", "Olive too", [Roles.Supervisor]) { Staff = "S-7" });
        var id = (await door.App.UseAsync<FourEyes, Proposal>(f => f.ProposeAsync(PaymentsModule.ModuleName, Act, "n-1", "Pin n-1", new { Note = 1 }, SpmisApp.Change("notes.propose", first), default))).Id;
        (await CodeAsync(() => door.App.UseAsync<FourEyes>(f => f.ApproveAsync(PaymentsModule.ModuleName, id, SpmisApp.Change("proposals.decide", second), default)))).ShouldBe("proposal.own");
        (await door.App.UseAsync<IServiceProvider, int>(s => s.GetRequiredService<FourEyes>().DueFor(s.GetRequiredService<PaymentsDb>(), second).CountAsync())).ShouldBe(0);
        await door.App.UseAsync<FourEyes>(f => f.ApproveAsync(PaymentsModule.ModuleName, id, SpmisApp.Change("proposals.decide", second with { Staff = "S-8" }), default));
        await Should.ThrowAsync<DbUpdateException>(() => door.App.UseAsync<PaymentsDb>(db =>
        {
            db.ProposalSteps.Add(new ProposalStep { ProposalId = id, Step = 2, Permission = "x", Approved = true, DecidedById = "a-3", DecidedBy = "x", Staff = "S-8", DecidedAt = SpmisApp.Now });
            return db.SaveChangesAsync(); // The constraint, past all checks.
        }));
    }

    private async Task<string> ProposeAsync(Guid by, string staff)
    {
        var actor = new Actor(by.ToString(), "Olive", [Roles.Officer]) { Staff = staff };
        var proposal = await door.App.UseAsync<FourEyes, Proposal>(f => f.ProposeAsync(PaymentsModule.ModuleName, Act, "n-1", "Pin n-1", new { Note = 1 }, SpmisApp.Change("notes.propose", actor), default));
        return $"/proposals/{PaymentsModule.ModuleName}/{proposal.Id}";
    }

    private Task<FirstPassword> CreateAsync(NewUser input) => door.App.UseAsync<CreateUser, FirstPassword>(act => act.HandleAsync(input, SpmisApp.Change("users.create"), default));

    private static async Task<string> CodeAsync(Func<Task> act) => (await Should.ThrowAsync<Refused>(act)).Code;

    private sealed class Pin : IProposedAct
    {
        public Task<IReadOnlyList<ShownField>> ShowAsync(string payload, CancellationToken ct) => Task.FromResult<IReadOnlyList<ShownField>>([new("Note", "loose", "pinned")]);

        public Task ApplyAsync(string payload, Change change, CancellationToken ct) => Task.CompletedTask;
    }
}
