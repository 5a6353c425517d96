using System.Runtime.CompilerServices;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Spmis.Kernel.Runs;
using Spmis.Linkage;
using Spmis.Registration.Linking;
using Spmis.Registration.Persons;

namespace Spmis.Registration.Duplicates;

/// <summary>Merges the approved certain pairs, some hundred a chunk. Groups that hang together are merged into one survivor; a group with anything against it stays in the review queue.</summary>
/// <param name="db">For reading.</param>
public sealed class MergeCertainWorker(RegistrationDb db) : IRunWorker
{
    internal const string RunKind = "duplicates.merge";
    private const int CasesInChunk = 250;

    /// <inheritdoc />
    public string Kind => RunKind;

    /// <inheritdoc />
    public string Permission => "registration.runs";

    /// <inheritdoc />
    public async IAsyncEnumerable<RunChunk> ChunksAsync(Run run, [EnumeratorCancellation] CancellationToken ct)
    {
        var merges = run.InputAs<CertainMerges>();
        var after = Guid.TryParse(run.Checkpoint, out var done) ? done : Guid.Empty;
        while (true)
        {
            var page = await CertainPolicy.Of(db, merges.Threshold).AsNoTracking()
                .Where(c => c.Id.CompareTo(after) > 0 && c.Id.CompareTo(merges.LastCaseId) <= 0).OrderBy(c => c.Id).Take(CasesInChunk).ToListAsync(ct);
            if (page.Count == 0)
            {
                yield break;
            }

            after = page[^1].Id;
            yield return new RunChunk($"{after}", (services, step, token) =>
            {
                step.Run.Total = merges.Cases;
                return ApplyAsync(services, step, page, token);
            });
        }
    }

    private static async Task ApplyAsync(IServiceProvider services, RunStep step, List<DuplicateCase> cases, CancellationToken ct)
    {
        var db = services.GetRequiredService<RegistrationDb>();
        var survivors = await Survivors.OfAsync(db, cases.SelectMany(c => new[] { c.PersonAId, c.PersonBId }), ct);
        var links = cases.Select(c => (Case: c, A: survivors.GetValueOrDefault(c.PersonAId, c.PersonAId), B: survivors.GetValueOrDefault(c.PersonBId, c.PersonBId))).ToList();
        var groups = Group(links.Select(l => (l.A, l.B)));
        var ids = groups.Keys.ToList();
        var persons = await db.Persons.AsNoTracking().Where(p => ids.Contains(p.Id)).ToDictionaryAsync(p => p.Id, ct);
        var guarded = await GuardAsync(services, db, groups, ct);

        List<MergePair> pairs = [];
        foreach (var group in links.GroupBy(l => groups[l.A]))
        {
            var members = groups.Where(g => g.Value == group.Key).Select(g => persons[g.Key]).ToList();
            if (guarded.TryGetValue(group.Key, out var against))
            {
                foreach (var link in group)
                {
                    step.Refuse(step.Run.Done + 1, "merge.guarded", $"{persons[link.A].Number} and {persons[link.B].Number}: {against} Decide it in the review queue.", reference: persons[link.A].Number);
                }

                continue;
            }

            var survivor = members.Aggregate((best, next) => Survivorship.Choose(best, next).Survivor);
            var caseOf = group.First().Case.Id;
            pairs.AddRange(members.Where(m => m.Id != survivor.Id).OrderBy(m => m.Number, StringComparer.Ordinal).Select(m => new MergePair(survivor.Id, m.Id, caseOf)));
            foreach (var link in group)
            {
                step.Accept(step.Run.Done + 1, link.A == survivor.Id ? persons[link.B].Number : persons[link.A].Number, survivor.Number);
            }
        }

        if (pairs.Count > 0)
        {
            await services.GetRequiredService<MergeRecords>().ApplyAsync(pairs, step.Change, ct);
        }
    }

    /// <summary>Each person's group, named by its smallest id.</summary>
    private static Dictionary<Guid, Guid> Group(IEnumerable<(Guid A, Guid B)> links)
    {
        var parent = new Dictionary<Guid, Guid>();
        Guid Root(Guid id)
        {
            while (parent.TryGetValue(id, out var up) && up != id)
            {
                id = up;
            }

            return id;
        }

        foreach (var (a, b) in links)
        {
            parent.TryAdd(a, a);
            parent.TryAdd(b, b);
            var (ra, rb) = (Root(a), Root(b));
            var (small, great) = ra.CompareTo(rb) <= 0 ? (ra, rb) : (rb, ra);
            parent[great] = small;
        }

        return parent.Keys.ToDictionary(id => id, Root);
    }

    /// <summary>Groups with something against them: too large, two members declared different, or two members in conflict who were linked only through others.</summary>
    private static async Task<Dictionary<Guid, string>> GuardAsync(IServiceProvider services, RegistrationDb db, Dictionary<Guid, Guid> groups, CancellationToken ct)
    {
        var ids = groups.Keys.ToList();
        var apart = await db.DuplicateCases.Where(c => c.Decision == CaseDecision.Different && ids.Contains(c.PersonAId)).Select(c => new { c.PersonAId, c.PersonBId }).ToListAsync(ct);
        var against = new Dictionary<Guid, string>();
        foreach (var pair in apart.Where(p => groups.TryGetValue(p.PersonBId, out var group) && group == groups[p.PersonAId]))
        {
            against[groups[pair.PersonAId]] = "Two of these records were declared to be different persons.";
        }

        var candidates = services.GetRequiredService<CandidateLookup>();
        var scorer = await services.GetRequiredService<RegisterScorer>().GetAsync(ct);
        foreach (var group in groups.GroupBy(g => g.Value).Where(g => g.Count() > 2))
        {
            var members = (await candidates.LoadAsync(group.Select(g => g.Key), ct)).Values.ToList();
            if (members.Count > Clusters.MostWithoutReview)
            {
                against[group.Key] = $"{members.Count} records hang together; more than {Clusters.MostWithoutReview} are not merged by policy.";
            }
            else if (members.SelectMany((a, i) => members.Skip(i + 1).Select(b => scorer.Score(a, b))).FirstOrDefault(s => s.Conflicts.Count > 0) is { } conflict)
            {
                against[group.Key] = conflict.Conflicts[0];
            }
        }

        return against;
    }
}
