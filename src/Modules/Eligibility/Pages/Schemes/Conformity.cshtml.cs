using System.Globalization;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.Extensions.Localization;
using Spmis.Eligibility.Schemes;
using Spmis.Kernel.Access;
using Spmis.Rules;
using Spmis.Rules.Conformity;
using Spmis.Values;
using Spmis.Web.Shell;

namespace Spmis.Eligibility.Pages.Schemes;

/// <summary>A benefit measured against ILO Convention 102: standard beneficiary, Articles 65 to 67, qualifying periods.</summary>
[Authorize("schemes.read")]
public sealed class ConformityModel(MeasureConformity measure, CurrentActor current, Show show, IStringLocalizer<EligibilityTexts> words) : PageModel
{
    /// <summary>Wage of a skilled manual male employee.</summary>
    [BindProperty(SupportsGet = true)]
    public decimal? SkilledWage { get; set; }

    /// <summary>Wage of an ordinary adult male labourer.</summary>
    [BindProperty(SupportsGet = true)]
    public decimal? LabourerWage { get; set; }

    /// <summary>Family allowances of the standard beneficiary.</summary>
    [BindProperty(SupportsGet = true)]
    public decimal? FamilyAllowances { get; set; }

    /// <summary>The package.</summary>
    public SchemePackageRow Row { get; private set; } = null!; // Loaded before the page is drawn.

    /// <summary>The outcome.</summary>
    public ConformityReport Report { get; private set; } = null!; // Loaded before the page is drawn.

    /// <summary>Draws the report.</summary>
    public async Task OnGetAsync(long id, CancellationToken ct) =>
        (Row, Report) = await measure.HandleAsync(id, new ConformityWages(SkilledWage, LabourerWage, FamilyAllowances), current.Change("schemes.conformity").Today, ct);

    /// <summary>A measure for people.</summary>
    public string Say(Measure? m) => m switch
    {
        null => "–",
        { Unit: MeasureUnit.Share } => show.Share(Rounding.Round(m.Value, 0.001m, RoundingMode.HalfUp)),
        { Unit: MeasureUnit.Months } when m.Value >= 24 && m.Value % 12 == 0 => words["{0} years", m.Value / 12],
        { Unit: MeasureUnit.Months } => words["{0} months", m.Value],
        { Unit: MeasureUnit.Weeks } => words["{0} weeks", m.Value.ToString("0.#", CultureInfo.InvariantCulture)],
        _ => Amount(m.Value),
    };

    /// <summary>An amount in major units for people.</summary>
    public string Amount(decimal major)
    {
        var currency = Currency.Of(Row.Currency);
        return show.Money(new Money((long)Rounding.Round(major * currency.MinorPerMajor, 1, RoundingMode.HalfUp), currency));
    }

    /// <summary>The name of a point.</summary>
    public string Name(ConformityPoint point) => point switch
    {
        ConformityPoint.Rate => words["Rate for the standard beneficiary"],
        ConformityPoint.RateBelow => words["Least rate for lower earnings"],
        ConformityPoint.FullPeriod => words["Contributions needed for the full rate"],
        ConformityPoint.ReducedPeriod => words["Contributions needed for a reduced benefit"],
        ConformityPoint.LowerRate => words["Rate after the shorter period, the other way to satisfy the Convention"],
        ConformityPoint.Age => words["Youngest age of entitlement"],
        ConformityPoint.MeansFree => words["Other means of the family that do not reduce it"],
        ConformityPoint.MeansTotal => words["Least that benefit and other means above those come to"],
        ConformityPoint.MeansAll => words["All benefits of the Part over those of Article 66, the other way to satisfy the Convention"],
        _ => words["How long it is paid"],
    };
}
