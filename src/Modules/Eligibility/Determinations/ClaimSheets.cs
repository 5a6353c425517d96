using Microsoft.EntityFrameworkCore;
using Spmis.Eligibility.Claims;
using Spmis.Eligibility.Copies;
using Spmis.Eligibility.Evidence;
using Spmis.Eligibility.Schemes;

namespace Spmis.Eligibility.Determinations;

/// <summary>A claim with all it is decided on.</summary>
/// <param name="Claim">The claim.</param>
/// <param name="Scheme">The package in force on the day of the event.</param>
/// <param name="Decide">Decides by it.</param>
/// <param name="Person">Whose it is now.</param>
/// <param name="Sheet">The facts, and the evidence as it stands.</param>
/// <param name="Items">What came as evidence.</param>
public sealed record ClaimSheet(Claim Claim, ApprovedScheme Scheme, Decide Decide, PersonCopy Person, FactSheet Sheet, IReadOnlyList<EvidenceItem> Items);

/// <summary>Puts together what claims are decided on, up to 1,000 at once, each kind of row fetched once.</summary>
/// <param name="db">The module's database.</param>
/// <param name="schemes">The packages.</param>
/// <param name="merges">Who a record is now.</param>
public sealed class ClaimSheets(EligibilityDb db, SchemeBook schemes, Merges merges)
{
    /// <summary>The sheets of these claims, in the same order, on what is known now.</summary>
    /// <param name="claims">At most 1,000.</param>
    /// <param name="today">By values of the law recorded up to this day.</param>
    /// <param name="ct">Cancels.</param>
    public async Task<IReadOnlyList<ClaimSheet>> OfAsync(IReadOnlyCollection<Claim> claims, DateOnly today, CancellationToken ct)
    {
        var persons = await PersonsAsync(claims, ct);
        var ids = persons.Values.Select(p => p.PersonId).Distinct().ToList();
        var years = (await db.ContributionYears.AsNoTracking().Where(y => ids.Contains(y.PersonId)).ToListAsync(ct)).ToLookup(y => y.PersonId);
        var claimIds = claims.Select(c => c.Id).ToList();
        var items = (await db.Evidence.AsNoTracking().Where(e => claimIds.Contains(e.ClaimId)).ToListAsync(ct)).ToLookup(e => e.ClaimId);
        var cases = await SurvivorCases.CountAsync(db, claims, ct);
        var deciders = new Dictionary<string, Decide>(StringComparer.Ordinal);
        List<ClaimSheet> sheets = [];
        foreach (var claim in claims)
        {
            var scheme = await schemes.OnAsync(claim.Scheme, claim.EventOn, ct);
            if (!deciders.TryGetValue(scheme.Rules.Hash, out var decide))
            {
                deciders[scheme.Rules.Hash] = decide = new Decide(scheme.Rules, today);
            }

            var (person, insured) = (persons[claim.PersonId], claim.InsuredId is { } id ? persons[id] : null);
            var asked = new Asked(claim.EventOn, $"Claim {claim.Number} ({claim.Source})", claim.FiledOn, claim.Given, insured, claim.CaseId is { } key ? cases[key] : null);
            var sheet = decide.Sheet(person, asked, years[(insured ?? person).PersonId]);
            List<EvidenceItem> came = [.. items[claim.Id]];
            sheets.Add(new ClaimSheet(claim, scheme, decide, person, new EvidenceNeeds(scheme.Rules, today).On(sheet, claim, came), came));
        }

        return sheets;
    }

    private async Task<Dictionary<Guid, PersonCopy>> PersonsAsync(IReadOnlyCollection<Claim> claims, CancellationToken ct)
    {
        var roots = await merges.RootsAsync([.. claims.Select(c => c.PersonId).Concat(claims.Select(c => c.InsuredId).OfType<Guid>())], ct);
        var ids = roots.Values.Distinct().ToList();
        var persons = await db.Persons.IgnoreQueryFilters().AsNoTracking().Where(p => ids.Contains(p.PersonId)).ToDictionaryAsync(p => p.PersonId, ct);
        return roots.ToDictionary(r => r.Key, r => persons.TryGetValue(r.Value, out var person) ? person
            : throw new InvalidOperationException($"Person {r.Value} was merged into, but is not known here yet; the run goes on when the message has arrived."));
    }
}
