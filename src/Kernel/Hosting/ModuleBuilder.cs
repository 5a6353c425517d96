using Microsoft.AspNetCore.Http;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Spmis.Kernel.Data;
using Spmis.Kernel.History;
using Spmis.Kernel.Messages;
using Spmis.Kernel.Proposals;
using Spmis.Kernel.Retention;
using Spmis.Kernel.Runs;
using Spmis.Kernel.Statistics;

namespace Spmis.Kernel.Hosting;

/// <summary>What a module plugs in. Which parts start in this process is decided by the settings <c>Modules</c> and <c>Roles</c>.</summary>
/// <param name="services">The host's services.</param>
/// <param name="name">The module's name.</param>
/// <param name="shape">What this process does.</param>
public sealed class ModuleBuilder(IServiceCollection services, string name, ProcessShape shape)
{
    /// <summary>Anything else: acts (scoped), menu, home tasks.</summary>
    public IServiceCollection Services { get; } = services;

    internal List<Type> Adapters { get; } = [];

    /// <summary>The module's database, its relay and its run dispatcher.</summary>
    public ModuleBuilder AddDb<TDb>()
        where TDb : ModuleDb
    {
        Services.AddDbContext<TDb>((provider, options) => provider.GetRequiredService<SpmisDatabase>().Configure(options, name, isLookedAt: RowsShown.Of(provider.GetService<IHttpContextAccessor>()?.HttpContext) is not null));
        Services.AddSingleton(new ModuleOf<TDb>(name));
        Services.AddKeyedScoped<ModuleDb>(name, (provider, _) => provider.GetRequiredService<TDb>());
        Services.AddScoped<ISealedRecord>(provider => new ModuleHistory(provider.GetRequiredService<TDb>()));
        Services.AddSingleton(new ProposedAct(name, ChangePolicy.Act, ApprovalPermissions.Decide));
        Services.AddKeyedScoped(name, (provider, _) => new ChangePolicy(name, provider));
        Services.AddKeyedScoped<IProposedAct>($"{name}.{ChangePolicy.Act}", (provider, _) => provider.GetRequiredKeyedService<ChangePolicy>(name));
        Services.AddSingleton(new ProposedAct(name, ChangeRetention.Act, RetentionPermissions.Decide));
        Services.AddKeyedScoped(name, (provider, _) => new ChangeRetention(name, provider));
        Services.AddKeyedScoped<IProposedAct>($"{name}.{ChangeRetention.Act}", (provider, _) => provider.GetRequiredKeyedService<ChangeRetention>(name));
        Services.AddKeyedScoped(name, (provider, _) => new ApplyRetention(name, provider));
        Services.AddScoped<IRunWorker>(provider => provider.GetRequiredKeyedService<ApplyRetention>(name));
        Services.AddSingleton(new ProposedAct(name, PrepareExtract.Act, StatisticsPermissions.Decide));
        Services.AddKeyedScoped(name, (provider, _) => new PrepareExtract(name, provider));
        Services.AddKeyedScoped<IProposedAct>($"{name}.{PrepareExtract.Act}", (provider, _) => provider.GetRequiredKeyedService<PrepareExtract>(name));
        Services.AddKeyedScoped(name, (provider, _) => new FetchExtract(name, provider));
        Services.AddScoped<IRunWorker>(provider => new MakeExtract(name, provider));
        AddRetained<HistoryRetained>(HistoryRetained.Name, "What the history says: reasons, evidence, values before and after; who did what when stays", leastMonths: 24);
        AddRetained<RunValuesRetained>(RunValuesRetained.Name, "What stood in refused and noted lines of files, and the words that quote it; verdicts and codes stay", leastMonths: 12);
        Services.AddKeyedSingleton<IRunExecutor>(name, (provider, _) => ActivatorUtilities.CreateInstance<RunExecutor<TDb>>(provider));
        if (shape.Consumers)
        {
            Services.AddHostedService<Relay<TDb>>();
        }

        if (shape.Jobs)
        {
            Services.AddHostedService<RunDispatcher<TDb>>();
            Services.AddHostedService<Housekeeping<TDb>>();
            Services.AddHostedService<EscalationClock<TDb>>();
            Services.AddHostedService<RetentionClock<TDb>>();
        }

        return this;
    }

    /// <summary>A reaction to a message.</summary>
    public ModuleBuilder AddConsumer<TConsumer, TDb, T>()
        where TConsumer : Consumer<TDb, T>
        where TDb : ModuleDb
        where T : class
    {
        Services.AddScoped<TConsumer>();
        Services.AddSingleton<ConsumerAdapter<TConsumer, TDb, T>>();
        Services.AddKeyedSingleton<IConsumerAdapter>($"{name}.{typeof(TConsumer).Name}", (provider, _) => provider.GetRequiredService<ConsumerAdapter<TConsumer, TDb, T>>());
        Services.AddSingleton(new Subscription(name, typeof(TConsumer), typeof(T)));
        Adapters.Add(typeof(ConsumerAdapter<TConsumer, TDb, T>));
        return this;
    }

    /// <summary>Does one kind of run.</summary>
    public ModuleBuilder AddRunWorker<TWorker>()
        where TWorker : class, IRunWorker
    {
        Services.AddScoped<IRunWorker, TWorker>();
        return this;
    }

    /// <summary>Something done by the clock, in processes that do jobs.</summary>
    public ModuleBuilder AddClockwork<TService>()
        where TService : class, Microsoft.Extensions.Hosting.IHostedService
    {
        if (shape.Jobs)
        {
            Services.AddHostedService<TService>();
        }

        return this;
    }

    /// <summary>A kind of record that ends when a rule says so (<see cref="ApplyRetention"/>).</summary>
    /// <param name="kind">Its name.</param>
    /// <param name="text">In words: what ends, and what stays.</param>
    /// <param name="leastMonths">No rule may be shorter.</param>
    public ModuleBuilder AddRetained<TRetained>(string kind, string text, int leastMonths)
        where TRetained : class, IRetained
    {
        Services.AddSingleton(new RetainedKind(name, kind, text, leastMonths));
        Services.AddKeyedScoped<IRetained, TRetained>(ApplyRetention.KeyOf(name, kind));
        return this;
    }

    /// <summary>Something that extracts for statistics are made of (<see cref="PrepareExtract"/>).</summary>
    public ModuleBuilder AddStatistics<TSet>()
        where TSet : class, IStatisticsSet
    {
        Services.AddScoped<IStatisticsSet, TSet>();
        return this;
    }

    /// <summary>An act that a second person approves, and the permission that person needs.</summary>
    /// <param name="act">The act's name.</param>
    /// <param name="permission">What the second person must hold.</param>
    /// <param name="mayBeAlone">Whether a policy may let the preparer alone suffice.</param>
    /// <param name="ownSteps">It has steps and limits of its own; no policy is made for it.</param>
    public ModuleBuilder AddProposedAct<TAct>(string act, string permission, bool mayBeAlone = false, bool ownSteps = false)
        where TAct : class, IProposedAct
    {
        Services.AddSingleton(new ProposedAct(name, act, permission) { MayBeAlone = mayBeAlone, OwnSteps = ownSteps, SaysAmount = typeof(TAct).IsAssignableTo(typeof(IAmountAtStake)) });
        Services.TryAddScoped<TAct>();
        Services.AddKeyedScoped<IProposedAct>($"{name}.{act}", (provider, _) => provider.GetRequiredService<TAct>()); // The one that whoever proposes has too: what it read through to propose it shows without reading it again.
        return this;
    }
}

/// <summary>Which consumer takes which message, for the list of messages.</summary>
/// <param name="Module">The consuming module.</param>
/// <param name="Consumer">The consumer.</param>
/// <param name="Message">The contract.</param>
public sealed record Subscription(string Module, Type Consumer, Type Message);

/// <summary>What this process does: settings <c>Modules</c> (all, or names) and <c>Roles</c> (web, consumers, jobs).</summary>
/// <param name="Modules">Names, or null for all.</param>
/// <param name="Web">Pages and APIs.</param>
/// <param name="Consumers">Relay and consumers.</param>
/// <param name="Jobs">Runs.</param>
public sealed record ProcessShape(IReadOnlyList<string>? Modules, bool Web, bool Consumers, bool Jobs)
{
    /// <summary>Everything in one process.</summary>
    public static ProcessShape All { get; } = new(null, true, true, true);

    /// <summary>Whether a module runs here.</summary>
    public bool Has(string module) => Modules is null || Modules.Contains(module, StringComparer.OrdinalIgnoreCase);
}
