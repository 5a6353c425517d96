using Microsoft.EntityFrameworkCore;
using Spmis.Kernel.Acts;

namespace Spmis.Payments.Mapper;

/// <summary>What to tell.</summary>
/// <param name="DryRun">Asks the mapper and says what would be told; tells nothing.</param>
/// <param name="Nightly">Of the clock: once a day.</param>
public sealed record TellRequest(bool DryRun = false, bool Nightly = false);

/// <summary>Starts the run that tells the mapper the verified addresses in use, and the end of those it was told: link, update, unlink.</summary>
public sealed class TellMapper(PaymentsDb db, MapperSettings settings)
{
    /// <summary>The act's name.</summary>
    public const string Act = "payments.mapper-tell";

    /// <summary>Starts it.</summary>
    /// <returns>The run.</returns>
    /// <exception cref="Refused">There is no mapper, or one such run is under way.</exception>
    public Task<long> HandleAsync(TellRequest input, Change change, CancellationToken ct)
    {
        settings.Demand();
        return MapperRuns.StartAsync(db, TellWorker.RunKind, $"Tell the account mapper{(input.DryRun ? " (dry run)" : "")}", input, input.Nightly, change, ct);
    }

    /// <summary>Has what the mapper refused told again with the next run, once its cause was mended.</summary>
    /// <param name="id">One; null for all.</param>
    /// <param name="change">By whom.</param>
    /// <param name="ct">Stops it.</param>
    /// <returns>How many.</returns>
    /// <exception cref="Refused">There is no such refusal.</exception>
    public async Task<int> AgainAsync(long? id, Change change, CancellationToken ct)
    {
        var again = 0;
        await db.WriteAsync(
            async () =>
            {
                again = await db.MapperTellings.Where(t => t.RefusedAt != null && (id == null || t.Id == id)).ExecuteUpdateAsync(s => s.SetProperty(t => t.RefusedAt, (DateTime?)null), ct);
                if (again == 0)
                {
                    throw new Refused("mapper.nothing-refused", "Nothing is refused, or it is to be told again already.");
                }

                db.RecordBulk(change, nameof(MapperTelling), id is { } one ? $"{one}" : "all refused", new { Again = again });
                await db.SaveAsync(change, ct);
            },
            ct);
        return again;
    }
}
