using System.Globalization;
using System.Runtime.CompilerServices;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Spmis.Kernel.Files;
using Spmis.Kernel.Runs;
using Spmis.Values;

namespace Spmis.Payments.Emergencies;

/// <summary>A line of a list as it was sent.</summary>
internal sealed record ListRow(long Line, string? Number, string? Name, long? AmountMinor, LineProblem? Problem);

/// <summary>Checks a list in chunks: a file's lines in order, or all beneficiaries of a scheme by their numbers.</summary>
/// <param name="db">For finding what is left; the work is done in each chunk's own scope.</param>
/// <param name="store">Where the file is.</param>
public sealed class CheckListWorker(PaymentsDb db, FileStore store) : IRunWorker
{
    internal const string RunKind = "payments.emergency-check";
    internal const string Number = "registration_number";
    internal const string Amount = "amount";

    private const string NameColumn = "name";
    private const string DoneMark = "checked";
    private const int Rows = 1000;

    /// <summary>A rapid assessment's other columns are passed over with a warning.</summary>
    internal static readonly TabularFormat Format = new() { Columns = [new(Number, Required: true, "number", "person_number", "person"), new(Amount), new(NameColumn, false, "full_name")] };

    /// <inheritdoc />
    public string Kind => RunKind;

    /// <inheritdoc />
    public string Permission => "payments.propose-emergencies";

    /// <inheritdoc />
    public async IAsyncEnumerable<RunChunk> ChunksAsync(Run run, [EnumeratorCancellation] CancellationToken ct)
    {
        if (run.Checkpoint == DoneMark)
        {
            yield break;
        }

        var list = await db.EmergencyLists.AsNoTracking().SingleAsync(l => l.Id == run.InputAs<ListInput>().ListId, ct);
        await foreach (var chunk in list.Sha256 is { } sha ? FileAsync(list, sha, run.Checkpoint, ct) : SchemeAsync(list, run.Checkpoint, ct))
        {
            yield return chunk;
        }

        yield return new RunChunk(DoneMark, (services, step, token) => services.GetRequiredService<CheckLines>().DoneAsync(list.Id, step, token));
    }

    private async IAsyncEnumerable<RunChunk> FileAsync(EmergencyList list, string sha, string? checkpoint, [EnumeratorCancellation] CancellationToken ct)
    {
        var currency = Currency.Of(await db.EmergencyEvents.Where(e => e.Id == list.EventId).Select(e => e.Currency).SingleAsync(ct));
        await using var content = store.Open(sha);
        var file = await TabularFile.OpenAsync(content, Format, ct);
        List<ListRow> rows = [];
        await foreach (var row in file.ReadAsync(checkpoint is null ? 0 : long.Parse(checkpoint, CultureInfo.InvariantCulture), ct))
        {
            rows.Add(Read(row, list, currency));
            if (rows.Count == Rows)
            {
                yield return Chunk(list.Id, rows, rows[^1].Line.ToString(CultureInfo.InvariantCulture));
                rows = [];
            }
        }

        if (rows.Count > 0)
        {
            yield return Chunk(list.Id, rows, rows[^1].Line.ToString(CultureInfo.InvariantCulture));
        }
    }

    private async IAsyncEnumerable<RunChunk> SchemeAsync(EmergencyList list, string? checkpoint, [EnumeratorCancellation] CancellationToken ct)
    {
        var cut = checkpoint?.IndexOf(' ', StringComparison.Ordinal) ?? -1;
        var (line, after) = cut < 0 ? (0L, "") : (long.Parse(checkpoint![..cut], CultureInfo.InvariantCulture), checkpoint[(cut + 1)..]); // There when it has a blank.
        while (await db.Payees.AsNoTracking().Where(p => string.Compare(p.RegistrationNumber, after) > 0 && db.AwardCopies.Any(a => a.BeneficiaryId == p.PersonId && a.Scheme == list.FromScheme && a.FromMonth <= list.Month && (a.ToMonth == null || a.ToMonth >= list.Month)))
            .OrderBy(p => p.RegistrationNumber).Select(p => p.RegistrationNumber).Take(Rows).ToListAsync(ct) is { Count: > 0 } numbers)
        {
            var first = line;
            yield return Chunk(list.Id, [.. numbers.Select((n, at) => new ListRow(first + at + 1, n, null, list.FlatMinor, null))], string.Create(CultureInfo.InvariantCulture, $"{first + numbers.Count} {numbers[^1]}"));
            (line, after) = (line + numbers.Count, numbers[^1]);
        }
    }

    private static ListRow Read(TabularRow row, EmergencyList list, Currency currency)
    {
        var fields = row.Fields();
        var number = fields.Number(Number);
        var name = fields.Text(NameColumn, 200);
        var amount = list.FlatMinor ?? fields.Money(Amount, currency, required: true)?.Minor;
        if (row.Problem is null && fields.Ok && amount is <= 0)
        {
            fields.Refuse(Amount, "amount.not-positive", "The amount is nothing or less.", "Enter more than nothing.");
        }

        return new(row.LineNumber, number, name, amount, row.Problem ?? (fields.Ok ? null : fields.Problems[0]));
    }

    private static RunChunk Chunk(long listId, List<ListRow> rows, string checkpoint) => new(checkpoint, (services, step, token) => services.GetRequiredService<CheckLines>().HandleAsync(listId, rows, step, token));
}
