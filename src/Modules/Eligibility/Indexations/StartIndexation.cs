using System.Globalization;
using Microsoft.EntityFrameworkCore;
using Spmis.Eligibility.Schemes;
using Spmis.Kernel.Acts;
using Spmis.Kernel.Runs;
using Spmis.Rules;
using Spmis.Values;

namespace Spmis.Eligibility.Indexations;

/// <summary>What is to be raised.</summary>
/// <param name="Scheme">The scheme's id.</param>
/// <param name="From">First day with the new amounts: the first of a month.</param>
/// <param name="DryRun">Only to look at.</param>
public sealed record NewIndexation(string Scheme, DateOnly From, bool DryRun)
{
    /// <summary>The rate an order states, 0.05 for 5 per cent; null when the package knows it.</summary>
    public decimal? Rate { get; init; }

    /// <summary>The flat amount an order states, minor units.</summary>
    public long? FlatMinor { get; init; }

    /// <summary>Which law or order states it; needed with a rate or a flat amount.</summary>
    public string? LegalSource { get; init; }
}

/// <summary>Where the indexation is.</summary>
/// <param name="IndexationId">The indexation.</param>
/// <param name="RunId">The run that makes it.</param>
/// <param name="StartedBefore">There was one for this scheme and month already; nothing was done.</param>
public sealed record IndexationStarted(long IndexationId, long RunId, bool StartedBefore);

/// <summary>Starts raising the awards of a scheme from a month on. At its end the differences wait for a second person; a dry run ends with them.</summary>
/// <param name="db">The module's database.</param>
/// <param name="schemes">The packages in force.</param>
public sealed class StartIndexation(EligibilityDb db, SchemeBook schemes)
{
    private const int MostMonthsAhead = 12;
    private const decimal HighestRate = 10m;
    private const decimal Millionths = 1_000_000m;

    /// <summary>Starts it. One that was rejected, raised nobody or was broken off gives way to a new one.</summary>
    /// <exception cref="Refused">The scheme is no benefit in force, the day is no first of a month or lies too far ahead, the package does not say how to index, or a stated rate has no source.</exception>
    public async Task<IndexationStarted> HandleAsync(NewIndexation input, Change change, CancellationToken ct)
    {
        var scheme = await schemes.OnAsync(input.Scheme, input.From, ct);
        Check(input, scheme.Use, change.Today);
        var basis = BasisOf(input, scheme);
        IndexationStarted? started = null;
        await db.WriteAsync(async () => started = await AddAsync(input, scheme.Rules, basis, change, ct), ct);
        return started ?? throw new InvalidOperationException("The transaction ended without an indexation.");
    }

    private static void Check(NewIndexation input, SchemeUse use, DateOnly today)
    {
        if (use == SchemeUse.Contributions)
        {
            throw new Refused("indexation.no-benefit", $"'{input.Scheme}' is no benefit; it has no awards to raise.", "scheme");
        }

        if (input.From.Day != 1)
        {
            throw new Refused("indexation.not-first", $"{input.From:yyyy-MM-dd} is not the first of a month; awards are paid by whole months. Write {input.From:yyyy-MM}-01, or the first of the next month.", "from");
        }

        if (Month.Of(input.From) > Month.Of(today).Add(MostMonthsAhead))
        {
            throw new Refused("indexation.ahead", $"{input.From:yyyy-MM-dd} lies more than {MostMonthsAhead} months ahead; check the year.", "from");
        }

        if (input.Rate is < 0 or > HighestRate || input.FlatMinor < 0)
        {
            throw new Refused("indexation.rate", "A stated rate lies between 0 and 1000 per cent, and a flat amount is not below 0; awards are not lowered by an indexation.", input.FlatMinor < 0 ? "flat" : "rate");
        }

        if (input.Rate is { } rate && rate * Millionths != decimal.Truncate(rate * Millionths))
        {
            throw new Refused("indexation.rate", "A rate has at most four places after the point of its per cent, such as 5.1234%.", "rate");
        }

        if ((input.Rate is not null || input.FlatMinor is not null) && string.IsNullOrWhiteSpace(input.LegalSource))
        {
            throw new Refused("indexation.no-source", "Say which law or order states the rate, with its article and date.", "legalSource");
        }
    }

    private static IndexationBasis BasisOf(NewIndexation input, ApprovedScheme scheme)
    {
        if (scheme.Rules.Has(IndexRule.Indexed))
        {
            RefuseUnasked(input.Rate is not null, scheme.Rules, FactNames.IndexRate, "rate");
            RefuseUnasked(input.FlatMinor is not null, scheme.Rules, FactNames.IndexFlat, "flat");
            return IndexationBasis.Rule;
        }

        if (input.Rate is not null || input.FlatMinor is not null || scheme.Use == SchemeUse.Claims)
        {
            throw new Refused("indexation.no-rule", $"Version {scheme.Rules.Version} of '{input.Scheme}' does not say how amounts in payment are raised and rounded. Have a version activated that has the rule '{IndexRule.Indexed}'; it may take the rate as the fact '{FactNames.IndexRate}'.", "scheme");
        }

        return IndexationBasis.Amount;
    }

    private static void RefuseUnasked(bool stated, Scheme rules, string fact, string field)
    {
        if (stated && rules.Fact(fact) is null)
        {
            throw new Refused("indexation.rate-of-package", $"The package of '{rules.Id}' asks for no '{fact}'; it has its own figures. Leave the field empty.", field);
        }
    }

    private async Task<IndexationStarted> AddAsync(NewIndexation input, Scheme rules, IndexationBasis basis, Change change, CancellationToken ct)
    {
        var month = Month.Of(input.From);
        var key = input.DryRun ? null : Indexation.KeyOf(input.Scheme, month);
        if (key is not null && await db.Indexations.SingleOrDefaultAsync(x => x.OnceKey == key, ct) is { RunId: { } before } standing)
        {
            if (!await GivesWayAsync(standing, ct))
            {
                return new IndexationStarted(standing.Id, before, true);
            }

            standing.OnceKey = null;
            await db.SaveAsync(change, ct);
        }

        await RefuseCoveredAsync(input.Scheme, month, ct);
        var indexation = new Indexation
        {
            Scheme = input.Scheme, FromMonth = month, DryRun = input.DryRun, OnceKey = key, Basis = basis, RateMillionths = input.Rate is { } rate ? (long)(rate * Millionths) : null, FlatMinor = input.FlatMinor, LegalSource = input.LegalSource?.Trim(),
            PackageHash = rules.Hash, PackageVersion = rules.Version, AsKnownOn = change.Today, Currency = rules.Currency.Code, StartedAt = change.Now, StartedBy = change.Actor.Name,
        };
        db.Indexations.Add(indexation);
        await db.SaveAsync(change, ct);
        var title = $"{(input.DryRun ? "Dry run: " : "")}{input.Scheme} raised from {month}";
        var run = Run.Of(IndexationWorker.RunKind, indexation.Id.ToString(CultureInfo.InvariantCulture), title, new IndexationInput(indexation.Id), change);
        db.Runs.Add(run);
        await db.SaveAsync(change, ct);
        indexation.RunId = run.Id;
        await db.SaveAsync(change, ct);
        return new IndexationStarted(indexation.Id, run.Id, false);
    }

    /// <summary>Months whose amounts were settled already, by differences approved or by an indexation of a later month, are not raised once more: the raise would be paid twice.</summary>
    private async Task RefuseCoveredAsync(string scheme, Month month, CancellationToken ct)
    {
        var settled = await db.Recalculations.Where(r => r.Scheme == scheme && r.ApprovedAt != null && r.ThroughMonth >= month).MaxAsync(r => (Month?)r.ThroughMonth, ct);
        if (settled is { } through)
        {
            throw new Refused("indexation.settled", $"Differences of '{scheme}' up to {through} are approved; an indexation begins after them. Write {through.Add(1).First:yyyy-MM-dd} or later.", "from");
        }

        if (await db.Indexations.Where(x => x.Scheme == scheme && x.ApprovedAt != null && x.FromMonth > month).MinAsync(x => (Month?)x.FromMonth, ct) is { } later)
        {
            throw new Refused("indexation.later", $"'{scheme}' is raised from {later} on already; what is due for months before comes by a version of the package that says so.", "from");
        }
    }

    /// <summary>One that was rejected, raised nobody, or was broken off.</summary>
    private async Task<bool> GivesWayAsync(Indexation standing, CancellationToken ct)
    {
        var subject = ApproveIndexation.SubjectOf(standing.Id);
        return standing.ApprovedAt is null && (standing.FinishedAt is not null || await db.Runs.AnyAsync(r => r.Id == standing.RunId && r.CancelledAt != null && r.FinishedAt != null, ct))
            && !await db.Proposals.AnyAsync(p => p.Act == ApproveIndexation.Act && p.Subject == subject && p.DecidedAt == null, ct);
    }
}
