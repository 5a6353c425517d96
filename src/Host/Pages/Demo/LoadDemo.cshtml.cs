using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Spmis.Host.Demo;
using Spmis.Identity.Users;
using Spmis.Web.Forms;

namespace Spmis.Host.Pages.Demo;

/// <summary>Offers the demo month to an empty system, shows how far it is, and at its end the accounts to walk through with.</summary>
/// <param name="loader">Loads it.</param>
[Authorize(Policy = "demo.load")]
public sealed class LoadDemoModel(DemoLoader loader) : FormPage
{
    /// <summary>How it stands.</summary>
    public DemoLoader Loader { get; } = loader;

    /// <summary>Whether it can be started here.</summary>
    public bool Offered { get; private set; }

    /// <summary>Accounts, when they were made a moment ago.</summary>
    public IReadOnlyList<DemoUser> Users { get; private set; } = [];

    /// <summary>Shows how it stands.</summary>
    public async Task OnGetAsync(CancellationToken ct)
    {
        Offered = !Loader.Running && !Loader.Finished && (Loader.Begun || await Loader.RegisterIsEmptyAsync(ct));
        Users = Loader.TakeUsers();
    }

    /// <summary>Starts it.</summary>
    public Task<IActionResult> OnPostAsync(CancellationToken ct) => TryAsync(async () =>
    {
        await Loader.StartAsync(ct);
        return RedirectToPage();
    });

    /// <inheritdoc />
    protected override Task OnRedisplayAsync() => OnGetAsync(HttpContext.RequestAborted);
}
