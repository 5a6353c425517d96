using System.Text.Json;
using Spmis.Kernel.Acts;
using Spmis.Kernel.Data;
using Spmis.Kernel.Proposals;
using Spmis.Values;

namespace Spmis.Eligibility.Awards;

/// <summary>A change of an award that needs two people.</summary>
/// <param name="Number">Award number.</param>
/// <param name="LastMonth">To end it: the last month payable, yyyyMM; null to resume it.</param>
/// <param name="Reason">In words the person will understand.</param>
public sealed record AwardChange(string Number, int? LastMonth, string Reason);

/// <summary>Resumes a suspended award: what was held becomes payable again.</summary>
/// <param name="db">The module's database.</param>
/// <param name="fourEyes">Proposals.</param>
public sealed class ResumeAward(EligibilityDb db, FourEyes fourEyes) : IProposedAct
{
    /// <summary>The act's name.</summary>
    public const string Act = "awards.resume";

    /// <summary>Puts the resumption up for a second person; the change's reason goes with it.</summary>
    /// <exception cref="Refused">No such award, or nobody suspended it.</exception>
    public async Task<Proposal> ProposeAsync(string number, Change change, CancellationToken ct)
    {
        var award = await AwardQueries.ByNumberAsync(db, number, ct);
        Check(award);
        return await fourEyes.ProposeAsync(EligibilityModule.ModuleName, Act, number, $"Resume award {number}", new AwardChange(number, null, change.Reason ?? ""), change, ct);
    }

    /// <inheritdoc />
    public async Task<IReadOnlyList<ShownField>> ShowAsync(string payload, CancellationToken ct)
    {
        var award = await AwardQueries.ByNumberAsync(db, AwardChanges.Read(payload).Number, ct);
        return [new("Award", award.Number, award.Number), new("Suspended from", award.SuspendedFrom?.ToString(), null), new("Because", award.SuspendedBecause, null)];
    }

    /// <inheritdoc />
    public async Task ApplyAsync(string payload, Change change, CancellationToken ct)
    {
        var award = await AwardQueries.ByNumberAsync(db, AwardChanges.Read(payload).Number, ct);
        Check(award);
        (award.SuspendedFrom, award.SuspendedBecause) = (null, null);
        award.Changed();
        await db.PublishAwardsAsync([award], ct);
        await db.SaveAsync(change, ct);
    }

    private static void Check(Award award)
    {
        if (award.SuspendedFrom is null)
        {
            throw new Refused("award.not-suspended", award switch
            {
                { CertificateFrom: not null } => $"Award {award.Number} is suspended for a missing life certificate. Record the proof; the resumption is then put up by itself.",
                { DuplicateOfId: not null } => $"Award {award.Number} is stopped because the same person has another award of this scheme. End one of the two; the other goes on by itself.",
                _ => $"Award {award.Number} is not suspended.",
            }, "number");
        }
    }
}

/// <summary>Ends an award after a month. A second award that was stopped because of it goes on.</summary>
/// <param name="db">The module's database.</param>
/// <param name="fourEyes">Proposals.</param>
/// <param name="owners">Looks at the person's other awards again.</param>
public sealed class EndAward(EligibilityDb db, FourEyes fourEyes, SettleOwners owners) : IProposedAct
{
    /// <summary>The act's name.</summary>
    public const string Act = "awards.end";

    /// <summary>Puts the end up for a second person.</summary>
    /// <param name="number">Award number.</param>
    /// <param name="lastMonth">The last month payable; the month before the first one takes the whole award back.</param>
    /// <param name="change">Its reason is shown to the person.</param>
    /// <param name="ct">Cancels.</param>
    /// <exception cref="Refused">No such award, it is ended already, the month lies before its beginning, or no reason is given.</exception>
    public async Task<Proposal> ProposeAsync(string number, Month lastMonth, Change change, CancellationToken ct)
    {
        var award = await AwardQueries.ByNumberAsync(db, number, ct);
        if (string.IsNullOrWhiteSpace(change.Reason))
        {
            throw new Refused("award.no-reason", "Say why, in words the person will understand.", "reason");
        }

        Check(award, lastMonth);
        return await fourEyes.ProposeAsync(EligibilityModule.ModuleName, Act, number, $"End award {number} after {lastMonth}", new AwardChange(number, lastMonth.Code, change.Reason), change, ct);
    }

    /// <inheritdoc />
    public async Task<IReadOnlyList<ShownField>> ShowAsync(string payload, CancellationToken ct)
    {
        var input = AwardChanges.Read(payload);
        var award = await AwardQueries.ByNumberAsync(db, input.Number, ct);
        return [new("Award", award.Number, award.Number), new("Last month payable", award.ToMonth?.ToString(), Month.FromCode(input.LastMonth ?? 0).ToString()), new("Because", award.EndedBecause, input.Reason)];
    }

    /// <inheritdoc />
    public async Task ApplyAsync(string payload, Change change, CancellationToken ct)
    {
        var input = AwardChanges.Read(payload);
        var award = await AwardQueries.ByNumberAsync(db, input.Number, ct);
        var last = Month.FromCode(input.LastMonth ?? 0);
        Check(award, last);
        (award.EndedAfter, award.EndedBecause) = (last, input.Reason);
        award.Changed();
        await owners.HandleAsync([award.PersonId], change, ct);
    }

    private static void Check(Award award, Month lastMonth)
    {
        if (award.EndedAfter is { } ended)
        {
            throw new Refused("award.ended-already", $"Award {award.Number} ends after {ended} already.", "number");
        }

        if (lastMonth < award.FromMonth.Add(-1) || award.ToMonth < lastMonth)
        {
            throw new Refused("award.month-outside", $"Award {award.Number} is payable from {award.FromMonth}{(award.ToMonth is { } to ? $" to {to}" : "")}; choose a last month in that time, or the month before it to take the whole award back.", "lastMonth");
        }
    }
}

internal static class AwardChanges
{
    public static AwardChange Read(string payload) => JsonSerializer.Deserialize<AwardChange>(payload, SpmisJson.Options) ?? throw new InvalidOperationException("The proposal is empty.");
}
