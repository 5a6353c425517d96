using Microsoft.EntityFrameworkCore;
using Spmis.Kernel.Acts;
using Spmis.Payments;
using Spmis.Payments.Agencies;
using Spmis.Registration;
using Spmis.Registration.Areas;
using Spmis.Registration.Duplicates;
using Spmis.Registration.Imports;
using Spmis.Samples.Employers;
using Spmis.Samples.Persons;
using Spmis.Samples.Places;

namespace Spmis.Host.Demo;

/// <summary>Register: write the country's files, read them through the importers, find who is in twice, merge what is certain.</summary>
internal static class RegisterSteps
{
    private static readonly DateOnly Day = new(2026, 1, 5);

    public static IReadOnlyList<DemoStep> All { get; } =
    [
        new("write-registers", "Invent the country: persons and employers", WriteAsync),
        new("register-agencies", "Register the payment agencies", AgenciesAsync),
        new("import-areas", "Import areas.csv", (demo, ct) => ImportAsync(demo, ImportKind.Areas, AreasFile.Name, "areas.import", ct)),
        new("give-areas", "Give districts to the offices that serve them", ServeAsync),
        new("import-persons", "Import persons.csv", (demo, ct) => ImportAsync(demo, ImportKind.Persons, PersonsFile.Name, "persons.import", ct)),
        new("import-employers", "Import employers.csv", (demo, ct) => ImportAsync(demo, ImportKind.Employers, EmployersFile.Name, "employers.import", ct)),
        new("find-duplicates", "Find who is registered twice", FindAsync),
        new("merge-duplicates", "Merge the certain ones, approved by a second person", MergeAsync),
    ];

    private static Task<long> WriteAsync(DemoContext demo, CancellationToken ct)
    {
        Directory.CreateDirectory(demo.Options.Folder);
        AreasFile.Write(demo.Options.Folder);
        PersonsFile.Write(demo.Options.Folder, demo.People, ct);
        EmployersFile.Write(demo.Options.Folder, demo.Employers);
        return Task.FromResult((long)demo.Options.Persons + demo.Options.Employers);
    }

    private static async Task<long> AgenciesAsync(DemoContext demo, CancellationToken ct)
    {
        var known = await demo.UseAsync<PaymentsDb, List<string>>(db => db.Agencies.OrderBy(a => a.Code).Select(a => a.Code).Take(100).ToListAsync(ct));
        foreach (var agency in DemoAgencies.All.Where(a => !known.Contains(a.Code)))
        {
            await DemoContext.UnlessDoneAsync(() => demo.UseAsync<ProposeAgency>(act => act.AddAsync(agency, DemoContext.On(Day, demo.Officer, "payments.propose-agency"), ct)), "proposal.open-already");
        }

        await demo.ApproveAsync(PaymentsModule.ModuleName, ProposeAgency.Act, demo.Supervisor, Day, ct);

        return DemoAgencies.All.Count;
    }

    private static async Task<long> ImportAsync(DemoContext demo, ImportKind kind, string file, string run, CancellationToken ct)
    {
        await using (var content = File.OpenRead(demo.Path(file)))
        {
            await demo.UseAsync<StartImport>(act => act.HandleAsync(kind, content, file, "demo", DemoContext.On(Day, demo.Officer, run), ct));
        }

        await demo.SettleAsync(ct);
        return await demo.UseAsync<RegistrationDb, long>(db => db.Runs.Where(r => r.Kind == run).SumAsync(r => r.Done, ct));
    }

    /// <summary>Four districts of ten to the north, three to the south, one to its branch; the others have no office of their own, so the head office looks after them.</summary>
    private static async Task<long> ServeAsync(DemoContext demo, CancellationToken ct)
    {
        string[] offices = ["NORTH", "SOUTH", "NORTH", "SOUTH", "NORTH", "SOUTH-1", "NORTH", "SOUTH"];
        await demo.SettleAsync(ct); // The register has heard of the offices.
        for (var i = 0; i < Gazetteer.Districts.Count; i++)
        {
            if (i % 10 >= offices.Length)
            {
                continue;
            }

            await DemoContext.UnlessDoneAsync(() => demo.UseAsync<ChangeAreas>(act => act.ServeAsync(AreasFile.CodeOf(i), offices[i % 10], Day, DemoContext.On(Day, demo.Officer, "areas.serve") with { Reason = "Opening of the district offices." }, ct)), "area.same-office");
        }

        await demo.SettleAsync(ct);
        return Gazetteer.Districts.Count;
    }

    private static async Task<long> FindAsync(DemoContext demo, CancellationToken ct)
    {
        if (!await demo.UseAsync<RegistrationDb, bool>(db => db.Runs.AnyAsync(r => r.Kind == "duplicates.find", ct)))
        {
            await demo.UseAsync<FindDuplicates>(act => act.HandleAsync(full: true, DemoContext.On(Day.AddDays(1), demo.Officer, "duplicates.find"), ct));
        }

        await demo.SettleAsync(ct);
        return await demo.UseAsync<RegistrationDb, long>(db => db.Runs.Where(r => r.Kind == "duplicates.find").SumAsync(r => r.Done, ct));
    }

    private static async Task<long> MergeAsync(DemoContext demo, CancellationToken ct)
    {
        if (!await demo.UseAsync<RegistrationDb, bool>(db => db.Proposals.AnyAsync(p => p.Act == MergeCertain.Act, ct)))
        {
            try
            {
                await demo.UseAsync<ProposeCertainMerges>(act => act.HandleAsync(ProposeCertainMerges.DefaultThreshold, DemoContext.On(Day.AddDays(2), demo.Officer, MergeCertain.Act), ct));
            }
            catch (Refused none) when (none.Code == "merge.none-certain")
            {
                return 0; // A country of a few dozen persons has no certain pair.
            }
        }

        await demo.ApproveAsync(RegistrationModule.ModuleName, MergeCertain.Act, demo.Supervisor, Day.AddDays(3), ct);
        await demo.SettleAsync(ct);
        return await demo.UseAsync<RegistrationDb, long>(db => db.Runs.Where(r => r.Kind == "duplicates.merge").SumAsync(r => r.Done, ct));
    }
}
