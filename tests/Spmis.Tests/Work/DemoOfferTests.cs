using System.Text.Json;
using Spmis.Host.Demo;
using Spmis.Kernel.Access;
using Spmis.Kernel.Acts;
using Spmis.Kernel.Data;
using Spmis.TestKit;

namespace Spmis.Tests.Work;

/// <summary>Whom the demo month is offered to, and what a process that finds one half loaded says of it.</summary>
public sealed class DemoOfferTests
{
    private static readonly Actor Administrator = new("admin-1", "Ada Administrator", [Roles.Administrator], "HQ");

    [Fact]
    public async Task Home_OfAnEmptySystem_OffersTheDemoMonthToTheAdministratorOnly()
    {
        await using var app = await SpmisApp.StartAsync();

        (await PageAsync(app, "/")).ShouldContain("href=\"/demo\"");
        (await PageAsync(app, "/demo")).ShouldContain("Load the demo month");
        (await PageAsync(app, "/", SpmisApp.Supervisor)).ShouldNotContain("/demo");
    }

    [Fact]
    public async Task Home_AfterARestartInTheMiddle_OffersToGoOn()
    {
        await using var app = await SpmisApp.StartAsync();
        Begin(app, DemoCycle.Steps.Take(3));

        (await PageAsync(app, "/")).ShouldContain("Interrupted");
        var page = await PageAsync(app, "/demo");
        page.ShouldContain("Go on loading");
        page.ShouldContain("goes on behind the last step");
        var loader = (DemoLoader)app.Services.GetService(typeof(DemoLoader))!; // The host registers it.
        (loader.Options.Persons, loader.Options.Seed).ShouldBe((700, 4), "as large as what was begun");
    }

    [Fact]
    public async Task Home_AfterAWholeMonthAndARestart_OffersNothing()
    {
        await using var app = await SpmisApp.StartAsync();
        Begin(app, DemoCycle.Steps);

        (await PageAsync(app, "/")).ShouldNotContain("/demo");
        var page = await PageAsync(app, "/demo");
        page.ShouldContain("The demo month is loaded.");
        page.ShouldNotContain("Go on loading");
        using var browser = app.Browser(Administrator);
        (await (await SpmisApp.PostFormAsync(browser, "/demo")).Content.ReadAsStringAsync()).ShouldContain("loaded already");
    }

    private static void Begin(SpmisApp app, IEnumerable<DemoStep> done)
    {
        var folder = Path.Combine(app.DataFolder, "demo");
        Directory.CreateDirectory(folder);
        var state = new DemoState { Persons = 700, Employers = 20, Seed = 4, Done = [.. done.Select(s => new StepReport(s.Name, 1, 1))] };
        File.WriteAllText(Path.Combine(folder, "state.json"), JsonSerializer.Serialize(state, SpmisJson.Indented));
    }

    private static async Task<string> PageAsync(SpmisApp app, string path, Actor? actor = null)
    {
        using var client = app.Client(actor ?? Administrator);
        return await client.GetStringAsync(new Uri(path, UriKind.Relative));
    }
}
