using Microsoft.EntityFrameworkCore;
using Spmis.Contributions.Copies;
using Spmis.Kernel.Acts;

namespace Spmis.Contributions.Profiles;

/// <summary>Whether a file is this employer's, by the number it bears.</summary>
public sealed class EmployerReferences(ContributionsDb db)
{
    /// <summary>Looks whether the file is this employer's. A reference nobody has yet is taken for this employer's when it has none; <see cref="LearnAsync"/> keeps it once the return is filed.</summary>
    /// <returns>The reference lines may bear besides the employer's own number.</returns>
    /// <exception cref="Refused">It is another employer's.</exception>
    internal async Task<string?> CheckAsync(Profile profile, EmployerCopy employer, string? told, CancellationToken ct)
    {
        if (profile.Issuer is not { } issuer)
        {
            return told is null || told == employer.EmployerNumber ? null
                : throw new Refused("return.other-employer", $"You file for employer {employer.EmployerNumber}, but every line of the file is of {told}. Choose the right file, or file it for that employer.", "employerNumber");
        }

        var own = await db.Set<EmployerReference>().AsNoTracking().Where(r => r.EmployerId == employer.EmployerId && r.Issuer == issuer).OrderBy(r => r.SetAt).Select(r => r.Reference).Take(20).ToListAsync(ct);
        if (told is null || told == employer.EmployerNumber || own.Contains(told))
        {
            return own.Contains(told ?? "") ? told : own.FirstOrDefault();
        }

        var taken = await db.Set<EmployerReference>().AnyAsync(r => r.Issuer == issuer && r.Reference == told, ct);
        return taken || own.Count > 0
            ? throw new Refused("return.other-employer", $"You file for employer {employer.EmployerNumber}{(own.Count > 0 ? $", which is {own[0]} in this layout" : "")}, but the file is of {told}. Choose the right file; if the number is the employer's too, an officer enters it.", "employerNumber")
            : told;
    }

    /// <summary>Keeps the reference of a return being filed.</summary>
    internal async Task LearnAsync(Profile profile, EmployerCopy employer, string? reference, Change change, CancellationToken ct)
    {
        if (profile.Issuer is { } issuer && reference is not null && !await db.Set<EmployerReference>().AnyAsync(r => r.Issuer == issuer && r.Reference == reference, ct))
        {
            db.Add(new EmployerReference { Issuer = issuer, Reference = reference, EmployerId = employer.EmployerId, SetAt = change.Now, SetBy = change.Actor.Name });
        }
    }

    /// <summary>Enters a further reference of an employer, or moves it from another that was taken for its holder by mistake.</summary>
    /// <exception cref="Refused">The employer is unknown, or the actor may act for one employer only.</exception>
    public async Task SetAsync(string employerNumber, string issuer, string reference, Change change, CancellationToken ct)
    {
        if (change.Actor.Employer is not null)
        {
            throw new Refused("access.references", "References of employers are entered by the office.");
        }

        if (issuer.Trim() is not { Length: > 0 and <= 60 } clean || reference.Trim() is not { Length: > 0 and <= 40 } number)
        {
            throw new Refused("reference.missing", "Give the issuer (such as za-uif) and the reference, at most 40 characters.", "reference");
        }

        var employer = await db.Set<EmployerCopy>().AsNoTracking().SingleOrDefaultAsync(e => e.EmployerNumber == employerNumber, ct)
            ?? throw new Refused("employer.unknown", $"There is no employer {employerNumber}.", "employerNumber");
        await db.WriteAsync(
            async () =>
            {
                await db.Set<EmployerReference>().Where(r => r.Issuer == clean && r.Reference == number).ExecuteDeleteAsync(ct);
                db.Add(new EmployerReference { Issuer = clean, Reference = number, EmployerId = employer.EmployerId, SetAt = change.Now, SetBy = change.Actor.Name });
                await db.SaveAsync(change, ct);
            },
            ct);
    }
}
