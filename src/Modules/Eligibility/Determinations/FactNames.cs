namespace Spmis.Eligibility;

/// <summary>The names under which packages ask for what this module knows.</summary>
public static class FactNames
{
    /// <summary>Date of birth.</summary>
    public const string Birth = "person.birth";

    /// <summary>female or male.</summary>
    public const string Sex = "person.sex";

    /// <summary>Whether the person lives on the day asked for.</summary>
    public const string Alive = "person.alive";

    /// <summary>District.</summary>
    public const string District = "person.district";

    /// <summary>employed, self_employed or none, as declared.</summary>
    public const string Category = "person.category";

    /// <summary>Members of the person's household alive in the register.</summary>
    public const string HouseholdSize = "household.size";

    /// <summary>Members below 18.</summary>
    public const string HouseholdChildren = "household.children";

    /// <summary>Members of 60 or more.</summary>
    public const string HouseholdElderly = "household.elderly";

    /// <summary>The day asked for: of a round the first of its month, of a claim the day of the event (the confinement).</summary>
    public const string ClaimDate = "claim.date";

    /// <summary>Its month.</summary>
    public const string ClaimMonth = "claim.month";

    /// <summary>The day the claim was filed.</summary>
    public const string FiledOn = "claim.filed_on";

    /// <summary>Day of death of the person whose survivors claim.</summary>
    public const string InsuredDiedOn = "insured.died_on";

    /// <summary>Date of birth of that person.</summary>
    public const string InsuredBirth = "insured.birth";

    /// <summary>How many widows and widowers claim in the case, this one included.</summary>
    public const string CaseSpouses = "case.spouses";

    /// <summary>How many orphans.</summary>
    public const string CaseChildren = "case.children";

    /// <summary>How many parents.</summary>
    public const string CaseParents = "case.parents";

    /// <summary>The list of accepted medical certificates of the claim: kind, from, to, degree.</summary>
    public const string Certificates = "certificates";

    /// <summary>The list of contribution months: month, base, insured.</summary>
    public const string Contributions = "contributions";

    /// <summary>Of an award in payment: its amount of a month in force.</summary>
    public const string AwardAmount = "award.amount";

    /// <summary>Of an award in payment: its first day.</summary>
    public const string AwardFrom = "award.from";

    /// <summary>The rate an order states for an indexation.</summary>
    public const string IndexRate = "index.rate";

    /// <summary>The flat amount an order states for an indexation.</summary>
    public const string IndexFlat = "index.flat";
}
