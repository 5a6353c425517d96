using Microsoft.Extensions.DependencyInjection;
using Spmis.Contracts.Contributions;
using Spmis.Contracts.Registration;
using Spmis.Eligibility;
using Spmis.Eligibility.Claims;
using Spmis.Eligibility.Determinations;
using Spmis.Eligibility.Evidence;
using Spmis.Eligibility.Rounds;
using Spmis.Eligibility.Schemes;
using Spmis.Kernel.Acts;
using Spmis.Kernel.Proposals;
using Spmis.TestKit;
using Spmis.Values;

namespace Spmis.Tests.Eligibility;

/// <summary>Puts the module into the states its tests start from, through the acts and messages of the product.</summary>
internal static class Cases
{
    public const string Grant = "demo-old-age-grant";
    public const string Maternity = "demo-maternity";

    public static readonly Month July = new(2026, 7);

    public static string Number(int n) => CheckDigit.Append($"26{n:D6}");

    /// <summary>The packages the demo works with.</summary>
    public static IReadOnlyList<ShippedPackage> Shipped { get; } = [.. ShippedPackages.All().Where(p => p.Scheme is Grant or Maternity or "ke-nssf")];

    /// <summary>Hands in, prepares and approves the shipped packages, by two people.</summary>
    public static async Task ActivateShippedAsync(this SpmisApp app)
    {
        foreach (var package in Shipped)
        {
            var kept = await app.UseAsync<UploadPackage, PackageKept>(act => act.HandleAsync(new NewPackage { Files = package.Files, Branch = package.Branch }, SpmisApp.Change("schemes.upload"), default));
            var proposal = await app.UseAsync<ActivateScheme, Proposal>(act => act.ProposeAsync(new SchemeActivation(kept.PackageId, new DateOnly(2024, 1, 1)), SpmisApp.Change("schemes.activate"), default));
            await app.ApproveAsync(proposal.Id);
        }

        await app.SettleAsync();
    }

    /// <summary>A shipped package with words of its text replaced: another version of it.</summary>
    public static Dictionary<string, string> Changed(string scheme, params (string Right, string Wrong)[] edits) => Shipped.Single(p => p.Scheme == scheme).Files
        .ToDictionary(f => f.Key, f => edits.Aggregate(f.Value, (text, e) => text.Replace(e.Right, e.Wrong, StringComparison.Ordinal)), StringComparer.Ordinal);

    /// <summary>The version that ships.</summary>
    public static string VersionOf(string scheme) => System.Text.RegularExpressions.Regex.Match(Changed(scheme)["scheme.yaml"], "version: ([0-9.]+)").Groups[1].Value;

    /// <summary>Version 1.9.0 of the maternity benefit, for which three insured months are enough, with a worked example of its own.</summary>
    public static Dictionary<string, string> MaternityVersion()
    {
        var files = Changed(Maternity, ($"version: {VersionOf(Maternity)}", "version: 1.9.0"), ("least_months: {unit: int, value: 4", "least_months: {unit: int, value: 3"), ("averaged_months: {unit: int, value: 4", "averaged_months: {unit: int, value: 3"));
        foreach (var test in files.Keys.Where(k => k.StartsWith("tests/", StringComparison.Ordinal)).ToList())
        {
            files[test] = "case,person.sex,person.alive,claim.date,contributions,=eligible\nthree months,female,yes,2026-03-10,month=2025-12..2026-02 base=20000 insured=yes,yes\n";
        }

        return files;
    }

    /// <summary>A version of the old-age grant with its own amounts (and age), and two worked examples of its own.</summary>
    /// <param name="version">Its version.</param>
    /// <param name="values">The dated values of the grant, as YAML.</param>
    /// <param name="born1950In2026">The amount of March 2026 for a person born in 1950.</param>
    /// <param name="age">Age of entitlement.</param>
    public static Dictionary<string, string> GrantVersion(string version, string values, int born1950In2026, string age = "70 years")
    {
        var files = Changed(Grant).Where(f => !f.Key.StartsWith("tests/", StringComparison.Ordinal)).ToDictionary();
        files["scheme.yaml"] = System.Text.RegularExpressions.Regex.Replace(files["scheme.yaml"], "version: [0-9.]+", $"version: {version}");
        files["scheme.yaml"] = System.Text.RegularExpressions.Regex.Replace(files["scheme.yaml"], @"values: \[\{from: 2018-01-01, value: 2000\}\]", $"values: {values}");
        files["scheme.yaml"] = files["scheme.yaml"].Replace("value: 70 years", $"value: {age}", StringComparison.Ordinal);
        files["tests/grant.csv"] = $"case,person.birth,person.alive,claim.date,=eligible,=amount\nborn in 1950,1950-01-01,yes,2026-03-15,yes,{born1950In2026}\nchild,2015-01-01,yes,2026-03-15,no,0\n";
        return files;
    }

    /// <summary>Hands a package in.</summary>
    public static Task<PackageKept> UploadAsync(this SpmisApp app, IReadOnlyDictionary<string, string> files, string? branch = "old-age") =>
        app.UseAsync<UploadPackage, PackageKept>(act => act.HandleAsync(new NewPackage { Files = files, Branch = branch }, SpmisApp.Change("schemes.upload"), default));

    /// <summary>Puts a package in force, by two people.</summary>
    public static async Task ActivateAsync(this SpmisApp app, long package, DateOnly from, DateTime? now = null)
    {
        var proposal = await app.UseAsync<ActivateScheme, Proposal>(act => act.ProposeAsync(new SchemeActivation(package, from), SpmisApp.Change("schemes.activate", now: now), default));
        await app.ApproveAsync(proposal.Id, now: now);
        await app.SettleAsync();
    }

    public static Task ApproveAsync(this SpmisApp app, long proposal, Actor? actor = null, DateTime? now = null) =>
        app.UseAsync<FourEyes>(four => four.ApproveAsync("eligibility", proposal, SpmisApp.Change("approve", actor ?? SpmisApp.Supervisor, now), default));

    /// <summary>Approves everything that waits, and waits until it is done.</summary>
    public static async Task ApproveAllAsync(this SpmisApp app, string act, Actor? actor = null)
    {
        var open = await app.UseAsync<EligibilityDb, List<long>>(db => Task.FromResult(db.Proposals.Where(p => p.Act == act && p.DecidedAt == null).OrderBy(p => p.Id).Select(p => p.Id).ToList()));
        foreach (var id in open)
        {
            await app.ApproveAsync(id, actor);
        }

        await app.SettleAsync();
    }

    /// <summary>Delivers a message as its owner would, through this module's outbox.</summary>
    public static async Task TellAsync<T>(this SpmisApp app, params T[] messages)
        where T : class
    {
        await app.UseAsync<EligibilityDb>(db =>
        {
            foreach (var message in messages)
            {
                db.Publish(message);
            }

            return db.SaveAsync(SpmisApp.Change(), default);
        });
        await app.SettleAsync();
    }

    public static PersonFacts Person(int n, DateOnly? bornOn, string? sex = "F", string precision = "Day", long version = 1, bool provisional = false, DateOnly? diedOn = null, Guid? id = null) => new()
    {
        PersonId = id ?? Guid.CreateVersion7(), RegistrationNumber = Number(n), Name = $"Person {n}", Sex = sex, BornOn = bornOn, BirthPrecision = precision, Provisional = provisional, DiedOn = diedOn, Version = version,
    };

    public static Task RegisterAsync(this SpmisApp app, params PersonFacts[] persons) => app.TellAsync(new PersonsRecorded { Persons = persons });

    /// <summary>Insured months of 2026, January to the one given, each with the same base.</summary>
    public static Task ContributeAsync(this SpmisApp app, Guid person, int months, long baseMinor = 20_000_00, long version = 1) => app.TellAsync(new ContributionMonthsRecorded
    {
        Years =
        [
            new ContributionYear
            {
                PersonId = person, Scheme = "ke-nssf", Year = 2026, Currency = "KES", InsuredMonths = (1 << months) - 1, Version = version,
                BaseMinor = [.. Enumerable.Range(0, 12).Select(m => m < months ? baseMinor : 0)],
            },
        ],
    });

    public static Task<RoundStarted> StartRoundAsync(this SpmisApp app, Month? month = null) =>
        app.UseAsync<StartRound, RoundStarted>(act => act.HandleAsync(new NewRound(Grant, month ?? July), SpmisApp.Change("rounds.start"), default));

    /// <summary>A round over everybody, finished.</summary>
    public static async Task<RoundStarted> RoundAsync(this SpmisApp app, Month? month = null)
    {
        var started = await app.StartRoundAsync(month);
        await app.SettleAsync();
        return started;
    }

    /// <summary>A claim with all the evidence it needs, accepted.</summary>
    public static async Task<Claim> ClaimAsync(this SpmisApp app, string number, DateOnly? eventOn = null, DateOnly? filedOn = null)
    {
        var claim = await app.FileAsync(number, eventOn, filedOn);
        foreach (var kind in new[] { claim.FiledOn >= claim.EventOn ? "birth_notification" : "expected_confinement", "leave_confirmation" })
        {
            await app.BringAsync(claim.Number, kind);
        }

        return claim;
    }

    /// <summary>A claim without evidence.</summary>
    public static Task<Claim> FileAsync(this SpmisApp app, string number, DateOnly? eventOn = null, DateOnly? filedOn = null) => app.UseAsync<FileClaim, Claim>(act => act.HandleAsync(
        new NewClaim { PersonNumber = number, Scheme = Maternity, EventOn = eventOn ?? new DateOnly(2026, 6, 20), FiledOn = filedOn ?? new DateOnly(2026, 6, 25) }, SpmisApp.Change("claims.file"), default));

    /// <summary>The original is shown and accepted.</summary>
    public static async Task<EvidenceItem> BringAsync(this SpmisApp app, string claim, string kind, bool accept = true, (DateOnly From, DateOnly? To, int Degree)? certificate = null)
    {
        var item = await app.UseAsync<ReceiveEvidence, EvidenceItem>(act => act.HandleAsync(
            new NewEvidence
            {
                ClaimNumber = claim, Kind = kind, Reference = "shown at the desk", IssuedOn = new DateOnly(2026, 6, 20), Issuer = certificate is null ? null : "Dr Otieno",
                FromDay = certificate?.From, ToDay = certificate?.To, DegreePercent = certificate?.Degree,
            },
            SpmisApp.Change("evidence.receive"), default));
        if (accept)
        {
            await app.UseAsync<JudgeEvidence>(act => act.HandleAsync(item.Id, true, SpmisApp.Change("evidence.accept"), default));
        }

        return item;
    }

    public static Task<Guid> DecideAsync(this SpmisApp app, string claim) => app.UseAsync<DetermineClaim, Guid>(act => act.HandleAsync(claim, SpmisApp.Change("claims.determine"), default));
}

internal static class Messages
{
    /// <summary>The messages published so far, in order.</summary>
    public static async Task<IReadOnlyList<T>> MessagesAsync<T>(this SpmisApp app)
    {
        var payloads = await app.UseAsync<EligibilityDb, List<string>>(db => Task.FromResult(db.Outbox.Where(o => o.Contract == typeof(T).FullName).OrderBy(o => o.Seq).Select(o => o.Payload).ToList()));
        return [.. payloads.Select(p => System.Text.Json.JsonSerializer.Deserialize<T>(p, Spmis.Kernel.Data.SpmisJson.Options)!)];
    }
}
