using System.Globalization;
using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using Spmis.Contracts.Eligibility;
using Spmis.Eligibility.Schemes;
using Spmis.Kernel.Acts;
using Spmis.Kernel.Data;
using Spmis.Kernel.Runs;
using Spmis.Rules.WhatIfs;
using Spmis.Values;

namespace Spmis.Eligibility.WhatIfs;

/// <summary>What is to be tried.</summary>
/// <param name="PackageId">The package, approved or not.</param>
/// <param name="From">First month; null for the next month, or for the last months of a benefit that is claimed and of contributions.</param>
/// <param name="Months">How many months, 1 to 24.</param>
public sealed record NewWhatIf(long PackageId, Month? From = null, int Months = 12);

/// <summary>Where it is.</summary>
/// <param name="WhatIfId">The what-if.</param>
/// <param name="RunId">The run that makes it; null for contributions, whose module makes it.</param>
public sealed record WhatIfStarted(long WhatIfId, long? RunId);

/// <summary>Starts trying a package over the register beside today's rules. It decides nothing, so the package need not be approved.</summary>
/// <param name="db">The module's database.</param>
public sealed class StartWhatIf(EligibilityDb db)
{
    private const int MostMonths = 24;

    /// <summary>Starts it.</summary>
    /// <exception cref="Refused">There is no such package, it neither grants nor collects, or the months are too many.</exception>
    public async Task<WhatIfStarted> HandleAsync(NewWhatIf input, Change change, CancellationToken ct)
    {
        var package = await db.Packages.AsNoTracking().SingleOrDefaultAsync(p => p.Id == input.PackageId, ct) ?? throw new Refused("scheme.unknown", $"There is no package {input.PackageId}.", "packageId");
        if (package.Use == SchemeUse.Contributions && SchemeBook.Load(package) is var rules && !(rules.Has("contribution.base") && rules.Has("contribution.employee") && rules.Has("contribution.employer")))
        {
            throw new Refused("what-if.nothing-due", $"{package.Scheme} {package.Version} has no rules contribution.base, contribution.employee and contribution.employer: it collects nothing that could be reckoned.", "packageId");
        }

        if (input.Months is < 1 or > MostMonths)
        {
            throw new Refused("what-if.months", $"Choose 1 to {MostMonths} months.", "months");
        }

        var now = Month.Of(change.Today);
        var from = input.From ?? (package.Use == SchemeUse.Rounds ? now.Add(1) : now.Add(1 - input.Months));
        WhatIfStarted? started = null;
        await db.WriteAsync(async () => started = await AddAsync(package, from, input.Months, change, ct), ct);
        return started ?? throw new InvalidOperationException("The transaction ended without an answer.");
    }

    private async Task<WhatIfStarted> AddAsync(SchemePackageRow package, Month from, int months, Change change, CancellationToken ct)
    {
        var row = new WhatIf
        {
            PackageId = package.Id,
            Scheme = package.Scheme,
            PackageVersion = package.Version,
            FromMonth = from,
            Months = months,
            AsKnownOn = change.Today,
            Currency = package.Currency,
            StartedAt = change.Now,
            StartedBy = change.Actor.Name,
            Figures = JsonSerializer.Serialize(new WhatIfFigures(), SpmisJson.Options),
        };
        db.WhatIfs.Add(row);
        await db.SaveAsync(change, ct);
        if (package.Use == SchemeUse.Contributions)
        {
            // Wages are kept by Contributions, which tells the sums: KeepTriedContributions.
            db.Publish(new TryContributions { WhatIfId = row.Id, Scheme = package.Scheme, Hash = package.Hash, Files = SchemeBook.FilesOf(package.Files), FromMonth = from.Code, Months = months });
            await db.SaveAsync(change, ct);
            return new WhatIfStarted(row.Id, null);
        }

        var run = Run.Of(WhatIfWorker.RunKind, row.Id.ToString(CultureInfo.InvariantCulture), $"What if {package.Scheme} {package.Version} were in force, {row.FromMonth} to {row.LastMonth}", new WhatIfInput(row.Id), change);
        db.Runs.Add(run);
        await db.SaveAsync(change, ct);
        row.RunId = run.Id;
        await db.SaveAsync(change, ct);
        return new WhatIfStarted(row.Id, run.Id);
    }
}
