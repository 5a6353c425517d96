using Microsoft.EntityFrameworkCore;
using Spmis.Contracts.Contributions;
using Spmis.Contributions.Copies;
using Spmis.Contributions.Profiles;
using Spmis.Contributions.Returns;
using Spmis.Kernel.Acts;
using Spmis.Values;

namespace Spmis.Contributions.Drafts;

/// <summary>Files a draft: it is written as a file and goes the way of every return. Once: what was submitted cannot be submitted again. Or throws it away.</summary>
public sealed class SubmitDraft(ContributionsDb db, OpenDraft open, CheckDraft check, FileReturn file, ProfileBook profiles, Merges merges)
{
    /// <param name="employerNumber">Whose.</param>
    /// <param name="month">The month.</param>
    /// <param name="scheme">The scheme; null where there is only one.</param>
    /// <param name="version">The version that was looked at.</param>
    /// <param name="change">The change.</param>
    /// <param name="ct">Cancels.</param>
    /// <exception cref="Refused">Somebody saved it meanwhile, or a line would be refused.</exception>
    public async Task<ReturnFiled> HandleAsync(string employerNumber, Month month, string? scheme, int version, Change change, CancellationToken ct)
    {
        ReturnFiled? filed = null;
        await db.WriteAsync(async () => filed = await FileAsync(await SeenAsync(employerNumber, month, scheme, version, change, ct), change, ct), ct);
        return filed ?? throw new InvalidOperationException("The transaction ended without a return.");
    }

    /// <summary>Throws a draft away; the next one begins anew.</summary>
    public Task DropAsync(string employerNumber, Month month, string? scheme, int version, Change change, CancellationToken ct) => db.WriteAsync(
        async () =>
        {
            await CloseAsync(await SeenAsync(employerNumber, month, scheme, version, change, ct), null, change, ct);
            await db.SaveAsync(change, ct);
        },
        ct);

    /// <summary>Files a nil return: nobody worked in the month. A draft of it goes.</summary>
    public async Task<ReturnFiled> NilAsync(string employerNumber, Month month, string? scheme, int version, Change change, CancellationToken ct)
    {
        ReturnFiled? filed = null;
        await db.WriteAsync(
            async () =>
            {
                if (version > 0)
                {
                    await CloseAsync(await SeenAsync(employerNumber, month, scheme, version, change, ct), null, change, ct);
                }

                filed = await file.HandleAsync(new NewReturn { EmployerNumber = employerNumber, Month = month, Kind = ReturnKind.Nil, Scheme = scheme }, change.As("returns.file"), ct);
            },
            ct);
        return filed ?? throw new InvalidOperationException("The transaction ended without a return.");
    }

    private async Task<DraftView> SeenAsync(string employerNumber, Month month, string? scheme, int version, Change change, CancellationToken ct)
    {
        var view = await open.HandleAsync(employerNumber, month, scheme, change, ct);
        return view.Draft.Version == 0 ? throw new Refused("draft.unknown-yet", $"There is no saved draft of {month}; it was submitted already, or never saved.")
            : view.Draft.Version == version ? view : throw SaveDraft.Changed(view.Draft);
    }

    private async Task<ReturnFiled> FileAsync(DraftView view, Change change, CancellationToken ct)
    {
        var found = await check.OfAsync(view, change, ct);
        if (found.Problems is [var first, ..])
        {
            throw new Refused("draft.problems", $"{found.Problems.Count} things are to be mended first. Line {first.Line.Line}, {first.Problem.Column}: {first.Problem.Text} {first.Problem.Remedy}".TrimEnd(), $"lines[{first.Line.Line}].{first.Problem.Column}");
        }

        var draft = view.Draft;
        using var content = new MemoryStream(DraftFile.Write(view, profiles.Find(ProfileBook.Own)).Content);
        var filed = await file.HandleAsync(
            new NewReturn { EmployerNumber = draft.EmployerNumber, Month = draft.Month, Kind = draft.Kind, Scheme = draft.Scheme, Profile = ProfileBook.Own, File = content, FileName = $"form-{draft.Month}.csv", OnceBySender = true }, change.As("returns.file"), ct);
        await CloseAsync(view, filed.ReturnId, change, ct);
        await TellWhoLeftAsync(view, ct);
        await db.SaveAsync(change, ct);
        return filed;
    }

    private async Task CloseAsync(DraftView view, Guid? filed, Change change, CancellationToken ct)
    {
        var draft = await db.Set<ReturnDraft>().SingleAsync(d => d.Id == view.Draft.Id, ct);
        (draft.Open, draft.SubmittedAt, draft.ReturnId, draft.ChangedAt, draft.ChangedBy, draft.Version) = (null, filed is null ? null : change.Now, filed, change.Now, change.Actor.Name, draft.Version + 1);

        // What was typed of people is in the return now, or is not wanted any more.
        await db.Set<DraftLine>().Where(l => l.DraftId == draft.Id).ExecuteDeleteAsync(ct);
    }

    /// <summary>The register ends the employment of who left before the month, though no line says so.</summary>
    private async Task TellWhoLeftAsync(DraftView view, CancellationToken ct)
    {
        var left = DraftFile.LeftBefore(view).ToList();
        var roots = await merges.RootsAsync([.. left.Select(l => l.Line.PersonId ?? default)], ct);
        foreach (var month in left.GroupBy(l => Month.Of(l.LeftOn)))
        {
            db.Publish(new WorkersDeclared { EmployerId = view.Draft.EmployerId, Month = month.Key.Code, Workers = [.. month.Select(l => new DeclaredWorker(roots[l.Line.PersonId ?? default], null, l.LeftOn))] });
        }
    }
}
