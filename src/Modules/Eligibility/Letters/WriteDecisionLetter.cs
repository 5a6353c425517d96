using System.Globalization;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Localization;
using Microsoft.Extensions.Options;
using Spmis.Eligibility.Determinations;
using Spmis.Eligibility.Evidence;
using Spmis.Eligibility.Pages.Determinations;
using Spmis.Eligibility.Schemes;
using Spmis.Kernel.Acts;
using Spmis.Rules;
using Spmis.Values;
using Spmis.Web.Letters;
using Spmis.Web.Shell;

namespace Spmis.Eligibility.Letters;

/// <summary>Writes a decision to the person: the answer, the amount, why, on which facts from where, and how to appeal and until when.</summary>
/// <param name="db">The module's database.</param>
/// <param name="schemes">The packages.</param>
/// <param name="reproduce">Rebuilds an explanation that was not stored.</param>
/// <param name="steps">Steps of the working in words.</param>
/// <param name="words">The module's words.</param>
/// <param name="show">Dates and amounts.</param>
/// <param name="portal">Who writes.</param>
public sealed class WriteDecisionLetter(EligibilityDb db, SchemeBook schemes, ReproduceDetermination reproduce, Steps steps, IStringLocalizer<EligibilityTexts> words, Show show, IOptions<PortalOptions> portal)
{
    private static string Language => CultureInfo.CurrentUICulture.TwoLetterISOLanguageName;

    /// <summary>The letter of a decision, in the claim's language or another one.</summary>
    /// <exception cref="Refused">There is no such decision.</exception>
    public async Task<Letter> HandleAsync(Guid id, string? language, CancellationToken ct)
    {
        var d = await db.Determinations.AsNoTracking().SingleOrDefaultAsync(x => x.Id == id, ct) ?? throw new Refused("determination.unknown", $"There is no determination {id}.");
        var scheme = (await schemes.ByHashAsync(d.PackageHash, ct)).Rules;
        var name = await db.Persons.Where(p => p.PersonId == d.PersonId).Select(p => p.Name).SingleOrDefaultAsync(ct) ?? "";
        var claim = await db.Claims.AsNoTracking().Where(c => c.Id == d.ClaimId).Select(c => new { c.Number, c.Language }).SingleOrDefaultAsync(ct);
        var withdrawn = await db.Withdrawals.AsNoTracking().SingleOrDefaultAsync(w => w.DeterminationId == id, ct);
        var why = d.ExplanationText ?? (await reproduce.HandleAsync(d, ct)).Rebuilt;
        return LetterLanguage.In(language ?? claim?.Language ?? "en", () => Write(d, scheme, name, claim?.Number, withdrawn, Decide.ReadExplanations(why)));
    }

    private Letter Write(Determination d, Scheme scheme, string name, string? claim, Withdrawal? withdrawn, IReadOnlyList<KeyValuePair<string, Explanation>> why) => new()
    {
        Language = Language, From = portal.Value.Name, To = [name, d.PersonNumber], Date = show.Date(DateOnly.FromDateTime(d.DecidedAt)), Reference = claim is null ? d.PersonNumber : words["Claim {0}", claim],
        Subject = words["Decision on {0}", scheme.Name(Language)], Marks = [.. Marks(d, scheme, withdrawn)], Columns = [words["Fact"], words["Value"], words["Source"]],
        Parts = [LetterPart.Of(null, [Answer(d, name)]), .. Reasons(d, scheme, why), Facts(d, scheme), Appeal(d, scheme)],
    };

    private IEnumerable<string> Marks(Determination d, Scheme scheme, Withdrawal? withdrawn)
    {
        if (scheme.Notice(Language) is { } notice)
        {
            yield return notice;
        }

        if (withdrawn is not null)
        {
            yield return words["This decision was withdrawn on {0}: {1}", show.Date(DateOnly.FromDateTime(withdrawn.WithdrawnAt)), withdrawn.Because];
        }

        if (d.Overridden is { } mark)
        {
            yield return words["Two authorised persons decided this otherwise than the rules say: {0}", mark.Reason];
        }
    }

    private string Answer(Determination d, string name)
    {
        var month = show.Month(Month.Of(d.DecidedFor));
        return d switch
        {
            { Outcome: Rules.Answer.Yes, MonthlyMinor: { } minor, Months: { } months } => words["{0} is entitled to {1} a month for {2} months, from {3}.", name, show.Money(new Money(minor, Currency.Of(d.Currency))), months, month],
            { Outcome: Rules.Answer.Yes, MonthlyMinor: { } minor } => words["{0} is entitled to {1} a month, from {2}.", name, show.Money(new Money(minor, Currency.Of(d.Currency))), month],
            { Outcome: Rules.Answer.No } => words["{0} is not entitled on {1}.", name, show.Date(d.DecidedFor)],
            _ => words["We cannot tell yet whether {0} is entitled: something is missing.", name],
        };
    }

    private IEnumerable<LetterPart> Reasons(Determination d, Scheme scheme, IReadOnlyList<KeyValuePair<string, Explanation>> why)
    {
        string Line(Obstacle o) => $"{(o.Name is { } name ? name + ": " : "")}{steps.Line(new Step(o.Node, d.Currency, new HashSet<string>()))}{(o.Article is { } article ? $" ({words["Article: {0}", article]})" : "")}";
        var ruled = d.Overridden?.RuledOutcome ?? d.Outcome;
        if (ruled is Rules.Answer.CannotTell)
        {
            yield return LetterPart.Of(words["What is missing"], [], d.MissingFacts.Select(f => Name(scheme, f)));
        }
        else if (ruled is Rules.Answer.No && why.Count > 0)
        {
            var obstacles = Determinations.Reasons.WhyNot(why[0].Value);
            yield return LetterPart.Of(words["Why not"], [], obstacles.Select(Line));
            var gaps = obstacles.Where(o => o.Node.Gap is not null).Select(o => $"{(o.Name is { } name ? name + ": " : "")}{steps.Change(o.Node, d.Currency)}").ToList();
            if (gaps.Count > 0)
            {
                yield return LetterPart.Of(words["What would change it"], [], gaps);
            }
        }
        else if (why.Count > 0)
        {
            yield return LetterPart.Of(words["Why"], [], Determinations.Reasons.Why(why[0].Value).Select(Line));
            if (why.FirstOrDefault(w => w.Key == Decide.Amount).Value is { } amount)
            {
                yield return LetterPart.Of(words["How the amount was reckoned"], [], Determinations.Reasons.Figures(amount).Select(n => $"{n.Label(Language)}: {steps.Value(n.Value, n.Type, d.Currency)}"));
            }
        }
    }

    private LetterPart Facts(Determination d, Scheme scheme)
    {
        var sheet = d.Sheet;
        return new LetterPart(
            words["The facts it rests on"], sheet.Notes, [],
            [
                .. sheet.Facts.Select(f => (Name(scheme, f.Name), steps.Value(f.Value, f.Kind, d.Currency), f.Source)),
                .. sheet.Lists.Select(l => (Name(scheme, l.Name), words["{0} records", l.Rows.Count].Value, l.Source)),
                .. (sheet.Evidence ?? []).Select(e => (Name(scheme, e.Missing), words[e.State is EvidenceState.Accepted ? "Accepted" : e.State is EvidenceState.Refused ? "Refused" : "Missing"].Value, e.Source)),
            ]);
    }

    private LetterPart Appeal(Determination d, Scheme scheme)
    {
        var body = scheme.Claims?.AppealBody(Language);
        var by = scheme.Claims?.AppealWithin is { } days ? DateOnly.FromDateTime(d.DecidedAt).AddDays(days) : (DateOnly?)null;
        List<string> lines = [body is null ? words["If you think this decision is wrong, you can appeal at any office, in writing or in person."] : words["If you think this decision is wrong, you can appeal to: {0}. Any office takes your appeal, in writing or in person.", body]];
        lines.Add(by is { } day ? words["The last day is {0}. A later appeal needs a reason why it comes late.", show.Date(day)] : words["The law applied here names no last day."]);
        lines.Add(words["Say which decision you mean, and what is wrong with it."]);
        return LetterPart.Of(words["How to appeal"], lines);
    }

    /// <summary>A fact or a piece of evidence by the name people know.</summary>
    private static string Name(Scheme scheme, string fact) => FactLabels.Of(scheme, fact, Language);
}
