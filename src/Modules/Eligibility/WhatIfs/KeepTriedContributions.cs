using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using Spmis.Contracts.Contributions;
using Spmis.Kernel.Acts;
using Spmis.Kernel.Data;
using Spmis.Kernel.Messages;
using Spmis.Rules.WhatIfs;

namespace Spmis.Eligibility.WhatIfs;

/// <summary>Keeps the sums that Contributions found for a contribution package.</summary>
/// <param name="db">The module's database.</param>
public sealed class KeepTriedContributions(EligibilityDb db) : Consumer<EligibilityDb, ContributionsTried>
{
    /// <inheritdoc />
    public override async Task HandleAsync(ContributionsTried message, Change change, CancellationToken ct)
    {
        var tried = await db.WhatIfs.SingleAsync(w => w.Id == message.WhatIfId, ct);
        var figures = new WhatIfFigures();
        foreach (var sum in message.Sums)
        {
            var cell = new WhatIfCell
            {
                Before = sum.Before,
                After = sum.After,
                Gained = sum.Gained,
                Lost = sum.Lost,
                Changed = sum.Changed,
                UnknownBefore = sum.UnknownBefore,
                UnknownAfter = sum.UnknownAfter,
                BeforeMinor = sum.BeforeMinor,
                AfterMinor = sum.AfterMinor,
                ChangedMinor = sum.ChangedMinor,
            };
            figures.Put(sum.Breakdown, sum.Key, cell);
        }

        tried.Figures = JsonSerializer.Serialize(figures, SpmisJson.Options);
        (tried.Cases, tried.FinishedAt) = (message.Cases, change.Now);
    }
}
