using Spmis.Eligibility.Copies;
using Spmis.Kernel.Acts;

namespace Spmis.Eligibility.Claims;

/// <summary>Claims that are there already, in the books or further up in the same file.</summary>
internal sealed class TakenBefore
{
    private readonly Dictionary<(string, Guid, DateOnly), (string Number, bool Draft, bool Closed)> events = [];
    private readonly Dictionary<string, string> open = new(StringComparer.Ordinal);

    public void Add(Claim claim)
    {
        events[(claim.Scheme, claim.PersonId, claim.EventOn)] = (claim.Number, claim.Draft, claim.ClosedAt is not null);
        if (claim.OpenKey is not null)
        {
            open[Claim.KeyOf(claim.Scheme, claim.PersonId)] = claim.Number;
        }
    }

    public Refused? TryTake(NewClaim claim, PersonCopy person)
    {
        if (events.TryGetValue((claim.Scheme, person.PersonId, claim.EventOn), out var same))
        {
            return same switch
            {
                { Number.Length: 0 } => new Refused("claim.filed-already", $"The same event of {person.RegistrationNumber} is claimed by a line further up in this file; keep one of them.", "personNumber"),
                { Draft: true } => new Refused("claim.draft-already", $"The event opened a claim for {person.RegistrationNumber} already: {same.Number}. Confirm that one with the day it is claimed.", "personNumber"),
                { Closed: true } => new Refused("claim.closed-already", $"The same event was claimed for {person.RegistrationNumber} and taken back: {same.Number}. Take that claim up again.", "personNumber"),
                _ => new Refused("claim.filed-already", $"The same event was claimed for {person.RegistrationNumber} already: {same.Number}. Open that claim instead.", "personNumber"),
            };
        }

        if (open.TryGetValue(Claim.KeyOf(claim.Scheme, person.PersonId), out var waiting))
        {
            return waiting.Length == 0 ? new Refused("claim.open-already", $"Another event of {person.RegistrationNumber} is claimed by a line further up in this file. Have that one decided first, then hand this one in.", "personNumber") : new Refused("claim.open-already", $"A claim of {person.RegistrationNumber} waits for its decision: {waiting}. Have it decided first.", "personNumber");
        }

        // It gets its number with the others.
        events[(claim.Scheme, person.PersonId, claim.EventOn)] = ("", false, false);
        open[Claim.KeyOf(claim.Scheme, person.PersonId)] = "";
        return null;
    }
}
