using System.Globalization;
using Microsoft.EntityFrameworkCore;
using Spmis.Contributions.Copies;
using Spmis.Kernel.Acts;
using Spmis.Kernel.Files;
using Spmis.Kernel.Runs;
using Spmis.Values;

namespace Spmis.Contributions.Takeover;

/// <summary>A file of an old system with its control totals.</summary>
public sealed record NewTakeover
{
    public required TakeoverKind Kind { get; init; }

    /// <summary>The old system's name; old references are unique within it.</summary>
    public required string Source { get; init; }

    /// <summary>The first month kept here.</summary>
    public required Month CutOver { get; init; }

    /// <summary>The scheme; null where there is only one.</summary>
    public string? Scheme { get; init; }

    /// <summary>Control totals from the old books, see <see cref="ControlTotals.Parse"/>.</summary>
    public required string? Controls { get; init; }

    /// <summary>Insured days that make a month of the old system.</summary>
    public int DaysPerMonth { get; init; } = PrepareTakeover.UsualDays;

    /// <summary>CSV or Excel. Stays the caller's.</summary>
    public required Stream File { get; init; }

    public string FileName { get; init; } = "takeover.csv";

    /// <summary>Its length, if the sender told it.</summary>
    public long? Length { get; init; }
}

/// <summary>Where the batch is.</summary>
/// <param name="BatchId">The batch.</param>
/// <param name="RunId">The run that looks at its lines.</param>
/// <param name="AlreadyTaken">These very bytes are taken over already; nothing was done.</param>
/// <param name="Note">In words.</param>
public sealed record TakeoverPrepared(long BatchId, long RunId, bool AlreadyTaken, string Note);

/// <summary>Prepares a takeover: the file is proved whole against its control totals, then a run looks at each line and puts the batch up for a second person.</summary>
public sealed class PrepareTakeover(ContributionsDb db, SchemeBook schemes, FileStore files)
{
    /// <summary>The act's name.</summary>
    public const string Act = "takeovers.prepare";
    /// <summary>Insured days that make a month, unless the old system had it otherwise.</summary>
    public const int UsualDays = 30;
    internal const int MostSource = 60;
    private static readonly Month Earliest = new(1950, 1);

    /// <exception cref="Refused">The file does not come to its control totals, or cannot be read.</exception>
    public async Task<TakeoverPrepared> HandleAsync(NewTakeover input, Change change, CancellationToken ct)
    {
        change.Actor.DemandNation();
        var (scheme, currency) = await CheckAsync(input, change, ct);
        var controls = ControlTotals.Parse(input.Controls, input.Kind, currency);
        var file = await files.SaveAsync(input.File, input.FileName, input.Length, ct);
        var once = $"{input.Kind}:{file.Sha256}";
        if (await BeforeAsync(once, change, ct) is { } before)
        {
            return before;
        }

        ProveTakeover.Compare(controls, await ProveTakeover.SumAsync(input.Kind, () => files.Open(file.Sha256), currency, input.DaysPerMonth, ct), currency);
        var batch = new TakeoverBatch
        {
            Kind = input.Kind, Source = input.Source.Trim(), Scheme = scheme, Currency = currency.Code, CutOver = input.CutOver, DaysPerMonth = input.DaysPerMonth, Sha = file.Sha256, Once = once, FileName = file.Name,
            PreparedAt = change.Now, PreparedBy = change.Actor.Name, Lines = controls.Lines,
        };
        await db.WriteAsync(
            async () =>
            {
                db.Add(batch);
                await db.SaveAsync(change, ct);
                var run = TakeoverWorker.Of(batch, TakeoverStep.Check, change);
                db.Runs.Add(run);
                db.AddRange(controls.Sums.Select(s => new TakeoverTotal { BatchId = batch.Id, Year = s.Key.Year, Kind = s.Key.Kind, Stated = s.Value }));
                await db.SaveAsync(change, ct);
                batch.RunId = run.Id;
                await db.SaveAsync(change, ct);
            },
            ct);
        return new TakeoverPrepared(batch.Id, batch.RunId ?? 0, false, string.Create(CultureInfo.InvariantCulture, $"The file comes to its control totals; its {batch.Lines} lines are being looked at."));
    }

    /// <summary>Checks what was stated of the file and finds its scheme.</summary>
    internal async Task<(string Scheme, Currency Currency)> CheckAsync(NewTakeover input, Change change, CancellationToken ct)
    {
        if (input.Source.Trim() is not { Length: > 0 and <= MostSource })
        {
            throw new Refused("takeover.source", $"Name the old system, in at most {MostSource} characters.", "source");
        }

        if (input.CutOver < Earliest || input.CutOver > Month.Of(change.Today).Add(1))
        {
            throw new Refused("takeover.cut-over", $"The cut-over is the first month kept here; {input.CutOver} cannot be.", "cutOver");
        }

        if (input.DaysPerMonth is < 1 or > 31)
        {
            throw new Refused("takeover.days", "A month of the old system has 1 to 31 insured days.", "daysPerMonth");
        }

        var scheme = await schemes.SchemeAsync(input.Scheme, ct);
        return (scheme, await schemes.CurrencyOfAsync(scheme, ct));
    }

    private async Task<TakeoverPrepared?> BeforeAsync(string once, Change change, CancellationToken ct)
    {
        if (await db.Set<TakeoverBatch>().AsNoTracking().SingleOrDefaultAsync(b => b.Once == once, ct) is not { } before)
        {
            return null;
        }

        var run = await db.Runs.SingleAsync(r => r.Id == before.RunId, ct);
        if (run.FailedAt is not null)
        {
            (run.FailedAt, run.Problem, run.QueuedAt) = (null, null, null);
            await db.SaveAsync(change, ct);
            return new TakeoverPrepared(before.Id, run.Id, true, "This file broke off earlier; it goes on where it stopped.");
        }

        return new TakeoverPrepared(before.Id, run.Id, true, $"This very file was prepared on {before.PreparedAt:yyyy-MM-dd} by {before.PreparedBy}, as takeover {before.Id}; nothing was taken twice.");
    }
}
