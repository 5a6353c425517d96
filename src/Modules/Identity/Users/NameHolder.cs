using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using Spmis.Contracts.Identity;
using Spmis.Kernel.Access;
using Spmis.Kernel.Acts;
using Spmis.Kernel.Data;
using Spmis.Kernel.Proposals;

namespace Spmis.Identity.Users;

/// <summary>
/// Says which person of the register holds an account of staff, so that nobody works on the own record (<see cref="RestrictedRecords"/>). Naming one only takes something away, and an
/// administrator does it alone; another number in its place, or none, gives it back, and takes two people.
/// </summary>
/// <param name="db">The module's database.</param>
/// <param name="fourEyes">Asks the second person.</param>
public sealed class NameHolder(IdentityDb db, FourEyes fourEyes) : IProposedAct
{
    /// <summary>The act in proposals.</summary>
    public const string Act = "users.holder";

    /// <summary>The permission to approve it.</summary>
    public const string Approve = "users.approve-holder";

    /// <summary>Names the holder, or puts a change of it up for a second person.</summary>
    /// <param name="userId">The account.</param>
    /// <param name="number">Registration number; blank for none.</param>
    /// <param name="change">Who says so.</param>
    /// <param name="ct">Cancels.</param>
    /// <returns>What waits for a second person; null when it is done.</returns>
    /// <exception cref="Refused">There is no such account, it is none of staff, the number is none, or nothing would change.</exception>
    public async Task<Proposal?> HandleAsync(Guid userId, string? number, Change change, CancellationToken ct)
    {
        var user = await db.UserAsync(userId, ct);
        var (before, after) = (user.Holder, UserScope.Number(number));
        Check(user, after);
        if (before == after)
        {
            throw new Refused("user.holder-same", before is null ? "Enter the registration number of the person who holds this account." : $"{before} stands there already.", "holder");
        }

        if (before is not null)
        {
            return await fourEyes.ProposeAsync(db.Module, Act, userId.ToString(), $"Holder of the account {user.UserName}: {after ?? "none"} in place of {before}", new HolderChange(userId, before, after), change, ct);
        }

        await SaveAsync(user, after, change, ct);
        return null;
    }

    /// <inheritdoc />
    public async Task<IReadOnlyList<ShownField>> ShowAsync(string payload, CancellationToken ct)
    {
        var input = Read(payload);
        var user = await db.Users.AsNoTracking().SingleAsync(u => u.Id == input.UserId, ct);
        return [new("Account", user.UserName, user.UserName), new("Name", user.DisplayName, user.DisplayName), new("Registration number", user.Holder, input.After)];
    }

    /// <inheritdoc />
    public async Task ApplyAsync(string payload, Change change, CancellationToken ct)
    {
        var input = Read(payload);
        var user = await db.UserAsync(input.UserId, ct);
        Check(user, input.After);
        await SaveAsync(user, input.After, change, ct);
    }

    /// <summary>Sets it at an account that is just being made; the caller saves.</summary>
    internal static void Set(IdentityDb db, SpmisUser user, string? number)
    {
        if (UserScope.Number(number) is { } holder)
        {
            Check(user, holder);
            user.Holder = holder;
            db.Publish(new StaffHolderNamed { PersonNumber = holder });
        }
    }

    private async Task SaveAsync(SpmisUser user, string? holder, Change change, CancellationToken ct)
    {
        user.Holder = holder;
        user.ConcurrencyStamp = Guid.CreateVersion7().ToString("N"); // Sessions that are open follow with the next request.
        if (holder is not null)
        {
            db.Publish(new StaffHolderNamed { PersonNumber = holder });
        }

        await db.SaveAsync(change, ct);
    }

    private static void Check(SpmisUser user, string? holder)
    {
        if (holder is not null && !user.Roles.Any(r => Roles.OfStaff.Contains(r.Role)))
        {
            throw new Refused("user.holder-unused", "Only accounts of people who work in the institution name their holder; an insured person's own account has the registration number.", "holder");
        }
    }

    private static HolderChange Read(string payload) => JsonSerializer.Deserialize<HolderChange>(payload, SpmisJson.Options) ?? throw new InvalidOperationException("The proposal is empty.");

    private sealed record HolderChange(Guid UserId, string? Before, string? After);
}
