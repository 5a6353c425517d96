using System.Globalization;
using System.Text;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Spmis.Contributions.Receipts;
using Spmis.Contributions.Returns;
using Spmis.Eligibility.Claims;
using Spmis.Kernel.Acts;
using Spmis.Kernel.Data;
using Spmis.Kernel.Runs;
using Spmis.Payments.Reconciliation;
using Spmis.Registration.Imports;
using Spmis.TestKit;
using Spmis.Tests.Contributions;
using Spmis.Tests.Eligibility;
using Spmis.Tests.Payments;
using Spmis.Values;

namespace Spmis.Tests.BadInput;

/// <summary>What an importer made of a file: refused as a whole, or a run with its verdicts.</summary>
internal sealed record Outcome(Refused? Refusal, Run? Run, IReadOnlyList<RunLine> Lines)
{
    /// <summary>Lines of the file that were not taken over.</summary>
    public IReadOnlyList<RunLine> RefusedLines => [.. Lines.Where(l => l.Verdict == RunLine.RefusedVerdict)];

    public override string ToString() => Refusal is not null ? $"{Refusal.Code}: {Refusal.Message}"
        : $"{Run?.State} done {Run?.Done} accepted {Run?.Accepted} refused {Run?.Refused} {Run?.Problem} {Run?.Outcome}{string.Concat(Lines.Where(l => l.Code is not null).Select(l => $"\n    {l.Line}.{l.Part} {l.Verdict} {l.Column} [{l.Value}] {l.Code}: {l.Text}"))}";
}

/// <summary>One importer of the product on its own real host, fed with whatever a test has; every file it takes is different from the one before.</summary>
internal abstract class Importer : IAsyncDisposable
{
    public static readonly string[] OfTables = ["persons", "employers", "returns", "claims", "mobile-money", "agency-csv"];

    private int sent;

    public SpmisApp App { get; private set; } = null!; // Set by StartAsync, the only way to have one.

    /// <summary>The module whose runs tell what became of the lines.</summary>
    public abstract string Module { get; }

    /// <summary>The columns in their order.</summary>
    public abstract string Header { get; }

    /// <summary>A column that must be there, and one that holds a day (null when there is none).</summary>
    public abstract (string Required, string? Day) Columns { get; }

    /// <summary>A good line of the next file, different for each number from 1 to 9, as column and value.</summary>
    /// <param name="n">Its number.</param>
    /// <param name="before">Of the file sent so many files before.</param>
    public IReadOnlyDictionary<string, string> Good(int n, int before = 0) => Good(n, (long)(sent - before));

    /// <summary>The next file goes where the last one went: same employer and month.</summary>
    public void SendAsTheOneBefore() => sent--;

    public static async Task<Importer> StartAsync(string kind)
    {
        Importer importer = kind switch
        {
            "persons" => new Persons(), "employers" => new Employers(), "returns" => new Returns(), "claims" => new Claims(),
            "mobile-money" => new MobileMoney(), "agency-csv" => new AgencyCsv(), "bank" => new Bank(), "agency-xml" => new AgencyXml(),
            _ => throw new ArgumentOutOfRangeException(nameof(kind), kind, "No such importer."),
        };
        importer.App = await importer.OpenAsync();
        return importer;
    }

    /// <summary>The file of these lines, in the importer's columns.</summary>
    public string File(params IEnumerable<IReadOnlyDictionary<string, string>> lines) =>
        Header + "\n" + string.Concat(lines.Select(l => string.Join(',', Header.Split(',').Select(c => l.GetValueOrDefault(c, ""))) + "\n"));

    /// <summary>A good line with some values changed.</summary>
    public IReadOnlyDictionary<string, string> Line(int n, params (string Column, string Value)[] changed)
    {
        var line = Good(n).ToDictionary();
        foreach (var (column, value) in changed)
        {
            line[column] = value;
        }

        return line;
    }

    public Task<Outcome> SendAsync(string text) => SendAsync(Encoding.UTF8.GetBytes(text));

    public async Task<Outcome> SendAsync(byte[] content) => await SendAsync(new MemoryStream(content), content.Length);

    public async Task<Outcome> SendAsync(Stream content, long? length)
    {
        long run;
        try
        {
            run = await App.UseAsync<IServiceProvider, long>(services => ImportAsync(services, content, length, ++sent));
        }
        catch (Refused refused)
        {
            return new Outcome(refused, null, []);
        }

        await App.SettleAsync(failuresAllowed: true);
        return await App.UseAsync<IServiceProvider, Outcome>(async services =>
        {
            var db = services.GetRequiredKeyedService<ModuleDb>(Module);
            return new Outcome(
                null, await db.Runs.AsNoTracking().SingleAsync(r => r.Id == run), await db.RunLines.AsNoTracking().Where(l => l.RunId == run).OrderBy(l => l.Line).ThenBy(l => l.Part).ToListAsync());
        });
    }

    /// <summary>Runs of the module so far, to see that a refused file left none.</summary>
    public Task<int> RunsAsync() => App.UseAsync<IServiceProvider, int>(s => s.GetRequiredKeyedService<ModuleDb>(Module).Runs.CountAsync());

    public ValueTask DisposeAsync() => App.DisposeAsync();

    protected abstract IReadOnlyDictionary<string, string> Good(int n, long sent);

    protected abstract Task<SpmisApp> OpenAsync();

    /// <returns>The run.</returns>
    protected abstract Task<long> ImportAsync(IServiceProvider services, Stream content, long? length, int sent);

    private sealed class Persons : Importer
    {
        public override string Module => "registration";

        public override string Header => "reference,given_name,family_name,sex,birth_date,national_id,phone,district,village";

        public override (string, string?) Columns => ("given_name", "birth_date");

        protected override IReadOnlyDictionary<string, string> Good(int n, long sent) => new Dictionary<string, string>
        {
            ["reference"] = $"P{sent}-{n}", ["given_name"] = "Amina", ["family_name"] = "Wanjiru" + (char)('a' + n), ["sex"] = "F", ["birth_date"] = "1990-05-04", ["district"] = "Kisumu", ["village"] = $"Nyalenda{sent}",
        };

        protected override Task<SpmisApp> OpenAsync() => SpmisApp.StartAsync("registration");

        protected override async Task<long> ImportAsync(IServiceProvider services, Stream content, long? length, int sent) =>
            (await services.GetRequiredService<StartImport>().HandleAsync(ImportKind.Persons, content, "persons.csv", null, SpmisApp.Change("import"), default)).RunId;
    }

    private sealed class Employers : Importer
    {
        public override string Module => "registration";

        public override string Header => "reference,name,legal_form,activity,district,phone,email,workers";

        public override (string, string?) Columns => ("legal_form", null);

        protected override IReadOnlyDictionary<string, string> Good(int n, long sent) => new Dictionary<string, string>
        {
            ["reference"] = $"E{sent}-{n}", ["name"] = $"Lakeside Mills {sent}", ["legal_form"] = "company", ["district"] = "Kisumu", ["workers"] = "40",
        };

        protected override Task<SpmisApp> OpenAsync() => SpmisApp.StartAsync("registration");

        protected override async Task<long> ImportAsync(IServiceProvider services, Stream content, long? length, int sent) =>
            (await services.GetRequiredService<StartImport>().HandleAsync(ImportKind.Employers, content, "employers.csv", null, SpmisApp.Change("import"), default)).RunId;
    }

    private sealed class Returns : Importer
    {
        private const int Months = 36; // From the scheme's beginning to the tests' today; then the next employer.
        private static readonly Month First = new(2023, 3);
        public override string Module => "contributions";

        public override string Header => "employer_number,period,worker_number,national_id,given_name,family_name,birth_date,wage,days,start_date,leave_date,leave_reason";

        public override (string, string?) Columns => ("wage", "start_date");

        protected override IReadOnlyDictionary<string, string> Good(int n, long sent) => new Dictionary<string, string>
        {
            ["employer_number"] = ContributionsWorld.Employer(1 + (int)(sent / Months)), ["period"] = First.Add((int)(sent % Months)).ToString(), ["worker_number"] = ContributionsWorld.Worker(n), ["wage"] = "9000.00", ["days"] = "30",
        };

        protected override async Task<SpmisApp> OpenAsync() => (await ContributionsWorld.StartAsync(9, 9)).App;

        protected override async Task<long> ImportAsync(IServiceProvider services, Stream content, long? length, int sent)
        {
            var input = new NewReturn { EmployerNumber = ContributionsWorld.Employer(1 + ((sent - 1) / Months)), Month = First.Add((sent - 1) % Months), Kind = ReturnKind.Original, File = content, Length = length };
            return (await services.GetRequiredService<FileReturn>().HandleAsync(input, SpmisApp.Change("returns.file"), default)).RunId ?? throw new InvalidOperationException("A return from a file has a run.");
        }
    }

    private sealed class Claims : Importer
    {
        public override string Module => "eligibility";

        public override string Header => "worker_number,confinement_date,filed_on";

        public override (string, string?) Columns => ("filed_on", "confinement_date");

        protected override IReadOnlyDictionary<string, string> Good(int n, long sent) => new Dictionary<string, string>
        {
            ["worker_number"] = Cases.Number((int)(10 * sent) + n), ["confinement_date"] = "2026-06-20", ["filed_on"] = "2026-06-25",
        };

        protected override async Task<SpmisApp> OpenAsync()
        {
            var app = await SpmisApp.StartAsync("eligibility");
            await app.ActivateShippedAsync();
            await app.RegisterAsync([.. Enumerable.Range(1, 700).Select(n => Cases.Person(n, new DateOnly(1995, 2, 1)))]);
            return app;
        }

        protected override async Task<long> ImportAsync(IServiceProvider services, Stream content, long? length, int sent) =>
            (await services.GetRequiredService<ImportClaims>().HandleAsync(new ClaimsFile { Content = content, Name = "claims.csv", Scheme = Cases.Maternity, Length = length }, SpmisApp.Change("claims.file"), default)).RunId;
    }

    private sealed class MobileMoney : Importer
    {
        public override string Module => "contributions";

        public override string Header => "transaction_id,completed_at,payer_phone,payer_name,reference,amount,currency,status";

        public override (string, string?) Columns => ("amount", "completed_at");

        protected override IReadOnlyDictionary<string, string> Good(int n, long sent) => new Dictionary<string, string>
        {
            ["transaction_id"] = $"T{sent}-{n}", ["completed_at"] = "2026-03-15T10:00:00Z", ["payer_phone"] = "254700000001", ["payer_name"] = "A PAYER", ["reference"] = ContributionsWorld.Worker(n),
            ["amount"] = "400.00", ["currency"] = "KES", ["status"] = "COMPLETED",
        };

        protected override async Task<SpmisApp> OpenAsync() => (await ContributionsWorld.StartAsync(9)).App;

        protected override async Task<long> ImportAsync(IServiceProvider services, Stream content, long? length, int sent) =>
            (await services.GetRequiredService<ImportStatement>().HandleAsync(new NewStatement { File = content, Length = length }, SpmisApp.Change("receipts.import"), default)).RunId;
    }

    private sealed class Bank : Importer
    {
        public override string Module => "contributions";

        public override string Header => "";

        public override (string, string?) Columns => ("", null);

        protected override IReadOnlyDictionary<string, string> Good(int n, long sent) => throw new NotSupportedException("A bank's file has no lines.");

        protected override async Task<SpmisApp> OpenAsync() => (await ContributionsWorld.StartAsync(3)).App;

        protected override async Task<long> ImportAsync(IServiceProvider services, Stream content, long? length, int sent) =>
            (await services.GetRequiredService<ImportStatement>().HandleAsync(new NewStatement { File = content, Length = length }, SpmisApp.Change("receipts.import"), default)).RunId;
    }

    private class AgencyCsv : Importer
    {
        private IReadOnlyList<string> references = [];

        public override string Module => "payments";

        public override string Header => "payment_reference,status,reason,amount,executed_on,currency,agency";

        public override (string, string?) Columns => ("payment_reference", "executed_on");

        protected virtual string Agency => "MOMO";

        protected override IReadOnlyDictionary<string, string> Good(int n, long sent) => new Dictionary<string, string>
        {
            ["payment_reference"] = references[(int)(10 * sent) + n], ["status"] = "PAID", ["amount"] = "2000.00", ["executed_on"] = "2026-07-11",
        };

        protected override async Task<SpmisApp> OpenAsync()
        {
            var payroll = await Payroll.StartAsync();
            await payroll.PeopleAsync(900, agency: _ => Agency);
            await payroll.PayAsync();
            references = [.. (await payroll.InstructionsAsync()).Select(i => i.Reference)];
            return payroll.App;
        }

        protected override async Task<long> ImportAsync(IServiceProvider services, Stream content, long? length, int sent) => (await services.GetRequiredService<ImportStatusFile>()
            .HandleAsync(new StatusUpload { Agency = Agency, FileName = string.Create(CultureInfo.InvariantCulture, $"answer-{sent}"), Content = content, Length = length }, SpmisApp.Change("payments.answer"), default)).RunId;
    }

    private sealed class AgencyXml : AgencyCsv
    {
        protected override string Agency => "BANKA";
    }
}
