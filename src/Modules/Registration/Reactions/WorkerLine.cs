using Spmis.Contracts.Contributions;
using Spmis.Contracts.Registration;
using Spmis.Kernel.Files;
using Spmis.Linkage;
using Spmis.Registration.Linking;
using Spmis.Registration.Persons;

namespace Spmis.Registration.Reactions;

/// <summary>A line of a return on its way to a verdict.</summary>
internal sealed class WorkerLine
{
    private NormalisedPerson? folded;

    public WorkerLine(int index, PersonToMatch told)
    {
        (Index, Told) = (index, told);
        Number = RegistrationDb.Digits(told.RegistrationNumber) is { Length: > 0 } digits ? digits : null;
        Person = PersonChecks.Clean(new NewPerson { GivenName = told.GivenName, FamilyName = told.FamilyName, BornOn = told.BornOn, NationalId = told.NationalId });
    }

    public int Index { get; }

    public PersonToMatch Told { get; }

    /// <summary>Registration number as digits.</summary>
    public string? Number { get; }

    /// <summary>What the line tells, cleaned.</summary>
    public NewPerson Person { get; }

    /// <summary>The national id, when it can be one.</summary>
    public string? NationalId => Person.NationalId is { } id && ReadField.Number(id, out _) is null ? id : null;

    public NormalisedPerson Folded => folded ??= LinkageInput.Fold(Person with { NationalId = NationalId }, null);

    public bool HasName => Folded.Given is not null || Folded.Family is not null;

    /// <summary>Lines that tell the very same are the same worker.</summary>
    public string SameAs => $"{Folded.Given?.Text}|{Folded.Middle?.Text}|{Folded.Family?.Text}|{Person.BornOn:O}|{NationalId}";

    public MatchVerdict? Verdict { get; private set; }

    public void Link(string outcome, Person person, string? text = null) => Verdict = new MatchVerdict
    {
        Line = Told.Line, Outcome = outcome, PersonId = person.Id, RegistrationNumber = person.Number, Name = person.Name, BornOn = person.BornOn, DiedOn = person.DiedOn, Text = text,
    };

    public void Refuse(string text) => Verdict = new MatchVerdict { Line = Told.Line, Outcome = "refused", Text = text };
}

/// <summary>The outcomes of the contract.</summary>
internal static class Outcomes
{
    public const string Certain = "certain";

    public const string Likely = "likely";

    public const string Provisional = "provisional";
}

/// <summary>Whether two names can be one person's: no part of the names that both have contradicts.</summary>
internal static class NameAgreement
{
    public static bool Agree(Score score)
    {
        var names = score.Evidence.Where(e => e.Comparison is "given" or "family" or "middle" or "nameOrder").ToList();
        return names.Count == 0 || names.Sum(e => e.Total) > 0;
    }
}
