using System.Globalization;
using Microsoft.Extensions.Localization;
using Microsoft.Extensions.Options;
using Spmis.Web.Letters;
using Spmis.Web.Shell;

namespace Spmis.Contributions.Reminders;

/// <summary>Writes a reminder as a letter, to be printed or saved as PDF.</summary>
public sealed class WriteReminder(IStringLocalizer<ContributionsTexts> words, Show show, IOptions<PortalOptions> portal)
{
    /// <param name="row">The reminder.</param>
    /// <param name="language">Its language; the reader's when null.</param>
    public Letter Write(ReminderRow row, string? language) => LetterLanguage.In(language ?? CultureInfo.CurrentUICulture.TwoLetterISOLanguageName, () => Write(row));

    private Letter Write(ReminderRow row)
    {
        var r = row.Reminder;
        var (month, day) = (show.Month(r.Month), show.Date(r.DueOn));
        var text = r.Kind switch
        {
            ReminderKind.Return => words["The return of {0} is due on {1}, and has not come. File it, also when nobody worked in the month.", month, day],
            ReminderKind.Instalment => words["The instalment due on {0} is open: {1}.", day, show.Money(row.Amount)],
            ReminderKind.OwnContribution => words["Your contribution of {0} has not come yet. Pay it until {1}, with your registration number {2} as reference.", month, day, r.Number],
            _ => words["The bill {0} for {1}, due on {2}, is open: {3}.", r.PaymentReference ?? "", month, day, show.Money(row.Amount)],
        };
        List<string> more = [text];
        if (r.PaymentReference is { } reference)
        {
            more.Add(words["Pay with the reference {0}.", reference]);
        }

        if (r.StoppedOn is not null)
        {
            more.Add(words["This is done with since {0}.", show.Date(r.StoppedOn.Value)]);
        }

        more.Add(words["If you paid or filed in the last days, this letter has crossed with it."]);
        return new Letter
        {
            Language = CultureInfo.CurrentUICulture.TwoLetterISOLanguageName, From = portal.Value.Name, To = [row.Name, r.Number], Date = show.Date(r.MadeOn), Reference = r.PaymentReference ?? r.Number, Subject = words[$"reminder:{r.Kind}"], Parts = [LetterPart.Of(null, more)],
        };
    }
}
