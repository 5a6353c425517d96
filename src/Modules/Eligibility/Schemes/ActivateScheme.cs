using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using Spmis.Contracts.Eligibility;
using Spmis.Eligibility.Recalculations;
using Spmis.Kernel.Acts;
using Spmis.Kernel.Data;
using Spmis.Kernel.Proposals;
using Spmis.Values;

namespace Spmis.Eligibility.Schemes;

/// <summary>Which package is to decide, from which day on.</summary>
/// <param name="PackageId">The package.</param>
/// <param name="EffectiveFrom">First day on which it decides.</param>
public sealed record SchemeActivation(long PackageId, DateOnly EffectiveFrom);

/// <summary>Puts a package in force: prepared by one person, approved by another; then every module is told, with the text itself.</summary>
/// <param name="db">The module's database.</param>
/// <param name="fourEyes">Proposals.</param>
/// <param name="recalculate">Reckons months already decided once more.</param>
public sealed class ActivateScheme(EligibilityDb db, FourEyes fourEyes, StartRecalculation recalculate) : IProposedAct
{
    /// <summary>The act's name.</summary>
    public const string Act = "schemes.activate";

    /// <summary>Puts the activation up for a second person.</summary>
    /// <exception cref="Refused">There is no such package, its text changed or its tests fail, it is in force from that day already, or waits for approval already.</exception>
    public async Task<Proposal> ProposeAsync(SchemeActivation input, Change change, CancellationToken ct)
    {
        var package = await PackageAsync(input.PackageId, ct);
        CheckAgain(package);
        if (input.EffectiveFrom.Year is < 1900 or > 2999)
        {
            throw new Refused("scheme.date", "Give the first day on which the package decides, such as 2026-01-01.", "effectiveFrom");
        }

        if (await db.SchemesInForce.AnyAsync(s => s.Hash == package.Hash && s.EffectiveFrom == input.EffectiveFrom, ct))
        {
            throw new Refused("scheme.active-already", $"{package.Scheme} {package.Version} is in force from {input.EffectiveFrom:yyyy-MM-dd} already.", "effectiveFrom");
        }

        return await fourEyes.ProposeAsync(EligibilityModule.ModuleName, Act, package.Scheme, $"{package.Scheme} {package.Version} from {input.EffectiveFrom:yyyy-MM-dd}", input, change, ct);
    }

    /// <inheritdoc />
    public async Task<IReadOnlyList<ShownField>> ShowAsync(string payload, CancellationToken ct)
    {
        var input = Read(payload);
        var package = await PackageAsync(input.PackageId, ct);
        var before = (await db.SchemesInForce.AsNoTracking().Where(s => s.Scheme == package.Scheme && s.EffectiveFrom <= input.EffectiveFrom).ToListAsync(ct))
            .OrderBy(s => s.EffectiveFrom).ThenBy(s => s.Id).LastOrDefault();
        var versionBefore = before is null ? null : await db.Packages.Where(p => p.Id == before.PackageId).Select(p => p.Version).SingleAsync(ct);
        return
        [
            new("Scheme", before is null ? null : package.Scheme, package.Scheme),
            new("Version", versionBefore, package.Version),
            new("In force from", before?.EffectiveFrom.ToString("yyyy-MM-dd", null), input.EffectiveFrom.ToString("yyyy-MM-dd", null)),
            new("Content (SHA-256)", before?.Hash, package.Hash),
            new("Tests passed", null, package.TestsPassed.ToString(System.Globalization.CultureInfo.InvariantCulture)),
        ];
    }

    /// <inheritdoc />
    public async Task ApplyAsync(string payload, Change change, CancellationToken ct)
    {
        var input = Read(payload);
        var package = await PackageAsync(input.PackageId, ct);
        CheckAgain(package);
        db.SchemesInForce.Add(new SchemeInForce
        {
            PackageId = package.Id, Scheme = package.Scheme, Hash = package.Hash, EffectiveFrom = input.EffectiveFrom, ActivatedAt = change.Now, ActivatedBy = change.Actor.Name,
        });
        db.Publish(new SchemeActivated
        {
            Scheme = package.Scheme, Version = package.Version, Hash = package.Hash, EffectiveFrom = input.EffectiveFrom, Files = SchemeBook.FilesOf(package.Files),
        });
        await db.SaveAsync(change, ct);
        await ReckonAgainAsync(package, input.EffectiveFrom, change, ct);
    }

    /// <summary>A version that decides over months already decided yields differences for approval. The first version of a scheme changes nothing.</summary>
    private async Task ReckonAgainAsync(SchemePackageRow package, DateOnly from, Change change, CancellationToken ct)
    {
        var benefit = package.Use != SchemeUse.Contributions && StartRecalculation.FirstDecided(from, package.Use) <= Month.Of(change.Today);
        if (benefit && (await db.Determinations.AnyAsync(d => d.Scheme == package.Scheme && d.DecidedFor >= from, ct) || await db.Awards.AnyAsync(a => a.Scheme == package.Scheme && a.ApprovedAt != null, ct)))
        {
            await recalculate.HandleAsync(package.Scheme, null, change.As(RecalculateWorker.RunKind), ct);
        }
    }

    /// <summary>The very text must still load, carry the same hash and pass its own tests: the program, or the row, may have changed since it was handed in.</summary>
    private static void CheckAgain(SchemePackageRow package)
    {
        var report = CheckPackage.Of(SchemeBook.FilesOf(package.Files));
        if (report.Problem is { } problem)
        {
            throw new Refused(problem.Code, $"{package.Scheme} {package.Version} cannot be put in force. {problem.Message}", "packageId");
        }

        if (report.Scheme?.Hash != package.Hash)
        {
            throw new Refused("scheme.changed", $"The stored text of {package.Scheme} {package.Version} is not the one that was handed in ({package.Hash}). Hand the package in again and find out who changed the database.", "packageId");
        }
    }

    private async Task<SchemePackageRow> PackageAsync(long id, CancellationToken ct) => await db.Packages.AsNoTracking().SingleOrDefaultAsync(p => p.Id == id, ct)
        ?? throw new Refused("scheme.unknown", $"There is no package {id}.", "packageId");

    private static SchemeActivation Read(string payload) => JsonSerializer.Deserialize<SchemeActivation>(payload, SpmisJson.Options) ?? throw new InvalidOperationException("The proposal is empty.");
}
