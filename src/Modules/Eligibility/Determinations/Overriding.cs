using System.Text.Json;
using Spmis.Kernel.Data;
using Spmis.Rules;

namespace Spmis.Eligibility.Determinations;

/// <summary>The mark of a decision that people made against what the rules say: what the rules said, why it was made otherwise, and by which two people.</summary>
/// <param name="RuledOutcome">The answer of the rules.</param>
/// <param name="RuledMonthlyMinor">Their monthly amount, minor units, when yes.</param>
/// <param name="RuledMonths">Their number of months.</param>
/// <param name="Reason">Why, in words the person will understand.</param>
/// <param name="PreparedBy">Who prepared it.</param>
/// <param name="ApprovedBy">Who approved it.</param>
/// <param name="AppealNumber">The appeal that asked for it; null when there was none.</param>
public sealed record Overriding(Answer RuledOutcome, long? RuledMonthlyMinor, int? RuledMonths, string Reason, string PreparedBy, string ApprovedBy, string? AppealNumber)
{
    /// <summary>As stored.</summary>
    public string ToJson() => JsonSerializer.Serialize(this, SpmisJson.Options);

    /// <summary>Reads what <see cref="ToJson"/> wrote.</summary>
    public static Overriding FromJson(string json) => JsonSerializer.Deserialize<Overriding>(json, SpmisJson.Options) ?? throw new InvalidOperationException("The override is empty.");
}
