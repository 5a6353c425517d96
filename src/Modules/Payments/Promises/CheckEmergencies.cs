using System.Globalization;
using Microsoft.EntityFrameworkCore;
using Spmis.Payments.Emergencies;

namespace Spmis.Payments.Promises;

/// <summary>No event costs more than its ceiling, what it costs is the sum of its approved lists, and every payment of an emergency is a line of one.</summary>
internal static class CheckEmergencies
{
    public static async Task<Findings> RunAsync(PaymentsDb db, CancellationToken ct)
    {
        var found = new Findings("emergencies-agree") { Rows = await db.EmergencyLines.LongCountAsync(ct) };
        var spent = db.EmergencyEvents.AsNoTracking().Select(e => new { e.Code, e.CeilingMinor, e.CommittedMinor, Lines = db.EmergencyLines.Where(l => l.PayFor != null && db.EmergencyLists.Any(x => x.Id == l.ListId && x.EventId == e.Id && x.ApprovedAt != null)).Sum(l => l.AmountMinor) });
        await found.AddAsync(
            spent.Where(e => e.CommittedMinor > e.CeilingMinor || e.CommittedMinor != e.Lines).OrderBy(e => e.Code), e => ($"event {e.Code}", $"Its approved lists cost {e.Lines} minor units; it says {e.CommittedMinor}, and its ceiling is {e.CeilingMinor}."), ct);
        var awards = db.AwardCopies.AsNoTracking().Where(a => a.Branch == EmergencyEvent.Branch);
        var ready = await db.EmergencyLists.AsNoTracking().Where(l => l.ReadyAt != null).OrderBy(l => l.Id).ToListAsync(ct);
        var made = await awards.GroupBy(a => a.Component).Select(g => new { g.Key, Count = g.LongCount(), Minor = g.Sum(a => a.MonthlyMinor) }).ToDictionaryAsync(g => g.Key, ct);
        foreach (var list in ready)
        {
            var own = made.GetValueOrDefault(list.Component);
            if ((own?.Count ?? 0) != list.ToPay || (own?.Minor ?? 0) != list.TotalMinor)
            {
                found.Add($"emergency list {list.Name}", $"It has {list.ToPay} lines to pay, and {own?.Count ?? 0} payments were made of it, or of another sum.");
            }
        }

        // Approved, and the run that hands it over stopped on an error: nobody of it is paid until somebody resumes that run.
        var stopped = db.Runs.Where(r => r.FailedAt != null && r.Kind == HandOverWorker.RunKind).OrderBy(r => r.Id);
        await found.AddAsync(stopped, r => (r.Title, $"It stopped on an error and its people are not paid: resume run {r.Id}."), ct);
        await found.AddAsync(
            awards.Where(a => !db.EmergencyLines.Any(l => l.PayFor == a.BeneficiaryId && l.AmountMinor == a.MonthlyMinor)).OrderBy(a => a.AwardNumber).Select(a => a.AwardNumber), n => ($"award {n}", "It is paid for an emergency without a line of a list."), ct);
        found.Detail = string.Create(CultureInfo.InvariantCulture, $"{found.Rows} lines of {ready.Count} lists within their ceilings");
        return found;
    }
}
