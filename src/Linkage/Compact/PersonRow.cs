using System.Runtime.InteropServices;
using Spmis.Linkage.Normalising;

namespace Spmis.Linkage.Compact;

/// <summary>A person in 64 bytes, one line of the processor's cache: places in the pool of terms, and what fits itself. 0 where nothing is known.</summary>
[StructLayout(LayoutKind.Sequential, Pack = 4, Size = 64)]
internal struct PersonRow
{
    public int Given;
    public int Middle;
    public int Family;
    public int Mother;
    public int Village;
    public int District;
    public int Postcode;
    public int Address;
    public int Email;
    public int Household;
    public uint BirthDigits;
    public uint Flags;
    public ulong NationalId;
    public ulong Phone;

    private const uint PrecisionBits = 3;
    private const uint FemaleBit = 4;
    private const uint MaleBit = 8;
    private const uint VerifiedBit = 16;

    public const uint SexBits = FemaleBit | MaleBit;

    public readonly BirthDate Born => new(BirthDigits, (BirthPrecision)(Flags & PrecisionBits));

    public readonly uint Sex => Flags & SexBits;

    public static PersonRow Of(NormalisedPerson p, TermPool pool) => new()
    {
        Given = p.Given?.Id ?? 0,
        Middle = p.Middle?.Id ?? 0,
        Family = p.Family?.Id ?? 0,
        Mother = p.Mother?.Id ?? 0,
        Village = p.Village?.Id ?? 0,
        District = p.District?.Id ?? 0,
        Postcode = p.Postcode?.Id ?? 0,
        Address = p.Address?.Id ?? 0,
        Email = p.Email?.Id ?? 0,
        Household = p.Household?.Id ?? 0,
        BirthDigits = p.Born.Digits,
        Flags = (uint)p.Born.Precision | (p.Sex switch { 'F' => FemaleBit, 'M' => MaleBit, _ => 0 }) | (p.NationalIdVerified ? VerifiedBit : 0),
        NationalId = NumberCode.Of(p.NationalId, pool),
        Phone = NumberCode.Of(p.Phone, pool),
    };

    public readonly NormalisedPerson ToPerson(Guid id, ulong fingerprint, TermPool pool) => new()
    {
        Id = id,
        Given = pool.NameOf(Given),
        Middle = pool.NameOf(Middle),
        Family = pool.NameOf(Family),
        Mother = pool.NameOf(Mother),
        Sex = Sex switch { FemaleBit => 'F', MaleBit => 'M', _ => null },
        Born = Born,
        NationalId = NationalId == 0 ? null : new Term(NumberCode.Text(NationalId, pool)),
        NationalIdVerified = (Flags & VerifiedBit) != 0,
        Phone = Phone == 0 ? null : new Term(NumberCode.Text(Phone, pool)),
        Email = Email == 0 ? null : (EmailTerm)pool.TermOf(Email),
        Address = Known(Address, pool),
        Postcode = Known(Postcode, pool),
        Village = Known(Village, pool),
        District = Known(District, pool),
        Household = Known(Household, pool),
        Fingerprint = fingerprint,
    };

    private static Term? Known(int id, TermPool pool) => id == 0 ? null : pool.TermOf(id);
}
