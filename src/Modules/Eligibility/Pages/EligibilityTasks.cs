using System.Security.Claims;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Localization;
using Spmis.Eligibility.Claims;
using Spmis.Eligibility.LifeCertificates;
using Spmis.Rules;
using Spmis.Web.Home;
using Spmis.Web.Parts;
using Spmis.Web.Shell;

namespace Spmis.Eligibility.Pages;

/// <summary>What of this module waits for the user on the home page.</summary>
public sealed class EligibilityTasks(EligibilityDb db, Approvals approvals, TimeProvider time, Show show, IStringLocalizer<EligibilityTexts> words) : IHomeTasks
{
    /// <inheritdoc />
    public async Task<IReadOnlyList<HomeTask>> TasksAsync(ClaimsPrincipal user, CancellationToken ct)
    {
        List<HomeTask> tasks = [];
        void Add(int count, string text, string href, TagKind kind, string permission, int order)
        {
            if (count > 0)
            {
                tasks.Add(new HomeTask(text, href, words["{0} open", show.Count(count)], kind, permission, order));
            }
        }

        Add((await approvals.OpenAsync(Approvals.OfAwards, ct)).Count, words["Approve awards"], "/awards", TagKind.Wait, "awards.approve", 310);
        Add((await approvals.OpenAsync(Approvals.OfAgreements, ct)).Count, words["Approve agreements with associations"], "/eligibility/agreements", TagKind.Wait, "enrolments.approve", 315);
        Add((await approvals.OpenAsync(Approvals.OfSchemes, ct)).Count, words["Approve scheme packages"], "/schemes", TagKind.Wait, "schemes.approve", 320);
        Add(await db.Awards.CountAsync(a => a.DuplicateOfId != null, ct), words["Look at second awards of one person"], "/awards?show=duplicates", TagKind.Bad, "awards.prepare", 330);
        Add(await db.Debts.CountAsync(d => d.PlannedAt == null && d.AmountMinor > d.WaivedMinor + d.RepaidMinor + d.RecoveredMinor, ct), words["Decide how debts are paid back"], "/eligibility/debts", TagKind.Wait, "awards.prepare", 332);
        var today = DateOnly.FromDateTime(time.GetUtcNow().UtcDateTime);
        Add(await ListDues.Of(db, DueKind.Overdue, today).CountAsync(ct), words["Ask for overdue life certificates"], "/eligibility/certificates?show=overdue", TagKind.Wait, "certificates.record", 335);
        Add(await db.Claims.CountAsync(c => c.Outcome == null && !c.Draft && c.ClosedAt == null, ct), words["Decide claims"], "/claims", TagKind.Info, "claims.determine", 340);
        Add(await db.Claims.CountAsync(c => c.Outcome == Answer.CannotTell, ct), words["Ask for what is missing"], "/claims?state=cannot-tell", TagKind.Wait, "claims.determine", 350);
        Add(await db.Claims.CountAsync(c => (c.Outcome == null || c.Outcome == Answer.CannotTell) && !c.Draft && c.ClosedAt == null && c.DecideBy < today, ct), words["Claims past the day by which the law wants them decided"], "/claims", TagKind.Bad, "claims.determine", 335);
        Add(await db.Claims.CountAsync(c => c.Draft && c.ClosedAt == null, ct), words["Claims opened by an event"], "/claims?state=drafts", TagKind.Info, "claims.file", 352);
        Add(await db.Claims.CountAsync(c => c.Outcome == Answer.Yes && c.Risks != null && c.Risks.Contains(ClaimRisks.CaseChanged), ct), words["Survivors whose shares changed"], "/claims?state=yes", TagKind.Bad, "claims.determine", 353);
        Add(await db.Appeals.CountAsync(a => a.Outcome == null, ct), words["Decide appeals"], "/appeals", TagKind.Wait, "appeals.decide", 354);
        Add((await approvals.OpenAsync(Approvals.OfDecisions, ct)).Count, words["Approve withdrawals, decisions against the rules and appeals"], "/appeals", TagKind.Wait, "determinations.approve", 356);
        return tasks;
    }

    /// <inheritdoc />
    public async Task<IReadOnlyList<HomeStat>> StatsAsync(ClaimsPrincipal user, CancellationToken ct) =>
        [new HomeStat(show.Count(await db.Awards.CountAsync(a => a.ApprovedAt != null && a.OpenKey != null, ct)), words["awards in force"], "/awards", "eligibility.read", 300)];
}
