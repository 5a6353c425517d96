using Hangfire;
using Hangfire.AspNetCore;
using Hangfire.InMemory;
using Hangfire.PostgreSql;
using Hangfire.SqlServer;
using MassTransit;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Http;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Spmis.Kernel.Access;
using Spmis.Kernel.Api;
using Spmis.Kernel.Data;
using Spmis.Kernel.History;
using Spmis.Kernel.Messages;
using Spmis.Kernel.Proposals;
using Spmis.Kernel.Retention;
using Spmis.Kernel.Runs;
using Spmis.Kernel.Secrets;
using Spmis.Kernel.Statistics;

namespace Spmis.Kernel.Hosting;

/// <summary>Adds the Kernel and the chosen modules to a host.</summary>
public static class KernelServices
{
    /// <summary>Settings: <c>Database:Provider|ConnectionString</c>, <c>Data</c>, <c>Bus:RabbitMq</c> (amqp address), <c>Jobs:Storage</c> (Memory, SqlServer, PostgreSql), <c>Modules</c>, <c>Roles</c>.</summary>
    /// <param name="services">The host's services.</param>
    /// <param name="configuration">The settings.</param>
    /// <param name="modules">The modules of the product.</param>
    /// <param name="shape">Which of them run here.</param>
    /// <param name="further">Permissions of pages that belong to no module.</param>
    public static IServiceCollection AddSpmisKernel(
        this IServiceCollection services, IConfiguration configuration, IReadOnlyList<IModule> modules, ProcessShape shape, params IReadOnlyList<Permission> further)
    {
        var database = ReadDatabase(configuration);
        services.AddSingleton(database).AddSingleton(shape).AddSingleton(TimeProvider.System);
        services.AddSingleton<ColumnKeys>().AddSingleton<SealedFiles>().AddSingleton<Pseudonyms>().AddSingleton<OutboxSignal>().AddSingleton<RunSignal>();
        services.AddHttpContextAccessor().AddScoped<CurrentActor>().AddScoped<PersonsShown>().AddScoped<IdentifierMask>().AddScoped<FourEyes>().AddScoped<AddEvidence>().AddScoped<OpenEvidence>();
        services.AddSingleton<ProposalTerms>().AddSingleton<EscalateProposals>();
        services.AddHostedService<EmbeddedStart>();
        // Hosted services stop in the opposite order: this one after all that writes, and before the data folder is let go.
        services.AddSingleton<SealRecords>().AddHostedService(provider => provider.GetRequiredService<SealRecords>());
        services.AddApiFailures();
        List<(string Module, Type Adapter)> adapters = [];
        foreach (var module in modules.Where(m => shape.Has(m.Name)))
        {
            var builder = new ModuleBuilder(services, module.Name, shape);
            services.AddSingleton(module);
            module.Add(builder);
            adapters.AddRange(builder.Adapters.Select(a => (module.Name, a)));
        }

        AddPermissions(services, [.. modules.SelectMany(m => m.Permissions), .. ApprovalPermissions.All, .. RetentionPermissions.All, .. StatisticsPermissions.All, .. further]);
        AddBus(services, configuration, shape, adapters, modules);
        AddJobs(services, configuration, database, shape, [.. modules.Where(m => shape.Has(m.Name)).Select(m => m.Name)]);
        return services;
    }

    /// <summary>Reads the provider switch.</summary>
    public static SpmisDatabase ReadDatabase(IConfiguration configuration) => new(
        configuration.GetValue("Database:Provider", DatabaseProvider.Sqlite), configuration["Database:ConnectionString"], Path.GetFullPath(configuration["Data"] ?? "data"));

    private static void AddPermissions(IServiceCollection services, IReadOnlyList<Permission> permissions)
    {
        services.AddSingleton(permissions);
        var authorization = services.AddAuthorizationBuilder();
        foreach (var permission in permissions)
        {
            authorization.AddPolicy(permission.Name, p =>
            {
                p.RequireAuthenticatedUser().RequireRole(permission.Roles);
                if (permission.Nation)
                {
                    p.RequireAssertion(c => CurrentActor.OfficesOf(c.User) is null);
                }

                if (permission.StepUp)
                {
                    p.AddRequirements(new StepUpRequirement(permission.Roles));
                }
            });
        }

        // What declares no permission is open to nobody; an address that leads nowhere is not found rather than forbidden.
        authorization.SetFallbackPolicy(new AuthorizationPolicyBuilder().RequireAuthenticatedUser().RequireAssertion(c => c.Resource is HttpContext http && http.GetEndpoint() is null).Build());
    }

    private static void AddBus(IServiceCollection services, IConfiguration configuration, ProcessShape shape, List<(string Module, Type Adapter)> adapters, IReadOnlyList<IModule> modules)
    {
        if (configuration["Bus:RabbitMq"] is not { Length: > 0 } address)
        {
            services.AddMediator(bus => adapters.ForEach(a => bus.AddConsumer(a.Adapter)));
            services.AddSingleton<IDelivery, MediatorDelivery>();
            return;
        }

        services.AddSingleton<IDelivery, BrokerDelivery>();
        services.AddMassTransit(bus =>
        {
            adapters.ForEach(a => bus.AddConsumer(a.Adapter));
            bus.UsingRabbitMq((context, rabbit) =>
            {
                rabbit.Host(new Uri(address));
                DeclareQueuesOfListeners(rabbit, modules);
                foreach (var module in shape.Consumers ? adapters.GroupBy(a => a.Module) : [])
                {
                    rabbit.ReceiveEndpoint(QueueOf(module.Key), queue =>
                    {
                        queue.SetQuorumQueue();
                        queue.PrefetchCount = 8;
                        // The adapter parks a message at the fifth failure, so the broker never sees a sixth.
                        queue.UseMessageRetry(r => r.Exponential(8, TimeSpan.FromMilliseconds(200), TimeSpan.FromSeconds(20), TimeSpan.FromSeconds(1)));
                        foreach (var (_, adapter) in module)
                        {
                            queue.ConfigureConsumer(context, adapter);
                        }
                    });
                }
            });
        });
    }

    // The broker confirms and drops what no queue is bound for. So whoever publishes first declares the queues of all listeners, also of
    // modules in processes that were never started yet.
    private static void DeclareQueuesOfListeners(IRabbitMqBusFactoryConfigurator rabbit, IReadOnlyList<IModule> modules)
    {
        var listening = new ServiceCollection();
        foreach (var module in modules)
        {
            module.Add(new ModuleBuilder(listening, module.Name, ProcessShape.All));
        }

        foreach (var (module, _, message) in listening.Where(s => s.ServiceType == typeof(Subscription)).Select(s => s.ImplementationInstance).OfType<Subscription>())
        {
            rabbit.Publish(message, publish => publish.BindQueue(QueueOf(module), QueueOf(module), queue => queue.SetQuorumQueue()));
        }
    }

    private static string QueueOf(string module) => $"spmis-{module}";

    private static void AddJobs(IServiceCollection services, IConfiguration configuration, SpmisDatabase database, ProcessShape shape, string[] modules)
    {
        var storage = configuration["Jobs:Storage"] ?? "Memory";
        // An activator of this host's own: the default is one static that whichever host started last has set, so its jobs would run with another host's services.
        services.AddSingleton<JobActivator>(provider => new AspNetCoreJobActivator(provider.GetRequiredService<IServiceScopeFactory>()));
        if (storage == "Memory")
        {
            // A storage of this host's own: Hangfire's default is one static for the whole process, and hosts side by side would take each other's jobs.
            services.AddSingleton<JobStorage>(provider =>
            {
                provider.GetRequiredService<IGlobalConfiguration>(); // Sets this host's log before the storage asks for one.
                return new InMemoryStorage(new InMemoryStorageOptions { MaxExpirationTime = TimeSpan.FromHours(1) });
            });
        }

        services.AddHangfire((provider, hangfire) =>
        {
            hangfire.UseLogProvider(new JobLog(provider.GetRequiredService<ILoggerFactory>())).SetDataCompatibilityLevel(CompatibilityLevel.Version_180).UseSimpleAssemblyNameTypeSerializer().UseRecommendedSerializerSettings();
            _ = storage switch
            {
                "Memory" => hangfire,
                "SqlServer" => hangfire.UseSqlServerStorage(database.ConnectionString, new SqlServerStorageOptions { SchemaName = "hangfire" }),
                "PostgreSql" => hangfire.UsePostgreSqlStorage(o => o.UseNpgsqlConnection(database.ConnectionString)),
                _ => throw new InvalidOperationException($"Jobs:Storage is '{storage}'; use Memory, SqlServer or PostgreSql."),
            };
        });
        if (shape.Jobs)
        {
            services.AddHangfireServer(server =>
            {
                server.Queues = modules; // A queue per module: a process takes only the jobs of modules it hosts.
                server.WorkerCount = Math.Max(2, Environment.ProcessorCount);
                server.SchedulePollingInterval = TimeSpan.FromSeconds(5);
            });
        }
    }
}
