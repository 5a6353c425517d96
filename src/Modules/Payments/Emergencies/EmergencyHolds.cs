namespace Spmis.Payments.Emergencies;

/// <summary>Why a line of an emergency list is held, each with what it means.</summary>
public static class EmergencyHolds
{
    public const string Dead = "person.dead";
    public const string Merged = "person.merged";
    public const string DuplicateOpen = "person.duplicate-open";
    public const string Twice = "emergency.twice";
    public const string PaidBefore = "emergency.paid-before";
    public const string HasScheme = "emergency.has-scheme";

    private static readonly Dictionary<string, string> Texts = new(StringComparer.Ordinal)
    {
        [Dead] = "The person has died.",
        [Merged] = "The record was merged into another; list the record that stays.",
        [DuplicateOpen] = "The person may be registered twice; settle the review first.",
        [Twice] = "The person stands in this list already.",
        [PaidBefore] = "Another list of this event pays the person within the days the event names.",
        [HasScheme] = "The person gets a benefit that the event excludes.",
    };

    /// <summary>All codes.</summary>
    public static IEnumerable<string> All => Texts.Keys;

    /// <summary>A reason in words.</summary>
    public static string Words(string code) => Texts.GetValueOrDefault(code, code);
}
