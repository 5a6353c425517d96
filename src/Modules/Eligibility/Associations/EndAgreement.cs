using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using Spmis.Kernel.Acts;
using Spmis.Kernel.Data;
using Spmis.Kernel.Proposals;

namespace Spmis.Eligibility.Associations;

/// <summary>An agreement's end, as it is put up.</summary>
/// <param name="AgreementId">Which.</param>
/// <param name="LastDay">Its last day.</param>
public sealed record AgreementToEnd(Guid AgreementId, DateOnly LastDay);

/// <summary>Ends an agreement: enrolments by it end with it, so two people decide it like its beginning.</summary>
/// <param name="db">The module's database.</param>
/// <param name="fourEyes">Proposals.</param>
public sealed class EndAgreement(EligibilityDb db, FourEyes fourEyes) : IProposedAct
{
    /// <summary>The act's name.</summary>
    public const string Act = "agreements.end";

    /// <summary>Puts the end up for a second person.</summary>
    /// <param name="id">The agreement.</param>
    /// <param name="lastDay">Its last day; null for today.</param>
    /// <param name="change">Who, when and why.</param>
    /// <param name="ct">Cancels.</param>
    /// <exception cref="Refused">No such open agreement, or the day lies before its first or ahead.</exception>
    public async Task<Proposal> ProposeAsync(Guid id, DateOnly? lastDay, Change change, CancellationToken ct)
    {
        var input = new AgreementToEnd(id, lastDay ?? change.Today);
        var agreement = await StandingAsync(input, change.Today, ct);
        return await fourEyes.ProposeAsync(EligibilityModule.ModuleName, Act, id.ToString(), $"End of the agreement of {await NameAsync(agreement, ct)} with {agreement.Scheme}", input, change, ct);
    }

    /// <inheritdoc />
    public async Task<IReadOnlyList<ShownField>> ShowAsync(string payload, CancellationToken ct)
    {
        var input = Read(payload);
        var agreement = await FindAsync(input.AgreementId, ct);
        return [new("Association", null, await NameAsync(agreement, ct)), new("Scheme", null, agreement.Scheme), new("From", null, $"{agreement.FromOn:yyyy-MM-dd}"), new("Last day", agreement.UntilOn is { } until ? $"{until:yyyy-MM-dd}" : null, $"{input.LastDay:yyyy-MM-dd}")];
    }

    /// <inheritdoc />
    public async Task ApplyAsync(string payload, Change change, CancellationToken ct)
    {
        var input = Read(payload);
        var agreement = await StandingAsync(input, change.Today, ct);
        (agreement.UntilOn, agreement.OpenKey, agreement.Version) = (input.LastDay, null, agreement.Version + 1);
        db.Runs.Add(AgreementWorker.Of(agreement, await NameAsync(agreement, ct), change));
        await db.SaveAsync(change, ct);
    }

    private async Task<SchemeAgreement> StandingAsync(AgreementToEnd input, DateOnly today, CancellationToken ct)
    {
        var agreement = await FindAsync(input.AgreementId, ct);
        return agreement.UntilOn is { } ended ? throw new Refused("agreement.ended", $"This agreement ended on {ended:yyyy-MM-dd} already.")
            : input.LastDay < agreement.FromOn || input.LastDay > today ? throw new Refused("agreement.end-outside", $"The last day lies from {agreement.FromOn:yyyy-MM-dd} to today.", nameof(input.LastDay))
            : agreement;
    }

    private async Task<SchemeAgreement> FindAsync(Guid id, CancellationToken ct) => await db.SchemeAgreements.SingleOrDefaultAsync(a => a.Id == id, ct) ?? throw new Refused("agreement.unknown", "There is no such agreement.");

    private Task<string> NameAsync(SchemeAgreement agreement, CancellationToken ct) => db.Associations.Where(a => a.AssociationId == agreement.AssociationId).Select(a => a.Name).SingleAsync(ct);

    private static AgreementToEnd Read(string payload) => JsonSerializer.Deserialize<AgreementToEnd>(payload, SpmisJson.Options) ?? throw new InvalidOperationException("The proposal is empty.");
}
