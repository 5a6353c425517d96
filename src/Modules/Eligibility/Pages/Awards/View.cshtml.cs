using Spmis.Kernel.Access;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;
using Spmis.Eligibility.Awards;
using Spmis.Eligibility.Copies;
using Spmis.Eligibility.Indexations;
using Spmis.Eligibility.Recalculations;
using Spmis.Eligibility.LifeCertificates;
using Spmis.Values;

namespace Spmis.Eligibility.Pages.Awards;

/// <summary>One award for life: how it stands, what was paid, and what may be changed.</summary>
[Authorize("eligibility.read")]
public sealed class ViewModel(EligibilityDb db, SuspendAward suspend, ResumeAward resume, ResumeAfterProof resumeProved, EndAward end) : ApprovalPage(Approvals.OfAwards, "awards.approve")
{
    /// <summary>First month suspended, or last month payable.</summary>
    [BindProperty]
    public Month? Month { get; set; }

    /// <summary>Why.</summary>
    [BindProperty]
    public string Reason { get; set; } = "";

    /// <summary>The award.</summary>
    public Award Award { get; private set; } = null!; // Loaded before the page is drawn.

    /// <summary>Its person.</summary>
    public PersonCopy? Person { get; private set; }

    /// <summary>The other one, when it is a second award.</summary>
    public string? OtherNumber { get; private set; }

    /// <summary>What approved indexations gave more, oldest first.</summary>
    public IReadOnlyList<RaisedBy> Raises { get; private set; } = [];

    /// <summary>Approved lower amounts, oldest first.</summary>
    internal IReadOnlyList<Lowering> Lowered { get; private set; } = [];

    /// <summary>Amount of a month in force this month, minor units.</summary>
    public long InForceMinor { get; private set; }

    /// <summary>When the next proof of life is due; null when none is asked for.</summary>
    public CertificateDue? Due { get; private set; }

    /// <summary>Months settled, newest first.</summary>
    public IReadOnlyList<AwardMonth> Months { get; private set; } = [];

    /// <summary>Draws the page.</summary>
    public async Task OnGetAsync(string number, CancellationToken ct)
    {
        Award = await AwardQueries.ByNumberAsync(db, number, ct);
        Person = await db.Persons.AsNoTracking().SingleOrDefaultAsync(p => p.PersonId == Award.PersonId, ct);
        HttpContext.RequestServices.GetRequiredService<PersonsShown>().Add(Person?.RegistrationNumber);
        OtherNumber = Award.DuplicateOfId is { } other ? await db.Awards.Where(a => a.Id == other).Select(a => a.Number).SingleOrDefaultAsync(ct) : null;
        Months = await db.AwardMonths.AsNoTracking().Where(m => m.AwardId == Award.Id).OrderByDescending(m => m.Month).Take(120).ToListAsync(ct);
        Due = await db.CertificateDues.AsNoTracking().SingleOrDefaultAsync(d => d.AwardId == Award.Id, ct);
        Raises = await AmountsInForce.RaisesAsync(db, Award.Id, ct);
        Lowered = [.. (await Lowerings.OfAsync(db, [Award.Id], ct))[Award.Id]];
        InForceMinor = Award.MonthlyMinor + (await AmountsInForce.MoreThanGrantedAsync(db, [Award.Id], Values.Month.Of(Current.Change("awards.view").Today), ct)).GetValueOrDefault(Award.Id);
        await LoadOpenAsync(number, ct);
    }

    /// <summary>Suspends at once.</summary>
    public Task<IActionResult> OnPostSuspendAsync(string number, CancellationToken ct) => DoAsync("awards.suspend", Words["The award is suspended."], number, async month =>
        await suspend.HandleAsync(number, month, Current.Change("awards.suspend", Reason), ct));

    /// <summary>Prepares the end.</summary>
    public Task<IActionResult> OnPostEndAsync(string number, CancellationToken ct) => DoAsync("awards.prepare", Words["The end waits for a second person."], number, async month =>
        await end.ProposeAsync(number, month, Current.Change(EndAward.Act, Reason), ct));

    /// <summary>Prepares the resumption.</summary>
    public Task<IActionResult> OnPostResumeAsync(string number, CancellationToken ct) => DoAsync("awards.prepare", Words["The resumption waits for a second person."], number, async _ =>
        await resume.ProposeAsync(number, Current.Change(ResumeAward.Act, Reason), ct), needsMonth: false);

    /// <summary>Prepares the resumption after a proof of life.</summary>
    public Task<IActionResult> OnPostResumeProvedAsync(string number, CancellationToken ct) => DoAsync("awards.prepare", Words["The resumption waits for a second person."], number, async _ =>
        await resumeProved.ProposeAsync(number, Current.Change(ResumeAfterProof.Act, Reason), ct), needsMonth: false);

    /// <inheritdoc />
    protected override Task OnRedisplayAsync() => OnGetAsync(RouteData.Values["number"]?.ToString() ?? "", HttpContext.RequestAborted);

    private async Task<IActionResult> DoAsync(string permission, string done, string number, Func<Month, Task> act, bool needsMonth = true)
    {
        if (!await MayAsync(permission))
        {
            return Forbid();
        }

        return await TryAsync(async () =>
        {
            if (needsMonth && Month is null)
            {
                Refuse(nameof(Month), Words["Write year and month as 2026-07."]);
                return Page();
            }

            await act(Month ?? default);
            Done(done);
            return Redirect($"/awards/{number}");
        });
    }
}
