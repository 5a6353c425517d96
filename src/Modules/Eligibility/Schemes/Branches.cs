namespace Spmis.Eligibility.Schemes;

/// <summary>The branches of social security: ILO Convention 102, Parts II to X, the funeral grant of Part X's practice, and what the ILO's social security inquiry counts as other support of the poor.</summary>
public static class Branches
{
    /// <summary>Codes in the order of the Convention, with English names.</summary>
    public static IReadOnlyDictionary<string, string> All { get; } = new Dictionary<string, string>(StringComparer.Ordinal)
    {
        ["medical-care"] = "Medical care", ["sickness"] = "Sickness", ["unemployment"] = "Unemployment", ["old-age"] = "Old age",
        ["employment-injury"] = "Employment injury", ["family"] = "Family", ["maternity"] = "Maternity", ["invalidity"] = "Invalidity",
        ["survivors"] = "Survivors", ["funeral"] = "Funeral", ["social-assistance"] = "Social assistance",
    };
}
