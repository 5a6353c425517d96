using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using Spmis.Eligibility.Schemes;
using Spmis.Kernel.Acts;
using Spmis.Kernel.Data;
using Spmis.Kernel.Proposals;

namespace Spmis.Eligibility.Associations;

/// <summary>A new agreement.</summary>
/// <param name="Association">Association number.</param>
/// <param name="Scheme">The scheme's id.</param>
/// <param name="Category">Category or class of its members.</param>
/// <param name="FromOn">First day.</param>
public sealed record NewAgreement(string? Association, string? Scheme, string? Category, DateOnly? FromOn);

/// <summary>An agreement with whose it is.</summary>
public sealed record AgreementLine(Guid Id, string AssociationNumber, string AssociationName, string Scheme, string? Category, DateOnly FromOn, DateOnly? UntilOn);

/// <summary>
/// Records that an association's members are enrolled in a scheme by their membership: rights of many, decided by two people. One prepares it, another approves; then the members follow by a run.
/// </summary>
/// <param name="db">The module's database.</param>
/// <param name="schemes">The packages in force.</param>
/// <param name="fourEyes">Proposals.</param>
public sealed class AgreeScheme(EligibilityDb db, SchemeBook schemes, FourEyes fourEyes) : IProposedAct
{
    /// <summary>The act's name.</summary>
    public const string Act = "agreements.record";
    private const int Most = 200;
    private const int MostCategory = 100;

    /// <summary>Puts an agreement up for a second person.</summary>
    /// <exception cref="Refused">No such association, the scheme is not in force, an agreement covers the day, or the day lies ahead.</exception>
    public async Task<Proposal> ProposeAsync(NewAgreement input, Change change, CancellationToken ct)
    {
        var (association, agreed) = await CheckAsync(input, change.Today, ct);
        return await fourEyes.ProposeAsync(EligibilityModule.ModuleName, Act, $"{association.AssociationNumber}:{agreed.Scheme}", $"Agreement of {association.Name} with {agreed.Scheme}", agreed, change, ct);
    }

    /// <inheritdoc />
    public async Task<IReadOnlyList<ShownField>> ShowAsync(string payload, CancellationToken ct)
    {
        var input = Read(payload);
        var association = await AssociationAsync(input.Association, ct);
        return
        [
            new("Association", null, $"{association.AssociationNumber}, {association.Name}"), new("Scheme", null, input.Scheme), new("Category", null, input.Category), new("From", null, $"{input.FromOn:yyyy-MM-dd}"),
        ];
    }

    /// <inheritdoc />
    public async Task ApplyAsync(string payload, Change change, CancellationToken ct)
    {
        var (association, agreed) = await CheckAsync(Read(payload), change.Today, ct);
        var scheme = agreed.Scheme ?? throw new InvalidOperationException("The proposal names no scheme.");
        var made = new SchemeAgreement
        {
            Id = Guid.CreateVersion7(), AssociationId = association.AssociationId, Scheme = scheme, Category = agreed.Category, FromOn = agreed.FromOn ?? throw new InvalidOperationException("The proposal names no day."), RecordedAt = change.Now, RecordedBy = change.Actor.Name,
            OpenKey = $"{association.AssociationId:N}:{scheme}"[..Math.Min(100, 33 + scheme.Length)], Version = 1,
        };
        db.Add(made);
        db.Runs.Add(AgreementWorker.Of(made, association.Name, change));
        await db.SaveAsync(change, ct);
    }

    /// <summary>Agreements of one association, or of all, the latest first; at most 200.</summary>
    public async Task<IReadOnlyList<AgreementLine>> ListAsync(string? association, CancellationToken ct)
    {
        var digits = Digits(association);
        return await (
            from g in db.SchemeAgreements.AsNoTracking()
            join a in db.Associations on g.AssociationId equals a.AssociationId
            where digits == "" || a.AssociationNumber == digits
            orderby g.FromOn descending, g.Id descending
            select new AgreementLine(g.Id, a.AssociationNumber, a.Name, g.Scheme, g.Category, g.FromOn, g.UntilOn)).Take(Most).ToListAsync(ct);
    }

    private async Task<(AssociationCopy Association, NewAgreement Agreed)> CheckAsync(NewAgreement input, DateOnly today, CancellationToken ct)
    {
        var association = await AssociationAsync(input.Association, ct);
        var scheme = string.IsNullOrWhiteSpace(input.Scheme) ? throw new Refused("value.missing", "Choose the scheme.", nameof(input.Scheme)) : input.Scheme.Trim();
        var from = input.FromOn ?? throw new Refused("value.missing", "Enter the first day.", nameof(input.FromOn));
        if (from > today)
        {
            throw new Refused("agreement.ahead", $"{from:yyyy-MM-dd} lies ahead; record the agreement when the day has come.", nameof(input.FromOn));
        }

        if (input.Category?.Trim().Length > MostCategory)
        {
            throw new Refused("enrolment.category", $"A category has at most {MostCategory} characters.", nameof(input.Category));
        }

        await schemes.OnAsync(scheme, from, ct);
        var before = await db.SchemeAgreements.AsNoTracking().Where(a => a.AssociationId == association.AssociationId && a.Scheme == scheme).ToListAsync(ct);
        return before.FirstOrDefault(a => a.UntilOn is not { } end || end >= from) is { } other
            ? throw new Refused("agreement.overlaps", $"An agreement from {other.FromOn:yyyy-MM-dd}{(other.UntilOn is { } until ? $" to {until:yyyy-MM-dd}" : "")} covers that day already. End it first, or choose a later day.", nameof(input.FromOn))
            : (association, new NewAgreement(association.AssociationNumber, scheme, string.IsNullOrWhiteSpace(input.Category) ? null : input.Category.Trim(), from));
    }

    private async Task<AssociationCopy> AssociationAsync(string? number, CancellationToken ct)
    {
        var digits = Digits(number);
        return await db.Associations.AsNoTracking().SingleOrDefaultAsync(a => a.AssociationNumber == digits, ct)
            ?? throw new Refused("association.unknown", $"There is no association {number}. Check the number; its last two digits catch most slips.", nameof(NewAgreement.Association));
    }

    private static string Digits(string? number) => string.Concat((number ?? "").Where(char.IsAsciiDigit));

    private static NewAgreement Read(string payload) => JsonSerializer.Deserialize<NewAgreement>(payload, SpmisJson.Options) ?? throw new InvalidOperationException("The proposal is empty.");
}
