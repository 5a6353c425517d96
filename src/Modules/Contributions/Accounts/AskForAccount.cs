using Microsoft.EntityFrameworkCore;
using Spmis.Contributions.Associations;
using Spmis.Contributions.Bills;
using Spmis.Kernel.Acts;

namespace Spmis.Contributions.Accounts;

/// <summary>What somebody types who holds a bill.</summary>
public sealed record NewAccountRequest
{
    /// <summary>Number of the employer or association; blanks and hyphens do not count.</summary>
    public required string EmployerNumber { get; init; }

    /// <summary>Payment reference of one of its bills or member lists.</summary>
    public required string PaymentReference { get; init; }

    /// <summary>Who asks, at most 200 characters.</summary>
    public required string Name { get; init; }

    /// <summary>Telephone, at most 60 characters.</summary>
    public required string Phone { get; init; }

    /// <summary>From which network address.</summary>
    public string? FromAddress { get; init; }
}

/// <summary>
/// Somebody not signed in asks for an employer's account with a bill of the last twelve months, or for an association's with a member list. Who asks learns nothing: not whether there is such an employer or bill, whether somebody asked before,
/// or whether the office has too many open requests of this employer already. A request opens nothing; see decision 0012.
/// </summary>
/// <param name="db">The module's database.</param>
public sealed class AskForAccount(ContributionsDb db)
{
    internal const int LongestName = 200;
    internal const int LongestPhone = 60;
    private const int MostOpen = 5;
    private const int BillsOfDays = 366;

    /// <summary>Keeps the request if it fits, and saves it.</summary>
    /// <exception cref="Refused">Name or telephone is missing or too long: the only things that are told.</exception>
    public async Task HandleAsync(NewAccountRequest input, Change change, CancellationToken ct)
    {
        var (name, phone) = (input.Name.Trim(), input.Phone.Trim());
        if (name.Length is 0 or > LongestName)
        {
            throw new Refused("account-request.name", "Enter your name, at most 200 characters.", "name");
        }

        if (phone.Length is 0 or > LongestPhone)
        {
            throw new Refused("account-request.phone", "Enter a telephone number, at most 60 characters.", "phone");
        }

        var (number, reference, since) = (Digits(input.EmployerNumber), Digits(input.PaymentReference), change.Now.AddDays(-BillsOfDays));
        var payer = await db.Set<Bill>().AsNoTracking().Where(b => b.PaymentReference == reference && b.EmployerNumber == number && b.IssuedAt >= since).Select(b => (Guid?)b.EmployerId).SingleOrDefaultAsync(ct)
            ?? await db.Set<MemberList>().AsNoTracking().Where(l => l.PaymentReference == reference && l.FiledAt >= since && db.Set<AssociationCopy>().Any(a => a.AssociationId == l.AssociationId && a.AssociationNumber == number)).Select(l => (Guid?)l.AssociationId).SingleOrDefaultAsync(ct);
        if (payer is not { } of || await db.Set<AccountRequest>().CountAsync(r => r.EmployerId == of && r.AnsweredAt == null, ct) >= MostOpen)
        {
            return;
        }

        db.Add(new AccountRequest
        {
            Id = Guid.CreateVersion7(), EmployerId = of, EmployerNumber = number, PaymentReference = reference, Name = name, Phone = phone, AskedAt = change.Now, FromAddress = input.FromAddress, OpenKey = reference,
        });
        try
        {
            await db.SaveAsync(change, ct);
        }
        catch (Refused refused) when (refused.Code == "exists-already")
        {
            // Asked already with this bill: one is enough, and nobody is told.
        }
    }

    private static string Digits(string text) => new([.. text.Where(char.IsAsciiDigit).Take(20)]);
}

/// <summary>The office answers: it made sure who asks and handed out the code, or it did not.</summary>
/// <param name="db">The module's database.</param>
public sealed class AnswerAccountRequest(ContributionsDb db)
{
    /// <summary>The request, if the reader's office has it.</summary>
    /// <exception cref="Refused">There is none.</exception>
    public async Task<AccountRequest> ReadAsync(Guid id, CancellationToken ct) => await db.Set<AccountRequest>().SingleOrDefaultAsync(r => r.Id == id, ct) ?? throw new Refused("account-request.unknown", "There is no such request.");

    /// <summary>Closes it and saves it.</summary>
    /// <exception cref="Refused">It was answered already, or nothing was written about how the office made sure, or why it refuses.</exception>
    public async Task HandleAsync(Guid id, bool given, string note, Change change, CancellationToken ct)
    {
        var request = await ReadAsync(id, ct);
        if (request.AnsweredAt is not null)
        {
            throw new Refused("account-request.answered", $"{request.AnsweredBy} has answered this request already.");
        }

        if (note.Trim() is not { Length: > 0 and <= 1000 } words)
        {
            throw new Refused("account-request.note", "Write how you made sure who asks, or why no code is given.", "note");
        }

        (request.AnsweredAt, request.AnsweredBy, request.Given, request.Note, request.OpenKey) = (change.Now, change.Actor.Name, given, words, null);
        await db.SaveAsync(change, ct);
    }
}
