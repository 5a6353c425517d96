using System.Text;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Spmis.Contracts.Registration;
using Spmis.Kernel.Acts;
using Spmis.Kernel.Data;
using Spmis.Kernel.Proposals;
using Spmis.Kernel.Runs;
using Spmis.Registration;
using Spmis.Registration.Imports;
using Spmis.Registration.Persons;
using Spmis.TestKit;

namespace Spmis.Tests.Registration;

/// <summary>What the tests of the register say again and again.</summary>
internal static class Registry
{
    public const string Header = "reference,given_name,middle_name,family_name,native_name,sex,birth_date,national_id,phone,district,village,household,role,activity,disability,pay_agency,pay_account\n";

    public static NewPerson Amina { get; } = new()
    {
        GivenName = "Amina", MiddleName = "Hassan", FamilyName = "Wanjiru", Sex = Sex.F, BornOn = new(1988, 3, 27), NationalId = "23456781", Phone = "+254 712 345 678", District = "Kisumu", Village = "Nyalenda",
    };

    public static Task<RegisteredPerson> RegisterAsync(this SpmisApp app, NewPerson person, params LikelyDecision[] answers) =>
        app.UseAsync<RegisterPerson, RegisteredPerson>(act => act.HandleAsync(person, answers, SpmisApp.Change("persons.register"), default));

    public static Task<StartedImport> ImportAsync(this SpmisApp app, string text, string name = "persons.csv", ImportKind kind = ImportKind.Persons, string? source = null) =>
        app.ImportAsync(Encoding.UTF8.GetBytes(text), name, kind, source);

    public static Task<StartedImport> ImportAsync(this SpmisApp app, byte[] content, string name = "persons.csv", ImportKind kind = ImportKind.Persons, string? source = null) =>
        app.UseAsync<StartImport, StartedImport>(act => act.HandleAsync(kind, new MemoryStream(content), name, source, SpmisApp.Change("import"), default));

    public static async Task<Run> ImportedAsync(this SpmisApp app, string text, string name = "persons.csv", ImportKind kind = ImportKind.Persons, string? source = null)
    {
        var started = await app.ImportAsync(text, name, kind, source);
        await app.SettleAsync();
        return await app.RunAsync(started.RunId);
    }

    public static Task<Run> RunAsync(this SpmisApp app, long id) => app.UseAsync<RegistrationDb, Run>(db => db.Runs.AsNoTracking().SingleAsync(r => r.Id == id));

    public static Task<List<RunLine>> LinesAsync(this SpmisApp app, long run) => app.UseAsync<RegistrationDb, List<RunLine>>(db => db.RunLines.AsNoTracking().Where(l => l.RunId == run).OrderBy(l => l.Line).ThenBy(l => l.Part).ToListAsync());

    public static Task ApproveAsync(this SpmisApp app, long proposal, Actor? actor = null) =>
        app.UseAsync<FourEyes>(act => act.ApproveAsync(RegistrationModule.ModuleName, proposal, SpmisApp.Change("proposals.approve", actor ?? SpmisApp.Supervisor), default));

    public static Task<PersonRecord> ReadAsync(this SpmisApp app, string number) => app.UseAsync<ReadPerson, PersonRecord>(act => act.HandleAsync(number, default));

    /// <summary>The messages of one contract the register has published, oldest first.</summary>
    public static Task<List<T>> PublishedAsync<T>(this SpmisApp app) => app.UseAsync<RegistrationDb, List<T>>(async db =>
    {
        var name = typeof(T).FullName;
        var payloads = await db.Outbox.AsNoTracking().Where(o => o.Contract == name).OrderBy(o => o.Seq).Select(o => o.Payload).ToListAsync();
        return [.. payloads.Select(p => System.Text.Json.JsonSerializer.Deserialize<T>(p, SpmisJson.Options)!)];
    });

    /// <summary>Hands the register a message as another module would: its consumer, inbox and transaction included.</summary>
    public static Task SendAsync<TConsumer, T>(this SpmisApp app, T message, DateTime? now = null)
        where TConsumer : Spmis.Kernel.Messages.Consumer<RegistrationDb, T>
        where T : class => app.UseAsync<IServiceProvider>(async services =>
    {
        var db = services.GetRequiredService<RegistrationDb>();
        var change = SpmisApp.Change(typeof(TConsumer).Name, Actor.System, now);
        await db.WriteAsync(async () =>
        {
            await services.GetRequiredService<TConsumer>().HandleAsync(message, change, default);
            await db.SaveAsync(change, default);
        }, default);
    });

    public static async Task<Refused> RefusalAsync(Func<Task> act) => await Should.ThrowAsync<Refused>(act);

    public static string Line(string reference, string given, string family, string born = "1990-05-04", string sex = "F", string id = "", string household = "", string role = "") =>
        $"{reference},{given},,{family},,{sex},{born},{id},,Kisumu,Nyalenda,{household},{role},employed,,,\n";
}
