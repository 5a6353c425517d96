using Spmis.Eligibility.Copies;
using Spmis.Eligibility.Determinations;
using Spmis.Eligibility.Schemes;
using Spmis.Rules;
using Spmis.Values;

namespace Spmis.Eligibility.Statements;

/// <summary>One benefit for one person after another under today's package. One thread.</summary>
public sealed class Outlook
{
    /// <summary>The ages asked for.</summary>
    public static IReadOnlyList<int> Ages { get; } = [60, 62, 65];

    private const string OldAge = "old-age";

    private readonly ApprovedScheme scheme;
    private readonly DateOnly on;
    private readonly Decide decide;
    private readonly GatherFacts gather;
    private readonly Reckon? reckon;

    /// <summary>Ready to answer.</summary>
    /// <param name="scheme">The benefit's package in force.</param>
    /// <param name="on">The day of the statement.</param>
    /// <param name="bulk">Whether many persons come: then projections are reckoned by the compiled rules and have no working.</param>
    public Outlook(ApprovedScheme scheme, DateOnly on, bool bulk)
    {
        (this.scheme, this.on, decide, gather) = (scheme, on, new Decide(scheme.Rules, on), new GatherFacts(scheme.Rules));
        reckon = bulk ? new Reckon(scheme.Rules, on) : null;
    }

    /// <summary>The benefit for a person.</summary>
    public StatementBenefit Of(PersonCopy person, IReadOnlyList<ContributionYearRow> years)
    {
        var today = decide.For(person, new Asked(on, "Statement"), years);
        var why = today.Explanation is { } json ? Decide.ReadExplanations(json)[0].Value : null;
        return new StatementBenefit
        {
            Scheme = scheme.Rules.Id, Name = scheme.Rules.Name("en"), Version = scheme.Rules.Version, PackageHash = scheme.Rules.Hash, Branch = scheme.Branch, Currency = scheme.Rules.Currency.Code,
            Today = today.Outcome, MonthlyMinor = today.MonthlyMinor, Missing = today.Missing, Explanation = today.Explanation,
            Unmet = today.Outcome is Answer.No && why is not null ? Unmet.Of(why) : [],
            Projections = scheme.Branch == OldAge && person.DiedOn is null && !person.Provisional ? [.. Project(person, years)] : [],
        };
    }

    private IEnumerable<Projection> Project(PersonCopy person, IReadOnlyList<ContributionYearRow> years)
    {
        if (person.BornOn is not { } born || person.BirthPrecision != "Day")
        {
            yield break;
        }

        foreach (var age in Ages)
        {
            var day = born.AddYears(age);
            if (day > on)
            {
                var (further, assumed) = ProjectRecord.GoOn(years, Month.Of(on), Month.Of(day));
                yield return One(person, age, day, (further, assumed), goesOn: true);
                yield return One(person, age, day, (years, 0), goesOn: false);
            }
        }
    }

    private Projection One(PersonCopy person, int age, DateOnly day, (IReadOnlyList<ContributionYearRow> Years, int Assumed) record, bool goesOn)
    {
        var asked = new Asked(day, goesOn ? $"Statement, {record.Assumed} months assumed at the last base" : "Statement, no further months assumed");
        if (reckon is not null)
        {
            var now = reckon.Of(gather.Of(person, asked, record.Years));
            return new Projection(age, day, goesOn, record.Assumed, now.Outcome, now.MonthlyMinor);
        }

        var found = decide.For(person, asked, record.Years);
        return new Projection(age, day, goesOn, record.Assumed, found.Outcome, found.MonthlyMinor) { Explanation = found.Explanation };
    }
}
