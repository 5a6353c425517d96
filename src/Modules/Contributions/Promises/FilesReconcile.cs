using System.Globalization;
using Microsoft.EntityFrameworkCore;
using Spmis.Contributions.Receipts;
using Spmis.Contributions.Returns;

namespace Spmis.Contributions.Promises;

/// <summary>Of every return each line was accepted or refused; of every statement each coin was received once and is allocated, refunded or held.</summary>
public sealed class FilesReconcile(ContributionsDb db)
{
    public const string Name = "files-reconcile";

    public async Task<Promise> HandleAsync(CancellationToken ct)
    {
        List<string> wrong = [];
        var returns = await ReturnsAsync(wrong, ct);
        var statements = await StatementsAsync(wrong, ct);
        return Promise.Of(Name, wrong, $"{returns} {statements}");
    }

    private async Task<string> ReturnsAsync(List<string> wrong, CancellationToken ct)
    {
        var counted = await (
            from r in db.Set<Return>()
            where r.AssessedAt != null
            select new
            {
                r.EmployerNumber, r.Month, r.Kind, r.Lines,
                Accepted = db.Set<ReturnLine>().Count(l => l.ReturnId == r.Id && (l.Verdict == LineVerdict.Accepted || l.Verdict == LineVerdict.Noted)),
                Refused = db.Set<ReturnLine>().Count(l => l.ReturnId == r.Id && l.Verdict == LineVerdict.Refused),
                Reasons = db.RunLines.Where(l => l.RunId == r.RunId && l.Verdict == "refused").Select(l => l.Line).Distinct().Count(),
            }).Where(r => r.Lines != r.Accepted + r.Refused || r.Refused != r.Reasons).OrderBy(r => r.EmployerNumber).ThenBy(r => r.Month).Take(3).ToListAsync(ct);
        wrong.AddRange(counted.Select(r => $"The {r.Kind} return of {r.EmployerNumber} for {r.Month} has {r.Lines} lines, but {r.Accepted} accepted and {r.Refused} refused, {r.Reasons} with a reason."));
        var open = await db.Set<Return>().CountAsync(r => r.Slot != null && r.AssessedAt == null, ct);
        if (open > 0)
        {
            wrong.Add($"{open} returns are not assessed yet.");
        }

        var sums = await db.Set<Return>().GroupBy(_ => 1).Select(g => new { Lines = g.Sum(r => r.Lines), Accepted = g.Sum(r => r.Accepted), Refused = g.Sum(r => r.Refused), Count = g.Count() }).SingleOrDefaultAsync(ct);
        return $"{sums?.Count ?? 0} returns: {sums?.Lines ?? 0} lines = {sums?.Accepted ?? 0} accepted + {sums?.Refused ?? 0} refused.";
    }

    private async Task<string> StatementsAsync(List<string> wrong, CancellationToken ct)
    {
        var statements = await db.Set<StatementFile>().AsNoTracking().Select(s => new
        {
            s.Name, s.CreditsMinor, s.ReceivedMinor, s.KnownMinor,
            In = db.Set<Receipt>().Where(r => r.StatementId == s.Id).Sum(r => r.AmountMinor),
            ToBills = (from a in db.Set<Allocation>() join r in db.Set<Receipt>() on a.ReceiptId equals r.Id where r.StatementId == s.Id select a.AmountMinor).Sum(),
            ToWorkers = (from c in db.Set<Record.Contribution>() join r in db.Set<Receipt>() on c.ReceiptId equals (Guid?)r.Id where r.StatementId == s.Id select c.EmployeeMinor + c.EmployerMinor).Sum(),
            ToDonors = db.Set<Receipt>().Where(r => r.StatementId == s.Id && r.DonorId != null).Sum(r => r.AllocatedMinor),
            Refunded = db.Set<Receipt>().Where(r => r.StatementId == s.Id).Sum(r => r.RefundedMinor),
            Held = db.Set<Receipt>().Where(r => r.StatementId == s.Id).Sum(r => r.AmountMinor - r.AllocatedMinor - r.RefundedMinor),
        }).ToListAsync(ct);
        foreach (var s in statements)
        {
            if (s.CreditsMinor != s.ReceivedMinor + s.KnownMinor || s.In != s.ReceivedMinor)
            {
                wrong.Add(string.Create(CultureInfo.InvariantCulture, $"{s.Name} brought {s.CreditsMinor}, but {s.ReceivedMinor} were received and {s.KnownMinor} known; its receipts are {s.In}."));
            }

            if (s.In != s.ToBills + s.ToWorkers + s.ToDonors + s.Refunded + s.Held)
            {
                wrong.Add(string.Create(CultureInfo.InvariantCulture, $"{s.Name}: {s.In} in, but {s.ToBills + s.ToWorkers + s.ToDonors} allocated, {s.Refunded} refunded, {s.Held} held."));
            }
        }

        var overdrawn = await db.Set<Receipt>().CountAsync(r => r.AllocatedMinor < 0 || r.RefundedMinor < 0 || r.AllocatedMinor + r.RefundedMinor > r.AmountMinor, ct);
        if (overdrawn > 0)
        {
            wrong.Add($"{overdrawn} receipts gave more than they had.");
        }

        return string.Create(CultureInfo.InvariantCulture, $"{statements.Count} statements: {statements.Sum(s => s.In)} in = {statements.Sum(s => s.ToBills + s.ToWorkers + s.ToDonors)} allocated + {statements.Sum(s => s.Refunded)} refunded + {statements.Sum(s => s.Held)} held.");
    }
}
