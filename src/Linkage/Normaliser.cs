using System.Text;
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
        var mother = NameParts.Part(NameParts.Words(person.MotherName, pool), pool);
        var email = Email(person.Email);
        var born = BirthDate.Of(person);
        char? sex = person.Sex is { } s && char.ToUpperInvariant(s) is 'F' or 'M' ? char.ToUpperInvariant(person.Sex.Value) : null;
        Term? Pooled(string? text) => string.IsNullOrEmpty(text) ? null : pool?.Term(text) ?? new Term(text);

        // Numbers hardly repeat, so the pool would only grow by them.
        var id = Identifier(person.NationalId) is { } number ? new Term(number) : null;
        var phone = PhoneDigits(person.Phone) is { } digits ? new Term(digits) : null;
        var mail = email is null ? null : pool?.Email(email) ?? new EmailTerm(email);
        var address = Pooled(Line(person.Address));
        var postcode = Pooled(Joined(person.Postcode, pool));
        var village = Pooled(Joined(person.Village, pool));
        var district = Pooled(Joined(person.District, pool));
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
        var plain = Joined(text, null);
        return plain is null || plain.Length < 4 || plain.AsSpan().TrimStart(plain[0]).IsEmpty ? null : plain;
    }

    /// <summary>The last eight digits: long enough to tell numbers apart, and free of country code and leading zero.</summary>
    private static string? PhoneDigits(string? text)
    {
        if (string.IsNullOrEmpty(text))
        {
            return null;
        }

        // Only digits count, so a number in ASCII needs no folding.
        var plain = Ascii.IsValid(text) ? text : string.Concat(TextFold.Words(text));
        Span<char> last = stackalloc char[8];
        var count = 0;
        for (var i = plain.Length - 1; i >= 0 && count < last.Length; i--)
        {
            if (char.IsAsciiDigit(plain[i]))
            {
                last[last.Length - ++count] = plain[i];
            }
        }

        var number = last[(last.Length - count)..];
        return number.Length < 6 || number.TrimStart(number[0]).IsEmpty ? null : new string(number);
    }

    private static string? Email(string? text)
    {
        var plain = text?.Trim().ToLowerInvariant();
        return plain is not null && plain.IndexOf('@', StringComparison.Ordinal) > 0 ? plain : null;
    }

    private static string? Joined(string? text, TermPool? pool)
    {
        var words = string.IsNullOrEmpty(text) || pool is null ? TextFold.Words(text) : pool.PlaceWords(text, static t => TextFold.Words(t));
        if (words.Count == 1 && !words[0].Contains('-', StringComparison.Ordinal))
        {
            return words[0];
        }

        return words.Count == 0 ? null : string.Concat(words).Replace("-", string.Empty, StringComparison.Ordinal);
    }

    private static string? Line(string? text)
    {
        var words = TextFold.Words(text);
        return words.Count == 0 ? null : string.Join(' ', words);
    }
}
