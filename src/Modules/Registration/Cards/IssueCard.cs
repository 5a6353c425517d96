using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Configuration;
using Spmis.Kernel.Acts;
using Spmis.Registration.Persons;

namespace Spmis.Registration.Cards;

/// <summary>Issues registration cards, and new ones for cards that were lost, damaged, wrong or ran out. Setting <c>Registration:CardYears</c>: how long a card is valid (default 10).</summary>
/// <param name="db">The register.</param>
/// <param name="keys">Sign it.</param>
/// <param name="configuration">The settings.</param>
public sealed class IssueCard(RegistrationDb db, CardKeys keys, IConfiguration configuration)
{
    /// <summary>The words of files and APIs.</summary>
    public static IReadOnlyDictionary<string, VoidReason> Reasons { get; } = Enum.GetValues<VoidReason>().ToDictionary(r => r.ToString().ToLowerInvariant());

    /// <summary>Issues a person's first card, or one after the last ran out.</summary>
    /// <param name="number">Registration number.</param>
    /// <param name="change">Who and when.</param>
    /// <param name="ct">Cancels.</param>
    /// <exception cref="Refused">No such person, dead, merged or provisional, or there is a valid card.</exception>
    public Task<Card> HandleAsync(string number, Change change, CancellationToken ct) => IssueAsync(number, null, change, ct);

    /// <summary>Makes the valid card void and issues another.</summary>
    /// <param name="number">Registration number.</param>
    /// <param name="reason">Why the card before is void.</param>
    /// <param name="change">Who and when.</param>
    /// <param name="ct">Cancels.</param>
    /// <exception cref="Refused">As above, or there is no card to replace.</exception>
    public Task<Card> ReplaceAsync(string number, VoidReason reason, Change change, CancellationToken ct) => IssueAsync(number, reason, change, ct);

    private async Task<Card> IssueAsync(string number, VoidReason? replaces, Change change, CancellationToken ct)
    {
        Card? card = null;
        await db.WriteAsync(
            async () =>
            {
                var person = await db.FindPersonAsync(number, ct);
                CorrectDetails.DemandCurrent(person, null);
                if (person.DiedOn is not null)
                {
                    throw new Refused("card.dead", $"The death of {person.Number} is recorded; no card is issued.");
                }

                if (person.Provisional)
                {
                    throw new Refused("card.provisional", $"{person.Number} was never seen at a desk. Correct the details from the person's papers first.");
                }

                await VoidAsync(person, replaces, change, ct);
                card = Make(person, Card.SerialOf(await db.TakeNumbersAsync(Card.Series, 1, ct)), change);
                db.Add(card);
                await db.SaveAsync(change, ct);
            },
            ct);
        return card ?? throw new InvalidOperationException("The transaction ended without a card.");
    }

    private async Task VoidAsync(Person person, VoidReason? replaces, Change change, CancellationToken ct)
    {
        var open = await db.Cards.IgnoreQueryFilters().SingleOrDefaultAsync(c => c.OpenPersonId == person.Id, ct);
        if (open is null)
        {
            if (replaces is not null)
            {
                throw new Refused("card.none", $"{person.Number} has no card to replace; issue the first.");
            }

            return;
        }

        var reason = replaces ?? (open.ValidUntil < change.Today ? VoidReason.Expired : throw new Refused("card.valid", $"{person.Number} has the card {open.Serial}, valid until {open.ValidUntil:yyyy-MM-dd}. If it is lost, damaged or wrong, replace it."));
        (open.VoidedAt, open.VoidedFor, open.OpenPersonId) = (change.Now, reason, null);
        await db.SaveChangesAsync(ct); // Before the new row, or the constraint could see two at once. The history of it is written below.
        db.RecordBulk(change, nameof(Card), open.Id.ToString(), new { open.Serial, VoidedFor = reason });
    }

    private Card Make(Person person, string serial, Change change)
    {
        var until = change.Today.AddYears(int.TryParse(configuration["Registration:CardYears"], out var years) && years is >= 1 and <= 50 ? years : 10);
        var name = person.Name.Length > 100 ? person.Name[..100] : person.Name;
        return new Card
        {
            Id = Guid.CreateVersion7(), Serial = serial, PersonId = person.Id, OpenPersonId = person.Id, PrintedName = name, IssuedOn = change.Today, ValidUntil = until, IssuedBy = change.Actor.Name,
            Payload = keys.Sign(new CardContent(serial, person.Number, name, until)),
        };
    }
}

/// <summary>Reads and verifies cards.</summary>
/// <param name="db">The register.</param>
/// <param name="keys">Verify them.</param>
public sealed class ReadCards(RegistrationDb db, CardKeys keys)
{
    private const int Most = 100;

    /// <summary>A person's cards, the latest first.</summary>
    public async Task<IReadOnlyList<Card>> OfAsync(Person person, CancellationToken ct) => await db.Cards.AsNoTracking().Where(c => c.PersonId == person.Id).OrderByDescending(c => c.Serial).Take(Most).ToListAsync(ct);

    /// <summary>Checks the signature, and what has become of the card since. Says nothing of a person that the card does not say itself.</summary>
    /// <returns>What the signature says, and valid, void, expired, ask (record merged or closed) or unknown.</returns>
    public async Task<(CardCheck Check, string State)> VerifyAsync(string? payload, DateOnly today, CancellationToken ct)
    {
        var check = keys.Check(payload);
        if (check.Content is not { } content)
        {
            return (check, "none");
        }

        var card = await db.Cards.IgnoreQueryFilters().AsNoTracking().Where(c => c.Serial == content.Serial).Join(db.PersonsAnywhere, c => c.PersonId, p => p.Id, (c, p) => new { c.VoidedAt, p.DiedOn, p.MergedIntoId }).SingleOrDefaultAsync(ct);
        return (check, card switch
        {
            null => "unknown",
            { VoidedAt: not null } => "void",
            { DiedOn: not null } or { MergedIntoId: not null } => "ask",
            _ => content.ValidUntil < today ? "expired" : "valid",
        });
    }
}
