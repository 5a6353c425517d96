using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using Spmis.Kernel.Acts;
using Spmis.Kernel.Data;
using Spmis.Kernel.Proposals;
using Spmis.Registration.Persons;

namespace Spmis.Registration.Duplicates;

/// <summary>Merges two persons, once a second pair of eyes has approved it: <see cref="ProposeMerge"/> puts it up, approval runs <see cref="ApplyAsync"/>, <see cref="UndoMerge"/> takes it back.</summary>
/// <param name="db">The register.</param>
/// <param name="records">Does it.</param>
public sealed class MergePersons(RegistrationDb db, MergeRecords records) : IProposedAct
{
    /// <summary>The name of the act.</summary>
    public const string Act = "persons.merge";

    /// <inheritdoc />
    public async Task<IReadOnlyList<ShownField>> ShowAsync(string payload, CancellationToken ct)
    {
        var (survivor, merged, _) = await ReadAsync(payload, ct);
        var moving = new
        {
            Identifiers = await db.Identifiers.CountAsync(i => i.PersonId == merged.Id, ct),
            Employments = await db.Employments.CountAsync(e => e.PersonId == merged.Id, ct),
        };
        return
        [
            new("Stays in use", merged.Number, survivor.Number),
            .. Differences(survivor, merged),
            new("Identifiers moved", moving.Identifiers.ToString(System.Globalization.CultureInfo.InvariantCulture), null),
            new("Employments moved", moving.Employments.ToString(System.Globalization.CultureInfo.InvariantCulture), null),
            new("Versions", $"{merged.Version}", $"{survivor.Version}"),
        ];
    }

    /// <inheritdoc />
    public async Task ApplyAsync(string payload, Change change, CancellationToken ct)
    {
        var (survivor, merged, pair) = await ReadAsync(payload, ct);
        await Apart.DemandNoneAsync(db, survivor, merged, ct);
        await records.ApplyAsync([pair], change, ct);
    }

    internal static IEnumerable<ShownField> Differences(Person survivor, Person merged)
    {
        yield return new("Name", merged.Name, survivor.Name);
        yield return new("Birth date", merged.BornOn?.ToString("yyyy-MM-dd", System.Globalization.CultureInfo.InvariantCulture), survivor.BornOn?.ToString("yyyy-MM-dd", System.Globalization.CultureInfo.InvariantCulture));
        yield return new("National id", merged.NationalId, survivor.NationalId);
        yield return new("Phone", merged.Phone, survivor.Phone);
        yield return new("Residence", Place(merged), Place(survivor));
        yield return new("Financial address", Account(merged), Account(survivor));
    }

    private static string Place(Person p) => string.Join(", ", new[] { p.Village, p.District }.Where(t => t is not null));

    private static string? Account(Person p) => p.PayAgency is null ? null : $"{p.PayAgency} {p.PayAccount}";

    private async Task<(Person Survivor, Person Merged, MergePair Pair)> ReadAsync(string payload, CancellationToken ct)
    {
        var pair = JsonSerializer.Deserialize<MergePair>(payload, SpmisJson.Options) ?? throw new InvalidOperationException("The proposal is empty.");
        var persons = await db.PersonsAnywhere.AsNoTracking().Where(p => p.Id == pair.SurvivorId || p.Id == pair.MergedId).ToDictionaryAsync(p => p.Id, ct);
        return (persons[pair.SurvivorId], persons[pair.MergedId], pair);
    }
}

/// <summary>Puts a merge of two persons up for approval by somebody else.</summary>
/// <param name="db">The register.</param>
/// <param name="fourEyes">Where it waits.</param>
public sealed class ProposeMerge(RegistrationDb db, FourEyes fourEyes)
{
    /// <summary>Proposes that two records are one person.</summary>
    /// <param name="survivorNumber">Registration number of the record that stays in use.</param>
    /// <param name="mergedNumber">Registration number of the record that will point to it.</param>
    /// <param name="change">Who, when and why.</param>
    /// <param name="ct">Cancels.</param>
    /// <exception cref="Refused">They cannot be merged, or it waits for approval already.</exception>
    public async Task<Proposal> HandleAsync(string survivorNumber, string mergedNumber, Change change, CancellationToken ct)
    {
        var (survivor, merged) = (await db.FindPersonAsync(survivorNumber, ct), await db.FindPersonAsync(mergedNumber, ct));
        return await ProposeAsync(survivor, merged, null, change, ct);
    }

    internal async Task<Proposal> ProposeAsync(Person survivor, Person merged, Guid? caseId, Change change, CancellationToken ct)
    {
        if (survivor.Id == merged.Id)
        {
            throw new Refused("merge.same-record", $"{survivor.Number} is one record already.");
        }

        foreach (var person in new[] { survivor, merged })
        {
            CorrectDetails.DemandCurrent(person, null);
        }

        await Apart.DemandNoneAsync(db, survivor, merged, ct);
        return await fourEyes.ProposeAsync(
            RegistrationModule.ModuleName, MergePersons.Act, string.Join('+', new[] { survivor.Number, merged.Number }.Order(StringComparer.Ordinal)),
            $"Merge {merged.Number} ({merged.Name}) into {survivor.Number} ({survivor.Name})", new MergePair(survivor.Id, merged.Id, caseId), change, ct);
    }
}

/// <summary>Pairs that a person declared to be two persons.</summary>
internal static class Apart
{
    /// <exception cref="Refused">Somebody declared them different.</exception>
    public static async Task DemandNoneAsync(RegistrationDb db, Person a, Person b, CancellationToken ct)
    {
        var (first, second) = a.Id.CompareTo(b.Id) <= 0 ? (a.Id, b.Id) : (b.Id, a.Id);
        if (await db.CasesAnywhere.Where(c => c.PersonAId == first && c.PersonBId == second && c.Decision == CaseDecision.Different).Select(c => c.DecidedBy).FirstOrDefaultAsync(ct) is { } by)
        {
            throw new Refused("merge.declared-different", $"{by} declared {a.Number} and {b.Number} to be two persons. Have that decision withdrawn first.");
        }
    }
}
