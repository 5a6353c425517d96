using System.Globalization;
using System.Runtime.CompilerServices;
using System.Text;
using Spmis.Contributions.Profiles;
using Spmis.Kernel.Access;
using Spmis.Kernel.Acts;
using Spmis.Kernel.Files;
using Spmis.Kernel.Runs;

namespace Spmis.Contributions.Returns;

/// <summary>
/// Writes the refused lines in the layout in which they were sent, to be mended and filed again (as a supplementary return): head and foot with them, control totals made anew.
/// A table gets two more columns, with the reasons, which are passed over when it comes back; the other forms have no place for them, so <see cref="ReasonsAsync"/> gives them beside.
/// </summary>
public sealed class DownloadRefused(FindReturns find, FileStore files, ProfileBook profiles, IdentifierMask mask, PersonsShown shown)
{
    private const int Page = 1000;

    /// <summary>The file extension the refused lines have.</summary>
    public string ExtensionOf(Return filed) => ProfileOf(filed) is not { Form: ProfileForm.Table } profile ? ProfileOf(filed).Extension : IsWorkbook(filed) ? "xlsx" : profile.Extension;

    /// <summary>Whether who asks gets them: the lines hold workers' identity numbers as they were sent, which a form to be mended cannot go without.</summary>
    public Task<bool> MayAsync() => mask.SeesAllLinesAsync();

    /// <summary>Writes them.</summary>
    /// <exception cref="Refused">Who asks may not see identity numbers in full.</exception>
    public async Task WriteAsync(Return filed, Stream target, CancellationToken ct)
    {
        if (!await MayAsync())
        {
            throw new Refused("return.lines-masked", "The refused lines hold workers' identity numbers as they were sent: they go to the employer and to who files returns. Download the reasons instead: each line with its fields and what is wrong, numbers by their ends.");
        }

        var profile = ProfileOf(filed);
        if (profile.Form != ProfileForm.Table)
        {
            await RecordsAsync(profile, filed, target, ct);
        }
        else if (IsWorkbook(filed))
        {
            await using var output = await SheetOutput.StartAsync(target, "Return", ct);
            await TableAsync(profile, filed, (cells, stop) => output.RowAsync(cells, stop), ct);
        }
        else
        {
            await using var output = new StreamWriter(target, new UTF8Encoding(encoderShouldEmitUTF8Identifier: true), 64 * 1024, leaveOpen: true);
            await TableAsync(profile, filed, async (cells, stop) => await output.WriteAsync(CsvLine.Of(cells).AsMemory(), stop), ct);
        }
    }

    /// <summary>Line, field, value, code and words of every reason, as CSV.</summary>
    public async Task ReasonsAsync(Return filed, Stream target, CancellationToken ct)
    {
        await using var output = await CsvOutput.StartAsync(target, ["line", "field", "sent", "code", "what_is_wrong"], ct);
        await foreach (var (line, reasons) in RefusedAsync(filed, ct))
        {
            foreach (var r in reasons)
            {
                await output.RowAsync(ct, line, r.Column, r.Value, r.Code, r.Text);
            }
        }
    }

    private Profile ProfileOf(Return filed) => profiles.Find(filed.Profile ?? ProfileBook.Own);

    private bool IsWorkbook(Return filed)
    {
        using var content = filed.FileSha is null ? Stream.Null : files.Open(filed.FileSha);
        return filed.FileSha is not null && ProfileFile.IsWorkbook(content);
    }

    private async Task TableAsync(Profile profile, Return filed, Func<IReadOnlyList<string>, CancellationToken, Task> write, CancellationToken ct)
    {
        var names = profile.Lines.Fields.ConvertAll(f => f.Name);
        if (profile.Head is { } head && await FirstAsync(filed, RecordKind.Head, ct) is { } told)
        {
            var sums = await TotalsAsync(profile, filed, ct);
            foreach (var field in head.Fields.Where(f => told.Row[f.Name].Length > 0))
            {
                await write([field.Name, sums.GetValueOrDefault(field.Name) ?? told.Row[field.Name]], ct);
            }
        }

        await write([.. names, "line_before", "refused_because"], ct);
        await foreach (var (row, reasons) in RowsAsync(filed, ct))
        {
            var words = string.Join(" ", reasons.Select(r => r.Column is null ? r.Text : $"{r.Column}: {r.Text}"));
            foreach (var part in row.Rows)
            {
                await write([.. names.Select(n => part[n]), part.LineNumber.ToString(CultureInfo.InvariantCulture), words], ct);
            }
        }
    }

    private async Task RecordsAsync(Profile profile, Return filed, Stream target, CancellationToken ct)
    {
        await using var output = new StreamWriter(target, new UTF8Encoding(encoderShouldEmitUTF8Identifier: false), 64 * 1024, leaveOpen: true) { NewLine = "\r\n" };
        if (await FirstAsync(filed, RecordKind.Head, ct) is { } head)
        {
            await output.WriteLineAsync(head.Row.Raw.AsMemory(), ct);
        }

        await foreach (var (row, _) in RowsAsync(filed, ct))
        {
            foreach (var part in row.Rows)
            {
                await output.WriteLineAsync(part.Raw.AsMemory(), ct);
            }
        }

        if (await FirstAsync(filed, RecordKind.Foot, ct) is { } foot)
        {
            await output.WriteLineAsync(RecordLine.With(profile, foot, await TotalsAsync(profile, filed, ct)).AsMemory(), ct);
        }
    }

    /// <summary>The control totals of the refused lines alone, by the field that gives each.</summary>
    private async Task<Dictionary<string, string>> TotalsAsync(Profile profile, Return filed, CancellationToken ct)
    {
        var (count, sums) = (0L, profile.Totals.ToDictionary(t => t.Field, _ => 0m));
        await foreach (var (row, _) in RowsAsync(filed, ct))
        {
            count += row.Rows.Count();
            foreach (var total in profile.Totals.Where(t => t.Sum.Length > 0))
            {
                sums[total.Field] += row.Rows.Sum(r => LineFields.Plain(r[total.Sum]) ?? 0);
            }
        }

        return profile.Totals.ToDictionary(t => t.Field, t => t.Sum.Length == 0 ? count.ToString(CultureInfo.InvariantCulture) : sums[t.Field].ToString(CultureInfo.InvariantCulture));
    }

    private IAsyncEnumerable<ProfileRow> FileAsync(Return filed, CancellationToken ct) =>
        filed.FileSha is { } sha ? new ProfileFile(ProfileOf(filed), () => files.Open(sha)).ReadAsync(ct) : AsyncEnumerable.Empty<ProfileRow>();

    private async Task<ProfileRow?> FirstAsync(Return filed, RecordKind kind, CancellationToken ct)
    {
        await foreach (var row in FileAsync(filed, ct))
        {
            if (row.Record.Kind == kind)
            {
                return row;
            }
        }

        return null;
    }

    /// <summary>The refused lines as they stand in the file. Both run in the order of the file.</summary>
    private async IAsyncEnumerable<(ProfileRow Row, IReadOnlyList<RunLine> Reasons)> RowsAsync(Return filed, [EnumeratorCancellation] CancellationToken ct)
    {
        await using var rows = FileAsync(filed, ct).Where(r => r.Record.Kind == RecordKind.Line).GetAsyncEnumerator(ct);
        await foreach (var (line, reasons) in RefusedAsync(filed, ct))
        {
            while (await rows.MoveNextAsync() && rows.Current.Line != line)
            {
            }

            yield return (rows.Current, reasons);
        }
    }

    private async IAsyncEnumerable<(long Line, IReadOnlyList<RunLine> Reasons)> RefusedAsync(Return filed, [EnumeratorCancellation] CancellationToken ct)
    {
        for (long? after = 0; after is { } last;)
        {
            var page = await find.LinesAsync(filed, problemsOnly: true, last, Page, ct);
            after = page.Count == Page ? page[^1].Line.Line : null;
            await shown.RecordAsync();
            foreach (var line in page.Where(l => l.Line.Verdict == LineVerdict.Refused))
            {
                yield return (line.Line.Line, [.. line.Reasons.Where(r => r.Verdict == RunLine.RefusedVerdict)]);
            }
        }
    }
}
