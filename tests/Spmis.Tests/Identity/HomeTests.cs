using Spmis.Identity;
using Spmis.Identity.Users;
using Spmis.Kernel.Access;
using Spmis.Kernel.Acts;
using Spmis.TestKit;

namespace Spmis.Tests.Identity;

/// <summary>The home page of those who work on accounts and on the record.</summary>
public sealed class HomeTests
{
    [Fact]
    public async Task Home_OfAnAuditor_LeadsToTheRecordsSinceTheLastVisit()
    {
        await using var app = await SpmisApp.StartAsync();
        var user = await UserAsync(app, "auditor", Roles.Auditor);
        using var client = app.Client(new Actor(user.ToString(), "Abena Auditor", [Roles.Auditor], "HQ"));

        (await client.GetStringAsync(new Uri("/", UriKind.Relative))).ShouldContain("Not looked at yet");
        await app.UseAsync<IdentityDb>(db => db.WriteAsync(async () =>
        {
            (await db.Users.FindAsync(user))!.SignedInBefore = new DateTime(2026, 6, 3, 8, 0, 0, DateTimeKind.Utc);
            await db.SaveAsync(SpmisApp.Change(), default);
        }, default));

        var home = await client.GetStringAsync(new Uri("/", UriKind.Relative));
        home.ShouldContain("href=\"/reads\"");
        home.ShouldContain("href=\"/audit\"");
        home.ShouldContain("Since your visit of");
        home.ShouldContain("3 June 2026");
    }

    [Fact]
    public async Task Home_OfAnAdministrator_CountsAccountsNobodyHasUsedAndLeadsToThem()
    {
        await using var app = await SpmisApp.StartAsync();
        var used = await UserAsync(app, "used", Roles.Officer);
        await UserAsync(app, "waiting", Roles.Officer);
        await app.UseAsync<IdentityDb>(db => db.WriteAsync(async () =>
        {
            (await db.Users.FindAsync(used))!.CountSignIn(SpmisApp.Now);
            await db.SaveAsync(SpmisApp.Change(), default);
        }, default));
        using var client = app.Client(new Actor("admin-1", "Ada Administrator", [Roles.Administrator], "HQ"));

        (await client.GetStringAsync(new Uri("/", UriKind.Relative))).ShouldContain("href=\"/users?unused=true\"");
        var list = await client.GetStringAsync(new Uri("/users?unused=true", UriKind.Relative));
        list.ShouldContain(">waiting<");
        list.ShouldNotContain(">used<");
    }

    private static async Task<Guid> UserAsync(SpmisApp app, string name, string role)
    {
        var user = new SpmisUser { Id = Guid.CreateVersion7(), UserName = name, NormalizedUserName = name.ToUpperInvariant(), DisplayName = name, Office = "HQ", CreatedAt = SpmisApp.Now };
        user.SetRoles([role]);
        await app.UseAsync<IdentityDb>(async db =>
        {
            db.Add(user);
            await db.SaveAsync(SpmisApp.Change(), default);
        });
        return user.Id;
    }
}
