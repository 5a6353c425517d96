using System.Globalization;
using Microsoft.Extensions.Configuration;

namespace Spmis.Contributions.Reminders;

/// <summary>
/// When somebody is reminded: days after the due day, before it when negative, by the settings <c>Contributions:Reminders:Return</c> (-5,3), <c>:Bill</c> (-5,7,30), <c>:Instalment</c> (-5,2) and
/// <c>:OwnContribution</c> (-5, of the last day of the month). Blank for none.
/// </summary>
public sealed class ReminderRules(IConfiguration settings)
{
    private const int Most = 366;

    /// <summary>The steps of a kind, in order.</summary>
    public IReadOnlyList<int> Of(ReminderKind kind) => Read(settings[$"Contributions:Reminders:{kind}"] ?? kind switch
    {
        ReminderKind.Return => "-5,3",
        ReminderKind.Bill => "-5,7,30",
        ReminderKind.Instalment => "-5,2",
        ReminderKind.OwnContribution => "-5",
        _ => "",
    });

    /// <summary>The last step that has come; null when none has. Of steps that passed while nobody looked, only the last one is made.</summary>
    internal static int? Due(IReadOnlyList<int> steps, DateOnly dueOn, DateOnly on) => steps.Where(s => dueOn.AddDays(s) <= on).Select(s => (int?)s).Max();

    private static List<int> Read(string text) =>
        [.. text.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries).Select(s => int.TryParse(s, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var days) && Math.Abs(days) <= Most ? days : throw new InvalidOperationException($"The setting Contributions:Reminders says '{s}'; write whole days between -{Most} and {Most}, with commas between.")).Distinct().Order()];
}
