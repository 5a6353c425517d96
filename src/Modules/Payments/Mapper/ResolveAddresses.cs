using Microsoft.EntityFrameworkCore;
using Spmis.Kernel.Acts;
using Spmis.Kernel.Runs;

namespace Spmis.Payments.Mapper;

/// <summary>For whom the mapper is asked.</summary>
public enum ResolveOf
{
    /// <summary>Payees of awards in force who have no address in use.</summary>
    WithoutAddress,

    /// <summary>All payees of awards in force: says where the mapper has another account.</summary>
    All,

    /// <summary>Persons named.</summary>
    Named,
}

/// <summary>Whom to ask for.</summary>
public sealed record ResolveRequest
{
    public ResolveOf Of { get; init; }

    /// <summary>Registration numbers, for <see cref="ResolveOf.Named"/>; 5,000 at most.</summary>
    public IReadOnlyCollection<string> Numbers { get; init; } = [];

    /// <summary>Gives every verdict and declares nothing.</summary>
    public bool DryRun { get; init; }

    /// <summary>Of the clock: once a day.</summary>
    public bool Nightly { get; init; }
}

/// <summary>Starts the run that asks the account mapper where persons' money shall go. What it says becomes a declared address, which nothing is sent to before somebody verified it (unless the setting says otherwise).</summary>
public sealed class ResolveAddresses(PaymentsDb db, MapperSettings settings)
{
    /// <summary>The act's name.</summary>
    public const string Act = "payments.mapper-resolve";

    private const int MostNumbers = 5000;

    /// <summary>Starts it.</summary>
    /// <returns>The run.</returns>
    /// <exception cref="Refused">There is no mapper, one such run is under way, or nobody was named.</exception>
    public async Task<long> HandleAsync(ResolveRequest input, Change change, CancellationToken ct)
    {
        settings.Demand();
        var numbers = input.Numbers.Select(n => n.Trim()).Where(n => n.Length > 0).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal).ToList();
        if (input.Of == ResolveOf.Named && numbers.Count is 0 or > MostNumbers)
        {
            throw new Refused("mapper.numbers", $"Name 1 to {MostNumbers} registration numbers, one a line.", nameof(input.Numbers));
        }

        var what = input.Of switch { ResolveOf.Named => "named persons", ResolveOf.All => "all payees", _ => "payees without an address" };
        return await MapperRuns.StartAsync(
            db, ResolveWorker.RunKind, $"Ask the account mapper: {what}{(input.DryRun ? " (dry run)" : "")}", input with { Numbers = input.Of == ResolveOf.Named ? numbers : [] }, input.Nightly, change, ct);
    }
}

/// <summary>Runs of the mapper: one of a kind at a time.</summary>
internal static class MapperRuns
{
    public static async Task<long> StartAsync(PaymentsDb db, string kind, string title, object input, bool nightly, Change change, CancellationToken ct)
    {
        var last = await db.Runs.AsNoTracking().Where(r => r.Kind == kind).OrderByDescending(r => r.Id).Select(r => new { r.Id, Open = r.FinishedAt == null && r.FailedAt == null }).FirstOrDefaultAsync(ct);
        if (last is { Open: true })
        {
            throw new Refused("mapper.running", $"Such a run is under way (run {last.Id}); wait for its end, or stop it.");
        }

        // Two who start at once make the same key, which is there once.
        var run = Run.Of(kind, nightly ? NightKey(change) : $"after {last?.Id ?? 0}", title, input, change);
        db.Runs.Add(run);
        await db.SaveAsync(change, ct);
        return run.Id;
    }

    public static string NightKey(Change change) => $"night {change.Today:yyyy-MM-dd}";
}
