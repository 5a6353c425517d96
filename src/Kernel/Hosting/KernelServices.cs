using Hangfire;
using Hangfire.AspNetCore;
using Hangfire.InMemory;
using Hangfire.PostgreSql;
using Hangfire.SqlServer;
using MassTransit;
using Microsoft.AspNetCore.Authorization;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Spmis.Kernel.Access;
using Spmis.Kernel.Data;
using Spmis.Kernel.Messages;
using Spmis.Kernel.Proposals;
using Spmis.Kernel.Runs;

namespace Spmis.Kernel.Hosting;

/// <summary>Adds the Kernel and the chosen modules to a host.</summary>
public static class KernelServices
{
    /// <summary>Settings: <c>Database:Provider|ConnectionString</c>, <c>Data</c>, <c>Bus:RabbitMq</c> (amqp address), <c>Jobs:Storage</c> (Memory, SqlServer, PostgreSql), <c>Modules</c>, <c>Roles</c>.</summary>
    public static IServiceCollection AddSpmisKernel(this IServiceCollection services, IConfiguration configuration, IReadOnlyList<IModule> modules, ProcessShape shape)
    {
        var database = ReadDatabase(configuration);
        services.AddSingleton(database).AddSingleton(shape).AddSingleton(TimeProvider.System);
        services.AddSingleton<OutboxSignal>().AddSingleton<RunSignal>();
        services.AddHttpContextAccessor().AddScoped<CurrentActor>().AddScoped<FourEyes>();
        services.AddHostedService<EmbeddedStart>();
        List<(string Module, Type Adapter)> adapters = [];
        foreach (var module in modules.Where(m => shape.Has(m.Name)))
        {
            var builder = new ModuleBuilder(services, module.Name, shape);
            services.AddSingleton(module);
            module.Add(builder);
            adapters.AddRange(builder.Adapters.Select(a => (module.Name, a)));
        }

        AddPermissions(services, modules);
        AddBus(services, configuration, shape, adapters);
        AddJobs(services, configuration, database, shape, [.. modules.Where(m => shape.Has(m.Name)).Select(m => m.Name)]);
        return services;
    }

    /// <summary>Reads the provider switch.</summary>
    public static SpmisDatabase ReadDatabase(IConfiguration configuration) => new(
        configuration.GetValue("Database:Provider", DatabaseProvider.Sqlite), configuration["Database:ConnectionString"], Path.GetFullPath(configuration["Data"] ?? "data"));

    private static void AddPermissions(IServiceCollection services, IReadOnlyList<IModule> modules)
    {
        var permissions = modules.SelectMany(m => m.Permissions).ToList();
        services.AddSingleton<IReadOnlyList<Permission>>(permissions);
        var authorization = services.AddAuthorizationBuilder();
        foreach (var permission in permissions)
        {
            authorization.AddPolicy(permission.Name, p => p.RequireAuthenticatedUser().RequireRole(permission.Roles));
        }

        // What declares no permission is open to nobody.
        authorization.SetFallbackPolicy(new AuthorizationPolicyBuilder().RequireAuthenticatedUser().RequireAssertion(_ => false).Build());
    }

    private static void AddBus(IServiceCollection services, IConfiguration configuration, ProcessShape shape, List<(string Module, Type Adapter)> adapters)
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
                foreach (var module in shape.Consumers ? adapters.GroupBy(a => a.Module) : [])
                {
                    rabbit.ReceiveEndpoint($"spmis-{module.Key}", queue =>
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
