using Microsoft.AspNetCore.Identity;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using Spmis.Contracts.Registration;
using Spmis.Identity.Accounts;
using Spmis.Identity.Api;
using Spmis.Identity.Clients;
using Spmis.Identity.Delegations;
using Spmis.Identity.Offices;
using Spmis.Identity.Outside;
using Spmis.Identity.Passkeys;
using Spmis.Identity.Reads;
using Spmis.Identity.SecondFactors;
using Spmis.Identity.Sessions;
using Spmis.Identity.SignIn;
using Spmis.Identity.Tokens;
using Spmis.Identity.Users;
using Spmis.Kernel.Access;
using Spmis.Kernel.History;
using Spmis.Kernel.Hosting;
using Spmis.Web.Home;
using Spmis.Web.Menu;

namespace Spmis.Identity;

/// <summary>Everything the identity module plugs into the house. Who asks is found out by <see cref="SignInServices"/>, in every process.</summary>
public sealed class IdentityModule : IModule
{
    /// <summary>Schema, database file, API prefix and queue.</summary>
    public const string ModuleName = "identity";

    /// <inheritdoc />
    public string Name => ModuleName;

    /// <inheritdoc />
    public IReadOnlyList<Permission> Permissions { get; } =
    [
        new("users.read", "See who may sign in, with which roles", Roles.Administrator, Roles.Auditor) { Nation = true },
        new("users.manage", "Make and close accounts, give roles and passwords", Roles.Administrator) { StepUp = true, Nation = true },
        new(NameHolder.Approve, "Approve that another person of the register, or none, stands as the holder of an account of staff", Roles.Supervisor) { StepUp = true, Nation = true },
        new("account.outside", "Link the own account to one at the outside authority", [.. Roles.ForUsers]) { StepUp = true },
        new("account.passkeys", "Keep passkeys of one's own", [.. Roles.ForUsers]) { StepUp = true },
        new("account.second-factor", "Keep a second factor of one's own", [.. Roles.ForUsers]) { StepUp = true },
        new("clients.read", "See which programs may call the API", Roles.Administrator, Roles.Auditor) { Nation = true },
        new("reads.read", "Search the record of who looked at whom", Roles.Auditor) { Nation = true },
        new("reads.report", "See who looked at a person, for the report that person asks for", Roles.Officer, Roles.Supervisor, Roles.Auditor),
        new("me.reads", "See who looked at the own record", Roles.Person),
        new("clients.manage", "Register and close client applications", Roles.Administrator) { StepUp = true, Nation = true },
        new("delegations.read", "See roles lent by or to oneself, and end them", Roles.Officer, Roles.Supervisor, Roles.Auditor, Roles.Administrator),
        new("delegations.give", "Lend own roles to a colleague for a time", Roles.Supervisor) { StepUp = true },
        new(GiveDelegation.Approve, "Approve roles that somebody else lends, where the setting asks for it", Roles.Supervisor, Roles.Administrator) { StepUp = true },
        new("offices.read", "See the offices and which lies under which", Roles.Officer, Roles.Supervisor, Roles.Administrator, Roles.Auditor),
        new("offices.manage", "Open, rename, move and close offices", Roles.Administrator) { StepUp = true, Nation = true },
    ];

    /// <inheritdoc />
    public void Add(ModuleBuilder module)
    {
        module.AddDb<IdentityDb>().AddConsumer<KeepOffer, IdentityDb, AccountOffered>().AddConsumer<CloseAccounts, IdentityDb, PersonsRecorded>().AddConsumer<KeepRestricted, IdentityDb, PersonsRestricted>();
        module.AddRetained<ReadsRetained>(ReadsRecord.Kind, "Who looked at whose data", leastMonths: 12);
        module.Services.AddScoped<ISealedRecord, ReadsRecord>();
        module.AddProposedAct<NameHolder>(NameHolder.Act, NameHolder.Approve);
        module.AddProposedAct<GiveDelegation>(GiveDelegation.Act, GiveDelegation.Approve);
        var services = module.Services;
        services.AddIdentityCore<SpmisUser>().AddUserStore<SpmisUserStore>().AddClaimsPrincipalFactory<SpmisClaimsFactory>();
        services.AddScoped<SecondFactor>().AddScoped<EnrolSecondFactor>().AddScoped<RenewRecoveryCodes>().AddScoped<RemoveSecondFactor>().AddScoped<ResetSecondFactor>();
        services.AddScoped<SignInCode>().AddScoped<ConfirmUser>().AddScoped<OpenSession>().AddScoped<EndSession>().AddScoped<EndOtherSessions>();
        services.AddScoped<IPasskeyHandler<SpmisUser>, PasskeyHandler<SpmisUser>>().AddScoped<PasskeyQuestions>().AddScoped<SignInPasskey>().AddScoped<ConfirmByPasskey>();
        services.AddScoped<RegisterPasskey>().AddScoped<RemovePasskey>().AddScoped<RenewPasskeyCodes>();
        services.AddScoped<SignInOutside>().AddScoped<ConfirmOutside>().AddScoped<LinkOutside>().AddScoped<UnlinkOutside>();
        services.AddOptions<IdentityPasskeyOptions>().Configure<IOptions<SignInSettings>>(PasskeyRules.Set);
        services.AddScoped<IHomeTasks, AccountTasks>().AddScoped<IHomeTasks, UserTasks>().AddScoped<IHomeTasks, ReadTasks>();
        services.AddScoped<SignInUser>().AddScoped<CreateUser>().AddScoped<ChangeUser>().AddScoped<CloseUser>().AddScoped<ReopenUser>();
        services.AddSingleton<BreachedPasswords>().AddHostedService(provider => provider.GetRequiredService<BreachedPasswords>()).AddSingleton<PasswordRules>();
        services.AddScoped<ResetPassword>().AddScoped<ChangePassword>().AddScoped<FirstAdministrator>().AddScoped<CreateDemoUsers>();
        services.AddScoped<OpenOwnAccount>().AddScoped<InviteUser>().AddScoped<WithdrawInvitation>().AddScoped<AcceptInvitation>();
        services.AddScoped<OfficeTree>().AddScoped<ChangeOffices>();
        services.AddScoped<DelegatedRoles>().AddScoped<GiveDelegation>().AddScoped<EndDelegation>();
        services.AddScoped<RegisterClient>().AddScoped<CloseClient>().AddScoped<RenewSecret>();
        TokenServer.Add(services);
        services.AddMenu<IdentityTexts>(new MenuItem("Users", "/users", "users.read", 900), new MenuItem("Who looked at whom", "/reads", "reads.read", 810));
    }

    /// <inheritdoc />
    public void MapApi(RouteGroupBuilder api)
    {
        // People and their roles are managed in the portal, by people.
        OfficesApi.Map(api);
    }
}
