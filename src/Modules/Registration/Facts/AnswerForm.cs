using Spmis.Kernel.Acts;
using Spmis.Kernel.Secrets;
using Spmis.Registration.Forms;
using Spmis.Registration.Persons;

namespace Spmis.Registration.Facts;

/// <summary>Records what a person answered to a form on a day.</summary>
/// <param name="db">The register.</param>
/// <param name="book">The forms.</param>
/// <param name="keys">Seal what is answered.</param>
public sealed class AnswerForm(RegistrationDb db, FormBook book, ColumnKeys keys)
{
    /// <summary>Checks and keeps the answers; what follows from them is kept beside.</summary>
    /// <param name="number">Registration number.</param>
    /// <param name="form">Name of the form; its version in use on that day.</param>
    /// <param name="told">Values by question.</param>
    /// <param name="answeredOn">The day of the answers.</param>
    /// <param name="change">Who, when and on which evidence.</param>
    /// <param name="ct">Cancels.</param>
    /// <returns>What follows from the answers.</returns>
    /// <exception cref="Refused">No such person or form, a day to come or before the birth, or an answer is wrong; the field is the question.</exception>
    public async Task<IReadOnlyDictionary<string, string>> HandleAsync(string number, string form, IReadOnlyDictionary<string, IReadOnlyList<string>> told, DateOnly answeredOn, Change change, CancellationToken ct)
    {
        FactDates.DemandDay(answeredOn, nameof(answeredOn));
        var definition = book.Find(form, answeredOn);
        var read = ReadAnswers.Of(definition, told);
        foreach (var (question, problem) in read.Problems)
        {
            throw new Refused(problem.Code, $"{problem.Text} {problem.Remedy}", question);
        }

        await db.WriteAsync(
            async () =>
            {
                var person = await db.FindPersonAsync(number, ct);
                CorrectDetails.DemandCurrent(person, null);
                FactDates.Demand(person, answeredOn, change.Today, nameof(answeredOn));
                var id = Guid.CreateVersion7();
                db.Add(new FormAnswer
                {
                    Id = id, PersonId = person.Id, Form = definition.Form, Version = definition.Version, AnsweredOn = answeredOn, RecordedAt = change.Now, RecordedBy = change.Actor.Name,
                    Evidence = FactDates.Evidence(change.Evidence), Answers = FormAnswer.Seal(keys, id, new FormValues(read.Answers, read.Derived)),
                });
                await db.SaveAsync(change, ct);
            },
            ct);
        return read.Derived;
    }
}

/// <summary>What dates and papers of facts must be.</summary>
internal static class FactDates
{
    private const int MostEvidence = 300;

    /// <exception cref="Refused">No day was told.</exception>
    public static void DemandDay(DateOnly on, string field)
    {
        if (on == default)
        {
            throw new Refused("fact.no-date", "There is no day. Enter it, as in 2026-02-28.", field);
        }
    }

    /// <exception cref="Refused">The day is missing, to come or before the birth.</exception>
    public static void Demand(Person person, DateOnly on, DateOnly today, string field)
    {
        DemandDay(on, field);
        if (on > today || on < person.BornOn)
        {
            throw new Refused("fact.date", $"{on:yyyy-MM-dd} lies {(on > today ? "after today" : "before the birth")}. Correct the date.", field);
        }
    }

    /// <exception cref="Refused">It is longer than a line.</exception>
    public static string? Evidence(string? told) => string.IsNullOrWhiteSpace(told) ? null
        : told.Trim() is { Length: <= MostEvidence } text ? text : throw new Refused("fact.evidence", $"The evidence has more than {MostEvidence} characters; name the paper only.", "evidence");
}
