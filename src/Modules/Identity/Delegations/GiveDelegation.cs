using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Configuration;
using Spmis.Identity.Users;
using Spmis.Kernel.Access;
using Spmis.Kernel.Acts;
using Spmis.Kernel.Data;
using Spmis.Kernel.Proposals;

namespace Spmis.Identity.Delegations;

/// <summary>Roles to be lent.</summary>
public sealed record NewDelegation
{
    /// <summary>Whose.</summary>
    public required Guid GiverId { get; init; }

    /// <summary>User name of who shall hold them.</summary>
    public required string Holder { get; init; }

    /// <summary>Which of the giver's own roles.</summary>
    public required IReadOnlyCollection<string> Roles { get; init; }

    /// <summary>First day.</summary>
    public required DateOnly FromDay { get; init; }

    /// <summary>Last day.</summary>
    public required DateOnly ToDay { get; init; }

    /// <summary>Why.</summary>
    public string? Reason { get; init; }
}

/// <summary>
/// A person lends own roles to a colleague for some days. Where <c>SignIn:ApproveDelegations</c> is true a second person approves it. The holder can never decide what the giver
/// prepared, nor what the holder prepared: the giver counts as the same person meanwhile.
/// </summary>
/// <param name="db">The module's database.</param>
/// <param name="held">Whose scope lies within whose.</param>
/// <param name="fourEyes">Where it waits.</param>
/// <param name="configuration">The setting.</param>
public sealed class GiveDelegation(IdentityDb db, DelegatedRoles held, FourEyes fourEyes, IConfiguration configuration) : IProposedAct
{
    /// <summary>The name of the act.</summary>
    public const string Act = "delegations.give";

    /// <summary>The permission that approves it.</summary>
    public const string Approve = "delegations.approve";

    /// <summary>Days of one delegation, at most.</summary>
    public const int MostDays = 92;

    /// <summary>Roles that may be lent.</summary>
    public static IReadOnlyList<string> Lendable { get; } = [Roles.Officer, Roles.Supervisor, Roles.Auditor];

    /// <summary>Gives it, or puts it up for a second person.</summary>
    /// <returns>The proposal that waits; null when it holds already.</returns>
    /// <exception cref="Refused">What is wrong, in which field.</exception>
    public async Task<Proposal?> HandleAsync(NewDelegation input, Change change, CancellationToken ct)
    {
        var (giver, holder) = await CheckAsync(input, change, ct);
        if (configuration.GetValue("SignIn:ApproveDelegations", false))
        {
            return await fourEyes.ProposeAsync(IdentityModule.ModuleName, Act, $"{giver.Id}:{holder.Id}", $"{giver.DisplayName} lends roles to {holder.DisplayName}", input, change, ct);
        }

        await db.WriteAsync(() => SaveAsync(input, giver, holder, null, change, ct), ct);
        return null;
    }

    /// <inheritdoc />
    public async Task<IReadOnlyList<ShownField>> ShowAsync(string payload, CancellationToken ct)
    {
        var input = Read(payload);
        var (giver, holder) = await PeopleAsync(input, ct);
        return
        [
            new("Whose roles", null, giver.DisplayName), new("Who holds them", null, holder.DisplayName), new("Roles", null, string.Join(", ", input.Roles)),
            new("From", null, Day(input.FromDay)), new("To", null, Day(input.ToDay)), new("Offices", giver.Office, holder.Office), new("Why", null, input.Reason),
        ];
    }

    /// <inheritdoc />
    public async Task ApplyAsync(string payload, Change change, CancellationToken ct)
    {
        var input = Read(payload);
        var (giver, holder) = await CheckAsync(input with { FromDay = input.FromDay < change.Today ? change.Today : input.FromDay }, change, ct);
        if (change.Actor.IsSamePersonAs(giver.Id.ToString()) || change.Actor.IsSamePersonAs(holder.Id.ToString()))
        {
            throw new Refused("delegation.own", "Neither who lends the roles nor who gets them approves it.");
        }

        if (change.Actor.Offices is { } seen && !(giver.Office is { } office && seen.Contains(office)))
        {
            throw new Refused("delegation.other-office", "Somebody of the giver's office, or of one above, approves it.");
        }

        await SaveAsync(input, giver, holder, change.Actor.Name, change, ct);
    }

    private async Task SaveAsync(NewDelegation input, SpmisUser giver, SpmisUser holder, string? approvedBy, Change change, CancellationToken ct)
    {
        db.Delegations.Add(new Delegation
        {
            GiverId = giver.Id, GiverName = giver.DisplayName, HolderId = holder.Id, HolderName = holder.DisplayName, Roles = string.Join(' ', input.Roles.Distinct().Order(StringComparer.Ordinal)),
            FromDay = input.FromDay, ToDay = input.ToDay, Reason = input.Reason!.Trim(), GivenAt = change.Now, ApprovedBy = approvedBy, // Checked before.
        });
        await db.SaveAsync(change, ct);
        await DelegatedRoles.TellAsync(db, holder.Id, ct);
    }

    private async Task<(SpmisUser Giver, SpmisUser Holder)> CheckAsync(NewDelegation input, Change change, CancellationToken ct)
    {
        var (giver, holder) = await PeopleAsync(input, ct);
        if (holder.Id == giver.Id || (holder.Person is not null && holder.Person == giver.Person))
        {
            throw new Refused("delegation.self", "That is your own account, or another one of yours. Choose a colleague.", "holder");
        }

        if (holder.Roles.Any(r => !Lendable.Contains(r.Role) && r.Role != Roles.Administrator))
        {
            throw new Refused("delegation.outsider", "Roles are lent to people of the institution only.", "holder");
        }

        if (input.Roles.Count == 0 || input.Roles.Any(role => !Lendable.Contains(role) || giver.Roles.All(r => r.Role != role)))
        {
            throw new Refused("delegation.roles", "Choose among the roles you hold in your own right.", "roles");
        }

        if (input.Roles.All(role => holder.Roles.Any(r => r.Role == role)))
        {
            throw new Refused("delegation.held", $"{holder.DisplayName} holds these roles already.", "roles");
        }

        if (input.FromDay < change.Today)
        {
            throw new Refused("delegation.past", "The first day has gone by; begin today or later.", "fromDay");
        }

        if (input.ToDay < input.FromDay || input.ToDay.DayNumber - input.FromDay.DayNumber >= MostDays)
        {
            throw new Refused("delegation.days", $"The last day lies on or after the first, and at most {MostDays} days in all.", "toDay");
        }

        if (string.IsNullOrWhiteSpace(input.Reason) || input.Reason.Trim().Length > 400)
        {
            throw new Refused("delegation.no-reason", "Say why, such as leave or training, in at most 400 characters.", "reason");
        }

        return await held.IsWithinAsync(giver, holder, ct) ? (giver, holder)
            : throw new Refused("delegation.wider", $"{holder.DisplayName} sees records of offices that you do not. Choose somebody of your office or of one below.", "holder");
    }

    private async Task<(SpmisUser Giver, SpmisUser Holder)> PeopleAsync(NewDelegation input, CancellationToken ct)
    {
        var name = CreateUser.Normalize(input.Holder);
        var giver = await db.Users.AsNoTracking().SingleOrDefaultAsync(u => u.Id == input.GiverId && u.DisabledAt == null, ct) ?? throw new Refused("delegation.no-account", "Only somebody who signs in as a person lends roles.");
        var holder = await db.Users.AsNoTracking().SingleOrDefaultAsync(u => u.NormalizedUserName == name && u.DisabledAt == null, ct)
            ?? throw new Refused("delegation.holder-unknown", $"There is no open account '{input.Holder.Trim()}'.", "holder");
        return (giver, holder);
    }

    private static string Day(DateOnly day) => day.ToString("yyyy-MM-dd", System.Globalization.CultureInfo.InvariantCulture);

    private static NewDelegation Read(string payload) => JsonSerializer.Deserialize<NewDelegation>(payload, SpmisJson.Options) ?? throw new InvalidOperationException("The proposal is empty.");
}

/// <summary>Ends a delegation before its last day: by who gave it, who holds it, or who manages accounts.</summary>
/// <param name="db">The module's database.</param>
public sealed class EndDelegation(IdentityDb db)
{
    /// <summary>Ends it at once.</summary>
    /// <exception cref="Refused">There is none, it has ended, or it is not the actor's.</exception>
    public async Task HandleAsync(Guid id, bool any, Change change, CancellationToken ct) => await db.WriteAsync(
        async () =>
        {
            var found = await db.Delegations.SingleOrDefaultAsync(d => d.Id == id, ct);
            if (found is null || (!any && found.GiverId.ToString() != change.Actor.Id && found.HolderId.ToString() != change.Actor.Id))
            {
                throw new Refused("delegation.unknown", "There is no such delegation of yours.");
            }

            if (found.EndedAt is not null || found.ToDay < change.Today)
            {
                throw new Refused("delegation.ended", "It has ended already.");
            }

            await DelegatedRoles.TellAsync(db, found.HolderId, ct);
            (found.EndedAt, found.EndedBy) = (change.Now, change.Actor.Name);
            found.Version++;
            await db.SaveAsync(change, ct);
        },
        ct);
}
