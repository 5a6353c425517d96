using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.TestHost;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Spmis.Host;
using Spmis.Kernel.Acts;
using Spmis.Kernel.Backups;
using Spmis.Kernel.Data;
using Spmis.Kernel.Hosting;
using Spmis.Kernel.Runs;
using Spmis.Kernel.Secrets;
using Spmis.Registration;
using Spmis.Registration.Facts;
using Spmis.Registration.Persons;
using Spmis.TestKit;

namespace Spmis.Tests.Registration;

/// <summary>What people said of their health and need is not to be read in a copied database, and not to be changed there either.</summary>
public sealed class SealedAnswersTests : IDisposable
{
    private static readonly string[] Six = ["seeing", "hearing", "walking", "remembering", "self-care", "communicating"];
    private readonly string folder = Directory.CreateTempSubdirectory("spmis-sealed-").FullName;

    private string Keys => Path.Combine(folder, "keys-elsewhere");

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Fact]
    public async Task Answers_SealedRotatedAndTamperedWith_AreReadOnlyWhereTheyBelong()
    {
        await using var app = await StartAsync();
        var (ada, bea) = (await PersonAsync(app, "Ada"), await PersonAsync(app, "Bea"));
        await AnswerAsync(app, ada, "cannot");
        await AnswerAsync(app, bea, "none");
        (await ShownAsync(app, ada)).ShouldContain("yes");
        (await RawAsync(app)).ShouldAllBe(r => r.Answers.StartsWith("s1.") && r.Derived == "{}");
        if (TestDatabase.Provider == DatabaseProvider.Sqlite)
        {
            var files = Directory.GetFiles(app.DataFolder, "registration.db*").Select(Contents).ToList();
            files.ShouldContain(f => f.Contains("washington-group-ss", StringComparison.Ordinal), "the rows are in these files");
            files.ShouldAllBe(f => !f.Contains("walking", StringComparison.Ordinal) && !f.Contains("cannot", StringComparison.Ordinal));
        }

        // A row that was never sealed: from before, it is read and then sealed by the run; put there afterwards, it is nothing.
        await PlainAsync(app, ada, 1_200);
        (await Registry.RefusalAsync(() => ShownAsync(app, ada))).Code.ShouldBe("secret.unreadable");
        var log = new Heard();
        await new AnswersAtStart(app.Services.GetRequiredService<IServiceScopeFactory>(), TimeProvider.System, log).StartAsync(default);
        log.Lines.ShouldHaveSingleItem().ShouldStartWith("1200 answers to forms are not sealed");
        log.Lines[0].ShouldContain(Path.Combine(Keys, "form_answers.sealed"));
        File.Delete(Path.Combine(Keys, "form_answers.sealed"));
        (await ShownAsync(app, ada)).ShouldContain("unknown");
        (await SealAsync(app)).ShouldBe((1_200, 1_200));
        File.Exists(Path.Combine(Keys, "form_answers.sealed")).ShouldBeTrue();
        (await ShownAsync(app, ada)).ShouldContain("unknown");

        // A new key: all is sealed anew, under the same ids, and the old key may go.
        var before = await RawAsync(app);
        var keys = app.Services.GetRequiredService<ColumnKeys>();
        keys.Rotate();
        (await ShownAsync(app, bea)).ShouldContain("no", customMessage: "what the old key sealed is read meanwhile");
        (await SealAsync(app)).ShouldBe((1_202, 1_202));
        var after = await RawAsync(app);
        after.Select(r => r.Id).ShouldBe(before.Select(r => r.Id));
        after.ShouldAllBe(r => r.Answers.StartsWith(keys.CurrentMark));
        (await app.UseAsync<SealAnswers, IReadOnlyDictionary<string, long>>(act => act.UseAsync(default))).Values.ShouldBe([0, 1_202, 0], ignoreOrder: true);
        File.Delete(Path.Combine(Keys, "0001.key"));
        (await ShownAsync(app, bea)).ShouldContain("no");
        (await SealAsync(app)).ShouldBe((0, 0), "once is enough");

        // One person's answers in another's row, a changed letter, a key that is not there.
        var (hers, others) = (await RawOfAsync(app, bea), await RawOfAsync(app, ada));
        await WriteAsync(app, hers.Id, others.Answers);
        (await Registry.RefusalAsync(() => ShownAsync(app, bea))).Message.ShouldContain("belongs to another row");
        await WriteAsync(app, hers.Id, hers.Answers[..^3] + (hers.Answers[^3] == 'A' ? 'B' : 'A') + hers.Answers[^2..]);
        (await Registry.RefusalAsync(() => ShownAsync(app, bea))).Message.ShouldContain("changed");
        await WriteAsync(app, hers.Id, hers.Answers);
        (await ShownAsync(app, bea)).ShouldContain("no");
        File.Move(Path.Combine(Keys, "0002.key"), Path.Combine(folder, "away"));
        (await Registry.RefusalAsync(() => ShownAsync(app, bea))).Message.ShouldContain("put its file back");
        await File.WriteAllTextAsync(Path.Combine(Keys, "0002.key"), Convert.ToBase64String(new byte[32]));
        (await Registry.RefusalAsync(() => ShownAsync(app, bea))).Message.ShouldContain("is not in", customMessage: "another key under its name is another key");
    }

    [Fact]
    public async Task Backup_WithKeysElsewhere_IsNotReadWithoutThem()
    {
        Assert.SkipUnless(TestDatabase.Provider == DatabaseProvider.Sqlite, "a server has tools of its own");
        await using var app = await StartAsync();
        var ada = await PersonAsync(app, "Ada");
        await AnswerAsync(app, ada, "cannot");
        var copy = new DirectoryInfo(Path.Combine(folder, "copy"));
        await new TakeBackup(app.Services).HandleAsync(copy, default);
        var key = await File.ReadAllTextAsync(Path.Combine(Keys, "0001.key"));
        Directory.GetFiles(copy.FullName, "*", SearchOption.AllDirectories).ShouldAllBe(f => !Contents(f).Contains(key, StringComparison.Ordinal) && !Contents(f).Contains("walking", StringComparison.Ordinal));

        var restored = new SpmisDatabase(DatabaseProvider.Sqlite, null, Path.Combine(folder, "restored"));
        await RestoreBackup.HandleAsync(copy, restored, Known(app.Services), default);
        await using (var without = Host(restored.DataFolder, Path.Combine(folder, "no-keys")))
        {
            (await Registry.RefusalAsync(() => without.StartAsync(TestContext.Current.CancellationToken))).Message.ShouldContain("put its file back", customMessage: "the start says it, not the first reader");
        }

        Directory.Exists(Path.Combine(folder, "no-keys")).ShouldBeFalse("no new key is made in its place");
        await using var with = Host(restored.DataFolder, Keys);
        await using var scope = with.Services.CreateAsyncScope();
        var person = await scope.ServiceProvider.GetRequiredService<RegistrationDb>().Set<Person>().SingleAsync(p => p.Number == ada, TestContext.Current.CancellationToken);
        (await scope.ServiceProvider.GetRequiredService<ReadFacts>().HandleAsync(person, true, default)).Latest.Single().Derived.Single().Value.ShouldBe("yes");
        SqliteConnection.ClearAllPools();
    }

    private async Task<SpmisApp> StartAsync() => await SpmisApp.StartAsync(configure: builder => builder.Configuration.AddInMemoryCollection(new Dictionary<string, string?> { ["Secrets:ColumnKeys"] = Keys }));

    private static WebApplication Host(string data, string keys) => SpmisHost.Build(new Dictionary<string, string?> { ["Data"] = data, ["Secrets:ColumnKeys"] = keys }, builder =>
    {
        builder.WebHost.UseTestServer();
        builder.Logging.ClearProviders();
    });

    private static Dictionary<string, IReadOnlyCollection<string>> Known(IServiceProvider services) => services.GetServices<IModule>().ToDictionary(m => m.Name, IReadOnlyCollection<string> (m) =>
    {
        using var scope = services.CreateScope();
        return [.. scope.ServiceProvider.GetRequiredKeyedService<ModuleDb>(m.Name).Database.GetMigrations()];
    });

    private static string Contents(string file)
    {
        using var stream = new FileStream(file, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
        using var reader = new StreamReader(stream, Encoding.Latin1);
        return reader.ReadToEnd();
    }

    private static async Task<string> PersonAsync(SpmisApp app, string name) => (await app.RegisterAsync(new NewPerson { GivenName = name, FamilyName = "Okello", BornOn = new(1977, 9, 27) })).Number;

    private static Task AnswerAsync(SpmisApp app, string number, string walking) => app.UseAsync<AnswerForm>(act => act.HandleAsync(
        number, "washington-group-ss", Six.ToDictionary(q => q, IReadOnlyList<string> (q) => [q == "walking" ? walking : "none"]), new(2026, 6, 30), SpmisApp.Change("persons.answer"), default));

    private static async Task<IReadOnlyList<string>> ShownAsync(SpmisApp app, string number)
    {
        var id = await IdAsync(app, number);
        var person = await app.UseAsync<RegistrationDb, Person>(db => db.Set<Person>().AsNoTracking().SingleAsync(p => p.Id == id));
        var facts = await app.UseAsync<ReadFacts, FurtherFacts>(read => read.HandleAsync(person, true, default));
        return [.. facts.Latest.Single().Derived.Select(d => d.Value)];
    }

    private static Task<Guid> IdAsync(SpmisApp app, string number) => app.UseAsync<RegistrationDb, Guid>(db => db.Set<Person>().Where(p => p.Number == number).Select(p => p.Id).SingleAsync());

    /// <summary>Rows as they were written before answers were sealed, or as somebody with a hand in the database would write them.</summary>
    private static async Task PlainAsync(SpmisApp app, string number, int count)
    {
        var person = await IdAsync(app, number);
        await app.UseAsync<RegistrationDb>(db => db.BulkInsertAsync(
            [.. Enumerable.Range(0, count).Select(n => new FormAnswer
            {
                Id = Guid.CreateVersion7(), PersonId = person, Form = "washington-group-ss", Version = 1, AnsweredOn = new DateOnly(2026, 7, 1), RecordedAt = SpmisApp.Now, RecordedBy = "Olive Officer",
                Answers = "{\"walking\":[\"some\"]}", Derived = "{\"disability\":\"unknown\"}",
            })],
            default));
    }

    /// <returns>Rows to do, rows done.</returns>
    private static async Task<(long? Total, long Done)> SealAsync(SpmisApp app)
    {
        var run = await app.UseAsync<SealAnswers, Run>(act => act.HandleAsync(SpmisApp.Change("answers.seal", new Actor("op", "Operator", [])), default));
        await app.SettleAsync();
        var ended = await app.RunAsync(run.Id);
        ended.FinishedAt.ShouldNotBeNull(ended.Problem);
        return (ended.Total, ended.Done);
    }

    private static Task<List<Raw>> RawAsync(SpmisApp app) => app.UseAsync<RegistrationDb, List<Raw>>(db => db.Set<FormAnswer>().OrderBy(a => a.Id).Select(a => new Raw(a.Id, a.Answers, a.Derived)).ToListAsync());

    private static async Task<Raw> RawOfAsync(SpmisApp app, string number)
    {
        var person = await IdAsync(app, number);
        return await app.UseAsync<RegistrationDb, Raw>(db => db.Set<FormAnswer>().Where(a => a.PersonId == person).OrderBy(a => a.Id).Select(a => new Raw(a.Id, a.Answers, a.Derived)).FirstAsync());
    }

    private static Task WriteAsync(SpmisApp app, Guid id, string answers) => app.UseAsync<RegistrationDb>(db => db.WriteAsync(() => db.Set<FormAnswer>().Where(a => a.Id == id).ExecuteUpdateAsync(s => s.SetProperty(a => a.Answers, answers)), default));

    private sealed record Raw(Guid Id, string Answers, string Derived);

    private sealed class Heard : Microsoft.Extensions.Logging.ILogger<AnswersAtStart>
    {
        public List<string> Lines { get; } = [];

        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(Microsoft.Extensions.Logging.LogLevel logLevel) => true;

        public void Log<TState>(Microsoft.Extensions.Logging.LogLevel logLevel, Microsoft.Extensions.Logging.EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) => Lines.Add(formatter(state, exception));
    }
}
