using System.Globalization;
using System.Text;
using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using Spmis.Contracts.Contributions;
using Spmis.Contracts.Eligibility;
using Spmis.Contracts.Registration;
using Spmis.Contributions;
using Spmis.Contributions.Arrears;
using Spmis.Contributions.Bills;
using Spmis.Contributions.Promises;
using Spmis.Contributions.Receipts;
using Spmis.Contributions.Record;
using Spmis.Contributions.Returns;
using Spmis.Kernel.Acts;
using Spmis.Kernel.Data;
using Spmis.Kernel.Runs;
using Spmis.TestKit;
using Spmis.Values;

namespace Spmis.Tests.Contributions;

/// <summary>The contributions module by itself, with the other modules' messages written by the test.</summary>
internal sealed class ContributionsWorld : IAsyncDisposable
{
    public const string Header = "employer_number,period,worker_number,national_id,given_name,family_name,birth_date,wage,days,start_date,leave_date,leave_reason";
    public static readonly Month March = new(2026, 3);
    private readonly Dictionary<string, EmployerFacts> employers = [];

    private ContributionsWorld(SpmisApp app) => App = app;

    public SpmisApp App { get; }

    /// <summary>Starts with the scheme active, so many workers and one employer.</summary>
    public static async Task<ContributionsWorld> StartAsync(int workers = 3, int employers = 1, bool scheme = true, string modules = "contributions", Action<Microsoft.AspNetCore.Builder.WebApplicationBuilder>? configure = null)
    {
        var world = new ContributionsWorld(await SpmisApp.StartAsync(modules, configure));
        foreach (var i in Enumerable.Range(1, employers))
        {
            world.employers[Employer(i)] = new EmployerFacts { EmployerId = Guid.CreateVersion7(), EmployerNumber = Employer(i), Name = $"Employer {i}", LegalForm = "company", Version = 1 };
        }

        List<object> messages = [new EmployersRecorded { Employers = [.. world.employers.Values] }];
        messages.AddRange(Enumerable.Range(1, workers).Chunk(1000).Select(c => new PersonsRecorded { Persons = [.. c.Select(i => Person(i))] }));
        if (scheme)
        {
            messages.Add(Package());
        }

        await world.PublishAsync([.. messages]);
        return world;
    }

    public static string Worker(int i) => CheckDigit.Append(string.Create(CultureInfo.InvariantCulture, $"26{i:D6}"));

    public static string Employer(int i = 1) => CheckDigit.Append(string.Create(CultureInfo.InvariantCulture, $"90{i:D5}"));

    public static Guid PersonId(int i) => new($"00000000-0000-7000-8000-{i:D12}");

    public static PersonFacts Person(int i, long version = 1) => new()
    {
        PersonId = PersonId(i),
        RegistrationNumber = Worker(i),
        Name = $"Worker {i}",
        BirthPrecision = "Day",
        Provisional = false,
        Version = version,
    };

    public Guid EmployerId(int i = 1) => employers[Employer(i)].EmployerId;

    public static SchemeActivated Package() => Package(new DateOnly(2023, 2, 1), "1.1.0");

    /// <summary>A shipped package as it is.</summary>
    public static SchemeActivated Shipped(string package, DateOnly from) => Read(package, from, text => text);

    /// <summary>A version of the package with parts of its text replaced.</summary>
    public static SchemeActivated Package(DateOnly from, string version, params (string Old, string New)[] changes) => Read("ke-nssf", from, text => changes.Append(("version: 1.1.0", $"version: {version}"))
        .Aggregate(text, (t, c) => t.Contains(c.Item1, StringComparison.Ordinal) ? t.Replace(c.Item1, c.Item2, StringComparison.Ordinal) : throw new InvalidOperationException($"The package does not say '{c.Item1}'.")));

    private static SchemeActivated Read(string package, DateOnly from, Func<string, string> change)
    {
        var folder = Path.Combine(Repository.Root, "src", "Modules", "Eligibility", "Packages", package);
        var files = Directory.GetFiles(folder, "*", SearchOption.AllDirectories).ToDictionary(f => Path.GetRelativePath(folder, f).Replace('\\', '/'), System.IO.File.ReadAllText);
        files["scheme.yaml"] = change(files["scheme.yaml"]);
        var loaded = global::Spmis.Rules.SchemePackage.Load(files.ToDictionary(f => f.Key, f => Encoding.UTF8.GetBytes(f.Value), StringComparer.Ordinal));
        return new SchemeActivated { Scheme = loaded.Id, Version = loaded.Version, Hash = loaded.Hash, EffectiveFrom = from, Files = files };
    }

    /// <summary>Sends messages as other modules would and waits until all is quiet.</summary>
    public async Task PublishAsync(params object[] messages)
    {
        await App.UseAsync<ContributionsDb>(async db =>
        {
            foreach (var message in messages)
            {
                db.Publish(message);
            }

            await db.SaveAsync(SpmisApp.Change(), default);
        });
        await App.SettleAsync();
    }

    /// <summary>A line of a return; the employer's and the month's own unless said otherwise.</summary>
    public static string Line(string worker, string wage, string? employer = null, string period = "2026-03", string given = "", string family = "", string start = "", string leave = "") =>
        $"{employer ?? Employer()},{period},{worker},,{given},{family},,{wage},30,{start},{leave},";

    public static string File(params IEnumerable<string> lines) => string.Join('\n', lines.Prepend(Header)) + "\n";

    public Task<ReturnFiled> FileAsync(string? text, ReturnKind kind = ReturnKind.Original, Month? month = null, string? employer = null, Actor? actor = null, DateTime? now = null, string? scheme = null) =>
        App.UseAsync<FileReturn, ReturnFiled>(async act =>
        {
            using var content = text is null ? null : new MemoryStream(Encoding.UTF8.GetBytes(text));
            return await act.HandleAsync(new NewReturn { EmployerNumber = employer ?? Employer(), Month = month ?? March, Kind = kind, Scheme = scheme, File = content }, SpmisApp.Change("returns.file", actor, now), default);
        });

    /// <summary>Files a file of any layout and waits until all is quiet.</summary>
    public async Task<ReturnFiled> FileLayoutAsync(byte[] file, Month month, string? profile = null, string? employer = null, ReturnKind kind = ReturnKind.Original, DateTime? now = null)
    {
        var filed = await App.UseAsync<FileReturn, ReturnFiled>(async act =>
        {
            using var content = new MemoryStream(file);
            return await act.HandleAsync(new NewReturn { EmployerNumber = employer ?? Employer(), Month = month, Kind = kind, Profile = profile, File = content }, SpmisApp.Change("returns.file", now: now), default);
        });
        await App.SettleAsync();
        return filed;
    }

    /// <summary>Dry run.</summary>
    public Task<CheckedReturn> CheckAsync(byte[] file, Month month, string? profile = null, DateTime? now = null) => App.UseAsync<CheckReturn, CheckedReturn>(async act =>
    {
        using var content = new MemoryStream(file);
        return await act.HandleAsync(new NewReturn { EmployerNumber = Employer(), Month = month, Kind = ReturnKind.Original, Profile = profile, File = content }, SpmisApp.Change("returns.check", now: now), default);
    });

    /// <summary>Codes and columns of the refused lines.</summary>
    public Task<List<string>> ReasonsAsync(ReturnFiled filed) => DbAsync(db => db.RunLines.AsNoTracking().Where(l => l.RunId == filed.RunId && l.Verdict == RunLine.RefusedVerdict).OrderBy(l => l.Line).ThenBy(l => l.Part).Select(l => $"{l.Line} {l.Column} {l.Code}").ToListAsync());

    public async Task<StatementImported> ImportAsync(string text, string name = "statement", DateTime? now = null)
    {
        var imported = await App.UseAsync<ImportStatement, StatementImported>(async act =>
        {
            using var content = new MemoryStream(Encoding.UTF8.GetBytes(text));
            return await act.HandleAsync(new NewStatement { File = content, FileName = name }, SpmisApp.Change("receipts.import", now: now), default);
        });
        await App.SettleAsync();
        return imported;
    }

    public async Task<InterestStarted> AccrueAsync(DateOnly on)
    {
        var started = await App.UseAsync<AccrueInterest, InterestStarted>(act => act.HandleAsync(on, SpmisApp.Change("interest.accrue", now: new DateTime(2026, 12, 31, 0, 0, 0, DateTimeKind.Utc)), default));
        await App.SettleAsync();
        return started;
    }

    public Task<IReadOnlyList<BillItem>> BillsAsync() => App.UseAsync<ListBills, IReadOnlyList<BillItem>>(q => q.HandleAsync(SpmisApp.Officer, null, 1000, null, null, false, default));

    public Task<T> DbAsync<T>(Func<ContributionsDb, Task<T>> use) => App.UseAsync(use);

    public Task<Return> ReturnAsync(Guid id) => DbAsync(db => db.Set<Return>().AsNoTracking().SingleAsync(r => r.Id == id));

    public Task<ContributionYearRow?> YearAsync(int person, int year = 2026) => DbAsync(db => db.Set<ContributionYearRow>().AsNoTracking().SingleOrDefaultAsync(y => y.PersonId == PersonId(person) && y.Year == year));

    /// <summary>Answers every open question about workers, as Registration would.</summary>
    public async Task AnswerMatchesAsync(Func<PersonToMatch, MatchVerdict> answer)
    {
        var asked = await DbAsync(db => db.Outbox.AsNoTracking().Where(o => o.Contract == typeof(MatchPersons).FullName).ToListAsync());
        var questions = asked.Select(a => JsonSerializer.Deserialize<MatchPersons>(a.Payload, SpmisJson.Options)).OfType<MatchPersons>();
        await PublishAsync([.. questions.Select(q => new PersonsMatched { RequestId = q.RequestId, RunId = q.RunId, Lines = [.. q.Lines.Select(answer)] })]);
    }

    /// <summary>Both promises, with their words when one does not hold.</summary>
    public async Task PromisesHoldAsync()
    {
        var books = await App.UseAsync<BooksBalance, Promise>(p => p.HandleAsync(default));
        books.Holds.ShouldBeTrue(books.Detail);
        var files = await App.UseAsync<FilesReconcile, Promise>(p => p.HandleAsync(default));
        files.Holds.ShouldBeTrue(files.Detail);
    }

    public ValueTask DisposeAsync() => App.DisposeAsync();
}
