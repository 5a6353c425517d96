using System.Globalization;
using Microsoft.EntityFrameworkCore;
using Spmis.Eligibility.Rounds;
using Spmis.Eligibility.Schemes;
using Spmis.Kernel.Acts;
using Spmis.Kernel.Runs;
using Spmis.Rules;
using Spmis.Values;

namespace Spmis.Eligibility.Recertifications;

/// <summary>What is to be looked at once more.</summary>
/// <param name="Scheme">The scheme's id; a programme's own when empty.</param>
/// <param name="FromMonth">The first month that those who leave are not paid: next month at the earliest, so that nothing paid already is taken back.</param>
/// <param name="DryRun">Only to look at.</param>
public sealed record NewRecertification(string Scheme, Month FromMonth, bool DryRun)
{
    /// <summary>Code of a programme: its awards only, and its targeting counts; null for those of a scheme without one.</summary>
    public string? Programme { get; init; }
}

/// <summary>Where the recertification is.</summary>
/// <param name="RecertificationId">The recertification.</param>
/// <param name="RunId">The run that makes it.</param>
/// <param name="StartedBefore">There was one already; nothing was done.</param>
public sealed record RecertificationStarted(long RecertificationId, long RunId, bool StartedBefore);

/// <summary>Starts looking at the awards of a scheme or programme once more. At its end those who leave wait for a second person; a dry run ends with the list.</summary>
/// <param name="db">The module's database.</param>
/// <param name="schemes">The packages in force.</param>
public sealed class StartRecertification(EligibilityDb db, SchemeBook schemes)
{
    private const int MostMonthsAhead = 12;

    /// <summary>Starts it. One that was rejected, ended nothing or was broken off gives way to a new one.</summary>
    /// <exception cref="Refused">The scheme is not decided in rounds, there is no such programme, or the month lies too near or too far.</exception>
    public async Task<RecertificationStarted> HandleAsync(NewRecertification input, Change change, CancellationToken ct)
    {
        var now = Month.Of(change.Today);
        if (input.FromMonth <= now || input.FromMonth > now.Add(MostMonthsAhead))
        {
            throw new Refused("recertification.month", $"Awards end before a month to come: choose one from {now.Add(1)} to {now.Add(MostMonthsAhead)}.", "month");
        }

        var programme = string.IsNullOrWhiteSpace(input.Programme) ? null
            : await db.Programmes.AsNoTracking().SingleOrDefaultAsync(p => p.Code == input.Programme.Trim(), ct) ?? throw new Refused("programme.unknown", $"There is no programme '{input.Programme}'.", "programme");
        var id = programme?.Scheme ?? input.Scheme.Trim();
        var scheme = await schemes.OnAsync(id, input.FromMonth.First, ct);
        if (scheme.Use != SchemeUse.Rounds)
        {
            throw new Refused("recertification.not-by-round", $"'{id}' is {(scheme.Use == SchemeUse.Claims ? "claimed by each person; its awards are reviewed one by one" : "no benefit")}. Choose a scheme that is decided in rounds.", "scheme");
        }

        RecertificationStarted? started = null;
        await db.WriteAsync(async () => started = await AddAsync(input, scheme.Rules, programme, change, ct), ct);
        return started ?? throw new InvalidOperationException("The transaction ended without a recertification.");
    }

    private async Task<RecertificationStarted> AddAsync(NewRecertification input, Scheme rules, Programme? programme, Change change, CancellationToken ct)
    {
        var key = input.DryRun ? null : AwardRecertification.KeyOf(rules.Id, programme?.Code ?? "", input.FromMonth);
        if (key is not null && await db.Recertifications.SingleOrDefaultAsync(r => r.OnceKey == key, ct) is { RunId: { } before } standing)
        {
            if (!await GivesWayAsync(standing, ct))
            {
                return new RecertificationStarted(standing.Id, before, true);
            }

            standing.OnceKey = null;
            await db.SaveAsync(change, ct);
        }

        var made = new AwardRecertification
        {
            Scheme = rules.Id, Programme = programme?.Code ?? "", FromMonth = input.FromMonth, DryRun = input.DryRun, OnceKey = key, TargetingJson = programme?.TargetingJson, PackageHash = rules.Hash, PackageVersion = rules.Version,
            AsKnownOn = change.Today, StartedAt = change.Now, StartedBy = change.Actor.Name,
        };
        db.Recertifications.Add(made);
        await db.SaveAsync(change, ct);
        var run = Run.Of(RecertificationWorker.RunKind, made.Id.ToString(CultureInfo.InvariantCulture), $"{(input.DryRun ? "Dry run: " : "")}{made.Title}", new RecertificationInput(made.Id), change);
        db.Runs.Add(run);
        await db.SaveAsync(change, ct);
        made.RunId = run.Id;
        await db.SaveAsync(change, ct);
        return new RecertificationStarted(made.Id, run.Id, false);
    }

    private async Task<bool> GivesWayAsync(AwardRecertification standing, CancellationToken ct)
    {
        var subject = ApproveExits.SubjectOf(standing.Id);
        return standing.ApprovedAt is null && (standing.FinishedAt is not null || await db.Runs.AnyAsync(r => r.Id == standing.RunId && r.CancelledAt != null && r.FinishedAt != null, ct))
            && !await db.Proposals.AnyAsync(p => p.Act == ApproveExits.Act && p.Subject == subject && p.DecidedAt == null, ct);
    }
}
