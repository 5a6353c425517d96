using System.Text.RegularExpressions;
using Spmis.Values;

namespace Spmis.Kernel.Access;

/// <summary>
/// Whose data this request has looked up, by registration number. Acts that read say so here; before the answer leaves, who looked is put on the record.
/// A file of many persons leaves in parts: before each part goes, <see cref="RecordAsync"/> puts its persons on the record, so nobody is sent before and memory stays small.
/// </summary>
public sealed partial class PersonsShown
{
    /// <summary>Most rows a file reads, records and writes at a time.</summary>
    public const int InPart = 1_000;

    private readonly HashSet<string> numbers = new(StringComparer.Ordinal);

    /// <summary>The numbers so far that are not on the record yet.</summary>
    public IReadOnlyCollection<string> Numbers => numbers;

    /// <summary>Puts numbers on the record; set where requests are recorded. Outside of a request nobody looks.</summary>
    public Func<IReadOnlyCollection<string>, Task>? Recording { get; set; }

    /// <summary>Rows are read of which only some are shown; whoever reads them adds those.</summary>
    public bool IsChoosing { get; set; }

    /// <summary>Adds a row that was read, if it tells of persons.</summary>
    public void AddRow(object? row)
    {
        switch (row)
        {
            case IOfPerson of:
                AddIfAny(of.ShownPerson);
                AddIfAny(of.OtherShown);
                break;
            case ITellsOfPersons text:
                AddNamed(text.TextsShown);
                break;
        }
    }

    /// <summary>Adds one, or many (a list of results); null is nobody.</summary>
    public void Add(params IEnumerable<string?> shown) => numbers.UnionWith(shown.OfType<string>());

    /// <summary>Adds those of some rows, and gives the rows on.</summary>
    public IReadOnlyList<T> In<T>(IEnumerable<T> rows, params IReadOnlyList<Func<T, string?>> of)
    {
        List<T> shown = [.. rows];
        Add(shown.SelectMany(row => of.Select(number => number(row))));
        return shown;
    }

    /// <summary>Puts those so far, and these, on the record now.</summary>
    public async Task RecordAsync(params IEnumerable<string?> shown)
    {
        Add(shown);
        if (numbers.Count > 0 && Recording is { } record)
        {
            await record(numbers);
        }

        numbers.Clear();
    }

    /// <summary>Puts many numbers on the record, a part at a time: of a file made earlier, by the rows it was made of.</summary>
    public async Task RecordAllAsync(IAsyncEnumerable<string?> many, CancellationToken ct)
    {
        await foreach (var part in many.Chunk(InPart).WithCancellation(ct))
        {
            await RecordAsync(part);
        }
    }

    /// <summary>Adds the persons named in texts, by their numbers.</summary>
    public void AddNamed(IEnumerable<string?> texts) => Add(NumbersIn(texts));

    /// <summary>Registration numbers in texts.</summary>
    public static IEnumerable<string> NumbersIn(IEnumerable<string?> texts) => texts.OfType<string>().SelectMany(t => Number().Matches(t)).Select(m => m.Value).Where(CheckDigit.IsValid);

    /// <summary>Rows of a file, read as a stream: each part is on the record before the first of its rows is given.</summary>
    public async IAsyncEnumerable<T> InPartsAsync<T>(IAsyncEnumerable<T> rows, params IReadOnlyList<Func<T, string?>> of)
    {
        await foreach (var part in rows.Chunk(InPart))
        {
            await RecordAsync(part.SelectMany(row => of.Select(number => number(row))));
            foreach (var row in part)
            {
                yield return row;
            }
        }
    }

    private void AddIfAny(string? number)
    {
        if (number is { Length: > 0 })
        {
            numbers.Add(number);
        }
    }

    // The last two digits of the year of registration (2020 to 2039), seven digits and two that check: "26 0000012 34". Other numbers of eleven digits begin with 4 to 9, so that claims
    // would be taken for persons from 2040 on; a case of survivors begins with 3 and has its letter before it (S3).
    [GeneratedRegex(@"(?<![\dS])[23]\d{10}(?!\d)")]
    private static partial Regex Number();
}
