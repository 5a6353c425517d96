using Microsoft.EntityFrameworkCore;
using Spmis.Contracts.Contributions;
using Spmis.Contributions.Copies;
using Spmis.Kernel.Acts;
using Spmis.Kernel.Files;
using Spmis.Kernel.Runs;

namespace Spmis.Contributions.Returns;

/// <summary>Reads lines of a return: what is wrong with each, who the worker is, what the law makes of the wage. Whom nobody here knows, Registration is asked about.</summary>
public sealed class ReadReturn(ContributionsDb db, SchemeBook schemes, Merges merges, FileStore files)
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
    internal async IAsyncEnumerable<IReadOnlyList<TabularRow>> ChunksAsync(Return filed, long afterLine, List<LineProblem> warnings, [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken ct)
    {
        await using var content = files.Open(filed.FileSha ?? throw new InvalidOperationException($"Return {filed.Id} has no file."));
        var file = await TabularFile.OpenAsync(content, ReturnFile.Format, ct);
        List<TabularRow> rows = [];
        await foreach (var row in file.ReadAsync(afterLine, ct))
        {
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
    internal async Task ChunkAsync(Return filed, Run run, IReadOnlyList<TabularRow> rows, Change change, CancellationToken ct)
    {
        var rules = await schemes.ByHashAsync(filed.PackageHash, ct);
        var session = rules.Open();
        var sent = rows.Select(r => ReturnFile.Read(r, filed.EmployerNumber, filed.Month, rules.Currency)).ToList();
        var (known, taken) = await KnownAsync(filed, sent, ct);
        var verdicts = new LineVerdicts(run);
        List<ReturnLine> lines = [];
        List<SentLine> unknown = [];
        foreach (var line in sent)
        {
            var worker = line.Ok && line.WorkerNumber is { } number ? known.GetValueOrDefault(number) : null;
            var problem = worker is null ? null : WorkerProblem(worker, filed, taken);
            var verdict = !line.Ok || problem is not null ? LineVerdict.Refused : worker is null ? LineVerdict.Waiting : LineVerdict.Accepted;
            if (verdict == LineVerdict.Refused)
            {
                verdicts.Refuse(line.Line, line.WorkerNumber, problem is { } p ? [p with { Value = line.WorkerNumber }] : line.Problems);
            }
            else if (verdict == LineVerdict.Waiting)
            {
                unknown.Add(line);
            }

            lines.Add(Line(filed, line, verdict, worker?.PersonId, verdict == LineVerdict.Refused ? default : session.Assess(filed.Month, line.WageMinor)));
        }

        Ask(filed, run, unknown, change);
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

    /// <summary>The workers by number as sent, and those who have a line in this return already.</summary>
    private async Task<(Dictionary<string, Known> Known, HashSet<Guid> Taken)> KnownAsync(Return filed, List<SentLine> sent, CancellationToken ct)
    {
        var numbers = sent.Where(s => s.Ok).Select(s => s.WorkerNumber).OfType<string>().Distinct().ToList();
        var copies = numbers.Count == 0 ? [] : await db.Set<WorkerCopy>().AsNoTracking().Where(w => numbers.Contains(w.RegistrationNumber))
            .Select(w => new { w.RegistrationNumber, w.PersonId, w.DiedOn }).ToListAsync(ct);
        var roots = await merges.RootsAsync([.. copies.Select(c => c.PersonId)], ct);
        var known = copies.GroupBy(c => c.RegistrationNumber).ToDictionary(g => g.Key, g => new Known(roots[g.First().PersonId], g.First().DiedOn));
        HashSet<Guid> taken = [];
        if (filed.Lines > 0)
        {
            var persons = known.Values.Select(k => k.PersonId).Distinct().ToList();
            taken = [.. await db.Set<ReturnLine>().Where(l => l.ReturnId == filed.Id && l.PersonId != null && persons.Contains(l.PersonId.Value) && l.Verdict != LineVerdict.Refused).Select(l => l.PersonId ?? default).ToListAsync(ct)];
        }

        return (known, taken);
    }

    private static LineProblem? WorkerProblem(Known worker, Return filed, HashSet<Guid> taken)
    {
        if (worker.DiedOn is { } died && died < filed.Month.First)
        {
            return new(0, "worker_number", "line.worker-dead", $"The worker died on {died:yyyy-MM-dd}, before {filed.Month}.", "Look whether the number belongs to somebody else.");
        }

        return taken.Add(worker.PersonId) ? null : Twice;
    }

    internal static readonly LineProblem Twice = new(0, "worker_number", "line.worker-twice", "An earlier line of this file is of the same worker.", "Keep one line a worker, with the whole wage of the month.");

    private void Ask(Return filed, Run run, List<SentLine> unknown, Change change)
    {
        foreach (var chunk in unknown.Chunk(MostAsked))
        {
            var request = Guid.CreateVersion7();
            db.Add(new MatchRequest { RequestId = request, ReturnId = filed.Id, AskedAt = change.Now });
            db.Publish(new MatchPersons
            {
                RequestId = request, RunId = run.Id, EmployerId = filed.EmployerId,
                Lines = [.. chunk.Select(l => new PersonToMatch { Line = l.Line, RegistrationNumber = l.WorkerNumber, NationalId = l.NationalId, GivenName = l.GivenName, FamilyName = l.FamilyName, BornOn = l.BornOn })],
            });
        }
    }

    private sealed record Known(Guid PersonId, DateOnly? DiedOn);
}
