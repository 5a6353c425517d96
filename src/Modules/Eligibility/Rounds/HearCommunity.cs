using System.Globalization;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Spmis.Kernel.Access;
using Spmis.Kernel.Acts;
using Spmis.Kernel.Files;
using Spmis.Kernel.Runs;
using Spmis.Rules;

namespace Spmis.Eligibility.Rounds;

/// <summary>The list of a programme's round out to the community, and its word on each person back in: <c>person_number,validated,reason</c>, one verdict a line. The same file again does nothing.</summary>
/// <param name="db">The module's database.</param>
/// <param name="files">Where files are kept.</param>
/// <param name="shown">Told who is on the list.</param>
public sealed class HearCommunity(EligibilityDb db, FileStore files, PersonsShown shown)
{
    private const int Page = 1_000;

    /// <summary>Writes the list by area and rank, with two columns to fill in.</summary>
    public async Task WriteAsync(long roundId, Stream target, CancellationToken ct)
    {
        await using var csv = await CsvOutput.StartAsync(target, ["area", "rank", "person_number", "name", "score", "selected", "validated", "reason"], ct);
        var (area, rank) = ("", 0);
        while (true)
        {
            var (lastArea, lastRank) = (area, rank);
            var rows = await (
                from p in db.RoundPlaces.AsNoTracking()
                join c in db.Persons.AsNoTracking() on p.PersonId equals c.PersonId
                where p.RoundId == roundId && (string.Compare(p.Area, lastArea) > 0 || (p.Area == lastArea && p.Rank > lastRank))
                orderby p.Area, p.Rank
                select new { p.Area, p.Rank, p.PersonNumber, c.Name, p.ScoreThousandths, p.Selected }).Take(Page).ToListAsync(ct);
            await shown.RecordAsync(rows.Select(r => r.PersonNumber));
            foreach (var r in rows)
            {
                await csv.RowAsync(ct, r.Area, r.Rank, r.PersonNumber, r.Name, r.ScoreThousandths / 1_000m, r.Selected, null, null);
            }

            if (rows.Count < Page)
            {
                return;
            }

            (area, rank) = (rows[^1].Area, rows[^1].Rank);
        }
    }

    /// <summary>Keeps the community's file and starts reading it.</summary>
    /// <exception cref="Refused">It is no such table, or the round has no list, or its awards were made already.</exception>
    public async Task<FileTaken> HandleAsync(long roundId, (Stream Content, string Name, long? Length) input, Change change, CancellationToken ct)
    {
        await OpenAsync(db, roundId, ct);
        var file = await TableRun.KeepAsync(files, input, CommunityWorker.Format, ct);
        var run = Run.Of(CommunityWorker.RunKind, string.Create(CultureInfo.InvariantCulture, $"{roundId}:{file.Sha256}"), $"Community list of round {roundId} from {file.Name}", new CommunityInput(roundId, file.Sha256), change);
        return await TableRun.StartAsync(db, run, change, ct);
    }

    /// <summary>A ranked round whose awards are not made yet.</summary>
    internal static async Task<EligibilityRound> OpenAsync(EligibilityDb db, long roundId, CancellationToken ct)
    {
        var round = await SettleRound.OfProgrammeAsync(db, roundId, ct);
        return round.SettleRunId is null ? round : throw new Refused("round.settled", $"The awards of round {roundId} were made already; the community is heard before.");
    }
}

/// <summary>What the run needs.</summary>
/// <param name="RoundId">The round.</param>
/// <param name="Sha256">The file.</param>
public sealed record CommunityInput(long RoundId, string Sha256);

/// <summary>Reads a community's list, a thousand lines at a time.</summary>
public sealed class CommunityWorker(FileStore files) : IRunWorker
{
    /// <summary>The kind of run.</summary>
    public const string RunKind = "eligibility.community";

    private static readonly Dictionary<string, bool> YesNo = new(StringComparer.OrdinalIgnoreCase) { ["yes"] = true, ["no"] = false };

    /// <summary>The columns; those of the list that only people need are passed over.</summary>
    public static TabularFormat Format { get; } = new() { Columns = [new("person_number", true, "registration_number"), new("validated", true), new("reason", false)] };

    /// <inheritdoc />
    public string Kind => RunKind;

    /// <inheritdoc />
    public string Permission => "rounds.start";

    /// <inheritdoc />
    public IAsyncEnumerable<RunChunk> ChunksAsync(Run run, CancellationToken ct)
    {
        var input = run.InputAs<CommunityInput>();
        return TableRun.ChunksAsync(files, input.Sha256, Format, run, (services, rows, step, token) => ApplyAsync(services, input.RoundId, rows, step, token), ct);
    }

    private static async Task ApplyAsync(IServiceProvider services, long roundId, IReadOnlyList<TabularRow> rows, RunStep step, CancellationToken ct)
    {
        var db = services.GetRequiredService<EligibilityDb>();
        await HearCommunity.OpenAsync(db, roundId, ct);
        var numbers = rows.Select(r => r["person_number"]?.Trim() ?? "").Distinct().ToList();
        var candidates = await db.RoundCandidates.Where(c => c.RoundId == roundId && numbers.Contains(c.PersonNumber)).ToDictionaryAsync(c => c.PersonNumber, ct);
        foreach (var row in rows)
        {
            var fields = new RowFields(row);
            var (number, validated, reason) = (fields.Number("person_number", required: true), fields.Choice("validated", YesNo, required: true), fields.Text("reason", 400));
            if (!fields.Ok || number is null || validated is not { } right)
            {
                TableRun.RefuseUnread(step, row, fields, number);
            }
            else if (Problem(candidates.GetValueOrDefault(number), right, reason) is { } problem)
            {
                step.Refuse(row.LineNumber, problem.Code, problem.Text, problem.Column, row[problem.Column], number);
            }
            else
            {
                Mark(candidates[number], right, reason, row.LineNumber, step);
            }
        }
    }

    private static (string Code, string Text, string Column)? Problem(RoundCandidate? candidate, bool right, string? reason) => candidate switch
    {
        null => ("community.not-in-round", "This person is not in the round; copy the number from the list that was handed out.", "person_number"),
        { Outcome: not Answer.Yes } or { HasAward: true } => ("community.not-on-list", "This person is not on the ranked list: not entitled, not certain, or with an award already. Leave the line out.", "person_number"),
        _ when !right && string.IsNullOrWhiteSpace(reason) => ("community.no-reason", "Say why the person is left out; the person may ask.", "reason"),
        _ => null,
    };

    private static void Mark(RoundCandidate candidate, bool right, string? reason, long line, RunStep step)
    {
        var word = right ? CommunityWord.Confirmed : CommunityWord.Excluded;
        if (candidate.Community != CommunityWord.None && candidate.Community != word)
        {
            step.Note(line, "community.changed", $"This person was {(right ? "left out" : "confirmed")} before; the later word holds.", "validated", reference: candidate.PersonNumber);
        }
        else
        {
            step.Accept(line, candidate.PersonNumber);
        }

        (candidate.Community, candidate.CommunityReason) = (word, right ? null : reason?.Trim());
    }
}
