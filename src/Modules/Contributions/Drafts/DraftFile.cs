using System.Globalization;
using System.Text;
using Spmis.Contributions.Profiles;
using Spmis.Contributions.Returns;
using Spmis.Kernel.Files;
using Spmis.Values;

namespace Spmis.Contributions.Drafts;

/// <summary>A draft written as a file of this system's own layout: filed by the same path as an uploaded one, so there is no second way to check or assess.</summary>
/// <param name="Content">The file.</param>
/// <param name="Lines">Of each line of the file, the first worker's being line 2, the line of the draft.</param>
internal sealed record DraftFile(byte[] Content, IReadOnlyList<DraftLine> Lines)
{
    private const int HeaderLines = 1;

    /// <summary>The draft's line behind a line of the file.</summary>
    public DraftLine? Of(long fileLine) => fileLine - HeaderLines - 1 is >= 0 and var at && at < Lines.Count ? Lines[(int)at] : null;

    /// <summary>Writes what the draft declares: in a correction what changed only.</summary>
    public static DraftFile Write(DraftView view, Profile profile)
    {
        var sent = view.Lines.Where(l => IsSent(view, l)).ToList();
        var text = new StringBuilder(CsvLine.Of([.. profile.Lines.Fields.Select(f => f.Name)]));
        foreach (var line in sent)
        {
            text.Append(CsvLine.Of([.. profile.Lines.Fields.Select(f => Value(view, line, f.Role))]));
        }

        return new DraftFile(Encoding.UTF8.GetBytes(text.ToString()), sent);
    }

    /// <summary>Workers who left before the month began: they are not declared, but the register hears of it.</summary>
    public static IEnumerable<(DraftLine Line, DateOnly LeftOn)> LeftBefore(DraftView view) =>
        view.Draft.Kind != ReturnKind.Original ? [] : view.Lines.Select(l => (Line: l, Left: Date(l.LeftOn))).Where(l => l.Left < view.Draft.Month.First && l.Line.PersonId is not null).Select(l => (l.Line, l.Left ?? default));

    private static bool IsSent(DraftView view, DraftLine line) => view.Draft.Kind != ReturnKind.Correction || line.WasWageMinor is null
        ? !line.LeftOut && !line.IsBlank && !(view.Draft.Kind == ReturnKind.Original && line.PersonId is not null && Date(line.LeftOn) < view.Draft.Month.First)
        : WageOf(line) is not { } typed || !Money.TryParse(typed, view.Currency, out var wage, out _) || wage.Minor != line.WasWageMinor || (Date(line.LeftOn) != line.WasLeftOn && line.LeftOn.Length > 0);

    /// <summary>A worker who should not have been declared has no wage.</summary>
    private static string WageOf(DraftLine line) => line.LeftOut && line.WasWageMinor is not null ? "0" : line.Wage;

    private static string Value(DraftView view, DraftLine line, string? role) => role switch
    {
        FieldRoles.Employer => view.Draft.EmployerNumber,
        FieldRoles.Period => view.Draft.Month.ToString(),
        FieldRoles.WorkerNumber => line.WorkerNumber,
        FieldRoles.NationalId => line.NationalId,
        FieldRoles.GivenName => line.GivenName,
        FieldRoles.FamilyName => line.FamilyName,
        FieldRoles.BirthDate => line.BornOn,
        FieldRoles.Wage => WageOf(line),
        FieldRoles.StartDate => line.StartedOn,
        FieldRoles.LeaveDate => line.LeftOn,
        FieldRoles.Currency => view.Currency.Code,
        _ => "",
    };

    private static DateOnly? Date(string text) => DateOnly.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day) ? day : null;
}
