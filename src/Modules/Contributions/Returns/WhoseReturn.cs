using Microsoft.EntityFrameworkCore;
using Spmis.Contributions.Copies;
using Spmis.Contributions.Profiles;
using Spmis.Kernel.Acts;
using Spmis.Values;

namespace Spmis.Contributions.Returns;

/// <summary>Whose a return file is, by the number it bears: an employer number, or in layouts with numbers of their own the one learned from an earlier file.</summary>
public sealed class WhoseReturn(ContributionsDb db, SchemeBook schemes, ProfileBook profiles, RecognizeProfile recognize)
{
    /// <param name="open">Opens the file anew.</param>
    /// <param name="profile">Its layout; null to have it recognised.</param>
    /// <param name="month">The month it is filed for.</param>
    /// <param name="scheme">The scheme; null where only one collects.</param>
    /// <param name="ct">Cancels.</param>
    /// <returns>The employer number.</returns>
    /// <exception cref="Refused">The file is none, names nobody, or names somebody not known here.</exception>
    public async Task<string> HandleAsync(Func<Stream> open, string? profile, Month month, string? scheme, CancellationToken ct)
    {
        var layout = string.IsNullOrWhiteSpace(profile) ? await recognize.HandleAsync(open, ct) : profiles.Find(profile.Trim());
        var rules = await schemes.ForMonthAsync(await schemes.SchemeAsync(scheme, ct), month, ct);
        var told = (await new ProveFile(layout, month, rules.Currency, dryRun: true).RunAsync(new ProfileFile(layout, open), ct)).EmployerReference
            ?? throw new Refused("return.no-employer", "The file names no employer; say whose it is with --employer.", "employer");
        var known = layout.Issuer is not { } issuer ? null
            : await (from r in db.Set<EmployerReference>() join e in db.Set<EmployerCopy>() on r.EmployerId equals e.EmployerId where r.Issuer == issuer && r.Reference == told select e.EmployerNumber).FirstOrDefaultAsync(ct);
        return known ?? (await db.Set<EmployerCopy>().AnyAsync(e => e.EmployerNumber == told, ct) ? told
            : throw new Refused("return.employer-unknown", $"The file is of employer {told}, whom nobody has filed for in this layout yet; say whose it is with --employer, and it is remembered.", "employer"));
    }
}
