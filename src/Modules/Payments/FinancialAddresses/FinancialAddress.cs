using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Spmis.Payments.FinancialAddresses;

/// <summary>What an address is, for people; how money gets there is the agency's matter.</summary>
public enum AddressKind
{
    /// <summary>An account with a bank or a savings cooperative.</summary>
    BankAccount,

    /// <summary>A mobile wallet: its telephone number.</summary>
    Wallet,

    /// <summary>A prepaid card.</summary>
    Card,

    /// <summary>Cash at a pay point of the agency, by the number under which the person is known there.</summary>
    PayPoint,

    /// <summary>Cash at an office.</summary>
    Office,
}

/// <summary>
/// Where a person's money goes, from an instant to another: the usual address, which the registry declares, and others chosen for a scheme. The rows of a person are the history of the addresses.
/// </summary>
public sealed class FinancialAddress
{
    public long Id { get; init; }

    public required Guid PersonId { get; init; }

    /// <summary>The agency's code as declared; it need not be one we know.</summary>
    public required string Agency { get; init; }

    [Kernel.History.Identifying]
    public required string Account { get; init; }

    public required DateTime FromAt { get; init; }

    /// <summary>The scheme whose payments go there; empty for all that have no address of their own.</summary>
    public string Scheme { get; init; } = Usual;

    public AddressKind Kind { get; init; }

    /// <summary>The end of its cooling-off: the person had another before, and nothing is sent there until then, unless somebody makes sure that it is the person's. Null for a first one.</summary>
    public DateTime? PayableFrom { get; init; }

    /// <summary>When somebody, most of all the person, said that it is wrong: nothing is sent there until that is settled.</summary>
    public DateTime? ObjectedAt { get; set; }

    public string? ObjectedBy { get; set; }

    /// <summary>Who noted it, and settles it not.</summary>
    public string? ObjectedById { get; set; }

    public string? Objection { get; set; }

    /// <summary>Taken back on an objection: the register's repeating it is no new wish.</summary>
    public bool Withdrawn { get; set; }

    /// <summary>When another one took its place.</summary>
    public DateTime? EndedAt { get; set; }

    /// <summary>The person while this is the address in use, else null: one in use per person and scheme, by constraint.</summary>
    public Guid? CurrentOf { get; set; }

    /// <summary>When somebody made sure that the account is the person's.</summary>
    public DateTime? VerifiedAt { get; set; }

    public string? VerifiedBy { get; set; }

    /// <summary>What made it: the act.</summary>
    public required string Source { get; init; }

    /// <summary><see cref="Scheme"/> of the usual address.</summary>
    public const string Usual = "";

    /// <summary>The act by which the registry's word is taken over; every other is somebody else's.</summary>
    public const string Declared = $"{PaymentsModule.ModuleName}.{nameof(Copies.KeepPayees)}";

    /// <summary>Whether nothing is sent there yet, as it took another's place a short while ago and nobody made sure of it.</summary>
    public bool IsCooling(DateTime now) => PayableFrom > now && VerifiedAt is null;

    /// <summary>The account's last four characters: enough to recognise, too few to steal.</summary>
    public string Masked => Kernel.Access.IdentifierMask.Of(Account)!; // It has one.

    /// <summary>The act of a program of GovStack, which changes addresses alone: nothing is sent there before somebody verified it.</summary>
    public const string ToldByProgram = "payments.govstack-payees";

    /// <summary>The act by which the account mapper of G2P Connect tells addresses.</summary>
    public const string ToldByMapper = "payments.mapper-told";

    /// <summary>See <see cref="ToldByProgram"/>; what the mapper told is told by a program too.</summary>
    public bool IsToldByProgram => Source is ToldByProgram or ToldByMapper;
}

internal sealed class FinancialAddressMapping : IEntityTypeConfiguration<FinancialAddress>
{
    public void Configure(EntityTypeBuilder<FinancialAddress> builder)
    {
        builder.ToTable("financial_addresses");
        builder.HasKey(a => a.Id);
        builder.HasIndex(a => new { a.CurrentOf, a.Scheme }).IsUnique();
        builder.HasIndex(a => new { a.PayableFrom, a.Id });
        builder.HasIndex(a => new { a.ObjectedAt, a.Id });
        builder.HasIndex(a => new { a.PersonId, a.Id });
        builder.HasIndex(a => new { a.Agency, a.Account });
        builder.Property(a => a.Scheme).HasMaxLength(64);
        builder.Property(a => a.Objection).HasMaxLength(400);
    }
}
