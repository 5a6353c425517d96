using System.Globalization;
using System.Runtime.CompilerServices;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Spmis.Contracts.Contributions;
using Spmis.Contracts.Registration;
using Spmis.Contributions.Copies;
using Spmis.Contributions.Returns;
using Spmis.Kernel.Acts;
using Spmis.Kernel.Files;
using Spmis.Kernel.Messages;
using Spmis.Kernel.Runs;

namespace Spmis.Contributions.DayWork;

/// <summary>A file just taken.</summary>
/// <param name="FileId">The file.</param>
/// <param name="RunId">The run with a verdict a line.</param>
/// <param name="AlreadyFiled">The same file was sent before, and no line of it was refused or its lines are not all dealt with; nothing was done twice.</param>
public sealed record DaysFiled(Guid FileId, long? RunId, bool AlreadyFiled);

/// <summary>Which file a run reads, and whether the employer sent it: its days are confirmed by who sent it, however late the worker is found.</summary>
public sealed record DayWorkRunInput(Guid FileId, bool ByEmployer = false);

/// <summary>
/// Takes a file of days of a farm with many workers: vouchers are put to the days, and days that are marked as worked are confirmed. Whom nobody knows is matched, or registered provisionally, as a worker of a return is.
/// </summary>
public sealed class FileDays(ContributionsDb db, FileStore files, SchemeBook schemes, FindDayWork find)
{
    public const string RunKind = "contributions.day-work";

    /// <exception cref="Refused">The employer is unknown or another's, no scheme has vouchers, or the file is no list of days.</exception>
    public async Task<DaysFiled> HandleAsync(string employerNumber, string? scheme, Stream content, string name, Change change, CancellationToken ct)
    {
        var employer = await find.EmployerAsync(employerNumber, change.Actor, ct);
        var named = await schemes.VoucherSchemeAsync(scheme, change.Today, ct);
        var file = await files.SaveAsync(content, name, null, ct);
        await using (var opened = files.Open(file.Sha256))
        {
            await TabularFile.CheckAsync(opened, DayRow.Format, ct);
        }

        var once = $"{employer.EmployerId:N}:{file.Sha256}";
        var before = await db.Set<DayWorkFile>().AsNoTracking().Where(f => f.EmployerId == employer.EmployerId && f.Sha == file.Sha256).OrderBy(f => f.FiledAt).ThenBy(f => f.RunId).ToListAsync(ct);
        if (before.Count > 0 && !await MayComeAgainAsync(before[^1], ct))
        {
            return new DaysFiled(before[^1].Id, before[^1].RunId, true);
        }

        once = before.Count == 0 ? once : $"{once}:{before.Count}";

        var made = new DayWorkFile { Id = Guid.CreateVersion7(), EmployerId = employer.EmployerId, EmployerNumber = employer.EmployerNumber, Scheme = named, Sha = file.Sha256, Once = once, FileName = file.Name, FiledAt = change.Now };
        await db.WriteAsync(
            async () =>
            {
                var run = Run.Of(RunKind, made.Id.ToString("N"), $"Days of work of {employer.EmployerNumber}: {file.Name}", new DayWorkRunInput(made.Id, change.Actor.Employer is not null), change, employer.EmployerNumber, local: true);
                db.Runs.Add(run);
                await db.SaveAsync(change, ct);
                made.RunId = run.Id;
                db.Add(made);
                await db.SaveAsync(change, ct);
            },
            ct);
        return new DaysFiled(made.Id, made.RunId, false);
    }

    /// <summary>Once it is read to the end and lines were refused: what kept them out (no voucher left, a worker not known) may be over. Days that were taken are known then, and not taken twice.</summary>
    private async Task<bool> MayComeAgainAsync(DayWorkFile file, CancellationToken ct) =>
        await db.Runs.AnyAsync(r => r.Id == file.RunId && r.Refused > 0 && r.FinishedAt != null, ct) && !await db.Set<DayWorkQuestion>().AnyAsync(q => q.FileId == file.Id && q.AnsweredAt == null, ct);
}

/// <summary>A line of a file of days.</summary>
internal sealed record DayRow(long Line, string? Number, string? NationalId, string? GivenName, string? FamilyName, DateOnly? BornOn, DateOnly Day, bool Worked, IReadOnlyList<LineProblem> Problems)
{
    private static readonly Dictionary<string, bool> YesNo = new(StringComparer.OrdinalIgnoreCase) { ["yes"] = true, ["no"] = false, ["y"] = true, ["n"] = false, ["1"] = true, ["0"] = false, ["oui"] = true, ["non"] = false, ["sí"] = true, ["si"] = true, ["sim"] = true, ["não"] = false };

    public static TabularFormat Format { get; } = new()
    {
        Columns = [new("number", false, "worker_number", "registration_number"), new("national_id"), new("given_name", false, "given_names", "first_name"), new("family_name", false, "surname", "last_name"), new("birth_date", false, "born"), new("day", true, "date", "work_date"), new("worked", false, "used", "confirmed")],
    };

    public string? Reference => Number ?? FamilyName;

    public static DayRow Read(TabularRow row)
    {
        var fields = row.Fields();
        var (number, id, given, family) = (fields.Text("number", 40), fields.Text("national_id", 40), fields.Text("given_name", 100), fields.Text("family_name", 100));
        var (born, day, worked) = (fields.Date("birth_date"), fields.Date("day", required: true), fields.Choice("worked", YesNo) ?? false);
        if (fields.Ok && number is null && id is null && family is null)
        {
            fields.Refuse("number", "daywork.no-person", "Nothing says who this is.", "Give the registration number, or name and birth date.");
        }

        return new DayRow(row.LineNumber, number is null ? null : string.Concat(number.Where(char.IsAsciiDigit)), id, given, family, born, day ?? default, worked, fields.Problems);
    }
}

/// <summary>Reads a file of days, 500 lines a transaction with a verdict each.</summary>
public sealed class DayWorkWorker(ContributionsDb db, FileStore files) : IRunWorker
{
    private const string Read = "read";

    public string Kind => FileDays.RunKind;

    public string Permission => "daywork.manage";

    public async IAsyncEnumerable<RunChunk> ChunksAsync(Run run, [EnumeratorCancellation] CancellationToken ct)
    {
        if (run.Checkpoint == Read)
        {
            yield break;
        }

        var id = run.InputAs<DayWorkRunInput>().FileId;
        var file = await db.Set<DayWorkFile>().AsNoTracking().SingleAsync(f => f.Id == id, ct);
        await using var content = files.Open(file.Sha);
        var table = await TabularFile.OpenAsync(content, DayRow.Format, ct);
        List<DayRow> rows = [];
        await foreach (var row in table.ReadAsync(long.Parse(run.Checkpoint ?? "1", CultureInfo.InvariantCulture), ct))
        {
            rows.Add(DayRow.Read(row));
            if (rows.Count == AssignDays.Most)
            {
                yield return Chunk(file, rows);
                rows = [];
            }
        }

        if (rows.Count > 0)
        {
            yield return Chunk(file, rows);
        }

        yield return new RunChunk(Read, (_, step, _) =>
        {
            step.Warn(table.Warnings);
            step.Run.Total = step.Run.Done;
            return Task.CompletedTask;
        });
    }

    private static RunChunk Chunk(DayWorkFile file, List<DayRow> rows) => new(rows[^1].Line.ToString(CultureInfo.InvariantCulture), (services, step, ct) => services.GetRequiredService<ReadDays>().ChunkAsync(file, rows, step, ct));
}

/// <summary>Lines of a file: who is known is dealt with at once, who is not is asked of Registration, as long as the day has not passed.</summary>
public sealed class ReadDays(ContributionsDb db, FindDayWork find, AssignDays assign)
{
    internal async Task ChunkAsync(DayWorkFile file, List<DayRow> rows, RunStep step, CancellationToken ct)
    {
        rows.Where(r => r.Problems.Count > 0).ToList().ForEach(r => step.Refuse(r.Line, r.Problems.Select(p => (p.Code, $"{p.Text} {p.Remedy}".TrimEnd(), p.Column, p.Value)), r.Reference));
        var good = rows.Where(r => r.Problems.Count == 0).ToList();
        var known = await find.WorkersAsync([.. good.Select(r => r.Number).OfType<string>()], ct);
        var here = good.Where(r => r.Number is { } number && known.ContainsKey(number)).ToList();
        foreach (var v in await assign.ApplyAsync(file.EmployerId, file.Scheme, [.. here.Select(r => new PersonDay(r.Line, r.Number ?? "", known[r.Number ?? ""], r.Day, r.Worked))], step.Change, ct, ConfirmedBy(step.Run)))
        {
            if (v.Refused)
            {
                step.Refuse(v.Line, v.Code ?? "", v.Text ?? "", v.Column, reference: v.WorkerNumber);
            }
            else
            {
                step.Accept(v.Line, v.WorkerNumber, v.WorkerNumber);
            }
        }

        var unknown = good.Except(here).ToList();
        foreach (var late in unknown.Where(r => r.Day < step.Change.Today))
        {
            step.Refuse(late.Line, "worker.unknown", "Nobody is known under this number, and no voucher can be put to a day that has passed.", "number", late.Number, late.Reference);
        }

        Ask(file, step, [.. unknown.Where(r => r.Day >= step.Change.Today)]);
    }

    /// <summary>Who says that the days of a file were worked.</summary>
    internal static string ConfirmedBy(Run run) => run.InputAs<DayWorkRunInput>().ByEmployer ? ConfirmDays.ByEmployer : ConfirmDays.ByOffice;

    private void Ask(DayWorkFile file, RunStep step, List<DayRow> rows)
    {
        if (rows.Count == 0)
        {
            return;
        }

        var request = Guid.CreateVersion7();
        db.AddRange(rows.Select(r => new DayWorkQuestion { RequestId = request, Line = r.Line, FileId = file.Id, Day = r.Day, Worked = r.Worked, Reference = r.Reference }));
        db.Publish(new MatchPersons
        {
            RequestId = request, RunId = step.Run.Id, EmployerId = file.EmployerId,
            Lines = [.. rows.Select(r => new PersonToMatch { Line = r.Line, RegistrationNumber = r.Number, NationalId = r.NationalId, GivenName = r.GivenName, FamilyName = r.FamilyName, BornOn = r.BornOn })],
        });
    }
}

/// <summary>Takes Registration's answer about workers of a file of days; their vouchers are put to the days then.</summary>
public sealed class TakeDayWorkers(ContributionsDb db, AssignDays assign) : Consumer<ContributionsDb, PersonsMatched>
{
    public override async Task HandleAsync(PersonsMatched message, Change change, CancellationToken ct)
    {
        var open = await db.Set<DayWorkQuestion>().Where(q => q.RequestId == message.RequestId && q.AnsweredAt == null).ToDictionaryAsync(q => q.Line, ct);
        if (open.Count == 0)
        {
            return; // A return asked, or it was answered.
        }

        var fileId = open.Values.First().FileId;
        var file = await db.Set<DayWorkFile>().AsNoTracking().SingleAsync(f => f.Id == fileId, ct);
        var run = await db.Runs.SingleAsync(r => r.Id == message.RunId, ct);
        foreach (var question in open.Values)
        {
            question.AnsweredAt = change.Now;
        }

        await ApplyMatches.KeepNamesAsync(db, message.Lines, ct);
        var answers = message.Lines.Where(a => open.ContainsKey(a.Line)).ToList();
        var found = answers.Where(a => a.PersonId is not null && a.Outcome != "refused").ToList();
        var verdicts = new LineVerdicts(run);
        foreach (var a in answers.Except(found))
        {
            verdicts.Refuse(a.Line, open[a.Line].Reference, [new LineProblem(a.Line, "number", "worker.unknown", a.Text ?? "The worker cannot be found, and the line says too little to register anybody.", "Give the registration number, or name and birth date.")]);
        }

        var done = await assign.ApplyAsync(file.EmployerId, file.Scheme, [.. found.Select(a => new PersonDay(a.Line, a.RegistrationNumber ?? "", a.PersonId ?? default, open[a.Line].Day, open[a.Line].Worked))], change, ct, ReadDays.ConfirmedBy(run));
        foreach (var v in done)
        {
            if (v.Refused)
            {
                verdicts.Refuse(v.Line, v.WorkerNumber, [new LineProblem(v.Line, v.Column ?? "number", v.Code ?? "", v.Text ?? "", "")]);
            }
            else if (found.Find(a => a.Line == v.Line) is { Outcome: not "certain" } a)
            {
                verdicts.Note(v.Line, a.Outcome == "likely" ? "line.worker-likely" : "line.worker-provisional", a.Outcome == "likely" ? $"Taken to be {a.Name}, number {a.RegistrationNumber}. {a.Text}".TrimEnd() : $"Nobody like this was registered; {a.Name} is registered provisionally under number {a.RegistrationNumber}. Use this number from now on.", open[v.Line].Reference, a.RegistrationNumber);
            }
        }

        await verdicts.WriteAsync(db, ct);
        var refused = answers.Count - done.Count(d => !d.Refused);
        (run.Done, run.Accepted, run.Refused, run.Total) = (run.Done + answers.Count, run.Accepted + answers.Count - refused, run.Refused + refused, run.Total is null ? null : run.Total + answers.Count);
        db.RecordBulk(change, nameof(DayVoucher), $"file {file.Id:N} match {message.RequestId:N}", new { accepted = answers.Count - refused, refused });
    }
}
