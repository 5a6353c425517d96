using System.Globalization;
using Microsoft.EntityFrameworkCore;
using Spmis.Kernel.Acts;

namespace Spmis.Eligibility.LifeCertificates;

/// <summary>Which awards of the worklist.</summary>
public enum DueKind
{
    /// <summary>Due up to a day.</summary>
    Due,

    /// <summary>Due before a day, the award not suspended yet.</summary>
    Overdue,

    /// <summary>Suspended for it.</summary>
    Suspended,

    /// <summary>Of whom nobody can tell.</summary>
    CannotTell,
}

/// <summary>The worklist of life certificates page by page, the longest due first.</summary>
internal static class ListDues
{
    /// <summary>A page, and the key after which the next one begins.</summary>
    /// <param name="db">The module's database.</param>
    /// <param name="kind">Which.</param>
    /// <param name="day">The day they are due by.</param>
    /// <param name="after">Due day and award number, as <c>2026-07-01:5000000123</c>; empty for the beginning.</param>
    /// <param name="rows">Rows of a page.</param>
    /// <param name="ct">Cancels.</param>
    /// <exception cref="Refused">The key cannot be read.</exception>
    public static async Task<(IReadOnlyList<CertificateDue> Rows, string? Next)> PageAsync(EligibilityDb db, DueKind kind, DateOnly day, string after, int rows, CancellationToken ct)
    {
        var (from, number) = Key(after);
        var found = kind == DueKind.CannotTell
            ? await Of(db, kind, day).Where(d => string.Compare(d.AwardNumber, number) > 0).OrderBy(d => d.AwardNumber).Take(rows + 1).ToListAsync(ct)
            : await Of(db, kind, day).Where(d => d.DueOn > from || (d.DueOn == from && string.Compare(d.AwardNumber, number) > 0)).OrderBy(d => d.DueOn).ThenBy(d => d.AwardNumber).Take(rows + 1).ToListAsync(ct);
        return ([.. found.Take(rows)], found.Count > rows ? string.Create(CultureInfo.InvariantCulture, $"{found[rows - 1].DueOn ?? DateOnly.MinValue:yyyy-MM-dd}:{found[rows - 1].AwardNumber}") : null);
    }

    /// <summary>All of a kind.</summary>
    public static IQueryable<CertificateDue> Of(EligibilityDb db, DueKind kind, DateOnly day)
    {
        var dues = db.CertificateDues.AsNoTracking();
        return kind switch
        {
            DueKind.Due => dues.Where(d => d.DueOn <= day),
            DueKind.Overdue => dues.Where(d => d.DueOn < day && db.Awards.Any(a => a.Id == d.AwardId && a.CertificateFrom == null)),
            DueKind.Suspended => dues.Where(d => db.Awards.Any(a => a.Id == d.AwardId && a.CertificateFrom != null)),
            _ => dues.Where(d => d.DueOn == null),
        };
    }

    private static (DateOnly From, string Number) Key(string after) => after.Split(':') switch
    {
        [""] => (DateOnly.MinValue, ""),
        [var text, var number] when DateOnly.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day) => (day, number),
        _ => throw new Refused("list.key", $"'{after}' is no place in the list; take the 'next' of the page before.", "after"),
    };
}
