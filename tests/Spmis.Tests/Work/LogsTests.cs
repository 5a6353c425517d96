using System.Collections.Concurrent;
using System.Diagnostics;
using System.Net.Http.Json;
using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Spmis.Kernel.Access;
using Spmis.Kernel.Acts;
using Spmis.Registration;
using Spmis.TestKit;
using Spmis.Tests.BadInput;
using Spmis.Tests.Registration;

namespace Spmis.Tests.Work;

/// <summary>
/// Nobody's name, number, telephone, account or address is in any log or trace: values that stand nowhere else are fed through pages, APIs and files, good and bad ones, and everything that was logged is searched for them.
/// What is logged: all that our own code logs, down to the finest level; of others' code what the settings we ship let through; of traces every activity of every source with all that hangs on it.
/// </summary>
public sealed class LogsTests
{
    private const string Mark = "zqx"; // In no word of any language we know of.
    private const string Digits = "7719355";

    public static TheoryData<string> Importers => ["persons", "employers", "returns", "claims", "mobile-money", "agency-csv", "bank", "agency-xml"];

    [Theory]
    [MemberData(nameof(Importers))]
    public async Task Files_GoodBadAndAbsurd_LeaveNothingOfAnybodyInTheLog(string kind)
    {
        using var log = new Log();
        await using var importer = await Importer.StartAsync(kind);

        foreach (var column in importer.Header.Split(',', StringSplitOptions.RemoveEmptyEntries))
        {
            // A line with a value of somebody's in a place where it does not belong, one with it where it does, one as a number.
            await importer.SendAsync(importer.File(importer.Line(1, (column, $"{Mark} {Mark}a")), importer.Line(2, (column, $"+{Digits}123")), importer.Line(3, (column, $"{Digits}"))));
        }

        await importer.SendAsync(Statement);
        await importer.SendAsync($"{Mark};{Digits}\n\"{Mark}\n");
        await importer.SendAsync($"<Document xmlns=\"urn:{Mark}\"><A>{Digits}</A>");

        log.Lines.ShouldContain(l => l.Contains("Spmis", StringComparison.Ordinal), "nothing was captured at all");
        log.With(Mark, Digits).ShouldBeEmpty();
    }

    [Fact]
    public async Task Portal_RegisterFindChangeAndFail_LeaveNothingOfAnybodyInTheLog()
    {
        using var log = new Log();
        await using var app = await SpmisApp.StartAsync(map: host => host.MapGet("/test/break", (string name) => Break(name)).AllowAnonymous());
        using var browser = app.Browser(SpmisApp.Officer);
        (string, string)[] form =
        [
            ("Input.GivenName", $"{Mark}ana"), ("Input.FamilyName", $"{Mark}ova"), ("Input.MotherName", $"{Mark}ia"), ("Input.BornOn", "1988-03-27"), ("Input.Sex", "F"), ("Input.NationalId", $"{Digits}1"), ("Input.Phone", $"+254{Digits}12"),
            ("Input.District", $"{Mark}burg"), ("Input.Village", $"{Mark}ville"), ("Input.PayAgency", "BANKA"), ("Input.PayAccount", $"{Digits}99"),
        ];

        (await SpmisApp.PostFormAsync(browser, "/persons/register", form)).StatusCode.ShouldBe(System.Net.HttpStatusCode.Redirect);
        await SpmisApp.PostFormAsync(browser, "/persons/register", [.. form.Select(f => (f.Item1, f.Item1 == "Input.BornOn" ? $"31/{Mark}/1990" : f.Item2))]);
        await SpmisApp.PostFormAsync(browser, "/persons/register", form); // The same again: likely somebody known, and the national number is taken.
        var number = await app.UseAsync<RegistrationDb, string>(db => db.Set<Spmis.Registration.Persons.Person>().Select(p => p.Number).FirstAsync());
        foreach (var search in new[] { $"{Mark}ana {Mark}ova", $"{Digits}1", $"+254{Digits}12" })
        {
            (await browser.GetStringAsync(new Uri($"/persons?q={Uri.EscapeDataString(search)}", UriKind.Relative))).ShouldContain(number);
            await browser.GetAsync(new Uri($"/api/registration/persons?q={Uri.EscapeDataString(search)}", UriKind.Relative));
            await browser.GetAsync(new Uri($"/no-such-page/{Uri.EscapeDataString(search)}?q={Uri.EscapeDataString(search)}", UriKind.Relative));
            await browser.GetAsync(new Uri($"/test/break?name={Uri.EscapeDataString(search)}", UriKind.Relative));
        }

        await SpmisApp.PostFormAsync(browser, $"/persons/{number}/correct", [("Input.FamilyName", $"{Mark}eva"), ("Reason", $"{Mark} said so")]);
        await SpmisApp.PostFormAsync(browser, $"/persons/{number}/death", [("DiedOn.Day", "31"), ("DiedOn.Month", "2"), ("DiedOn.Year", "2026"), ("Evidence", $"{Mark} certificate")]);
        await PostAsync(browser, "/api/registration/persons", new { givenName = $"{Mark}ana", familyName = $"{Mark}ova", bornOn = $"{Mark}", nationalId = $"{Digits}1" });
        await PostAsync(browser, "/api/registration/persons", new { givenName = $"{Mark}ana", familyName = $"{Mark}ova", bornOn = "1988-03-27", nationalId = $"{Digits}1", phone = $"+254{Digits}12" });
        using (var broken = new StringContent($"{{\"givenName\":\"{Mark}ana\", {Mark}", Encoding.UTF8, "application/json"))
        {
            await browser.PostAsync(new Uri("/api/registration/persons", UriKind.Relative), broken);
        }

        await app.SettleAsync(failuresAllowed: true);

        log.Lines.ShouldContain(l => l.Contains("/test/break", StringComparison.Ordinal) || l.Contains("broke", StringComparison.OrdinalIgnoreCase), "the failure is in the log, without its words");
        log.Lines.ShouldContain(l => l.StartsWith("trace Microsoft.AspNetCore", StringComparison.Ordinal), "no trace was captured at all");
        log.With(Mark, Digits, number).ShouldBeEmpty();
    }

    [Fact]
    public async Task SignIn_WithWrongNames_LeavesNoneOfThemInTheLog()
    {
        using var log = new Log();
        await using var app = await SpmisApp.StartAsync(realSignIn: true);
        using var browser = app.Browser();

        await SpmisApp.SignInAsync(browser, $"{Mark}.user", $"{Mark}-{Digits}-password");
        await browser.GetAsync(new Uri($"/sign-in?returnUrl={Uri.EscapeDataString($"/persons?q={Mark}")}", UriKind.Relative));
        using (var token = new FormUrlEncodedContent(new Dictionary<string, string> { ["grant_type"] = "client_credentials", ["client_id"] = $"{Mark}-client", ["client_secret"] = $"{Digits}{Mark}" }))
        {
            await browser.PostAsync(new Uri("/connect/token", UriKind.Relative), token);
        }

        log.With(Mark, Digits).ShouldBeEmpty();
    }

    /// <summary>What a person asks for in the other modules: found, not found, refused and broken.</summary>
    [Theory]
    [InlineData("/contributions/employers", "/clearance", "/api/contributions/clearances")]
    [InlineData("/claims", "/claims/new", "/api/eligibility/certificates")]
    [InlineData("/payments/addresses", "/payments/addresses", "/api/payments/deductions")]
    public async Task Module_AskedAndToldWithMarkedValues_LeavesNothingOfThemInTheLog(string list, string form, string api)
    {
        using var log = new Log();
        await using var app = await SpmisApp.StartAsync();
        using var browser = app.Browser(SpmisApp.Officer);
        foreach (var value in new[] { $"{Mark}ana {Mark}ova", $"{Digits}1" })
        {
            var asked = string.Join('&', new[] { "q", "person", "number", "employer", "name", "reference", "account", "from", "month" }.Select(n => $"{n}={Uri.EscapeDataString(value)}"));
            using var found = await browser.GetAsync(new Uri($"{list}?{asked}", UriKind.Relative));
            ((int)found.StatusCode).ShouldBeLessThan(500);
            var fields = new[] { "Number", "Person", "Employer", "Scheme", "Payee", "Account", "Agency", "Name", "Reason", "Evidence", "AwardNumber", "Reference", "ClaimedOn", "Month" };
            using var sent = await SpmisApp.PostFormAsync(browser, form, [.. fields.Concat(fields.Select(f => $"Input.{f}")).Select(f => (f, value))]);
            ((int)sent.StatusCode).ShouldBeLessThan(500);
            await PostAsync(browser, api, new { number = value, person = value, employer = value, employerNumber = value, personNumber = value, awardNumber = value, creditorAccount = value, reason = value, on = value, how = value });
            using var broken = new StringContent($"{{\"person\":\"{value}\", {Mark}", Encoding.UTF8, "application/json");
            await browser.PostAsync(new Uri(api, UriKind.Relative), broken);
            await browser.GetAsync(new Uri($"{api}/{Uri.EscapeDataString(value)}?{asked}", UriKind.Relative));
        }

        await app.SettleAsync(failuresAllowed: true);

        log.Lines.ShouldContain(l => l.StartsWith("trace Microsoft.AspNetCore", StringComparison.Ordinal), "no trace was captured at all");
        log.With(Mark, Digits).ShouldBeEmpty();
    }

    /// <summary>OWASP ASVS 5.0.0, 16.3.2: failed authorisation is logged; by account, pattern and permission, and nothing of whom it was about.</summary>
    [Fact]
    public async Task Refused_ByPermission_IsLoggedWithoutTheAddress()
    {
        using var log = new Log();
        await using var app = await SpmisApp.StartAsync();
        using var officer = app.Browser(SpmisApp.Officer);
        using var employer = app.Browser(new Actor("shop-1", $"{Mark} Shop", [Roles.Employer], Employer: "1000007"));
        using var nobody = app.Client();

        using var page = await officer.GetAsync(new Uri($"/audit?Actor={Mark}&Subject={Digits}", UriKind.Relative));
        using var api = await employer.GetAsync(new Uri($"/api/registration/persons/{Digits}?q={Mark}", UriKind.Relative));
        using var unknown = await nobody.GetAsync(new Uri("/audit", UriKind.Relative));

        (page.StatusCode, api.StatusCode).ShouldBe((System.Net.HttpStatusCode.Forbidden, System.Net.HttpStatusCode.Forbidden));
        var told = log.Lines.Where(l => l.Contains("was refused", StringComparison.Ordinal)).ToList();
        told.Count.ShouldBe(2, string.Join('\n', told));
        told[0].ShouldStartWith("Warning Spmis.Identity.SignIn.Gate Account officer-1 was refused GET audit, which needs audit.read");
        told[1].ShouldStartWith("Warning Spmis.Identity.SignIn.Gate Account shop-1 was refused GET /api/registration/persons/{number}, which needs persons.");
        log.With(Mark, Digits).ShouldBeEmpty();

        // A page that may be opened, whose form may not be sent: its handler says so, and the log too, once.
        using var auditor = app.Browser(new Actor("auditor-1", $"{Mark} Auditor", [Roles.Auditor]));
        using var form = await SpmisApp.PostFormAsync(auditor, "/clients", ("ClientId", Mark));
        form.StatusCode.ShouldBe(System.Net.HttpStatusCode.Forbidden);
        log.Lines.Where(l => l.Contains("was refused", StringComparison.Ordinal)).Skip(2).ShouldHaveSingleItem().ShouldStartWith("Warning Spmis.Identity.SignIn.Gate Account auditor-1 was refused POST clients, which needs clients.read");
        log.With(Mark, Digits).ShouldBeEmpty();
    }

    [Fact]
    public void Log_WithAMarkedValue_IsFound()
    {
        using var log = new Log();
        SpmisApp.LogTo.Value!.CreateLogger("Spmis.Test").LogTrace("{Person} was seen", $"{Mark}ana");
        using (var source = new ActivitySource("Spmis.Test"))
        using (var activity = source.StartActivity("look"))
        {
            activity?.SetTag("person", $"{Digits}1");
        }

        log.With(Mark, Digits).Count.ShouldBe(2);
    }

    private static string Statement => $"""
        <Document xmlns="urn:iso:std:iso:20022:tech:xsd:camt.053.001.08"><BkToCstmrStmt><GrpHdr><MsgId>{Mark}1</MsgId><CreDtTm>2026-07-01T00:00:00</CreDtTm></GrpHdr>
        <Stmt><Id>{Mark}2</Id><Acct><Id><Othr><Id>{Digits}9</Id></Othr></Id><Ccy>KES</Ccy><Ownr><Nm>{Mark} Fund</Nm></Ownr></Acct>
        <Bal><Tp><CdOrPrtry><Cd>OPBD</Cd></CdOrPrtry></Tp><Amt Ccy="KES">0</Amt><CdtDbtInd>CRDT</CdtDbtInd><Dt><Dt>2026-07-01</Dt></Dt></Bal>
        <Bal><Tp><CdOrPrtry><Cd>CLBD</Cd></CdOrPrtry></Tp><Amt Ccy="KES">5</Amt><CdtDbtInd>CRDT</CdtDbtInd><Dt><Dt>2026-07-01</Dt></Dt></Bal>
        <Ntry><Amt Ccy="KES">{Mark}</Amt><CdtDbtInd>CRDT</CdtDbtInd><Sts><Cd>BOOK</Cd></Sts><BookgDt><Dt>{Digits}</Dt></BookgDt><AcctSvcrRef>{Digits}7</AcctSvcrRef>
        <NtryDtls><TxDtls><Refs><EndToEndId>{Mark}3</EndToEndId></Refs><Amt Ccy="KES">5</Amt><CdtDbtInd>CRDT</CdtDbtInd><RltdPties><Dbtr><Pty><Nm>{Mark}ana {Mark}ova</Nm></Pty></Dbtr><DbtrAcct><Id><Othr><Id>{Digits}5</Id></Othr></Id></DbtrAcct></RltdPties>
        <RmtInf><Ustrd>{Mark} {Digits}</Ustrd></RmtInf></TxDtls></NtryDtls></Ntry></Stmt></BkToCstmrStmt></Document>
        """;

    private static string Break(string name) => throw new InvalidOperationException($"This always breaks, and says the name: {name}.");

    private static async Task PostAsync(HttpClient client, string path, object body)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, path) { Content = JsonContent.Create(body), Headers = { { "Idempotency-Key", Guid.CreateVersion7().ToString() } } };
        using var answer = await client.SendAsync(request);
    }

    /// <summary>All that hosts started meanwhile log and trace.</summary>
    private sealed class Log : ILoggerProvider
    {
        private static readonly string[] Own = ["Spmis"];
        private readonly ConcurrentQueue<string> lines = new();
        private readonly ActivityListener listener;

        public Log()
        {
            var shipped = new ConfigurationBuilder().AddJsonFile(Path.Combine(Repository.Root, "src", "Host", "appsettings.json")).Build().GetSection("Logging:LogLevel");
            var filters = new LoggerFilterOptions { MinLevel = LogLevel.Information };
            foreach (var level in shipped.GetChildren())
            {
                filters.Rules.Add(new LoggerFilterRule(null, level.Key == "Default" ? null : level.Key, Enum.Parse<LogLevel>(level.Value!), null)); // The file says a level for each.
            }

            foreach (var own in Own)
            {
                filters.Rules.Add(new LoggerFilterRule(null, own, LogLevel.Trace, null));
            }

            SpmisApp.LogTo.Value = new LoggerFactory([this], new StaticOptions(filters));
            listener = new ActivityListener
            {
                ShouldListenTo = _ => true, Sample = (ref ActivityCreationOptions<ActivityContext> _) => ActivitySamplingResult.AllDataAndRecorded, ActivityStopped = Keep,
            };
            ActivitySource.AddActivityListener(listener);
        }

        public IReadOnlyCollection<string> Lines => lines;

        public IReadOnlyList<string> With(params string[] marks) => [.. lines.Where(l => marks.Any(m => l.Contains(m, StringComparison.OrdinalIgnoreCase)))];

        public ILogger CreateLogger(string categoryName) => new Writer(categoryName, lines);

        public void Dispose() => listener.Dispose();

        private void Keep(Activity activity)
        {
            if (activity.Source.Name is "Microsoft.AspNetCore" or "MassTransit" || activity.Source.Name.StartsWith("Spmis", StringComparison.Ordinal)) // The sources that go to a collector, see Telemetry.
            {
                lines.Enqueue($"trace {activity.Source.Name} {activity.DisplayName} {activity.StatusDescription} {string.Join(' ', activity.TagObjects.Select(t => $"{t.Key}={t.Value}"))} {string.Join(' ', activity.Events.SelectMany(e => e.Tags.Select(t => $"{e.Name}.{t.Key}={t.Value}")))} {string.Join(' ', activity.Baggage)}");
            }
        }

        private sealed record StaticOptions(LoggerFilterOptions CurrentValue) : IOptionsMonitor<LoggerFilterOptions>
        {
            public LoggerFilterOptions Get(string? name) => CurrentValue;

            public IDisposable? OnChange(Action<LoggerFilterOptions, string?> change) => null;
        }

        private sealed class Writer(string category, ConcurrentQueue<string> lines) : ILogger
        {
            // Scopes hold addresses of requests; the settings we ship write none.
            public IDisposable? BeginScope<TState>(TState state)
                where TState : notnull => null;

            public bool IsEnabled(LogLevel logLevel) => true;

            public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) =>
                lines.Enqueue($"{logLevel} {category} {formatter(state, exception)}{(state is IEnumerable<KeyValuePair<string, object?>> pairs ? string.Concat(pairs.Select(p => $" {p.Key}={p.Value}")) : "")} {exception}");
        }
    }
}
