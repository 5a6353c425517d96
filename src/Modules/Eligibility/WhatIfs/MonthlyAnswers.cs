using Spmis.Eligibility.Copies;
using Spmis.Eligibility.Determinations;
using Spmis.Rules;
using Spmis.Rules.Compilation;
using Spmis.Values;

namespace Spmis.Eligibility.WhatIfs;

/// <summary>The answers of one package on one person for several months, by the compiled rules. The facts are gathered once; only the day asked for moves.</summary>
internal sealed class MonthlyAnswers
{
    private readonly Reckon reckon;
    private readonly GatherFacts gather;
    private readonly FactSlot? day;
    private readonly FactSlot? month;
    private readonly bool asksBirth;

    public MonthlyAnswers(Reckon reckon)
    {
        (this.reckon, gather, asksBirth) = (reckon, new GatherFacts(reckon.Scheme), reckon.Scheme.Fact(FactNames.Birth) is not null);
        day = reckon.Row.Asks(FactNames.ClaimDate) ? reckon.Row.Slot(FactNames.ClaimDate) : null;
        month = reckon.Row.Asks(FactNames.ClaimMonth) ? reckon.Row.Slot(FactNames.ClaimMonth) : null;
    }

    /// <summary>Answers for the months given, in their order.</summary>
    public Reckoned[] Of(PersonCopy person, Asked asked, IEnumerable<ContributionYearRow> years, IReadOnlyList<Month> months)
    {
        var sheet = gather.Of(person, asked, years);
        if (person.Provisional || !asksBirth || GatherFacts.BirthRange(person) is not { } range)
        {
            return Ask(sheet, months);
        }

        // As in a decision: of a birth date known to the month or year the answer counts only when every day in it gives the same one.
        var (early, late, none) = (Ask(Decide.With(sheet, range.Earliest, asked.Source), months), Ask(Decide.With(sheet, range.Latest, asked.Source), months), Ask(sheet, months));
        return [.. months.Select((_, i) => early[i].Outcome == late[i].Outcome && late[i].Outcome is not Answer.CannotTell ? late[i] : none[i])];
    }

    /// <summary>The answer on the day asked for.</summary>
    public Reckoned Once(PersonCopy person, Asked asked, IEnumerable<ContributionYearRow> years) => Of(person, asked, years, [Month.Of(asked.Date)])[0];

    private Reckoned[] Ask(FactSheet sheet, IReadOnlyList<Month> months)
    {
        var answers = new Reckoned[months.Count];
        reckon.Row.Load(sheet.ToFacts());
        for (var i = 0; i < months.Count; i++)
        {
            if (months.Count > 1)
            {
                Move(months[i]);
            }

            answers[i] = reckon.Ask();
        }

        return answers;
    }

    private void Move(Month to)
    {
        if (day is { } d)
        {
            reckon.Row.Set(d, to.First);
        }

        if (month is { } m)
        {
            reckon.Row.Set(m, to);
        }
    }
}
