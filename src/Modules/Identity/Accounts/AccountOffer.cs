using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Spmis.Contracts.Registration;
using Spmis.Kernel.Acts;
using Spmis.Kernel.History;
using Spmis.Kernel.Messages;

namespace Spmis.Identity.Accounts;

/// <summary>A code that a person, an employer or an association holds on paper, and what account it opens.</summary>
public sealed class AccountOffer
{
    /// <summary>Wrong codes after which the offer is dead.</summary>
    public const int MostTries = 5;

    /// <summary>The offer; also in the register's history.</summary>
    public required Guid Id { get; init; }

    /// <summary>The role of the account: person, employer or association.</summary>
    public required string Role { get; init; }

    /// <summary>Registration number of the person or number of the employer or association.</summary>
    public required string Number { get; init; }

    /// <summary>Name in the register.</summary>
    public required string Name { get; init; }

    /// <summary>Hash of number and code (<see cref="Kernel.Access.PaperCode"/>).</summary>
    [NotInHistory]
    public required string CodeHash { get; init; }

    /// <summary>Opens nothing after this.</summary>
    public required DateTime ExpiresAt { get; init; }

    /// <summary>Wrong codes so far.</summary>
    public int Tries { get; set; }

    /// <summary>When it was used, or a newer one took its place; null while it is open.</summary>
    public DateTime? EndedAt { get; set; }

    /// <summary>Whether it still opens something.</summary>
    public bool IsOpen(DateTime now) => EndedAt is null && Tries < MostTries && ExpiresAt > now;
}

/// <summary>Keeps what an officer handed out; of a person, employer or association the newest alone holds.</summary>
/// <param name="db">The module's database.</param>
public sealed class KeepOffer(IdentityDb db) : Consumer<IdentityDb, AccountOffered>
{
    private const int LongestName = 200; // Of an account; four parts of a name may come to more.

    /// <inheritdoc />
    public override async Task HandleAsync(AccountOffered message, Change change, CancellationToken ct)
    {
        var others = await db.AccountOffers.Where(o => o.Number == message.Number && o.EndedAt == null).OrderBy(o => o.Id).Take(100).ToListAsync(ct);
        // Ids are made in the order of time: a message that comes late does not end what was handed out after it.
        var overtaken = others.Any(o => o.Id.CompareTo(message.OfferId) > 0);
        others.Where(o => o.Id.CompareTo(message.OfferId) < 0).ToList().ForEach(o => o.EndedAt = change.Now);
        db.AccountOffers.Add(new AccountOffer
        {
            Id = message.OfferId, Role = message.Role, Number = message.Number, Name = message.Name[..Math.Min(message.Name.Length, LongestName)], CodeHash = message.CodeHash, ExpiresAt = message.ExpiresAt, EndedAt = overtaken ? change.Now : null,
        });
    }
}

internal sealed class AccountOfferMapping : IEntityTypeConfiguration<AccountOffer>
{
    public void Configure(EntityTypeBuilder<AccountOffer> builder)
    {
        builder.ToTable("account_offers");
        builder.HasKey(o => o.Id);
        builder.Property(o => o.Id).ValueGeneratedNever();
        builder.Property(o => o.Role).HasMaxLength(40);
        builder.Property(o => o.Number).HasMaxLength(20);
        builder.Property(o => o.CodeHash).HasMaxLength(64);
        builder.HasIndex(o => new { o.Number, o.EndedAt });
    }
}
