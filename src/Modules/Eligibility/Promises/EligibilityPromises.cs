using Microsoft.EntityFrameworkCore;
using Spmis.Eligibility.Determinations;
using Spmis.Eligibility.Rounds;
using Spmis.Rules;

namespace Spmis.Eligibility.Promises;

/// <summary>A promise looked up in the books.</summary>
/// <param name="Name">Short.</param>
/// <param name="Holds">Whether it holds.</param>
/// <param name="Detail">The figures behind it; when it does not hold, where.</param>
public sealed record Promise(string Name, bool Holds, string Detail);

/// <summary>Checks what this module promises: every decision explains itself and can be repeated, rounds add up, nobody has the same right twice.</summary>
/// <param name="db">The module's database.</param>
/// <param name="recheck">Repeats decisions.</param>
public sealed class EligibilityPromises(EligibilityDb db, RecheckDeterminations recheck)
{
    private const int Sample = 100;

    /// <summary>All of them; decisions are repeated on an evenly spread sample.</summary>
    public async Task<IReadOnlyList<Promise>> CheckAsync(CancellationToken ct) =>
        [await ExplainedAsync(ct), await ReproducedAsync(ct), await RoundsAddUpAsync(ct), await OneAwardAsync(ct), await DebtsAddUpAsync(ct)];

    private async Task<Promise> ExplainedAsync(CancellationToken ct)
    {
        var claims = await db.Claims.CountAsync(c => c.Outcome != null, ct);
        var silent = await db.Determinations.CountAsync(d => d.Explanation == null && (d.ClaimId != null || d.Outcome != Answer.No), ct);
        var undecided = await db.Claims.CountAsync(c => c.Outcome != null && !db.Determinations.Any(d => d.Id == c.DeterminationId), ct);
        var askedNothing = await db.Determinations.CountAsync(d => d.Outcome == Answer.CannotTell && d.Missing == null, ct);
        return new Promise("decisions-explained", silent + undecided + askedNothing == 0,
            $"{claims} claims decided; {silent} decisions without explanation, {undecided} claims without decision, {askedNothing} 'cannot tell' that do not say what is missing.");
    }

    private async Task<Promise> ReproducedAsync(CancellationToken ct)
    {
        var found = await recheck.HandleAsync(Sample, ct);
        return new Promise("decisions-reproduce", found.Holds, $"{found.Looked} of {found.Total} decisions repeated; {found.Looked - found.Same} came out otherwise{(found.Holds ? "" : ": " + string.Join(", ", found.Differ.Take(5)))}.");
    }

    private async Task<Promise> RoundsAddUpAsync(CancellationToken ct)
    {
        var rounds = await db.Rounds.AsNoTracking().OrderBy(r => r.Id).Take(1_000).ToListAsync(ct);
        List<string> wrong = [];
        foreach (var round in rounds)
        {
            var decided = round.IsDryRun ? await db.RoundCandidates.CountAsync(c => c.RoundId == round.Id, ct) : await db.Determinations.CountAsync(d => d.RoundId == round.Id, ct);
            var leftOut = round.SettledAt is null ? 0 : await db.RoundCandidates.CountAsync(c => c.RoundId == round.Id && c.Community == CommunityWord.Excluded, ct);
            var placed = round.Programme.Length == 0 ? 0 : round.Waiting + round.HaveAward + leftOut;
            if (round.FinishedAt is not null && decided != round.Selected + round.NotSelected + round.CannotTell + placed)
            {
                wrong.Add($"round {round.Id}: {decided} decisions, {round.Selected} + {round.NotSelected} + {round.CannotTell} + {placed} counted");
            }
        }

        return new Promise("rounds-add-up", wrong.Count == 0, wrong.Count == 0 ? $"{rounds.Count} rounds: decisions = selected + not selected + cannot tell, of programmes also the waiting list, those with a place already and those left out by the community." : string.Join("; ", wrong));
    }

    private async Task<Promise> DebtsAddUpAsync(CancellationToken ct)
    {
        var debts = await db.Debts.CountAsync(ct);
        var wrong = await db.Debts.Where(d => d.WaivedMinor + d.RepaidMinor + d.RecoveredMinor > d.AmountMinor
            || d.RecoveredMinor != db.DebtRecoveries.Where(r => r.DebtId == d.Id && r.Outcome == Awards.KeepPaidMonths.Paid).Sum(r => r.AmountMinor)
            || d.WaivedMinor + d.RepaidMinor != db.DebtReductions.Where(r => r.DebtId == d.Id).Sum(r => r.AmountMinor)).OrderBy(d => d.Number).Select(d => d.Number).Take(5).ToListAsync(ct);
        return new Promise("debts-add-up", wrong.Count == 0, wrong.Count == 0 ? $"{debts} debts: amount = waived + paid back + withheld of payments that were paid + open." : $"Debts that do not add up: {string.Join(", ", wrong)}.");
    }

    private async Task<Promise> OneAwardAsync(CancellationToken ct)
    {
        var awards = await db.Awards.CountAsync(ct);
        var orphan = await db.Awards.CountAsync(a => a.LegacyNumber == null && !db.Determinations.Any(d => d.Id == a.DeterminationId && d.Outcome == Answer.Yes), ct);
        var twice = await db.Awards.Where(a => a.ClaimId == null && a.OpenKey != null).GroupBy(a => new { a.PersonId, a.Scheme }).CountAsync(g => g.Count() > 1, ct);
        return new Promise("one-award", orphan + twice == 0, $"{awards} awards; {orphan} without a decision that says yes, {twice} persons with two open ones of a scheme.");
    }
}
