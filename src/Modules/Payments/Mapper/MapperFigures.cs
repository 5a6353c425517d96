using Microsoft.EntityFrameworkCore;
using Spmis.Kernel.Runs;
using Spmis.Values;

namespace Spmis.Payments.Mapper;

/// <summary>How it stands with the mapper.</summary>
public sealed record MapperState(bool On, string? Problem, string Address, bool CountsAsVerified, int? NightlyHour, int PayeesWithoutAddress, int ToTell, int Told, int Untold, int Refused);

/// <summary>A telling for people.</summary>
public sealed record TellingShown(MapperTelling Telling, string Number, string Agency);

/// <summary>What the page and the API show of the mapper.</summary>
public sealed class MapperFigures(PaymentsDb db, MapperSettings settings, TimeProvider time)
{
    private const int MostRuns = 10;
    private const int CountUpTo = 10_000;

    /// <summary>Counts.</summary>
    public async Task<MapperState> StateAsync(CancellationToken ct)
    {
        var month = Month.Of(DateOnly.FromDateTime(time.GetUtcNow().UtcDateTime));
        return new(
            settings.IsOn, settings.Problem, settings.Address, settings.CountsAsVerified, settings.NightlyHour,
            settings.IsOn ? await ResolveWorker.Payees(db, month, withoutAddress: true).Take(CountUpTo).CountAsync(ct) : 0,
            settings.IsOn ? await TellWorker.Due(db, ends: false, 0, CountUpTo).CountAsync(ct) + await TellWorker.Due(db, ends: true, 0, CountUpTo).CountAsync(ct) : 0,
            await db.MapperTellings.CountAsync(t => t.ToldAt != null, ct), await db.MapperTellings.CountAsync(t => t.ToldAt == null && t.RefusedAt == null, ct), await db.MapperTellings.CountAsync(t => t.RefusedAt != null, ct));
    }

    /// <summary>The last runs.</summary>
    public Task<List<Run>> RunsAsync(CancellationToken ct) => db.RunsSeen.AsNoTracking().Where(r => r.Kind == ResolveWorker.RunKind || r.Kind == TellWorker.RunKind).OrderByDescending(r => r.Id).Take(MostRuns).ToListAsync(ct);

    /// <summary>Tellings, the latest first, of one state or all.</summary>
    public async Task<List<TellingShown>> TellingsAsync(string? state, long before, int most, CancellationToken ct)
    {
        var rows = db.MapperTellings.AsNoTracking().Where(t => t.Id < before);
        rows = state switch
        {
            "told" => rows.Where(t => t.ToldAt != null),
            "refused" => rows.Where(t => t.RefusedAt != null),
            "untold" => rows.Where(t => t.ToldAt == null && t.RefusedAt == null),
            _ => rows,
        };
        return await rows.Join(db.Payees, t => t.PersonId, p => p.PersonId, (t, p) => new { t, p.RegistrationNumber }).Join(db.FinancialAddresses, x => x.t.AddressId, a => a.Id, (x, a) => new { x.t, x.RegistrationNumber, a.Agency })
            .OrderByDescending(x => x.t.Id).Take(most).Select(x => new TellingShown(x.t, x.RegistrationNumber, x.Agency)).ToListAsync(ct);
    }
}
