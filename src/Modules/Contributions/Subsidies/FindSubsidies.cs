using System.Globalization;
using Microsoft.EntityFrameworkCore;
using Spmis.Kernel.Acts;
using Spmis.Kernel.Proposals;
using Spmis.Values;

namespace Spmis.Contributions.Subsidies;

/// <summary>A month of a programme.</summary>
/// <param name="Month">The month helped with.</param>
/// <param name="Persons">Persons for whom something was given.</param>
/// <param name="GivenMinor">Given, less what was taken back.</param>
/// <param name="ShortMinor">What the budget or fund had no more for.</param>
public sealed record SubsidyMonth(Month Month, int Persons, long GivenMinor, long ShortMinor);

/// <summary>A donor's bill as it stands.</summary>
public sealed record DonorBillState(DonorBill Bill, long PaidMinor)
{
    public long OpenMinor => Bill.AmountMinor - PaidMinor;
}

/// <summary>A programme with its donor.</summary>
public sealed record ProgrammeRow(SubsidyProgramme Programme, Donor Donor)
{
    public long? LeftMinor => Programme.BudgetMinor - Programme.GivenMinor;
}

/// <summary>A programme, its months and its donor's account.</summary>
public sealed record ProgrammeReport(ProgrammeRow Row, IReadOnlyList<SubsidyMonth> Months, IReadOnlyList<DonorBillState> Bills, IReadOnlyList<Proposal> Waiting);

/// <summary>Queries of subsidies, without names: the donor's report.</summary>
public sealed class FindSubsidies(ContributionsDb db)
{
    private const int Most = 200;
    private const int MostMonths = 600;

    /// <summary>The latest programme first, at most 200.</summary>
    public async Task<IReadOnlyList<ProgrammeRow>> ListAsync(CancellationToken ct) =>
        [.. (await (from p in db.Set<SubsidyProgramme>().AsNoTracking() join d in db.Set<Donor>().AsNoTracking() on p.DonorId equals d.Id orderby p.Id descending select new { p, d }).Take(Most).ToListAsync(ct)).Select(x => new ProgrammeRow(x.p, x.d))];

    /// <summary>Programmes that wait for a second person.</summary>
    public async Task<IReadOnlyList<Proposal>> WaitingAsync(CancellationToken ct) => await db.Proposals.AsNoTracking().Where(p => p.Act == StartProgramme.Act && p.DecidedAt == null).OrderBy(p => p.Id).Take(Most).ToListAsync(ct);

    /// <summary>One programme by month, the latest first.</summary>
    /// <exception cref="Refused">There is none.</exception>
    public async Task<ProgrammeReport> ReportAsync(long id, CancellationToken ct)
    {
        var p = await db.Set<SubsidyProgramme>().AsNoTracking().SingleOrDefaultAsync(x => x.Id == id, ct) ?? throw new Refused("subsidy.unknown", $"There is no programme {id}.");
        var donor = await db.Set<Donor>().AsNoTracking().SingleAsync(d => d.Id == p.DonorId, ct);
        var persons = await db.Set<SubsidyShare>().Where(s => s.ProgrammeId == id).GroupBy(s => new { s.Month, s.PersonId }).Select(g => new { g.Key.Month, g.Key.PersonId, Given = g.Sum(s => s.AmountMinor), Short = g.Sum(s => s.ShortMinor) })
            .GroupBy(x => x.Month).Select(g => new { Month = g.Key, Persons = g.Sum(x => x.Given > 0 ? 1 : 0), Given = g.Sum(x => x.Given), Short = g.Sum(x => x.Short) }).OrderByDescending(g => g.Month).Take(MostMonths).ToListAsync(ct);
        var bills = await db.Set<DonorBill>().AsNoTracking().Where(b => b.DonorId == donor.Id).OrderByDescending(b => b.Month).Take(MostMonths).ToListAsync(ct);
        // What was taken back after it was billed is as good as paid.
        var received = donor.ReceivedMinor + Math.Max(0, donor.BilledMinor - donor.GivenMinor);
        var subject = id.ToString(CultureInfo.InvariantCulture);
        var waiting = await db.Proposals.AsNoTracking().Where(x => x.Act == EndProgramme.Act && x.DecidedAt == null && x.Subject == subject).OrderBy(x => x.Id).Take(Most).ToListAsync(ct);
        return new ProgrammeReport(new ProgrammeRow(p, donor), [.. persons.Select(g => new SubsidyMonth(g.Month, g.Persons, g.Given, g.Short))], [.. bills.Select(b => new DonorBillState(b, Math.Clamp(received - (b.ThroughMinor - b.AmountMinor), 0, b.AmountMinor)))], waiting);
    }

    /// <summary>Whether a proposal is about subsidies.</summary>
    /// <exception cref="Refused">It is not.</exception>
    internal async Task CheckProposalAsync(long id, CancellationToken ct)
    {
        if (!await db.Proposals.AnyAsync(p => p.Id == id && (p.Act == StartProgramme.Act || p.Act == EndProgramme.Act), ct))
        {
            throw new Refused("proposal.unknown", $"There is no proposal {id} about subsidies.");
        }
    }
}
