using System.Security.Cryptography;
using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using Spmis.Kernel.Acts;
using Spmis.Kernel.Data;
using Spmis.Kernel.Proposals;
using Spmis.Kernel.Runs;

namespace Spmis.Registration.Duplicates;

/// <summary>Which cases are merged by policy: a list frozen by its last id, count and hash.</summary>
/// <param name="Threshold">Least probability.</param>
/// <param name="LastCaseId">Later cases are not meant.</param>
/// <param name="Cases">How many.</param>
/// <param name="Hash">SHA-256 over their ids, hexadecimal.</param>
internal sealed record CertainMerges(double Threshold, Guid LastCaseId, int Cases, string Hash);

/// <summary>The policy: nothing speaks against it, and either the national number is the same or the model's own condition (a verified number) holds.</summary>
internal static class CertainPolicy
{
    public static IQueryable<DuplicateCase> Of(RegistrationDb db, double threshold) => db.DuplicateCases
        .Where(c => c.DecidedAt == null && c.Probability >= threshold && !c.HasConflict && (c.SameNationalId || c.Certain) && c.UnsureAt == null);

    public static async Task<CertainMerges?> FreezeAsync(RegistrationDb db, double threshold, Guid? lastCaseId, CancellationToken ct)
    {
        var cases = Of(db, threshold);
        if (lastCaseId is { } last)
        {
            cases = cases.Where(c => c.Id.CompareTo(last) <= 0);
        }

        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        var (count, end) = (0, Guid.Empty);
        await foreach (var id in cases.OrderBy(c => c.Id).Select(c => c.Id).AsAsyncEnumerable().WithCancellation(ct))
        {
            hash.AppendData(id.ToByteArray(bigEndian: true));
            (count, end) = (count + 1, id);
        }

        return count == 0 ? null : new CertainMerges(threshold, end, count, Convert.ToHexStringLower(hash.GetHashAndReset()));
    }
}

/// <summary>Puts all certain merges up as one proposal. Officers stay free to settle single cases; then the proposal no longer holds and is made again.</summary>
/// <param name="db">The register.</param>
/// <param name="fourEyes">Where it waits.</param>
public sealed class ProposeCertainMerges(RegistrationDb db, FourEyes fourEyes)
{
    /// <summary>The default of the policy.</summary>
    public const double DefaultThreshold = 0.999;

    /// <summary>Proposes them.</summary>
    /// <param name="threshold">Least probability, <see cref="DefaultThreshold"/> or more.</param>
    /// <param name="change">Who, when and why.</param>
    /// <param name="ct">Cancels.</param>
    /// <exception cref="Refused">There are none, or a proposal waits already.</exception>
    public async Task<Proposal> HandleAsync(double threshold, Change change, CancellationToken ct)
    {
        change.Actor.DemandNation();
        if (threshold is < 0.99 or >= 1)
        {
            throw new Refused("merge.threshold", "Merging by policy asks for a probability from 0.99 to below 1.", "threshold");
        }

        var merges = await CertainPolicy.FreezeAsync(db, threshold, null, ct)
            ?? throw new Refused("merge.none-certain", $"No open case reaches {threshold} with the same national number and nothing against it.");
        return await fourEyes.ProposeAsync(RegistrationModule.ModuleName, MergeCertain.Act, "all", $"Merge {merges.Cases} certain pairs of records", merges, change, ct);
    }
}

/// <summary>Approval of the certain merges: starts the run that does them.</summary>
/// <param name="db">The register.</param>
public sealed class MergeCertain(RegistrationDb db) : IProposedAct
{
    /// <summary>The name of the act.</summary>
    public const string Act = "persons.merge-certain";

    private const int Examples = 10;

    /// <inheritdoc />
    public async Task<IReadOnlyList<ShownField>> ShowAsync(string payload, CancellationToken ct)
    {
        var merges = Read(payload);
        var now = await CertainPolicy.FreezeAsync(db, merges.Threshold, merges.LastCaseId, ct);
        var examples = await CertainPolicy.Of(db, merges.Threshold).Where(c => c.Id.CompareTo(merges.LastCaseId) <= 0).OrderBy(c => c.Id).Take(Examples)
            .Join(db.Persons, c => c.PersonAId, p => p.Id, (c, p) => new { c.PersonBId, A = p }).Join(db.Persons, c => c.PersonBId, p => p.Id, (c, p) => new { c.A, B = p }).AsNoTracking().ToListAsync(ct);
        return
        [
            new("Policy", null, $"Probability at least {merges.Threshold}, the same national number, nothing against it"),
            new("Pairs", null, $"{now?.Cases ?? 0}"),
            new("List", null, now?.Hash ?? "empty"),
            .. examples.Select(e => new ShownField("Example", $"{e.A.Number} {e.A.Name}", $"{e.B.Number} {e.B.Name}")),
        ];
    }

    /// <inheritdoc />
    public Task ApplyAsync(string payload, Change change, CancellationToken ct)
    {
        var merges = Read(payload);
        db.Add(Run.Of(MergeCertainWorker.RunKind, merges.Hash, $"Merge {merges.Cases} certain pairs", merges, change));
        return Task.CompletedTask;
    }

    private static CertainMerges Read(string payload) => JsonSerializer.Deserialize<CertainMerges>(payload, SpmisJson.Options) ?? throw new InvalidOperationException("The proposal is empty.");
}
