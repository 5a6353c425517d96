using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;
using Spmis.Identity.Users;
using Spmis.Kernel.Access;
using Spmis.Kernel.Acts;

namespace Spmis.Identity.Accounts;

/// <summary>What somebody types who holds a code of the office.</summary>
public sealed record OwnAccount
{
    /// <summary>Registration number, number of the employer or association, or the text of a registration card's QR code.</summary>
    public required string Number { get; init; }

    /// <summary>The code on the paper.</summary>
    public required string Code { get; init; }

    /// <summary>How the account is to be called.</summary>
    public required string UserName { get; init; }

    /// <summary>The password chosen.</summary>
    public required string Password { get; init; }
}

/// <summary>
/// A person, an employer or an association opens an account of their own with number and code; a person who has one gets a new password for it. Unknown number,
/// wrong code, a code used, run out or tried too often get the same words.
/// </summary>
/// <param name="db">The module's database.</param>
/// <param name="create">Makes accounts.</param>
/// <param name="hasher">Makes password hashes.</param>
/// <param name="rules">What a password must be.</param>
public sealed class OpenOwnAccount(IdentityDb db, CreateUser create, IPasswordHasher<SpmisUser> hasher, PasswordRules rules)
{
    private static readonly Actor Nobody = new("nobody", "Somebody not signed in", []);

    /// <summary>Checks, counts and saves.</summary>
    /// <exception cref="Refused">The proof does not hold (the try is saved all the same), or the name or password is unfit (nothing is saved).</exception>
    public async Task<SpmisUser> HandleAsync(OwnAccount input, Change change, CancellationToken ct)
    {
        var number = NumberOf(input.Number);
        SpmisUser? opened = null;
        await db.WriteAsync(
            async () =>
            {
                // Takes the row's lock: tries sent side by side are counted one after another.
                await db.AccountOffers.Where(o => o.Number == number && o.EndedAt == null).ExecuteUpdateAsync(s => s.SetProperty(o => o.Tries, o => o.Tries), ct);
                var offer = await db.AccountOffers.Where(o => o.Number == number && o.EndedAt == null).OrderByDescending(o => o.Id).FirstOrDefaultAsync(ct);
                if (offer is null || !offer.IsOpen(change.Now) || (offer.Role == Roles.Person && await db.GonePersons.AnyAsync(g => g.Number == number && g.Gone, ct)))
                {
                    return;
                }

                if (!CryptographicOperations.FixedTimeEquals(Encoding.ASCII.GetBytes(PaperCode.HashOf(number, input.Code)), Encoding.ASCII.GetBytes(offer.CodeHash)))
                {
                    offer.Tries++;
                    await db.SaveAsync(change with { Act = "accounts.code-wrong", Actor = Nobody }, ct);
                    return;
                }

                opened = await OpenAsync(offer, input, change with { Actor = Nobody }, ct);
            },
            ct);
        return opened ?? throw new Refused("account.proof", "Number and code do not fit, or the code was used, has run out or was tried too often. Look at the paper once more; the office gives you a new code.", "code");
    }

    /// <summary>The number somebody typed or scanned. Of a card it is read without looking at the signature: the number proves nothing, the code does.</summary>
    internal static string NumberOf(string typed)
    {
        var text = typed.Trim();
        if (text.Split('.') is ["SPC1", _, var body, _] && Base64Url.IsValid(body) && Encoding.UTF8.GetString(Base64Url.DecodeFromChars(body)).Split('\u001F') is [_, var printed, ..])
        {
            text = printed;
        }

        return new string([.. text.Where(char.IsAsciiDigit).Take(20)]);
    }

    private async Task<SpmisUser> OpenAsync(AccountOffer offer, OwnAccount input, Change change, CancellationToken ct)
    {
        var user = offer.Role == Roles.Person ? await db.Users.SingleOrDefaultAsync(u => u.PersonNumber == offer.Number, ct) : null;
        if (user is { DisabledAt: not null })
        {
            throw new Refused("sign-in.closed", "The account of this person is closed. Ask the office.");
        }

        var name = user?.UserName ?? input.UserName.Trim();
        rules.Check(input.Password, name, "password");
        offer.EndedAt = change.Now;
        user ??= (await create.HandleAsync(
            new NewUser
            {
                UserName = name, DisplayName = offer.Name, Roles = [offer.Role],
                PersonNumber = offer.Role == Roles.Person ? offer.Number : null, Employer = offer.Role == Roles.Employer ? offer.Number : null, Association = offer.Role == Roles.Association ? offer.Number : null,
            },
            change, ct)).User;
        user.PasswordHash = hasher.HashPassword(user, input.Password);
        (user.MustChangePassword, user.AccessFailedCount, user.LockedUntil) = (false, 0, null);
        user.EndSessions();
        if (!user.HasSecondFactor)
        {
            user.CountSignIn(change.Now);
        }

        await db.SaveAsync(change with { Actor = new Actor(user.Id.ToString(), user.DisplayName, []), Evidence = $"code {offer.Id}" }, ct);
        return user;
    }
}
