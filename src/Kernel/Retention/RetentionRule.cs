using Microsoft.EntityFrameworkCore;
using Spmis.Kernel.Access;
using Spmis.Kernel.Data;

namespace Spmis.Kernel.Retention;

/// <summary>How long one kind of record is kept, from a day on. Rows are added, never changed: of those that have begun on a day the one approved last counts, so a court's order to keep is not overtaken by a rule made before it. Without any, the kind is kept.</summary>
public sealed class RetentionRule
{
    /// <summary>Running number.</summary>
    public long Id { get; init; }

    /// <summary>The kind, see <see cref="RetainedKind"/>.</summary>
    public required string Kind { get; init; }

    /// <summary>First day.</summary>
    public required DateOnly FromDay { get; init; }

    /// <summary>Months for which a record is kept; null for all that is to be kept, for instance while a court looks at it.</summary>
    public int? Months { get; init; }

    /// <summary>The law, decree or order, with its date.</summary>
    public required string LegalBasis { get; init; }

    /// <summary>Who approved it.</summary>
    public required string ApprovedBy { get; init; }

    /// <summary>When.</summary>
    public required DateTime ApprovedAt { get; init; }

    /// <summary>Everything from before this instant (UTC) has served its term on a day; null for none.</summary>
    public DateTime? EndedBefore(DateOnly today) => Months is { } months ? today.AddMonths(-months).ToDateTime(TimeOnly.MinValue, DateTimeKind.Utc) : null;

    /// <summary>The rule of a kind in force on a day; null for none.</summary>
    public static Task<RetentionRule?> InForceAsync(ModuleDb db, string kind, DateOnly day, CancellationToken ct) =>
        db.RetentionRules.AsNoTracking().Where(r => r.Kind == kind && r.FromDay <= day).OrderByDescending(r => r.Id).FirstOrDefaultAsync(ct);
}

/// <summary>A kind of record that may end by rule.</summary>
/// <param name="Module">The module that keeps it.</param>
/// <param name="Name">Its name, as <c>history</c>.</param>
/// <param name="Text">In words: what ends, and what stays.</param>
/// <param name="LeastMonths">No rule may be shorter: what the house itself needs to find a mistake and to answer for it.</param>
public sealed record RetainedKind(string Module, string Name, string Text, int LeastMonths);

/// <summary>Ends records of one kind. Bound to a module and the kind's name.</summary>
public interface IRetained
{
    /// <summary>Whether any record is to end: one look by a key, however many there are.</summary>
    Task<bool> AnyAsync(ModuleDb db, DateTime before, CancellationToken ct);

    /// <summary>Ends the oldest, at most <paramref name="most"/> rows, in the open transaction.</summary>
    /// <returns>What ended; null when nothing is left.</returns>
    Task<RetentionEnded?> EndAsync(ModuleDb db, DateTime before, int most, CancellationToken ct);
}

/// <summary>What one piece of work ended: it goes into the history.</summary>
/// <param name="Records">How many records; 0 for a piece of a larger one.</param>
/// <param name="From">The first one's number.</param>
/// <param name="To">The last one's number.</param>
/// <param name="Proof">A hash over what stays of the records, where something stays that nobody may change; null elsewhere.</param>
public sealed record RetentionEnded(int Records, long From, long To, string? Proof = null);

/// <summary>Permissions about how long what is kept; the Kernel's own, as those about approval policies.</summary>
public static class RetentionPermissions
{
    /// <summary>See what is kept how long.</summary>
    public const string Read = "retention.read";

    /// <summary>Prepare a change of it.</summary>
    public const string Prepare = "retention.prepare";

    /// <summary>Approve such a change.</summary>
    public const string Decide = "retention.decide";

    /// <summary>All of them, with the roles that hold them.</summary>
    public static IReadOnlyList<Permission> All { get; } =
    [
        new(Read, "See how long records are kept, and by which law", [.. Roles.OfStaff]),
        new(Prepare, "Prepare a change of how long records are kept", Roles.Administrator) { StepUp = true, Nation = true },
        new(Decide, "Approve changes, that somebody else prepared, of how long records are kept", Roles.Supervisor) { StepUp = true, Nation = true },
    ];
}
