using System.Linq.Expressions;
using Microsoft.EntityFrameworkCore;
using Spmis.Kernel.Access;
using Spmis.Kernel.Acts;
using Spmis.Kernel.Data;
using Spmis.Kernel.Files;
using Spmis.Linkage;
using Spmis.Registration.Areas;

namespace Spmis.Registration.Persons;

/// <summary>A line of a list of persons.</summary>
public sealed record PersonLine
{
    /// <summary>Registration number.</summary>
    public required string Number { get; init; }

    /// <summary>Full name.</summary>
    public required string Name { get; init; }

    /// <summary>The name in native script.</summary>
    public string? NativeName { get; init; }

    /// <summary>F, M or null.</summary>
    public Sex? Sex { get; init; }

    /// <summary>Birth date.</summary>
    public DateOnly? BornOn { get; init; }

    /// <summary>How much of it is known.</summary>
    public DatePrecision BirthPrecision { get; init; }

    /// <summary>District.</summary>
    public string? District { get; init; }

    /// <summary>Village.</summary>
    public string? Village { get; init; }

    /// <summary>Date of death.</summary>
    public DateOnly? DiedOn { get; init; }

    /// <summary>Never seen at a desk.</summary>
    public bool Provisional { get; init; }

    /// <summary>Merged into another record.</summary>
    public bool Merged { get; init; }

    /// <summary>The name is another spelling of what was searched.</summary>
    public bool SoundsAlike { get; init; }

    /// <summary>Access to the record is restricted, and the reader may not see it: nothing is told but its number and whom to ask.</summary>
    public bool Restricted { get; init; }

    /// <summary>Name of the office whose supervisor is asked about a restricted record.</summary>
    public string? Office { get; init; }

    /// <summary>The line of a person.</summary>
    public static PersonLine Of(Person p) => new()
    {
        Number = p.Number, Name = p.Name, NativeName = p.NativeName, Sex = p.Sex, BornOn = p.BornOn, BirthPrecision = p.BirthPrecision,
        District = p.District, Village = p.Village, DiedOn = p.DiedOn, Provisional = p.Provisional, Merged = p.MergedIntoId is not null,
    };
}

/// <summary>Finds persons by registration number, national id, telephone, the beginning of a name, or two names as others spell them. Every way goes through an index.</summary>
/// <param name="db">The register.</param>
/// <param name="alike">Other spellings.</param>
/// <param name="shown">Told whose names the answer shows.</param>
public sealed class SearchPersons(RegistrationDb db, SoundAlike alike, FindAreas areas, PersonsShown shown, TimeProvider time)
{
    /// <summary>The most lines of one answer.</summary>
    public const int MostLines = 100;

    private const int FewestLetters = 2;

    /// <summary>Searches; names may be written in any script and in either order.</summary>
    /// <param name="text">What was typed.</param>
    /// <param name="limit">How many lines at most, up to 100.</param>
    /// <param name="ct">Cancels.</param>
    /// <param name="area">Only who lives in this area (code or name path) or in one that lies in it; without other words all of them.</param>
    /// <exception cref="Refused">There is no such area.</exception>
    public async Task<IReadOnlyList<PersonLine>> HandleAsync(string? text, int limit, CancellationToken ct, string? area = null)
    {
        var within = string.IsNullOrWhiteSpace(area) ? null : (await areas.WithinAsync(area, DateOnly.FromDateTime(time.GetUtcNow().UtcDateTime), ct)).Path;
        var people = within is null ? db.Persons.AsNoTracking() : db.Persons.AsNoTracking().Where(p => p.AreaId != null && db.Areas.Any(a => a.Id == p.AreaId && a.Path.StartsWith(within)));
        var lines = string.IsNullOrWhiteSpace(text) && within is not null
            ? [.. (await people.Where(p => p.MergedIntoId == null).OrderBy(p => p.SearchName).ThenBy(p => p.Number).Take(Math.Clamp(limit, 1, MostLines)).ToListAsync(ct)).Select(PersonLine.Of)]
            : await FindAsync(people, text ?? "", limit, ct);
        shown.Add(lines.Select(l => l.Number));
        return lines.Count == 0 && within is null && db.HidesRestricted ? await HiddenAsync(text ?? "", ct) : lines;
    }

    /// <summary>
    /// Restricted records of exactly this registration number or national id: somebody who stands at the desk with a card is not told that nobody is registered. By names, telephones and
    /// areas none is found, because the answer would say that a person of that name is here and which office to look in.
    /// </summary>
    private async Task<IReadOnlyList<PersonLine>> HiddenAsync(string text, CancellationToken ct)
    {
        var digits = RegistrationDb.Digits(text);
        if (digits.Length < 4)
        {
            return [];
        }

        var id = ReadField.Number(text.Trim(), out var read) is null ? read : null;
        var owners = id is null ? [] : await db.Identifiers.Where(i => i.Type == Identifier.National && i.Value == id).OrderBy(i => i.Id).Take(MostLines).Select(i => i.PersonId).ToListAsync(ct);
        var found = await db.HiddenPersons.AsNoTracking().Where(r => r.Number == digits || owners.Contains(r.PersonId)).OrderBy(r => r.Number).Take(MostLines).ToListAsync(ct);
        var seen = db.OfficesSeen;
        var ids = found.ConvertAll(r => r.PersonId);
        var known = await db.PersonsAnywhere.Where(p => ids.Contains(p.Id) && (seen == null || seen.Contains(p.Office!))).Select(p => p.Id).ToListAsync(ct); // Another office's is unknown here, as ever.
        return [.. found.Where(r => known.Contains(r.PersonId)).Select(r => new PersonLine { Number = r.Number, Name = "–", Restricted = true, Office = r.Office })];
    }

    private async Task<IReadOnlyList<PersonLine>> FindAsync(IQueryable<Person> people, string text, int limit, CancellationToken ct)
    {
        limit = Math.Clamp(limit, 1, MostLines);
        var digits = RegistrationDb.Digits(text);
        var found = digits.Length >= 4 ? await ByNumberAsync(people, text, digits, limit, ct) : [];
        if (found.Count > 0)
        {
            return [.. found.Select(PersonLine.Of)];
        }

        found = digits.Length < 4 ? await ByNameAsync(people, text, limit, ct) : [];
        var others = found.Count < limit ? await alike.FindAsync(people, text, limit - found.Count, ct) : [];
        return [.. found.Select(PersonLine.Of), .. others.ExceptBy(found.Select(p => p.Id), p => p.Id).Select(p => PersonLine.Of(p) with { SoundsAlike = true })];
    }

    private async Task<List<Person>> ByNumberAsync(IQueryable<Person> people, string text, string digits, int limit, CancellationToken ct)
    {
        var found = await people.Where(p => p.Number == digits).ToListAsync(ct);
        if (found.Count == 0 && ReadField.Number(text.Trim(), out var id) is null)
        {
            found = await db.Identifiers.AsNoTracking().Where(i => i.Type == Identifier.National && i.Value == id)
                .Join(people, i => i.PersonId, p => p.Id, (_, p) => p).OrderBy(p => p.Number).Take(limit).ToListAsync(ct);
        }

        var phone = Normaliser.Normalise(new LinkagePerson { Id = Guid.Empty, Phone = text }).Phone?.Text;
        return found.Count == 0 && phone is not null
            ? await people.Where(p => p.PhoneKey == phone).OrderBy(p => p.Number).Take(limit).ToListAsync(ct)
            : found;
    }

    private async Task<List<Person>> ByNameAsync(IQueryable<Person> people, string text, int limit, CancellationToken ct)
    {
        var folded = Normaliser.Normalise(new LinkagePerson { Id = Guid.Empty, GivenName = text });
        var asTyped = string.Join(' ', new[] { folded.Given?.Text, folded.Middle?.Text, folded.Family?.Text }.Where(t => t is not null));
        var turned = string.Join(' ', new[] { folded.Family?.Text, folded.Given?.Text }.Where(t => t is not null));
        if (asTyped.Length < FewestLetters)
        {
            return [];
        }

        // One indexed range after the other: an OR over three ranges would make some planners scan.
        List<Person> found = [];
        foreach (var (name, prefix) in new (Expression<Func<Person, string>>, string)[] { (p => p.SearchName, asTyped), (p => p.SearchFamily, asTyped), (p => p.SearchFamily, turned) })
        {
            if (found.Count < limit)
            {
                found.AddRange(await people.Where(Begins(name, prefix)).Where(p => p.MergedIntoId == null).OrderBy(name).Take(limit).ToListAsync(ct));
            }
        }

        return [.. found.DistinctBy(p => p.Id).OrderBy(p => p.SearchName, StringComparer.Ordinal).ThenBy(p => p.Number, StringComparer.Ordinal).Take(limit)];
    }

    /// <summary>"Begins with" as a range, which every provider answers from the index; folded names are a-z and blanks.</summary>
    private static Expression<Func<Person, bool>> Begins(Expression<Func<Person, string>> name, string prefix)
    {
        var end = prefix[..^1] + (char)(prefix[^1] + 1);
        Expression<Func<string, bool>> within = n => string.Compare(n, prefix) >= 0 && string.Compare(n, end) < 0;
        var body = new Replace(within.Parameters[0], name.Body).Visit(within.Body);
        return Expression.Lambda<Func<Person, bool>>(body, name.Parameters);
    }

    private sealed class Replace(ParameterExpression from, Expression to) : ExpressionVisitor
    {
        protected override Expression VisitParameter(ParameterExpression node) => node == from ? to : node;
    }
}
