using Microsoft.EntityFrameworkCore;
using Spmis.Kernel.Acts;
using Spmis.Kernel.Files;
using Spmis.Registration.Changes;

namespace Spmis.Registration.Persons;

/// <summary>A number somebody else gave the person.</summary>
public sealed record NewIdentifier
{
    /// <summary>One of <see cref="Identifier.Types"/>.</summary>
    public string? Type { get; init; }

    /// <summary>The number.</summary>
    public string? Value { get; init; }

    /// <summary>Who gave it; empty for the country's own office.</summary>
    public string? Issuer { get; init; }

    /// <summary>How it was verified, one of <see cref="Identifier.Verifications"/>; null: it was told only.</summary>
    public string? VerifiedBy { get; init; }

    /// <summary>When it was verified; null: today.</summary>
    public DateOnly? VerifiedOn { get; init; }
}

/// <summary>Records a number of a person, or that a known one was verified. A verified number is one person's only, by constraint.</summary>
/// <param name="db">The register.</param>
/// <param name="kinds">What needs a second person.</param>
public sealed class RecordIdentifier(RegistrationDb db, ChangeKinds kinds)
{
    /// <summary>Records it.</summary>
    /// <param name="number">Registration number.</param>
    /// <param name="input">The identifier.</param>
    /// <param name="change">Who and when.</param>
    /// <param name="ct">Cancels.</param>
    /// <exception cref="Refused">What is wrong in which field, whose number it is, or that it needs a second person.</exception>
    public async Task HandleAsync(string number, NewIdentifier input, Change change, CancellationToken ct)
    {
        var type = Identifier.Types.FirstOrDefault(t => t == input.Type) ?? throw new Refused("identifier.type", $"Choose what it is: {string.Join(", ", Identifier.Types)}.", nameof(input.Type));
        if (ReadField.Number(input.Value?.Trim() ?? "", out var value) is { } problem)
        {
            throw new Refused(problem.Code, $"{problem.Text} {problem.Remedy}", nameof(input.Value));
        }

        var issuer = string.IsNullOrWhiteSpace(input.Issuer) ? null : input.Issuer.Trim();
        if (issuer is not null && ReadField.Text(issuer, 80, out issuer) is { } wrong)
        {
            throw new Refused(wrong.Code, $"{wrong.Text} {wrong.Remedy}", nameof(input.Issuer));
        }

        var how = string.IsNullOrWhiteSpace(input.VerifiedBy) ? null
            : Identifier.Verifications.FirstOrDefault(v => v == input.VerifiedBy) ?? throw new Refused("identifier.how", $"Choose how it was verified: {string.Join(", ", Identifier.Verifications)}.", nameof(input.VerifiedBy));
        if (input.VerifiedOn is { } on && (how is null || on > change.Today))
        {
            throw new Refused("identifier.when", how is null ? "A day is given, but not how it was verified." : $"{on:yyyy-MM-dd} is still to come.", nameof(input.VerifiedOn));
        }

        DateTime? at = how is null ? null : input.VerifiedOn is { } day && day != change.Today ? day.ToDateTime(TimeOnly.MinValue, DateTimeKind.Utc) : change.Now;
        await db.WriteAsync(() => ApplyAsync(number, id => Identifier.Of(id, type, value, issuer, at, how), change, ct), ct);
    }

    private async Task ApplyAsync(string number, Func<Guid, Identifier> make, Change change, CancellationToken ct)
    {
        var person = await db.FindPersonAsync(number, ct);
        var told = make(person.Id);
        CorrectDetails.DemandCurrent(person, null);
        kinds.DemandNone(person, told);
        var owner = told.VerifiedKey is null ? null : await db.Identifiers.Where(i => i.VerifiedKey == told.VerifiedKey && i.PersonId != person.Id).Join(db.PersonsAnywhere, i => i.PersonId, p => p.Id, (_, p) => p.Number).FirstOrDefaultAsync(ct);
        if (owner is not null)
        {
            throw new Refused("person.id-taken", $"The number {told.Value} is verified for {owner}. Open that record; if it is somebody else, check the number.", "Value");
        }

        var known = await db.Identifiers.Where(i => i.PersonId == person.Id && i.Type == told.Type && i.Value == told.Value && i.Issuer == told.Issuer)
            .OrderByDescending(i => i.VerifiedAt != null).ThenBy(i => i.Id).FirstOrDefaultAsync(ct); // A merge can bring the same number twice.
        if (known is null)
        {
            db.Add(told);
        }
        else if (told.VerifiedAt is null || known.VerifiedAt is not null)
        {
            throw new Refused("identifier.known", $"This number is recorded already{(known.VerifiedAt is { } since ? $" and was verified on {since:yyyy-MM-dd}" : "")}.", "Value");
        }
        else
        {
            (known.VerifiedAt, known.VerifiedBy, known.VerifiedKey) = (told.VerifiedAt, told.VerifiedBy, told.VerifiedKey);
        }

        if (told.Type == Identifier.National && told.Issuer is null && (person.NationalId is null || (person.NationalId == told.Value && told.VerifiedAt is not null && !person.NationalIdVerified)))
        {
            (person.NationalId, person.NationalIdVerified) = (told.Value, told.VerifiedAt is not null);
            await db.ChangedAsync(person, ct);
        }

        await db.SaveAsync(change, ct);
    }
}
