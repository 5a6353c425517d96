using Microsoft.EntityFrameworkCore;
using Spmis.Kernel.Secrets;
using Spmis.Registration.Forms;
using Spmis.Registration.Persons;

namespace Spmis.Registration.Facts;

/// <summary>An answer of a person as it is shown.</summary>
/// <param name="Question">As it was asked.</param>
/// <param name="Value">What was answered; dots where it is hidden.</param>
public sealed record ShownAnswer(string Question, string Value);

/// <summary>Answers to one form on one day.</summary>
public sealed record ShownForm(string Form, int Version, string Title, DateOnly AnsweredOn, string RecordedBy, string? Evidence, bool Hidden, IReadOnlyList<ShownAnswer> Answers, IReadOnlyList<ShownAnswer> Derived);

/// <summary>Further facts of a person.</summary>
/// <param name="Latest">The answers that stand, a form each.</param>
/// <param name="Earlier">Answers they replaced, latest first.</param>
/// <param name="Consents">Consents, latest first.</param>
public sealed record FurtherFacts(IReadOnlyList<ShownForm> Latest, IReadOnlyList<ShownForm> Earlier, IReadOnlyList<Consent> Consents);

/// <summary>Reads a person's answers and consents; sensitive ones only for who may.</summary>
/// <param name="db">The register.</param>
/// <param name="book">The forms.</param>
/// <param name="keys">Open what was answered.</param>
public sealed class ReadFacts(RegistrationDb db, FormBook book, ColumnKeys keys)
{
    /// <summary>What stands where something is not for this reader.</summary>
    public const string Dots = "••••";

    private const int Most = 100;

    /// <summary>The facts of a person whose record was read.</summary>
    /// <param name="person">The person.</param>
    /// <param name="sensitive">Whether the reader may see sensitive facts.</param>
    /// <param name="ct">Cancels.</param>
    public async Task<FurtherFacts> HandleAsync(Person person, bool sensitive, CancellationToken ct)
    {
        var answers = await db.FormAnswers.AsNoTracking().Where(a => a.PersonId == person.Id).OrderByDescending(a => a.AnsweredOn).ThenByDescending(a => a.RecordedAt).Take(Most).ToListAsync(ct);
        var consents = await db.Consents.AsNoTracking().Where(c => c.PersonId == person.Id).OrderByDescending(c => c.GivenOn).Take(Most).ToListAsync(ct);
        var latest = answers.GroupBy(a => a.Form).Select(g => g.First()).OrderBy(a => a.Form, StringComparer.Ordinal).ToList();
        return new FurtherFacts([.. latest.Select(a => Show(a, sensitive))], [.. answers.Except(latest).Select(a => Show(a, sensitive))], consents);
    }

    private ShownForm Show(FormAnswer answer, bool sensitive)
    {
        // A form whose file was taken away is shown by its names, and as if it were sensitive.
        var form = book.Version(answer.Form, answer.Version);
        var hidden = !sensitive && (form is null || form.Sensitive);
        var (values, derived) = answer.Read(keys);
        var shown = form is null ? values.Select(v => new ShownAnswer(v.Key, string.Join(", ", v.Value)))
            : form.Questions.Where(q => values.ContainsKey(q.Name)).Select(q => new ShownAnswer(q.Text.Read(), form.Show(q, values[q.Name])));
        var follows = form is null ? derived.Select(d => new ShownAnswer(d.Key, d.Value)) : form.Derive.Where(d => derived.ContainsKey(d.Name)).Select(d => new ShownAnswer(d.Text.Read(), derived[d.Name]));
        return new ShownForm(
            answer.Form, answer.Version, form?.Title.Read() ?? answer.Form, answer.AnsweredOn, answer.RecordedBy, hidden ? null : answer.Evidence, hidden,
            hidden ? [] : [.. shown], hidden ? [.. follows.Select(f => f with { Value = Dots })] : [.. follows]);
    }
}
