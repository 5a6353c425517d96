using System.Globalization;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Localization;
using Microsoft.Extensions.Options;
using Spmis.Eligibility.Claims;
using Spmis.Eligibility.Evidence;
using Spmis.Eligibility.Schemes;
using Spmis.Kernel.Acts;
using Spmis.Rules;
using Spmis.Web.Letters;
using Spmis.Web.Shell;

namespace Spmis.Eligibility.Letters;

/// <summary>Writes the letter that asks for evidence: what, issued by whom, why what came was refused, and by when.</summary>
/// <param name="db">The module's database.</param>
/// <param name="schemes">The packages.</param>
/// <param name="words">The module's words.</param>
/// <param name="show">Dates.</param>
/// <param name="portal">Who writes.</param>
public sealed class WriteEvidenceLetter(EligibilityDb db, SchemeBook schemes, IStringLocalizer<EligibilityTexts> words, Show show, IOptions<PortalOptions> portal)
{
    private static string Language => CultureInfo.CurrentUICulture.TwoLetterISOLanguageName;

    /// <summary>The letter of a claim by its running number.</summary>
    /// <exception cref="Refused">There is no such letter.</exception>
    public async Task<Letter> HandleAsync(string number, int sequence, string? language, CancellationToken ct)
    {
        var claim = await ClaimQueries.ByNumberAsync(db, number, ct);
        var asked = await db.EvidenceRequests.AsNoTracking().SingleOrDefaultAsync(r => r.ClaimId == claim.Id && r.Sequence == sequence, ct) ?? throw new Refused("evidence.no-letter", $"No letter {sequence} was written for claim {number}.");
        var scheme = (await schemes.OnAsync(claim.Scheme, claim.EventOn, ct)).Rules;
        var name = await db.Persons.Where(p => p.PersonId == claim.PersonId).Select(p => p.Name).SingleOrDefaultAsync(ct) ?? "";
        var kinds = asked.Kinds.Split(',');
        var refused = (await db.Evidence.AsNoTracking().Where(e => e.ClaimId == claim.Id && e.Accepted == false && kinds.Contains(e.Kind)).ToListAsync(ct)).ToLookup(e => e.Kind);
        return LetterLanguage.In(language ?? claim.Language, () => Write(claim, asked, scheme, name, [.. kinds.Select(k => Point(scheme, k, refused[k]))]));
    }

    private Letter Write(Claim claim, EvidenceRequest asked, Scheme scheme, string name, IReadOnlyList<string> points) => new()
    {
        Language = Language, From = portal.Value.Name, To = [name, claim.PersonNumber], Date = show.Date(asked.AskedOn), Reference = words["Claim {0}", claim.Number],
        Subject = words["What your claim still needs: {0}", scheme.Name(Language)], Marks = scheme.Notice(Language) is { } notice ? [notice] : [],
        Parts =
        [
            LetterPart.Of(null, [words["Your claim of {0} cannot be decided yet. Please bring or send:", show.Date(claim.FiledOn)]], points),
            LetterPart.Of(words["By when"], [asked.AnswerBy is { } day ? words["Please answer by {0}. If you need more time, tell us why before that day.", show.Date(day)] : words["The law sets no day. The sooner it comes, the sooner we decide."]]),
            LetterPart.Of(words["Questions"], [words["Any office helps you. Show this letter, or tell the number of the claim."]]),
        ],
    };

    private string Point(Scheme scheme, string kind, IEnumerable<EvidenceItem> refused)
    {
        var piece = scheme.Claims?.Evidence.FirstOrDefault(p => p.Id == kind);
        var text = piece?.Issuer(Language) is { } issuer ? words["{0} (issued by: {1})", piece.Label(Language), issuer].Value : piece?.Label(Language) ?? kind;
        text = piece?.ValidDays is { } days ? $"{text}. {words["Taken for {0} days after its issue", days]}" : text;
        return refused.OrderByDescending(e => e.JudgedAt).FirstOrDefault() is { RefusedBecause: { } because } ? $"{text}. {words["What came was refused: {0}", because]}" : text;
    }
}
