using Microsoft.EntityFrameworkCore;
using Spmis.Kernel.Acts;
using Spmis.Values;

namespace Spmis.Contributions.Drafts;

/// <summary>A worker as typed.</summary>
public sealed record DraftRow
{
    /// <summary>The line it changes; 0 for a new one.</summary>
    public int Line { get; init; }

    public string WorkerNumber { get; init; } = "";

    public string NationalId { get; init; } = "";

    public string GivenName { get; init; } = "";

    public string FamilyName { get; init; } = "";

    public string BornOn { get; init; } = "";

    public string Wage { get; init; } = "";

    public string StartedOn { get; init; } = "";

    public string LeftOn { get; init; } = "";

    public bool LeftOut { get; init; }
}

/// <summary>What is to be kept.</summary>
public sealed record DraftInput
{
    public required string EmployerNumber { get; init; }

    public required Month Month { get; init; }

    public string? Scheme { get; init; }

    /// <summary>The version that was seen; 0 when there was none.</summary>
    public required int Version { get; init; }

    /// <summary>The rows to change or add.</summary>
    public required IReadOnlyList<DraftRow> Rows { get; init; }

    /// <summary>Whether they are all there is to be, so that others go.</summary>
    public bool Whole { get; init; }
}

/// <summary>Keeps a draft as typed, right or wrong, so that nothing is lost. Who did not see the last save is refused, so that two windows do not overwrite each other unseen.</summary>
public sealed class SaveDraft(ContributionsDb db, OpenDraft open)
{
    /// <summary>The code of a refusal because somebody else, or another window, saved meanwhile.</summary>
    public const string ChangedCode = "draft.changed-meanwhile";

    /// <returns>The draft's new version.</returns>
    public async Task<int> HandleAsync(DraftInput input, Change change, CancellationToken ct)
    {
        var version = 0;
        await db.WriteAsync(async () => version = await KeepAsync(input, change, ct), ct);
        return version;
    }

    /// <summary>The refusal.</summary>
    internal static Refused Changed(ReturnDraft draft) => new(ChangedCode, $"This return was saved in another window or by somebody else meanwhile ({draft.ChangedBy}, {draft.ChangedAt:yyyy-MM-dd HH:mm} UTC). Nothing of theirs was overwritten; what you typed is still here. Look at the differences and save again to keep yours.");

    private async Task<int> KeepAsync(DraftInput input, Change change, CancellationToken ct)
    {
        var view = await open.HandleAsync(input.EmployerNumber, input.Month, input.Scheme, change, ct);
        if (view.Draft.Version != input.Version)
        {
            throw Changed(view.Draft);
        }

        var lines = Apply(view, input);
        if (lines.Count > OpenDraft.Most)
        {
            throw new Refused("draft.too-many", $"A draft holds at most {OpenDraft.Most} workers; file more as a file.", "lines");
        }

        var draft = view.Draft;
        (draft.ChangedAt, draft.ChangedBy) = (change.Now, change.Actor.Name);
        if (input.Version == 0)
        {
            db.Add(draft);
        }
        else
        {
            db.Attach(draft);
            db.Entry(draft).Property(d => d.ChangedAt).IsModified = db.Entry(draft).Property(d => d.ChangedBy).IsModified = true;
        }

        draft.Version = input.Version + 1;
        await SaveAsync(draft, change, ct);
        await db.Set<DraftLine>().Where(l => l.DraftId == draft.Id).ExecuteDeleteAsync(ct);
        await db.BulkInsertAsync(lines, ct);
        db.RecordBulk(change, nameof(DraftLine), $"draft {draft.Id:N}", new { lines = lines.Count, version = draft.Version });
        await db.SaveAsync(change, ct);
        db.Entry(draft).State = EntityState.Detached;
        return draft.Version;
    }

    private async Task SaveAsync(ReturnDraft draft, Change change, CancellationToken ct)
    {
        try
        {
            await db.SaveAsync(change, ct);
        }
        catch (Refused refused) when (refused.Code is "exists-already" or "changed-meanwhile")
        {
            throw Changed(draft);
        }
    }

    private static List<DraftLine> Apply(DraftView view, DraftInput input)
    {
        var rows = input.Whole ? WithLines(view, input.Rows) : input.Rows;
        var typed = rows.Where(r => r.Line > 0).GroupBy(r => r.Line).ToDictionary(g => g.Key, g => g.First());
        var known = view.Lines.ToDictionary(l => l.Line);
        if (typed.Any(t => !known.TryGetValue(t.Key, out var line) || (line.PersonId is not null && t.Value.WorkerNumber.Length > 0 && t.Value.WorkerNumber != line.WorkerNumber)))
        {
            throw Changed(view.Draft); // The workers are no longer those that were seen.
        }

        // Whole: who is not named is not declared; in a correction, stays as accepted.
        List<DraftLine> lines = [.. view.Lines.Where(l => !input.Whole || typed.ContainsKey(l.Line) || l.WasWageMinor is not null).Select(l => typed.TryGetValue(l.Line, out var row) ? Written(view.Draft.Id, l.Line, row, l) : l)];
        var next = view.Lines.Select(l => l.Line).DefaultIfEmpty(0).Max();
        lines.AddRange(rows.Where(r => r.Line == 0).Select(r => Written(view.Draft.Id, ++next, r, null)));
        return [.. lines.Where(l => !l.IsBlank).OrderBy(l => l.Line).Select((l, i) => Numbered(l, i + 1))];
    }

    /// <summary>Rows of payroll software name workers by number.</summary>
    private static List<DraftRow> WithLines(DraftView view, IReadOnlyList<DraftRow> rows)
    {
        var places = view.Lines.Where(l => l.PersonId is not null).GroupBy(l => l.WorkerNumber).ToDictionary(g => g.Key, g => g.First().Line);
        return [.. rows.Select(r => r with { Line = places.Remove(r.WorkerNumber.Trim(), out var line) ? line : 0, WorkerNumber = r.WorkerNumber.Trim() })];
    }

    private static DraftLine Written(Guid draft, int number, DraftRow row, DraftLine? copied) => new()
    {
        DraftId = draft, Line = number, PersonId = copied?.PersonId, WasWageMinor = copied?.WasWageMinor, WasLeftOn = copied?.WasLeftOn,
        // Who a copied worker is cannot be typed over.
        WorkerNumber = copied?.PersonId is null ? Cut(row.WorkerNumber, 60) : copied.WorkerNumber, NationalId = Cut(row.NationalId, 60), GivenName = Cut(row.GivenName, 100), FamilyName = Cut(row.FamilyName, 100), BornOn = Cut(row.BornOn, 30),
        Wage = Cut(row.Wage, 40), StartedOn = Cut(row.StartedOn, 30), LeftOn = Cut(row.LeftOn, 30), LeftOut = row.LeftOut,
    };

    private static DraftLine Numbered(DraftLine l, int number) => l.Line == number ? l : new DraftLine
    {
        DraftId = l.DraftId, Line = number, PersonId = l.PersonId, WorkerNumber = l.WorkerNumber, NationalId = l.NationalId, GivenName = l.GivenName, FamilyName = l.FamilyName, BornOn = l.BornOn,
        Wage = l.Wage, StartedOn = l.StartedOn, LeftOn = l.LeftOn, LeftOut = l.LeftOut, WasWageMinor = l.WasWageMinor, WasLeftOn = l.WasLeftOn,
    };

    private static string Cut(string? text, int most)
    {
        var clean = string.Concat((text ?? "").Where(c => !char.IsControl(c))).Trim();
        return clean.Length <= most ? clean : throw new Refused("value.too-long", $"'{clean[..20]}…' is longer than {most} characters.");
    }
}
