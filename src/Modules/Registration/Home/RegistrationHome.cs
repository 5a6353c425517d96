using System.Security.Claims;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Localization;
using Spmis.Kernel.Access;
using Spmis.Registration.Objections;
using Spmis.Web.Home;
using Spmis.Web.Parts;
using Spmis.Web.Shell;

namespace Spmis.Registration.Home;

/// <summary>What the register puts on the home page.</summary>
/// <param name="db">The register.</param>
/// <param name="objections">Objections that wait.</param>
/// <param name="show">Prints numbers.</param>
/// <param name="time">The clock.</param>
/// <param name="texts">The module's words.</param>
public sealed class RegistrationHome(RegistrationDb db, ReadObjections objections, Show show, TimeProvider time, IStringLocalizer<RegistrationTexts> texts) : IHomeTasks
{
    /// <inheritdoc />
    public async Task<IReadOnlyList<HomeTask>> TasksAsync(ClaimsPrincipal user, CancellationToken ct)
    {
        List<HomeTask> tasks = [];
        if (CurrentActor.Of(user).Association is not null)
        {
            return tasks;
        }

        var cases = await db.DuplicateCases.CountAsync(c => c.DecidedAt == null, ct);
        if (cases > 0)
        {
            tasks.Add(new HomeTask(texts["Review possible duplicates"], "/duplicates", texts["{0} open", show.Count(cases)], TagKind.Wait, May.ReviewDuplicates, 110));
        }

        var proposals = await db.Proposals.CountAsync(p => p.DecidedAt == null, ct);
        if (proposals > 0)
        {
            tasks.Add(new HomeTask(texts["Check what others prepared"], "/registration/proposals", texts["{0} waiting", show.Count(proposals)], TagKind.Wait, May.ApproveMerges, 105));
        }

        var today = DateOnly.FromDateTime(time.GetUtcNow().UtcDateTime);
        var due = await db.Recertifications.CountAsync(r => r.DueOn <= today && db.Persons.Any(p => p.Id == r.PersonId && p.DiedOn == null && p.MergedIntoId == null), ct);
        if (due > 0)
        {
            tasks.Add(new HomeTask(texts["Confirm details that are due"], "/registration/due", texts["{0} waiting", show.Count(due)], TagKind.Wait, May.CorrectPersons, 115));
        }

        var (open, overdue) = await objections.CountAsync(today, ct);
        if (open > 0)
        {
            tasks.Add(new HomeTask(texts["Answer objections to the use of data"], "/objections", overdue > 0 ? texts["{0} waiting, {1} overdue", show.Count(open), show.Count(overdue)] : texts["{0} waiting", show.Count(open)], overdue > 0 ? TagKind.Bad : TagKind.Wait, May.RecordFacts, overdue > 0 ? 15 : 112));
        }

        var counts = await db.Associations.CountAsync(a => a.NextCensusOn <= today && a.ClosedOn == null, ct);
        if (counts > 0)
        {
            tasks.Add(new HomeTask(texts["Take the census of associations"], "/associations?due=true", texts["{0} waiting", show.Count(counts)], TagKind.Wait, May.KeepAssociations, 117));
        }

        return tasks;
    }

    /// <inheritdoc />
    public async Task<IReadOnlyList<HomeStat>> StatsAsync(ClaimsPrincipal user, CancellationToken ct)
    {
        if (CurrentActor.Of(user) is { Employer: not null } or { Association: not null })
        {
            return []; // How many others there are is nothing to an employer or an association.
        }

        // Numbers given out, from the series: no scan of the register.
        var series = await db.NumberSeries.AsNoTracking().ToListAsync(ct);
        var persons = series.Where(s => s.Name.StartsWith(Persons.Intake.Series, StringComparison.Ordinal)).Sum(s => s.Next - 1);
        var employers = series.Where(s => s.Name == Employers.Employer.Series).Sum(s => s.Next - 1);
        return
        [
            new HomeStat(show.Count(persons), texts["persons registered"], "/persons", May.ReadPersons, 100),
            new HomeStat(show.Count(employers), texts["employers registered"], "/employers", May.ReadEmployers, 110),
        ];
    }
}
