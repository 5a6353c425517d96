using System.Security.Cryptography;
using System.Text.Json;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;
using Spmis.Identity.Users;
using Spmis.Kernel.Acts;

namespace Spmis.Identity.Passkeys;

/// <summary>What the browser is asked: the options of WebAuthn, and our sealed memory of the question.</summary>
/// <param name="Options">For <c>navigator.credentials</c>, as JSON.</param>
/// <param name="State">To be sent back with the answer.</param>
public sealed record PasskeyQuestion(JsonElement Options, string State);

/// <summary>What the browser answers, in one form field: <c>{"state": "...", "credential": {...}}</c>.</summary>
/// <param name="Http">The request it came with: its origin is compared.</param>
/// <param name="Field">The field's text.</param>
public sealed record PasskeyAnswer(HttpContext Http, string Field);

/// <summary>
/// Asks for a passkey and reads the answer with ASP.NET Core Identity's own verification (challenge, origin, relying party, flags, signature, counter).
/// The question is remembered by the one who asked, sealed; it holds five minutes, for one purpose and one person, and is answered once.
/// </summary>
/// <param name="db">The module's database.</param>
/// <param name="handler">Verifies.</param>
/// <param name="protection">Seals.</param>
/// <param name="time">The clock.</param>
public sealed class PasskeyQuestions(IdentityDb db, IPasskeyHandler<SpmisUser> handler, IDataProtectionProvider protection, TimeProvider time)
{
    private const int LongestAnswer = 20_000;
    private static readonly TimeSpan Holds = TimeSpan.FromMinutes(5);
    private readonly IDataProtector seal = protection.CreateProtector("Spmis.Identity.Passkey");

    /// <summary>What a question is for.</summary>
    public enum Purpose
    {
        /// <summary>A new passkey.</summary>
        New,

        /// <summary>Coming in, whoever it is.</summary>
        SignIn,

        /// <summary>Showing again who one is.</summary>
        Again,
    }

    /// <summary>Asks for a new passkey of this user.</summary>
    public async Task<PasskeyQuestion> AskForNewAsync(HttpContext http, SpmisUser user)
    {
        var asked = await handler.MakeCreationOptionsAsync(new PasskeyUserEntity { Id = user.Id.ToString(), Name = user.UserName!, DisplayName = user.DisplayName }, http); // Every user has a name: the column says so.
        return Sealed(asked.CreationOptionsJson, asked.AttestationState, Purpose.New, user.Id);
    }

    /// <summary>Asks for a passkey: of anybody who has one here (no user), or of this user.</summary>
    public async Task<PasskeyQuestion> AskAsync(HttpContext http, SpmisUser? user)
    {
        var asked = await handler.MakeRequestOptionsAsync(user, http);
        return Sealed(asked.RequestOptionsJson, asked.AssertionState, user is null ? Purpose.SignIn : Purpose.Again, user?.Id);
    }

    /// <summary>Reads a new passkey.</summary>
    /// <returns>Null when it does not hold.</returns>
    internal async Task<(Guid Question, UserPasskeyInfo Info)?> ReadNewAsync(PasskeyAnswer answer, Guid userId)
    {
        if (Opened(answer, Purpose.New, userId) is not { } opened)
        {
            return null;
        }

        try
        {
            var result = await handler.PerformAttestationAsync(new PasskeyAttestationContext { HttpContext = answer.Http, CredentialJson = opened.Credential, AttestationState = opened.Asked.State });
            return result.Succeeded && result.Passkey.IsUserVerified ? (opened.Asked.Id, result.Passkey) : null;
        }
        catch (Exception e) when (IsNonsense(e))
        {
            return null;
        }
    }

    /// <summary>Reads the proof of a passkey; nothing is taken yet.</summary>
    /// <param name="answer">The answer.</param>
    /// <param name="userId">Of whom it was asked; null for anybody.</param>
    /// <returns>Null when it does not hold.</returns>
    internal async Task<(Guid Question, SpmisUser User, UserPasskeyInfo Info)?> ReadAsync(PasskeyAnswer answer, Guid? userId)
    {
        if (Opened(answer, userId is null ? Purpose.SignIn : Purpose.Again, userId) is not { } opened)
        {
            return null;
        }

        try
        {
            var result = await handler.PerformAssertionAsync(new PasskeyAssertionContext { HttpContext = answer.Http, CredentialJson = opened.Credential, AssertionState = opened.Asked.State });
            return result.Succeeded && result.Passkey.IsUserVerified && (userId is null || result.User.Id == userId) ? (opened.Asked.Id, result.User, result.Passkey) : null;
        }
        catch (Exception e) when (IsNonsense(e))
        {
            return null;
        }
    }

    /// <summary>Reads the proof once more and takes it, inside the transaction that holds the user's row: the second of two alike finds it taken, and the counter is compared with the one before.</summary>
    internal async Task<bool> TakeAsync(PasskeyAnswer answer, Guid? askedOf, Guid userId, DateTime now, CancellationToken ct)
    {
        if (await ReadAsync(answer, askedOf) is not { } read || read.User.Id != userId || await db.TakenChallenges.AnyAsync(c => c.Id == read.Question, ct))
        {
            return false;
        }

        var id = read.Info.CredentialId;
        var passkey = await db.Passkeys.SingleAsync(p => p.UserId == userId && p.CredentialId == id, ct);
        (passkey.SignCount, passkey.IsBackedUp, passkey.UsedAt) = (read.Info.SignCount, read.Info.IsBackedUp, now);
        await db.TakenChallenges.Where(c => c.ExpiresAt < now).ExecuteDeleteAsync(ct);
        db.TakenChallenges.Add(new TakenChallenge { Id = read.Question, ExpiresAt = now + Holds + Holds });
        return true;
    }

    private PasskeyQuestion Sealed(string options, string? state, Purpose purpose, Guid? userId)
    {
        var asked = new Asked(Guid.CreateVersion7(), purpose, userId, time.GetUtcNow() + Holds, state ?? "");
        return new PasskeyQuestion(JsonElement.Parse(options), seal.Protect(JsonSerializer.Serialize(asked)));
    }

    private (Asked Asked, string Credential)? Opened(PasskeyAnswer answer, Purpose purpose, Guid? userId)
    {
        if (answer.Field.Length is 0 or > LongestAnswer)
        {
            return null;
        }

        try
        {
            var field = JsonElement.Parse(answer.Field);
            var asked = JsonSerializer.Deserialize<Asked>(seal.Unprotect(field.GetProperty("state").GetString() ?? ""));
            return asked is not null && asked.Purpose == purpose && asked.UserId == userId && asked.Until > time.GetUtcNow() ? (asked, field.GetProperty("credential").GetRawText()) : null;
        }
        catch (Exception e) when (IsNonsense(e))
        {
            return null;
        }
    }

    // Whatever somebody sends instead of an answer is no answer; the verification itself reports what it refuses and throws on what it cannot read.
    private static bool IsNonsense(Exception e) => e is JsonException or CryptographicException or KeyNotFoundException or InvalidOperationException or FormatException or ArgumentException or PasskeyException;

    private sealed record Asked(Guid Id, Purpose Purpose, Guid? UserId, DateTimeOffset Until, string State);
}
