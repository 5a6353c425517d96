using Spmis.Contributions;
using Spmis.Eligibility;
using Spmis.Identity;
using Spmis.Kernel.Hosting;
using Spmis.Payments;
using Spmis.Registration;

namespace Spmis.Host;

/// <summary>The modules of the product. A new one is a line here.</summary>
public static class Modules
{
    /// <summary>All of them; <c>Modules=a,b</c> chooses which run in this process.</summary>
    public static IReadOnlyList<IModule> All { get; } =
        [new RegistrationModule(), new ContributionsModule(), new EligibilityModule(), new PaymentsModule(), new IdentityModule()];
}
