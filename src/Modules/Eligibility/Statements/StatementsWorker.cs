using System.Globalization;
using System.Runtime.CompilerServices;
using System.Security.Cryptography;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Spmis.Eligibility.Copies;
using Spmis.Eligibility.Rounds;
using Spmis.Kernel.Acts;
using Spmis.Kernel.Files;
using Spmis.Kernel.Runs;

namespace Spmis.Eligibility.Statements;

/// <summary>What the run needs.</summary>
/// <param name="Year">The year.</param>
public sealed record StatementsInput(int Year);

/// <summary>Starts the statements of a year for everybody with contributions; once a year by the run's key.</summary>
/// <param name="db">The module's database.</param>
public sealed class StartStatements(EligibilityDb db)
{
    /// <summary>Starts it; they speak of the change's day.</summary>
    /// <exception cref="Refused">The year is not this one.</exception>
    public async Task<FileTaken> HandleAsync(int year, Change change, CancellationToken ct) => year == change.Today.Year
        ? await TableRun.StartAsync(db, Run.Of(StatementsWorker.RunKind, year.ToString(CultureInfo.InvariantCulture), $"Pension statements of {year}", new StatementsInput(year), change), change, ct)
        : throw new Refused("statements.year", $"Statements speak of the day on which they are made; {year} is not this year.", "year");
}

/// <summary>Makes everybody's statement, five hundred persons at a time in the order of registration; each stretch is one file of the store.</summary>
public sealed class StatementsWorker(EligibilityDb db) : IRunWorker
{
    /// <summary>The kind of run.</summary>
    public const string RunKind = "eligibility.statements";

    private const int Persons = 500;

    /// <inheritdoc />
    public string Kind => RunKind;

    /// <inheritdoc />
    public string Permission => "statements.start";

    /// <inheritdoc />
    public async IAsyncEnumerable<RunChunk> ChunksAsync(Run run, [EnumeratorCancellation] CancellationToken ct)
    {
        var year = run.InputAs<StatementsInput>().Year;
        var total = run.Total ?? await Insured(db).CountAsync(ct);
        var after = run.Checkpoint ?? "";
        IReadOnlyList<Outlook>? outlooks = null; // Compiled once for the whole run; chunks come one after another.
        while (true)
        {
            var from = after;
            var numbers = await Insured(db).Where(p => string.Compare(p.RegistrationNumber, from) > 0).OrderBy(p => p.RegistrationNumber).Select(p => p.RegistrationNumber).Take(Persons).ToListAsync(ct);
            if (numbers.Count == 0)
            {
                yield break;
            }

            var to = after = numbers[^1];
            yield return new RunChunk(to, async (services, step, token) =>
            {
                outlooks ??= await services.GetRequiredService<MakeStatement>().OutlooksAsync(step.Change.Today, bulk: true, token);
                step.Run.Total = total;
                await services.GetRequiredService<KeepStatements>().HandleAsync(year, outlooks, (from, to), step, token);
            });
        }
    }

    /// <summary>Persons in use with a contribution.</summary>
    internal static IQueryable<PersonCopy> Insured(EligibilityDb db) => RoundWorker.InScope(db).Where(p => db.ContributionYears.Any(y => y.PersonId == p.PersonId));
}

/// <summary>Makes and keeps one stretch of statements, inside the run's transaction. The file is written first; one that a crash left without rows has the same name when it is made again.</summary>
/// <param name="db">The module's database.</param>
/// <param name="make">Makes statements.</param>
/// <param name="files">Where files are kept.</param>
public sealed class KeepStatements(EligibilityDb db, MakeStatement make, FileStore files)
{
    /// <summary>The persons with numbers after one and up to another.</summary>
    public async Task HandleAsync(int year, IReadOnlyList<Outlook> outlooks, (string From, string To) range, RunStep step, CancellationToken ct)
    {
        var (from, to) = range;
        var persons = await StatementsWorker.Insured(db).Where(p => string.Compare(p.RegistrationNumber, from) > 0 && string.Compare(p.RegistrationNumber, to) <= 0).OrderBy(p => p.RegistrationNumber).ToListAsync(ct);
        var statements = await make.OfAsync(persons, outlooks, step.Change.Today, ct);
        using var content = new MemoryStream();
        List<(PersonCopy Person, string Sha256, long FirstByte, int Bytes)> places = [];
        foreach (var (person, statement) in persons.Zip(statements))
        {
            var bytes = statement.ToBytes();
            places.Add((person, Convert.ToHexStringLower(SHA256.HashData(bytes)), content.Length, bytes.Length));
            content.Write(bytes);
            content.WriteByte((byte)'\n');
        }

        content.Position = 0;
        var file = await files.SaveAsync(content, $"statements-{year}-{to}.ndjson", content.Length, ct);
        await db.BulkInsertAsync(
            places.ConvertAll(p => new StatementRow { Year = year, PersonId = p.Person.PersonId, PersonNumber = p.Person.RegistrationNumber, On = step.Change.Today, Sha256 = p.Sha256, FileSha256 = file.Sha256, FirstByte = p.FirstByte, Bytes = p.Bytes }), ct);
        db.RecordBulk(step.Change, nameof(StatementRow), $"{year}, {from}..{to}", new { statements = places.Count, file = file.Sha256 });
        step.Count(places.Count, 0);
    }
}

/// <summary>Finds a statement that was kept.</summary>
/// <param name="db">The module's database.</param>
/// <param name="file">Finds persons.</param>
/// <param name="files">Where files are kept.</param>
public sealed class ReadStatement(EligibilityDb db, PersonFile file, FileStore files)
{
    /// <summary>The statement of a person and year, byte for byte as it was made.</summary>
    /// <exception cref="Refused">There is none, or its file was changed.</exception>
    public async Task<(Statement Statement, StatementRow Row)> OfAsync(string number, int year, CancellationToken ct)
    {
        var person = (await file.OfAsync(number, ct)).Person;
        var row = await db.Statements.AsNoTracking().SingleOrDefaultAsync(s => s.Year == year && s.PersonId == person.PersonId, ct)
            ?? throw new Refused("statement.unknown", $"No statement of {year} was made for {number}.", "year");
        await using var content = files.Open(row.FileSha256);
        content.Position = row.FirstByte;
        var bytes = new byte[row.Bytes];
        await content.ReadExactlyAsync(bytes, ct);
        return Convert.ToHexStringLower(SHA256.HashData(bytes)) == row.Sha256 ? (Statement.Read(bytes), row)
            : throw new Refused("statement.changed", $"The kept statement of {year} of {number} is not what was made: its content does not fit its hash.", "year");
    }

    /// <summary>The years a person has statements of, newest first; at most 100.</summary>
    public Task<List<int>> YearsAsync(Guid personId, CancellationToken ct) => db.Statements.AsNoTracking().Where(s => s.PersonId == personId).OrderByDescending(s => s.Year).Select(s => s.Year).Take(100).ToListAsync(ct);
}
