using Microsoft.EntityFrameworkCore;
using Spmis.Contracts.Registration;
using Spmis.Kernel.Acts;
using Spmis.Registration.Areas;
using Spmis.Registration.Persons;

namespace Spmis.Registration.Associations;

/// <summary>Changes what is on record of an association: name, kind, number, seat (which gives the office whose record it is) and who answers for it. What stood before stays in the history.</summary>
/// <param name="db">The register.</param>
/// <param name="read">Finds the association.</param>
/// <param name="areas">The area tree.</param>
public sealed class ChangeAssociation(RegistrationDb db, ReadAssociation read, FindAreas areas)
{
    /// <summary>Changes it.</summary>
    /// <param name="number">Number of the association.</param>
    /// <param name="version">The version that was looked at; null: whatever stands.</param>
    /// <param name="input">All of it as it should be; what is empty is emptied.</param>
    /// <param name="change">Who, when and why.</param>
    /// <param name="ct">Cancels.</param>
    /// <exception cref="Refused">No such association, closed, changed meanwhile, no reason, or what is wrong in which field.</exception>
    public async Task HandleAsync(string number, long? version, NewAssociation input, Change change, CancellationToken ct)
    {
        CorrectDetails.DemandReason(change);
        RegisterAssociation.Demand(input);
        await db.WriteAsync(
            async () =>
            {
                var found = await read.HandleAsync(number, ct);
                CloseAssociation.DemandOpen(found);
                if (version is { } seen && seen != found.Version)
                {
                    throw new Refused("changed-meanwhile", "Somebody else changed this association while you worked on it. Open it again, look at the change, and repeat yours.");
                }

                var (area, district) = (RegisterAssociation.Blank(input.Area), RegisterAssociation.Blank(input.District));
                var same = district == found.District && (area is null ? found.AreaId is null : await areas.IsCodeAsync(area, found.AreaId, ct));
                var place = same ? null : await areas.PlaceAsync(area, district, null, change.Today, ct);
                RegisterAssociation.Fill(found, input);
                if (!same)
                {
                    (found.AreaId, found.District) = (place?.AreaId, place is not null && area is not null ? place.District : district);
                    found.Office = await db.OfficeOfAsync(found.AreaId, ct) ?? found.Office;
                }

                found.Version++;
                db.Publish(new AssociationsRecorded { Associations = [found.ToFacts()] });
                await db.SaveAsync(change, ct);
            },
            ct);
    }
}
