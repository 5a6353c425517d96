using Spmis.Linkage.Normalising;

namespace Spmis.Linkage;

/// <summary>Brings all scripts, spellings and habits of writing to one form.</summary>
public static class Normaliser
{
    /// <summary>Changes whenever the same person would be folded to something else; part of every key.</summary>
    public const int Version = 1;

    /// <summary>Normalises one person. Bad or empty values become missing ones; nothing is refused here.</summary>
    /// <param name="person">As registered.</param>
    /// <param name="pool">In batch: one pool for all persons, so that each distinct name is folded and kept once.</param>
    public static NormalisedPerson Normalise(LinkagePerson person, TermPool? pool = null)
    {
        var (given, middle, family) = NameParts.Of(person, pool);
        var mother = NameParts.Part(NameParts.Words(person.MotherName), pool);
        var email = Email(person.Email);
        var born = BirthDate.Of(person);
        char? sex = person.Sex is { } s && char.ToUpperInvariant(s) is 'F' or 'M' ? char.ToUpperInvariant(person.Sex.Value) : null;
        Term? Pooled(string? text) => string.IsNullOrEmpty(text) ? null : pool?.Term(text) ?? new Term(text);

        var id = Pooled(Identifier(person.NationalId));
        var phone = Pooled(PhoneDigits(person.Phone));
        var mail = Pooled(email);
        var address = Pooled(Line(person.Address));
        var postcode = Pooled(Joined(person.Postcode));
        var village = Pooled(Joined(person.Village));
        var district = Pooled(Joined(person.District));
        var household = Pooled(person.Household?.Trim());
        ReadOnlySpan<Term?> terms = [given, middle, family, mother, id, phone, mail, address, postcode, village, district, household];
        return new NormalisedPerson
        {
            Id = person.Id,
            Given = given,
            Middle = middle,
            Family = family,
            Mother = mother,
            Sex = sex,
            Born = born,
            NationalId = id,
            NationalIdVerified = person.NationalIdVerified && id is not null,
            Phone = phone,
            Email = mail,
            EmailUser = email is null ? null : Pooled(email[..email.IndexOf('@', StringComparison.Ordinal)]),
            Address = address,
            Postcode = postcode,
            Village = village,
            District = district,
            Household = household,
            Fingerprint = Fingerprint(terms, born, sex),
        };
    }

    private static ulong Fingerprint(ReadOnlySpan<Term?> terms, BirthDate born, char? sex)
    {
        var hash = StableHash.Mix(born.Digits, ((ulong)born.Precision << 8) + (sex ?? '?'));
        foreach (var term in terms)
        {
            hash = StableHash.Mix(hash, term?.Hash ?? 0);
        }

        return hash;
    }

    /// <summary>Digits and letters; fillers such as 000000 or 999999999 are no number.</summary>
    private static string? Identifier(string? text)
    {
        var plain = Joined(text);
        return plain is null || plain.Length < 4 || plain.AsSpan().TrimStart(plain[0]).IsEmpty ? null : plain;
    }

    /// <summary>The last eight digits: long enough to tell numbers apart, and free of country code and leading zero.</summary>
    private static string? PhoneDigits(string? text)
    {
        var digits = string.Concat(TextFold.Words(text)).Where(char.IsAsciiDigit).ToArray();
        var number = digits.Length > 8 ? digits[^8..] : digits;
        return number.Length < 6 || number.AsSpan().TrimStart(number[0]).IsEmpty ? null : new string(number);
    }

    private static string? Email(string? text)
    {
        var plain = text?.Trim().ToLowerInvariant();
        return plain is not null && plain.IndexOf('@', StringComparison.Ordinal) > 0 ? plain : null;
    }

    private static string? Joined(string? text)
    {
        var words = TextFold.Words(text);
        return words.Count == 0 ? null : string.Concat(words).Replace("-", string.Empty, StringComparison.Ordinal);
    }

    private static string? Line(string? text)
    {
        var words = TextFold.Words(text);
        return words.Count == 0 ? null : string.Join(' ', words);
    }
}
