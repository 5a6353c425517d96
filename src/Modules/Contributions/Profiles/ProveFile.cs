using System.Globalization;
using Spmis.Kernel.Acts;
using Spmis.Kernel.Files;
using Spmis.Values;

namespace Spmis.Contributions.Profiles;

/// <summary>What a whole reading of a return file found.</summary>
/// <param name="Lines">Workers' lines.</param>
/// <param name="Warnings">What is odd but did not stop it.</param>
/// <param name="EmployerReference">The employer's number as the file has it, when all lines have the same; null when the layout has none.</param>
/// <param name="Sums">The sums of the fields that control totals are of, as sent.</param>
public sealed record FileProof(long Lines, IReadOnlyList<LineProblem> Warnings, string? EmployerReference, IReadOnlyDictionary<string, decimal> Sums);

/// <summary>Reads a return file to its end before anything is done: that it has its head and foot, is of the month, and that its control totals are those of its lines.</summary>
/// <param name="profile">The layout.</param>
/// <param name="month">The month filed for.</param>
/// <param name="currency">The currency of its amounts.</param>
/// <param name="dryRun">Whether a file marked as a test is welcome.</param>
internal sealed class ProveFile(Profile profile, Month month, Currency currency, bool dryRun)
{
    private readonly Dictionary<string, decimal> sums = profile.Totals.Where(t => t.Sum.Length > 0).Select(t => t.Sum).Distinct().ToDictionary(s => s, _ => 0m);
    private readonly Dictionary<string, (long Line, string Text)> unreadable = [];
    private readonly HashSet<string> employers = new(StringComparer.Ordinal);
    private ProfileRow? head;
    private ProfileRow? foot;
    private long lines;
    private long rows;
    private long otherMonth;
    private Month? firstOther;

    /// <exception cref="Refused">Something is wrong with the file as a whole.</exception>
    public async Task<FileProof> RunAsync(ProfileFile file, CancellationToken ct)
    {
        await foreach (var row in file.ReadAsync(ct))
        {
            Take(row);
        }

        CheckParts();
        if (lines > 0 && otherMonth == lines)
        {
            throw new Refused("return.other-month", $"You file for {month}, but every line of the file is of {firstOther}. Choose that month, or the right file.", "month");
        }

        return new FileProof(lines, [.. file.Warnings], employers.Count == 1 ? employers.Single() : null, sums);
    }

    private void Take(ProfileRow row)
    {
        switch (row.Record.Kind)
        {
            case RecordKind.Head when head is null && lines == 0:
                head = row;
                break;
            case RecordKind.Foot when foot is null:
                foot = row;
                break;
            case RecordKind.Line when foot is null && (head is not null || profile.Head is null):
                TakeLine(row);
                break;
            default:
                var record = row.Record.Kind switch { RecordKind.Head => "first record", RecordKind.Foot => "last record", _ => "worker's record" };
                throw row.Row.Problem is { } problem && head is null
                    ? new Refused(problem.Code, $"Line {row.Line}: {problem.Text} {problem.Remedy}", "file")
                    : new Refused("file.order", $"Line {row.Line} is a {record}, where none may stand: one first record, then the workers, then one last record are needed. Send each employer's file by itself.", "file");
        }
    }

    private void TakeLine(ProfileRow row)
    {
        lines++;
        foreach (var part in row.Rows)
        {
            rows++;
            foreach (var field in sums.Keys)
            {
                if (part[field] is { Length: > 0 } text)
                {
                    if (LineFields.Plain(text) is { } number)
                    {
                        sums[field] += number;
                    }
                    else
                    {
                        unreadable.TryAdd(field, (part.LineNumber, text));
                    }
                }
            }
        }

        var fields = new LineFields(row, currency);
        if (fields.Number(FieldRoles.Employer) is { } employer)
        {
            employers.Add(employer);
        }

        if (fields.Period().Month is { } sent && sent != month)
        {
            otherMonth++;
            firstOther ??= sent;
        }
    }

    private void CheckParts()
    {
        if (lines == 0)
        {
            throw new Refused("return.no-lines", "The file has no line of a worker. File a nil return if nobody worked, or send the file with its workers.", "file");
        }

        foreach (var record in profile.Records.Where(r => r.Kind != RecordKind.Line))
        {
            var row = record.Kind == RecordKind.Head ? head : foot;
            CheckPart(row ?? throw new Refused("file.cut-off", record.Kind == RecordKind.Foot
                ? $"The last record, with the control totals, is missing after {lines} workers; the file may have been cut off on the way. Send it again."
                : "The first record, which says whose file it is, is missing.", "file"));
        }
    }

    private void CheckPart(ProfileRow row)
    {
        var fields = new LineFields(row, currency);
        fields.CheckAll();
        if (fields.Problems is [var first, ..])
        {
            throw new Refused(first.Code, $"{first}", "file");
        }

        if (fields.Period().Month is { } sent && sent != month)
        {
            throw new Refused("return.other-month", $"You file for {month}, but the file says {sent} ({fields.Period().Field}). Choose that month, or the right file.", "month");
        }

        if (!dryRun && string.Equals(fields.Text(FieldRoles.Purpose), "TEST", StringComparison.OrdinalIgnoreCase))
        {
            throw new Refused("file.test", $"The file is marked TEST ({row.Record.Of(FieldRoles.Purpose)?.Name}). Have it made as LIVE; to look at its verdicts only, use a dry run.", "file");
        }

        if (fields.Number(FieldRoles.Employer) is { } employer)
        {
            employers.Add(employer);
        }

        var wrong = profile.Totals.Where(t => row.Record.Named(t.Field) is not null && row.Row[t.Field].Length > 0).Select(t => Differs(t, row.Row[t.Field])).OfType<string>().ToList();
        if (wrong.Count > 0)
        {
            throw new Refused("file.totals", $"{string.Join(" ", wrong)} Nothing was taken. Look whether lines are missing or were changed after the totals were made, and have the file made anew.", "file");
        }
    }

    private string? Differs(ProfileTotal total, string told)
    {
        var given = LineFields.Plain(told);
        if (total.Sum.Length == 0)
        {
            // Where a worker may have several rows, some programs count the workers and some the rows.
            return given == lines || given == rows ? null : $"{total.Field} says {told}, but the file has {lines}{(rows == lines ? " lines" : $" workers in {rows} rows")}.";
        }

        var sum = sums[total.Sum];
        var why = unreadable.TryGetValue(total.Sum, out var bad) ? $" ('{(bad.Text.Length <= 30 ? bad.Text : bad.Text[..30])}' on line {bad.Line} is no number)" : "";
        return given == sum ? null : string.Create(CultureInfo.InvariantCulture, $"{total.Field} says {told}, but the {total.Sum} of the lines come to {sum}{why}, {Math.Abs(sum - (given ?? 0))} {(sum > given ? "more" : "less")}.");
    }
}
