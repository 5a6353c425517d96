using System.Collections.Concurrent;
using System.Globalization;
using System.Runtime.CompilerServices;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Routing;
using Microsoft.AspNetCore.TestHost;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Storage;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Spmis.Contracts.Registration;
using Spmis.Kernel.Access;
using Spmis.Kernel.Acts;
using Spmis.Kernel.Api;
using Spmis.Kernel.Data;
using Spmis.Kernel.Hosting;
using Spmis.Kernel.Messages;
using Spmis.Kernel.Proposals;
using Spmis.Kernel.Runs;
using Spmis.TestKit;
using Spmis.Values;

namespace Spmis.Tests.Kernel;

/// <summary>Two small modules on the real Kernel and a real database: what the Kernel promises, without any module's knowledge.</summary>
internal sealed class Probe : IAsyncDisposable
{
    private readonly TestDatabase database;
    private readonly Dictionary<string, string?> settings;

    private Probe(TestDatabase database, Dictionary<string, string?> settings, WebApplication app) => (this.database, this.settings, App) = (database, settings, app);

    public WebApplication App { get; private set; }

    /// <param name="more">Settings beside the database's, a broker for instance.</param>
    public static async Task<Probe> StartAsync(params IEnumerable<KeyValuePair<string, string?>> more)
    {
        var database = await TestDatabase.CreateAsync();
        var settings = database.Settings.Concat(more).ToDictionary();
        var app = Build(settings);
        foreach (var module in app.Services.GetServices<IModule>())
        {
            await using var scope = app.Services.CreateAsyncScope();
            var db = scope.ServiceProvider.GetRequiredKeyedService<ModuleDb>(module.Name);
            var creator = db.GetService<IRelationalDatabaseCreator>();
            if (!await creator.ExistsAsync())
            {
                await creator.CreateAsync();
            }

            await creator.CreateTablesAsync();
        }

        await app.StartAsync();
        return new Probe(database, settings, app);
    }

    /// <summary>Stops the host and starts it anew on the same database.</summary>
    public async Task RestartAsync()
    {
        await App.StopAsync();
        await App.DisposeAsync();
        App = Build(settings);
        await App.StartAsync();
    }

    public async Task UseAsync<T>(Func<T, Task> use)
        where T : notnull
    {
        await using var scope = App.Services.CreateAsyncScope();
        await use(scope.ServiceProvider.GetRequiredService<T>());
    }

    public async Task<TResult> UseAsync<T, TResult>(Func<T, Task<TResult>> use)
        where T : notnull
    {
        await using var scope = App.Services.CreateAsyncScope();
        return await use(scope.ServiceProvider.GetRequiredService<T>());
    }

    public async Task SettleAsync(bool failuresAllowed = false)
    {
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(60));
        await Settle.WaitAsync(App.Services, null, limit.Token, failuresAllowed ? DateTime.MaxValue : null);
    }

    public async ValueTask DisposeAsync()
    {
        await App.StopAsync();
        await App.DisposeAsync();
        await database.DisposeAsync();
    }

    private static WebApplication Build(Dictionary<string, string?> settings)
    {
        var builder = WebApplication.CreateBuilder();
        builder.Configuration.AddInMemoryCollection(settings);
        builder.WebHost.UseTestServer();
        builder.Logging.ClearProviders();
        builder.Services.AddSpmisKernel(builder.Configuration, [new NotesModule(), new EchoModule()], ProcessShape.All);
        builder.AddTestUsers();
        var app = builder.Build();
        app.UseSpmisApi();
        app.UseRouting();
        app.UseAuthentication();
        app.UseAuthorization();
        foreach (var module in app.Services.GetServices<IModule>())
        {
            module.MapApi(app.MapGroup($"/api/{module.Name}"));
        }

        return app;
    }
}

internal sealed class Note
{
    public required Guid Id { get; init; }

    public required string Text { get; set; }

    public int Version { get; set; }
}

internal sealed class NotesDb(DbContextOptions<NotesDb> options) : ModuleDb(options)
{
    public override string Module => "notes";

    public DbSet<Note> Notes => Set<Note>();

    protected override void Map(ModelBuilder model) => model.Entity<Note>(e =>
    {
        e.ToTable("notes");
        e.HasIndex(n => n.Text).IsUnique();
        e.Property(n => n.Version).IsConcurrencyToken();
    });
}

internal sealed class EchoDb(DbContextOptions<EchoDb> options) : ModuleDb(options)
{
    public override string Module => "echo";

    public DbSet<Note> Notes => Set<Note>();

    protected override void Map(ModelBuilder model) => model.Entity<Note>().ToTable("notes");
}

/// <summary>Copies what it hears; fails as often as the test says.</summary>
internal sealed class Echo(EchoDb db) : Consumer<EchoDb, MergeUndone>
{
    public static ConcurrentDictionary<Guid, int> FailuresLeft { get; } = new();

    public override Task HandleAsync(MergeUndone message, Change change, CancellationToken ct)
    {
        db.Notes.Add(new Note { Id = Guid.CreateVersion7(), Text = message.MergeId.ToString() });
        if (FailuresLeft.AddOrUpdate(message.MergeId, 0, (_, left) => left - 1) > 0)
        {
            throw new InvalidOperationException("The test said so.");
        }

        return Task.CompletedTask;
    }
}

internal sealed record CountInput(int To, int? BreakAt);

/// <summary>Writes notes 1 to N in chunks of one; breaks where the test says, once.</summary>
internal sealed class CountWorker : IRunWorker
{
    public static ConcurrentDictionary<long, bool> Broken { get; } = new();

    public string Kind => "notes.count";

    public string Permission => "probe.count";

    public async IAsyncEnumerable<RunChunk> ChunksAsync(Run run, [EnumeratorCancellation] CancellationToken ct)
    {
        var input = run.InputAs<CountInput>();
        for (var i = int.Parse(run.Checkpoint ?? "0", CultureInfo.InvariantCulture) + 1; i <= input.To; i++)
        {
            var number = i;
            await Task.Yield();
            yield return new RunChunk(number.ToString(CultureInfo.InvariantCulture), (services, step, _) =>
            {
                services.GetRequiredService<NotesDb>().Notes.Add(new Note { Id = Guid.CreateVersion7(), Text = $"{step.Run.Key} {number}" });
                if (number == input.BreakAt && Broken.TryAdd(run.Id, true))
                {
                    throw new InvalidOperationException("The test said so.");
                }

                if (number % 2 == 0)
                {
                    step.Refuse(number, "even", "Even numbers are refused.", "number", number.ToString(CultureInfo.InvariantCulture));
                }
                else
                {
                    step.Accept(number);
                }

                return Task.CompletedTask;
            });
        }
    }
}

/// <summary>Changes a note's text, by two people.</summary>
internal sealed class RenameNote(NotesDb db) : IProposedAct
{
    public async Task<IReadOnlyList<ShownField>> ShowAsync(string payload, CancellationToken ct)
    {
        var (id, text) = Read(payload);
        return [new ShownField("Text", (await db.Notes.AsNoTracking().SingleAsync(n => n.Id == id, ct)).Text, text)];
    }

    public async Task ApplyAsync(string payload, Change change, CancellationToken ct)
    {
        var (id, text) = Read(payload);
        (await db.Notes.SingleAsync(n => n.Id == id, ct)).Text = text;
    }

    private static (Guid Id, string Text) Read(string payload)
    {
        var parts = System.Text.Json.JsonSerializer.Deserialize<string[]>(payload)!;
        return (Guid.Parse(parts[0]), parts[1]);
    }
}

/// <summary>Changes a note's text for an amount of money.</summary>
internal sealed class PayNote(NotesDb db) : IProposedAct, IAmountAtStake
{
    /// <summary>What every proposal is worth more since it was prepared; the test says so.</summary>
    public static ConcurrentDictionary<string, long> More { get; } = new();

    public async Task<IReadOnlyList<ShownField>> ShowAsync(string payload, CancellationToken ct)
    {
        var (id, text, _, _) = Read(payload);
        return [new ShownField("Text", (await db.Notes.AsNoTracking().SingleAsync(n => n.Id == id, ct)).Text, text)];
    }

    public Task<IReadOnlyList<Money>> AtStakeAsync(string payload, CancellationToken ct)
    {
        var (_, text, minor, currency) = Read(payload);
        return Task.FromResult<IReadOnlyList<Money>>([new Money(minor + More.GetValueOrDefault(text), Currency.Of(currency))]);
    }

    public async Task ApplyAsync(string payload, Change change, CancellationToken ct)
    {
        var (id, text, _, _) = Read(payload);
        (await db.Notes.SingleAsync(n => n.Id == id, ct)).Text = text;
    }

    private static (Guid Id, string Text, long Minor, string Currency) Read(string payload)
    {
        var parts = System.Text.Json.JsonSerializer.Deserialize<string[]>(payload)!;
        return (Guid.Parse(parts[0]), parts[1], long.Parse(parts[2], CultureInfo.InvariantCulture), parts[3]);
    }
}

internal sealed class NotesModule : IModule
{
    public string Name => "notes";

    public IReadOnlyList<Permission> Permissions { get; } =
    [
        new("notes.write", "Write notes", Roles.Officer), new("notes.decide", "Decide what becomes of notes", Roles.Supervisor) { StepUp = true },
        new("notes.sign", "Sign for what becomes of notes", Roles.Supervisor, Roles.Auditor) { StepUp = true }, new("notes.audit", "Look over what becomes of notes", Roles.Auditor) { StepUp = true },
    ];

    public void Add(ModuleBuilder module) => module.AddDb<NotesDb>().AddRunWorker<CountWorker>().AddProposedAct<RenameNote>("notes.rename", "notes.decide")
        .AddProposedAct<PayNote>("notes.pay", "notes.decide", mayBeAlone: true).AddProposedAct<PayNote>("notes.spend", "notes.decide").AddProposedAct<RenameNote>("notes.run", "notes.decide", ownSteps: true);

    public void MapApi(RouteGroupBuilder api) => api.MapPost("", async (NoteInput input, NotesDb db, CurrentActor actor, CancellationToken ct) =>
    {
        if (input.Text.Length == 0)
        {
            throw new Refused("note.empty", "Write something.", "text");
        }

        var note = new Note { Id = Guid.CreateVersion7(), Text = input.Text };
        db.Notes.Add(note);
        await db.SaveAsync(actor.Change("notes.write"), ct);
        return new Created($"/api/notes/{note.Id}", new { note.Id });
    }).Writes(Name, "notes.write");
}

internal sealed record NoteInput(string Text);

internal sealed class EchoModule : IModule
{
    public string Name => "echo";

    public IReadOnlyList<Permission> Permissions { get; } = [];

    public void Add(ModuleBuilder module) => module.AddDb<EchoDb>().AddConsumer<Echo, EchoDb, MergeUndone>();

    public void MapApi(RouteGroupBuilder api)
    {
    }
}
