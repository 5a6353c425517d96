using System.Security.Claims;
using Microsoft.Extensions.Localization;
using Spmis.Kernel.Access;
using Spmis.Web.Home;
using Spmis.Web.Parts;

namespace Spmis.Host.Demo;

/// <summary>Offers the demo month to the administrator of an empty system.</summary>
/// <param name="loader">Knows how it stands.</param>
/// <param name="texts">The words.</param>
internal sealed class DemoTasks(DemoLoader loader, IStringLocalizer<HostTexts> texts) : IHomeTasks
{
    /// <summary>Who may load it.</summary>
    public static readonly Permission Load = new("demo.load", "Load the demonstration month into an empty system", Roles.Administrator);

    public async Task<IReadOnlyList<HomeTask>> TasksAsync(ClaimsPrincipal user, CancellationToken ct) =>
        loader.Running ? [Task("Under way", TagKind.Wait)]
        : loader.Finished ? []
        : loader.Begun ? [Task("Interrupted", TagKind.Bad)]
        : await loader.RegisterIsEmptyAsync(ct) ? [Task("Offered", TagKind.Info)]
        : [];

    private HomeTask Task(string status, TagKind kind) => new(texts["Load a demo month"], "/demo", texts[status], kind, Load.Name, 1);
}
