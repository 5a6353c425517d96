using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using Spmis.Contracts.Eligibility;
using Spmis.Contributions.Recalculations;
using Spmis.Kernel.Acts;
using Spmis.Kernel.Data;
using Spmis.Kernel.Messages;

namespace Spmis.Contributions.Copies;

/// <summary>
/// Keeps an activated package, and has what was assessed for its months by another text reckoned again. A package this version cannot read goes to the
/// dead letters with the reason; nothing is assessed by it.
/// </summary>
public sealed class ActivateScheme(ContributionsDb db, SchemeCache cache, StartRecalculation recalculate) : Consumer<ContributionsDb, SchemeActivated>
{
    public override async Task HandleAsync(SchemeActivated message, Change change, CancellationToken ct)
    {
        if (await db.Set<SchemeInForce>().AnyAsync(s => s.Scheme == message.Scheme && s.EffectiveFrom == message.EffectiveFrom && s.Hash == message.Hash, ct))
        {
            return;
        }

        var rules = cache.Load(message.Hash, message.Files);
        var inForce = new SchemeInForce
        {
            Scheme = message.Scheme,
            PackageVersion = message.Version,
            Hash = message.Hash,
            EffectiveFrom = message.EffectiveFrom,
            Files = JsonSerializer.Serialize(message.Files, SpmisJson.Options),
            Collects = rules.Collects,
            Currency = rules.Currency.Code,
            ActivatedAt = change.Now,
        };
        db.Add(inForce);
        if (rules.Collects)
        {
            await db.SaveAsync(change, ct);
            await recalculate.WhenAssessedAsync(inForce, change.As(RecalculateWorker.RunKind), ct);
        }
    }
}
