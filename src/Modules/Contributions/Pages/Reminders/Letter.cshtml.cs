using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Spmis.Contributions.Reminders;
using Spmis.Kernel.Access;
using Spmis.Kernel.Acts;
using Spmis.Web.Letters;

namespace Spmis.Contributions.Pages.Reminders;

/// <summary>A reminder as a letter. An employer reads its own.</summary>
[Authorize(Policy = May.ReadReturns)]
public sealed class LetterModel(FindReminders find, WriteReminder write, CurrentActor current) : LetterPage
{
    [BindProperty(SupportsGet = true)]
    public long Id { get; set; }

    public override string Back => current.Actor.Employer is null ? "/arrears/reminders" : "/contributions/due";

    protected override async Task<Letter> WriteAsync(string? language, CancellationToken ct)
    {
        var row = await find.OneAsync(Id, ct);
        return current.Actor.Employer is { } own && row.Reminder.Number != own ? throw new Refused("reminder.unknown", $"There is no reminder {Id}.") : write.Write(row, language);
    }
}
