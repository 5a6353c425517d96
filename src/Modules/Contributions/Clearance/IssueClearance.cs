using System.Security.Cryptography;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Configuration;
using Spmis.Contributions.Arrears;
using Spmis.Contributions.Copies;
using Spmis.Contributions.Dues;
using Spmis.Contributions.Returns;
using Spmis.Kernel.Acts;

namespace Spmis.Contributions.Clearance;

/// <summary>Issues a clearance certificate when nothing is overdue: every return since the first is filed and read, every bill is paid or under an agreement that is kept. Valid for the days of the setting <c>Contributions:ClearanceDays</c> (90).</summary>
public sealed class IssueClearance(ContributionsDb db, ListDues dues, IConfiguration configuration)
{
    private const int UsualDays = 90;
    private const string Letters = "ABCDEFGHJKMNPQRSTUVWXYZ23456789";
    private const int CodeLength = 16;

    /// <returns>The certificate; of the same day the same one.</returns>
    /// <exception cref="Refused">Something is overdue, nothing was ever filed, or the employer is not the actor's.</exception>
    public async Task<ClearanceCertificate> HandleAsync(string employerNumber, Change change, CancellationToken ct)
    {
        if ((change.Actor.Employer is { } own && own != employerNumber) || await db.Set<EmployerCopy>().AsNoTracking().SingleOrDefaultAsync(e => e.EmployerNumber == employerNumber, ct) is not { } employer)
        {
            throw new Refused("employer.unknown", "There is no such employer, or it is not yours.", "employerNumber");
        }

        if (await WhyNotAsync(db, dues, employer.EmployerId, employerNumber, change.Today, ct) is { } why)
        {
            throw why;
        }

        ClearanceCertificate? issued = null;
        await db.WriteAsync(async () => issued = await IssueAsync(employer, change, ct), ct);
        return issued ?? throw new InvalidOperationException("The transaction ended without a certificate.");
    }

    /// <summary>Why no certificate can be issued, or one issued does not hold; null when nothing is in the way.</summary>
    internal static async Task<Refused?> WhyNotAsync(ContributionsDb db, ListDues dues, Guid employerId, string employerNumber, DateOnly today, CancellationToken ct)
    {
        if (!await db.Set<Return>().Where(r => r.EmployerId == employerId).Came().AnyAsync(ct))
        {
            return new Refused("clearance.nothing-filed", "The employer filed no return yet, so nothing can be certified.");
        }

        // What is being read may still be refused, or bring a bill.
        foreach (var beingRead in await db.Set<Return>().AsNoTracking().Where(r => r.EmployerId == employerId).OnTheirWay(db.Runs).Select(r => new { r.Scheme, r.Month }).Distinct().OrderBy(r => r.Month).ToListAsync(ct))
        {
            if (await dues.DueOnAsync(beingRead.Scheme, beingRead.Month, ct) < today)
            {
                return new Refused("clearance.being-read", $"The return of {beingRead.Month} was filed and is being read. Ask again once it has its verdict.");
            }
        }

        var overdue = (await dues.HandleAsync(employerNumber, today, ct, everyMonth: true)).Where(d => d.Overdue).ToList();
        return overdue.Count == 0 ? null : new Refused("clearance.overdue", $"{overdue.Count} things are overdue, the oldest since {overdue[0].DueOn:yyyy-MM-dd}: {(overdue[0].Kind == DueKind.Return ? $"the return of {overdue[0].Month}" : $"{overdue[0].Reference}, {overdue[0].Open}")}. Settle them, or agree on instalments, and ask again.");
    }

    private async Task<ClearanceCertificate> IssueAsync(EmployerCopy employer, Change change, CancellationToken ct)
    {
        var today = change.Today;
        if (await db.Set<ClearanceCertificate>().AsNoTracking().SingleOrDefaultAsync(c => c.EmployerId == employer.EmployerId && c.StandsOn == today, ct) is { } known)
        {
            return known;
        }

        var days = int.TryParse(configuration["Contributions:ClearanceDays"], System.Globalization.CultureInfo.InvariantCulture, out var set) && set is > 0 and <= 730 ? set : UsualDays;
        var certificate = new ClearanceCertificate
        {
            Id = Guid.CreateVersion7(), Number = ClearanceCertificate.NumberOf(await db.TakeNumbersAsync(ClearanceCertificate.Series, 1, ct)), Code = RandomNumberGenerator.GetString(Letters, CodeLength),
            EmployerId = employer.EmployerId, EmployerNumber = employer.EmployerNumber, EmployerName = employer.Name, IssuedOn = today, IssuedAt = change.Now, IssuedBy = change.Actor.Name, ValidThrough = today.AddDays(days), StandsOn = today,
            AgreementNumber = await db.Set<Agreement>().Where(a => a.EmployerId == employer.EmployerId && a.Open != null).OrderBy(a => a.Number).Select(a => a.Number).FirstOrDefaultAsync(ct),
        };
        db.Add(certificate);
        await db.SaveAsync(change, ct);
        return certificate;
    }
}

/// <summary>Withdraws a certificate, with a reason.</summary>
public sealed class WithdrawClearance(ContributionsDb db)
{
    /// <exception cref="Refused">There is none, it is withdrawn, or no reason is given.</exception>
    public async Task HandleAsync(string number, Change change, CancellationToken ct)
    {
        var reason = RelieveBill.Given(change.Reason, "reason", "Say why it is withdrawn.", 1000);
        var certificate = await db.Set<ClearanceCertificate>().SingleOrDefaultAsync(c => c.Number == number, ct) ?? throw new Refused("clearance.unknown", $"There is no certificate {number}.", "number");
        if (certificate.WithdrawnAt is { } at)
        {
            throw new Refused("clearance.withdrawn", $"It was withdrawn on {at:yyyy-MM-dd}.", "number");
        }

        (certificate.WithdrawnAt, certificate.WithdrawnBy, certificate.WithdrawnBecause, certificate.StandsOn) = (change.Now, change.Actor.Name, reason, null);
        await db.SaveAsync(change, ct);
    }
}
