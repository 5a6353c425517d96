using System.Globalization;
using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using Spmis.Contracts.Eligibility;
using Spmis.Contributions.Copies;
using Spmis.Contributions.Record;
using Spmis.Kernel.Acts;
using Spmis.Kernel.Data;
using Spmis.Kernel.Messages;
using Spmis.Kernel.Runs;
using Spmis.Rules.WhatIfs;
using Spmis.Values;

namespace Spmis.Contributions.WhatIfs;

/// <summary>Starts the run that tries a package over what was assessed. Asked twice, it is tried once.</summary>
public sealed class StartTrial(ContributionsDb db) : Consumer<ContributionsDb, TryContributions>
{
    public override async Task HandleAsync(TryContributions message, Change change, CancellationToken ct)
    {
        if (await db.Set<TriedPackage>().AnyAsync(t => t.WhatIfId == message.WhatIfId, ct))
        {
            return;
        }

        var from = Month.FromCode(message.FromMonth);
        var tried = new TriedPackage
        {
            WhatIfId = message.WhatIfId,
            Scheme = message.Scheme,
            Hash = message.Hash,
            Files = JsonSerializer.Serialize(message.Files, SpmisJson.Options),
            FromMonth = from,
            Months = message.Months,
            LastContributionId = await db.Set<Contribution>().MaxAsync(c => (long?)c.Id, ct) ?? 0,
            AskedAt = change.Now,
            Figures = JsonSerializer.Serialize(new WhatIfFigures(), SpmisJson.Options),
        };
        db.Add(tried);
        var run = Run.Of(TrialWorker.RunKind, message.WhatIfId.ToString(CultureInfo.InvariantCulture), $"What if another text of {message.Scheme} were in force, {from} to {from.Add(message.Months - 1)}", new TrialInput(message.WhatIfId, await db.Set<SchemeInForce>().MaxAsync(s => (long?)s.Id, ct) ?? 0), change);
        db.Runs.Add(run);
        await db.SaveAsync(change, ct);
        tried.RunId = run.Id;
    }
}

/// <summary>What the run needs.</summary>
/// <param name="WhatIfId">Eligibility's what-if.</param>
/// <param name="LastInForceId">The last activation when it was asked: today's rules are those of that moment.</param>
public sealed record TrialInput(long WhatIfId, long LastInForceId);
