using System.Globalization;
using Microsoft.Extensions.Localization;
using Microsoft.Extensions.Options;
using Spmis.Web.Letters;
using Spmis.Web.Shell;

namespace Spmis.Contributions.Clearance;

/// <summary>Writes a certificate as a page to print and as PDF, with a QR code of the address where anybody can verify it.</summary>
public sealed class WriteClearance(IStringLocalizer<ContributionsTexts> words, Show show, IOptions<PortalOptions> portal)
{
    /// <param name="view">The certificate.</param>
    /// <param name="verifyAddress">Where it can be verified.</param>
    /// <param name="language">Its language; the reader's when null.</param>
    public Letter Write(ClearanceView view, string verifyAddress, string? language) => LetterLanguage.In(language ?? CultureInfo.CurrentUICulture.TwoLetterISOLanguageName, () => Write(view, verifyAddress));

    private Letter Write(ClearanceView view, string verifyAddress)
    {
        var c = view.Certificate;
        List<string> text =
        [
            words["On {0} nothing was overdue of {1}, employer number {2}: all returns due were filed, and all contributions and interest due were paid.", show.Date(c.IssuedOn), c.EmployerName, c.EmployerNumber],
            words["This certificate can be shown until {0}.", show.Date(c.ValidThrough)],
        ];
        if (c.AgreementNumber is { } agreement)
        {
            text.Insert(1, words["Older debts are paid in instalments under agreement {0}, which is kept.", agreement]);
        }

        return new Letter
        {
            Language = CultureInfo.CurrentUICulture.TwoLetterISOLanguageName, From = portal.Value.Name, To = [c.EmployerName, c.EmployerNumber], Date = show.Date(c.IssuedOn), Reference = c.Number, Subject = words["Clearance certificate {0}", c.Number],
            Marks = view.State == ClearanceState.Valid ? [] : [words[$"clearance-long:{view.State}"]],
            Parts = [LetterPart.Of(null, text), LetterPart.Of(words["Is it genuine, and does it still hold?"], [words["Scan the code, or open {0} and compare number and name.", verifyAddress]])],
            Code = verifyAddress,
        };
    }
}
