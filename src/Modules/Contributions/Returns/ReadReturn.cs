using Microsoft.EntityFrameworkCore;
using Spmis.Contracts.Contributions;
using Spmis.Contributions.Copies;
using Spmis.Contributions.Profiles;
using Spmis.Kernel.Acts;
using Spmis.Kernel.Files;
using Spmis.Kernel.Runs;

namespace Spmis.Contributions.Returns;

/// <summary>Reads lines of a return: what is wrong with each, who the worker is, what the law makes of the wage. Whom nobody here knows, Registration is asked about.</summary>
public sealed class ReadReturn(ContributionsDb db, SchemeBook schemes, ProfileBook profiles, JudgeLines judge, FileStore files)
{
    public const int ChunkLines = 1000;
    private const int MostAsked = 500;

    /// <summary>Reads a small file whole, in the open transaction.</summary>
    public async Task AllAsync(Return filed, Run run, Change change, CancellationToken ct)
    {
        List<LineProblem> warnings = [];
        await foreach (var rows in ChunksAsync(filed, 0, warnings, ct))
        {
            await ChunkAsync(filed, run, rows, change, ct);
        }

        await db.BulkInsertAsync(RunStep.Warnings(run.Id, warnings), ct);

        Finish(filed, change);
    }

    /// <summary>The lines behind one, cut into chunks; at the end what is odd about the file is added to the warnings.</summary>
    internal async IAsyncEnumerable<IReadOnlyList<ProfileRow>> ChunksAsync(Return filed, long afterLine, List<LineProblem> warnings, [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken ct)
    {
        var sha = filed.FileSha ?? throw new InvalidOperationException($"Return {filed.Id} has no file.");
        var file = new ProfileFile(profiles.Find(filed.Profile ?? ProfileBook.Own), () => files.Open(sha));
        List<ProfileRow> rows = [];
        await foreach (var row in file.ReadAsync(ct))
        {
            if (row.Record.Kind != RecordKind.Line || row.Line <= afterLine)
            {
                continue;
            }

            rows.Add(row);
            if (rows.Count == ChunkLines)
            {
                yield return rows;
                rows = [];
            }
        }

        if (rows.Count > 0)
        {
            yield return rows;
        }

        warnings.AddRange(file.Warnings);
    }

    /// <summary>Reads at most 1,000 lines in the open transaction.</summary>
    internal async Task ChunkAsync(Return filed, Run run, IReadOnlyList<ProfileRow> rows, Change change, CancellationToken ct)
    {
        var rules = await schemes.ByHashAsync(filed.PackageHash, ct);
        var session = rules.Open();
        var context = new ReturnContext(profiles.Find(filed.Profile ?? ProfileBook.Own), new EmployerNames(filed.EmployerNumber, filed.EmployerReference), filed.Month, rules);
        var judged = await judge.HandleAsync(context, rows, (persons, numbers) => TakenAsync(filed, persons, numbers, ct), ct);
        var verdicts = new LineVerdicts(run);
        judged.Where(j => j.Verdict == LineVerdict.Refused).ToList().ForEach(j => verdicts.Refuse(j.Sent.Line, j.Sent.WorkerNumber, j.Problems));
        var unknown = judged.Where(j => j.Verdict == LineVerdict.Waiting).Select(j => j.Sent).ToList();
        var lines = judged.ConvertAll(j => Line(filed, j.Sent, j.Verdict, j.PersonId, j.Verdict == LineVerdict.Refused ? default : session.Assess(filed.Month, j.Sent.WageMinor)));
        Ask(filed, run, unknown, context.Profile.Issuer is null, change);
        await db.BulkInsertAsync(lines, ct);
        await verdicts.WriteAsync(db, ct);
        var (accepted, refused) = (lines.Count(l => l.Verdict == LineVerdict.Accepted), lines.Count(l => l.Verdict == LineVerdict.Refused));
        (filed.Lines, filed.Accepted, filed.Refused) = (filed.Lines + lines.Count, filed.Accepted + accepted, filed.Refused + refused);
        (run.Done, run.Accepted, run.Refused) = (run.Done + accepted + refused, run.Accepted + accepted, run.Refused + refused);
        filed.Version++;
        db.RecordBulk(change, nameof(ReturnLine), $"return {filed.Id:N} lines {lines[0].Line}-{lines[^1].Line}", new { lines = lines.Count, accepted, refused, asked = unknown.Count });
    }

    /// <summary>All lines are read.</summary>
    internal static void Finish(Return filed, Change change) => (filed.ReadAt, filed.Version) = (change.Now, filed.Version + 1);

    private static ReturnLine Line(Return filed, SentLine line, LineVerdict verdict, Guid? person, Shares shares) => new()
    {
        ReturnId = filed.Id, Line = line.Line, Verdict = verdict, WorkerNumber = line.WorkerNumber, SentName = line.Name, PersonId = person, StartedOn = line.StartedOn, LeftOn = line.LeftOn,
        WageMinor = line.WageMinor, BaseMinor = shares.BaseMinor, EmployeeMinor = shares.EmployeeMinor, EmployerMinor = shares.EmployerMinor,
    };

    private async Task<TakenWorkers> TakenAsync(Return filed, List<Guid> persons, List<string> numbers, CancellationToken ct)
    {
        if (filed.Lines == 0)
        {
            return new TakenWorkers([], []);
        }

        var standing = db.Set<ReturnLine>().Where(l => l.ReturnId == filed.Id && l.Verdict != LineVerdict.Refused);
        return new TakenWorkers(
            [.. await standing.Where(l => l.PersonId != null && persons.Contains(l.PersonId.Value)).Select(l => l.PersonId ?? default).ToListAsync(ct)],
            numbers.Count == 0 ? [] : [.. await standing.Where(l => l.WorkerNumber != null && numbers.Contains(l.WorkerNumber)).Select(l => l.WorkerNumber ?? "").ToListAsync(ct)]);
    }

    /// <summary>A number of another scheme says nothing to the register, and might by chance be somebody's here.</summary>
    private void Ask(Return filed, Run run, List<SentLine> unknown, bool ownNumbers, Change change)
    {
        foreach (var chunk in unknown.Chunk(MostAsked))
        {
            var request = Guid.CreateVersion7();
            db.Add(new MatchRequest { RequestId = request, ReturnId = filed.Id, AskedAt = change.Now });
            db.Publish(new MatchPersons
            {
                RequestId = request, RunId = run.Id, EmployerId = filed.EmployerId,
                Lines = [.. chunk.Select(l => new PersonToMatch { Line = l.Line, RegistrationNumber = ownNumbers ? l.WorkerNumber : null, NationalId = l.NationalId, GivenName = l.GivenName, FamilyName = l.FamilyName, BornOn = l.BornOn })],
            });
        }
    }
}
