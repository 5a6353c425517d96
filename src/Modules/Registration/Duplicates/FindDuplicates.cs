using System.Globalization;
using System.Runtime.CompilerServices;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Spmis.Kernel.Acts;
using Spmis.Kernel.Runs;
using Spmis.Linkage;
using Spmis.Registration.Linking;

namespace Spmis.Registration.Duplicates;

/// <summary>What a round looks at.</summary>
/// <param name="Full">The whole register; else only who changed since they were last looked at.</param>
internal sealed record FindDuplicatesInput(bool Full);

/// <summary>Starts a round of duplicate detection.</summary>
/// <param name="db">The register.</param>
public sealed class FindDuplicates(RegistrationDb db)
{
    /// <summary>Starts it; the same order at the same instant is one round.</summary>
    /// <param name="full">The whole register; else only who changed since they were last looked at.</param>
    /// <param name="change">Who and when.</param>
    /// <param name="ct">Cancels.</param>
    /// <returns>The run.</returns>
    public async Task<long> HandleAsync(bool full, Change change, CancellationToken ct)
    {
        var words = full ? "whole register" : "changed records";
        var run = Run.Of(FindDuplicatesWorker.RunKind, $"{(full ? "full" : "changed")}:{change.Now.ToString("yyyyMMddHHmmss", CultureInfo.InvariantCulture)}", $"Duplicates in the {words}", new FindDuplicatesInput(full), change);
        if (await db.Runs.Where(r => r.Key == run.Key).Select(r => (long?)r.Id).SingleOrDefaultAsync(ct) is { } known)
        {
            return known;
        }

        db.Add(run);
        await db.SaveAsync(change, ct);
        return run.Id;
    }
}

/// <summary>Looks for persons who are in the register twice. A full round streams the register once into compact records and scores inside blocks; a round over changed records goes through the key table.</summary>
/// <param name="db">For reading; each chunk writes with a context of its own.</param>
/// <param name="register">The scorer.</param>
public sealed class FindDuplicatesWorker(RegistrationDb db, RegisterScorer register) : IRunWorker
{
    internal const string RunKind = "duplicates.find";
    private const int PairsInChunk = 500;
    private const int PersonsInChunk = 500;
    private const int PersonsRead = 10_000;

    /// <inheritdoc />
    public string Kind => RunKind;

    /// <inheritdoc />
    public string Permission => "registration.runs";

    /// <inheritdoc />
    public IAsyncEnumerable<RunChunk> ChunksAsync(Run run, CancellationToken ct) => run.InputAs<FindDuplicatesInput>().Full ? FullAsync(run, ct) : ChangedAsync(run, ct);

    /// <summary>A round that was broken off starts over; what it had opened stays and is not opened again.</summary>
    private async IAsyncEnumerable<RunChunk> FullAsync(Run run, [EnumeratorCancellation] CancellationToken ct)
    {
        // Who is to be marked is read with the record itself: who changes meanwhile is looked at again.
        List<(Guid Id, long Version)> unmarked = [];
        var rows = db.Persons.AsNoTracking().Where(p => p.MergedIntoId == null).OrderBy(p => p.Id);
        var persons = new LinkageRegister(await rows.CountAsync(ct));
        List<LinkagePerson> page = [];
        await foreach (var row in LinkageInput.Rows(rows).AsAsyncEnumerable().WithCancellation(ct))
        {
            page.Add(row.ToLinkage());
            if (row.LinkedVersion != row.Version)
            {
                unmarked.Add((row.Id, row.Version));
            }

            if (page.Count == PersonsRead)
            {
                persons.Add(page);
                page.Clear();
            }
        }

        persons.Add(page);

        yield return new RunChunk("read", (_, step, _) =>
        {
            step.Run.Total = persons.Count;
            return Task.CompletedTask;
        });

        var model = (await register.GetAsync(ct)).Model;
        var part = 0;
        foreach (var pairs in BatchLinker.Pairs(persons, model, OpenCases.OpenFrom, ct: ct).Chunk(PairsInChunk))
        {
            var checkpoint = $"pairs {++part * PairsInChunk}";
            yield return new RunChunk(checkpoint, (services, step, token) => OpenAsync(services, step, [.. pairs.Select(p => (p.A, p.B))], checkpoint, token));
        }

        foreach (var some in unmarked.Chunk(1_000))
        {
            yield return new RunChunk("marked", (services, _, token) => MarkAsync(services.GetRequiredService<RegistrationDb>(), some, token));
        }

        yield return new RunChunk("done", (_, step, _) =>
        {
            step.Count(persons.Count - step.Run.Done, 0);
            return Task.CompletedTask;
        });
    }

    private async IAsyncEnumerable<RunChunk> ChangedAsync(Run run, [EnumeratorCancellation] CancellationToken ct)
    {
        while (true)
        {
            // What the last chunk looked at is marked and does not come again.
            var page = await db.Persons.AsNoTracking().Where(p => p.LinkedVersion != p.Version && p.MergedIntoId == null).OrderBy(p => p.Id).Take(PersonsInChunk)
                .Select(p => new { p.Id, p.Version }).ToListAsync(ct);
            if (page.Count == 0)
            {
                yield break;
            }

            var persons = page.Select(p => (p.Id, p.Version)).ToArray();
            yield return new RunChunk($"{page[^1].Id}", async (services, step, token) =>
            {
                await OpenAsync(services, step, await PairsAsync(services, [.. persons.Select(p => p.Id)], token), $"changed {step.Run.Done + 1} to {step.Run.Done + persons.Length}", token);
                await MarkAsync(services.GetRequiredService<RegistrationDb>(), persons, token);
                step.Count(persons.Length, 0);
            });
        }
    }

    private static async Task<List<(Guid, Guid)>> PairsAsync(IServiceProvider services, List<Guid> ids, CancellationToken ct)
    {
        var candidates = services.GetRequiredService<CandidateLookup>();
        var scorer = await services.GetRequiredService<RegisterScorer>().GetAsync(ct);
        var persons = (await candidates.LoadAsync(ids, ct)).Values.ToList();
        var found = await candidates.FindAsync(persons, ct);
        var others = await candidates.LoadAsync(found.SelectMany(f => f), ct);
        return [.. persons.SelectMany((person, i) => found[i].Where(others.ContainsKey).Select(id => others[id])
            .Where(other => scorer.Score(person, other).Probability >= OpenCases.OpenFrom).Select(other => (person.Id, other.Id)))];
    }

    private static async Task OpenAsync(IServiceProvider services, RunStep step, List<(Guid, Guid)> pairs, string subject, CancellationToken ct)
    {
        var opened = await services.GetRequiredService<OpenCases>().ApplyAsync(pairs, $"run {step.Run.Id}, {subject}", step.Change, ct);
        var before = step.Run.Outcome is null ? 0 : System.Text.Json.JsonSerializer.Deserialize<FoundDuplicates>(step.Run.Outcome, Kernel.Data.SpmisJson.Options)?.Opened ?? 0;
        step.Run.Outcome = System.Text.Json.JsonSerializer.Serialize(new FoundDuplicates(before + opened), Kernel.Data.SpmisJson.Options);
    }

    /// <summary>Only the version that was looked at is marked: who changed meanwhile is looked at again.</summary>
    private static async Task MarkAsync(RegistrationDb db, (Guid Id, long Version)[] persons, CancellationToken ct)
    {
        foreach (var same in persons.GroupBy(p => p.Version))
        {
            var ids = same.Select(s => s.Id).ToList();
            await db.Persons.Where(p => ids.Contains(p.Id) && p.Version == same.Key).ExecuteUpdateAsync(s => s.SetProperty(p => p.LinkedVersion, same.Key), ct);
        }
    }
}

/// <summary>Outcome of a round.</summary>
/// <param name="Opened">Cases opened.</param>
public sealed record FoundDuplicates(long Opened);
