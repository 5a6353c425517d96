using Microsoft.EntityFrameworkCore;
using Spmis.Kernel.Acts;

namespace Spmis.Registration.Employers;

/// <summary>Finds employers by number or by the beginning of the name. An employer's own user sees that employer only.</summary>
/// <param name="db">The register.</param>
public sealed class SearchEmployers(RegistrationDb db)
{
    /// <summary>The most lines of one answer.</summary>
    public const int MostLines = 100;

    /// <summary>Searches.</summary>
    /// <param name="text">Number or beginning of the name; empty lists the latest.</param>
    /// <param name="limit">How many at most, up to 100.</param>
    /// <param name="actor">Who asks.</param>
    /// <param name="ct">Cancels.</param>
    public async Task<IReadOnlyList<Employer>> HandleAsync(string? text, int limit, Actor actor, CancellationToken ct)
    {
        limit = Math.Clamp(limit, 1, MostLines);
        var visible = Visible(actor);
        var prefix = Employer.Fold(text ?? "");
        if (prefix.Length == 0)
        {
            return await visible.OrderByDescending(e => e.Number).Take(limit).ToListAsync(ct);
        }

        var digits = RegistrationDb.Digits(text);
        if (digits.Length >= 4 && digits.Length == prefix.Count(c => c is not (' ' or '-')))
        {
            return await visible.Where(e => e.Number == digits).ToListAsync(ct);
        }

        var end = prefix[..^1] + (char)(prefix[^1] + 1);
        return await visible.Where(e => string.Compare(e.SearchName, prefix) >= 0 && string.Compare(e.SearchName, end) < 0).OrderBy(e => e.SearchName).ThenBy(e => e.Number).Take(limit).ToListAsync(ct);
    }

    /// <summary>One employer.</summary>
    /// <exception cref="Refused">There is none, or the actor may not see it.</exception>
    public async Task<Employer> ReadAsync(string number, Actor actor, CancellationToken ct)
    {
        var digits = RegistrationDb.Digits(number);
        return await Visible(actor).SingleOrDefaultAsync(e => e.Number == digits, ct)
            ?? throw new Refused("employer.unknown", $"There is no employer {number}. Check the number; its last two digits catch most slips.", "number");
    }

    private IQueryable<Employer> Visible(Actor actor) =>
        db.Employers.AsNoTracking().Where(e => actor.Employer == null || e.Number == actor.Employer);
}
